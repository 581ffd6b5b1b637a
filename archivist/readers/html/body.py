"""This module finds the main text of a page: blocks with their roles, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archivist.readers.html import claims, witness
from archivist.readers.html.choose import choose
from archivist.readers.html.leaves import PRE, Leaf, leaves
from archivist.readers.html.page import Page
from archivist.record import Block, BlockRole, Evidence, Span


@dataclass(frozen=True, slots=True)
class Main:
    """The main text, its blocks (paths into the page as evidence), and what shaped it."""

    text: str
    blocks: tuple[Block, ...]
    components: tuple[tuple[str, str], ...] = ()


def read(page: Page) -> Main:
    """The main text of the page; empty where it has none."""
    found = leaves(page.tree)
    taken = witness.seen(found, witness.text(page.tree))
    kept = choose(found, taken, claims.read(page.tree, found))
    text, blocks = lay_out(leaf for leaf, keep in zip(found, kept, strict=True) if keep)
    return Main(text, blocks, witness.components())


def role(leaf: Leaf) -> tuple[BlockRole, str]:
    """What the leaf is by its markup, and the rule that says so."""
    if leaf.box.heading():
        return "subhead", "html.heading"
    tags = [box.tag for box in leaf.box.path()]
    if any(tag in PRE for tag in tags) and _is_code(leaf):
        return "other", "html.code"
    for tag in tags:
        if tag in _ROLES:
            return _ROLES[tag]
    return "paragraph", "html.text"


_ROLES: dict[str, tuple[BlockRole, str]] = {
    "li": ("list-item", "html.list-item"),
    "dd": ("list-item", "html.list-item"),
    "dt": ("list-item", "html.list-item"),
    "figcaption": ("caption", "html.caption"),
    "caption": ("caption", "html.caption"),
    "summary": ("subhead", "html.heading"),
    "td": ("paragraph", "html.cell"),
    "th": ("paragraph", "html.cell"),
    "p": ("paragraph", "html.paragraph"),
    "blockquote": ("paragraph", "html.paragraph"),
}


def _is_code(leaf: Leaf) -> bool:
    """Whether preformatted text is a program: so marked, or named after its colours."""
    box = leaf.box
    names = f"{box.element.get('class')} {box.around and box.around.element.get('class')}"
    return box.element.find(".//code") is not None or "highlight" in names or "code" in names


def lay_out(found: Iterable[Leaf]) -> tuple[str, tuple[Block, ...]]:
    """The text with an empty line between blocks, and the blocks with their spans in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for leaf in found:
        text = leaf.text.strip()
        named, rule = role(leaf)
        path = leaf.box.element.getroottree().getpath(leaf.box.element)
        span = Span(at, at + len(text))
        blocks.append(Block(named, span, Evidence(rule, declared=path)))
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), tuple(blocks)
