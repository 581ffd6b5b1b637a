"""This module is what all formats of a report are made of: what was checked, and with what end.

A report may be of more records than memory holds: `results` gives them anew, from the disk.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archivist.problems import CODES, Code, Problem
from archivist.reporting.visible import visible

UNKNOWN = Code("error", "problem", "", "")  # of a code that another version knows


@dataclass(frozen=True, slots=True)
class Checked:
    """One record, or one file that holds none, and all that is wrong with it.

    `line` is the line of a record in JSON Lines, else None; `records` is how many were checked:
    0 for what could not be opened; `version`: that of the record's schema, where it has one.
    """

    file: str
    line: int | None
    records: int
    problems: tuple[Problem, ...]
    version: str | None = None

    def without(self, dropped: Callable[[Problem], bool]) -> Checked:
        """The same without some of its problems."""
        kept = tuple(found for found in self.problems if not dropped(found))
        return dataclasses.replace(self, problems=kept)


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended. `known`: problems the baseline has, which are not in `results`; `gone`:
    what it has and nobody found; `strict`: warnings fail too; `versions`: of the schema, and how
    many records are of each."""

    checked: int
    errors: int
    warnings: int
    notes: int
    results: Callable[[], Iterator[Checked]]
    known: int = 0
    gone: int = 0
    strict: bool = False
    versions: tuple[tuple[str, int], ...] = ()

    def problems(self) -> Iterator[Problem]:
        """All of them, in the order of the inputs."""
        for result in self.results():
            yield from result.problems

    def fails(self, found: Problem) -> bool:
        """Whether a problem makes the run fail."""
        return found.severity == "error" or (self.strict and found.severity == "warning")


def meaning(code: str) -> Code:
    """Title, rule and source of a code."""
    return CODES.get(code, UNKNOWN)


def sentence(found: Problem) -> str:
    """The title of the code, the place in the record and the message on one line, nothing twice."""
    title = CODES[found.code].title if found.code in CODES else ""
    message = found.message.removeprefix(f"{title}: ")
    pointer = f" at {found.path}" if found.path else ""
    return visible(f"{title}{pointer}: {message}" if title else message)
