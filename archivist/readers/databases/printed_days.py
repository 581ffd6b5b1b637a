"""This module finds the day in the lines of database downloads, as printed.

`June 17, 1995, CITY EDITION`, `Seine-Saint-Denis, lundi 28 janvier 2013, p. 93`: what is to be
read as a date is handed on, what it means is for those who read dates.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

_DAY = r"\d{1,2}(?:er|st|nd|rd|th|\.|º|°)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_CLOCK = (
    r"(?:,?\s+(?:[-–]\s+)?(?:\w+,?\s+){0,2}?\d{1,2}:\d{2}(?::\d{2})?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*[A-Z]{2,4}\b)?)?"
)
_CJK = rf"{_YEAR}\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일](?:\s*\d{{1,2}}:\d{{2}})?"
_NUMBERS = rf"{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}"


def find(line: str) -> re.Match[str] | None:
    """The first day in a line: `match[0]` is what is printed, with its time of day."""
    return _pattern().search(line)


def begins(line: str) -> str | None:
    """The day a line begins with, behind its weekday at most."""
    found = find(line)
    if found is None:
        return None
    before = line[: found.start()].strip(" ,.")
    return found[0] if not before or re.fullmatch(r"[^\W\d]+\.?", before) else None


@functools.cache
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{'|'.join(_months())})\.?"
    of = r"(?:\s+(?:de|del|of|van)\s+|\s*)"
    return re.compile(
        rf"(?<![\w])(?:{_DAY}{of}{month},?{of}{_YEAR}{_CLOCK}"
        rf"|{month}\s+{_DAY},?\s+{_YEAR}{_CLOCK}|{month},?{of}{_YEAR}|{_CJK}|{_NUMBERS})(?!\d)",
        re.IGNORECASE,
    )


def _months() -> list[str]:
    """Names of months in all languages of the table, longest first."""
    table = (files("archivist") / "data" / "months.tsv").read_text("utf-8")
    names: set[str] = set()
    for line in table.splitlines():
        fields = line.split("\t")
        if len(fields) == 4 and fields[1] == "month":
            names.update(name.strip() for name in fields[3].split("|") if name.strip())
    return [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]
