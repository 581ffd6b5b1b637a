"""This module is the account of a check of meaning, and how what is wrong is said."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archivist.errors import ArchivistError
from archivist.problems import Location, Problem, problem
from archivist.text import printable

Tell = Callable[[Problem], None]
# What a file that is not as it was written can do to who reads it.
DAMAGES = (
    OSError,
    ArchivistError,
    zlib.error,
    zipfile.BadZipFile,
    csv.Error,
    ValueError,
    KeyError,
    TypeError,  # a cell that is not there
)


@dataclass(slots=True)
class Deep:
    """What the check of meaning came to. `untold`: parts that this version does not cut out of
    their originals again; `elsewhere`: sources that are only referenced."""

    accessions: int = 0
    records: int = 0
    sources: int = 0
    exports: int = 0
    untold: int = 0
    elsewhere: int = 0
    errors: int = 0

    @property
    def result(self) -> str:
        return "failed" if self.errors else "ok"

    def to_json(self) -> dict[str, Any]:
        """The JSON value of the account."""
        return {
            "result": self.result,
            "accessions": self.accessions,
            "records": self.records,
            "sources": self.sources,
            "exports": self.exports,
            "notCutAgain": self.untold,
            "referencedOnly": self.elsewhere,
            "errors": self.errors,
        }

    def __str__(self) -> str:
        """`meaning: 5 records, 5 sources and 20 exports hold`."""
        line = (
            f"meaning: {self.records:,} records, {self.sources:,} sources, {self.exports:,} exports"
        )
        verdict = f"{self.errors:,} errors" if self.errors else "all hold"
        if self.elsewhere:
            verdict += f"; {self.elsewhere:,} sources are only referenced"
        if self.untold:
            verdict += f"; {self.untold:,} parts were not cut out of their originals again"
        return f"{line}: {verdict}"


def said(damaged: BaseException) -> str:
    """What a damaged file made of its reading, in a line."""
    if isinstance(damaged, OSError) and damaged.strerror:
        return damaged.strerror
    if isinstance(damaged, ArchivistError):
        return str(damaged)
    return f"{type(damaged).__name__}: {damaged}" if str(damaged) else type(damaged).__name__


def place(
    code: str, file: str, message: str, line: int | None = None, hint: str | None = None
) -> Problem:
    return problem(code, message, Location(printable(file), line), hint=hint)
