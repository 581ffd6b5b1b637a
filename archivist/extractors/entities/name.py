"""This module holds a candidate name: where it stands, what it might be, what is around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from archivist.extractors.entities.gazetteer import Entry
from archivist.extractors.entities.reader import BODIES, Reader
from archivist.record import Span

REACH = 60  # characters of the block seen before and after a name
SHARED_RULES = {"town": "city"}  # kinds of entries that share a rule


@dataclass(slots=True)
class Name:
    """A candidate; `kind` is None while it is open.

    `initial`: its capital may be due to its place in the sentence; `before` and `after`: the text
    of the same block around it; `entry`: what the gazetteer says;
    `hinted`: dateline or credits say what it is.
    """

    start: int
    end: int
    kind: str | None
    rule: str
    words: tuple[str, ...]
    initial: bool
    before: str
    after: str
    block: Span
    entry: Entry | None = None
    metonym: bool = False
    hinted: bool = False


def name_of(reader: Reader, i: int, j: int, kind: str | None, rule: str) -> Name:
    """The words `i` to `j` (exclusive) as a name; a feature before an open one belongs to it."""
    start, end = reader.words[i].start, reader.words[j - 1].end
    if kind is None:
        feature = feature_before(reader, i)
        if feature is not None:
            return _name(reader, i, j, feature, end, "place", "entity.place-feature")
    return _name(reader, i, j, start, end, kind, rule)


def known_name(reader: Reader, i: int, j: int, entry: Entry, start: int, end: int) -> Name:
    """The text `start` to `end`, words `i` to `j`, as the gazetteer's `entry`."""
    if entry.kind not in (*BODIES, "country"):
        feature = feature_before(reader, i)
        if feature is not None:
            return _name(reader, i, j, feature, end, "place", "entity.place-feature")
    kind = "organization" if entry.kind in BODIES else "place"
    rule = f"entity.gazetteer.{SHARED_RULES.get(entry.kind, entry.kind)}"
    name = _name(reader, i, j, start, end, kind, rule)
    name.entry, name.metonym = entry, entry.kind == "building"
    return name


def feature_before(reader: Reader, i: int) -> int | None:
    """Where `via`, `lago di` or the like begins before word `i`."""
    parts = reader.parts(i) if reader.lexicon.features else None
    if not parts:
        return None
    at = len(parts) - 1
    while at >= 0 and parts[at] in reader.lexicon.complements:
        at -= 1
    if at < 0 or len(parts) - at > 3 or parts[at] not in reader.lexicon.features:
        return None
    return reader.text.rindex(parts[at], 0, reader.words[i].start)


def land_names(reader: Reader) -> list[Name]:
    """`penisola coreana`: places whose name has no capital."""
    if reader.lexicon.lands is None:
        return []
    matches = reader.lexicon.lands.finditer(reader.text, reader.start, reader.end)
    return [_land(reader, match.start(), match.end()) for match in matches]


def _land(reader: Reader, start: int, end: int) -> Name:
    words = tuple(reader.text[start:end].split())
    before, after = _around(reader, start, end)
    return Name(
        start, end, "place", "entity.place-feature", words, False, before, after, reader.block
    )


def _name(
    reader: Reader, i: int, j: int, start: int, end: int, kind: str | None, rule: str
) -> Name:
    words = tuple([word.text for word in reader.words[i:j]])
    before, after = _around(reader, start, end)
    return Name(start, end, kind, rule, words, reader.words[i].initial, before, after, reader.block)


def span_name(reader: Reader, span: Span, kind: str, rule: str) -> Name:
    """The text of `span` as a name, whether it has capitals or not."""
    first = bisect_left(reader.words, span.start, key=lambda word: word.start)
    last = bisect_left(reader.words, span.end, key=lambda word: word.start)
    words = tuple([word.text for word in reader.words[first:last]])
    words = words or tuple(span.of(reader.text).split())
    before, after = _around(reader, span.start, span.end)
    return Name(span.start, span.end, kind, rule, words, False, before, after, reader.block)


def _around(reader: Reader, start: int, end: int) -> tuple[str, str]:
    text = reader.text
    before = text[max(reader.start, start - REACH) : start]
    return before, text[end : min(reader.end, end + REACH)]


# ------------------------------------------------------------------ names beside names


def overlapping(names: Sequence[Name], start: int, end: int) -> Sequence[Name]:
    """Those of names in order and disjoint that share a character with `[start, end)`."""
    first = bisect_left(names, start, key=lambda name: name.start)
    if first and names[first - 1].end > start:
        first -= 1
    return names[first : bisect_left(names, end, key=lambda name: name.start)]


def instead(names: list[Name], others: list[Name]) -> list[Name]:
    """The names, and in the place of those they overlap the others; both in order, disjoint."""
    if not others:
        return names
    kept = [name for name in names if not overlapping(others, name.start, name.end)]
    return sorted([*kept, *others], key=lambda name: name.start)
