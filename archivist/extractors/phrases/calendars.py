"""This module reads dates of calendars that convert exactly: French Republican, Minguo, Japanese.

Dates of calendars that do not (`1 Ramadan 1445`: the day depends on the sighting of the moon) are
not read. DACS 2.4.5: the calendar is noted; the printed form stays beside the value.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from archivist.extractors.phrases import numeric
from archivist.extractors.wording import fold

# First day of the years I-XIV of the Republic.
REPUBLICAN_YEARS = (
    date(1792, 9, 22),
    date(1793, 9, 22),
    date(1794, 9, 22),
    date(1795, 9, 23),
    date(1796, 9, 22),
    date(1797, 9, 22),
    date(1798, 9, 22),
    date(1799, 9, 23),
    date(1800, 9, 23),
    date(1801, 9, 23),
    date(1802, 9, 23),
    date(1803, 9, 24),
    date(1804, 9, 23),
    date(1805, 9, 23),
)
REPUBLICAN_MONTHS = (
    "vendemiaire",
    "brumaire",
    "frimaire",
    "nivose",
    "pluviose",
    "ventose",
    "germinal",
    "floreal",
    "prairial",
    "messidor",
    "thermidor",
    "fructidor",
)
_REPUBLICAN = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (?:de l')?an ([ivx]+|\d{1,2})")

# Era → (year before its first, last year of it or None): 民國113年 = 2024, 昭和20年 = 1945.
ERAS: dict[str, tuple[int, int | None]] = {
    "民國": (1911, None),
    "民国": (1911, None),
    "明治": (1867, 45),
    "大正": (1911, 15),
    "昭和": (1925, 64),
    "平成": (1988, 31),
    "令和": (2018, None),
}
_EAST_ASIAN = re.compile(
    r"(\D{2})?(元|\d{1,4}) ?[年년] ?(?:(\d{1,2}) ?[月월] ?(?:(\d{1,2}) ?[日일])?)?"
)


def read(text: str) -> numeric.Figures | None:
    """The Gregorian value of the whole text, a fault, or None when it is no such date."""
    return _republican(fold(text)) or _east_asian(text.strip())


def _republican(text: str) -> numeric.Figures | None:
    match = _REPUBLICAN.fullmatch(text)
    if not match or match[2] not in REPUBLICAN_MONTHS:
        return None
    year = int(match[3]) if match[3].isdigit() else roman(match[3])
    number = int(match[1])
    if not 1 <= year <= len(REPUBLICAN_YEARS) or not 1 <= number <= 30:
        return numeric.Figures(None, "impossible")
    days = REPUBLICAN_MONTHS.index(match[2]) * 30 + number - 1
    return numeric.Figures((REPUBLICAN_YEARS[year - 1] + timedelta(days)).isoformat())


def _east_asian(text: str) -> numeric.Figures | None:
    match = _EAST_ASIAN.fullmatch(text)
    if not match:
        return None
    era, digits, month, day = match.groups()
    year = _year(era, 1 if digits == "元" else int(digits), digits)
    if year is None:
        return None
    if day:
        return numeric.day(year, int(month), int(day))
    return numeric.month(year, int(month)) if month else numeric.Figures(f"{year:04}")


def _year(era: str | None, number: int, digits: str) -> int | None:
    if era is None:
        return number if len(digits) == 4 else None
    before, last = ERAS.get(era, (0, 0))
    if not before or number < 1 or (last and number > last):
        return None
    return before + number


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman(text: str) -> int:
    """The number of a lower-case roman numeral up to 399; 0 for what is none."""
    if not re.fullmatch(r"(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", text):
        return 0
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
