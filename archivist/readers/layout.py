"""This module lays leaves out as a text: an empty line between blocks, spans into the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archivist.record import Block, BlockRole, Evidence, Span


class Leaf(NamedTuple):
    """One block before it has a place: role, rule, path in the source format, visible text."""

    role: BlockRole
    rule: str
    path: str
    text: str


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
