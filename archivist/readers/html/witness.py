"""This module asks trafilatura for the main text, and finds it again in the leaves of the page.

Only which leaves belong to the main text is trafilatura's word; what they say is the page's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from archivist.readers.html.boxes import Leaf, key

ALONE = 24  # letters that are found by themselves; fewer only between what was found
PIECE = 16  # letters: of a paragraph that was cut, most such pieces are found
MANY = 20  # places of one piece that are remembered
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
    pieces = _pieces(leaves, said)
    kept = [False] * len(leaves)
    at = 0
    for index, leaf in enumerate(leaves):
        letters = leaf.key
        if len(letters) >= ALONE:
            place = _place(letters, said, at, pieces)
        else:
            start = said.find(letters, at, at + NEAR + len(letters)) if letters else -1
            place = (start, start + len(letters)) if start >= 0 else None
        if place is not None:
            kept[index] = True
            at = place[1]
    return kept


def _pieces(leaves: Sequence[Leaf], said: str) -> dict[str, list[int]]:
    """Where the pieces of the longer leaves stand in what was said, the first few places."""
    wanted: dict[str, list[int]] = {
        leaf.key[at : at + PIECE]: []
        for leaf in leaves
        if len(leaf.key) >= ALONE
        for at in _offsets(leaf.key)
    }
    for at in range(len(said) - PIECE + 1):
        found = wanted.get(said[at : at + PIECE])
        if found is not None and len(found) < MANY:
            found.append(at)
    return wanted


def _offsets(letters: str) -> range:
    return range(0, len(letters) - PIECE + 1, PIECE)


def _place(letters: str, said: str, at: int, pieces: dict[str, list[int]]) -> Place | None:
    """Where a longer leaf stands, on from the one before, else anywhere."""
    starts = [start for start in pieces[letters[:PIECE]] if said.startswith(letters, start)]
    if starts:
        start = next((start for start in starts if start >= at), starts[0])
        return start, start + len(letters)
    known = [pieces[letters[offset : offset + PIECE]] for offset in _offsets(letters)]
    found = [places for places in known if places]
    if 2 * len(found) <= len(known):  # trafilatura cuts boxes out of paragraphs: most is enough
        return None
    end = next((place for place in found[-1] if place >= at), at - PIECE)
    return at, end + PIECE
