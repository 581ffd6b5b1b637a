"""This module makes the dates of a record out of printed ones: of header, date lines, dateline.

No precision is invented: ` date 2024-10 ` is a month, a dateline without a year has none unless the
file's date gives it, `03/04/2024` is a fault and no date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as calendar_day

from archivist import edtf
from archivist.extractors.phrases import phrase_to_edtf
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.printed_dates import Printed
from archivist.record import Date, Evidence, Span


@dataclass(frozen=True, slots=True)
class Fault:
    """A printed date that gives no value: where, which surface, and why."""

    span: Span
    why: str


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


def with_year(date: Date, known: Sequence[Date]) -> Date:
    """`Published 25 October`: the year is that of the source's own date where one can be meant."""
    if date.role != "published" or not date.value.startswith("XXXX-"):
        return date
    year = _year(date.value, known)
    if year is None:
        return date
    evidence = replace(date.evidence, rule="date.label-year")
    return replace(date, value=f"{year:04}{date.value[4:]}", evidence=evidence)


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


# An article is published and written once; it is changed and captured many times.
_ONCE = ("published", "created", "dateline")


def disagree(one: Date, other: Date) -> bool:
    """Whether two dates of one role cannot both be right: no day is in both.

    An instant may be of the day before or after: `2024-10-24T22:30:00Z` is 25 October in Rome.
    """
    if one.role != other.role or one.role not in _ONCE:
        return False
    first, second = edtf.parse(one.value), edtf.parse(other.value)
    start, end = first.earliest(), first.latest()
    start2, end2 = second.earliest(), second.latest()
    if start is None or end is None or start2 is None or end2 is None:
        return False
    apart = 1 if "T" in one.value or "T" in other.value else 0
    return _number(end) + apart < _number(start2) or _number(end2) + apart < _number(start)


LONG_BEFORE = 366  # days: an article may be printed again, but hardly later under its dateline


def is_out_of_place(dateline: Date, published: Date) -> bool:
    """Whether a dateline with its own year is later than the article, or older than a year."""
    day, day2 = edtf.parse(dateline.value), edtf.parse(published.value)
    first, last = day2.earliest(), day2.latest()
    start = day.earliest()
    if dateline.value.startswith("XXXX") or start is None or first is None or last is None:
        return False
    return not _number(first) - LONG_BEFORE <= _number(start) <= _number(last) + 1


def _number(day: edtf.Day) -> int:
    """Days since the year 1; years that Python does not know count by 366."""
    if not 1 <= day.year <= 9999:
        return day.year * 366
    return calendar_day(day.year, day.month, day.day).toordinal()
