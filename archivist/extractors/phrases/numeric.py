"""This module reads dates written in figures: ISO 8601, `25/10/2024`, `20241025`.

The order of `03/04/2024` is never guessed: both readings are kept apart until `order` says.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from archivist import edtf

Order = Literal["dmy", "mdy", "ymd"]
Fault = Literal["ambiguous", "impossible"]

# A date in figures is put aside as one character of a private use area, numbered from here.
PLACEHOLDER = "\ue000"


class Figures(NamedTuple):
    """An EDTF value, or why there is none."""

    value: str | None
    fault: Fault | None = None


# In this order: 2024/10/25 · 2024.10.25. · 2024. 10. 25. (2024-10-25 is ISO); 25/10/2024 ·
# 25.10.2024 · 25-10-2024 · 25. 10. 2024, the same mark twice; 10/2024; 20241025.
FIGURES = re.compile(
    r"(?<![\d/.:-])(?:"
    r"(?P<y1>\d{4})(?P<mark1>[./-]) ?(?P<m1>\d{1,2})(?P=mark1) ?(?P<d1>\d{1,2})(?:(?<=\d)\.)?"
    r"|(?P<a2>\d{1,2})(?P<mark2>[./-]) ?(?P<b2>\d{1,2})(?P=mark2) ?(?P<y2>\d{4})"
    r"|(?P<m3>\d{1,2})/(?P<y3>\d{4})"
    r"|(?P<y4>(?:1[4-9]|20)\d\d)(?P<m4>\d\d)(?P<d4>\d\d)"
    r")(?![\d/-]|\.\d)"
)
# ISO 8601 basic, as NewsML and feeds print it: 20241025T140300Z, 20241025T1403+0200
BASIC = re.compile(
    r"(\d{4})(\d\d)(\d\d)T(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?"
)
# 20241025140300: the timestamps of web archives (CDX), in no zone that they name
STAMP = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()")
# 2024-10-25 14:03:00 +0200 · 2024-10-25T14:03:00.000+0200 · 2024-10-25T14:03Z
EXTENDED = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r" ?(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?"
)


def day(year: int, month: int, number: int) -> Figures:
    """The EDTF day, or "impossible" for one that the calendar does not have."""
    return _checked(f"{year:04}-{month:02}-{number:02}")


def month(year: int, number: int) -> Figures:
    return _checked(f"{year:04}-{number:02}" if 1 <= number <= 12 else "impossible")


def _checked(value: str) -> Figures:
    return Figures(value) if edtf.is_valid(value) else Figures(None, "impossible")


def instant(text: str) -> Figures | None:
    """A whole text that is an instant of ISO 8601, basic or extended; None for any other.

    Minutes without seconds are kept: `14:03` is written `14:03:00` (see `clocks`).
    """
    match = BASIC.fullmatch(text) or EXTENDED.fullmatch(text) or STAMP.fullmatch(text)
    if match is None:
        return None
    year, number, date, hour, minute, second, zone = match.groups()
    found = day(int(year), int(number), int(date))
    if found.value is None:
        return found
    return _checked(f"{found.value}T{hour}:{minute}:{second or '00'}{_zone(zone or '')}")


def _zone(printed: str) -> str:
    """`+0200`, `+02`, `-4` as EDTF writes a shift; `-00:00` is a zone nobody knows (RFC 3339)."""
    match = re.fullmatch(r"([+-])(\d{1,2}?):?(\d{2})?", printed)
    found = f"{match[1]}{match[2]:0>2}:{match[3] or '00'}" if match else ("Z" if printed else "")
    return "" if found == "-00:00" else found


def three_figures(first: int, second: int, year: int, order: Order | None) -> Figures:
    """`25/10/2024`: certain when one of the two is over 12 or both are equal."""
    if order in ("dmy", "mdy"):
        return day(year, *((second, first) if order == "dmy" else (first, second)))
    if first > 12 or first == second:
        return day(year, second, first)
    if second > 12:
        return day(year, first, second)
    return Figures(None, "ambiguous")


def replace(
    text: str,
    order: Order | None,
    full_stops: Order | None = None,
    known: tuple[Figures, ...] = (),
) -> tuple[str, list[str], Fault | None]:
    """The text with each date in figures as a placeholder, their EDTF values, the first fault.

    `full_stops`: the order that the language gives to `03.05.2024`, None if it gives none.
    `known`: what was replaced before.
    """
    found = list(known)

    def keep(match: re.Match[str]) -> str:
        found.append(_figures(match, order, full_stops))
        return f" {placeholder(len(found) - 1)} "

    text = FIGURES.sub(keep, text)
    faults = [item.fault or "impossible" for item in found if item.value is None]
    return text, [item.value or "" for item in found], (faults[0] if faults else None)


def placeholder(number: int) -> str:
    return chr(ord(PLACEHOLDER) + number)


def _figures(match: re.Match[str], order: Order | None, full_stops: Order | None) -> Figures:
    part = match.groupdict()
    if part["y1"]:
        return day(int(part["y1"]), int(part["m1"]), int(part["d1"]))
    if part["y2"]:
        known = order or (full_stops if part["mark2"] == "." else None)
        return three_figures(int(part["a2"]), int(part["b2"]), int(part["y2"]), known)
    if part["y3"]:
        return month(int(part["y3"]), int(part["m3"]))
    return day(int(part["y4"]), int(part["m4"]), int(part["d4"]))
