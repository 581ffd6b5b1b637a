"""This module reads the table of names and writes candidates beside them, for a person to choose.

CSV (RFC 4180) with a column `name`, as `archivist authority propose` writes it or a spreadsheet
saves it. All columns stay as they are; behind them come `reconciled_with` (the service, where it
answered) and for each candidate, best first, its id, name, score, match and what it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archivist.errors import UsageError
from archivist.reconciliation.service import Candidate, Service

ANSWERED = "reconciled_with"
PARTS = ("", "_name", "_score", "_match", "_about")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to calculate
LONGEST = 1_000_000  # characters of a cell


@dataclass(frozen=True, slots=True)
class Table:
    """The columns, and rows as long as they are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def value(self, row: Sequence[str], column: str) -> str:
        """What a row has in a column, "" where there is no such column."""
        return row[self.columns.index(column)].strip() if column in self.columns else ""

    def with_answers(
        self, service: Service, answers: Mapping[int, list[Candidate]], limit: int
    ) -> Table:
        """The table with the candidates of rows by their index; other rows stay as they were."""
        added = [name for name in _columns(limit) if name not in self.columns]
        columns = (*self.columns, *added)
        rows = [[*row, *[""] * len(added)] for row in self.rows]
        for index, found in answers.items():
            for name, text in _cells(service, found, limit):
                rows[index][columns.index(name)] = text
        return Table(columns, tuple(map(tuple, rows)))

    def written(self) -> bytes:
        """UTF-8, lines end with LF, as `archivist authority propose` writes."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8", "backslashreplace")


def read(data: bytes, name: str) -> Table:
    """The table of a file called `name`. Raises UsageError for what is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "save it as CSV UTF-8"
        raise UsageError(f"{name}: not UTF-8 at byte {error.start:,}", hint=hint) from None
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))  # one limit for the process
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [column.strip() for column in next(reader, [])]
        rows = [_fitting(row, columns, f"{name}:{reader.line_num}") for row in reader if any(row)]
    except csv.Error as error:
        hint = "wanted commas between fields, marks around those that hold one"
        raise UsageError(f"{name}:{reader.line_num}: {error}", hint=hint) from None
    if "name" not in columns or len(set(columns)) != len(columns):
        hint = "the first line names the columns, each once: name,type,id,…"
        raise UsageError(f"{name}: found no column called name, or one twice", hint=hint)
    return Table(tuple(columns), tuple(rows))


def _fitting(row: list[str], columns: list[str], where: str) -> tuple[str, ...]:
    if len(row) > len(columns):
        hint = "a comma inside a name needs marks around it"
        what = f"found {len(row)} fields, wanted {len(columns)} as the first line has"
        raise UsageError(f"{where}: {what}", hint=hint)
    return (*row, *[""] * (len(columns) - len(row)))


def _columns(limit: int) -> list[str]:
    numbers = range(1, limit + 1)
    return [ANSWERED, *(f"candidate{number}{part}" for number in numbers for part in PARTS)]


def _cells(service: Service, found: Sequence[Candidate], limit: int) -> Iterator[tuple[str, str]]:
    """Column and text of an answer; a column without a candidate is emptied."""
    yield ANSWERED, service.shown
    for number in range(1, limit + 1):
        one = found[number - 1] if number <= len(found) else None
        texts = ("",) * len(PARTS)
        if one is not None:
            match = "true" if one.match else "false"
            texts = (service.iri(one.id), one.name, one.score, match, one.about)
        for part, text in zip(PARTS, texts, strict=True):
            yield f"candidate{number}{part}", _harmless(text)


def _harmless(text: str) -> str:
    """What a spreadsheet would calculate, as text: somebody else wrote it."""
    return f"'{text}" if text.startswith(FORMULA) else text
