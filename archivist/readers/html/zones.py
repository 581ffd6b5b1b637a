"""This module says what the parts of a page are called: asides, captions, leads.

The words stand in `data/page-zones.tsv`. A name is evidence of what a block is, no proof: who uses
it weighs how much of the text the block holds.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Any

ASIDE, CAPTION, LEAD = "aside", "caption", "lead"
TAGS = {
    "aside": ASIDE,
    "nav": ASIDE,
    "footer": ASIDE,
    "form": ASIDE,
    "dialog": ASIDE,
    "menu": ASIDE,
    "figure": CAPTION,
    "figcaption": CAPTION,
    "caption": CAPTION,
}
_ATTRIBUTES = ("class", "id", "data-component", "data-testid", "itemprop")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_:/]+|-{2,}")


@functools.cache
def _words() -> dict[str, re.Pattern[str]]:
    table = (files("archivist") / "data" / "page-zones.tsv").read_text("utf-8")
    kinds: dict[str, list[str]] = {}
    for line in table.splitlines():
        kind, found, word = line.partition("\t")
        if found and not line.startswith("#"):
            kinds.setdefault(kind, []).append(re.escape(word))
    return {
        kind: re.compile(
            rf"(?<![a-z0-9])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![a-z0-9])"
        )
        for kind, words in kinds.items()
    }


@functools.lru_cache(maxsize=4096)
def _named(names: str) -> frozenset[str]:
    flat = _SPLIT.sub("  ", _HUMP.sub("-", names)).lower()
    return frozenset(kind for kind, words in _words().items() if words.search(flat))


def of(element: Any) -> frozenset[str]:
    """What the element is by its tag and its names: aside, caption, lead; nothing for most."""
    names = " ".join(filter(None, (element.get(name) for name in _ATTRIBUTES)))
    found = _named(names) if names else frozenset()
    tag = TAGS.get(element.tag)
    return found | {tag} if tag else found
