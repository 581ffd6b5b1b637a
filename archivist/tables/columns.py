"""This module knows the tables and their columns, from `data/tables.tsv`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

Kind = Literal["id", "text", "language", "edtf", "date", "integer", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: it identifies a row. `refers`: (table, column) whose value it repeats, or None."""

    name: str
    kind: Kind
    may_be_null: bool
    key: bool
    refers: tuple[str, str] | None
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]

    def place(self, column: str) -> int:
        """The place of a column in a row, from 0."""
        return [one.name for one in self.columns].index(column)


@functools.cache
def tables() -> tuple[Table, ...]:
    """All tables, in the order they are written."""
    text = files("archivist").joinpath("data", "tables.tsv").read_text("utf-8")
    columns: dict[str, list[Column]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            table, *cells = line.split("\t")
            columns.setdefault(table, []).append(_column(*cells))
    return tuple(Table(name, tuple(found)) for name, found in columns.items())


def _column(name: str, kind: str, null: str, key: str, about: str) -> Column:
    """`key` alone is the primary key; `table.column` a reference; `key=table.column` both."""
    is_key, _, refers = key.partition("=") if key.startswith("key") else ("", "", key)
    table, _, column = refers.partition(".")
    found = next(one for one in get_args(Kind) if one == kind)
    return Column(
        name, found, null == "yes", bool(is_key), (table, column) if table else None, about
    )
