"""This module hands a date on so that it can be read without the page it stands on.

`28.09.19` on a web page is of this century, `01/11/2023` is what the other dates of the page
show it to be, and what scripts print (`Fri Oct 25 2024 14:03:00 GMT+0200`, seconds since 1970) is
written in ISO 8601. The rule says which of these was done.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice

from archivist.readers.html.metadata import moments
from archivist.readers.html.metadata.moments import Moment
from archivist.readers.html.metadata.printed import find
from archivist.readers.html.metadata.statements import Statement

# ISO 8601 as every reader takes it.
_PLAIN = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_FOR_MACHINES = re.compile(
    r"\d{4}[-/.]?\d{2}[-/.]?\d{2}|\d{9,13}(?:\.\d+)?$|[A-Z][a-z]{2} [A-Z][a-z]{2} \d"
)
_SHORT_YEAR = re.compile(r"(?<![\d./-])\d{1,2}([./-])\d{1,2}\1\d{2}(?![\d./-])")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:20\d{2}|19\d{2})(?!\d)")
MOST = 2000  # dates of a page that are looked at for their order


def legible(item: Statement, markup: str) -> Statement:
    """The statement with its date as it can be read elsewhere; unchanged where it can be."""
    moment = moments.read(item.value)
    if moment is None or _PLAIN.fullmatch(item.value):
        return item
    if _FOR_MACHINES.match(item.value):
        return replace(item, value=moment.text)
    if len(moment.days) > 1:
        return _resolved(item, moment, markup)
    if _SHORT_YEAR.match(item.value):
        return replace(item, value=_iso(moment, item.value), rule="html.short-year")
    return item


def order_of(markup: str) -> str | None:
    """`dmy` or `mdy` where the numeric dates of the page with a day above 12 agree on it."""
    day_first = month_first = 0
    for number, match in enumerate(_NUMERIC.finditer(markup)):
        one, two = int(match[1]), int(match[3])
        day_first += 12 < one <= 31 and two <= 12
        month_first += 12 < two <= 31 and one <= 12
        if number > MOST:
            break
    if bool(day_first) == bool(month_first):
        return None
    return "dmy" if day_first else "mdy"


def _resolved(item: Statement, moment: Moment, markup: str) -> Statement:
    """The day that the order of the page's other dates, or one of them itself, shows it to be."""
    match = re.search(r"(\d{1,2})\D{1,3}(\d{1,2})", item.value)
    order = order_of(markup)
    days = sorted(moment.days)
    if match and order:
        number = int(match[1] if order == "dmy" else match[2])
        days = [day for day in days if day.day == number]
    if len(days) > 1:
        days = [day for day in days if _stands(day, markup)]
    if len(days) != 1:
        return item
    value = _iso(replace(moment, days=frozenset(days)), item.value)
    return replace(item, value=value, rule="html.date-order")


def _stands(day: date, markup: str) -> bool:
    """Whether the page has the day in a form that can mean one day only."""
    numbers = rf"(?<!\d)(?:{day.isoformat()}|0?{day.day}\. ?0?{day.month}\. ?{day.year})(?!\d)"
    if re.search(numbers, markup):
        return True
    words = rf"(?<!\d)0?{day.day}\.?\s+[^\W\d_]{{3,12}}\.?\s+{day.year}(?!\d)"
    found = islice(re.finditer(words, markup), 20)
    return any(item.days == {day} for match in found for item in find(match.group()))


def _iso(moment: Moment, printed: str) -> str:
    """The day, with the time where one is printed."""
    clock = moments.clock_of(moment, printed)
    return min(moment.days).isoformat() if clock is None else clock.isoformat(timespec="minutes")
