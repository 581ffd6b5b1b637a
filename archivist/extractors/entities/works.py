"""This module finds works: a noun that says what it is, then a title (`il romanzo "Erba alta"`).

The title stands in quotation marks, or, behind a few nouns, in capitals alone. Newspapers and
broadcasters are organizations.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist import languages
from archivist.extractors.entities.event_words import events
from archivist.extractors.entities.events import places_of, small_nouns
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name, overlapping, span_name
from archivist.extractors.entities.reader import Reader
from archivist.record import Block, Span

Words = frozenset[str]
MARKS = {'"': '"', "“": "”", "«": "»", "„": "“”", "»": "«", "‘": "’", "'": "'", "”": "”", "‹": "›"}
OF = frozenset(("by", "von", "van", "d", "do", "da", "del", "du"))
LEAD = re.compile(r"((?:,?[ \u00a0'’][^\W\d_][\w-]{0,20}){0,5}),? ?([\"“«„»‘'”‹])[ \u00a0\u202f]?")
AFTER = re.compile(r" ([^\W\d_]+)")
LONGEST = 80  # code points of a title
MOST = 10  # words
MOST_TITLES = 100  # that are looked for elsewhere: a list of all films is no article
TITLE, BARE, AGAIN = "entity.work-title", "entity.work-capitals", "entity.work-memory"


@dataclass(frozen=True, slots=True)
class Works:
    """What one language calls works by, in small letters."""

    genres: Words
    endings: tuple[str, ...]
    bare: Words
    titled: Words


@functools.cache
def works(language: str) -> Works:
    """The table of a language; empty in one without tables."""
    table = languages.section(language, "works")
    sets = {key: frozenset(table.get(key, ())) for key in ("genres", "bare", "titled")}
    return Works(endings=tuple(table.get("genre_endings", ())), **sets)


def work_nouns(language: str, text: str, lower: frozenset[str]) -> tuple[str, ...]:
    """The nouns for works that the document prints small; `lower`: its small words."""
    table = works(language)
    nouns = table.genres
    if table.endings:  # `speelfilm`, `jeugdroman`
        nouns |= {word for word in lower if word.endswith(table.endings)}
    return small_nouns(nouns, text, lower)


def found_works(reader: Reader, nouns: tuple[str, ...]) -> list[Name]:
    """The works of a block, in order and disjoint; `nouns`: what `work_nouns` says."""
    if not nouns and not reader.lexicon.capital_nouns:
        return []
    table = works(reader.lexicon.language)
    kept: list[Name] = []
    for start, end in sorted(_nouns(reader, table, nouns)):
        if kept and kept[-1].end > start:
            continue
        found, rule = _quoted(reader, table, end), TITLE
        if found is None and reader.text[start:end] in table.bare:
            found, rule = _bare(reader, end), BARE
        if found:
            kept.append(span_name(reader, found, "work", rule))
    return kept


def _nouns(reader: Reader, table: Works, nouns: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the nouns stand that say what a work is."""
    if reader.lexicon.capital_nouns:
        for word in reader.words:
            if word.folded in table.genres or word.folded.endswith(table.endings):
                yield word.start, word.end
        return
    for noun in nouns:
        for at in places_of(noun, reader.text, reader.start, reader.end):
            yield at, at + len(noun)


# ------------------------------------------------------------------ in quotation marks


def _quoted(reader: Reader, table: Works, end: int) -> Span | None:
    """The title between the marks that open behind the noun that ends at `end`."""
    lead = LEAD.match(reader.text, end, reader.end)
    if lead is None or not _is_lead(reader, table, lead.group(1)):
        return None
    start = lead.end()
    stop = _closing(reader.text, start, min(reader.end, start + LONGEST), MARKS[lead.group(2)])
    while stop > start and reader.text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop) if _is_title(reader.text[start:stop]) else None


def _is_lead(reader: Reader, table: Works, lead: str) -> bool:
    """Not `il brano vincitore, Francesco "Kekko"`: after a name only what the noun is of."""
    words = lead.replace("'", " ").replace("’", " ").replace(",", " ").split()
    if words and words[-1][0].isupper() and words[0] not in reader.lexicon.of | OF:
        return False
    return all(_leads(reader, table, word) for word in words)


def _leads(reader: Reader, table: Works, word: str) -> bool:
    """`intitolato`, `di`, `Nanni`, `francese`: what may stand between noun and title."""
    lexicon = reader.lexicon
    if word[0].isupper():
        return word.lower() not in lexicon.function
    return word in table.titled or word in lexicon.complements or word.endswith(lexicon.adjectives)


def _closing(text: str, start: int, end: int, marks: str) -> int:
    """Where one of the marks closes what begins at `start`; `start` where none does."""
    for at in range(start, end):
        if text[at] in marks and not (text[at] in "'’" and text[at + 1 : at + 2].isalpha()):
            return at
        if text[at] == "\n":
            break
    return start


def _is_title(title: str) -> bool:
    """It begins with a capital or a figure and is neither a sentence nor a paragraph."""
    if not title or not (title[0].isupper() or title[0].isdigit()) or title[-1] in ".,;:":
        return False
    return len(title.split()) <= MOST


# ------------------------------------------------------------------ in capitals alone


def _bare(reader: Reader, end: int) -> Span | None:
    """`Erba alta` needs marks; `Titanic`, `Pulp Fiction` do not."""
    words = reader.words
    first = bisect_left(words, end, key=lambda word: word.start)
    if first >= len(words) or reader.text[end : words[first].start] != " ":
        return None
    stop = first + 1
    while reader.adjacent(stop) and stop - first < MOST:
        stop += 1
    row = words[first:stop]
    closing = events(reader.lexicon.language).closing
    if row[0].folded in reader.lexicon.function or row[0].text in reader.lexicon.demonyms:
        return None
    if any(word.folded in closing or word.text.isupper() for word in row):
        return None
    if len(row) == 1 and reader.is_known(first):
        return None
    after = AFTER.match(reader.text, row[-1].end, reader.end)
    if after and after.group(1) in reader.lexicon.links | reader.lexicon.conjunctions:
        return None  # `Ritorno a Casablanca`, `Hide and Seek`: nobody knows where it ends
    return Span(row[0].start, row[-1].end)


# ------------------------------------------------------------------ beside other names


def again(text: str, blocks: Sequence[Block], found: list[Name], lexicon: Lexicon) -> list[Name]:
    """The works with each other place where a title stands in quotation marks."""
    table = gazetteer(lexicon.language)
    places = {Span(name.start, name.end) for name in found}
    titles = [*dict.fromkeys(text[name.start : name.end] for name in found)][:MOST_TITLES]
    for block in blocks:
        reader = Reader(text, block.span.start, block.span.end, [], lexicon, table)
        for title in titles:
            more = [span for span in _quotations(reader, title) if span not in places]
            found += [span_name(reader, span, "work", AGAIN) for span in more]
            places.update(more)
    return sorted(found, key=lambda name: name.start)


def _quotations(reader: Reader, title: str) -> Iterator[Span]:
    text = reader.text
    at = text.find(title, reader.start, reader.end)
    while at >= 0:
        end = at + len(title)
        closing = MARKS.get(text[at - 1 : at], "")
        if closing and text[end : end + 1] in tuple(closing):
            yield Span(at, end)
        at = text.find(title, end, reader.end)


def outside(names: list[Name], titles: list[Name]) -> list[Name]:
    """The names that are no part of a title: the `Vera Drake` of a film is nobody.

    `titles`: in order and disjoint.
    """
    if not titles:
        return names
    return [name for name in names if not overlapping(titles, name.start, name.end)]
