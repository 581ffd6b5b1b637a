"""This module finds where a cell of a table stands in the text of its row (RFC 4180)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Rows:
    """Lines that pass through to a CSV reader; what belongs to the row it gave last is kept."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._kept: list[str] = []
        self._first = 1
        self._next = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._kept.append(line)
        self._next += 1
        return line

    def done(self) -> None:
        """The row is dealt with: what comes belongs to the next."""
        self._kept.clear()
        self._first = self._next

    def place(self, at: int, delimiter: str) -> tuple[int, int]:
        """Line and column, both from 1, of cell `at` of the row, or of the row's end."""
        line, column = place("".join(self._kept).rstrip("\r\n"), at, delimiter)
        return self._first + line, column


def place(row: str, at: int, delimiter: str) -> tuple[int, int]:
    """(lines before it, column from 1) of cell `at`, from 0, in the text of a row."""
    line, column, quoted, left = 0, 1, False, at
    for char, following in zip(row, row[1:] + " ", strict=True):
        if left == 0:
            break
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            left -= 1
        if char == "\n" or (char == "\r" and following != "\n"):
            line, column = line + 1, 1
        else:
            column += 1
    return line, column
