"""This module lays text out on a terminal: cells, clipping, wrapping, phrases for line numbers."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from archivist.record import Span

ALL = 1_000_000  # more lines than any text has


def cells(text: str) -> int:
    """Columns a terminal gives the text: 2 for wide characters, 0 for combining ones."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells; a cut is shown by `…`."""
    if cells(text) <= width:
        return text
    kept, used = "", 1
    for char in text:
        used += _cell(char)
        if used > width:
            break
        kept += char
    return kept.rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text filled with blanks to `width` cells, clipped when it is longer."""
    text = clip(text, width)
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, *, most: int = 3) -> list[str]:
    """Lines of at most `width` cells, broken at blanks; `…` when more than `most` are needed."""
    return _fill(re.findall(r"\S+", text), " ", width, most)


def wrap_items(items: Sequence[str], width: int, *, most: int = 3) -> list[str]:
    """Lines of `a · b · c` broken between items; what does not fit is counted."""
    lines = _fill(items, " · ", width, ALL)
    if len(lines) <= most:
        return lines
    kept = list(items[: most * width // 2])  # more do not fit, however short
    while kept:
        kept.pop()
        rest = f"and {len(items) - len(kept)} more"
        lines = _fill([*kept, rest], " · ", width, ALL)
        if len(lines) <= most:
            break
    return lines


def _fill(items: Sequence[str], between: str, width: int, most: int) -> list[str]:
    """Lines of whole items; a broken line keeps the mark between items, not the blank behind it."""
    lines: list[str] = []
    line = ""
    for number, item in enumerate(items, start=1):
        longer = line + between + item if line else item
        after = between.rstrip() if number < len(items) else ""
        if not line or cells(longer + after) <= width:
            line = longer
        else:
            lines.append(line + between.rstrip())
            line = item
        if between != " " and cells(line + after) > width:  # one item, longer than a line
            *whole, line = _fill(line.split(" "), " ", width - cells(after), ALL)
            lines += whole
    lines = [clip(part, width) for part in (*lines, line)]
    if len(lines) > most:
        lines = [*lines[: most - 1], clip(lines[most - 1] + "…" * 2, width).rstrip("…") + "…"]
    return lines


class Lines:
    """Line and column, from 1, of offsets into a text; CR LF, LF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def at(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        return offset - self._starts[self.at(offset) - 1] + 1

    def of(self, span: Span) -> range:
        """The lines a span touches."""
        return range(self.at(span.start), self.at(span.end - 1) + 1)


def line_phrase(ranges: Iterable[range]) -> str:
    """`line 5`, `lines 7–15`, `lines 7, 15 ×3`, `lines 1, 3, 5 … 40` for places in a text."""
    counted = Counter((item.start, item.stop - 1) for item in ranges)
    parts = [_lines(first, last, times) for (first, last), times in sorted(counted.items())]
    if not parts:
        return ""
    if len(parts) > 5:
        parts = [*parts[:3], f"{parts[3]} … {parts[-1]}"]
    one = len(counted) == 1 and next(iter(counted))[0] == next(iter(counted))[1]
    return ("line " if one else "lines ") + ", ".join(parts)


def _lines(first: int, last: int, times: int) -> str:
    numbers = str(first) if first == last else f"{first}–{last}"
    return numbers if times == 1 else f"{numbers} ×{times}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 quote`, `4,902 quotes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
