"""This module asks trafilatura for the main text, and finds it again in the leaves of the page.

Only which leaves belong to the main text is trafilatura's word; what they say is the page's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from archivist.readers.html.leaves import Leaf, key

ALONE = 24  # letters that are found by themselves; fewer only between what was found
PIECE = 16  # letters: of a paragraph that was cut, most such pieces are found
NEAR = 40  # letters between a short leaf and what was found before it

Place = tuple[int, int]  # where the letters of a leaf stand in what was said


def text(tree: Any) -> str:
    """The letters and digits of what trafilatura takes for the main text; none when it fails."""
    import trafilatura  # 0.3 s
    from lxml import etree

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False  # what it cannot read is not said twice
    try:
        found: Any = trafilatura.bare_extraction(
            tree, fast=False, include_comments=False, include_tables=True, deduplicate=False
        )
    except (etree.LxmlError, AttributeError, IndexError, KeyError, RecursionError, AssertionError):
        return ""  # odd trees; the page is read without it
    if found is None or found.body is None:
        return ""
    return key("".join(found.body.itertext()))


def components() -> tuple[tuple[str, str], ...]:
    """The libraries that shape the text, with their versions."""
    from importlib.metadata import version

    from lxml import etree

    libxml2 = ".".join(str(number) for number in etree.LIBXML_VERSION)
    return (
        ("libxml2", libxml2),
        ("lxml", version("lxml")),
        ("trafilatura", version("trafilatura")),
    )


def seen(leaves: Sequence[Leaf], said: str) -> list[bool]:
    """Which leaves are part of what was said, in the same order."""
    if not said:
        return [False] * len(leaves)
    places = _places(leaves, said)
    kept = [place is not None for place in places]
    at = 0
    for index, leaf in enumerate(leaves):
        place = places[index]
        if place is not None:
            at = place[1]
        elif leaf.key and len(leaf.key) < ALONE:
            start = said.find(leaf.key, at, at + NEAR + len(leaf.key))
            if start >= 0:
                kept[index] = True
                at = start + len(leaf.key)
    return kept


def _places(leaves: Sequence[Leaf], said: str) -> list[Place | None]:
    """Where the longer leaves stand, on from the one before, else anywhere."""
    places: list[Place | None] = []
    at = 0
    for leaf in leaves:
        place = None
        if len(leaf.key) >= ALONE:
            place = _place(leaf.key, said, at)
            if place is not None:
                at = place[1]
        places.append(place)
    return places


def _place(letters: str, said: str, at: int) -> Place | None:
    start = said.find(letters, at)
    if start < 0:
        start = said.find(letters)
    if start >= 0:
        return start, start + len(letters)
    if not _mostly(letters, said):
        return None
    end = said.find(letters[-PIECE:], at)
    return at, end + PIECE if end >= 0 else at


def _mostly(letters: str, said: str) -> bool:
    """Whether more than half of a paragraph was said: trafilatura cuts boxes out of them."""
    pieces = [letters[at : at + PIECE] for at in range(0, len(letters) - PIECE + 1, PIECE)]
    return 2 * sum(piece in said for piece in pieces) > len(pieces)
