"""This module draws counts as one SVG picture: a time line and ranked bars, text as text.

SVG 1.1 with a style of its own for light and dark paper (`prefers-color-scheme`); no script, no
network, no font but those of the reader's machine.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archivist.collection.report_chart import binned, label, step_of

WIDTH, EDGE, GAP = 960, 32, 32  # user units
PANEL = (WIDTH - 2 * EDGE - GAP) / 2
LINE, HEAD, FOOT = 34, 34, 26  # a bar with its label; the title of a panel; the space below one
CHART = 150  # height of the time line
TILE = 64
LETTER = 7.3  # width of a letter of 14 units on average, for cutting

_STYLE = """
svg{--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--bar:#1f5f99;--back:#eef2f6}
@media (prefers-color-scheme:dark){svg{--paper:#14181d;--ink:#e6e8ea;--soft:#a5afb9;--line:#38414b;
--bar:#7fb5ea;--back:#232b33}}
svg{color-scheme:light dark}
text{fill:var(--ink);font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
unicode-bidi:plaintext}
.paper{fill:var(--paper)}.h1{font-size:24px;font-weight:600}.h2{font-size:16px;font-weight:600}
.soft{fill:var(--soft);font-size:13px}.big{font-size:22px;font-weight:600}
.n{text-anchor:end;font-variant-numeric:tabular-nums}.mid{text-anchor:middle}
.bar{fill:var(--bar)}.back{fill:var(--back)}.axis{stroke:var(--line);fill:none}
"""


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
    pieces.append(_text(EDGE, y, shown.title, "h1", WIDTH - 2 * EDGE, 12.5))
    y = _tiles(pieces, shown.tiles, y + 20)
    y = _timeline(pieces, shown, y + 24)
    y = _panels(pieces, shown.panels, y + 20)
    height = round(y + EDGE - FOOT)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" aria-labelledby="title desc" lang="en">\n'
        f'<title id="title">{_safe(shown.title)}</title>\n'
        f'<desc id="desc">{_safe(shown.description)}</desc>\n<style>{_STYLE}</style>\n'
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>\n'
        + "\n".join(pieces)
        + "\n</svg>\n"
    ).encode("utf-8", "replace")


# ------------------------------------------------------------------ parts


def _tiles(pieces: list[str], tiles: Sequence[tuple[str, str]], y: float) -> float:
    """Figures side by side; where they end below."""
    width = (WIDTH - 2 * EDGE - 12 * (len(tiles) - 1)) / max(1, len(tiles))
    for at, (name, figure) in enumerate(tiles):
        x = EDGE + at * (width + 12)
        pieces.append(_rect(x, y, width, TILE, "back", 6))
        pieces.append(_text(x + 14, y + 29, figure, "big", width - 20, 12))
        pieces.append(_text(x + 14, y + 50, name, "soft", width - 20, 7))
    return y + TILE


def _timeline(pieces: list[str], shown: Dashboard, y: float) -> float:
    y += 16
    if not shown.years:
        pieces.append(_text(EDGE, y, "Dates", "h2"))
        pieces.append(_text(EDGE, y + 22, shown.undated, "soft"))
        return y + 22 + FOOT
    step = step_of(shown.years)
    bars = binned(shown.years, step)
    each = "year" if step == 1 else f"{step} years"
    pieces.append(_text(EDGE, y, f"Records by {each}", "h2"))
    top = max(bars.values())
    pieces.append(_text(WIDTH - EDGE, y, f"at most {top:,}", "soft n"))
    y += 16
    width = (WIDTH - 2 * EDGE) / len(bars)
    apart = _apart(width, step)
    for at, (first, count) in enumerate(bars.items()):
        x = EDGE + at * width
        if count:
            height = max(2, round(count / top * CHART))
            name = f"{label(first, step)}: {count:,}"
            wide = min(width - min(2.0, width / 5), 64)
            bar = _rect(x + (width - wide) / 2, y + CHART - height, wide, height, "bar")
            pieces.append(f"<g><title>{name}</title>{bar}</g>")
        if first % apart == 0 or len(bars) == 1:
            pieces.append(_text(x + width / 2, y + CHART + 18, str(first), "soft mid"))
    pieces.append(f'<path class="axis" d="M{EDGE} {y + CHART:g}H{WIDTH - EDGE}"/>')
    pieces.append(_text(EDGE, y + CHART + 42, shown.undated, "soft"))
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
    pieces.append(_text(x, y + 16, panel.title, "h2", PANEL, 9))
    pieces.append(_text(x, y + 35, panel.note, "soft", PANEL, 6.6))
    y += HEAD + 10
    top = max((count for _, count in panel.bars), default=0)
    for name, count in panel.bars:
        pieces.append(_text(x, y + 14, name, "", PANEL - 90))
        pieces.append(_text(x + PANEL, y + 14, f"{count:,}", "n"))
        pieces.append(_rect(x, y + 20, PANEL, 5, "back", 2))
        if count:
            pieces.append(_rect(x, y + 20, max(2, PANEL * count / top), 5, "bar", 2))
        y += LINE
    return y + FOOT


def _rect(x: float, y: float, width: float, height: float, kind: str, round_: int = 0) -> str:
    corner = f' rx="{round_}"' if round_ else ""
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" {size}{corner}/>'


def _text(
    x: float, y: float, text: str, kind: str, width: float = 0, letter: float = LETTER
) -> str:
    """Words at a place; what is too long is cut, and whole in a title."""
    cut = _cut(text, width / letter) if width else text
    whole = f"<title>{_safe(text)}</title>" if cut != text else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}">{whole}{_safe(cut)}</text>'


def _cut(text: str, letters: float) -> str:
    """As much as has room; wide letters (East Asian Width, UAX #11) count for two."""
    kept = list(_within(text, letters))
    return text if len(kept) == len(text) else "".join(list(_within(text, letters - 1))) + "…"


def _within(text: str, letters: float) -> Iterator[str]:
    for char in text:
        letters -= 1.9 if unicodedata.east_asian_width(char) in "WF" else 1
        if letters < 0:
            return
        yield char


def _safe(text: str) -> str:
    """Text for XML: escaped; controls and what steers or cannot stand in XML shown as a box."""
    return html.escape("".join(char if _is_shown(char) else "\u25a1" for char in text))


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn") or char in "\u200c\u200d"
