"""This module draws counts by year as SVG, for a page without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

MOST = 60  # bars that fit a page and can still be told apart
WIDTH, HEIGHT, FOOT = 720, 180, 26  # user units; FOOT is the height of the labels below
LABEL = 84  # width of a label in large letters, on a phone
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def histogram(years: Mapping[int, int], name: str) -> str:
    """An `svg` element with a bar for each year, or for as many years as make at most 60 bars.

    Years without records keep their place. "" when there is no year at all.
    """
    if not years:
        return ""
    step = _step(min(years), max(years))
    bars = binned(years, step)
    top = max(bars.values())
    width = WIDTH / len(bars)
    drawn = "".join(
        _bar(at, width, label(first, step), count, top)
        for at, (first, count) in enumerate(bars.items())
    )
    axis = f'<path class="axis" d="M0 {HEIGHT}.5H{WIDTH}"/>'
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" role="img" '
        f'aria-label="{name}"><title>{name}</title>{drawn}{axis}{_labels(list(bars), step)}</svg>'
    )


def binned(years: Mapping[int, int], step: int | None = None) -> dict[int, int]:
    """First year of each bar → records, without gaps between the first and the last."""
    step = step or _step(min(years), max(years))
    found: Counter[int] = Counter()
    for year, count in years.items():
        found[year // step * step] += count
    first, last = min(found), max(found)
    return {year: found[year] for year in range(first, last + 1, step)}


def label(first: int, step: int) -> str:
    """`1998`, or `1990–1999` for a bar of ten years."""
    return str(first) if step == 1 else f"{first}–{first + step - 1}"


def step_of(years: Mapping[int, int]) -> int:
    """How many years a bar stands for."""
    return _step(min(years), max(years))


def _step(first: int, last: int) -> int:
    return next((n for n in STEPS if last // n - first // n < MOST), 10 ** len(str(last - first)))


def _bar(at: int, width: float, years: str, count: int, top: int) -> str:
    """A year with records is seen, however few they are: 2 units at least."""
    if not count:
        return ""
    height = max(2, round(count / top * (HEIGHT - 16)))
    gap = min(2.0, width * 0.2)
    return (
        f'<rect x="{at * width + gap / 2:.2f}" y="{HEIGHT - height}" '
        f'width="{min(width - gap, 48):.2f}" height="{height}">'
        f"<title>{years}: {count:,}</title></rect>"
    )


def _labels(firsts: list[int], step: int) -> str:
    """Below bars of round years, so far apart that they do not touch, and none cut off."""
    width = WIDTH / len(firsts)
    apart = next((n for n in STEPS if n >= step and n / step * width >= LABEL), 0)
    return "".join(
        f'<text x="{at * width:.2f}" y="{HEIGHT + FOOT - 6}">{first}</text>'
        for at, first in enumerate(firsts)
        if (first % apart == 0 if apart else at == 0) and at * width <= WIDTH - LABEL * 0.6
    )
