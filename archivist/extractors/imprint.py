"""This module reads the line above a text that says who published it and when:
`Reuters | London | Updated: 15-09-2020 03:03 IST`, `Vinicius Sales · 25 de Abril de 2023 às 10:15`.

It holds dates, names and places and nothing else; a bar, a bullet or a time of day has to be there,
so that a headline with a date in it is none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archivist.extractors import bylines, names, printed_dates
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.printed_dates import Printed

LONGEST = 120  # code points
MOST_WORDS = 4  # of a name or place in it

_BAR = re.compile(r"[|•·]")
_CUT = "\x00"  # stands for what was understood, so that offsets stay


class Imprint(NamedTuple):
    """The dates, the agencies, the people; offsets into the line."""

    dates: tuple[Printed, ...]
    agencies: tuple[names.Name, ...]
    people: tuple[names.Name, ...]


def match(line: str, language: str | None, order: Order | None) -> Imprint | None:
    """The imprint that the whole line is, None for any other line."""
    if len(line) > LONGEST or "\n" in line or not printed_dates.has_year(line):
        return None
    printed = printed_dates.after_names(line, language, order)
    if not printed:
        return None
    rest = line
    for item in printed:
        rest = rest[: item.start] + _CUT * (item.end - item.start) + rest[item.end :]
    clocked = printed_dates.without_clocks(rest)
    if clocked == rest and not _BAR.search(line):
        return None
    segments = _segments(clocked, language)
    if segments is None:
        return None
    agencies = tuple(name for name in segments if name.agency)
    people = tuple(name for name in segments if bylines.is_person(name.text, language))
    return Imprint(printed, agencies, people)


def _segments(rest: str, language: str | None) -> tuple[names.Name, ...] | None:
    """What stands between bars and dates; None where one is neither name, place nor label."""
    found = []
    for part in re.finditer(rf"[^|•·{_CUT}]+", rest):
        start, end = printed_dates.without_labels(part.group(), language)
        text = part.group()[start:end]
        if not text:
            continue
        if len(text.split()) > MOST_WORDS or not names.looks_like_names(text):
            return None
        at = part.start() + start
        found.append(names.Name(text, at, at + len(text), names.is_agency(text)))
    return tuple(found)
