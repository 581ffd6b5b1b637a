"""Describes dates of the calendar, with unspecified digits and qualification, and times of day.

EDTF 2019: level 0 "Date", "Date and Time"; level 1 "Qualification of a date", "Unspecified digit(s)
from the right", "Negative calendar year"; level 2 "Qualification", "Unspecified Digit".
"""

import re
from dataclasses import dataclass

from archivist.edtf.days import Day, first_match, last_match, month_length
from archivist.edtf.qualifiers import UNQUALIFIED, Component, Qualification, Qualifiers
from archivist.edtf.values import Edtf, XsdType

_XSD_YEARS = range(1, 10_000)
_YEAR_SPANS = {1: "decade", 2: "century", 3: "millennium"}
_KNOWN_THEN_UNSPECIFIED = re.compile(r"-?[0-9]*(X*)")


@dataclass(frozen=True, slots=True)
class Date(Edtf):
    """A year, a month of a year, or a day.

    Components are kept as written: year `-?[0-9X]{4}`, month and day `[0-9X]{2}` or "".
    """

    year: str
    month: str = ""
    day: str = ""
    qualifiers: Qualifiers = UNQUALIFIED

    def __str__(self) -> str:
        parts = [part for part in (self.year, self.month, self.day) if part]
        return "-".join(self.qualifiers.around(parts))

    @property
    def level(self) -> int:
        signs = self.qualifiers.level(1 + bool(self.month) + bool(self.day))
        return max(signs, self._unspecified_level(), int(self.year[0] == "-"))

    @property
    def precision(self) -> str:
        if self.month:
            return self.unit
        return _YEAR_SPANS.get(_rightmost_unspecified(self.year), "year")

    @property
    def unit(self) -> str:
        """The finest component written: "year", "month" or "day"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def signs(self) -> str:
        return "".join(self.qualifiers)

    @property
    def unspecified(self) -> bool:
        return "X" in self.year or "X" in self.month or "X" in self.day

    def qualification(self, component: Component) -> Qualification:
        """What the signs say together of "year", "month" or "day": "", "?", "~" or "%"."""
        return self.qualifiers.of(component)

    def earliest(self) -> Day:
        if self.unspecified:
            return first_match(self.year, self.month or "XX", self.day or "XX")
        return Day(int(self.year), int(self.month or 1), int(self.day or 1))

    def latest(self) -> Day:
        if self.unspecified:
            return last_match(self.year, self.month or "XX", self.day or "XX")
        year, month = int(self.year), int(self.month or 12)
        return Day(year, month, int(self.day) if self.day else month_length(year, month))

    def filed(self) -> tuple[Day | None, Day | None]:
        return (self.earliest(), self.latest()) if names_a_year(self.year) else (None, None)

    def to_xsd(self) -> tuple[str, XsdType] | None:
        if self.signs or self.unspecified or int(self.year) not in _XSD_YEARS:
            return None
        if not self.month:
            return self.year, "gYear"
        return str(self), "date" if self.day else "gYearMonth"

    def _unspecified_level(self) -> int:
        """0 without `X`; 1 in the four cases that level 1 lists; else 2."""
        if not self.unspecified:
            return 0
        if not self.month:
            return 1 if _rightmost_unspecified(self.year) in (1, 2) else 2
        if "X" in self.year:
            return 2
        if not self.day:
            return 1 if self.month == "XX" else 2
        return 1 if self.day == "XX" and (self.month == "XX" or "X" not in self.month) else 2


@dataclass(frozen=True, slots=True)
class DateTime(Edtf):
    """A day and a time of day: local time, or with the shift from UTC as written.

    `hour`, `minute`, `second` are two digits each; `shift` is "", "Z", `+04` or `+04:30`. Its
    first and last day are the day as written, at that place, not the day in UTC.
    """

    date: Date
    hour: str
    minute: str
    second: str
    shift: str = ""

    def __str__(self) -> str:
        return f"{self.date}T{self.hour}:{self.minute}:{self.second}{self.shift}"

    @property
    def level(self) -> int:
        return self.date.level

    @property
    def precision(self) -> str:
        return "second"

    @property
    def signs(self) -> str:
        return ""

    @property
    def unspecified(self) -> bool:
        return False

    def earliest(self) -> Day:
        return self.date.earliest()

    def latest(self) -> Day:
        return self.date.latest()

    def to_xsd(self) -> tuple[str, XsdType] | None:
        # 24:00:00 is legal there, but rdflib refuses it and pyoxigraph's store turns it into the
        # next day; a second 60 has no value in XML Schema.
        if self.date.to_xsd() is None or self.second == "60" or self.hour == "24":
            return None
        return f"{self.date}T{self.hour}:{self.minute}:{self.second}{self._xsd_shift()}", "dateTime"

    def _xsd_shift(self) -> str:
        """The canonical zone of XML Schema: with minutes, and Z for zero."""
        if self.shift in ("+00", "+00:00"):
            return "Z"
        return f"{self.shift}:00" if len(self.shift) == 3 else self.shift


def names_a_year(year: str) -> bool:
    """Whether at least one digit of a year `-?[0-9X]{4}` is known."""
    return not year.endswith("XXXX")


def _rightmost_unspecified(year: str) -> int:
    """How many digits at the right are `X`, when all others are known; else 0."""
    match = _KNOWN_THEN_UNSPECIFIED.fullmatch(year)
    return len(match[1]) if match else 0
