"""This module cuts text into paragraphs and says on which line a character stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.record import Block, Evidence, Span

# Line ends: CR LF, LF, CR, and the form feed between OCR pages; a blank line has only white space.
# Possessive: what may be given back costs 120 bytes a character.
_PARAGRAPH = re.compile(
    r"[^\s](?:[^\r\n\f\u2028\u2029]++|(?:\r\n|[\r\n\u2028])(?=[^\S\r\n\f]*[^\s]))*+"
)


def is_visible(text: str) -> bool:
    """Whether a reader sees anything: no white space, no control, nothing that is ignorable."""
    return _VISIBLE.search(text) is not None


# Unicode: all but White_Space, Cc and Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
_VISIBLE = re.compile(
    "[^\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def paragraphs(text: str) -> Iterator[Block]:
    """Blocks of role `paragraph`: runs of lines that are not blank, without outer white space."""
    evidence = Evidence("block.paragraph")
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        end = start + len(match.group().rstrip())
        yield Block("paragraph", Span(start, end), evidence)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1, in code points) of an offset; CR LF, LF and CR end a line."""
    before = text[:offset]
    ends = [match.end() for match in _LINE_END.finditer(before)]
    if ends and before.endswith("\r") and text[offset : offset + 1] == "\n":
        ends.pop()  # the offset lies inside a CR LF
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


_LINE_END = re.compile(r"\r\n|\r|\n")
