"""This module holds the parts of a page: blocks in each other, leaves of text, their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archivist.readers.html import zones
from archivist.readers.html.zones import HEADINGS

# In a paragraph there is no heading; below these a heading above counts no more.
TEXTS = frozenset(("p", "li", "dd", "td", "blockquote", "article", "section", "main", "body"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A block of the page, in the block around it."""

    element: Any
    tag: str
    around: Box | None
    hidden: bool
    zones: tuple[zones.Zone, ...]

    def path(self) -> Iterator[Box]:
        """This block and those around it, from the inside."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.around

    def within(self, *tags: str) -> bool:
        """Whether this block or one around it has one of the tags."""
        return any(box.tag in tags for box in self.path())

    def heading(self) -> str | None:
        """The tag of the heading this block is or stands in; a paragraph stands in none."""
        for box in self.path():
            if box.tag in HEADINGS:
                return box.tag
            if box.tag in TEXTS:
                return None
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One piece of text, the innermost block that holds it, and how much of it is links.

    `key`: its letters and digits alone, what two renderings of the same words share.
    `size`: how long it is in characters of an alphabet.
    """

    text: str
    box: Box
    linked: int
    key: str
    size: int


def key(text: str) -> str:
    """The letters and digits of a text, case folded."""
    return _NO_LETTERS.sub("", text).casefold()


_NO_LETTERS = re.compile(r"[\W_]+")


class Paths:
    """Where elements stand in the page, as XPath: `/html/body/div[2]/p[7]`.

    lxml's `getpath` counts brothers again for each; ten thousand paragraphs would take a minute.
    """

    def __init__(self) -> None:
        self._known: dict[Any, str] = {}

    def of(self, element: Any) -> str:
        """The path of an element."""
        chain = []
        while element is not None and element not in self._known:
            chain.append(element)
            element = element.getparent()
        for each in reversed(chain):
            self._name_children(each.getparent(), each)
        return self._known[chain[0]] if chain else self._known[element]

    def _name_children(self, parent: Any, child: Any) -> None:
        if parent is None:
            self._known[child] = f"/{child.tag}"
            return
        brothers = [each for each in parent if isinstance(each.tag, str)]
        total = Counter(each.tag for each in brothers)
        before: Counter[str] = Counter()
        for each in brothers:
            before[each.tag] += 1
            number = f"[{before[each.tag]}]" if total[each.tag] > 1 else ""
            self._known.setdefault(each, f"{self._known[parent]}/{each.tag}{number}")


def size(text: str) -> int:
    """The length of a text; a character of a script without blanks counts for two and a half."""
    return len(text) if text.isascii() else len(text) + 3 * len(_WIDE.findall(text)) // 2


# Thai and Lao, Burmese, Khmer, Chinese and Japanese
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


def is_hidden(element: Any) -> bool:
    """Whether the markup itself says that the element is not shown."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and _HIDING.search(style) is not None
