"""This module joins bare surnames to the persons whom the document names in full."""

from __future__ import annotations

from typing import NamedTuple

from archivist.extractors.entities.context import is_town
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name


class Surname(NamedTuple):
    """As printed with its particle: `De Santis`; `words`: those of them the full name has."""

    printed: str
    words: tuple[str, ...]


def surnames_of(names: list[Name], text: str, lexicon: Lexicon) -> dict[str, Surname]:
    """Last word → surname of the persons named in full, with its particles: `van der Velde`."""
    found: dict[str, Surname] = {}
    for name in names:
        if name.kind == "person" and len(name.words) > 1:
            parts = text[name.start : name.end].split()
            first = len(parts) - 1
            while first > 1 and parts[first - 1].lower() in lexicon.particles:
                first -= 1
            last = name.words[-1]
            if parts[-1] != last:
                first = len(parts) - 1
                parts[-1] = last
            printed = parts[first:]
            words = tuple(part for part in printed if part in name.words)
            found.setdefault(last, Surname(" ".join(printed), words))
    return found


def narrow(names: list[Name], text: str, lexicon: Lexicon) -> None:
    """`Omicidio Sandri` opens a line, `warf Merz Untätigkeit vor`: only the surname is a name."""
    surnames = surnames_of(names, text, lexicon)
    for name in names:
        if name.kind is None and len(name.words) > 1:
            surname = surnames.get(name.words[-1])
            if surname and name.initial and text[name.start : name.end] != surname.printed:
                become(name, surname, text.rindex(name.words[-1], name.start, name.end), text)
            elif lexicon.capital_nouns and name.words[0] in surnames:
                become(name, Surname(name.words[0], name.words[:1]), name.start, text)


def remember(names: list[Name], text: str, lexicon: Lexicon) -> None:
    """What the document said in full it may say in short."""
    surnames = surnames_of(names, text, lexicon)
    for name in names:
        surname = surnames.get(name.words[-1])
        if surname and (name.kind is None or is_town(name)):
            become(name, surname, text.rindex(name.words[-1], name.start, name.end), text)


def become(name: Name, surname: Surname, last: int, text: str) -> None:
    """The name is this surname; `last` is where its last word begins.

    What may be a preposition (`di Pietro`) is a part of it only with a capital.
    """
    end = last + len(surname.printed.rpartition(" ")[2])
    start = end - len(surname.printed)
    same = text[max(0, start) : end].lower() == surname.printed.lower()
    if same and (text[start].isupper() or start == name.start or len(surname.words) > 1):
        name.start, name.words = start, surname.words
    elif len(name.words) == 1:
        name.start = last
    name.end, name.kind, name.entry, name.initial = end, "person", None, False
    name.rule = "entity.surname-memory"
