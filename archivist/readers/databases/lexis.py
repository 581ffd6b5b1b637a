"""This module cuts downloads of LexisNexis and Nexis into articles: text, HTML, DOCX, RTF.

The bytes of an article are its slice of the text or page; in DOCX and RTF, where an article has
no bytes of its own, they are the words of its paragraphs, one a line, in UTF-8.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archivist.readers.databases import downloads, nexis, printed_days, profiles, unwrapping
from archivist.readers.databases.cutting import first_of
from archivist.readers.databases.downloads import Slice, Tally
from archivist.readers.databases.profiles import Profile
from archivist.readers.office import docx, package, rtf, rtf_parser
from archivist.readers.office.package import Broken, Package
from archivist.readers.office.styles import Paragraph
from archivist.readers.parts import HEAD, Part, Stream, fitting
from archivist.readers.xhtml import fragment
from archivist.record import Evidence, Value
from archivist.settings import Settings

_NUMBERED = rb"\d\s+(?:of|von|de|van|di|sur|af|av)\s+\d"


# ------------------------------------------------------------------ is it one


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of such a download, in any of its formats."""
    if head.startswith(b"PK\x03\x04"):
        return _is_docx(head)
    if rtf.opens(head):
        return _is_rtf(head)
    if b"<DOC NUMBER=" in head and b"<DOCFULL>" in head:
        return True
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16", "ignore").encode() if wide else head
    if not re.search(_NUMBERED, text):
        return False
    profile = profiles.load("nexis", None)
    start = first_of(profile.all("starts"), text)
    return start is not None and _labels().search(text) is not None


def _is_docx(head: bytes) -> bool:
    """By what the delivery leaves in the package, or the bookmarks and the cover of the text."""
    for name, start in package.members(head):
        if name == "docProps/custom.xml" and b'"LADeliveryID"' in start:
            return True
        if name.startswith("word/document") and _is_delivered(start):
            return True
        if name.endswith("document.xml.rels") and b"advance.lexis.com/api/document" in start:
            return True
    return False


def _is_delivered(xml: bytes) -> bool:
    if b'w:name="Bookmark_1"' in xml and b'w:name="Body' in xml:
        return True
    words = re.sub(rb"<[^<>]*>", b"", xml.replace(b"</w:p>", b"\n"))
    words = re.sub(rb"\s*\n\s*", b"\n", words)
    return _COVER.search(words) is not None or _is_labelled(words)


# `Job Number: 79565034`, `Documents (50)`, `1. …`, whatever the language of the interface.
_COVER = re.compile(
    rb"^[^\n]{3,40}:[^\n\d]{1,3}\d{6,12}\n[^\n]{3,40}\(\d{1,4}\)\n1\.", re.MULTILINE
)


def _is_rtf(head: bytes) -> bool:
    """By the bookmarks, the cover or the labels of its first paragraphs."""
    found = rtf_parser.parse(head).paragraphs
    words = "\n".join(line.strip() for item in found for line in item.text.split("\n"))
    text = re.sub(rb"\n+", b"\n", words.encode("utf-8", "replace"))
    marks = {mark for item in found for mark in item.bookmarks}
    if "Bookmark_1" in marks and any(mark.startswith("Body") for mark in marks):
        return True
    if _COVER.search(text) is not None or _is_labelled(text):
        return True
    profile = profiles.load("nexis", None)
    return first_of(profile.all("starts"), text) is not None and bool(_labels().search(text))


def _is_labelled(text: bytes) -> bool:
    return len({label.lower() for label in _new_labels().findall(text)}) > 2


@functools.cache
def _labels() -> re.Pattern[bytes]:
    """A line of the old layout that begins with one of its labels, in capitals."""
    return re.compile(
        rf"(?m)^[ \t]*(?:<[^<>]{{0,400}}>[ \t]*){{0,9}}(?:{_names()}):[ \xa0<\r\n]".encode()
    )


@functools.cache
def _new_labels() -> re.Pattern[bytes]:
    """A line of the new layout: its labels end in a no-break space."""
    return re.compile(rf"(?mi)^(?:{_names()}):\xa0".encode())


def _names() -> str:
    table = profiles.load("nexis", None).tables["labels"]
    known = sorted({label for labels in table.values() for label in labels if len(label) > 3})
    return "|".join(re.escape(label) for label in known)


# ------------------------------------------------------------------ its articles


def split(stream: Stream, settings: Settings, profile: Profile, tally: Tally) -> Iterator[Part]:
    """The articles of a download in any of its formats."""
    head = stream.head(HEAD)
    if head.startswith(b"PK\x03\x04") or rtf.opens(head):
        yield from _of_paragraphs(stream, settings, profile, tally)
        return
    for held in downloads.slices(stream, settings, profile, tally):
        yield _read(held, profile)


def _read(held: Slice, profile: Profile) -> Part:
    if held.text is None:
        return Part(held.source, problems=held.problems)
    if held.page:
        found = [leaf.text for leaf in fragment(held.text)]
    else:
        found = list(unwrapping.paragraphs(held.text))
    article = nexis.read(found[1:] if _is_number(found) else found, profile)
    media_type = "text/html" if held.page else "text/plain"
    return downloads.part(held, media_type, article.declared, article.leaves, profile)


def _is_number(found: Sequence[str]) -> bool:
    """Whether the first paragraph is `1 of 166 DOCUMENTS`."""
    if not found or len(found[0]) > 60:
        return False
    return re.search(_NUMBERED, found[0].encode("utf-8", "replace")) is not None


# ------------------------------------------------------------------ DOCX and RTF


def _of_paragraphs(
    stream: Stream, settings: Settings, profile: Profile, tally: Tally
) -> Iterator[Part]:
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    try:
        found = _paragraphs(source.data, settings)
    except Broken as error:
        yield Part(source, problems=(package.broken(error, source),))
        return
    cover, articles = _cut(found, profile)
    for item in cover:
        tally.say(downloads.announced(item.text.strip().encode("utf-8", "replace"), profile))
    for number, article in enumerate(articles, start=1):
        words = "\n".join(item.text.strip() for item in article if item.text.strip())
        piece = stream.source(f"#{number}", words.encode("utf-8", "replace"), charset="utf-8")
        encoding = Value("utf-8", Evidence("nexis.paragraphs", 100, declared="paragraphs"))
        read = nexis.read([_heading(item) for item in article], profile)
        for key in _numbers(article):
            read.state("identifier.lexisnexis", key, "hyperlink", "content-item")
        held = Slice(piece, words, encoding)
        yield downloads.part(held, "text/plain", read.declared, read.leaves, profile)


def _numbers(article: Sequence[Paragraph]) -> Iterator[str]:
    """`urn:contentItem:5H1X-…`: the number of the article, to which its headline is a link."""
    for item in article:
        for link in item.links if item.text.strip() else ():
            found = _CONTENT_ITEM.search(link)
            if found:
                yield found[0]
                return
        if _heading(item) == "Body":
            return


_CONTENT_ITEM = re.compile(r"urn:contentItem:[A-Z0-9]{4}(?:-[A-Z0-9]{2,5}){3,6}")


def _heading(item: Paragraph) -> str:
    """The text of a paragraph; a heading of a section by its bookmark, in whatever language."""
    for name in item.bookmarks:
        section = name.partition("_")[0]
        if section in ("Body", "Classification", "Correction") and len(item.text) < 40:
            return section
    return item.text


def _paragraphs(data: bytes, settings: Settings) -> list[Paragraph]:
    if rtf.opens(data):
        return rtf_parser.parse(data).paragraphs
    return list(docx.paragraphs(Package(data, package.limit(settings.max_size))))


def _cut(
    found: Sequence[Paragraph], profile: Profile
) -> tuple[Sequence[Paragraph], list[Sequence[Paragraph]]]:
    """The cover, and the articles: they begin at bookmarks, at numbers, or behind an end line."""
    marks = [re.compile(pattern) for pattern in profile.all("bookmarks")]
    starts = [
        at
        for at, item in enumerate(found)
        if any(mark.match(name) for name in item.bookmarks for mark in marks)
    ]
    if not starts:
        starts = _numbered(found, profile) or _behind_ends(found, profile)
    bounds = [*starts, len(found)]
    articles = [found[a:b] for a, b in pairwise(bounds)]
    return found[: starts[0]] if starts else found, articles


def _numbered(found: Sequence[Paragraph], profile: Profile) -> list[int]:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in profile.all("starts")]
    return [
        at
        for at, item in enumerate(found)
        if len(item.text) < 60 and any(pattern.fullmatch(item.text) for pattern in patterns)
    ]


def _behind_ends(found: Sequence[Paragraph], profile: Profile) -> list[int]:
    """Where articles begin that end in `End of Document`; the cover, if any, is the first's."""
    texts = (item.text.strip() for item in found)
    closed = [at for at, text in enumerate(texts) if text and profile.field_of("ends", text)]
    return [_behind_cover(found, profile), *(at + 1 for at in closed[:-1])] if closed else []


def _behind_cover(found: Sequence[Paragraph], profile: Profile) -> int:
    """Where the first article begins behind a cover: two lines before its date."""
    lines = [(at, item.text.strip()) for at, item in enumerate(found) if item.text.strip()]
    if all(
        downloads.announced(line.encode("utf-8", "replace"), profile) is None
        for _, line in lines[:12]
    ):
        return 0
    dated = (n for n, (_, line) in enumerate(lines) if n > 1 and printed_days.begins(line))
    return lines[next(dated, 2) - 2][0]
