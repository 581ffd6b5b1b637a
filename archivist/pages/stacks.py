"""This module draws shares and counts as bars one below the other, with a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archivist.pages import drawing
from archivist.pages.drawing import EDGE, WIDTH, rect, text, titled

NAMES, FIGURES = 220.0, 96.0  # columns for labels and for totals
ROW, BAR, HEAD, FOOT = 26.0, 14.0, 52.0, 22.0

Part = tuple[str, str, int]  # class of the style, what it is, how many


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(number for _, _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Section:
    """`legend`: (class, meaning); with one every bar is whole, without one as long as its count."""

    title: str
    note: str
    rows: Sequence[Row]
    legend: Sequence[tuple[str, str]] = ()


def svg(
    title: str,
    description: str,
    tiles: Sequence[tuple[str, str]],
    sections: Sequence[Section],
    lang: str = "en",
) -> bytes:
    """The picture: UTF-8, ends with a newline. `tiles`: (label, figure)."""
    pieces = [text(EDGE, EDGE + 24, title, "h1", WIDTH - 2 * EDGE, 12.5)]
    y = drawing.tiles(pieces, tiles, EDGE + 44)
    for section in sections:
        if section.rows:
            y = _section(pieces, section, y + 30)
    return drawing.document(title, description, (WIDTH, round(y + EDGE)), pieces, lang)


def _section(pieces: list[str], section: Section, y: float) -> float:
    pieces.append(text(EDGE, y + 14, section.title, "h2", NAMES + 200, 9))
    pieces.append(text(EDGE, y + 34, section.note, "soft", WIDTH - 2 * EDGE, 6.6))
    _legend(pieces, section, y + 14)
    y += HEAD
    top = max(row.total for row in section.rows)
    for row in section.rows:
        pieces.append(text(EDGE, y + 11.5, row.label, "", NAMES - 12))
        pieces.append(text(WIDTH - EDGE, y + 11.5, f"{row.total:,}", "n"))
        _bar(pieces, row, y, row.total if section.legend else top)
        y += ROW
    return y + FOOT - ROW / 2


def _legend(pieces: list[str], section: Section, y: float) -> None:
    """To the right, each meaning beside its colour."""
    x: float = WIDTH - EDGE
    for kind, meaning in reversed(section.legend):
        x -= drawing.letters(meaning) * 7.6
        pieces.append(text(x, y, meaning, "soft"))
        pieces.append(rect(x - 18, y - 10, 12, 12, f"{kind} seam", 2))
        x -= 34


def _bar(pieces: list[str], row: Row, y: float, whole: int) -> None:
    x, room = EDGE + NAMES, WIDTH - 2 * EDGE - NAMES - FIGURES
    pieces.append(rect(x, y, room, BAR, "back", 3))
    for kind, meaning, number in row.parts:
        width = room * number / whole if whole else 0.0
        if number:
            shape = rect(x, y, max(1.0, width), BAR, kind)
            pieces.append(titled(f"{row.label}, {meaning}: {number:,}", shape))
        x += width
