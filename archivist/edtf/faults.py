"""Says where a text stops being EDTF, what stands there and what would be right."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_SHOWN = 40
# No date but a very long year goes beyond; keeps the search linear on any text.
_SEARCHED = 80
_RUN = re.compile(r"[0-9]+|[A-Za-z]+|\s+|.", re.DOTALL)


class EdtfError(ValueError):
    """A text that is no EDTF: `position` counts code points of `text` from 0."""

    def __init__(self, text: str, position: int, expected: str, found: str | None = None) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        self.found = _run_at(text, position) if found is None else found
        super().__init__(text, position, expected, self.found)

    def __str__(self) -> str:
        found = _shown(self.found) if self.found else "the end"
        where = f"at character {self.position + 1} found {found}"
        return f"{_shown(self.text)} is not EDTF: {where}, expected {self.expected}"

    def within(self, text: str, offset: int) -> "EdtfError":
        """The same fault in a longer text of which this one is a part that begins at `offset`."""
        return EdtfError(text, offset + self.position, self.expected, self.found or None)


def fault_in(text: str) -> EdtfError:
    """The first fault in the form of a single date or date and time; values are not judged."""
    for habit, expected in _HABITS:
        if match := habit.search(text, 0, _SEARCHED):
            return EdtfError(text, match.start(), expected, match[0])
    position = 0
    for step in _LETTER_STEPS if "Y" in text[:3] else _DATE_STEPS:
        if step.may_end and position == len(text):
            break
        match = step.pattern.match(text, position)
        if match is None:
            return EdtfError(text, position, step.expected)
        position = match.end()
    return EdtfError(text, position, "the end")


# How dates are often written that are not EDTF; the first that occurs explains more than the
# grammar could. `unknown`, `open`, `u`, `y`, `e`, `p` and `(...)` are the EDTF draft of 2012.
_HABITS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), expected)
    for pattern, expected in (
        (r"\s+", "no blank anywhere"),
        (r"[\u2010-\u2015\u2212]", "the hyphen-minus '-'"),
        (r"unknown", "nothing at all for an unknown end (2019 syntax)"),
        (r"open", "'..' for an open end (2019 syntax)"),
        (r"[()]", "'?', '~' or '%' left or right of the components meant (2019 syntax)"),
        (r"\?~|~\?", "'%' for uncertain and approximate"),
        (r"[xu]", "an upper-case 'X' for an unspecified digit"),
        (r"[tzyes]", "an upper-case letter"),
        (r"[?~%X](?=.*T)", "a time of day behind a day without ?, ~, % and X"),
        (r"p", "'S' before the number of significant digits"),
        (r"^\+", "a year without a plus sign"),
        (r"^[0-9]{8}(?![0-9])", "hyphens between year, month and day (2024-10-25)"),
        (r"^-0000(?![0-9])", "0000, a year zero has no sign"),
        (r"(?<=:[0-9]{2})[.,][0-9]+", "whole seconds, without decimals"),
    )
)


class _Step(NamedTuple):
    pattern: re.Pattern[str]
    expected: str
    may_end: bool


def _steps(*steps: tuple[str, str]) -> Sequence[_Step]:
    """Steps of a grammar; a text may end before those whose expectation ends in "the end"."""
    return tuple(_Step(re.compile(form), what, what.endswith("the end")) for form, what in steps)


_DATE_STEPS = _steps(
    (r"[?~%]?-?", ""),
    (r"[0-9X]{4}(?![0-9X])", "a year of four digits, unknown ones as X (0987, 1985, 198X, -0044)"),
    (r"[?~%]?", ""),
    (r"-", "a hyphen and a month, S and a number from 1, or the end"),
    (r"[?~%]?", ""),
    (r"[0-9X]{2}(?![0-9X])", "a month of two digits (04) or a season (21)"),
    (r"[?~%]?", ""),
    (r"-", "a hyphen and a day, or the end"),
    (r"[?~%]?", ""),
    (r"[0-9X]{2}(?![0-9X])", "a day of two digits (08)"),
    (r"[?~%]?", ""),
    (r"T", "T and a time of day, or the end"),
    (r"[0-9]{2}(?![0-9])", "an hour of two digits (09)"),
    (r":", "a colon and minutes: the whole time is wanted, hh:mm:ss"),
    (r"[0-9]{2}(?![0-9])", "minutes of two digits (05)"),
    (r":", "a colon and seconds: the whole time is wanted, hh:mm:ss"),
    (r"[0-9]{2}(?![0-9])", "seconds of two digits (00)"),
    (r"Z|[+-][0-9]{2}(:[0-9]{2})?\Z", "Z, a shift such as +02 or +02:00, or the end"),
)
_LETTER_STEPS = _steps(
    (r"[?~%]?", ""),
    (r"Y", "Y before the sign of the year (Y-170000002)"),
    (r"-?", ""),
    (r"[1-9][0-9]*", "the digits of a year, without leading zeros"),
    (r"E(?=[1-9])|(?!E)", "E and an exponent from 1"),
    (r"[0-9]*", ""),
    (r"S(?=[1-9])|(?!S)", "S and a number of significant digits from 1"),
    (r"[0-9]*", ""),
    (r"[?~%]?", ""),
)


def _run_at(text: str, position: int) -> str:
    match = _RUN.match(text, position)
    return match[0] if match else ""


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
