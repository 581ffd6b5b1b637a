"""This module recognises bylines: `By PAUL BYRNE and ALMUDENA CALATRAVA`, `Von Max Mustermann`,
`Por Filipe Santa-Bárbara 16 Novembro, 2022 • 18:06`, `Aus Pretoria berichtet Philipp Wittrock`.

`By`, `di`, `von` begin sentences too: a byline is a line of its own with nothing but names.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from archivist import languages
from archivist.extractors import names
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.wording import Labels, fold, words

LONGEST = 160  # code points


class Found(NamedTuple):
    """The names of a byline, a desk's too, with their offsets into the line."""

    names: tuple[names.Name, ...]
    rule: str


@functools.cache
def _labels(language: str) -> Labels:
    return Labels({"author": words(language, "bylines", "before")})


@functools.cache
def _desks(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words(language, "bylines", "desks"))


@functools.cache
def _desk_words() -> frozenset[str]:
    return frozenset(fold(word) for code in languages.codes() for word in _desks(code))


def match(line: str, language: str | None) -> Found | None:
    """The byline that the whole line is, None for any other line."""
    if language is None or not 3 <= len(line) <= LONGEST:
        return None
    desk = line[:60].strip("() .-–")
    if fold(desk) in _desks(language):
        start = line.index(desk)
        return Found((names.Name(desk, start, start + len(desk), False),), "byline.desk")
    label = _labels(language).at_start(line)
    if label:
        return _named(line, label.value, language, "byline.line")
    return _reporting(line, language)


def _named(line: str, start: int, language: str, rule: str) -> Found | None:
    """Names up to a date, a bullet or a line end; what follows the first comma may be an office."""
    end = _end_of_names(line, start)
    value = line[start:end].rstrip(" ,-–—|·•")
    first = _before_office(value, language)
    if not names.looks_like_names(first) or _CLOSED.search(first):
        return None
    found = tuple(
        name._replace(start=name.start + start, end=name.end + start)
        for name in names.split(first, language)
    )
    if not found:
        return None
    if fold(found[0].text) in _desk_words():
        return Found(found[:1], "byline.desk")
    if not found[0].agency and len(first.split()) < 2:
        return None  # `Di Maio`, `By Monday`
    return Found(tuple(name for name in found if fold(name.text) not in _desk_words()), rule)


# `Von Münchner Kunst.` heads a review; `By Dan Hill Jr.` does not
_CLOSED = re.compile(r"[^\W\d_]{4,}\.$")
_STOP = re.compile(r"[\r\n]|\s[•·|]|\s*\b\d{1,2}[./:]?\s|\s*\d{4}|\*|\s[-–—]\s")


def _end_of_names(line: str, start: int) -> int:
    stop = _STOP.search(line, start)
    return stop.start() if stop else len(line)


def _before_office(value: str, language: str) -> str:
    """`Tom Krasovic, The San Diego Union-Tribune`, `Manolo Santana, columnista del diario AS`.

    Commas join several names only where an `and` closes the list.
    """
    head, comma, rest = value.partition(",")
    if not comma:
        return value
    conjunctions = words(language, "credits", "and")
    listed = any(f" {word} " in f" {fold(rest)} " for word in conjunctions)
    return value if listed and names.looks_like_names(value) else head


def _reporting(line: str, language: str) -> Found | None:
    """`Aus Pretoria berichtet Philipp Wittrock`: a pair of words around the place."""
    for before, after in words_pairs(language):
        match = re.match(rf"{before}\s(.{{2,40}}?)\s{after}\s", line, re.IGNORECASE)
        if match:
            return _named(line, match.end(), language, "byline.reporting")
    return None


@functools.cache
def words_pairs(language: str) -> tuple[tuple[str, str], ...]:
    pairs = languages.section(language, "bylines").get("between", ())
    return tuple((str(before), str(after)) for before, after in pairs)


def is_person(line: str, language: str | None) -> bool:
    """Whether a line is the name of a person and nothing else: a given name and one or two more."""
    parts = line.split()
    if not 2 <= len(parts) <= 4 or any(char in ".,()[]/&" for char in line.replace(". ", "")):
        return False
    if not all(part[0].isupper() or part in names.particles() for part in parts):
        return False
    known = gazetteer((language or "").split("-")[0].lower()).given
    first = parts[0].title() if parts[0].isupper() else parts[0]
    whole = parts[0][0].isupper() and parts[-1][0].isupper() and parts[-1][-1].isalpha()
    return whole and first in known and not names.is_agency(line)
