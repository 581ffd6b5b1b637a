"""This module writes tables as Apache Parquet, for programs: texts exactly as in the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from archivist.errors import MissingPart
from archivist.tables.cells import Cell
from archivist.tables.columns import Table

ROWS = 20_000  # of a row group


class ParquetTable:
    """One file of one table. Use as a context. Raises MissingPart without pyarrow, OSError."""

    def __init__(self, path: Path, table: Table) -> None:
        arrow = _arrow()
        self._table = table
        self._rows: list[Sequence[Cell]] = []
        self._schema = arrow.schema(
            [_field(arrow, column) for column in table.columns],
            metadata={"title": table.name},
        )
        self._file = arrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> ParquetTable:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if raised is None:
            self._flush()
        self._file.close()

    def add(self, row: Sequence[Cell]) -> None:
        self._rows.append(row)
        if len(self._rows) == ROWS:
            self._flush()

    def _flush(self) -> None:
        arrow = _arrow()
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self._table.columns)
        arrays = [
            arrow.array(_values(one.kind, cells), type=self._schema.field(one.name).type)
            for one, cells in zip(self._table.columns, columns, strict=True)
        ]
        if self._rows:
            self._file.write_table(arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def _values(kind: str, cells: Sequence[Any]) -> Sequence[Any]:
    if kind != "date":
        return cells
    return [None if cell is None else date.fromisoformat(cell) for cell in cells]


def _field(arrow: Any, column: Any) -> Any:
    kinds = {"date": arrow.date32(), "integer": arrow.int64(), "flag": arrow.bool_()}
    kind = kinds.get(column.kind, arrow.string())
    about = {"description": column.about}
    return arrow.field(column.name, kind, nullable=column.may_be_null, metadata=about)


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as missing:
        hint = "pip install 'archivist[parquet]'; --to tables writes CSV without it"
        raise MissingPart("parquet needs pyarrow, which is not installed", hint=hint) from missing
    return pyarrow
