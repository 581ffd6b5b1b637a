"""Describes intervals with two ends and sets of dates.

EDTF 2019: level 0 "Time Interval"; level 1 "Extended Interval"; level 2 "Interval" and "Set
representation".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from archivist.edtf.dates import Date
from archivist.edtf.days import Day
from archivist.edtf.seasons import Season
from archivist.edtf.values import UNDEFINED, Edtf
from archivist.edtf.years import Year

Dated: TypeAlias = Date | Season | Year


class Bound(Enum):
    """An end of an interval that is no date; the value is how it is written."""

    OPEN = ".."
    UNKNOWN = ""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Interval(Edtf):
    """From some time in `start` to some time in `end`; at most one end is `Bound.UNKNOWN`."""

    start: Dated | Bound
    end: Dated | Bound

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    @property
    def level(self) -> int:
        dates = self._dates()
        if self.unspecified:  # level 2, "Interval"
            return 2
        return max([int(len(dates) < 2), *(date.level for date in dates)])

    @property
    def precision(self) -> str:
        return _common_precision(self._dates())

    @property
    def signs(self) -> str:
        return "".join(date.signs for date in self._dates())

    @property
    def unspecified(self) -> bool:
        return any(date.unspecified for date in self._dates())

    def earliest(self) -> Day | None:
        return None if isinstance(self.start, Bound) else self.start.earliest()

    def latest(self) -> Day | None:
        return None if isinstance(self.end, Bound) else self.end.latest()

    def filed(self) -> tuple[Day | None, Day | None]:
        return _filed(self.start)[0], _filed(self.end)[1]

    def filed_before(self) -> Day | None:
        return _filed(self.end)[0]

    def _dates(self) -> list[Dated]:
        return [end for end in (self.start, self.end) if not isinstance(end, Bound)]


@dataclass(frozen=True, slots=True)
class Range:
    """Consecutive members of a set, `first..last`; a None means all before or all after."""

    first: Dated | None
    last: Dated | None

    def __str__(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class Set(Edtf):
    """One of its members (`[...]`, `every` false) or all of them (`{...}`, `every` true)."""

    members: tuple[Dated | Range, ...]
    every: bool

    def __str__(self) -> str:
        members = ",".join(map(str, self.members))
        return f"{{{members}}}" if self.every else f"[{members}]"

    @property
    def level(self) -> int:
        return 2

    @property
    def precision(self) -> str:
        return _common_precision([*self._dates()])

    @property
    def signs(self) -> str:
        return "".join(date.signs for date in self._dates())

    @property
    def unspecified(self) -> bool:
        return any(date.unspecified for date in self._dates())

    def earliest(self) -> Day | None:
        if self._all_before():
            return None
        return min(date.earliest() for date in self._dates())

    def latest(self) -> Day | None:
        last = self.members[-1]
        if isinstance(last, Range) and last.last is None:
            return None
        return max(date.latest() for date in self._dates())

    def filed(self) -> tuple[Day | None, Day | None]:
        bounds = [date.filed() for date in self._dates()]
        firsts = [first for first, _ in bounds if first]
        lasts = [last for _, last in bounds if last]
        first = None if self._all_before() else min(firsts, default=None)
        return first, None if self.latest() is None else max(lasts, default=None)

    def filed_before(self) -> Day | None:
        firsts = [first for first, _ in (date.filed() for date in self._dates()) if first]
        return min(firsts, default=None) if self._all_before() else None

    def _all_before(self) -> bool:
        first = self.members[0]
        return isinstance(first, Range) and first.first is None

    def _dates(self) -> Iterator[Dated]:
        for member in self.members:
            if isinstance(member, Range):
                yield from (date for date in (member.first, member.last) if date is not None)
            else:
                yield member


def _filed(end: Dated | Bound) -> tuple[Day | None, Day | None]:
    return (None, None) if isinstance(end, Bound) else end.filed()


def _common_precision(dates: Sequence[Dated]) -> str:
    precisions = {date.precision for date in dates}
    return precisions.pop() if len(precisions) == 1 else UNDEFINED
