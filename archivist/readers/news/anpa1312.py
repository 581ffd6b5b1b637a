"""This module reads ANPA 1312, the wire format of American newspapers (ANPA, 1979 and 1989).

A message is `SYN SYN SOH` service and number, `US` selectors, a line with category, slug, day and
count of words, `STX` the text, `ETX` what closes it. In the text a line with `^` before it and `<`
behind it is set alone: slug, headline, editors' notes; one that ends with `=` is a byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archivist.problems import Location, problem
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import wire
from archivist.readers.parts import Part, Stream
from archivist.record import BlockRole, Declared, Document, Source
from archivist.settings import Settings

_START = re.compile(rb"[\s\x00]*\x16+\x01[ \t]*[A-Za-z]{0,4}\d{3,5}")
# 11-13 1049 at the end of the header: month, day, count of words
_HEADER = re.compile(r"\b(\d\d)-(\d\d)\s+\d{0,5}\s*$")
# BC-LT--Argentina-CancerB: the slug of the header, cut at 24 characters
_SHORT = re.compile(r"\b([A-Za-z]{2}-[A-Za-z0-9.-]+)")
# AP-WF-11-13-13 1509GMT: month, day, year, hour, minute
_SENT = re.compile(r"\b(\d\d)-(\d\d)-(\d\d)\s+(\d\d)(\d\d)\s*(GMT|UTC)?")
_SLUG = re.compile(r"(?:\*\d+\s*(?:<\s*)?)?\^?\s*([^\s,<]*-[^<]*?),\s?\d{1,5}")
_TAKE = re.compile(r"[A-Z]{2}-\S")  # BC-AS--China-Escape: cycle, desk, slug
_NOTES = re.compile(r"\(?(?:Eds\b|Editors?\b|AP (?:Photo|Video|Graphic|Audio)|With\b.*:$)", re.I)
LONGEST = 160  # characters of a headline; what is longer is the summary


def opens(head: bytes) -> bool:
    """Whether it starts with SYN, SOH and a number."""
    return _START.match(head) is not None


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a message, `#1` for the first; a file of one is itself the part."""
    return wire.parts(stream, settings, _part)


def _part(source: Source, settings: Settings) -> Part:
    decoded, problems = wire.decoded(source, settings)
    if decoded is None:
        return Part(source, problems=problems)
    head, _, rest = decoded.text.partition(wire.STX)
    body, _, tail = rest.partition(wire.ETX)
    lines = _lines(body)
    text, blocks = lay_out(Leaf(x.role, f"anpa1312.{x.rule}", "STX", x.text) for x in lines)
    if not text:
        where = Location(source.location)
        return Part(source, problems=(problem("R005", "found a message without text", where),))
    facts = (*source.declared, *_facts(head, lines, tail))
    document = Document(source, "text/x-anpa-1312", text, decoded.encoding, blocks, facts)
    return Part(source, document, problems=problems)


# ------------------------------------------------------------------ text


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece of the text: what it is, by which sign, and its words."""

    role: BlockRole
    rule: str
    text: str


def _lines(body: str) -> list[_Line]:
    """The pieces of the text; a paragraph starts with a tab or three blanks, or alone."""
    found: list[_Line] = []
    held: list[str] = []
    state = _Above()
    for line in (*re.split(r"\r\n|\r|\n", body), ""):
        shown = wire.visible(line)
        starts = line.startswith(("\t", "   ", "^")) or not shown
        if starts and held:
            found.append(_Line("paragraph", "paragraph", "\n".join(held)))
            held = []
        set_alone = state.line(shown) if line.lstrip("\x02 ").startswith("^") else None
        if set_alone is not None:
            found += set_alone
        elif shown:
            held.append(shown.removeprefix("^"))
    return found


class _Above:
    """The lines that are set alone, in their order: slug, headline, notes, bylines."""

    def __init__(self) -> None:
        self.slug = self.headline = False

    def line(self, shown: str) -> list[_Line] | None:
        """The pieces of a line that begins with `^`; None for a paragraph."""
        if shown.endswith("="):
            return [_Line("byline", "byline", shown.strip("^= "))]
        if not shown.endswith("<"):
            return [_Line("paragraph", "paragraph", shown.strip("^ "))]
        text = shown.rstrip("< ").removeprefix("^").strip()
        if not self.slug and not self.headline and (_SLUG.fullmatch(text) or _TAKE.match(text)):
            self.slug = True
            return [_Line("header", "slug", text)]
        if _NOTES.match(text):
            return [_Line("notice", "editors-note", text)]
        if not self.headline and len(text) <= LONGEST:
            self.headline = True
            return [_Line("headline", "headline", text)]
        return [_Line("other", "summary", text)]


# ------------------------------------------------------------------ what is stated


def _facts(head: str, lines: list[_Line], tail: str) -> Iterator[Declared]:
    number = re.search(r"\x01\s*([A-Za-z]{0,4}\d{3,5})", head)
    if number:
        yield Declared("identifier.anpa1312", number[1], "SOH", "anpa1312.number")
    slug = next((line.text for line in lines if line.rule == "slug"), "")
    short = _SHORT.search(wire.visible(head.rpartition("\n")[2] or head))
    if slug:
        found = _SLUG.fullmatch(slug)
        name = found[1] if found else slug
        yield Declared("identifier.slugline", name, "STX", "anpa1312.slug")
    elif short:
        yield Declared("identifier.slugline", short[1], "header", "anpa1312.slug")
    for rule, field in (("headline", "headline"), ("summary", "summary")):
        value = next((line.text for line in lines if line.rule == rule), "")
        if value:
            yield Declared(field, value, "STX", f"anpa1312.{rule}")
    yield from _sent(head, tail)


def _sent(head: str, tail: str) -> Iterator[Declared]:
    """The instant behind the text; else the day of the header, which has no year."""
    sent = _SENT.search(tail)
    if sent:
        month, day, two, hour, minute, zone = sent.groups()
        value = f"{wire.year(two)}-{month}-{day}T{hour}:{minute}:00{'Z' if zone else ''}"
        yield Declared("date.published", value, "ETX", "anpa1312.sent")
        return
    stated = _HEADER.search(wire.visible(head))
    if stated:
        value = f"XXXX-{stated[1]}-{stated[2]}"
        yield Declared("date.published", value, "header", "anpa1312.day")
