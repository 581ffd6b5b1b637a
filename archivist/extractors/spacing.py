"""This module joins the lines of a column that was typed or scanned with a blank line below each.

`The mayor said that the work on the bridge would take` · blank · `another two months. He had no …`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archivist.extractors import lines
from archivist.extractors.extent import columns, first_word
from archivist.extractors.lines import Line
from archivist.record import Block, Evidence, Span

FEWEST = 6  # lines; fewer blocks of one line are a short text


def without_double_spacing(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The same blocks, or those of a column whose lines are joined to paragraphs."""
    if len(blocks) < FEWEST or any(block.role != "paragraph" for block in blocks):
        return blocks
    found = [line for block in blocks for line in lines.lines_of(text, block.span)]
    if len(found) != len(blocks):
        return blocks
    width = max(columns(line.text) + line.indent for line in found)
    if not lines.WRAP_MINIMUM <= width <= lines.WRAP_WIDTH:
        return blocks
    joins = [_goes_on(above, line, width) for above, line in pairwise(found)]
    if sum(joins) * 2 < len(joins):
        return blocks
    return list(_joined(found, joins))


def _joined(found: Sequence[Line], joins: Sequence[bool]) -> Iterator[Block]:
    """One block for each run of lines; `joins` says of each but the last whether it goes on."""
    evidence = Evidence("block.double-spaced")
    start = found[0].start
    for line, below, joined in zip(found, [*found[1:], None], [*joins, False], strict=True):
        if not joined:
            yield Block("paragraph", Span(start, line.end), evidence)
            start = below.start if below else line.end


def _goes_on(above: Line, line: Line, width: int) -> bool:
    """Whether the next line is of the same paragraph: its first word found no room above."""
    if line.indent >= above.indent + 2:
        return False
    if line.text[0].islower():
        return True
    room = width - above.indent - columns(above.text) - 1
    return room < len(first_word(line.text)) + 2 and not lines.ends_sentence(above.text)
