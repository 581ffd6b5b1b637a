"""This module takes the hard wraps off text that a database broke at a fixed width.

A line was broken by the database where the next word would not have fitted; where it would have,
the break is the article's own and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

NARROW, WIDE = 60, 100  # widths in use: 72 and 78; beyond, nothing was wrapped


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs, parted by blank lines, each with the breaks that are its own."""
    lines = re.split(r"\r\n|[\r\n\f\x85\u2028]", text)
    width = max((len(line.rstrip()) for line in lines), default=0)
    wrapped = NARROW <= width <= WIDE
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            held.append(line.rstrip())
        elif held:
            yield _joined(held, width) if wrapped else "\n".join(line.strip() for line in held)
            held = []


def _joined(lines: list[str], width: int) -> str:
    parts = [lines[0].strip()]
    for before, line in pairwise(lines):
        word = line.split(maxsplit=1)[0]
        is_wrap = len(before) + 1 + len(word) > width and not _is_centred(before)
        parts.append((" " if is_wrap else "\n") + line.strip())
    return "".join(parts)


def _is_centred(line: str) -> bool:
    """Lines of the head that stand in the middle of the page: each is its own."""
    return len(line) - len(line.lstrip()) >= 8
