"""This module says what the parts of a page are called: asides, captions, leads.

The words stand in `data/page-zones.tsv`. A name is evidence of what a block is, no proof: who uses
it weighs how much of the text the block holds.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Any

Zone = tuple[str, str]  # kind and word: ("aside", "newsletter")

TAGS: dict[str, Zone] = {
    "aside": ("aside", "<aside>"),
    "nav": ("aside", "<nav>"),
    "footer": ("aside", "<footer>"),
    "form": ("aside", "<form>"),
    "dialog": ("aside", "<dialog>"),
    "menu": ("aside", "<menu>"),
    "figure": ("caption", "<figure>"),
    "figcaption": ("caption", "<figcaption>"),
    "caption": ("caption", "<caption>"),
}
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ATTRIBUTES = ("class", "id", "data-component", "data-testid", "itemprop")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_:/]+|-{2,}")


@functools.cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    table = (files("archivist") / "data" / "page-zones.tsv").read_text("utf-8")
    kinds: dict[str, str] = {}
    for line in table.splitlines():
        kind, found, word = line.partition("\t")
        if found and not line.startswith("#"):
            kinds[word] = kind
    longest_first = sorted(kinds, key=lambda word: (-len(word), word))
    return kinds, re.compile(rf"(?<![a-z0-9])(?:{'|'.join(longest_first)})(?![a-z0-9])")


@functools.lru_cache(maxsize=4096)
def _named(names: str) -> tuple[Zone, ...]:
    kinds, words = _words()
    flat = _SPLIT.sub("  ", _HUMP.sub("-", names)).lower()
    return tuple((kinds[word], word) for word in dict.fromkeys(words.findall(flat)))


def of(element: Any) -> tuple[Zone, ...]:
    """What the element is by its tag and its names; nothing for most."""
    attributes = _ATTRIBUTES if element.tag not in HEADINGS else ("class",)  # its id is its words
    names = " ".join(filter(None, (element.get(name) for name in attributes)))
    found = _named(names) if names else ()
    tag = TAGS.get(element.tag)
    return (*found, tag) if tag else found
