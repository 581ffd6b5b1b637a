"""Counts the calendar days of any year, and those that a date with unspecified digits can be.

Proleptic Gregorian calendar with a year 0000 (= 1 BCE), as ISO 8601-1:2019 has it; `datetime.date`
ends at 0001 and 9999 and is therefore not used.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_DAY = (2, 29)


class Day(NamedTuple):
    """One calendar day; days compare in calendar order, for any year.

    `str()` is the ISO form, the year with at least four digits: `-0044-03-15`, `170000002-01-01`.
    """

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February; right for 0 and for negative years as well."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days of a month 1-12."""
    return _LEAP_LENGTHS[month] if is_leap(year) else _LENGTHS[month]


def first_match(year: str, month: str, day: str) -> Day:
    """The earliest day that fits the masks (`X` = any digit); LookupError when no day does.

    Shapes: year `-?[0-9X]{4}`, month and day `[0-9X]{2}`.
    """
    return _match(years_of(year), _month_days(month, day))


def last_match(year: str, month: str, day: str) -> Day:
    """The latest day that fits the masks; shapes and error as in `first_match`."""
    return _match(years_of(year, backwards=True), _month_days(month, day)[::-1])


def months_of(mask: str) -> tuple[int, ...]:
    """The months 1-12 that fit a two-character mask, ascending."""
    return _numbers(mask, 12)


def years_of(mask: str, *, backwards: bool = False) -> Iterator[int]:
    """The years that fit `-?[0-9X]{4}`, in calendar order or from the latest backwards.

    `-0000` is no year: ISO 8601 writes the year zero without a sign.
    """
    negative = mask.startswith("-")
    falling = backwards != negative
    any_digit = "9876543210" if falling else "0123456789"
    choices = (any_digit if sign == "X" else sign for sign in mask.lstrip("-"))
    for digits in product(*choices):
        number = int("".join(digits))
        if not negative:
            yield number
        elif number:
            yield -number


def _match(years: Iterator[int], month_days: tuple[tuple[int, int], ...]) -> Day:
    for year in years if month_days else ():
        for month, day in month_days:
            if (month, day) != _LEAP_DAY or is_leap(year):
                return Day(year, month, day)
    raise LookupError("no day fits")


# A mask has two of eleven characters, so these tables stay small; they hold no parsed strings.
@lru_cache(maxsize=512)
def _month_days(month: str, day: str) -> tuple[tuple[int, int], ...]:
    days = _numbers(day, 31)
    return tuple((m, d) for m in months_of(month) for d in days if d <= _LEAP_LENGTHS[m])


@lru_cache(maxsize=256)
def _numbers(mask: str, highest: int) -> tuple[int, ...]:
    return tuple(number for number in range(1, highest + 1) if _fits(f"{number:02d}", mask))


def _fits(digits: str, mask: str) -> bool:
    return all(sign in ("X", digit) for sign, digit in zip(mask, digits, strict=True))
