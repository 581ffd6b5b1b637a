"""This module lays leaves out as a text: an empty line between blocks, spans into the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archivist import text as texts
from archivist.record import Block, BlockRole, Evidence, Span


class Leaf(NamedTuple):
    """One block before it has a place: role, rule, path in the source format, visible text."""

    role: BlockRole
    rule: str
    path: str
    text: str


def paragraphs(text: str, rule: str, path: str) -> Iterator[Leaf]:
    """Plain text that stands at one place of the source, cut by its empty lines."""
    for block in texts.paragraphs(text):
        yield Leaf("paragraph", rule, path, block.span.of(text))


def lay_out(leaves: Iterable[Leaf]) -> tuple[str, tuple[Block, ...]]:
    """The text, and the blocks with their spans in it; a leaf of white space gives none."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for leaf in leaves:
        text = leaf.text.strip()
        if text:
            evidence = Evidence(leaf.rule, 100, declared=leaf.path)
            blocks.append(Block(leaf.role, Span(at, at + len(text)), evidence))
            parts.append(text)
            at += len(text) + 2
    return "\n\n".join(parts), tuple(blocks)
