"""This module cuts the other downloads into articles: Factiva, Europresse, Kikuzo, Yomidasu."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from archivist.readers.databases import (
    downloads,
    europresse,
    factiva,
    factiva_fields,
    japanese,
    unwrapping,
)
from archivist.readers.databases.articles import Article
from archivist.readers.databases.downloads import Slice, Tally
from archivist.readers.databases.profiles import Profile
from archivist.readers.office import rtf, rtf_parser
from archivist.readers.parts import HEAD, Part, Stream, fitting
from archivist.record import Aside, Evidence, Value
from archivist.settings import Settings

_FACTIVA_PAGE = re.compile(rb"<title>\s*(?:Dow Jones\s+)?Factiva\s*</title>", re.IGNORECASE)
_FACTIVA_BOX = re.compile(rb"""<div\b[^<>]{0,400}\bclass=["']?article\s+\w{2,4}Article\b""")
_FACTIVA_END = re.compile(
    rb"(?:^|[\s}])[^\s{}\\]{2,20}[ \xa0]+[A-Z][A-Z0-9]{3,9}(?:19|20)\d{6}[a-z0-9]{9}"
    rb"(?:\\|\}|\s*$)",
    re.MULTILINE,
)


def is_factiva(head: bytes) -> bool:
    """Whether the first bytes are those of a Factiva page, RTF or text."""
    if rtf.opens(head):
        return _FACTIVA_END.search(head) is not None
    if _FACTIVA_PAGE.search(head):
        return True
    if b"articleParagraph" in head and _FACTIVA_BOX.search(head):
        return True
    return not head.startswith(b"PK") and b"<" not in head[:64] and bool(_FACTIVA_END.search(head))


def is_europresse(head: bytes) -> bool:
    """Whether the first bytes are those of a page of Europresse."""
    classes = re.search(rb"""class=["']?(?:rdp__)?DocPublicationName\b""", head)
    return bool(classes) and re.search(rb"DocHeader|itreArticle", head) is not None


def is_kikuzo(head: bytes) -> bool:
    """Whether the first bytes are those of full texts of Kikuzo."""
    return re.search(rb"""class=["']?topic-list\b""", head) is not None and (
        re.search(rb"""class=["']?topic-detail\b""", head) is not None
    )


def is_yomidasu(head: bytes) -> bool:
    """Whether the first bytes are those of full texts of Yomidasu."""
    named = b"yomiuriNews" in head or "ヨミダス".encode() in head
    return named and (b"heiseiDetail" in head or b"yomidasu" in head)


Reading = Callable[[str, Profile], Article | Aside]


def split_pages(
    read: Reading, stream: Stream, settings: Settings, profile: Profile, tally: Tally
) -> Iterator[Part]:
    """The articles of a page, each read by `read`."""
    for held in downloads.slices(stream, settings, profile, tally):
        if held.text is None:
            yield Part(held.source, problems=held.problems)
            continue
        found = read(held.text, profile)
        if isinstance(found, Aside):
            yield Part(held.source, aside=found, problems=held.problems)
        else:
            yield downloads.part(held, "text/html", found.declared, found.leaves, profile)


def split_factiva(
    stream: Stream, settings: Settings, profile: Profile, tally: Tally
) -> Iterator[Part]:
    """The articles of a page, of RTF or of text."""
    head = stream.head(HEAD)
    if not rtf.opens(head) and downloads.starts_in(stream, profile):
        yield from split_pages(factiva.read_page, stream, settings, profile, tally)
        return
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    if rtf.opens(head):
        lines = [
            item.text for item in rtf_parser.parse(source.data).paragraphs if item.text.strip()
        ]
    else:
        held = downloads.whole(source, settings)
        if held.text is None:
            yield Part(source, problems=held.problems)
            return
        lines = list(unwrapping.paragraphs(held.text))
    yield from _of_lines(lines, stream, profile)


def _of_lines(lines: Sequence[str], stream: Stream, profile: Profile) -> Iterator[Part]:
    """Articles end with their number; what stands behind the last is none."""
    held: list[str] = []
    number = 0
    for line in lines:
        held.append(line)
        if factiva_fields.number_of(line.split("\n")[-1], profile):
            number += 1
            words = "\n".join(text.strip() for text in held)
            source = stream.source(f"#{number}", words.encode("utf-8", "replace"), charset="utf-8")
            encoding = Value("utf-8", Evidence("factiva.paragraphs", 100, declared="paragraphs"))
            article = factiva.read_lines(held, profile)
            piece = Slice(source, words, encoding)
            yield downloads.part(piece, "text/plain", article.declared, article.leaves, profile)
            held = []


_READINGS: dict[str, Reading] = {
    "europresse": europresse.read,
    "kikuzo": japanese.read_kikuzo,
    "yomidasu": japanese.read_yomidasu,
}


def pages(name: str) -> Callable[[Stream, Settings, Profile, Tally], Iterator[Part]]:
    """The splitter of a product whose downloads are pages."""
    return functools.partial(split_pages, _READINGS[name])
