"""Makes the samples that are no text: `python samples/make.py`.

One function a file, the same bytes each time. The articles are invented.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent


def packed(members: dict[str, str]) -> bytes:
    """A ZIP of text members, stored, all from the first moment ZIP knows."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            box.writestr(info, content.encode("utf-8"))
    return held.getvalue()


# ------------------------------------------------------------------ office

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
</Types>"""
_RELS = f"""{_XML}<Relationships \
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""


def word(body: str, extra: dict[str, str] | None = None) -> bytes:
    """A DOCX with this body, and other members."""
    document = f"{_XML}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>"
    members = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document}
    return packed({**members, **(extra or {})})


def paragraph(text: str, style: str = "", marks: tuple[str, ...] = ()) -> str:
    """A paragraph of WordprocessingML; `marks` are the bookmarks that begin in it."""
    form = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    starts = "".join(
        f'<w:bookmarkStart w:id="{at}" w:name="{name}"/><w:bookmarkEnd w:id="{at}"/>'
        for at, name in enumerate(marks)
    )
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{form}{starts}{run}</w:p>"


def bakery_docx() -> bytes:
    """Headings, a list, a table, a footnote, a tracked change, properties."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (
            ("Titel", "Title"),
            ("berschrift2", "heading 2"),
            ("Listenabsatz", "List Paragraph"),
        )
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    changed = (
        "<w:p><w:r><w:t>The oven</w:t></w:r>"
        f'{note}<w:r><w:t xml:space="preserve"> was lit by </w:t></w:r>'
        '<w:del w:id="8" w:author="A"><w:r><w:delText>nobody</w:delText></w:r></w:del>'
        '<w:ins w:id="9" w:author="A"><w:r><w:t>three apprentices</w:t></w:r></w:ins>'
        "<w:r><w:t>.</w:t></w:r></w:p>"
    )
    cells = (("Loaf", "Pence"), ("Rye", "90"), ("Barley", "75"))
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in cells
    )
    body = (
        paragraph("The last wood-fired bakery of Colmouth", "Titel")
        + paragraph("By Ada Marsh")
        + changed
        + paragraph("What is baked", "berschrift2")
        + paragraph("rye on Tuesdays", "Listenabsatz")
        + paragraph("barley whenever it rains", "Listenabsatz")
        + f"<w:tbl>{table}</w:tbl>"
        + paragraph("“We sell out by nine,” said Owen Pell, who owns it.")
    )
    notes = (
        f'{_XML}<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Built in 1871.")}</w:footnote></w:footnotes>'
    )
    core = (
        f'{_XML}<cp:coreProperties xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Template 4</dc:title>'
        "<dc:creator>Owner</dc:creator><cp:keywords>bread; Colmouth</cp:keywords>"
        "<dcterms:created>2024-03-11T09:30:00Z</dcterms:created></cp:coreProperties>"
    )
    named = f"{_XML}<w:styles {_W}>{styles}</w:styles>"
    return word(
        body,
        {
            "word/styles.xml": named,
            "word/footnotes.xml": notes,
            "docProps/core.xml": core,
        },
    )


def faro_odt() -> bytes:
    """Headings, a list, a note, a table, blanks that are counted, properties."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    note = (
        '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Acceso nel 1902.</text:p>"
        "</text:note-body></text:note>"
    )
    cells = "".join(
        f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("notti", "212")
    )
    body = (
        '<text:h text:outline-level="1">Il guardiano se ne va</text:h>'
        "<text:p>Di Bruno Ferri</text:p>"
        f"<text:p>Il faro{note} di Capo Colmo <text:span>resta</text:span> senza guardiano."
        "<text:line-break/>Da lunedì<text:s/>è automatico.</text:p>"
        '<text:h text:outline-level="2">Che cosa resta</text:h>'
        "<text:list><text:list-item><text:p>la lampada</text:p></text:list-item>"
        "<text:list-item><text:p>il registro</text:p></text:list-item></text:list>"
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    )
    content = (
        f"{_XML}<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    meta = (
        f"{_XML}<office:document-meta {names}><office:meta>"
        "<meta:creation-date>2024-03-11T09:30:00</meta:creation-date>"
        "<meta:keyword>fari</meta:keyword></office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": content, "meta.xml": meta})


def marais_pdf() -> bytes:
    """Two pages with a running head, a hyphen at a line end, paragraphs by gaps."""
    lines = (
        (
            (72, 800, 9, "Le Courrier de Colmouth - 1"),
            (72, 760, 18, "Le marais n'est plus à vendre"),
            (72, 730, 11, "Par Ada Marche"),
            (72, 700, 11, "La commune de Colmouth garde son marais. Le conseil muni-"),
            (72, 686, 11, "cipal a refusé lundi, par neuf voix contre deux, de céder les"),
            (72, 672, 11, "quarante hectares que les hérons se partagent."),
            (72, 648, 11, "« On ne vend pas ce qui vole », a dit la maire, Ruth Penhallow."),
        ),
        (
            (72, 800, 9, "Le Courrier de Colmouth - 2"),
            (72, 760, 11, "Une passerelle sera posée au printemps."),
        ),
        (
            (72, 800, 9, "Le Courrier de Colmouth - 3"),
            (72, 760, 11, "Elle ne portera pas plus de dix personnes."),
        ),
    )
    return pdf([list(page) for page in lines])


def pdf(pages: list[list[tuple[int, int, int, str]]]) -> bytes:
    """A PDF 1.4 of lines: left, bottom and size in points, text in Windows-1252."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        content = b"".join(_shown(*line) for line in lines)
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    objects.append(b"<< /Title (Sans titre) /CreationDate (D:20240311093000+01'00') >>")
    return _written(objects)


def _shown(left: int, bottom: int, size: int, text: str) -> bytes:
    raw = text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        raw = raw.replace(mark, b"\\" + mark)
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, left, bottom, raw)


def _written(objects: list[bytes]) -> bytes:
    """The objects with their table of places; the last is the information dictionary."""
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (size, size - 1)
    return written + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


# ------------------------------------------------------------------ downloads of databases


def nexis_uni_docx() -> bytes:
    """Cover and two articles, as Nexis Uni delivers them."""
    cover = (
        paragraph("User Name:\u00a0ADA MARSH")
        + paragraph("Job Number:\u00a079565034")
        + paragraph("Documents (2)")
        + paragraph("1. The ferry that would not sail")
        + paragraph("2. Sheep cross at last")
    )
    first = (
        paragraph("", marks=("Bookmark_1",))
        + paragraph("The ferry that would not sail", "Heading1")
        + paragraph("The Colmouth Courier")
        + paragraph("March 12, 2024 Tuesday 6:30 AM GMT")
        + paragraph("Copyright 2024 The Colmouth Courier All Rights Reserved")
        + paragraph("Section:\u00a0HARBOUR; Pg. 3")
        + paragraph("Length:\u00a042 words")
        + paragraph("Byline:\u00a0Ada Marsh and Tom Holloway")
        + paragraph("Highlight:\u00a0A captain, a wind and three hundred sheep")
        + paragraph("Body", marks=("Body",))
        + paragraph("The ferry to Little Skerry stayed in harbour on Monday.")
        + paragraph("Language: the crew had some, said Captain Ruth Penhallow.")
        + paragraph("Graphic")
        + paragraph("The ferry at the quay. Photograph: Ada Marsh")
        + paragraph("Classification", marks=("Classification",))
        + paragraph("Language:\u00a0ENGLISH")
        + paragraph("Subject:\u00a0SHIPPING (90%); SHEEP (77%)")
        + paragraph("Load-Date:\u00a0March 13, 2024")
        + paragraph("End of Document")
    )
    second = (
        paragraph("", marks=("Bookmark_2",))
        + paragraph("Sheep cross at last", "Heading1")
        + paragraph("The Colmouth Courier")
        + paragraph("March 14, 2024 Thursday")
        + paragraph("Copyright 2024 The Colmouth Courier All Rights Reserved")
        + paragraph("Length:\u00a012 words")
        + paragraph("Body", marks=("Body_0",))
        + paragraph("The ferry sailed at dawn, and all the sheep with it.")
        + paragraph("Load-Date:\u00a0March 15, 2024")
        + paragraph("End of Document")
    )
    return word(cover + first + second)


def integrum_xlsx() -> bytes:
    """A workbook of two articles under Russian heads."""
    rows = (
        ("Источник", "Дата", "Время", "Заголовок", "Анонс", "Оригинал", "Автор"),
        (
            "Колмутский вестник",
            "12.03.24",
            "06:30",
            "Паром, который не вышел",
            "Паром, который не вышел\n\n12.03.2024\n\nПаром на Малый остров стоит в порту.",
            " ",
            "Анна Болотова",
        ),
        ("Колмутский вестник", "14.03.24", "00:00", "Овцы переправились", "Паром вышел.", " ", ""),
    )
    words = [cell for row in rows for cell in row]
    shared = "".join(f'<si><t xml:space="preserve">{cell}</t></si>' for cell in words)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    held = "".join(
        f'<row r="{at + 1}">'
        + "".join(f'<c r="{chr(65 + n)}{at + 1}" t="s"><v>{at * 7 + n}</v></c>' for n in range(7))
        + "</row>"
        for at in range(len(rows))
    )
    return packed(
        {
            "[Content_Types].xml": f"{_XML}<Types/>",
            "xl/workbook.xml": f"{_XML}<workbook {main}/>",
            "xl/sharedStrings.xml": f"{_XML}<sst {main}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {main}><sheetData>{held}</sheetData>"
            "</worksheet>",
        }
    )


# ------------------------------------------------------------------ boxes of files

_FERRY = """Il traghetto torna a Porto Sereno

di Livia Morandi

PORTO SERENO, 14 mar 2024 (ANSA) - Dopo quattro mesi di lavori il traghetto torna a collegare \
Porto Sereno con l'isola dei Gelsi. La prima corsa è partita giovedì alle sette.

"Abbiamo aspettato tutto l'inverno", ha detto la sindaca Carla Venturi. "Ora l'isola è di nuovo \
vicina".

Foto: Elio Brandi
"""
_LIBRARY = """Stadtbücherei öffnet wieder sonntags

Von Jonas Hartwig

LINDENAU, 9. April 2024 (dpa) - Die Stadtbücherei in Lindenau öffnet von Mai an wieder sonntags. \
Das teilte die Leiterin Petra Osterkamp am Dienstag mit.

"Viele Familien haben nur am Sonntag Zeit", sagte Osterkamp.
"""
_ORCHARD = """Le verger communal replanté

Par Élise Garnier

SAINT-AUBIN, 21 novembre 2023 (AFP) - Les habitants de Saint-Aubin ont replanté mardi le verger \
communal, détruit par la tempête de juin. Quarante pommiers ont été mis en terre.
"""
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060"
    "0000000400012734270a0000000049454e44ae426082"
)


def news_zip() -> bytes:
    """Three articles in folders, a picture, and what a Mac leaves behind."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for name, content in (
            ("it/traghetto.txt", _FERRY.encode()),
            ("de/bücherei.txt", _LIBRARY.encode()),
            ("fr/verger.txt", _ORCHARD.encode("cp1252")),
            ("it/traghetto.png", _DOT),
            ("__MACOSX/it/._traghetto.txt", b"\0"),
        ):
            box.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return held.getvalue()


def letters_tar_gz() -> bytes:
    """Two letters to the editor, one in Markdown, and a link."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.USTAR_FORMAT) as box:
        for name, text in (("letters/bells.txt", _BELLS), ("letters/benches.md", _BENCHES)):
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            box.addfile(info, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("letters/newest.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "bells.txt"
        box.addfile(link)
    return gzipped(held.getvalue())


_BELLS = """Let the bells ring

Sir, The bells of St Brannoc's have rung at seven since 1812. Those who moved to Tolbridge last \
year can surely bear them.

Harriet Lowe
Tolbridge, 2 May 2024
"""
_BENCHES = """---
title: Benches, please
author: Owen Pritchard
date: 2024-05-04
---

There is not one bench between the station and the market in Tolbridge. My mother is eighty and \
walks it twice a week.
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<title>Old mill to become a school | Tolbridge Post</title>
<link rel="canonical" href="https://post.example/2024/05/mill-school">
<meta property="og:site_name" content="Tolbridge Post">
<meta property="article:published_time" content="2024-05-06T08:30:00+01:00">
<meta name="author" content="Nora Whitcombe">
</head>
<body>
<article>
<h1>Old mill to become a school</h1>
<p class="byline">By Nora Whitcombe</p>
<p>The old mill on the Arden is to become a primary school. The town council of Tolbridge voted \
for the plan on Monday by nine votes to four, after a debate of three hours.</p>
<p>“Children should learn beside the river that made this town,” said the mayor, Judith Marsh. \
The building has stood empty since the last miller left it in 1987, and its roof has leaked ever \
since.</p>
<p>Work is to begin in the autumn. The county will pay two thirds of the cost, and the rest is to \
come from the sale of the former post office in Market Street.</p>
</article>
</body>
</html>
"""


def pages_warc_gz() -> bytes:
    """A small crawl: a page, captured twice and then found unchanged, and what came with it."""
    page = http("200 OK", "text/html; charset=utf-8", _PAGE.encode())
    at, digest = (
        "https://post.example",
        "WARC-Payload-Digest: sha1:TOLBRIDGEMILLTOLBRIDGEMILLTOLBRI",
    )
    again = f"WARC-Refers-To: {crawl_name(2)}"
    records = [
        crawled(1, "warcinfo", "", b"software: by hand\r\n", "application/warc-fields"),
        crawled(2, "response", f"{at}/2024/05/mill-school", page, extra=digest),
        crawled(3, "response", f"{at}/mill.png", http("200 OK", "image/png", _DOT)),
        crawled(4, "response", f"{at}/mill", http("301 Moved Permanently", "text/html", b"", at)),
        crawled(5, "response", f"{at}/gone", http("404 Not Found", "text/html", b"<p>gone")),
        crawled(6, "response", f"{at}/robots.txt", http("200 OK", "text/plain", b"User-agent: *")),
        crawled(7, "response", f"{at}/mill-school", page, extra=digest),
        crawled(8, "revisit", f"{at}/2024/05/mill-school", b"", extra=again),
    ]
    return b"".join(gzipped(record) for record in records)


def http(status: str, kind: str, body: bytes, location: str = "") -> bytes:
    """A response as it went over the wire."""
    to = f"Location: {location}\r\n" if location else ""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{to}\r\n".encode() + body


def crawl_name(number: int) -> str:
    """The name of a record of the crawl."""
    return f"<urn:uuid:7e57c0de-0000-4000-8000-{number:012}>"


def crawled(
    number: int, kind: str, url: str, block: bytes, form: str = "application/http", extra: str = ""
) -> bytes:
    """A record of a WARC file."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {crawl_name(number)}",
        f"WARC-Date: 2024-05-07T06:00:{number:02}Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        *([extra] if extra else []),
        f"Content-Type: {form}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def gzipped(data: bytes) -> bytes:
    """A gzip member with the data unpacked in it: packed bytes differ from zlib to zlib."""
    pieces = [data[at : at + 0xFFFF] for at in range(0, len(data), 0xFFFF)]
    blocks = b"".join(
        struct.pack("<BHH", number == len(pieces), len(piece), 0xFFFF ^ len(piece)) + piece
        for number, piece in enumerate(pieces, start=1)
    )
    start = bytes.fromhex("1f8b08000000000000ff")
    return start + blocks + struct.pack("<LL", zlib.crc32(data), len(data))


def old_crawl_arc() -> bytes:
    """An ARC file of version 1: the head, then a page with its HTTP answer."""
    page = (
        b"<html><head><title>Ferry late again | Porthaven Courier</title></head><body>"
        b"<h1>Ferry late again</h1><p>The noon ferry reached Low Quay at two o'clock on Tuesday, "
        b'the third time this month, because of fog over the bar.</p><p>"Fog is fog," said '
        b'harbour master Ines Calder. "We do not sail blind."</p></body></html>'
    )
    head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n"
    answer = http("200 OK", "text/html", page)
    first = f"filedesc://old-crawl.arc 0.0.0.0 19991207100000 text/plain {len(head)}\n".encode()
    url = f"http://courier.example/ferry 192.0.2.7 19991207100001 text/html {len(answer)}\n"
    return first + head + b"\n" + url.encode() + answer + b"\n"


def mill_txt_gz() -> bytes:
    """A single text, packed."""
    text = (
        "Tide mill grinds again\n\nThe tide mill of Porthaven ground its first flour in sixty "
        'years on Friday.\n\n"The wheel is new, the stones are not," said miller Ruth Amsel.\n'
    )
    return gzipped(text.encode())


MAKERS: dict[str, Callable[[], bytes]] = {
    "news.zip": news_zip,
    "letters.tar.gz": letters_tar_gz,
    "pages.warc.gz": pages_warc_gz,
    "old-crawl.arc": old_crawl_arc,
    "mill.txt.gz": mill_txt_gz,
    "bakery.docx": bakery_docx,
    "faro.odt": faro_odt,
    "integrum.xlsx": integrum_xlsx,
    "marais.pdf": marais_pdf,
    "nexis-uni.docx": nexis_uni_docx,
}


if __name__ == "__main__":
    for name, make in MAKERS.items():
        (HERE / name).write_bytes(make())
