"""This module says how far the name of an organization goes: heads, complements, legal forms."""

from __future__ import annotations

import re

from archivist.extractors.entities.persons import starts_person
from archivist.extractors.entities.reader import Reader

LONGEST_ROW = 8  # words without a preposition
LONGEST = 12  # words with complements
OF = (" of ", " of the ", " for ")
FOREIGN_OF = (" de ", " del ", " des ", " du ", " de la ", " do ", " da ", " für ", " van ")
SMALL = re.compile(r"[ '’]([a-zß-öø-ÿ]{1,30})(?![\w-])")


def tail_stop(reader: Reader, i: int) -> tuple[int, str]:
    """`Yale University`, `Fincantieri S.p.A.`, `Bank of England`, `Daintree River`.

    The index after the name and its kind; 0 without a word that ends such names.
    """
    j, found, kind = i + 1, 0, ""
    lexicon = reader.lexicon
    while j < i + LONGEST_ROW and (reader.adjacent(j) or _is_suffixed(reader, j)):
        folded = reader.words[j].folded
        if folded in lexicon.org_tails or folded in lexicon.org_suffixes:
            found, kind = j + 1, "organization"
        elif folded in lexicon.place_tails and not reader.adjacent(j + 1):
            found, kind = j + 1, "place"  # but `Queens Park Rangers`
        j += 1
    return (_of_stop(reader, found), kind) if kind == "organization" else (found, kind)


def _is_suffixed(reader: Reader, j: int) -> bool:
    """`Banc One, Inc.`"""
    if j >= len(reader.words):
        return False
    return reader.words[j].gap == ", " and reader.words[j].folded in reader.lexicon.org_suffixes


def _of_stop(reader: Reader, j: int) -> int:
    """`Ministry of Foreign Affairs`, `Department for Transport`."""
    first = j
    while j < len(reader.words) and _is_of(reader, j, j > first):
        j += 1
        while reader.adjacent(j) and not reader.is_common(reader.words[j]):
            j += 1
    return j


def _is_of(reader: Reader, j: int, inside: bool) -> bool:
    """` of `; inside a complement also ` and `: `Organisation for Security and Cooperation`."""
    word = reader.words[j]
    if word.gap in OF:
        return True
    if word.gap != " and " or not inside or word.folded in reader.lexicon.org_heads:
        return False
    return not reader.is_known(j) and not reader.is_given(word)


def head_stop(reader: Reader, i: int) -> int:
    """The index after `Ministero della Difesa Nazionale della Repubblica di Corea`."""
    j = i + 1
    while j < len(reader.words) and j - i < LONGEST:
        word = reader.words[j]
        if reader.adjacent(j):
            foreign = word.text in reader.lexicon.demonyms  # `Federatie Vlaamse Molens`
            if (reader.is_common(word) and not foreign) or starts_person(reader, j):
                break
        elif not _is_complement(reader, i, j):
            break
        j += 1
    return j


def foreign_stop(reader: Reader, i: int) -> int:
    """`Servicio Nacional de Inteligencia`, left as it is abroad."""
    j = i + 1
    while j < len(reader.words) and j - i < LONGEST:
        if reader.adjacent(j):
            if reader.is_common(reader.words[j]) or starts_person(reader, j):
                break
        elif reader.words[j].gap not in FOREIGN_OF:
            break
        j += 1
    return j


def _is_complement(reader: Reader, i: int, j: int) -> bool:
    """` della `, ` di sicurezza delle `, ` e del `; not ` e il `, nor another head."""
    parts, lexicon = reader.parts(j), reader.lexicon
    if parts is None or len(parts) > 4 or parts[-1] not in lexicon.complements:
        return False
    if parts[0] in lexicon.bare_articles:
        return False
    if parts[0] in lexicon.conjunctions and not _is_joined(reader, i, j, parts):
        return False
    rest = [part for part in parts if part not in lexicon.complements]
    if len(rest) > 1 or any(part in lexicon.function for part in rest):
        return False
    return not rest or parts[0] in lexicon.of or rest[0].endswith(lexicon.adjectives)


def _is_joined(reader: Reader, i: int, j: int, parts: list[str]) -> bool:
    """`Ministero dell'Economia e delle Finanze`, not `Comité Ejecutivo y el Comité Organizador`."""
    if j == i + 1 or reader.words[j].folded in reader.lexicon.org_heads:
        return False
    if len(parts) == 1:
        return not reader.is_known(j)
    return parts[1] not in reader.lexicon.bare_articles


def small_end(reader: Reader, i: int) -> int:
    """Where `Comitato di vigilanza sui prezzi` ends, whose complements are in small letters."""
    lexicon, done = reader.lexicon, reader.words[i].end
    limit = reader.words[i + 1].start if i + 1 < len(reader.words) else reader.end
    linked, complements, at = False, 0, done
    for match in SMALL.finditer(reader.text, at, min(limit, at + 60)):
        word = match.group(1)
        if match.start() != at or complements == 3:
            break
        at = match.end()
        if word in lexicon.complements:
            bare = word not in lexicon.articles or word in lexicon.bare_articles
            if bare and word not in lexicon.of and not linked:
                break  # `Diputación para informar`, but `Agence de la transition`
            linked = True
        elif word in lexicon.function or word in lexicon.verbs:
            break
        elif linked:
            linked, complements, done = False, complements + 1, at
        elif not word.endswith(lexicon.adjectives):
            break
        elif complements:  # `Corte interamericana dei diritti umani`
            done = at
    return done if complements else reader.words[i].end
