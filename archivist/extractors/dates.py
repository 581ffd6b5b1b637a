"""This module reads the dates of an article as printed: header, date lines, labels, dateline.

Dates in running text are about the story, not the article, and are left alone. No precision is
invented: ` date 2024-10 ` is a month, a dateline without a year has none unless the file's date
gives it, `03/04/2024` is a problem and no date.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archivist import edtf
from archivist.extractors.phrases import Reading, phrase_to_edtf
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.phrases.words import months, weekdays
from archivist.extractors.wording import fold, own_first, words
from archivist.record import Date, DateRole, Evidence, Span

LONGEST = 160  # code points of a line that holds dates and nothing else


class Printed(NamedTuple):
    """A date in a line: what it was labelled, where it stands (half-open), what it says."""

    role: DateRole
    rule: str
    start: int
    end: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Fault:
    """A printed date that gives no value: where, which surface, and why."""

    span: Span
    why: str


# ` date 2024-10 Secondo quanto …`: the first line of files from collections of crawled pages
HEADER = re.compile(r"\s{0,8}(date[ \t]+(\d{4}(?:-\d{2}(?:-\d{2})?)?))(?=[ \t\r\n]|$)")

_DAY = r"\d{1,2}(?:er|st|nd|rd|th|[.°ºª])?"
_WORD = r"[^\W\d_]{3,12}\.?"
# Every way to print a day, the month in words or in figures. Found first, understood afterwards.
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}"
    r"|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{4}"
    rf"|{_DAY}\s?(?:de\s|of\s|d['’])?{_WORD},?\s(?:de\s|del\s)?\d{{4}}"
    rf"|{_WORD}\s{_DAY},?\s\d{{4}}"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
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
    return found


@functools.cache
def _around(language: str | None) -> frozenset[str]:
    """Words beside a date that say nothing: weekdays, `alle ore`, `Uhr`."""
    known = {fold(word) for code in own_first(language) for word in words(code, "dates", "time")}
    return frozenset(known) | weekdays(None)


def in_line(line: str, language: str | None, order: Order | None) -> tuple[Printed, ...]:
    """The dates of a line that holds dates, labels and times and nothing else; else empty."""
    if not 6 <= len(line) <= LONGEST or not _YEAR.search(line):
        return ()
    found: list[Printed] = []
    at = 0
    for start, end in _candidates(line, language):
        role = _role(line[at:start], language)
        reading = phrase_to_edtf(line[start:end], language, order=order)
        if role is None or reading is None:
            return ()
        rule = "date.label" if _bare(line[at:start], language) else "date.line"
        found.append(Printed(role, rule, start, end, reading))
        at = end
    if not found or _bare(line[at:], language):
        return ()
    return tuple(found)


def after_names(line: str, language: str | None, order: Order | None) -> tuple[Printed, ...]:
    """`Por Filipe Santa-Bárbara 16 Novembro, 2022 • 18:06`: the date behind the names."""
    found: list[Printed] = []
    for start, end in _candidates(line, language):
        reading = phrase_to_edtf(line[start:end], language, order=order)
        if reading is not None:
            role = _last_label(line[:start], language)
            rule = "date.label" if role else "date.beside-name"
            found.append(Printed(role or "published", rule, start, end, reading))
    return tuple(found)


def _candidates(line: str, language: str | None) -> Iterator[tuple[int, int]]:
    for match in _DATE.finditer(line):
        word = re.search(r"[^\W\d_]{3,}", match.group())
        if word is None or match.group()[4:5] in "-年" or _is_month(word.group(), language):
            yield match.span()


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
    if not bare:
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


# ------------------------------------------------------------------ dates of a record


def date(printed: Printed, text: str, offset: int) -> Date | Fault:
    """The date of the record, or the fault, for a date printed at `offset` in the text."""
    span = Span(offset + printed.start, offset + printed.end)
    if printed.reading.value is None:
        return Fault(span, printed.reading.why)
    evidence = Evidence(printed.rule, span=span)
    return Date(printed.role, printed.reading.value, span.of(text), evidence)


def of_header(match: re.Match[str]) -> Date:
    """` date 2024-10 ` says when the page was published, with the precision it has."""
    evidence = Evidence("date.header", span=Span(*match.span(2)))
    return Date("published", match.group(2), match.group(2), evidence)


def of_dateline(
    span: Span, text: str, language: str | None, order: Order | None, known: Sequence[Date]
) -> Date | Fault | None:
    """The date of a dateline; its year is the file's where only one year can be meant."""
    reading = phrase_to_edtf(span.of(text), language, order=order)
    if reading is None:
        return None
    if reading.value is None:
        return Fault(span, reading.why)
    value, rule = reading.value, "date.dateline"
    if value.startswith("XXXX-"):
        year = _year(value, known)
        if year is not None:
            value, rule = f"{year:04}{value[4:]}", "date.dateline-year"
    return Date("dateline", value, span.of(text), Evidence(rule, span=span))


NEAR = 31  # days: news is published within a month of its dateline


def _year(value: str, known: Sequence[Date]) -> int | None:
    """The one year in which the day lies near the published date, None where two could be."""
    for date in known:
        if date.role != "published":
            continue
        when = edtf.parse(date.value)
        first, last = when.earliest(), when.latest()
        if first is None or last is None:
            continue
        years = [
            year
            for year in range(first.year - 1, last.year + 2)
            if _near(f"{year:04}{value[4:]}", first, last)
        ]
        return years[0] if len(years) == 1 else None
    return None


def _near(day: str, first: edtf.Day, last: edtf.Day) -> bool:
    """Whether the day is not after the span (one day for time zones) and not long before it."""
    if not edtf.is_valid(day):
        return False
    when = edtf.parse(day).earliest()
    if when is None:
        return False
    number = _ordinal(when)
    return _ordinal(first) - NEAR <= number <= _ordinal(last) + 1


def _ordinal(day: edtf.Day) -> int:
    """A number that grows with the calendar: exact enough to count days within a year."""
    return day.year * 372 + day.month * 31 + day.day


def disagree(one: Date, other: Date) -> bool:
    """Whether two dates of one role cannot both be right: no day is in both."""
    if one.role != other.role:
        return False
    first, second = edtf.parse(one.value), edtf.parse(other.value)
    start, end = first.earliest(), first.latest()
    start2, end2 = second.earliest(), second.latest()
    if None in (start, end, start2, end2):
        return False
    return bool(end < start2 or end2 < start)  # type: ignore[operator]
