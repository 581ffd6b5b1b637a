"""This module reads one point in time out of the kinds of its tokens: `nmy` is 25 ottobre 2024.

Kinds are those of `words`: n number of one or two digits, h of three, y year of four, m month,
S season, c century, C named century, k decade word, K the ending of one, d decade name, D decade
that needs no word,
z `-talet` (decade or century), q part of a year, R roman numeral, e before Christ, a after,
' apostrophe, w weekday, # a date in figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from archivist import edtf
from archivist.extractors.phrases import numeric
from archivist.extractors.phrases.words import Token

Numbers = Sequence[int]


class Impossible(ValueError):
    """The words are a date, but the calendar has no such day: `32 ottobre 2024`."""


def read(tokens: Sequence[Token]) -> str | None:
    """The EDTF value without qualifiers, None when it is no point. Raises Impossible."""
    kinds = "".join(token.kind for token in tokens)
    if "w" in kinds:
        return _with_weekday(tokens)
    if kinds == "#":
        return tokens[0].printed
    rule = RULES.get(kinds)
    value = rule([token.number for token in tokens]) if rule else None
    return value if value and edtf.is_valid(value) else None


DAYS = frozenset({"nmy", "mny", "ymn", "ynm", "nm", "mn", "#"})


def _with_weekday(tokens: Sequence[Token]) -> str | None:
    """A weekday belongs to a day only, and to the right one: in `mar 1988` no weekday is meant.

    Raises Impossible where the day has another weekday: one of the two is wrong.
    """
    rest = [token for token in tokens if token.kind != "w"]
    if "".join(token.kind for token in rest) not in DAYS:
        return None
    value = read(rest)
    if value and len(value) == 10 and value[:4].isdigit():
        weekday = date.fromisoformat(value).isoweekday()
        if any(token.kind == "w" and token.number != weekday for token in tokens):
            raise Impossible
    return value


def _day(year: int, month: int, day: int) -> str:
    found = numeric.day(year, month, day)
    if found.value is None:
        raise Impossible
    return found.value


def _every_year(month: int, day: int) -> str:
    value = f"XXXX-{month:02}-{day:02}"
    if not edtf.is_valid(value):
        raise Impossible
    return value


def _century(number: int) -> str | None:
    """The 19th century is 18XX; beyond the 21st it is no date of an article."""
    return f"{number - 1:02}XX" if 1 <= number <= 21 else None


def _century_bc(number: int) -> str | None:
    return f"-{number - 1:02}XX" if 1 <= number <= 60 else None


def _decade(year: int) -> str | None:
    """1940s is 194X; 1900s could be the century, 1945s is nothing."""
    return f"{year // 10}X" if year % 10 == 0 and year % 100 else None


def _decade_of_century(tens: int) -> str | None:
    """anni '40, anni Quaranta: of the 20th century; the 10s and 20s could be ours."""
    return f"19{tens}X" if 3 <= tens <= 9 else None


def _short_decade(number: int) -> str | None:
    return _decade_of_century(number // 10) if number % 10 == 0 else None


def _decade_in_century(number: int, century: int) -> str | None:
    """`20世纪60年代`, `60-е годы XX века`: no guess is needed."""
    if number % 10 or not 1 <= century <= 21 or number > 90:
        return None
    return f"{century - 1:02}{number // 10}X"


def _hundreds(year: int) -> str | None:
    """`1960-talet` is a decade, `1800-talet` the years 1800 to 1899."""
    return f"{year // 100:02}XX" if year % 100 == 0 else _decade(year)


# How many parts the year has → EDTF 2019, level 2: quarters 33-36, four-month terms, halves.
_PARTS = {4: 33, 3: 37, 2: 40}


def _part(number: int, parts: int, year: int) -> str | None:
    return f"{year:04}-{_PARTS[parts] + number - 1}" if 1 <= number <= parts else None


def _before_christ(year: int) -> str | None:
    """44 BC is -0043: the year before 1 is 0 (EDTF, ISO 8601)."""
    return (f"-{year - 1:04}" if year > 1 else "0000") if year else None


def _season(year: int, season: int) -> str | None:
    """`winter 1999` and its like; printed seasons are of no hemisphere (21-24)."""
    return f"{year:04}-{season}"


def _decade_then_century(decade: str, century: str) -> Callable[[Numbers], str | None]:
    tens, hundreds = _at(decade), len(decade) + (0 if century[1] == "c" else 1)
    by = 1 if "n" in decade else 10  # `60` or `sixties`
    return lambda n: _decade_in_century(n[tens] * by, n[hundreds])


def _century_then_decade(century: str, decade: str) -> Callable[[Numbers], str | None]:
    hundreds, tens = (0 if century[1] == "c" else 1), len(century) + _at(decade)
    by = 1 if "n" in decade else 10
    return lambda n: _decade_in_century(n[tens] * by, n[hundreds])


def _at(decade: str) -> int:
    """Where the number of a decade stands among its kinds."""
    return next(index for index, kind in enumerate(decade) if kind in "ndD")


RULES: dict[str, Callable[[Numbers], str | None]] = {
    "nmy": lambda n: _day(n[2], n[1], n[0]),
    "mny": lambda n: _day(n[2], n[0], n[1]),
    "ymn": lambda n: _day(n[0], n[1], n[2]),
    "ynm": lambda n: _day(n[0], n[2], n[1]),
    "nm": lambda n: _every_year(n[1], n[0]),
    "mn": lambda n: _every_year(n[0], n[1]),
    "my": lambda n: f"{n[1]:04}-{n[0]:02}",
    "ym": lambda n: f"{n[0]:04}-{n[1]:02}",
    "y": lambda n: f"{n[0]:04}",
    "Sy": lambda n: _season(n[1], n[0]),
    "yS": lambda n: _season(n[0], n[1]),
    "C": lambda n: _century(n[0]),
    "nc": lambda n: _century(n[0]),
    "Rc": lambda n: _century(n[0]),
    "cR": lambda n: _century(n[1]),
    "cn": lambda n: _century(n[1]),
    "nca": lambda n: _century(n[0]),
    "Rca": lambda n: _century(n[0]),
    "cRa": lambda n: _century(n[1]),
    "nce": lambda n: _century_bc(n[0]),
    "Rce": lambda n: _century_bc(n[0]),
    "cRe": lambda n: _century_bc(n[1]),
    "yk": lambda n: _decade(n[0]),
    "ky": lambda n: _decade(n[1]),
    "kd": lambda n: _decade_of_century(n[1]),
    "dk": lambda n: _decade_of_century(n[0]),
    "D": lambda n: _decade_of_century(n[0]),
    "kn": lambda n: _short_decade(n[1]),
    "nK": lambda n: _short_decade(n[0]),
    "yz": lambda n: _hundreds(n[0]),
    "nqy": lambda n: _part(n[0], n[1], n[2]),
    "qny": lambda n: _part(n[1], n[0], n[2]),
    "ynq": lambda n: _part(n[1], n[2], n[0]),
    "yqn": lambda n: _part(n[2], n[1], n[0]),
    "qn/y": lambda n: _part(n[1], n[0], n[3]),
    "nq/y": lambda n: _part(n[0], n[1], n[3]),
    "Rqy": lambda n: _part(n[0], n[1], n[2]),
    "qRy": lambda n: _part(n[1], n[0], n[2]),
    "yRq": lambda n: _part(n[1], n[2], n[0]),
    "n-m-y": lambda n: _day(n[4], n[2], n[0]),
    "n/m/y": lambda n: _day(n[4], n[2], n[0]),
    "y-m-n": lambda n: _day(n[0], n[2], n[4]),
    "m-y": lambda n: f"{n[2]:04}-{n[0]:02}",
    "m/y": lambda n: f"{n[2]:04}-{n[0]:02}",
    "k'n": lambda n: _short_decade(n[2]),
    "'nk": lambda n: _short_decade(n[1]),
    **{f"{kind}e": lambda n: _before_christ(n[0]) for kind in "nhy"},
    **{f"e{kind}": lambda n: _before_christ(n[1]) for kind in "nhy"},
    **{f"{kind}a": lambda n: f"{n[0]:04}" if n[0] else None for kind in "nhy"},
    **{f"a{kind}": lambda n: f"{n[1]:04}" if n[1] else None for kind in "nhy"},
    # the decade before its century and after it: `lata 60. XX wieku`, `anni '60 del XX secolo`
    **{
        decade + century: _decade_then_century(decade, century)
        for decade in ("kn", "nk", "k'n", "n-k", "dk", "kd", "D")
        for century in ("nc", "Rc", "cn", "cR")
    },
    **{
        century + decade: _century_then_decade(century, decade)
        for decade in ("kn", "nk", "k'n", "dk", "kd", "D")
        for century in ("nc", "Rc", "cn", "cR")
    },
}
