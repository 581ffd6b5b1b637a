"""This module lists the readers: each format, how it is known, what reads it, and its gaps.

The order is the priority: specific before general; the last takes what is left.
"""

from __future__ import annotations

from archivist.readers import boxes, frontmatter, markdown, plain
from archivist.readers.parts import Reader, late

_WIRE = (b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x16")  # controls of teleprinters

READERS: tuple[Reader, ...] = (
    # --- database downloads
    Reader(
        "nexis",
        "downloads of LexisNexis and Nexis (text, HTML, DOCX, RTF)",
        signature=late(
            "databases:is_nexis",
            rb"\APK",
            rb"\A.{0,9}\{\\rtf",
            rb"\A(?:\xff\xfe|\xfe\xff)",
            rb"<DOCFULL>",
            rb"\d\s+(?:of|von|de|van|di|sur|af|av)\s+\d",
        ),
        split=late("databases:split_nexis"),
        gaps="PDF; pages, word counts, load date",
    ),
    Reader(
        "factiva",
        "downloads of Factiva (HTML, RTF, text)",
        signature=late(
            "databases:is_factiva",
            rb"\A.{0,9}\{\\rtf",
            rb"Factiva",
            rb"articleParagraph",
            rb"(?:19|20)\d{6}[a-z0-9]{9}",
        ),
        split=late("databases:split_factiva"),
        gaps="PDF, XML; page, edition",
    ),
    Reader(
        "europresse",
        "downloads of Europresse (HTML)",
        signature=late("databases:is_europresse", b"DocPublicationName"),
        split=late("databases:split_europresse"),
        gaps="PDF",
    ),
    Reader(
        "kikuzo",
        "full texts of Kikuzo, Asahi Shimbun (HTML)",
        signature=late("databases:is_kikuzo", b"topic-list"),
        split=late("databases:split_kikuzo"),
        gaps="pages, edition, publisher",
    ),
    Reader(
        "yomidasu",
        "full texts of Yomidasu, Yomiuri Shimbun (HTML)",
        signature=late(
            "databases:is_yomidasu", rb"yomiuriNews", rb"\xe3\x83\xa8\xe3\x83\x9f\xe3\x83\x80"
        ),
        split=late("databases:split_yomidasu"),
        gaps="pages, edition, publisher",
    ),
    Reader(
        "integrum",
        "downloads of Integrum (HTML, workbooks)",
        signature=late("databases:is_integrum", rb"\APK", rb"\^(?:\xc4\xd2|\xd0\x94\xd0\xa2):"),
        split=late("databases:split_integrum"),
        gaps="DOC",
    ),
    # --- office: before the boxes, for two of them are packed as ZIP
    Reader(
        "docx",
        "Word documents (DOCX)",
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        (".docx", ".docm", ".dotx"),
        signature=late("office.package:is_docx", rb"\APK"),
        read=late("office.docx:read"),
        gaps="headers and footers, comments, list numbers, MHT chunks",
    ),
    Reader(
        "odt",
        "OpenDocument text (ODT)",
        ("application/vnd.oasis.opendocument.text",),
        (".odt", ".ott", ".fodt"),
        signature=late("office.package:is_odt", rb"\APK", rb"\A\s*<"),
        read=late("office.odt:read"),
        gaps="headers and footers, annotations",
    ),
    Reader(
        "rtf",
        "Rich Text Format (RTF)",
        ("application/rtf", "text/rtf"),
        (".rtf",),
        signature=late("office.rtf:opens", rb"\{\\rtf"),
        read=late("office.rtf:read"),
        gaps="pictures, headers and footers, annotations",
    ),
    Reader(
        "pdf",
        "PDF with a text layer (needs archivist[pdf])",
        ("application/pdf",),
        (".pdf",),
        signature=late("office.pdf:opens", b"%PDF"),
        read=late("office.pdf:read"),
        gaps="scans; order as PDFium gives it; XMP; many articles in one file",
    ),
    # --- boxes of files
    Reader(
        "warc",
        "crawls (WARC), also as .warc.gz",
        ("application/warc",),
        (".warc",),
        signature=boxes.is_warc,
        split=boxes.split_warc,
        packed=True,
        crawl=True,
        gaps=(
            "`.zst`, `.lz4`; segmented records but their first part; Brotli needs "
            "`archivist[crawl]`"
        ),
    ),
    Reader(
        "arc",
        "old crawls (ARC), also as .arc.gz",
        ("application/x-internet-archive", "application/x-ia-arc"),
        (".arc",),
        signature=boxes.is_arc,
        split=boxes.split_arc,
        packed=True,
        crawl=True,
        gaps="records have no names: `!@offset`",
    ),
    Reader(
        "tar",
        "TAR files, also packed as .tar.gz, .tar.bz2, .tar.xz",
        ("application/x-tar",),
        (".tar", ".tgz", ".tbz2", ".txz"),
        signature=boxes.is_tar,
        split=boxes.split_tar,
        packed=True,
        gaps="links and sparse files are set aside",
    ),
    Reader(
        "zip",
        "ZIP files",
        ("application/zip", "application/x-zip-compressed"),
        (".zip",),
        signature=boxes.is_zip,
        split=boxes.split_zip,
        packed=True,
        gaps="encrypted members; directories over 24 MiB; no salvage without a directory",
    ),
    Reader(
        "gzip",
        "single files packed as gzip, bzip2 or xz",
        ("application/gzip", "application/x-gzip", "application/x-bzip2", "application/x-xz"),
        (".gz", ".bz2", ".xz"),
        signature=boxes.is_packed,
        split=boxes.split_packed,
        packed=True,
        gaps="xz dictionaries over 80 MiB",
    ),
    # --- news standards
    Reader(
        "newsml-g2",
        "NewsML-G2 items and messages",
        ("application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsmessage+xml"),
        signature=late("news.g2:opens", b"<", b"\x00"),
        split=late("news.g2:split"),
        gaps=(
            "packages, planning, concepts, pictures are set aside; genre, urgency, located, "
            "edNote, links but previousVersion and translatedFrom, remote content"
        ),
    ),
    Reader(
        "newsml1",
        "NewsML 1.0 to 1.2",
        ("text/vnd.iptc.newsml",),
        signature=late("news.newsml1:opens", b"<", b"\x00"),
        split=late("news.newsml1:split"),
        gaps="base64 content, TopicSets, rights periods, associations",
    ),
    Reader(
        "nitf",
        "NITF 2.5 to 3.6",
        ("application/nitf+xml", "text/vnd.iptc.nitf"),
        signature=late("news.nitf:opens", b"<", b"\x00"),
        read=late("news.nitf:read"),
        gaps="ed-msg, evloc, expiry, identified-content, series facts",
    ),
    Reader(
        "ninjs",
        "ninjs 1 to 3: an article as a JSON object",
        signature=late("news.ninjs:opens", rb"\A[\xef\xbb\xbf\s]*\{"),
        read=late("news.ninjs:read"),
        gaps="persons, organisations, places, events, associations, renditions, rights links",
    ),
    Reader(
        "iptc7901",
        "IPTC 7901 wire messages",
        signature=late("news.iptc7901:opens", *_WIRE),
        split=late("news.iptc7901:split"),
        gaps="priority, category, word count",
    ),
    Reader(
        "anpa1312",
        "ANPA 1312 wire messages",
        suffixes=(".tst",),
        signature=late("news.anpa1312:opens", *_WIRE),
        split=late("news.anpa1312:split"),
        gaps="category, selectors, word count; of tables the words only",
    ),
    # --- feeds, dumps, mail
    Reader(
        "wxr",
        "WordPress exports (WXR)",
        signature=late("feeds.wxr:opens", b"wordpress.org/export/"),
        split=late("feeds.wxr:split"),
        gaps="comments, custom fields, menus; shortcodes go, the words between them stay",
    ),
    Reader(
        "feed",
        "RSS, RDF Site Summary, Atom and CDF feeds",
        ("application/rss+xml", "application/atom+xml"),
        (".rss", ".atom"),
        signature=late("feeds.syndication:opens", b"<", b"\x00"),
        split=late("feeds.syndication:split"),
        gaps="enclosures, podcasts, geo data; what a feed leaves out of an article",
    ),
    Reader(
        "json-feed",
        "JSON Feed",
        ("application/feed+json",),
        signature=late("feeds.jsonfeed:opens", b"jsonfeed"),
        split=late("feeds.jsonfeed:split"),
        gaps="attachments, comments",
    ),
    Reader(
        "mediawiki",
        "MediaWiki dumps, of Wikinews for example",
        signature=late("feeds.mediawiki:opens", b"mediawiki", b"\x00"),
        split=late("feeds.mediawiki:split"),
        gaps="tables, references and the lists of sources; of several revisions the last",
    ),
    Reader(
        "mbox",
        "mailboxes",
        ("application/mbox",),
        (".mbox", ".mbx"),
        sniff=late("mail.mailbox:opens"),
        split=late("mail.mailbox:split"),
        gaps="folders of other mail programs",
    ),
    Reader(
        "mail",
        "mail, with its attachments",
        ("message/rfc822", "message/news"),
        (".eml",),
        sniff=late("mail.message:opens"),
        split=late("mail.message:split"),
        gaps="S/MIME and PGP; of text and HTML the text",
    ),
    # --- tables and lines
    Reader(
        "csv",
        "tables of articles: CSV, TSV and what is alike",
        ("text/csv", "text/tab-separated-values", "application/csv"),
        (".csv", ".tsv", ".tab"),
        sniff=late("tables:looks_like"),
        split=late("tables:split"),
        gaps="lines above the header; a text column is asked for when nothing is sure",
    ),
    Reader(
        "json",
        "articles in JSON, in arrays or one a line",
        ("application/x-ndjson", "application/jsonl", "application/json-lines"),
        (".jsonl", ".ndjson"),
        signature=late("objects:opens", rb"\A(?:\xef\xbb\xbf)?\s*[{\[]"),
        split=late("objects:split"),
        gaps="epoch numbers as dates; lists of bare strings",
    ),
    Reader(
        "sgml",
        "news wires in SGML: Reuters-21578, LDC newswire, TREC",
        ("text/sgml", "application/sgml"),
        (".sgm", ".sgml"),
        signature=late("sgml:opens", rb"\A(?:\xef\xbb\xbf)?\s*<"),
        split=late("sgml:split"),
        gaps="slugs and transmission headers",
    ),
    # --- pages and texts
    Reader(
        "ocr",
        "pages of text recognition: PAGE XML, ALTO",
        signature=late("ocr:opens", b"PcGts", b"alto", b"\x00"),
        read=late("ocr:read"),
        gaps="METS; articles are not cut out of the page",
    ),
    Reader(
        "html",
        "web pages, with what they state of themselves",
        ("text/html", "application/xhtml+xml"),
        (".html", ".htm", ".xhtml", ".shtml"),
        signature=late("html:opens", b"<", b"\x00"),
        read=late("html:read"),
        gaps="pages built by script alone; captions and comments are no text",
    ),
    Reader(
        "markdown",
        "Markdown with YAML or TOML front matter",
        ("text/markdown",),
        (".md", ".markdown", ".mdown"),
        sniff=frontmatter.opens,
        read=markdown.read,
        gaps="footnote links, mathematics, components of site generators",
    ),
    Reader(
        "plain",
        "plain text in any encoding of the ladder",
        ("text/plain",),
        (".txt", ".text"),
        read=plain.read,
        gaps="tables; columns of OCR pages are read as they stand",
    ),
)
BY_NAME = {reader.name: reader for reader in READERS}
