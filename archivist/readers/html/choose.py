"""This module decides which leaves of a page are its main text.

It starts from what trafilatura took, adds what stands in the same place of the page (leads,
headings, paragraphs after an advertisement), and takes away what only stands between: headlines
printed again, captions, links to other articles, boxes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from archivist.readers.html import zones
from archivist.readers.html.claims import Claims
from archivist.readers.html.leaves import Box, Leaf

LONG = 60  # characters of a paragraph
SHARE = 0.3  # a box with more of the text is no aside, whatever it is called
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ENDS = re.compile(r"[.!?…。！？؟।။។:;][\"'”’»“)\]]*$|[\"”’»][.,]?$")


def choose(leaves: Sequence[Leaf], taken: Sequence[bool], claims: Claims) -> list[bool]:
    """Which leaves are main text; `taken`: those that trafilatura took."""
    kept = list(taken)
    asides = _asides(leaves, kept)
    for index, leaf in enumerate(leaves):
        if kept[index] and _stray(leaf, claims, asides):
            kept[index] = False
    _add_neighbours(leaves, kept, claims, asides)
    _add_lead(leaves, kept, claims, asides)
    _drop_links(leaves, kept)
    _drop_ends(leaves, kept)
    return kept


def _weights(leaves: Sequence[Leaf], kept: Sequence[bool]) -> dict[Box, int]:
    """How many letters of the kept text each box holds."""
    held: dict[Box, int] = defaultdict(int)
    for leaf, keep in zip(leaves, kept, strict=True):
        if keep:
            for box in leaf.box.path():
                held[box] += len(leaf.key)
    return held


def _asides(leaves: Sequence[Leaf], kept: Sequence[bool]) -> set[Box]:
    """The boxes that are called asides or captions and hold little of the text."""
    held = _weights(leaves, kept)
    whole = sum(len(leaf.key) for leaf, keep in zip(leaves, kept, strict=True) if keep)
    found: set[Box] = set()
    for leaf in leaves:
        for box in leaf.box.path():
            if box in found:
                break
            named = zones.ASIDE in box.zones or zones.CAPTION in box.zones
            if named and held[box] <= SHARE * whole:
                found.add(box)
    return found


def _within(leaf: Leaf, boxes: set[Box]) -> bool:
    return any(box in boxes for box in leaf.box.path())


def _stray(leaf: Leaf, claims: Claims, asides: set[Box]) -> bool:
    return leaf.box.within("h1") or _is_headline(leaf, claims) or _within(leaf, asides)


def _is_headline(leaf: Leaf, claims: Claims) -> bool:
    """Whether the leaf prints the headline again, alone or with a word before or after it."""
    if leaf.key in claims.headlines:
        return True
    if len(leaf.text) > 250 or (_ENDS.search(leaf.text) and leaf.box.tag not in _HEADINGS):
        return False
    return any(
        2 * len(found) > len(leaf.key) and (leaf.key.startswith(found) or leaf.key.endswith(found))
        for found in claims.headlines
    )


def _signature(box: Box) -> tuple[str, ...]:
    return tuple(f"{each.tag}.{each.element.get('class') or ''}" for each in box.path())


def _add_neighbours(
    leaves: Sequence[Leaf], kept: list[bool], claims: Claims, asides: set[Box]
) -> None:
    """Paragraphs and headings that stand where the kept ones stand, in the same kind of box."""
    long = [i for i, leaf in enumerate(leaves) if kept[i] and len(leaf.text) >= LONG]
    if not long:
        return
    signatures = {_signature(leaves[i].box) for i in long}
    parents = {leaves[i].box.around for i in long}
    for index in range(long[0], len(leaves)):
        leaf = leaves[index]
        if kept[index] or leaf.box.hidden or _stray(leaf, claims, asides):
            continue
        if 2 * leaf.linked > len(leaf.text) and not _ENDS.search(leaf.text):
            continue
        inside = index < long[-1]
        alike = leaf.box.around in parents or leaf.box in parents
        if (inside and leaf.box.tag in _HEADINGS and alike) or (len(leaf.text) >= LONG and _signature(leaf.box) in signatures) or (inside and alike and leaf.box.tag in ("p", "blockquote") and _ENDS.search(leaf.text)):
            kept[index] = True


def _add_lead(leaves: Sequence[Leaf], kept: list[bool], claims: Claims, asides: set[Box]) -> None:
    """The lead between the headline and the first paragraph."""
    first = next((i for i, leaf in enumerate(leaves) if kept[i] and len(leaf.text) >= LONG), None)
    if first is None:
        return
    heads = [i for i in range(first) if _is_headline(leaves[i], claims)]
    if not heads:
        return
    said = {leaf.key for leaf, keep in zip(leaves, kept, strict=True) if keep}
    for index in range(max(heads[-1], first - 60) + 1, first):
        leaf = leaves[index]
        if kept[index] or leaf.box.hidden or leaf.key in said or _stray(leaf, claims, asides):
            continue
        if 4 * leaf.linked > len(leaf.text):
            continue
        if _is_lead(leaf, claims):
            kept[index] = True


def _is_lead(leaf: Leaf, claims: Claims) -> bool:
    if len(leaf.text) >= 40 and any(
        leaf.key.startswith(found[:80]) or found.startswith(leaf.key[:80])
        for found in claims.summaries
    ):
        return True
    named = any(zones.LEAD in box.zones for box in list(leaf.box.path())[:2])
    return (named and len(leaf.text) >= 40) or (
        len(leaf.text) >= 120 and _ENDS.search(leaf.text) is not None
    )


_LABEL = re.compile(r"^\W*[^:|]{2,32}[:|]\s")


def _drop_links(leaves: Sequence[Leaf], kept: list[bool]) -> None:
    """Lines that only lead to other pages."""
    for index, leaf in enumerate(leaves):
        if not kept[index] or len(leaf.text) > 250:
            continue
        share = leaf.linked / len(leaf.text)
        ends = _ENDS.search(leaf.text)
        if (share >= 0.85 and not ends and leaf.box.tag != "li") or (
            share >= 0.5 and _LABEL.match(leaf.text) and not ends
        ):
            kept[index] = False


def _drop_ends(leaves: Sequence[Leaf], kept: list[bool]) -> None:
    """Headings with nothing below them."""
    for index in range(len(leaves) - 1, -1, -1):
        if kept[index]:
            if not leaves[index].box.within(*_HEADINGS):
                return
            kept[index] = False
