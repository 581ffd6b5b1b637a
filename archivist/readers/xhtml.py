"""This module turns markup of running text into pieces: XHTML, HTML fragments, and what is alike.

Elements are known by their local name, whatever namespace they are in or lack. White space means
one blank, as in a browser; `pre` is kept as printed. Two `br` in a row part paragraphs, a row of
a table is one piece with tabs between its cells. Nothing that a browser shows is left out; time
is linear in the size of the markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import etree

from archivist import markup as xml
from archivist.readers.layout import Leaf
from archivist.record import BlockRole
from archivist.text import paragraphs


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the elements of a markup do; what is in none of the tables runs on in its line.

    `blocks`: element → role of its text, None for the role of what it lies in; `hidden`: shown
    nowhere; `verbatim`: white space counts.
    """

    rule: str
    blocks: dict[str, BlockRole | None]
    hidden: frozenset[str]
    verbatim: frozenset[str] = frozenset({"pre"})


_PLAIN = (
    "html body div p section article main center form fieldset details summary dl blockquote"
    " address ul ol dir menu table thead tbody tfoot figure header footer aside nav hr pre hgroup"
    " noscript iframe object picture video audio"
)
XHTML: Final = Vocabulary(
    "xhtml",
    {
        **dict.fromkeys(_PLAIN.split()),
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "subhead"),
        **dict.fromkeys(("li", "dt", "dd"), "list-item"),
        **dict.fromkeys(("figcaption", "caption"), "caption"),
        "tr": "other",
    },
    frozenset({"head", "title", "script", "style", "template", "select", "datalist", "svg"}),
    frozenset({"pre", "textarea", "listing", "xmp"}),
)
CELLS = frozenset({"td", "th"})
DEEPEST = 64  # elements a path names; below, the place is that of the last one named
LONGEST = 64  # characters of a name in a path


def fragment(markup: str | etree._Element, vocabulary: Vocabulary = XHTML) -> list[Leaf]:
    """The pieces of an HTML fragment or page, or of an element with all that it holds.

    Paths are those of XPath from the root given, without prefixes: `/html[1]/body[1]/p[3]`.
    """
    if not isinstance(markup, str):
        return list(_Walk(vocabulary).leaves(markup))
    if "<" not in markup:
        return list(_printed(html.unescape(markup), f"{vocabulary.rule}.text"))
    root = xml.parse_html(markup)
    if root is None:
        return list(_printed(_without_tags(markup), f"{vocabulary.rule}.without-tags"))
    return list(_Walk(vocabulary).leaves(root))


def plain(markup: str | etree._Element) -> str:
    """A line of markup, such as a headline, as a reader sees it: one line without tags."""
    return " ".join(" ".join(leaf.text.split()) for leaf in fragment(markup))


def _printed(text: str, rule: str) -> Iterator[Leaf]:
    """Text without markup: its blank lines part it."""
    for block in paragraphs(text):
        yield Leaf("paragraph", rule, "/", block.span.of(text))


def _without_tags(markup: str) -> str:
    """Markup that no parser holds, because it is nested too deeply: its words."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n\n", _HIDDEN.sub("", markup))))


_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|li|tr|table|ul|ol|br|hr|blockquote|section)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[!?][^<>]*>", re.I)


# ------------------------------------------------------------------ a tree


@dataclass(slots=True)
class _Open:
    """An element that is open: where it stands, what its text is, which children it had."""

    path: str
    depth: int
    role: BlockRole
    block: bool
    verbatim: bool
    cell: bool  # of a row: what lies in it parts nothing
    counts: dict[str, int] = field(default_factory=dict)


_Kind = Literal["flow", "verbatim", "break", "cell"]


@dataclass(slots=True)
class _Walk:
    """One way through a tree from its first character to the last; `line` is what is not out."""

    vocabulary: Vocabulary
    line: list[tuple[_Kind, str]] = field(default_factory=list)
    broken: bool = False  # a `br` was the last thing seen

    def leaves(self, root: etree._Element) -> Iterator[Leaf]:
        stack = [_Open("", 0, "paragraph", False, False, False)]
        hidden = 0
        for event, node in xml.walk(root):
            if isinstance(node, str):
                if not hidden:
                    self.add(stack[-1], node)
            elif hidden or (event == "open" and self.hides(node)):
                hidden += 1 if event == "open" else -1
            elif event == "open":
                yield from self.open(stack, node)
            else:
                closed = stack.pop()
                if closed.block:
                    yield from self.flush(closed)
        yield from self.flush(stack[-1])

    def hides(self, element: etree._Element) -> bool:
        return xml.local_name(element) in self.vocabulary.hidden

    def add(self, place: _Open, text: str) -> None:
        self.line.append(("verbatim" if place.verbatim else "flow", text))
        if self.broken and not text.isspace():
            self.broken = False

    def open(self, stack: list[_Open], element: etree._Element) -> Iterator[Leaf]:
        above, name = stack[-1], xml.local_name(element)
        opened = self.opened(above, element, name)
        if name == "br":
            if self.broken:
                yield from self.flush(above)
            elif self.line:
                self.line.append(("break", ""))
                self.broken = True
        elif opened.block:
            yield from self.flush(above)
        elif name in CELLS or above.cell:
            self.line.append(("cell", "") if name in CELLS else ("flow", ""))
        stack.append(opened)

    def opened(self, above: _Open, element: etree._Element, name: str) -> _Open:
        number = above.counts[name] = above.counts.get(name, 0) + 1
        path = above.path
        if above.depth < DEEPEST:
            path = f"{path}/{name[:LONGEST]}[{number}]"
        verbatim = above.verbatim or name in self.vocabulary.verbatim
        role = self.vocabulary.blocks.get(name) or above.role
        block = name in self.vocabulary.blocks and not above.cell
        cell = above.cell
        if name in CELLS:
            cell = not self.is_page(element)
            block = not cell
            role = role if cell else "paragraph"
        return _Open(path, above.depth + 1, role, block, verbatim, cell)

    def is_page(self, cell: etree._Element) -> bool:
        """Whether a cell holds paragraphs: tables lay out mails and old pages."""
        inside = cell
        for _ in range(8):
            children = [c for c in inside if xml.local_name(c) in self.vocabulary.blocks]
            if len(children) != 1:
                return len(children) > 1
            inside = children[0]
            if xml.local_name(inside) == "table":
                return True
        return False

    # -------------------------------------------------------------- pieces

    def flush(self, place: _Open) -> Iterator[Leaf]:
        """What stands in the line, as one piece; printed verbatim, as one for each paragraph."""
        if not self.line:
            return
        pieces, self.line, self.broken = self.line, [], False
        rule = f"{self.vocabulary.rule}.{place.role}"
        kinds = {kind for kind, _ in pieces}
        text = _set(pieces, kinds)
        if "verbatim" in kinds:
            for block in paragraphs(text):
                yield Leaf(place.role, rule, place.path or "/", block.span.of(text))
        elif text:
            yield Leaf(place.role, rule, place.path or "/", text)


_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGES = re.compile(r" ?([\n\t]) ?")
_MARKS = {"break": "\n", "cell": "\t"}


def _set(pieces: list[tuple[_Kind, str]], kinds: set[_Kind]) -> str:
    """The pieces of a line as a browser sets them; a no-break space is a character and stays."""
    if kinds == {"flow"}:
        return _SPACE.sub(" ", "".join([text for _, text in pieces])).strip(" ")
    if "verbatim" in kinds:
        return "".join(text or _MARKS.get(kind, "") for kind, text in pieces)
    parts: list[str] = []
    flow: list[str] = []
    for kind, text in (*pieces, ("break", "")):
        if kind == "flow":
            flow.append(text)
        else:
            parts += _SPACE.sub(" ", "".join(flow)), _MARKS[kind]
            flow = []
    return _EDGES.sub(r"\1", "".join(parts)).strip(" \n\t")
