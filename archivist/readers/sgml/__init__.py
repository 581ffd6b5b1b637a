"""This package reads news wires in SGML: Reuters-21578, LDC newswire (Gigaword), TREC.

A file holds many documents; each is a part named by its number (`#5`: NEWID, id or DOCNO), and
the file may be larger than memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist import text as texts
from archivist.problems import Location, problem
from archivist.readers import plain
from archivist.readers.parts import Part, Stream, empty, too_large
from archivist.readers.sgml import wire
from archivist.readers.sgml.elements import Slice, slices
from archivist.record import Declared, Document, Source
from archivist.settings import Settings
from archivist.text import is_visible

MEDIA_TYPE = "text/sgml"
ENCODING = "iso-8859-1"  # of Reuters-21578 and LDC where they are not UTF-8

_OPENS = re.compile(
    rb"\s*(?:<!DOCTYPE lewis\b|<REUTERS\s[^>]{0,500}NEWID"
    rb"|<DOC\s[^>]{0,200}\b(?:doc)?id\s?=\s?\"?[^\">\s]{1,200}[^>]{0,500}>"
    rb"|<DOC>\s*<DOC(?:NO|ID)>)",
    re.IGNORECASE,
)


def opens(head: bytes) -> bool:
    """Whether first bytes are such a file."""
    return _OPENS.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """One part a document; what is not closed before the file ends is the problem R065."""
    seen: dict[str, int] = {}
    count = 0
    with stream.open() as opened:
        for count, found in enumerate(slices(opened, settings.max_size), start=1):
            yield _part(stream, found, count, seen, settings)
    if not count:
        whole = stream.whole(settings.max_size)
        hint = "archivist formats lists what is read; --from plain takes it as text"
        message = "found no <REUTERS> or <DOC>, wanted a news wire in SGML"
        other = problem("R008", message, Location(stream.location), hint=hint)
        yield Part(whole, problems=(other if whole.data else empty(stream.location),))


def _part(
    stream: Stream, found: Slice, count: int, seen: dict[str, int], settings: Settings
) -> Part:
    source = stream.source(f"#{count}", found.data, media_type=MEDIA_TYPE)
    where = Location(stream.location, found.line)
    if found.size > settings.max_size:
        return Part(source, problems=(too_large(str(where), found.size, settings.max_size),))
    decoded, problems = texts.decode_stated(
        found.data,
        source.location,
        stream.charset or ENCODING,
        "HTTP/Content-Type" if stream.charset else "SGML",
        encoding=settings.encoding,
    )
    if decoded is None:
        return Part(source, problems=problems)
    article = wire.read(decoded.text)
    source = stream.source(_name(article.number, count, seen), found.data, media_type=MEDIA_TYPE)
    if not found.closed:
        message = "found the start of a document, and neither its end nor the next one"
        hint = "often a copy that broke off: fetch the file again"
        cut = problem("R065", message, where, hint=hint)
        return Part(source, problems=(*problems, cut))
    if not is_visible(article.text):
        return Part(source, problems=(*problems, plain.no_text(source)))
    declared = (*source.declared, *article.declared, *_day(article))
    document = Document(
        source, MEDIA_TYPE, article.text, decoded.encoding, article.blocks, declared
    )
    return Part(source, document, problems=problems)


def _name(number: str | None, count: int, seen: dict[str, int]) -> str:
    """`#2001`; what has no number, or that of another, is counted."""
    name = re.sub(r"[^\w.:-]", "-", number.strip()) if number else f"{count}"
    if len(seen) < 1_000_000:
        seen[name] = seen.get(name, 0) + 1
    return f"#{name}" if seen.get(name, 1) == 1 else f"#{name}~{seen[name]}"


def _day(article: wire.Wire) -> Iterator[Declared]:
    """LDC documents have their day in their number, and often nowhere else."""
    if any(item.field == "date.published" for item in article.declared) or not article.number:
        return
    day = wire.day_of(article.number)
    if day:
        yield Declared("date.published", day, "@ID", "sgml.number")


__all__ = ["MEDIA_TYPE", "Source", "opens", "split"]
