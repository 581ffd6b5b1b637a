"""This module cuts names that no table knows: acronyms and rows of capitalised words.

What they are stays open (`kind` None) but for a club by its acronym; what is plainly no name (a
title, a Roman number, a department, an adjective) is passed over.
"""

from __future__ import annotations

import re

from archivist.extractors.entities.name import Name, name_of
from archivist.extractors.entities.persons import (
    is_particle,
    may_follow_particle,
    starts_person,
)
from archivist.extractors.entities.places import direction_stop
from archivist.extractors.entities.reader import BODIES, Reader, is_acronym, is_roman
from archivist.extractors.entities.words import Word

ACRONYM = re.compile(r" \(([A-Z][A-Za-z]{1,7}[A-Z])\)")
FOUNDED = re.compile(r" \d{2,4} ")
LONGEST = 8  # words of a row
Step = tuple[Name | None, int]


def open_name(reader: Reader, i: int, lower: frozenset[str]) -> Step:
    """The name that begins at word `i`, or None, and the index of the word after it."""
    word = reader.words[i]
    if is_acronym(word.text):
        return _acronym(reader, i)
    if _is_none(reader, i):
        return None, i + 1
    stop = direction_stop(reader, open_stop(reader, i))
    if all(word.text in reader.lexicon.departments for word in reader.words[i:stop]):
        return None, stop
    if reader.adjacent(stop) and reader.lexicon.is_role(reader.words[stop].folded):
        return None, stop  # `Foreign Minister`
    if word.initial and word.folded in lower:
        return open_name(reader, i + 1, lower) if stop > i + 1 else (None, stop)
    if _is_noun(reader, i, stop):
        return None, stop
    i = _expanded(reader, _said_noun(reader, i, stop), stop)
    rule = "entity.capitals" if stop - i > 1 else "entity.capital"
    return name_of(reader, i, stop, None, rule), stop


def _is_noun(reader: Reader, i: int, stop: int) -> bool:
    """`erzählt Monteur Jan Tiedeken`: where nouns have capitals, one stands before a person."""
    alone = reader.lexicon.capital_nouns and stop == i + 1 and reader.adjacent(stop)
    return alone and starts_person(reader, stop)


def _said_noun(reader: Reader, i: int, stop: int) -> int:
    """`sagt Monteur Kees Hoekstra`: where nouns have capitals, the first of three is one."""
    if not reader.lexicon.capital_nouns or stop - i != 3 or reader.is_given(reader.words[i]):
        return i
    before = reader.text[max(reader.start, reader.words[i].start - 30) : reader.words[i].start]
    said = before.split()[-1:]
    adjacent = reader.adjacent(i + 1) and reader.adjacent(i + 2)
    return i + 1 if adjacent and said and said[0] in reader.lexicon.said else i


def open_stop(reader: Reader, i: int) -> int:
    """The index after a row of capitalised words, up to a known name, a role or a person."""
    j = i + 1
    while j < len(reader.words) and j - i < LONGEST:
        if not reader.adjacent(j):
            opens = reader.words[i].folded in reader.lexicon.particles
            if j - i > 1 or not is_particle(reader, j, opens) or not may_follow_particle(reader, j):
                break
        elif reader.is_common(reader.words[j]) or _is_boundary(reader, i, j):
            break
        j += 1
    return j


def _is_boundary(reader: Reader, i: int, j: int) -> bool:
    """Does something known begin at word `j` of the row that began at `i`?"""
    word, lexicon = reader.words[j], reader.lexicon
    if lexicon.is_role(word.folded) or word.text in reader.gazetteer.names:
        return True
    if reader.begins_known(j) or _is_genitive_place(reader, i, j):
        return True
    # `Nguyen Van Lam` is one person, `portavoce del Triangolo Sabrina Singh` is not.
    if not starts_person(reader, j):
        return False
    alone = j > i + 1 or reader.words[i].initial or reader.is_articled(i)
    return alone or lexicon.capital_nouns


def _is_genitive_place(reader: Reader, i: int, j: int) -> bool:
    """`die Küste Malaysias`, `die Metropole Kalkutta`: where nouns have capitals, one leads."""
    if not reader.lexicon.capital_nouns or not reader.is_articled(i):
        return False
    word = reader.words[j].text
    if word[-1:] == "s" and reader.is_place(word[:-1]):
        return True
    return reader.is_place(word) and word not in reader.lexicon.common_cities


def _is_none(reader: Reader, i: int) -> bool:
    """A Roman number, `degli Esteri` after a role, `Moscow-backed`."""
    word = reader.words[i]
    if len(word.text) > 1 and is_roman(word.text):
        return True
    if reader.is_department(i) or _is_compound(reader, word):
        return True
    return (  # `Leefmilieu Vera Dua`
        word.text in reader.lexicon.departments
        and reader.adjacent(i + 1)
        and starts_person(reader, i + 1)
    )


def _is_compound(reader: Reader, word: Word) -> bool:
    """`Moscow-backed`, `Brazilian-born`: an adjective."""
    first, hyphen, last = word.text.rpartition("-")
    return bool(first and hyphen) and last.islower() and reader.lexicon.language == "en"


def _acronym(reader: Reader, i: int) -> Step:
    word = reader.words[i]
    if word.text in reader.lexicon.not_acronyms:
        return None, i + 1
    stop = _club_stop(reader, i)
    if stop:
        return name_of(reader, i, stop, "organization", "entity.acronym"), stop
    return name_of(reader, i, i + 1, None, "entity.acronym"), i + 1


def _club_stop(reader: Reader, i: int) -> int:
    """`AS Roma`, `KBC Securities`: the index after an acronym and the name that follows it."""
    j = i + 1
    if _is_founded(reader, j):
        return j + 1
    if not reader.adjacent(j):
        return 0
    if reader.words[j].text.isupper() or starts_person(reader, j):
        return 0
    word, lexicon = reader.words[j], reader.lexicon
    known = reader.gazetteer.longest(reader.text, word.start, word.text, reader.end)
    if known and known[1].kind not in BODIES:  # `ADO Den Haag`
        while j < len(reader.words) and reader.words[j].start < known[0]:
            j += 1
        return j
    if reader.is_place(word.text):
        return j + 1
    if lexicon.capital_nouns or reader.is_common(word) or reader.is_known(j):
        return 0
    if lexicon.is_role(word.folded) or word.folded in lexicon.org_heads:
        return 0
    return open_stop(reader, j)


def _is_founded(reader: Reader, j: int) -> bool:
    """`TSV 1860 Hanau`, `SV 09 Flörsheim`: a year between the letters and word `j`."""
    if j >= len(reader.words) or not reader.lexicon.capital_nouns:
        return False
    return FOUNDED.fullmatch(reader.words[j].gap or "") is not None


def _expanded(reader: Reader, i: int, stop: int) -> int:
    """`des Verbandes Norddeutscher Mühlenbund (NMB)`: where the name the acronym is of begins."""
    acronym = ACRONYM.match(reader.text, reader.words[stop - 1].end, reader.end)
    if acronym:
        letters = acronym.group(1)
        for k in range(max(i, stop - len(letters)), stop - 1):
            if reader.words[k].text[0] == letters[0]:
                return k
    return i
