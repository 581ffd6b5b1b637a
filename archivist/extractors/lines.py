"""This module cuts blocks into lines and tells hard-wrapped paragraphs from lines that stand alone.

Offsets are code points into the text of the document, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archivist.extractors.extent import columns, extent, first_word
from archivist.record import Span

# CR LF, LF, CR, and the rarer ends that Unicode and OCR software know.
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
WRAP_WIDTH = 100  # code points: newsroom systems wrap at 64-80, mail at 72-78, nobody beyond this
WRAP_MINIMUM = 40  # narrower columns are tables, verse or captions,
NEWSPAPER = 28  # or the columns of old newspapers, where there are many lines
SENTENCE_END = frozenset(".!?…:;\"'”’»«“)]。！？：；」』）】〉》｡؟۔।॥։።၊។")
_PROSE_END = frozenset('.!?…"”»’:;。！？」』：；؟۔।॥։።។')


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer white space; `indent` is how many blanks stood before it.

    `opens`: one of them as wide as a Chinese sign, which is how China and Japan begin paragraphs.
    """

    start: int
    end: int
    indent: int
    text: str
    opens: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def lines_of(text: str, span: Span) -> tuple[Line, ...]:
    """The lines of a span that hold a visible character."""
    found = []
    for match in _LINE.finditer(text, span.start, span.end):
        raw = match.group()
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = match.start() + indent
            opens = "\u3000" in raw[:indent]
            found.append(Line(start, start + len(stripped), indent, stripped, opens))
    return tuple(found)


def count_ends(text: str, span: Span) -> int:
    """How many line ends a span holds, roughly and fast: CR LF counts once."""
    feeds = text.count("\n", span.start, span.end)
    return feeds or text.count("\r", span.start, span.end)


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the lines are one column: the first word of each would not have fitted above.

    Two lines are enough where both the width and the missing full stop say so.
    """
    if len(lines) < 2 or sum(line.opens for line in lines) * 2 > len(lines):
        return False
    width = max(columns(line.text) + line.indent for line in lines)
    if not (WRAP_MINIMUM if len(lines) < 5 else NEWSPAPER) <= width <= WRAP_WIDTH:
        return False
    breaks = [_is_break(above, below, width) for above, below in pairwise(lines)]
    if len(lines) == 2:
        return breaks[0] and not ends_sentence(lines[0].text)
    return sum(breaks) * 4 >= len(breaks) * 3


def _is_break(above: Line, below: Line, width: int) -> bool:
    """Whether a new line was needed here, or the text starts a new paragraph by its indent."""
    word = first_word(below.text)
    fits = above.indent + columns(above.text) + 1 + len(word) <= width - 2
    return not fits or below.indent > above.indent


def ends_sentence(text: str) -> bool:
    """Whether the last character closes a sentence or a quotation."""
    return text[-1] in SENTENCE_END


def is_prose(text: str) -> bool:
    """Whether a piece reads as running text: long, or a closed sentence of some length."""
    if len(text) >= 200:
        return True
    size = extent(text)
    return size >= 200 or (size >= 60 and text[-1] in _PROSE_END) or _is_thai_prose(text)


def _is_thai_prose(text: str) -> bool:
    """Thai and Lao end no sentence with a mark; headlines are not half as long."""
    return len(text) >= 120 and "\u0e00" <= text[0] <= "\u0eff"
