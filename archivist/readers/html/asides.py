"""This module finds the boxes of a page that only stand beside its main text.

A box is one when its tag or name says so and it holds little of the text; a name that holds most
of the text (the posts of a forum are comments) says nothing on that page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from archivist.readers.html.boxes import Box, Leaf
from archivist.readers.html.zones import Zone

SHARE = 0.3  # of the text: a box with more is no aside
WORD = 0.5  # of the text: a name that holds more says nothing
ENOUGH = 250  # letters that must be left when what is never text goes
_OUT = ("aside", "caption", "never")


def find(leaves: Sequence[Leaf], kept: Sequence[bool]) -> frozenset[Box]:
    """The boxes beside the main text; `kept`: the leaves that seem to be main text."""
    held, named, whole = _weigh(leaves, kept)
    words = {zone for zone, weight in named.items() if weight > WORD * whole}
    heads = _around_headings(leaves)
    found: set[Box] = set()
    for leaf in leaves:
        for box in leaf.box.path():
            if box in found:
                break
            zones = [zone for zone in box.zones if zone[0] in _OUT and zone not in words]
            if zones and held[box] <= SHARE * whole and not _is_whole(box, zones, heads):
                found.add(box)
    return frozenset(found)


def never(leaves: Sequence[Leaf], kept: Sequence[bool]) -> list[bool]:
    """Without what is never text (consent, what is hidden), where enough is left."""
    rest = [
        keep and not leaf.box.hidden and not any(_is_never(box) for box in leaf.box.path())
        for leaf, keep in zip(leaves, kept, strict=True)
    ]
    left = sum(len(leaf.key) for leaf, keep in zip(leaves, rest, strict=True) if keep)
    return rest if left >= ENOUGH else list(kept)


def _is_never(box: Box) -> bool:
    return any(kind == "never" for kind, _ in box.zones)


def within(leaf: Leaf, boxes: frozenset[Box]) -> bool:
    """Whether the leaf stands in one of the boxes."""
    return any(box in boxes for box in leaf.box.path())


def _weigh(
    leaves: Sequence[Leaf], kept: Sequence[bool]
) -> tuple[dict[Box, int], dict[Zone, int], int]:
    """How many letters of the kept text each box holds, each name, and all."""
    held: dict[Box, int] = defaultdict(int)
    named: dict[Zone, int] = defaultdict(int)
    whole = 0
    for leaf, keep in zip(leaves, kept, strict=True):
        if keep:
            weight = len(leaf.key)
            whole += weight
            seen: set[Zone] = set()
            for box in leaf.box.path():
                held[box] += weight
                seen.update(box.zones)
            for zone in seen:
                named[zone] += weight
    return held, named, whole


def _is_whole(box: Box, zones: Sequence[Zone], heads: dict[Box, int]) -> bool:
    """Whether a box holds the headline, and is so large that it is the article or the page.

    A picture with the headline in it is the opening of the article.
    """
    pictured = all(kind == "caption" for kind, _ in zones)
    return box in heads and (pictured or heads[box] > PAGE)


PAGE = 1000  # letters


def _around_headings(leaves: Sequence[Leaf]) -> dict[Box, int]:
    """The boxes that hold a headline, and how many letters they hold."""
    held: dict[Box, int] = defaultdict(int)
    heads: set[Box] = set()
    for leaf in leaves:
        for box in leaf.box.path():
            held[box] += len(leaf.key)
        if leaf.box.heading() == "h1":
            heads.update(leaf.box.path())
    return {box: weight for box, weight in held.items() if box in heads}
