"""Describes years in letter, exponential and significant-digit form: `Y-17E7`, `1950S2`.

EDTF 2019: level 1 "Letter-prefixed calendar year"; level 2 "Exponential year", "Significant
digits".
"""

from dataclasses import dataclass

from archivist.edtf.days import Day
from archivist.edtf.values import Edtf


@dataclass(frozen=True, slots=True)
class Year(Edtf):
    """A year other than plain four digits; `1950` itself is a `Date`.

    `digits` are as written behind the Y, if there is one, with their sign; `exponent` and
    `significant` are 0 where not given; `before` and `after` are qualification signs or "".
    """

    digits: str
    lettered: bool
    exponent: int = 0
    significant: int = 0
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        letter = "Y" if self.lettered else ""
        exponent = f"E{self.exponent}" if self.exponent else ""
        significant = f"S{self.significant}" if self.significant else ""
        return f"{self.before}{letter}{self.digits}{exponent}{significant}{self.after}"

    @property
    def value(self) -> int:
        """The number of the year; the estimate where only some digits are significant."""
        return int(self.digits + "0" * self.exponent)

    @property
    def level(self) -> int:
        return 2 if self.exponent or self.significant or self.before else 1

    @property
    def precision(self) -> str:
        return "year"

    @property
    def unit(self) -> str:
        """The same as the precision."""
        return self.precision

    @property
    def signs(self) -> str:
        return self.before + self.after

    @property
    def unspecified(self) -> bool:
        return False

    def earliest(self) -> Day:
        return Day(self._bounds()[0], 1, 1)

    def latest(self) -> Day:
        return Day(self._bounds()[1], 12, 31)

    def _bounds(self) -> tuple[int, int]:
        """First and last year with the same significant digits: `1950S2` is 1900 to 1999."""
        size = abs(self.value)
        open_digits = len(str(size)) - self.significant if self.significant else 0
        step = 10 ** max(open_digits, 0)
        low = size - size % step
        high = low + step - 1
        return (-high, -low) if self.value < 0 else (low, high)
