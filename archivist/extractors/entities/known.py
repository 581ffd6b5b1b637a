"""This module cuts the names that the gazetteer knows, and how far they go beyond it."""

from __future__ import annotations

from archivist.extractors.entities.gazetteer import Entry
from archivist.extractors.entities.name import Name, known_name, name_of
from archivist.extractors.entities.persons import person_stop, starts_person
from archivist.extractors.entities.places import direction_stop
from archivist.extractors.entities.reader import BODIES, Reader, is_acronym
from archivist.extractors.entities.unknown import open_stop

Step = tuple[Name | None, int]  # a name or none, and the index of the word after it


def begun_small(reader: Reader, i: int) -> Step | None:
    """`al-Qaeda`, `palazzo Chigi`."""
    word = reader.words[i]
    found = reader.gazetteer.begins_small(reader.text, reader.start, word.text, word.end)
    if found is None:
        return None
    return known_name(reader, i, i + 1, found[1], found[0], word.end), i + 1


def several(reader: Reader, i: int, end: int, entry: Entry) -> Step:
    j = i
    while j < len(reader.words) and reader.words[j].start < end:
        j += 1
    if entry.kind == "thing":
        return None, j
    name = known_name(reader, i, j, entry, reader.words[i].start, end)
    return _extended(reader, i, j, entry) or _directed(reader, i, j, entry) or (name, j)


def single(reader: Reader, i: int, lower: frozenset[str]) -> Step | None:
    """One word of the gazetteer; in capitals (`ROMA`), in German with a genitive s."""
    word, table = reader.words[i], reader.gazetteer
    entry = table.entry(word.text)
    if entry is None and len(word.text) > 3 and word.text.isupper():
        entry = table.entry(word.text.title())
    if entry is None and reader.lexicon.capital_nouns and word.text[-1] == "s":
        entry = table.entry(word.text[:-1])
    if entry is None or (word.initial and word.folded in lower):
        return None
    if entry.kind == "thing":
        return None, i + 1
    if entry.kind == "town" and _is_other(reader, i):
        return None
    name = known_name(reader, i, i + 1, entry, word.start, word.end)
    step = _extended(reader, i, i + 1, entry) or _directed(reader, i, i + 1, entry)
    return step or (name, i + 1)


def _is_other(reader: Reader, i: int) -> bool:
    """`del Palacio Quemado`: with an article and a word that nobody knows it is no small town."""
    j, lexicon = i + 1, reader.lexicon
    if not lexicon.clubs or not reader.adjacent(j) or not reader.is_articled(i):
        return False
    word = reader.words[j]
    if reader.is_common(word) or reader.is_known(j) or reader.is_given(word) or word.loud:
        return False
    return not is_acronym(word.text) and not lexicon.is_role(word.folded)


def _directed(reader: Reader, i: int, j: int, entry: Entry) -> Step | None:
    """`Tracia del Nord` is another place than Tracia."""
    stop = direction_stop(reader, j) if entry.kind not in BODIES else j
    if stop == j:
        return None
    return name_of(reader, i, stop, "place", "entity.place-direction"), stop


def renewed(reader: Reader, i: int) -> Step | None:
    """`Nuova Pomerania`, `Nord Italia`."""
    word = reader.words[i]
    if word.initial or word.text not in reader.lexicon.directions or not reader.adjacent(i + 1):
        return None
    if not reader.is_place(reader.words[i + 1].text) or starts_person(reader, i + 1):
        return None
    return name_of(reader, i, i + 2, "place", "entity.place-direction"), i + 2


def _extended(reader: Reader, i: int, j: int, entry: Entry) -> Step | None:
    """`Juventus Turin`; in English also `Colorado Rockies`, `China Daily`."""
    if not reader.adjacent(j) or reader.words[j].text.isupper() or entry.kind == "building":
        return None
    word, lexicon = reader.words[j], reader.lexicon
    if entry.kind == "body":
        if not reader.is_place(word.text) or starts_person(reader, j):
            return None
        return name_of(reader, i, j + 1, "organization", "entity.body-and-place"), j + 1
    if lexicon.language != "en" or reader.is_common(word) or reader.is_known(j):
        return None
    if lexicon.is_role(word.folded) or word.text in lexicon.departments:
        return None
    if starts_person(reader, j):
        return None
    stop = open_stop(reader, j)
    return name_of(reader, i, stop, None, "entity.place-and-noun"), stop


def loud(reader: Reader, i: int) -> Step:
    """In a line of capitals only what the tables know, and persons by given name."""
    word = reader.words[i]
    if reader.is_given(word) and len(word.text) > 3:
        stop = min(person_stop(reader, i), i + 2)
        if stop > i + 1:
            return name_of(reader, i, stop, None, "entity.capitals"), stop
    for stop in (i + 3, i + 2, i + 1):
        if stop <= len(reader.words) and all(map(reader.adjacent, range(i + 1, stop))):
            end = reader.words[stop - 1].end
            entry = _loud_entry(reader, reader.text[word.start : end])
            if entry and entry.kind != "thing" and word.folded not in reader.lexicon.function:
                return known_name(reader, i, stop, entry, word.start, end), stop
    return name_of(reader, i, i + 1, None, "entity.capital"), i + 1


def _loud_entry(reader: Reader, surface: str) -> Entry | None:
    entry = reader.gazetteer.entry(surface)
    if entry is None and len(surface) > 3:
        return reader.gazetteer.entry(surface.title())
    return entry
