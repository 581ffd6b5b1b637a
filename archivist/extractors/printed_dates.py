"""This module finds printed dates in the lines that hold them: header, date lines, labels.

`Publié le 3 mai 2024 à 10h15`, `Updated: 15-09-2020 03:03 IST`. A line that says anything else is
no date line: dates in running text are about the story, not the article.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from archivist import edtf
from archivist.extractors.phrases import Reading, clocks, phrase_to_edtf
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.phrases.words import all_languages, base, listed, months, weekdays
from archivist.extractors.wording import fold, own_first, words
from archivist.record import DateRole

LONGEST = 160  # code points of a line that holds dates and nothing else


class Printed(NamedTuple):
    """A date in a line: what it was labelled, where it stands (half-open), what it says."""

    role: DateRole
    rule: str
    start: int
    end: int
    reading: Reading


# ` date 2024-10 Secondo quanto …`: the first line of files from collections of crawled pages
HEADER = re.compile(r"\s{0,8}(date[ \t]+(\d{4}(?:-\d{2}(?:-\d{2})?)?))(?=[ \t\r\n]|$)")

_DAY = r"\d{1,2}(?:er|st|nd|rd|th|[.°ºª])?"
_WORD = r"[^\W\d_]{3,12}\.?"
_OF = r"(?:de\s|of\s|d['’]|del\s|ב|tháng\s)"
# Every way to print a day, the month in words or in figures. Found first, understood afterwards.
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{4}[./] ?\d{1,2}[./] ?\d{1,2}"
    r"|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{4}"
    rf"|{_DAY}\s?{_OF}?{_WORD},?\s(?:de\s|del\s)?\d{{4}}"
    rf"|{_DAY}-{_WORD}-\d{{4}}"
    rf"|{_WORD}\s{_DAY},?\s\d{{4}}"
    rf"|\d{{4}}\.?\s(?:m\.\s)?{_WORD}\s\d{{1,2}}(?:\.|\sd\.)?(?!\d)"
    r"|\d{1,2} tháng \d{1,2},? (?:năm )?\d{4}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?"
)
_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.h]\d{2}(?::\d{2})?|\s?h(?!\w))\s?(?:[ap]\.?m\.?)?"
    r"|\b(?:GMT|UTC|CET|CEST|[ECMP][SD]T|BST|IST|MEZ|MESZ)\b(?:\s?[+-]\d{1,4})?",
    re.IGNORECASE,
)


def header(text: str) -> re.Match[str] | None:
    """The pseudo-header at the very start; group 1 is the header, group 2 its date."""
    match = HEADER.match(text)
    return match if match and edtf.is_valid(match.group(2)) else None


@functools.cache
def _labels(language: str | None) -> dict[str, DateRole]:
    """Folded label → role, in all languages, the article's own first."""
    roles: tuple[DateRole, ...] = ("published", "modified", "created")
    found: dict[str, DateRole] = {}
    for code in own_first(language):
        for role in roles:
            for word in words(code, "dates", role):
                found.setdefault(fold(word), role)
    for code in _own_first(language):
        for role in roles:
            for word in listed(code, role):
                found.setdefault(fold(word.rstrip(":")), role)
    return found


def _own_first(language: str | None) -> tuple[str, ...]:
    """All languages with date words, the article's own first."""
    own = base(language) if language else ""
    return tuple(sorted(all_languages(), key=lambda code: (code != own, code)))


@functools.cache
def _around(language: str | None) -> frozenset[str]:
    """Words beside a date that say nothing: weekdays, `alle ore`, `Uhr`."""
    known = {fold(word) for code in own_first(language) for word in words(code, "dates", "time")}
    own = base(language or "en")
    beside = {fold(word) for kind in ("time", "hour") for word in listed(own, kind)}
    return frozenset(known) | beside | weekdays(None)


def in_line(line: str, language: str | None, order: Order | None) -> tuple[Printed, ...]:
    """The dates of a line that holds dates, labels and times and nothing else; else empty."""
    if not 6 <= len(line) <= LONGEST:
        return ()
    if not _YEAR.search(line):
        return _without_year(line, language, order)
    found: list[Printed] = []
    at = 0
    for start, end, reading in _readings(line, language, order):
        role = _role(line[at:start], language)
        if role is None or reading is None:
            return ()
        rule = "date.label" if _bare(line[at:start], language) else "date.line"
        found.append(Printed(role, rule, start, end, reading))
        at = end
    if not found or _bare(line[at:], language):
        return ()
    return tuple(found)


# `Pubblicato il 25 ottobre alle 14.30`: a day without its year needs a label before it
_YEARLESS = re.compile(rf"{_DAY}\s?{_OF}?{_WORD}|{_WORD}\s{_DAY}")
LONGEST_YEARLESS = 80  # code points


def _without_year(line: str, language: str | None, order: Order | None) -> tuple[Printed, ...]:
    if len(line) > LONGEST_YEARLESS or not any(char.isdigit() for char in line):
        return ()
    for match in _YEARLESS.finditer(line):
        start, end = match.span()
        word = re.search(r"[^\W\d_]{3,}", match.group())
        if word is None or not _is_month(word.group(), language):
            continue
        role = _role(line[:start], language) if _bare(line[:start], language) else None
        reading = phrase_to_edtf(match.group(), language, order=order)
        if role is None or reading is None or _bare(line[end:], language):
            return ()
        return (Printed(role, "date.label", start, end, reading),)
    return ()


def after_names(line: str, language: str | None, order: Order | None) -> tuple[Printed, ...]:
    """`Por Filipe Santa-Bárbara 16 Novembro, 2022 • 18:06`: the date behind the names."""
    found: list[Printed] = []
    for start, end, reading in _readings(line, language, order):
        if reading is not None:
            role = _last_label(line[:start], language)
            rule = "date.label" if role else "date.beside-name"
            found.append(Printed(role or "published", rule, start, end, reading))
    return tuple(found)


def _readings(
    line: str, language: str | None, order: Order | None
) -> Iterator[tuple[int, int, Reading | None]]:
    """Each printed date, with the time of day behind it where that gives an instant."""
    for start, end in _candidates(line, language):
        timed = clocks.end_after(line, end, language)
        reading = phrase_to_edtf(line[start:timed], language, order=order) if timed > end else None
        if reading is not None and reading.value is not None:
            yield start, timed, reading
        else:
            yield start, end, phrase_to_edtf(line[start:end], language, order=order)


def _candidates(line: str, language: str | None) -> Iterator[tuple[int, int]]:
    for match in _DATE.finditer(line):
        word = re.search(r"[^\W\d_]{3,}", match.group())
        if word is None or _HAS_SIGNS.search(match.group()) or _is_month(word.group(), language):
            yield match.span()


# ISO 8601 and dates whose month is a number among words
_HAS_SIGNS = re.compile(r"^\d{4}-\d|[年년]|tháng")


def _is_month(word: str, language: str | None) -> bool:
    folded = fold(word)
    return folded in months(None) or (language is not None and folded in months(language))


def has_year(line: str) -> bool:
    return bool(_YEAR.search(line))


def without_clocks(line: str) -> str:
    """The line with a cut sign for every character of a time of day."""
    return _CLOCK.sub(lambda match: "\x00" * len(match.group()), line)


def without_labels(part: str, language: str | None) -> tuple[int, int]:
    """Start and end of what is left of the words around a date: no label, no `às`, no weekday."""
    found = list(re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*", part))
    for count in range(min(4, len(found)), 0, -1):
        wording = fold(" ".join(match.group() for match in found[-count:]))
        if wording in _labels(language):
            found = found[:-count]
            break
    while found and fold(found[-1].group()) in _around(language):
        found.pop()
    while found and fold(found[0].group()) in _around(language):
        found.pop(0)
    return (found[0].start(), found[-1].end()) if found else (0, 0)


def says_when(line: str, language: str | None) -> bool:
    """`Published 3 hours ago`: a label and a figure, but no date."""
    first = line.split(None, 1)[0] if line.split() else ""
    return (
        len(line) <= 60
        and any(char.isdigit() for char in line)
        and fold(first.rstrip(":")) in _labels(language)
    )


def _bare(part: str, language: str | None) -> str:
    """What is left of the words beside a date without times, weekdays and punctuation."""
    part = _CLOCK.sub(" ", part)
    left: list[str] = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", part)
    while left and fold(left[-1]) in _around(language):
        left.pop()
    while (
        left
        and fold(left[0]) in _around(language)
        and fold(" ".join(left)) not in _labels(language)
    ):
        left.pop(0)
    return fold(" ".join(left))


def _role(part: str, language: str | None) -> DateRole | None:
    """Published where nothing is said, None where something is that is no label."""
    bare = _bare(part, language)
    if not bare or bare in _around(language):  # a weekday of two words: `Thứ Sáu`
        return "published"
    return _labels(language).get(bare) or _labels(language).get(_whole(part))


def _whole(part: str) -> str:
    return fold(re.sub(r"[^\w\s'’]+", " ", part))


def _last_label(part: str, language: str | None) -> DateRole | None:
    """The label that the words before a date end with, up to four words."""
    left = re.findall(r"[^\W_]+", part)[-4:]
    for count in range(len(left), 0, -1):
        role = _labels(language).get(fold(" ".join(left[-count:])))
        if role:
            return role
    return None
