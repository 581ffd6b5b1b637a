"""This module knows the names that stand in tables: states, regions, cities, bodies, buildings.

The tables lie in archivist/data: territories.tsv and place-aliases.tsv (names by language),
cities.tsv (GeoNames, largest first), bodies.tsv (our own). A name is looked up by the first of its
words and the lengths of the names that begin with it, so the longest wins at no great cost.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple


LARGE = 300  # thousands of people from which a city is known abroad


class Entry(NamedTuple):
    """`kind`: country, region, city, town, body or building; `key`: code, GeoNames id, body or ""."""

    kind: str
    key: str


class Gazetteer(NamedTuple):
    """Names of one language: exact spelling → entry; first word → lengths, longest first."""

    names: dict[str, Entry]
    lengths: dict[str, tuple[int, ...]]
    given: frozenset[str]
    common_given: frozenset[str]

    def entry(self, name: str) -> Entry | None:
        return self.names.get(name) or _cities()[0].get(name)

    def longest(self, text: str, start: int, word: str, end: int) -> tuple[int, Entry] | None:
        """End and entry of the longest name of several words that begins with `word` here."""
        for table, names in ((self.lengths, self.names), (_cities()[1], _cities()[0])):
            for length in table.get(word, ()):
                stop = start + length
                if stop <= end and (stop == end or not text[stop].isalnum()):
                    found = names.get(text[start:stop].replace("’", "'"))
                    if found:
                        return stop, found
        return None


@functools.cache
def gazetteer(language: str) -> Gazetteer:
    """The names a text in `language` may print; English ones for a language without tables."""
    names: dict[str, Entry] = {}
    for name, entry in _own(language):
        names.setdefault(name.replace("’", "'"), entry)
    return Gazetteer(names, _lengths(names), *_given_names())


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


def first_word(name: str) -> str:
    for position, character in enumerate(name):
        if not character.isalnum() and character != "-":
            return name[:position]
    return name


@functools.cache
def _cities() -> tuple[dict[str, Entry], dict[str, tuple[int, ...]]]:
    """City names; the largest city of a name has it, another of a tenth its size blurs the key."""
    names: dict[str, Entry] = {}
    sizes: dict[str, int] = {}
    for geoname, _country, thousands, joined in rows("cities.tsv"):
        size = int(thousands)
        entry = Entry("city" if size >= LARGE else "town", geoname)
        for name in joined.split("|"):
            if name not in names:
                names[name], sizes[name] = entry, size
            elif names[name].key and size * 10 >= sizes[name]:
                names[name] = Entry(names[name].kind, "")
    return names, _lengths(names)


@functools.cache
def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    pairs = [(name, count) for name, count in rows("given-names.tsv")]
    return (
        frozenset(name for name, _ in pairs),
        frozenset(name for name, count in pairs if count != "1"),
    )


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table of archivist/data as lists of columns, comments left out."""
    text = (files("archivist.data") / table).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
