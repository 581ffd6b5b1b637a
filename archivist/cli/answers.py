"""This module prints answers to queries: a table for people, CSV, JSON or Turtle for programs."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from archivist.cli import console
from archivist.cli.layout import cells, pad
from archivist.errors import UsageError
from archivist.store.asking import Answer, Number
from archivist.tables.cells import exact_row, inert, row

SHOWN = 1000  # rows of a table
WIDEST = 60  # cells of a column in a pipe
Row = tuple[str | None, ...]


def give(answer: Answer, form: str | None) -> None:
    """Print an answer; without a form a table, or Turtle for a graph. Raises UsageError."""
    form = form or ("turtle" if answer.is_graph else "table")
    if answer.is_graph != (form == "turtle"):
        wanted = "turtle" if answer.is_graph else "table, csv or json"
        what = "a graph" if answer.is_graph else "no graph, as CONSTRUCT and DESCRIBE do"
        raise UsageError(f"the query gives {what}", hint=f"--format {wanted}")
    _FORMS[form](answer)


def _table(answer: Answer) -> None:
    if answer.is_yes_or_no:
        console.out("yes" if answer else "no")
        return
    found = answer.rows()
    rows = list(islice(found, SHOWN))
    names = [console.visible(name) for name in answer.variables]
    shown = [[console.visible(cell or "") for cell in one] for one in rows]
    lay_out = _rich if console.is_terminal(sys.stdout) else _plain
    for line in lay_out(names, shown, _numeric(rows, len(names))):
        console.out(line)
    if next(found, None) is not None:
        console.say(f"more than {SHOWN:,} rows: --format csv gives all")


def _numeric(rows: Iterable[Row], number: int) -> list[bool]:
    """For each column, whether it holds numbers only."""
    columns = list(zip(*rows, strict=True)) or [()] * number
    return [bool(one) and all(isinstance(cell, Number) for cell in one) for one in columns]


def _rich(
    names: Sequence[str], rows: Iterable[Sequence[str]], numeric: list[bool]
) -> Iterator[str]:
    """As wide as the terminal, cells folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold cyan")
    for name, is_number in zip(names, numeric, strict=True):
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for one in rows:
        table.add_row(*map(Text, one))
    written = io.StringIO()
    Console(file=written, force_terminal=True, width=console.columns()).print(table)
    yield from written.getvalue().rstrip("\n").split("\n")


def _plain(
    names: Sequence[str], rows: Sequence[Sequence[str]], numeric: list[bool]
) -> Iterator[str]:
    """One line a row; a long cell is cut, and shown to be."""
    widths = [min(WIDEST, max(map(cells, column))) for column in zip(names, *rows, strict=True)]
    for one in (names, *rows):
        filled = [
            cell.rjust(width) if is_number else pad(cell, width)
            for cell, width, is_number in zip(one, widths, numeric, strict=True)
        ]
        yield "  ".join(filled).rstrip()


def _csv(answer: Answer) -> None:
    """RFC 4180; no cell is a formula, numbers stand as they are."""
    if answer.is_yes_or_no:
        console.data(b"true\n" if answer else b"false\n")
        return
    console.data(row(answer.variables).encode())
    for one in answer.rows():
        shown = (cell if cell is None or isinstance(cell, Number) else inert(cell) for cell in one)
        console.data(exact_row(shown).encode("utf-8", "backslashreplace"))


def _json(answer: Answer) -> None:
    console.data(answer.json())


def _turtle(answer: Answer) -> None:
    console.data(answer.turtle())


_FORMS: dict[str, Callable[[Answer], None]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "turtle": _turtle,
}
FORMS = tuple(_FORMS)
