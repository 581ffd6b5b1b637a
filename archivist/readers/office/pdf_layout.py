"""This module makes paragraphs of printed lines: by gaps, indents, sizes of type, short last lines.

Heads and feet that run through the pages are blocks of their own; the largest type at the top of
the first page is the headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from archivist.readers.layout import Leaf
from archivist.readers.office import properties
from archivist.readers.office.pdf_lines import Line

_LEADING = 1.35  # a gap is wider than so many usual line distances
_SIZE = 1.15  # another size of type, in relation to the line before
_LARGE = 1.25  # type of headings, in relation to that of most lines
_HEADING = 300  # characters a heading has at most
_TOP = 5  # blocks of the first page among which the headline is
_SHORT = 0.85  # a line that ends so early in its column ends a paragraph, if a sentence ends too
_RUNNING = 3  # pages on which a first or last line is the same, but for its numbers
_SENTENCE_END = (".", "!", "?", ":", "…", '."', ".”", ".»", "!”", "?”", "!»", "?»")


def leaves(pages: Sequence[Sequence[Line]], title: str) -> Iterator[Leaf]:
    leading = _usual_leading(pages)
    running = _running(pages)
    found = [
        (number, held, role)
        for number, lines in enumerate(pages, start=1)
        for held, role in _grouped(lines, running, leading)
    ]
    usual = _usual_height(pages)
    head = _headline([held for number, held, role in found if number == 1 and not role], usual)
    headed = head is not None
    for number, held, role in found:
        text = "\n".join(line.text for line in held)
        path = f"page[{number}]"
        if role:
            yield Leaf("other", "pdf.running", path, text)
        elif held is head:
            yield Leaf("headline", "pdf.large-type", path, text)
        elif not headed and properties.same(text, title):
            headed = True
            yield Leaf("headline", "pdf.title", path, text)
        elif _is_large(held, usual):
            yield Leaf("subhead", "pdf.large-type", path, text)
        else:
            headed = True
            yield Leaf("paragraph", "pdf.paragraph", path, text)


def _usual_height(pages: Sequence[Sequence[Line]]) -> float:
    """The height of the type that most characters are set in."""
    letters: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        letters[round(line.height, 1)] += len(line.text)
    return max(letters, key=lambda height: (letters[height], height), default=0.0)


def _is_large(held: Sequence[Line], usual: float) -> bool:
    short = sum(len(line.text) for line in held) <= _HEADING
    return usual > 0 and short and min(line.height for line in held) >= _LARGE * usual


def _headline(blocks: Sequence[list[Line]], usual: float) -> list[Line] | None:
    """The block set in the largest type at the top of the first page."""
    large = [held for held in blocks[:_TOP] if _is_large(held, usual)]
    return max(large, key=lambda held: held[0].height, default=None)


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """First and last lines that come again on other pages, with their numbers as `#`."""
    edges = Counter(
        key for lines in pages if lines for key in {_key(lines[0]), _key(lines[-1])} if key
    )
    return frozenset(key for key, times in edges.items() if times >= _RUNNING)


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _usual_leading(pages: Sequence[Sequence[Line]]) -> float:
    """The distance from line to line, in heights of the line, that is met most."""
    steps = [
        (above.bottom - below.bottom) / above.height
        for lines in pages
        for above, below in pairwise(lines)
        if above.height > 0 and 0 < above.bottom - below.bottom < 3 * above.height
    ]
    return median_low(steps) if steps else 1.2


def _grouped(
    lines: Sequence[Line], running: frozenset[str], leading: float
) -> Iterator[tuple[list[Line], bool]]:
    """Lines of one paragraph together; True for heads and feet of the page."""
    held: list[Line] = []
    for at, line in enumerate(lines):
        if at in (0, len(lines) - 1) and _key(line) in running:
            if held:
                yield held, False
            held = []
            yield [line], True
            continue
        if held and _parted(held, line, leading):
            yield held, False
            held = []
        held.append(line)
    if held:
        yield held, False


def _parted(held: Sequence[Line], line: Line, leading: float) -> bool:
    """Whether a line begins a new paragraph after those held."""
    last = held[-1]
    big, small = max(last.height, line.height), min(last.height, line.height)
    if small <= 0 or big / small > _SIZE:
        return True
    step = last.bottom - line.bottom
    ended = last.text.endswith(_SENTENCE_END)
    if step < 0:  # the next column, or a block that stands elsewhere
        return ended or not (line.text[:1].islower() or last.text.endswith("-"))
    if step > _LEADING * leading * last.height:
        return True
    edge = min(item.left for item in held[1:] or held)
    if line.left > edge + 0.6 * line.height and last.left < line.left:
        return ended or last.left <= edge
    width = max(item.right for item in held) - edge
    return ended and len(held) > 1 and last.right < edge + _SHORT * width
