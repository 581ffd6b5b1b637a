"""This module reads the first sheet of a workbook (SpreadsheetML, ISO/IEC 29500-1) as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archivist.readers.office.package import Package

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_WIDEST = 256  # columns that are looked at


def rows(opened: Package) -> Iterator[list[str]]:
    """The cells of each row as text, empty ones too. Raises Broken."""
    names = sorted(
        (int(found[1]), name) for name in opened.names() if (found := _SHEET.fullmatch(name))
    )
    if not names:
        return
    shared = strings(opened)
    for row in opened.xml(names[0][1]).iter("{*}row"):
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.iter("{*}c")):
            place = _place(str(cell.get("r") or ""), at)
            if place < _WIDEST:
                cells[place] = _text(cell, shared)
        yield [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


def strings(opened: Package) -> list[str]:
    """The strings that cells refer to by number."""
    root = opened.optional("xl/sharedStrings.xml")
    return [_words(item) for item in root.iter("{*}si")] if root is not None else []


def _words(element: etree._Element) -> str:
    """The words of a string, also of one with letters of several forms."""
    return "".join(part.text or "" for part in element.iter("{*}t"))


def _text(cell: etree._Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = next((child.text or "" for child in cell.iter("{*}v")), "")
    if cell.get("t") != "s":
        return value
    return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""


def _place(reference: str, at: int) -> int:
    """`AB12` → 27; without a reference the cells stand side by side."""
    column = _COLUMN.match(reference)
    if column is None:
        return at
    number = 0
    for letter in column[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
