"""Fixes the face that every EDTF value has: level, precision, first and last day, order.

Values are made by `archivist.edtf.parse`, which alone checks them; their constructors check
nothing. Two values are equal exactly when their strings are: equal meanings in different writing
(`2004-06-11%` and `%2004-%06-%11`) are kept apart, because the writing is evidence.
"""

from abc import ABC, abstractmethod
from typing import Literal

from archivist.edtf.days import Day
from archivist.edtf.qualifiers import is_approximate, is_uncertain

XsdType = Literal["gYear", "gYearMonth", "date", "dateTime"]
SortKey = tuple[int, Day, int, tuple[int, ...], str]

UNDEFINED = "undefined"
_ENDLESS: tuple[int, ...] = (0,)
_NO_DAY = Day(0, 1, 1)


class Edtf(ABC):
    """Any EDTF value; `str()` is exactly the string it was parsed from."""

    __slots__ = ()

    @property
    @abstractmethod
    def level(self) -> int:
        """The lowest conformance level, 0-2, that has all features used."""

    @property
    @abstractmethod
    def precision(self) -> str:
        """The unit of the value: "millennium", "century", "decade", "year", "semester",
        "quadrimester", "quarter", "season", "month", "day" or "second".

        As the specification has it, unspecified digits do not lower the precision (`1985-XX-XX` has
        day precision), except that years such as `194X` are called by the span they stand for.
        "undefined" for intervals and sets whose dates have different precisions.
        """

    @property
    @abstractmethod
    def signs(self) -> str:
        """All qualification signs `? ~ %` in the order written."""

    @property
    @abstractmethod
    def unspecified(self) -> bool:
        """Whether some digit is an `X`."""

    @abstractmethod
    def earliest(self) -> Day | None:
        """The first day that the value can mean; None if open or unknown at its beginning.

        `?`, `~` and `%` widen nothing: how far "about 1920" reaches is nowhere laid down.
        """

    @abstractmethod
    def latest(self) -> Day | None:
        """The last day that the value can mean; None if open or unknown at its end."""

    @property
    def uncertain(self) -> bool:
        """Whether any part is marked `?` or `%`."""
        return is_uncertain(self.signs)

    @property
    def approximate(self) -> bool:
        """Whether any part is marked `~` or `%`."""
        return is_approximate(self.signs)

    def to_xsd(self) -> tuple[str, XsdType] | None:
        """Lexical form and local name of an XML Schema type that says exactly the same, or None.

        The lexical form is the EDTF string, but for the shift from UTC: `-04` is written `-04:00`,
        `+00` and `+00:00` are written Z. None for what is qualified, unspecified, a season, an
        interval, a set, has a second 60 or an hour 24, or a year outside 0001-9999: editions 1.0
        and 1.1 of XML Schema differ by one in the meaning of years before 0001, and no processor is
        bound to read more than four digits.
        """
        return None

    def sort_key(self) -> SortKey:
        """A key that files any EDTF values in chronological order.

        By first day; what begins openly or at an unknown time goes right before its end (`../1985`
        before `1985`); then the longer before the shorter (`1985`, `1985-04`, `1985-04-12`); then
        by the string, which also orders the hours of one day, as local time. Seasons count inside
        their own year. What names no year at all (`XXXX-12-25`, `../..`) comes last.
        """
        first, last = self.filed()
        start = first or self.filed_before()
        if start is None:
            return (1, _NO_DAY, 0, _ENDLESS, str(self))
        end = (1, -last.year, -last.month, -last.day) if last else _ENDLESS
        return (0, start, 1 if first else 0, end, str(self))

    def filed(self) -> tuple[Day | None, Day | None]:
        """First and last day for `sort_key`; None where open, unknown, or without any year."""
        return self.earliest(), self.latest()

    def filed_before(self) -> Day | None:
        """The day before which a value without a known beginning is filed, if there is one."""
        return None
