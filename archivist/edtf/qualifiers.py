"""Says what the signs `?` uncertain, `~` approximate and `%` both apply to.

EDTF 2019, level 2, "Qualification": a sign to the right of a component applies to it and to all
components on its left; a sign to the left applies to that component only.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Component = Literal["year", "month", "day"]
Qualification = Literal["", "?", "~", "%"]

_COMPONENTS: tuple[Component, ...] = ("year", "month", "day")


class Qualifiers(NamedTuple):
    """The signs as written, left and right of each component; "" where there is none."""

    year_left: str = ""
    year_right: str = ""
    month_left: str = ""
    month_right: str = ""
    day_left: str = ""
    day_right: str = ""

    def of(self, component: Component) -> Qualification:
        """What is said of one component when both kinds of sign are taken together."""
        place = _COMPONENTS.index(component)
        return combine(self[2 * place] + "".join(self[2 * place + 1 :: 2]))

    def around(self, parts: Sequence[str]) -> Sequence[str]:
        """The components of a date, coarsest first, each between its signs."""
        if self is UNQUALIFIED:
            return parts
        return [self[2 * i] + part + self[2 * i + 1] for i, part in enumerate(parts)]

    def level(self, components: int) -> int:
        """0 without signs, 1 with one sign after the whole date of so many components, else 2."""
        written = sum(map(bool, self))
        if not written:
            return 0
        return 1 if written == 1 and self[2 * components - 1] else 2


UNQUALIFIED = Qualifiers()


def combine(signs: str) -> Qualification:
    """One sign that says what all of these say together."""
    uncertain, approximate = is_uncertain(signs), is_approximate(signs)
    if uncertain and approximate:
        return "%"
    return "?" if uncertain else "~" if approximate else ""


def is_uncertain(signs: str) -> bool:
    """Whether `?` or `%` is among the signs."""
    return "?" in signs or "%" in signs


def is_approximate(signs: str) -> bool:
    """Whether `~` or `%` is among the signs."""
    return "~" in signs or "%" in signs
