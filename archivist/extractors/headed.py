"""This module takes back a printed headline that was only guessed, where the source states another.

A row of a table, a feed or a wire has its headline beside the text: the first line of the text is
then a headline only if it says the same.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from archivist.record import Block, Declared

GUESSED = ("headline.first-line", "headline.capitals")


def corrected(
    text: str, blocks: tuple[Block, ...], declared: Sequence[Declared]
) -> tuple[Block, ...]:
    """The blocks; a guessed headline that differs from the declared one is a paragraph."""
    stated = [_folded(item.value) for item in declared if item.field == "headline"]
    if not any(stated):
        return blocks
    return tuple(
        dataclasses.replace(block, role="paragraph") if _is_other(text, block, stated) else block
        for block in blocks
    )


def _is_other(text: str, block: Block, stated: Sequence[str]) -> bool:
    if block.role != "headline" or block.evidence.rule not in GUESSED:
        return False
    printed = _folded(block.span.of(text))
    return not any(printed in item or item in printed for item in stated if item)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
