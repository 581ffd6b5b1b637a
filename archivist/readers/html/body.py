"""This module finds the main text of a page: blocks with their roles, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archivist.readers.html import claims, witness
from archivist.readers.html.boxes import Leaf, Paths
from archivist.readers.html.choose import choose, densest
from archivist.readers.html.leaves import PRE, leaves
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
    stated = claims.read(page.tree, found)
    chosen = _chosen(page.tree, found, stated)
    if _letters(chosen) < ENOUGH:  # a page that script would fill: look where it gets it from
        unscripted = leaves(page.tree, noscript=True)
        if len(unscripted) > len(found):
            other = _chosen(page.tree, unscripted, stated)
            chosen = other if _letters(other) >= ENOUGH else chosen  # else: `enable JavaScript`
    text, blocks = lay_out(chosen)
    if _letters(chosen) < ENOUGH and len(stated.body) > 2 * len(text):
        text, blocks = _stated(stated)
    return Main(text, blocks, witness.components())


ENOUGH = 250  # letters
SENTENCE = 80  # characters; leads are marked up as headings, too
MOST = 10_000  # leaves; the time of trafilatura grows with their square


def _chosen(tree: Any, found: list[Leaf], stated: claims.Claims) -> list[Leaf]:
    taken = witness.seen(found, witness.text(tree)) if len(found) <= MOST else []
    if not any(taken):
        taken = densest(found)
    for kept in (
        choose(found, taken, stated),
        taken,
    ):  # a page of which nothing stays has some text
        if any(kept):
            break
    return [leaf for leaf, keep in zip(found, kept, strict=True) if keep]


def _letters(found: list[Leaf]) -> int:
    return sum(len(leaf.key) for leaf in found)


def _stated(stated: claims.Claims) -> tuple[str, tuple[Block, ...]]:
    """The body that the data of the page state, where the page itself shows none."""
    parts = [part for part in (line.strip() for line in stated.body.splitlines()) if part]
    text = "\n\n".join(parts)
    evidence = Evidence("html.json-ld", declared=stated.path)
    blocks: list[Block] = []
    at = 0
    for part in parts:
        blocks.append(Block("paragraph", Span(at, at + len(part)), evidence))
        at += len(part) + 2
    return text, tuple(blocks)


def role(leaf: Leaf) -> tuple[BlockRole, str]:
    """What the leaf is by its markup, and the rule that says so."""
    if any(kind == "embed" for box in leaf.box.path() for kind, _ in box.zones):
        return "other", "html.embed"
    if leaf.box.heading():
        sentence = leaf.size >= SENTENCE and leaf.text.endswith((".", "!", "?", "…", "。"))
        return ("paragraph" if sentence else "subhead"), "html.heading"
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
    "tr": ("paragraph", "html.row"),
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
    paths = Paths()
    for leaf in found:
        text = leaf.text
        named, rule = role(leaf)
        path = paths.of(leaf.box.element)
        span = Span(at, at + len(text))
        blocks.append(Block(named, span, Evidence(rule, declared=path)))
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), tuple(blocks)
