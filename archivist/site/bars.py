"""This module draws bars over time as SVG inside a page: each a link, its colour of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archivist.pages.markup import attribute, text

WIDTH, HEIGHT, BELOW = 720, 120, 22
LEAST = 34  # units from one label to the next


class Bar(NamedTuple):
    """`label`: below it, where there is room; `name`: what it is, whole; `number`: how tall."""

    label: str
    name: str
    number: int
    href: str | None


def svg(bars: Sequence[Bar], name: str) -> str:
    """The picture; nothing for no bars."""
    if not bars:
        return ""
    top = max(bar.number for bar in bars) or 1
    step = min(WIDTH / len(bars), 48.0)
    every = max(1, -(-int(LEAST * 10) // int(step * 10)))
    pieces = []
    for at, bar in enumerate(bars):
        x = at * step
        if bar.number:
            pieces.append(_bar(bar, x, step, top))
        if at % every == 0:
            place = f'x="{x + step / 2:.1f}" y="{HEIGHT + 16}"'
            pieces.append(f'<text {place} aria-hidden="true">{text(bar.label)}</text>')
    wide = max(step * len(bars), 1)
    return (
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT + BELOW}" role="group"'
        f' aria-label="{attribute(name)}">\n'
        + "\n".join(pieces)
        + f'\n<path class="axis" d="M0 {HEIGHT}H{wide:.1f}"/>\n</svg>\n'
    )


def _bar(bar: Bar, x: float, step: float, top: int) -> str:
    height = max(3.0, bar.number / top * (HEIGHT - 8))
    wide = max(1.0, step - min(2.0, step / 4))
    box = f'x="{x:.1f}" y="{HEIGHT - height:.1f}" width="{wide:.1f}" height="{height:.1f}"'
    said = f"{bar.name}: {bar.number:,}"
    drawn = f'<rect class="bar" {box}><title>{text(said)}</title></rect>'
    if bar.href is None:
        return drawn
    return f'<a href="{attribute(bar.href)}" aria-label="{attribute(said)}">{drawn}</a>'
