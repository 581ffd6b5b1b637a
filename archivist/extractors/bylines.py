"""This module recognises bylines: `By PAUL BYRNE and ALMUDENA CALATRAVA`, `Von Max Mustermann`,
`Por Filipe Santa-Bárbara 16 Novembro, 2022 • 18:06`, `Aus Pretoria berichtet Philipp Wittrock`.

`By`, `di`, `von` begin sentences too: a byline is a line of its own with nothing but names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archivist import languages
from archivist.extractors import names, printed_dates
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
    desk = _desk(line, 0, language)
    if desk:
        return desk
    label = _labels(language).at_start(line)
    if label:
        start = _behind_place(line, label.value)
        return _desk(line, start, language) or _named(line, start, language, "byline.line")
    return (
        _reporting(line, language) or _with_suffix(line, language) or _with_office(line, language)
    )


def _desk(line: str, start: int, language: str) -> Found | None:
    """`Redazione Esteri`, `By the Editorial Board`: a desk and nothing else."""
    part = line[start : start + 60].strip("() .-–")
    bare = part.removeprefix("the ") if start else part
    if fold(bare) not in _desks(language):
        return None
    at = line.index(bare, start)
    return Found((names.Name(bare, at, at + len(bare), False),), "byline.desk")


def _named(line: str, start: int, language: str, rule: str) -> Found | None:
    """Names up to a date, a bullet or a line end; what follows the first comma may be an office."""
    end = _end_of_names(line, start)
    value = line[start:end].rstrip(" ,-–—|·•")
    if end < len(line):
        _, last = printed_dates.without_labels(value, language)  # `Dan Hill Published 3 May`
        value = value[:last] if last else value
    first = _before_office(_WITH.split(value)[0], language)
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
    if not found[0].agency and len(first.split()) < 2 and not _is_long_enough(first):
        return None  # `Di Maio`, `By Monday`
    people = tuple(name for name in found if fold(name.text) not in _desk_words())
    return Found((*people, *_agencies(line, found[-1].end, people)), rule)


def _is_long_enough(first: str) -> bool:
    """A name of East Asia, printed without a blank."""
    return not first.isascii() and first.upper() == first.lower() and 2 <= len(first) <= 12


def _agencies(line: str, at: int, known: Sequence[names.Name]) -> Iterator[names.Name]:
    """`, AP Business Writer`, `(dpa)`, `avec AFP`: the agencies behind the people."""
    seen = {name.text for name in known}
    for part in _BEHIND.finditer(line, at):
        words_of = part.group().split()
        whole = " ".join(words_of)
        text = whole if names.is_agency(whole) else words_of[0]
        if names.is_agency(text) and text not in seen:
            seen.add(text)
            start = line.index(text, part.start())
            yield names.Name(text, start, start + len(text), True)


_BEHIND = re.compile(
    r"(?<![^\W_])(?!(?:avec|mit|with|con|com|met|e|and|und|et|y)\s)[^\s,;()/|·•][^,;()/|·•]*"
)
_WITH = re.compile(r"\s(?:avec|mit|with|con|com|met)\s(?=\S)")


# `De notre envoyé spécial à Paris, Luc Petit`
_PLACE = re.compile(r"(?:à|au|aux|in|aus|en|em|uit|a|from)\s[A-ZÀ-Þ][^,]{1,30},\s(?=[A-ZÀ-Þ])")


def _behind_place(line: str, start: int) -> int:
    match = _PLACE.match(line, start)
    return match.end() if match else start


def _with_suffix(line: str, language: str) -> Found | None:
    """`山田太郎記者`, `홍길동 기자`: the profession stands behind the name."""
    bare = _MAIL.sub("", line).rstrip()
    named = names.without_suffix(bare)
    if named == bare or not _EAST_ASIAN_NAMES.fullmatch(named):
        return None
    found = names.split(named, language)
    return Found(found, "byline.suffix") if found else None


# Two to six signs a name, a few names: 홍길동·김철수, 山田 太郎
_SIGNS = r"[가-힣\u3040-\u30ff\u4e00-\u9fff々]{1,6}"
_EAST_ASIAN_NAMES = re.compile(rf"{_SIGNS}(?:[ ·・、,/　]{{1,2}}{_SIGNS}){{0,5}}")


_MAIL = re.compile(r"\s*[(<]?\S+@\S+\.\S+$|\s@\w[\w.-]*$")


def _with_office(line: str, language: str) -> Found | None:
    """`Dan Hill, Staff Writer`, `Ana Gil, corresponsal en Roma`: a person and an office."""
    head, comma, rest = line.partition(",")
    if not comma or len(line) > 80 or not is_person(head, language):
        return None
    office = fold(rest)
    known = _offices(language)
    if not any(office.startswith(word) or office.endswith(f" {word}") for word in known):
        return None
    if len(rest.split()) > 6 or rest.rstrip()[-1:] in ".!?":
        return None
    name = names.Name(head, 0, len(head), False)
    return Found((name, *_agencies(line, len(head), (name,))), "byline.office")


@functools.cache
def _offices(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words(language, "bylines", "roles"))


# `Von Münchner Kunst.` heads a review; `By Dan Hill Jr.` does not
_CLOSED = re.compile(r"[^\W\d_]{4,}\.$")
_STOP = re.compile(
    r"[\r\n]|\s[•·|]|\s\(?@\w|\s[(<]?\S+@\S+\.|\s*\b\d{1,2}[./:]?\s|\s*\d{4}|\*|\s[-–—]\s"
)


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
