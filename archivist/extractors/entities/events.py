"""This module finds events: by a noun and a name (`vertice di Erice`), by the last word of a row of
capitals (`World Cup`), by names that everybody uses (`Natale`, `Cold War`).

An event may hold other names: in `battaglia di Lepanto`, Lepanto is a place all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from archivist.extractors.entities.event_words import Events, Words, events
from archivist.extractors.entities.name import Name, overlapping, span_name
from archivist.extractors.entities.persons import starts_person
from archivist.extractors.entities.reader import APOSTROPHES, Reader
from archivist.extractors.entities.words import Word
from archivist.record import Span

YEAR = re.compile(r" (?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?(?![\w.,]?\d)(?!\w)")
FIGURE = re.compile(r" \d{1,3}(?!\w)")  # `Formula 1`: the name goes on
LONGEST = 8  # words of a name
LONGEST_ROW = 5  # capitals before the word that closes a row
MOST_COMPLEMENTS = 2
VOWELS = "aeiouéèàâîôûáíóúh"
KEYWORD, KNOWN = "entity.event-keyword", "entity.event-name"


def event_nouns(language: str, text: str, lower: frozenset[str]) -> tuple[str, ...]:
    """The nouns for events that the document prints small; `lower`: its small words."""
    table = events(language)
    return small_nouns(table.small_heads | table.behind, text, lower)


def found_events(reader: Reader, lower: frozenset[str], nouns: tuple[str, ...]) -> list[Name]:
    """The events of a block, in order and disjoint; `nouns`: what `event_nouns` says."""
    table = events(reader.lexicon.language)
    found = _by_capitals(reader, table)
    found += _known_small(reader, table, lower)
    for noun in nouns:
        if noun in table.small_heads:
            found += _by_small_noun(reader, table, noun)
        if noun in table.behind:
            found += _by_noun_behind(reader, table, noun)
    if not found:
        return []
    found.sort(key=lambda item: (item[0].start, -item[0].end))
    kept: list[Name] = []
    for span, rule in found:
        if _ends(reader, span.end) and (not kept or kept[-1].end <= span.start):
            kept.append(span_name(reader, span, "event", rule))
    return kept


def small_nouns(nouns: Words, text: str, lower: frozenset[str]) -> tuple[str, ...]:
    """Those of the nouns that stand in the text, `dell'uragano` among them, sorted."""
    elided = {noun for noun in nouns - lower if noun[0] in VOWELS and _is_elided(noun, text)}
    return tuple(sorted((nouns & lower) | elided))


def _is_elided(noun: str, text: str) -> bool:
    return f"'{noun}" in text or f"’{noun}" in text


def places_of(noun: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where the noun stands as a whole word in `text[start:end]`."""
    at = text.find(noun, start, end)
    while at >= 0:
        stop = at + len(noun)
        if not text[at - 1 : at].isalnum() and not text[stop : stop + 1].isalnum():
            yield at
        at = text.find(noun, stop, end)


Found = tuple[Span, str]  # where, and the rule


# ------------------------------------------------------------------ names that all use


def _known(reader: Reader, word: Word, names: tuple[str, ...]) -> Span | None:
    text = reader.text
    for name in names:
        end = word.start + len(name)
        if end <= reader.end and text[word.start : end].replace("’", "'") == name:
            return _with_year(reader, word.start, end)
    return None


def _known_small(reader: Reader, table: Events, lower: frozenset[str]) -> Iterator[Found]:
    for first in table.small.keys() & lower:
        for name in table.small[first]:
            at = reader.text.find(name, reader.start, reader.end)
            if at > 0 and not reader.text[at - 1].isalnum():
                yield Span(at, at + len(name)), KNOWN


def _with_year(reader: Reader, start: int, end: int) -> Span:
    year = YEAR.match(reader.text, end, reader.end)
    return Span(start, year.end() if year else end)


# ------------------------------------------------------------------ a noun and a name


def _by_capitals(reader: Reader, table: Events) -> list[Found]:
    """What the capitalised words say: names that all use, nouns, words that close a row."""
    found: list[Found] = []
    if not table.compounds and table.first.isdisjoint([word.folded for word in reader.words]):
        return found
    for i, word in enumerate(reader.words):
        names = table.names.get(word.text)
        known = _known(reader, word, names) if names else None
        if known:
            found.append((known, KNOWN))
        if word.folded in table.triggers or (table.compounds and "-" in word.text):
            span = _by_noun(reader, table, i)
            if span:
                found.append((span, KEYWORD))
    return found


def _by_noun(reader: Reader, table: Events, i: int) -> Span | None:
    word, folded = reader.words[i], reader.words[i].folded
    start, end = word.start, 0
    first = _row_before(reader, i) if folded in table.closing and not word.loud else i
    if first < i:
        start, end = reader.words[first].start, word.end
    elif folded in table.heads:
        end = _name_end(reader, table, i + 1, word.end, folded in table.named)
        if i and reader.words[i - 1].folded in table.great and reader.adjacent(i):
            start = reader.words[i - 1].start
    elif folded.endswith(table.compounds):
        end = word.end
    return _with_year(reader, start, end) if end else None


def _row_before(reader: Reader, i: int) -> int:
    """Where the row of capitals begins that word `i` closes; `i` where there is none."""
    j = i
    while j > 0 and i - j < LONGEST_ROW and reader.adjacent(j):
        before = reader.words[j - 1]
        if reader.is_common(before) and before.text not in reader.lexicon.demonyms:
            break
        if reader.lexicon.is_role(before.folded):
            break
        j -= 1
    return j


def _by_small_noun(reader: Reader, table: Events, noun: str) -> Iterator[Found]:
    for at in places_of(noun, reader.text, reader.start, reader.end):
        end = at + len(noun)
        first = bisect_left(reader.words, end, key=lambda word: word.start)
        stop = _name_end(reader, table, first, end, noun in table.named)
        if stop:
            yield _with_year(reader, at, stop), KEYWORD


def _by_noun_behind(reader: Reader, table: Events, noun: str) -> Iterator[Found]:
    """`G7 summit`, `Cannes film festival`."""
    for at in places_of(noun, reader.text, reader.start, reader.end):
        last = bisect_left(reader.words, at, key=lambda word: word.start) - 1
        if last < 0 or reader.is_common(reader.words[last]):
            continue
        gap = reader.text[reader.words[last].end : at]
        if gap == " " or (gap[:1] == gap[-1:] == " " and gap.strip() in table.between):
            first = _row_before(reader, last)
            yield _with_year(reader, reader.words[first].start, at + len(noun)), KEYWORD


def _name_end(reader: Reader, table: Events, k: int, noun_end: int, bare: bool) -> int:
    """Where the name ends that follows a noun; 0 where none does. `k`: the first capital after."""
    if k >= len(reader.words):
        return 0
    gap = reader.text[noun_end : reader.words[k].start]
    if gap not in (" ", "\u00a0") and (bare or not _is_complement(reader, table, gap)):
        return 0
    if reader.is_common(reader.words[k]) or reader.words[k].initial:
        return 0
    j, complements = k + 1, 0
    while j < len(reader.words) and j - k < LONGEST and not starts_person(reader, j):
        if reader.adjacent(j) and not reader.is_common(reader.words[j]):
            j += 1
        elif not bare and complements < MOST_COMPLEMENTS and _goes_on(reader, table, j):
            j, complements = j + 1, complements + 1
        else:
            break
    end = reader.words[j - 1].end
    return 0 if FIGURE.match(reader.text, end, reader.end) else end


def _goes_on(reader: Reader, table: Events, j: int) -> bool:
    """`vertice della NATO di Varsavia`."""
    parts = reader.parts(j)
    return parts is not None and len(parts) == 1 and parts[0] in table.of


def _is_complement(reader: Reader, table: Events, gap: str) -> bool:
    """` di `, ` dell'`, ` de la `, ` olimpici invernali di `: at most two adjectives before."""
    if len(gap) > 40 or gap[:1] not in (" ", "\u00a0"):
        return False
    parts = gap.translate(APOSTROPHES).split()
    first = next((at for at, part in enumerate(parts) if part in table.of), 3)
    adjectives, of = parts[:first], parts[first:]
    if first > 2 or len(of) > 2 or not all(part in table.of for part in of):
        return False
    endings = reader.lexicon.adjectives
    return all(part.isalpha() and part.endswith(endings) for part in adjectives)


# ------------------------------------------------------------------ beside other names


def _ends(reader: Reader, end: int) -> bool:
    """No word goes on here, nor with a hyphen: `Easter-egg`."""
    after = reader.text[end : end + 2]
    return not after[:1].isalnum() and not (after[:1] == "-" and after[1:].isalpha())


def beside(text: str, names: list[Name], found: list[Name], language: str) -> list[Name]:
    """Names and events together: an event crosses no name, fits what it holds, outdoes its like."""
    table = events(language)
    nouns = {id(event): text[event.start : event.end].split(None, 1)[0].lower() for event in found}
    kept = [event for event in found if _stands(event, nouns[id(event)], names, table)]
    same = {(event.start, event.end) for event in kept}
    named = [event for event in kept if nouns[id(event)] in table.named]
    names = [
        name
        for name in names
        if name.hinted
        or ((name.start, name.end) not in same and not overlapping(named, name.start, name.end))
    ]  # `Katrina` in `uragano Katrina` is nobody
    return sorted([*names, *kept], key=lambda name: (name.start, -name.end))


def _stands(event: Name, noun: str, names: list[Name], table: Events) -> bool:
    """`la battaglia di Rossi` is none, nor is `Comitato per le Olimpiadi`."""
    inside = set()
    for name in overlapping(names, event.start, event.end):
        if name.start < event.start or event.end < name.end or name.hinted:
            return False
        inside.add(name.kind)
    if event.rule == KNOWN or noun in table.named or noun not in table.heads:
        return True
    return "person" not in inside and not (noun in table.places and "organization" in inside)
