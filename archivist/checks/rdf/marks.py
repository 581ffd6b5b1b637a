"""This module is what a check of RDF says: a code, a place in the text, and the message."""

from __future__ import annotations

from typing import NamedTuple

from archivist.problems import Location, Problem, problem


class Mark(NamedTuple):
    """One problem before it has a file; line and column from 1, None where the syntax tells none.

    `path`: a JSON Pointer into JSON-LD, "" elsewhere.
    """

    code: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None
    path: str = ""

    def problem(self, file: str) -> Problem:
        """The same as a problem of a file."""
        where = Location(file, self.line, self.column)
        return problem(self.code, self.message, where, path=self.path, hint=self.hint)
