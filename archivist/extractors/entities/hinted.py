"""This module puts the hinted names in their place, and lets the document spread them.

Where a hint stands, its name is what the hint says, however the words around it were cut. The same
string elsewhere, in capitals or not, is the same name unless a table or the sentence says better.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archivist.extractors.entities.gazetteer import first_word
from archivist.extractors.entities.hints import Hint, kind_of_entry, known_entry
from archivist.extractors.entities.identity import folded
from archivist.extractors.entities.name import Name, span_name
from archivist.extractors.entities.reader import Reader
from archivist.record import Span

MEMORY = "entity.hint-memory"
# What words inside a name or its place in the sentence prove is not given up.
OPEN_RULES = ("entity.given-name", "entity.capitals", "entity.capital", "entity.acronym")
LONGEST = 60  # code points of a name that is looked for elsewhere


@dataclass(frozen=True, slots=True)
class HintTable:
    """The hints in text order.

    Of those of several words: `spelled`: folded spelling → kind; `lengths`: by folded first word.
    """

    hints: tuple[Hint, ...]
    spelled: Mapping[str, str]
    lengths: Mapping[str, Sequence[int]]

    def inside(self, start: int, end: int) -> Iterator[Hint]:
        """The hints within `[start, end)`."""
        at = bisect_left(self.hints, start, key=lambda hint: hint.span.start)
        while at < len(self.hints) and self.hints[at].span.start < end:
            if self.hints[at].span.end <= end:
                yield self.hints[at]
            at += 1

    def longest(self, text: str, start: int, word: str, end: int) -> tuple[int, str] | None:
        """End and kind of the longest name of several words that begins with `word` here."""
        for length in self.lengths.get(folded(word), ()):
            stop = start + length
            if stop <= end and not text[stop : stop + 1].isalnum():
                kind = self.spelled.get(folded(text[start:stop]))
                if kind:
                    return stop, kind
        return None


def hint_table(text: str, hints: Sequence[Hint]) -> HintTable:
    """The table of `hints`, whose spans are disjoint and lie in `text`."""
    spelled: dict[str, str] = {}
    lengths: dict[str, set[int]] = {}
    for hint in hints:
        surface = hint.span.of(text)
        if hint.type and len(surface) <= LONGEST and len(surface.split()) > 1:
            spelled.setdefault(folded(surface), hint.type)
            lengths.setdefault(folded(first_word(surface)), set()).add(len(surface))
    descending = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}
    ordered = tuple(sorted(hints, key=lambda hint: hint.span))
    return HintTable(ordered, spelled, descending)


def placed(reader: Reader, names: list[Name], table: HintTable) -> list[Name]:
    """The names of a block with those of the hints that stand in it, left to right."""
    for hint in table.inside(reader.start, reader.end):
        names = _with(reader, names, hint)
    return names


def _with(reader: Reader, names: list[Name], hint: Hint) -> list[Name]:
    start, end = hint.span.start, hint.span.end
    apart = [name for name in names if name.end <= start or end <= name.start]
    if hint.type is None:
        return apart
    for name in _near(names, hint.span):
        if name.kind == hint.type and name.start <= start and end <= name.end:
            name.hinted = True
            return names
        if hint.type == "person" and name.kind == "organization":
            return names
    insort(apart, _hinted(reader, hint.span, hint.type, hint.rule), key=lambda name: name.start)
    return apart


def _hinted(reader: Reader, span: Span, kind: str, rule: str) -> Name:
    name = span_name(reader, span, kind, rule)
    entry = known_entry(span.of(reader.text), reader.gazetteer)
    if entry and kind_of_entry(entry) == kind:
        name.entry = entry
    name.hinted = True
    return name


# ------------------------------------------------------------------ the same string elsewhere


def printed_again(reader: Reader, names: list[Name], table: HintTable) -> list[Name]:
    """`Villalba del Cierzo` and `VILLALBA DEL CIERZO` as the dateline has it, however cut."""
    if not table.lengths:
        return names
    added: list[Name] = []
    for word in reader.words:
        found = table.longest(reader.text, word.start, word.text, reader.end)
        if found and (not added or added[-1].end <= word.start):
            span = Span(word.start, found[0])
            if all(_gives_way(name, span) for name in _near(names, span)):
                added.append(_hinted(reader, span, found[1], MEMORY))
    gone = {id(name) for new in added for name in _near(names, Span(new.start, new.end))}
    kept = [name for name in names if id(name) not in gone]
    return sorted([*kept, *added], key=lambda name: name.start) if added else names


def _near(names: list[Name], span: Span) -> list[Name]:
    """The names of a block, disjoint and in order, that share a character with `span`."""
    first = max(0, bisect_left(names, span.start, key=lambda name: name.start) - 1)
    last = bisect_left(names, span.end, key=lambda name: name.start)
    return [name for name in names[first:last] if name.end > span.start]


def _gives_way(name: Name, span: Span) -> bool:
    """An open name or a part of the span; a hinted one stays, and what a table knows whole."""
    if name.hinted or (name.start <= span.start and span.end <= name.end and name.entry):
        return False
    inside = span.start <= name.start and name.end <= span.end
    return name.kind is None or name.rule in OPEN_RULES or inside


def spread(names: list[Name], text: str, surnames: Collection[str]) -> None:
    """Single words: `Harwick` after the dateline `HARWICK`; not the surname of a person named."""
    known: dict[str, Name] = {}
    for name in names:
        if name.hinted:
            known.setdefault(folded(text[name.start : name.end]), name)
    for name in names:
        hinted = known.get(folded(text[name.start : name.end])) if known else None
        if hinted is None or name.hinted or name.words[-1] in surnames:
            continue
        if name.kind is None or (name.entry is None and name.rule in OPEN_RULES):
            name.kind, name.rule, name.entry = hinted.kind, MEMORY, hinted.entry
            name.hinted = True
        elif name.entry == hinted.entry and name.kind == hinted.kind:
            name.hinted = True
