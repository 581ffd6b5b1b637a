"""Describes parts of a year by code, 21-41: seasons, quarters, quadrimesters, semesters.

EDTF 2019: level 1 "Seasons" (21-24), level 2 "Sub-year groupings". The specification names them and
gives no days. Here quarters and longer parts are counted from January; seasons are whole months, as
in meteorology and on periodicals. A northern winter and a southern summer lie over the turn of a
year, and either year may be the one named ("winter 1944" can be that of 1943/44 or of 1944/45), so
they reach from December of the year before to February of the year after. Codes 21-24 are
"independent of location": their days are those of both hemispheres together.
"""

from dataclasses import dataclass

from archivist.edtf.dates import Date, names_a_year
from archivist.edtf.days import Day, month_length, years_of
from archivist.edtf.qualifiers import UNQUALIFIED, Component, Qualification, Qualifiers
from archivist.edtf.values import Edtf

_OVER_THE_TURN = (0, 14)
# Code -> first and last month, counted from January = 1 of the year named.
SEASON_MONTHS = {
    21: (3, 11),  # spring
    22: _OVER_THE_TURN,  # summer
    23: (3, 11),  # autumn
    24: _OVER_THE_TURN,  # winter
    25: (3, 5),  # northern spring
    26: (6, 8),  # northern summer
    27: (9, 11),  # northern autumn
    28: _OVER_THE_TURN,  # northern winter
    29: (9, 11),  # southern spring
    30: _OVER_THE_TURN,  # southern summer
    31: (3, 5),  # southern autumn
    32: (6, 8),  # southern winter
    33: (1, 3),  # quarter 1
    34: (4, 6),  # quarter 2
    35: (7, 9),  # quarter 3
    36: (10, 12),  # quarter 4
    37: (1, 4),  # quadrimester 1
    38: (5, 8),  # quadrimester 2
    39: (9, 12),  # quadrimester 3
    40: (1, 6),  # semester 1
    41: (7, 12),  # semester 2
}
_LAST_OF_LEVEL_1, _LAST_SEASON, _LAST_QUARTER, _LAST_QUADRIMESTER = 24, 32, 36, 39


@dataclass(frozen=True, slots=True)
class Season(Edtf):
    """A part of a year; `year` as in `Date`, `code` 21-41, its signs under "month"."""

    year: str
    code: int
    qualifiers: Qualifiers = UNQUALIFIED

    def __str__(self) -> str:
        return str(Date(self.year, str(self.code), "", self.qualifiers))

    @property
    def level(self) -> int:
        beyond_level_1 = self.code > _LAST_OF_LEVEL_1 or self.unspecified
        return max(1, self.qualifiers.level(2), 2 * beyond_level_1)

    @property
    def precision(self) -> str:
        if self.code <= _LAST_SEASON:
            return "season"
        if self.code <= _LAST_QUARTER:
            return "quarter"
        return "quadrimester" if self.code <= _LAST_QUADRIMESTER else "semester"

    @property
    def unit(self) -> str:
        """The same as the precision."""
        return self.precision

    @property
    def signs(self) -> str:
        return "".join(self.qualifiers)

    @property
    def unspecified(self) -> bool:
        return "X" in self.year

    def qualification(self, component: Component) -> Qualification:
        """What the signs say together of "year" or, for the part of the year, "month"."""
        return self.qualifiers.of(component)

    def earliest(self) -> Day:
        return _first_of(next(years_of(self.year)), SEASON_MONTHS[self.code][0])

    def latest(self) -> Day:
        return _last_of(next(years_of(self.year, backwards=True)), SEASON_MONTHS[self.code][1])

    def filed(self) -> tuple[Day | None, Day | None]:
        if not names_a_year(self.year):
            return None, None
        year = Date(self.year)
        return max(self.earliest(), year.earliest()), min(self.latest(), year.latest())


def _first_of(year: int, month: int) -> Day:
    return Day(*_counted(year, month), 1)


def _last_of(year: int, month: int) -> Day:
    counted = _counted(year, month)
    return Day(*counted, month_length(*counted))


def _counted(year: int, month: int) -> tuple[int, int]:
    """Year and month 1-12 of a month counted from January = 1 of a year; 0 and 13 are allowed."""
    years, rest = divmod(month - 1, 12)
    return year + years, rest + 1
