"""This module cuts a page into leaves: the pieces of text a browser shows as blocks of their own.

White space is as a browser shows it: runs of it are one space, `<br>` ends a line, two of them end
a paragraph, no-break spaces and invisible characters stay, `<pre>` stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from archivist.readers.html import zones
from archivist.readers.html.boxes import Box, Leaf, is_hidden, key, size
from archivist.text import is_visible

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li", "listing", "main", "menu", "nav", "noframes", "ol", "optgroup", "p", "plaintext", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "xmp",
))  # fmt: skip
# What a browser does not show as text; words of a form; what is read out in place of script.
UNSEEN = frozenset((
    "head", "script", "style", "template", "noscript", "iframe", "object", "embed", "applet",
    "canvas", "audio", "video", "map", "svg", "math", "select", "datalist", "button", "input",
    "textarea", "rp", "rt", "title",
))  # fmt: skip
QUOTES = ("“", "”", "„", "«", "»", "‘", "‚", "‹", "›", '"', "'", "「", "『")
DEEPEST = 250  # blocks in each other
SOFT_HYPHEN = "\u00ad"  # where a line may be broken: shown nowhere else, no part of the text
PRE = frozenset(("pre", "listing", "xmp", "plaintext"))


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
        self.quotes: list[str] = []  # what closes the <q> that are open
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
            quoted = (element.text or "").lstrip()[:1] in QUOTES
            self.quotes.append("" if quoted else "”")
            self.pieces.append("" if quoted else "“")
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
            self.pieces.append(self.quotes.pop())

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
            coded = self.box.element.find(".//code") is not None
            parts = [text.strip("\r\n")] if coded else _BLANK_LINES.split(text.strip())
            self.add([part.rstrip() if coded else part.strip() for part in parts], linked)
            return
        text = _SEAMS.sub("\n", _SPACES.sub(" ", text))
        if self.row is not None:
            text = _CELLS.sub("\t", text.replace("\n", " ")).strip("\t ")
        self.add([part.strip() for part in _BREAKS.split(text)], linked)

    def add(self, parts: list[str], linked: int) -> None:
        """The parts of a text as leaves of the same block; links are those of the first."""
        assert self.box is not None
        for part in parts:
            if is_visible(part):
                share = min(linked, len(part))
                self.found.append(Leaf(part, self.box, share, key(part), size(part)))
                linked -= share


_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_SEAMS = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n(?:[ \u00a0]*\n)+")
_BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)(?:[^\S\r\n]*(?:\r\n|\r|\n))+")
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
