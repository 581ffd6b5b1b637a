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
    taken = witness.seen(found, witness.text(page))
    kept = choose(found, taken, claims.read(page.tree, found))
    text, blocks = lay_out(leaf for leaf, keep in zip(found, kept, strict=True) if keep)
    return Main(text, blocks, witness.components())


def role(leaf: Leaf) -> tuple[BlockRole, str]:
    """What the leaf is by its markup, and the rule that says so."""
    for box in leaf.box.path():
        tag = box.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary"):
            return "subhead", "html.heading"
        if tag in ("li", "dd", "dt"):
            return "list-item", "html.list-item"
        if tag in ("figcaption", "caption"):
            return "caption", "html.caption"
        if tag in PRE:
            return "other", "html.code"
        if tag in ("td", "th"):
            return ("paragraph", "html.cell") if len(leaf.text) > 120 else ("other", "html.cell")
        if tag in ("p", "blockquote"):
            return "paragraph", "html.paragraph"
    return "paragraph", "html.text"


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
