"""This module says how far the name of a person goes: given names, particles, surnames."""

from __future__ import annotations

import functools

from archivist.extractors.entities.gazetteer import rows
from archivist.extractors.entities.reader import Reader, is_acronym
from archivist.extractors.entities.words import Word

LONGEST = 6  # words of a person's name
SHORT = 4  # letters of a given name that may be any word
CITIES = ("city", "town")
AL = (" al-", " el-", " ul-", " as-", " ad-", " an-", " az-", " ash-", " bin ", " ibn ")


def person_stop(reader: Reader, i: int) -> int:
    """The index after `Gilberto De Luca`, `Ursula von der Leyen`, `George W. Bush`, `Pio XII`.

    Word `i` is a given name; `i + 1` means that nothing follows it.
    """
    words = reader.words
    if not reader.lexicon.is_own and words[i].initial and len(words[i].text) < SHORT:
        return i + 1  # `Ale Most`: a given name elsewhere, and Polish for but
    j, given = i + 1, True
    while j < len(words) and j - i < LONGEST:
        if reader.adjacent(j):
            if not may_be_surname(reader, words[j], j == i + 1 and reader.is_after_role(i)):
                break
        elif not (is_particle(reader, j, given) and may_follow_particle(reader, j, j == i + 1)):
            break
        given = given and reader.is_given(words[j])
        j += 1
        if not given and not reader.lexicon.is_own:
            break  # one surname: who knows what the next word is
    while j > i + 2 and len(words[j - 1].text) == 1:
        j -= 1
    if j == i + 2 and len(words[i + 1].text) == 1 and words[i + 1].text not in "IVX":
        j -= 1
    return j


def starts_person(reader: Reader, i: int) -> bool:
    return reader.is_given(reader.words[i]) and person_stop(reader, i) > i + 1


def may_be_surname(reader: Reader, word: Word, titled: bool = False) -> bool:
    """Not a state or body of the tables, unless a role says whose it is (`titled`)."""
    folded, lexicon = word.folded, reader.lexicon
    if len(word.text) == 1:
        return True
    if folded in lexicon.function and folded not in lexicon.particles:
        return lexicon.is_content(folded)  # `Theresa May`
    if word.text in lexicon.demonyms or (is_acronym(word.text) and not word.loud):
        return False
    if word.text in reader.gazetteer.given:
        return True
    if lexicon.is_role(folded) or folded in lexicon.org_heads or folded in lexicon.event_heads:
        return False
    entry = reader.gazetteer.names.get(word.text)
    return entry is None or entry.kind in CITIES or titled


def is_particle(reader: Reader, i: int, given: bool) -> bool:
    """Are there only particles before word `i`: ` de la `, ` von der `, ` al-`?

    The particles of the language itself may be plain prepositions: they need a given name before
    them (`Mario di Stefano`), but where surnames are double (`Pablo Hermoso de Mendoza`).
    """
    if reader.words[i].gap in AL:
        return True
    parts, lexicon = reader.parts(i), reader.lexicon
    if parts is None or not all(part in lexicon.particles for part in parts):
        return False
    if parts[0] in lexicon.bare_articles:
        return False
    return given or lexicon.double_surnames or parts[0] not in lexicon.complements


def may_follow_particle(reader: Reader, i: int, alone: bool = False) -> bool:
    """Not a place, unless a given name stands `alone` before it: `Grégoire de Tours`."""
    word = reader.words[i]
    if reader.is_known(i) and not (alone and reader.is_place(word.text)):
        return False
    if word.folded in reader.lexicon.function and word.folded in _months():
        return False  # `Flor de Octubre`
    if _is_preposition(reader, i) and not _is_repeated(reader, i):
        return False
    return word.text not in reader.lexicon.departments and may_be_surname(reader, word)


def _is_preposition(reader: Reader, i: int) -> bool:
    """`Tasha zu Dank verpflichtet`: one small word of the language; not `Jan van der Land`."""
    if reader.words[i].folded not in reader.lexicon.no_surnames:
        return False
    parts = reader.parts(i)
    return parts is not None and len(parts) == 1 and parts[0] in reader.lexicon.function


def _is_repeated(reader: Reader, i: int) -> bool:
    """Is word `i`, with the name and the particle before it, printed elsewhere, too?"""
    first, last = reader.words[i - 1].start, reader.words[i].end
    return reader.text.count(reader.text[first:last]) > 1


@functools.cache
def _months() -> frozenset[str]:
    """The names of months, of all languages together."""
    return frozenset(name.lower() for row in rows("months.tsv") for name in row[-1].split("|"))
