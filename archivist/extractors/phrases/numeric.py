"""This module reads dates written in figures: ISO 8601, `25/10/2024`, `20241025`, with a time.

The order of `03/04/2024` is never guessed: both readings are kept apart until `order` says.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from archivist import edtf

Order = Literal["dmy", "mdy", "ymd"]
Fault = Literal["ambiguous", "impossible"]


class Figures(NamedTuple):
    """An EDTF day or month, or why there is none."""

    value: str | None
    fault: Fault | None = None


# 25/10/2024 · 25.10.2024 · 25-10-2024 · 25. 10. 2024, the same mark twice
DAY_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4})(?![\d/-])")
# 2024/10/25 · 2024.10.25 (2024-10-25 is ISO)
YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/-])")
MONTH_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{4})(?![\d/-])")
COMPACT = re.compile(r"(?<![\d/.-])((?:1[4-9]|20)\d\d)(\d\d)(\d\d)(?![\d/-])")
TIME = re.compile(
    r"(?:[ T,]|, | T)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)


def day(year: int, month: int, number: int) -> Figures:
    """The EDTF day, or "impossible" for one that the calendar does not have."""
    return _checked(f"{year:04}-{month:02}-{number:02}")


def month(year: int, number: int) -> Figures:
    return _checked(f"{year:04}-{number:02}" if 1 <= number <= 12 else "impossible")


def _checked(value: str) -> Figures:
    return Figures(value) if edtf.is_valid(value) else Figures(None, "impossible")


def three_figures(first: int, second: int, year: int, order: Order | None) -> Figures:
    """`25/10/2024`: certain when one of the two is over 12 or both are equal."""
    if order in ("dmy", "mdy"):
        return day(year, *((second, first) if order == "dmy" else (first, second)))
    if first > 12 or first == second:
        return day(year, second, first)
    if second > 12:
        return day(year, first, second)
    return Figures(None, "ambiguous")


def replace(text: str, order: Order | None) -> tuple[str, list[str], Fault | None]:
    """The text with each date in figures as `\\x00`, their EDTF values, and the first fault."""
    values: list[str] = []
    faults: list[Fault] = []

    def keep(found: Figures) -> str:
        if found.value is None:
            faults.append(found.fault or "impossible")
        values.append(found.value or "")
        return " \x00 "

    text = YEAR_FIRST.sub(lambda m: keep(day(int(m[1]), int(m[3]), int(m[4]))), text)
    text = DAY_FIGURES.sub(
        lambda m: keep(three_figures(int(m[1]), int(m[3]), int(m[4]), order)), text
    )
    text = MONTH_FIGURES.sub(lambda m: keep(month(int(m[2]), int(m[1]))), text)
    text = COMPACT.sub(lambda m: keep(day(int(m[1]), int(m[2]), int(m[3]))), text)
    return text, _in_order(text, values), (faults[0] if faults else None)


def _in_order(text: str, values: list[str]) -> list[str]:
    """Dates of several forms in one phrase are rare; then the order is lost and none is given."""
    return values if len(values) == 1 or text.count("\x00") == len(values) else []


def with_time(value: str, clock: re.Match[str]) -> str:
    """`2024-10-25T14:03:00+02:00`: EDTF has no minutes without seconds, so those are left out."""
    hour, minute, second, zone = clock.groups()
    if second is None or len(value) != 10:
        return value
    shift = {None: "", "Z": "Z", "UTC": "Z", "GMT": "Z"}.get(zone, zone)
    if len(shift or "") == 5:
        shift = f"{shift[:3]}:{shift[3:]}"
    if shift == "-00:00":  # RFC 5322: the zone is not known
        shift = ""
    full = f"{value}T{int(hour):02}:{minute}:{second}{shift}"
    return full if edtf.is_valid(full) else value
