"""This module gathers the rows of many records and writes the tables, sorted by article.

Rows wait in sorted runs on the disk, so memory does not grow with the number of articles, and any
order of the same records gives the same bytes.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from archivist.problems import Problem
from archivist.record import Record
from archivist.settings import Settings
from archivist.tables import alike, cells, csvw
from archivist.tables.cells import Cell
from archivist.tables.columns import Table, tables
from archivist.tables.parquet import ParquetTable
from archivist.tables.rows import rows, source_problems
from archivist.tables.runs import Runs

Form = Literal["csv", "parquet"]
SUFFIX: dict[Form, str] = {"csv": ".csv", "parquet": ".parquet"}
_ARTICLE, _SOURCE = "a", "b"  # articles come first, then sources that gave none


def names(form: Form) -> tuple[str, ...]:
    """The files that are written; the description comes last."""
    found = tuple(table.name + SUFFIX[form] for table in tables())
    return (*found, csvw.NAME) if form == "csv" else found


class _Sheet(Protocol):
    def add(self, row: Sequence[Cell]) -> None: ...


class Tables:
    """All tables of a set of records. `scratch`: an empty folder, which the caller removes.

    `exact`: cells of CSV as they are in the records, also those that a spreadsheet would run.
    """

    def __init__(self, scratch: Path, settings: Settings, form: Form, *, exact: bool) -> None:
        self._scratch, self._settings, self._form, self._exact = scratch, settings, form, exact
        self._rows = Runs(scratch, "rows")
        self._sketches = Runs(scratch, "sketches")

    def add(self, record: Record, problems: Iterable[Problem] = ()) -> tuple[Problem, ...]:
        """Take in a record, and what was wrong when it was read. Raises OSError."""
        found = rows(record, self._settings, problems)
        id = found["articles"][0][0]
        self._rows.add(_line([_ARTICLE, id, found]))
        if sketch := alike.line(str(id), record.text):
            self._sketches.add(sketch)
        return ()

    def add_source(self, name: str, problems: Iterable[Problem]) -> None:
        """Take in what was wrong with a source that gave no record. Raises OSError."""
        self._rows.add(_line([_SOURCE, name, {"problems": source_problems(name, problems)}]))

    def write(self, folder: Path) -> dict[str, int]:
        """Write all files of `names`; table → rows. An article that came twice is written once.

        Raises OSError, MissingPart.
        """
        clusters = alike.clusters(self._sketches, self._scratch / "alike")
        counts: Counter[str] = Counter({table.name: 0 for table in tables()})
        with contextlib.ExitStack() as opened:
            sheets = {table.name: self._sheet(folder, table, opened) for table in tables()}
            for id, found in self._articles():
                for name, some in found.items():
                    for row in _clustered(name, some, clusters.get(id)):
                        sheets[name].add(row)
                    counts[name] += len(some)
        if self._form == "csv":
            (folder / csvw.NAME).write_bytes(csvw.description(exact=self._exact))
        return dict(counts)

    def _articles(self) -> Iterator[tuple[str, dict[str, list[list[Any]]]]]:
        """(id, table → rows) in the order of ids; of the same article the first row counts."""
        loaded = map(json.loads, self._rows)
        for (kind, id), same in groupby(loaded, key=lambda item: (item[0], item[1])):
            for number, (_, _, found) in enumerate(same):
                if number == 0 or kind == _SOURCE:
                    yield id, found

    def _sheet(self, folder: Path, table: Table, opened: contextlib.ExitStack) -> _Sheet:
        path = folder / (table.name + SUFFIX[self._form])
        if self._form == "parquet":
            return opened.enter_context(ParquetTable(path, table))
        row = cells.exact_row if self._exact else cells.row
        return _CsvTable(opened.enter_context(path.open("wb")), table, row)


class _CsvTable:
    def __init__(self, file: BinaryIO, table: Table, row: Any) -> None:
        self._file, self._row = file, row
        self.add([column.name for column in table.columns])

    def add(self, row: Sequence[Cell]) -> None:
        self._file.write(self._row(row).encode("utf-8", "backslashreplace"))


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _clustered(name: str, some: list[list[Any]], cluster: str | None) -> Iterator[list[Any]]:
    """The rows with the cluster of their article."""
    place = _PLACES.get(name)
    for row in some:
        if place is not None:
            row[place] = cluster
        yield row


_PLACES = {
    t.name: t.place("duplicate_cluster") for t in tables() if t.name in ("articles", "quotes")
}
