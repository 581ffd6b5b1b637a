"""This module cuts a page into leaves: the pieces of text a browser shows as blocks of their own.

White space is as a browser shows it: runs of it are one space, `<br>` ends a line, two of them end
a paragraph, no-break spaces and invisible characters stay, `<pre>` stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from archivist.readers.html import zones
from archivist.readers.html.zones import HEADINGS
from archivist.text import is_visible

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noframes",
        "ol",
        "optgroup",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    ]
)
# What a browser does not show as text; words of a form; what is read out in place of script.
UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "map",
        "svg",
        "math",
        "select",
        "datalist",
        "button",
        "input",
        "textarea",
        "rp",
        "rt",
        "title",
    ]
)
TEXTS = frozenset(("p", "li", "dd", "td", "blockquote", "article", "section", "main", "body"))
DEEPEST = 250  # blocks in each other
SOFT_HYPHEN = "\u00ad"  # where a line may be broken: shown nowhere else, no part of the text
PRE = frozenset(("pre", "listing", "xmp", "plaintext"))
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


def leaves(tree: Any, *, noscript: bool = False) -> list[Leaf]:
    """The leaves of a page in the order of its markup, those that are hidden as well.

    `noscript`: also what is shown where script does not run.
    """
    return _Cutter(UNSEEN - {"noscript"} if noscript else UNSEEN).cut(tree)


class _Cutter:
    """The walk through a tree: the block it is in, and the text not yet laid down."""

    def __init__(self, unseen: frozenset[str]) -> None:
        self.unseen = unseen
        self.found: list[Leaf] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.boxes: list[Box] = []
        self.row: Any = None  # the row of a table of data, which is one leaf

    def cut(self, tree: Any) -> list[Leaf]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in self.unseen:
                    walk.skip_subtree()
                else:
                    self.open(element, tag)
            else:
                if isinstance(tag, str) and tag not in self.unseen:
                    self.close(element, tag)
                if element is not tree:
                    self.say(element.tail)
        self.lay_down()
        return self.found

    def open(self, element: Any, tag: str) -> None:
        if self.row is not None and tag in BLOCKS:
            self.pieces.append("\t" if tag in ("td", "th") else " ")
        elif tag in BLOCKS:
            self.lay_down()
            self.row = element if tag == "tr" and _is_row(element) else None
            self.boxes.append(self.inside(element, tag))
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "a":
            self.links += 1
        elif tag == "q":
            self.pieces.append("“")
        self.say(element.text)

    def close(self, element: Any, tag: str) -> None:
        if self.row is not None and self.row is not element and tag in BLOCKS:
            self.pieces.append(" ")
        elif tag in BLOCKS:
            self.lay_down()
            self.row = None
            self.boxes.pop()
        elif tag == "a":
            self.links -= 1
        elif tag == "q":
            self.pieces.append("”")

    @property
    def box(self) -> Box | None:
        """The block that the walk is in."""
        return self.boxes[-1] if self.boxes else None

    def inside(self, element: Any, tag: str) -> Box:
        """The block of an element; below the deepest level all stand beside each other."""
        around = self.box
        if around is not None and len(self.boxes) > DEEPEST:
            around = around.around
        hidden = around is not None and around.hidden
        return Box(element, tag, around, hidden or is_hidden(element), zones.of(element))

    def say(self, text: str | None) -> None:
        if not text:
            return
        if self.box is None or self.box.tag not in PRE:
            text = _BLANKS.sub(" ", text)
        self.pieces.append(text)
        if self.links and text != " ":
            self.linked += len(text)

    def lay_down(self) -> None:
        """What was said since the last block began or ended, as leaves."""
        if not self.pieces:
            return
        text, linked = "".join(self.pieces).replace(SOFT_HYPHEN, ""), self.linked
        self.pieces, self.linked = [], 0
        if self.box is None or not is_visible(text):
            return
        if self.box.tag in PRE:
            self.found.append(Leaf(text.strip("\r\n"), self.box, linked, key(text), size(text)))
            return
        text = _SEAMS.sub("\n", _SPACES.sub(" ", text))
        if self.row is not None:
            text = _CELLS.sub("\t", text.replace("\n", " ")).strip("\t ")
        for part in _BREAKS.split(text):
            part = part.strip(" \n")
            if is_visible(part):
                self.found.append(
                    Leaf(part, self.box, min(linked, len(part)), key(part), size(part))
                )
                linked = max(0, linked - len(part))


_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_SEAMS = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n(?:[ \u00a0]*\n)+")


_CELLS = re.compile(r" *\t *")
_WRAPS = frozenset(
    ("td", "th", "p", "div", "span", "br", "a", "b", "i", "em", "strong", "sup", "sub")
)
CELL = 120  # characters: who writes more into a cell writes text


def _is_row(row: Any) -> bool:
    """Whether a row holds data, at least two cells of it; else its table is only layout."""
    cells = row.findall("td") + row.findall("th")
    if len(cells) < 2 or any(element.tag not in _WRAPS for element in row.iterdescendants()):
        return False
    return all(sum(map(len, cell.itertext())) <= CELL for cell in cells)


def is_hidden(element: Any) -> bool:
    """Whether the markup itself says that the element is not shown."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and _HIDING.search(style) is not None
