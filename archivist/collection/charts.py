"""This module draws counts as one SVG picture: a time line and ranked bars, text as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archivist.collection.report_chart import binned, label, step_of
from archivist.pages import drawing
from archivist.pages.drawing import EDGE, WIDTH, rect, text, tiles, titled

GAP = 32  # user units
PANEL = (WIDTH - 2 * EDGE - GAP) / 2
LINE, HEAD, FOOT = 34, 34, 26  # a bar with its label; the title of a panel; the space below one
CHART = 150  # height of the time line


@dataclass(frozen=True, slots=True)
class Panel:
    """Ranked bars: (label, count); `note` says what is counted, or what is not known."""

    title: str
    note: str
    bars: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`tiles`: (label, figure); `years`: records by year; `undated`: said below the time line."""

    title: str
    description: str
    tiles: Sequence[tuple[str, str]]
    years: Mapping[int, int]
    undated: str
    panels: Sequence[Panel]


def svg(shown: Dashboard) -> bytes:
    """The picture: UTF-8, ends with a newline."""
    pieces: list[str] = []
    y = EDGE + 24.0
    pieces.append(text(EDGE, y, shown.title, "h1", WIDTH - 2 * EDGE, 12.5))
    y = tiles(pieces, shown.tiles, y + 20)
    y = _timeline(pieces, shown, y + 24)
    y = _panels(pieces, shown.panels, y + 20)
    height = round(y + EDGE - FOOT)
    return drawing.document(shown.title, shown.description, (WIDTH, height), pieces)


# ------------------------------------------------------------------ parts


def _timeline(pieces: list[str], shown: Dashboard, y: float) -> float:
    y += 16
    if not shown.years:
        pieces.append(text(EDGE, y, "Dates", "h2"))
        pieces.append(text(EDGE, y + 22, shown.undated, "soft"))
        return y + 22 + FOOT
    step = step_of(shown.years)
    bars = binned(shown.years, step)
    each = "year" if step == 1 else f"{step} years"
    pieces.append(text(EDGE, y, f"Records by {each}", "h2"))
    top = max(bars.values())
    pieces.append(text(WIDTH - EDGE, y, f"at most {top:,}", "soft n"))
    y += 16
    width = (WIDTH - 2 * EDGE) / len(bars)
    apart = _apart(width, step)
    for at, (first, count) in enumerate(bars.items()):
        x = EDGE + at * width
        if count:
            height = max(2, round(count / top * CHART))
            wide = min(width - min(2.0, width / 5), 64)
            bar = rect(x + (width - wide) / 2, y + CHART - height, wide, height, "bar")
            pieces.append(titled(f"{label(first, step)}: {count:,}", bar))
        if first % apart == 0 or len(bars) == 1:
            pieces.append(text(x + width / 2, y + CHART + 18, str(first), "soft mid"))
    pieces.append(f'<path class="axis" d="M{EDGE} {y + CHART:g}H{WIDTH - EDGE}"/>')
    pieces.append(text(EDGE, y + CHART + 42, shown.undated, "soft"))
    return y + CHART + 42 + FOOT


def _apart(width: float, step: int) -> int:
    """Years between those written below, which are round and do not touch."""
    steps = (n * tens for tens in (1, 10, 100, 1000, 10_000) for n in (1, 2, 5))
    return next((n for n in steps if n >= step and n / step * width >= 48), 10_000)


def _panels(pieces: list[str], panels: Sequence[Panel], y: float) -> float:
    """In two columns, each panel in the shorter one."""
    ends = [y, y]
    for panel in panels:
        column = 0 if ends[0] <= ends[1] else 1
        x = EDGE + column * (PANEL + GAP)
        ends[column] = _panel(pieces, panel, x, ends[column])
    return max(ends)


def _panel(pieces: list[str], panel: Panel, x: float, y: float) -> float:
    pieces.append(text(x, y + 16, panel.title, "h2", PANEL, 9))
    pieces.append(text(x, y + 35, panel.note, "soft", PANEL, 6.6))
    y += HEAD + 10
    top = max((count for _, count in panel.bars), default=0)
    for name, count in panel.bars:
        pieces.append(text(x, y + 14, name, "", PANEL - 90))
        pieces.append(text(x + PANEL, y + 14, f"{count:,}", "n"))
        pieces.append(rect(x, y + 20, PANEL, 5, "back", 2))
        if count:
            pieces.append(rect(x, y + 20, max(2, PANEL * count / top), 5, "bar", 2))
        y += LINE
    return y + FOOT
