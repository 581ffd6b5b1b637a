"""This module lays the rows of a card out: labels, columns, evidence to the right where it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archivist.cli import console
from archivist.cli.layout import cells, pad, wrap, wrap_items

GAP = "–"
INDENT = 2
LABEL = 11
LEAD = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the card, or several with an empty label.

    `lead` is a short first column, `items` are joined by ` · ` and broken between them.
    """

    label: str
    lead: str = ""
    value: str = ""
    items: tuple[str, ...] = ()
    evidence: str = ""
    bold: bool = False
    hanging: int = LEAD


def lay_out(name: str, facts: list[str], rows: Iterable[Row], width: int) -> list[str]:
    """Head and rows as styled lines of at most `width` cells."""
    body = width - INDENT - LABEL
    aligned = _aligned(rows, body)
    column = _evidence_column(aligned, body)
    lines = _header(name, facts, width)
    for row in aligned:
        lines.extend(_row_lines(row, body, column))
    return lines


def _header(name: str, facts: list[str], width: int) -> list[str]:
    """Name and facts on one line, or the facts below the name where the line is too short."""
    name = console.visible(name)
    one = " · ".join(facts)
    styled = console.styled(name, bold=True, fg="cyan")
    gap = max(2, INDENT + LABEL + LEAD + 1 - cells(name))
    if cells(name) + gap + cells(one) <= width:
        return [styled + " " * gap + console.styled(one, dim=True)]
    below = wrap_items(facts, width - INDENT, most=4)
    return [styled, *(" " * INDENT + console.styled(line, dim=True) for line in below)]


def _aligned(rows: Iterable[Row], body: int) -> list[Row]:
    """Rows under one label get a first column as wide as the widest of them, within reason."""
    out: list[Row] = []
    for row in rows:
        group = [] if row.label or not out else _group(out)
        widest = max(cells(item.lead) for item in (*group, row))
        hanging = max(LEAD, min(widest + 2, body // 3))
        out[len(out) - len(group) :] = [replace(item, hanging=hanging) for item in (*group, row)]
    return out


def _group(rows: list[Row]) -> list[Row]:
    """The last row with a label and what follows it."""
    start = max(number for number, row in enumerate(rows) if row.label)
    return rows[start:]


def _evidence_column(rows: Sequence[Row], body: int) -> int:
    """Where evidence stands on lines that leave room for it: behind the longest short value."""
    plain = [row for row in rows if row.evidence and not row.bold and not row.items]
    short = [wide for row in plain if (wide := cells(_one_line(row))) <= body * 0.45]
    return max(short, default=0) + 3


def _one_line(row: Row) -> str:
    """The row without evidence, however long."""
    fits = cells(row.lead) < row.hanging
    lead = row.lead and (pad(row.lead, row.hanging) if fits else row.lead + "  ")
    return console.visible(lead + (" · ".join(row.items) or row.value))


def _row_lines(row: Row, body: int, column: int) -> list[str]:
    """The row's lines: evidence to the right where it fits, else on a line of its own."""
    whole = _one_line(row)
    hanging = row.hanging if row.lead and body > 2 * LEAD else 0
    if cells(whole) <= body:
        lines = [whole]
    elif row.items:
        lines = _wrapped_items(row, body, hanging)
    else:
        lines = wrap(whole, body)
        if hanging:
            lines = wrap(console.visible(row.value), body - hanging)
            lines = _led(row.lead, lines, hanging)
    return [
        _prefix(row.label if number == 0 else "") + text
        for number, text in enumerate(_with_evidence(row, lines, body, column))
    ]


def _wrapped_items(row: Row, body: int, hanging: int) -> list[str]:
    items = [console.visible(item) for item in row.items]
    if row.lead and not hanging:
        items[0] = console.visible(row.lead) + "  " + items[0]
    lines = wrap_items(items, body - hanging, most=4 if body >= 60 else 6)
    return _led(row.lead, lines, hanging) if hanging else lines


def _led(lead: str, lines: list[str], hanging: int) -> list[str]:
    """Lines behind a first column; a first column that is too wide stands above them."""
    if cells(lead) < hanging:
        return [pad(lead if n == 0 else "", hanging) + line for n, line in enumerate(lines)]
    return [console.visible(lead), *(" " * hanging + line for line in lines)]


def _with_evidence(row: Row, lines: list[str], body: int, column: int) -> Iterator[str]:
    *before, last = lines
    value = {"bold": True} if row.bold else {"dim": True} if row.value == GAP else {}
    for line in before:
        yield console.styled(line, **value)
    if not row.evidence:
        yield console.styled(last, **value)
        return
    evidence = console.visible(row.evidence)
    gap = column - cells(last) if cells(last) + 2 <= column and not before else 2
    if cells(last) + gap + cells(evidence) > body:
        gap = 2
    if cells(last) + gap + cells(evidence) <= body:
        yield console.styled(last, **value) + " " * gap + console.styled(evidence, dim=True)
        return
    yield console.styled(last, **value)
    for line in wrap(evidence, body - 2, most=2):
        yield "  " + console.styled(line, dim=True)


def _prefix(label: str) -> str:
    return " " * INDENT + console.styled(pad(label, LEAD - 4), fg="cyan")
