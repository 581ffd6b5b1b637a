"""This module knows the names that stand in tables: states, regions, cities, bodies, buildings.

The tables lie in archivist/data: territories.tsv and place-aliases.tsv (names by language),
cities.tsv (GeoNames), bodies.tsv (our own), given-names.tsv (Faker). What is large is split once,
in whole columns; an `Entry` is made when a name is found.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

LONGEST_CITY = 5  # words of a city name that are compared


class Entry(NamedTuple):
    """`kind`: country, region, city, town, body, building; `key`: code, GeoNames id, body or ""."""

    kind: str
    key: str


class Gazetteer(NamedTuple):
    """Names of one language, of cities and of persons.

    `names`: exact spelling → entry; `lengths`: first word of a name of several words → lengths of
    such names, longest first; `small`: last word → names that begin small, longest first;
    `cities`: spelling → GeoNames id, `t` after that of a town; `starts`: their first words.
    """

    names: dict[str, Entry]
    lengths: dict[str, tuple[int, ...]]
    small: dict[str, tuple[str, ...]]
    cities: dict[str, str]
    starts: frozenset[str]
    given: frozenset[str]

    def entry(self, name: str) -> Entry | None:
        found = self.names.get(name)
        if found is None and name in self.cities:
            return _city(self.cities[name])
        return found

    def longest(self, text: str, start: int, word: str, end: int) -> tuple[int, Entry] | None:
        """End and entry of the longest name of several words that begins with `word` here."""
        for length in self.lengths.get(word, ()):
            stop = start + length
            if stop <= end and (stop == end or not text[stop].isalnum()):
                found = self.names.get(text[start:stop].replace("’", "'"))
                if found:
                    return stop, found
        return self._longest_city(text, start, end) if word in self.starts else None

    def begins_small(self, text: str, start: int, word: str, end: int) -> tuple[int, Entry] | None:
        """Start and entry of a name that ends with `word` at `end` and begins small: `al-Qaeda`."""
        for name in self.small.get(word, ()):
            first = end - len(name)
            if first >= start and text[first:end] == name and not text[first - 1 : first].isalnum():
                return first, self.names[name]
        return None

    def _longest_city(self, text: str, start: int, end: int) -> tuple[int, Entry] | None:
        words = text[start : min(end, start + 60)].replace("’", "'").split(" ", LONGEST_CITY)
        shortest = 0 if "'" in words[0] else 1  # `L'Aquila` is one
        for count in range(min(len(words), LONGEST_CITY), shortest, -1):
            name = " ".join(words[:count])
            for surface in (name, name.rstrip(".,;:!?)]»”\"'")):
                if surface in self.cities:
                    return start + len(surface), _city(self.cities[surface])
        return None


def _city(key: str) -> Entry:
    return Entry("town", key[:-1]) if key[-1:] == "t" else Entry("city", key)


@functools.cache
def gazetteer(language: str) -> Gazetteer:
    """The names a text in `language` may print; English ones for a language without tables."""
    names: dict[str, Entry] = {}
    for name, entry in _own(language):
        names.setdefault(name.replace("’", "'"), entry)
    return Gazetteer(names, _lengths(names), _small(names), *_cities(), _given_names())


def _own(language: str) -> Iterator[tuple[str, Entry]]:
    for code, lang, joined in rows("place-aliases.tsv"):
        if lang in (language, "*"):
            for name in joined.split("|"):
                yield name, Entry(kind_of(code), "" if code == "-" else code)
    for code, lang, name in rows("territories.tsv"):
        if lang == language or (lang == "en" and "-" in code):
            yield name, Entry(kind_of(code), code)
    for key, kind, lang, joined in rows("bodies.tsv"):
        if lang in (language, "*"):
            for name in joined.split("|"):
                yield name, Entry(kind, "" if key == "-" else key)


def kind_of(code: str) -> str:
    return "country" if len(code) == 2 else "region"


def _lengths(names: dict[str, Entry]) -> dict[str, tuple[int, ...]]:
    """`San` → the lengths of all names of several words that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        first = first_word(name)
        if len(first) < len(name):
            found.setdefault(first, set()).add(len(name))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _small(names: dict[str, Entry]) -> dict[str, tuple[str, ...]]:
    """`Qaeda` → (`al-Qaeda`,): names whose first letter is small, by their last word."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        last = re.split(r"[^\w]+", name)[-1]
        if name[0].islower() and last[:1].isupper():
            found[last] = (*found.get(last, ()), name)
    return found


def first_word(name: str) -> str:
    """What words.py reads as the first word: letters, digits and hyphens."""
    for position, character in enumerate(name):
        if not character.isalnum() and character != "-":
            return name[:position]
    return name


@functools.cache
def _cities() -> tuple[dict[str, str], frozenset[str]]:
    names, keys = columns("cities.tsv")
    starts = frozenset(
        name.partition(" ")[0].partition("'")[0] for name in names if " " in name or "'" in name
    )
    return dict(zip(names, keys, strict=True)), starts


@functools.cache
def _given_names() -> frozenset[str]:
    return frozenset(columns("given-names.tsv")[0])


def columns(table: str) -> tuple[list[str], list[str]]:
    """The two columns of a large table without comments."""
    cells = _read(table).rstrip("\n").replace("\n", "\t").split("\t")
    return cells[0::2], cells[1::2]


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table of archivist/data as lists of columns, comments left out."""
    return (line.split("\t") for line in _read(table).splitlines() if not line.startswith("#"))


def _read(table: str) -> str:
    return (files("archivist.data") / table).read_text("utf-8")
