"""This module cuts the line of a problem out of its file, and points to the column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archivist.problems import Problem
from archivist.reporting.visible import cells

MOST = 200  # characters kept on each side of the column: no terminal is wider
_ENDS = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some characters of line `line`; the problem is at index `at`, None for the line as a whole.

    `cut_before` and `cut_after`: the line goes on there.
    """

    line: int
    text: str
    at: int | None
    cut_before: bool = False
    cut_after: bool = False


def excerpts(
    problems: Iterable[Problem], data: bytes, first: int = 1
) -> tuple[Excerpt | None, ...]:
    """The excerpt of each problem, None where it has no line; `data` begins at line `first`."""
    problems = tuple(problems)
    wanted = {found.location.line for found in problems if found.location.line}
    lines = dict(_lines(data.decode("utf-8", "replace"), wanted, first)) if wanted else {}
    return tuple(_excerpt(found, lines) for found in problems)


def _lines(text: str, wanted: set[int], first: int) -> Iterator[tuple[int, str]]:
    """(number, line) of the wanted lines; the rest is passed by."""
    last, start = max(wanted), 0
    for number, end in enumerate(_ENDS.finditer(text), start=first):
        if number > last:
            return
        if number in wanted:
            yield number, text[start : end.start()]
        start = end.end()
        final = number + 1
    else:
        final = first + sum(1 for _ in _ENDS.finditer(text))
        if final in wanted:
            yield final, text[start:]


def _excerpt(found: Problem, lines: dict[int, str]) -> Excerpt | None:
    line, column = found.location.line, found.location.column
    if line is None or line not in lines:
        return None
    text = lines[line]
    if column is None:
        return Excerpt(line, text[:MOST], None, cut_after=len(text) > MOST)
    at = min(column - 1, len(text))
    start, end = max(0, at - MOST), at + MOST
    return Excerpt(line, text[start:end], at - start, start > 0, len(text) > end)


def drawn(excerpt: Excerpt, width: int) -> tuple[str, str]:
    """(the line, the line with the caret below it), at most about `width` cells wide.

    Tabs become blanks, wide characters fill two cells, controls are shown as escapes.
    """
    gutter = f"{excerpt.line:>5} | "
    room = max(20, width - len(gutter) - 2)
    shown, caret, start, end = _fitted(excerpt, room)
    before = "…" if start or excerpt.cut_before else ""
    after = "…" if end < len(excerpt.text) or excerpt.cut_after else ""
    pointer = "" if caret is None else " " * (len(before) + caret) + "^"
    return f"{gutter}{before}{shown}{after}".rstrip(), f"{' ' * 5} | {pointer}".rstrip()


def _fitted(excerpt: Excerpt, room: int) -> tuple[str, int | None, int, int]:
    """What is printed, the cell of the caret in it, and which characters of the text it is."""
    at = excerpt.at or 0
    start = max(0, at - room // 2) if len(excerpt.text) > room or excerpt.cut_before else 0
    shown, column, caret = "", 0, None
    for index in range(start, len(excerpt.text)):
        if index == excerpt.at:
            caret = column
        piece, width = cells(excerpt.text[index], column)
        if column + width > room and (excerpt.at is None or index > excerpt.at):
            return shown, caret, start, index
        shown, column = shown + piece, column + width
    if excerpt.at == len(excerpt.text):
        caret = column
    return shown, caret, start, len(excerpt.text)
