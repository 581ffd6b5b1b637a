"""This module draws counts over time as columns on a scale."""

from __future__ import annotations

from collections.abc import Sequence

from archivist.pages import drawing
from archivist.pages.drawing import EDGE, WIDTH, rect, text, titled

SCALE = 48  # user units: room for the figures at the left
HEAD, HEIGHT, FOOT = 96, 320, 64

Column = tuple[str, str, int]  # what is written below it, or ""; what it is; how many


def svg(
    title: str, description: str, note: str, columns: Sequence[Column], lang: str = "en"
) -> bytes:
    """The picture: UTF-8, ends with a newline. `note` stands below, when there are columns too."""
    pieces = [
        text(EDGE, EDGE + 24, title, "h1", WIDTH - 2 * EDGE, 12.5),
        text(EDGE, EDGE + 48, description, "soft", WIDTH - 2 * EDGE, 6.6),
    ]
    height = HEAD + 40
    if columns:
        most = max(number for _, _, number in columns)
        top = -(-most // step(most)) * step(most)  # the next round figure
        _scale(pieces, top, step(most))
        _columns(pieces, columns, top)
        height = HEAD + HEIGHT + FOOT
    pieces.append(text(EDGE, height - 14, note, "soft", WIDTH - 2 * EDGE, 6.6))
    return drawing.document(title, f"{description} {note}", (WIDTH, height), pieces, lang)


def _scale(pieces: list[str], top: int, apart: int) -> None:
    """Lines at round figures."""
    for number in range(0, top + 1, apart):
        y = HEAD + HEIGHT - number / top * HEIGHT
        pieces.append(f'<path class="axis" d="M{EDGE + SCALE} {y:.1f}H{WIDTH - EDGE}"/>')
        pieces.append(text(EDGE + SCALE - 8, y + 4.5, f"{number:,}", "soft n"))


def step(top: int) -> int:
    """The distance of some five round figures from 0 to `top`."""
    tens = 1
    while True:
        for n in (1, 2, 5):
            if top <= 6 * n * tens:
                return n * tens
        tens *= 10


def _columns(pieces: list[str], columns: Sequence[Column], top: int) -> None:
    width = (WIDTH - 2 * EDGE - SCALE) / len(columns)
    wide = min(width - min(2.0, width / 5), 64)
    for at, (below, what, number) in enumerate(columns):
        middle = EDGE + SCALE + (at + 0.5) * width
        if number:
            high = max(2.0, number / top * HEIGHT)
            shape = rect(middle - wide / 2, HEAD + HEIGHT - high, wide, high, "bar")
            pieces.append(titled(f"{what}: {number:,}", shape))
        if below:
            pieces.append(text(middle, HEAD + HEIGHT + 20, below, "soft mid"))
