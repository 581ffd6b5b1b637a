"""This module reads IPTC 7901, the text format of the telegraph wires of news agencies (1979).

A message is `SOH` header, keywords, `STX` headline and text, `ETX` time of sending, `EOT`. The
header is `eca062 4 i 211 ccccb dpa 061`: service and number, priority, category, count of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.problems import Location, problem
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import wire
from archivist.readers.parts import Part, Stream
from archivist.record import Declared, Document, Source
from archivist.settings import Settings

_HEADER = re.compile(
    rb"[\s\x00\x16\x7f]*\x01[\s\x00]*[A-Za-z]{0,8}[ -]?\d{1,6}"
    rb"[ \t]+[0-9A-Za-z][ \t]+[A-Za-z]{1,4}\b"
)
# 131137 GMT Nov 13 · 242200 Jun 17: day, hour, minute, month, year
_SENT = re.compile(
    r"(\d\d)(\d\d)(\d\d)\s*(GMT|UTC|Z)?\s+([A-Za-z]{3})[a-z]*\.?\s+(?:\d\d)?(\d\d)\b", re.IGNORECASE
)
HEADLINES = 8  # lines above the text among which the headline is
LONGEST = 140  # characters of a headline that nothing marks
WRAPPED = 45  # characters of a line that goes on in the next; a shorter one stands alone
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Da|Door|De)\s+\S", re.IGNORECASE)
_PRIVATE = re.compile(
    r"not for publication|nicht zur Ver.ffentlichung|no publicable|pas destin.es? . la publication",
    re.IGNORECASE,
)


def opens(head: bytes) -> bool:
    """Whether it starts with SOH and a header of the standard."""
    return _HEADER.match(head) is not None


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a message, `#1` for the first; a file of one is itself the part."""
    return wire.parts(stream, settings, _part)


def _part(source: Source, settings: Settings) -> Part:
    decoded, problems = wire.decoded(source, settings)
    if decoded is None:
        return Part(source, problems=problems)
    message = _Message(decoded.text)
    text, blocks = lay_out(message.leaves())
    if not text:
        where = Location(source.location)
        return Part(source, problems=(problem("R005", "found a message without text", where),))
    facts = (*source.declared, *message.facts())
    document = Document(source, "text/x-iptc-7901", text, decoded.encoding, blocks, facts)
    return Part(source, document, problems=problems)


class _Message:
    """One message, cut at its control characters; what is missing is empty."""

    def __init__(self, text: str) -> None:
        head, _, rest = text.partition(wire.STX)
        if not rest:
            head, rest = _without_stx(text)
        body, _, tail = rest.partition(wire.ETX)
        lines = [line for line in map(wire.visible, head.splitlines()) if line]
        self.header = lines[0] if lines else ""
        self.keywords = [line for line in lines[1:] if line]
        self.sent = wire.visible(tail.partition(wire.EOT)[0])
        self.lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", body)]
        self.title, self.below = self._above()

    def _above(self) -> tuple[list[tuple[str, str]], int]:
        """(role, text) of what stands above the text, and the line where the text starts.

        Lines that end with `=` are units: the headline, then a byline. A short line before it
        stands alone: `EXTRA`, `(Achtung)`.
        """
        start = next((i for i, line in enumerate(self.lines) if wire.visible(line)), 0)
        end = next(
            (i for i in range(start, len(self.lines)) if not wire.visible(self.lines[i])),
            len(self.lines),
        )
        end = min(end, start + HEADLINES)
        marked = [i for i in range(start, end) if wire.visible(self.lines[i]).endswith("=")]
        if not marked:
            return self._alone(start)
        found: list[tuple[str, str]] = []
        first = start
        for index in marked:
            unit = [wire.visible(line) for line in self.lines[first : index + 1]]
            found += _unit(unit, bool(found) and any(role == "headline" for role, _ in found))
            first = index + 1
        return found, first

    def _alone(self, start: int) -> tuple[list[tuple[str, str]], int]:
        """Other agencies mark nothing: a line beside STX that stands alone is the headline."""
        line, below = (wire.visible(part) for part in (*self.lines[start : start + 2], "", "")[:2])
        goes_on = bool(below) and not self.lines[start + 1].startswith("   ")
        if start or goes_on or not 0 < len(line) <= LONGEST or line.endswith("."):
            return [], start
        return [("headline", line)], 1

    def leaves(self) -> Iterator[Leaf]:
        for role, text in self.title:
            if role == "headline":
                yield Leaf("headline", "iptc7901.headline", "STX", text)
            elif role == "byline":
                yield Leaf("byline", "iptc7901.byline", "STX", text)
            else:
                yield Leaf("header", "iptc7901.overline", "STX", text)
        private = False
        for paragraph in _paragraphs(self.lines[self.below :]):
            private = private or _PRIVATE.search(paragraph) is not None
            role, rule = ("notice", "private") if private else ("paragraph", "paragraph")
            yield Leaf(role, f"iptc7901.{rule}", "text", paragraph)  # type: ignore[arg-type]

    def facts(self) -> Iterator[Declared]:
        headline = next((text for role, text in self.title if role == "headline"), "")
        if headline:
            yield Declared("headline", headline, "STX", "iptc7901.headline")
        label = self.header.split(maxsplit=1)[0] if self.header else ""
        if label:
            yield Declared("identifier.iptc7901", label, "header", "iptc7901.header")
        slug = " ".join(self.keywords)
        if slug.rstrip("/ "):
            yield Declared(
                "identifier.slugline", slug.rstrip("/ "), "keywords", "iptc7901.keywords"
            )
        for word in slug.split("/"):
            if word.strip():
                yield Declared("topic", word.strip(), "keywords", "iptc7901.keywords")
        sent = _SENT.search(self.sent)
        if sent and sent[5].lower() in wire.MONTHS:
            yield Declared("date.published", _instant(sent), "ETX", "iptc7901.sent")


def _instant(sent: re.Match[str]) -> str:
    """The standard's order is day, hour, minute, zone, month, year: in that of ISO 8601."""
    day, hour, minute, zone, month, two = sent.groups()
    number = wire.MONTHS.index(month.lower()) + 1
    return f"{wire.year(two)}-{number:02}-{day}T{hour}:{minute}:00{'Z' if zone else ''}"


def _without_stx(text: str) -> tuple[str, str]:
    """A message that lost its STX: the header line, and what follows."""
    lines = text.lstrip("\r\n \x16\x00").split("\n", 1)
    return lines[0], lines[1] if len(lines) > 1 else ""


def _unit(lines: list[str], headed: bool) -> list[tuple[str, str]]:
    """One unit of the lines above the text: what stands alone before it, and the unit."""
    text: list[str] = []
    for line in reversed(lines):
        if text and (len(line) < WRAPPED or line.endswith(")")):
            break
        text.insert(0, line)
    alone = lines[: len(lines) - len(text)]
    joined = " ".join(text).rstrip("= ").strip()
    role = "byline" if _BYLINE.match(joined) and headed else "header" if headed else "headline"
    return [*(("header", line) for line in alone if line), (role, joined)]


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Blank lines part paragraphs, and so do three blanks before a line."""
    held: list[str] = []
    for line in lines:
        shown = wire.visible(line)
        if held and (not shown or line.startswith("   ")):
            yield "\n".join(held)
            held = []
        if shown:
            held.append(shown)
    if held:
        yield "\n".join(held)
