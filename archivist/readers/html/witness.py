"""This module asks trafilatura for the main text, and finds it again in the leaves of the page.

Only which leaves belong to the main text is trafilatura's word; what they say is read from the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archivist.readers.html.leaves import Leaf, key
from archivist.readers.html.page import Page

LONG = 24  # letters that are found by themselves; shorter ones only between those
CHUNK = 16


def components() -> tuple[tuple[str, str], ...]:
    """The libraries that shape the text, with their versions."""
    from importlib.metadata import version

    from lxml import etree

    libxml2 = ".".join(str(number) for number in etree.LIBXML_VERSION)
    return (("trafilatura", version("trafilatura")), ("libxml2", libxml2))


def text(page: Page) -> str:
    """The letters and digits of what trafilatura takes for the main text."""
    import trafilatura  # 0.3 s

    found = trafilatura.bare_extraction(page.tree, include_comments=False)
    if found is None or found.body is None:
        return ""
    return key("".join(found.body.itertext()))


def seen(found: Sequence[Leaf], said: str) -> list[bool]:
    """Which leaves are part of what was said, in the same order."""
    keys = [leaf.key for leaf in found]
    places = anchors(keys, said)
    kept = [place is not None for place in places]
    _between(keys, said, places, kept)
    return kept


def anchors(keys: Sequence[str], said: str) -> list[tuple[int, int] | None]:
    places: list[tuple[int, int] | None] = []
    at = 0
    for key_ in keys:
        place = None
        if len(key_) >= LONG:
            start = said.find(key_, at)
            if start < 0:
                start = said.find(key_)
            if start >= 0:
                place = (start, start + len(key_))
                at = place[1]
            elif _mostly(key_, said):
                start = said.find(key_[:CHUNK], at)
                end = said.find(key_[-CHUNK:], max(start, at))
                place = (start if start >= 0 else at, end + CHUNK if end >= 0 else at)
        places.append(place)
    return places


def _mostly(key_: str, said: str) -> bool:
    chunks = [key_[at : at + CHUNK] for at in range(0, len(key_) - CHUNK + 1, CHUNK)]
    return 2 * sum(chunk in said for chunk in chunks) > len(chunks)


def _between(keys: Sequence[str], said: str, places: Sequence[Any], kept: list[bool]) -> None:
    """Short leaves count where they stand between the long ones around them."""
    at = 0
    for index, key_ in enumerate(keys):
        place = places[index]
        if place is not None:
            at = place[1]
        elif key_:
            end = next((later[0] for later in places[index + 1 :] if later is not None), len(said))
            start = said.find(key_, at, max(end, at))
            if start == at or (start >= 0 and start - at < 40):
                kept[index] = True
                at = start + len(key_)
