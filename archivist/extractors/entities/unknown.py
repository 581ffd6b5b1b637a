"""This module cuts names that no table knows: acronyms and rows of capitalised words.

What they are stays open (`kind` None) but for a club by its acronym; what is plainly no name (a
title, a Roman number, a department, an adjective) is passed over.
"""

from __future__ import annotations

import re

from archivist.extractors.entities.name import Name, name_of
from archivist.extractors.entities.spans import Reader, is_acronym, is_roman
from archivist.extractors.entities.words import Word

ACRONYM = re.compile(r" \(([A-Z][A-Za-z]{1,7}[A-Z])\)")
Step = tuple[Name | None, int]


def open_name(reader: Reader, i: int, lower: frozenset[str]) -> Step:
    """The name that begins at word `i`, or None, and the index of the word after it."""
    word = reader.words[i]
    if is_acronym(word.text):
        return _acronym(reader, i)
    if _is_none(reader, i):
        return None, i + 1
    stop = reader.direction_stop(reader.open_stop(i))
    if stop == i + 1 and word.text in reader.lexicon.departments:
        return None, stop
    if stop < len(reader.words) and reader.adjacent(stop):
        if reader.lexicon.is_role(reader.words[stop].folded):  # `Foreign Minister`
            return None, stop
    if word.initial and word.folded in lower:
        return open_name(reader, i + 1, lower) if stop > i + 1 else (None, stop)
    i = _expanded(reader, i, stop)
    rule = "entity.capitals" if stop - i > 1 else "entity.capital"
    return name_of(reader, i, stop, None, rule), stop


def _is_none(reader: Reader, i: int) -> bool:
    """A Roman number, `degli Esteri` after a role, `Moscow-backed`."""
    word = reader.words[i]
    if len(word.text) > 1 and is_roman(word.text):
        return True
    return reader.is_department(i) or _is_compound(reader, word)


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
    if not reader.adjacent(j) or reader.words[j].text.isupper() or reader.starts_person(j):
        return 0
    word, lexicon = reader.words[j], reader.lexicon
    if reader.is_place(word.text):
        return j + 1
    if lexicon.language == "de" or reader.is_common(word) or reader.is_known(j):
        return 0
    if lexicon.is_role(word.folded) or word.folded in lexicon.org_heads:
        return 0
    return reader.open_stop(j)


def _expanded(reader: Reader, i: int, stop: int) -> int:
    """`des Verbandes Norddeutscher Mühlenbund (NMB)`: where the name the acronym is of begins."""
    acronym = ACRONYM.match(reader.text, reader.words[stop - 1].end, reader.end)
    if acronym:
        letters = acronym.group(1)
        for k in range(max(i, stop - len(letters)), stop - 1):
            if reader.words[k].text[0] == letters[0]:
                return k
    return i
