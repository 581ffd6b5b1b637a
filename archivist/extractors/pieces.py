"""This module cuts the reader's blocks further: at the pseudo-header, at lines that stand for
themselves, at the paragraphs of a hard-wrapped column, at lines that are paragraphs.

Nothing is dropped: what lies between two pieces is white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist.extractors import headlines, lines, marks, printed_dates, slugs, standing
from archivist.extractors.extent import columns
from archivist.extractors.lines import Line
from archivist.extractors.spacing import without_double_spacing
from archivist.record import Block, BlockRole, Span

MANY_LINES = 400  # lines of one block; beyond it the block is a table or a log, and stays whole
HEADLINE_SHARE = 1.5  # how much longer the first line of text is than a headline right above it
EDGE = 12  # lines or pieces at the start and the end where the apparatus of a text stands

# `- `, `• `, `1. `, `a) `; not the dash of a dialogue
ITEM = re.compile(r"(?:[-*•·▪◦‣]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text on its way to a block; `role` None while nobody has named it."""

    start: int
    end: int
    role: BlockRole | None
    rule: str
    text: str


def piece(text: str, start: int, end: int, role: BlockRole | None, rule: str) -> Piece:
    return Piece(start, end, role, rule, text[start:end])


def cut(text: str, blocks: Sequence[Block], language: str | None) -> list[Piece]:
    """The pieces of all blocks, the pseudo-header first."""
    header = printed_dates.header(text)
    found: list[Piece] = []
    for block in without_double_spacing(text, blocks):
        start, end = block.span.start, block.span.end
        if header and start <= header.start(1) < end:
            found.append(piece(text, *header.span(1), "header", "block.pseudo-header"))
            start = next_visible(text, header.end(1), end)
        counted = slugs.cutting_end(text, start, end) if not found else start
        if counted > start:
            found.append(piece(text, start, counted, "header", "block.imprint"))
            start = next_visible(text, counted, end)
        visible, controls = _without_controls(text, start, end)
        if start < visible:
            top = all(item.role == "header" for item in found)
            found.extend(_pieces(text, block, Span(start, visible), language, top=top))
        if controls < end:
            found.append(piece(text, controls, end, "end-mark", "block.end-of-file"))
    return found


def _without_controls(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the words of a block end, and where the control characters behind them begin.

    DOS and wire services end a file with 0x1A or 0x03.
    """
    controls = end
    while controls > start and text[controls - 1] < " " and not text[controls - 1].isspace():
        controls -= 1
    if controls == end:
        return end, end
    return start + len(text[start:controls].rstrip()), controls


def next_visible(text: str, at: int, end: int) -> int:
    """The first offset from `at` on, below `end`, that is no white space."""
    while at < end and text[at].isspace():
        at += 1
    return at


def _pieces(
    text: str, block: Block, span: Span, language: str | None, *, top: bool
) -> Iterator[Piece]:
    rule = block.evidence.rule
    role = None if block.role == "paragraph" else block.role
    if role is not None or lines.count_ends(text, span) > MANY_LINES:
        yield piece(text, span.start, span.end, role, rule)
        return
    found = lines.lines_of(text, span)
    if len(found) == 1:
        yield piece(text, span.start, span.end, None, rule)
        return
    for start, end, why in _Column(found, language, rule, top).parts():
        yield piece(text, start, end, None, why)


@dataclass(frozen=True, slots=True)
class _Column:
    """The lines of one block; `rule` says whether blank lines or the format made it one.

    `top`: nothing but headers stands above it.
    """

    lines: Sequence[Line]
    language: str | None
    rule: str
    top: bool

    def parts(self) -> Iterator[tuple[int, int, str]]:
        """Runs of lines that belong together, as (start, end, rule).

        Where the format has paragraphs of its own, line ends inside them mean nothing.
        """
        wrapped = self.rule != "block.paragraph" or lines.is_wrapped(self.lines)
        first, count = 0, len(self.lines)
        for number in range(1, count + 1):
            if number == count or self._starts_anew(number, wrapped):
                whole = first == 0 and number == count
                why = self.rule if whole else ("block.indent" if wrapped else "block.line")
                yield self.lines[first].start, self.lines[number - 1].end, why
                first = number

    def _starts_anew(self, number: int, wrapped: bool) -> bool:
        """Whether a new piece begins with line `number` (not the first)."""
        above, line = self.lines[number - 1], self.lines[number]
        ended = lines.ends_sentence(above.text)
        if ITEM.match(line.text) and (ITEM.match(above.text) or ended):
            return True
        # in a column that has not closed its sentence, a line that says `more` is its last word
        closed = not wrapped or ended or marks.is_end_sign(line.text)
        if closed and self._stands_alone(number, wrapped):
            return True
        if self._stands_alone(number - 1, wrapped):
            return True
        if self.top and self._is_below_heading(number):
            return True
        if line.opens:
            return True
        if wrapped:
            return line.indent >= above.indent + 2 and ended
        return _looks_like_start(line.text) and (ended or len(above.text) > lines.WRAP_WIDTH)

    def _is_below_heading(self, number: int) -> bool:
        """Whether the item code or the headline stands above line `number`."""
        if number == 1 and slugs.is_code(self.lines[0].text):
            return True
        heads = all(self._is_header(above) for above in range(number - 1))
        return heads and _is_headline_above(self.lines, number)

    def _is_header(self, number: int) -> bool:
        return slugs.is_code(self.lines[number].text) or self._stands_alone(number, False)

    def _stands_alone(self, number: int, wrapped: bool) -> bool:
        """Whether a line near the edge is a credit, byline, end mark, notice or date by itself.

        In a wrapped column only its first and last lines can be: `Foto: …` begins lines too.
        """
        count = len(self.lines)
        edge = 2 if wrapped else EDGE
        if edge <= number < count - edge:
            return False
        return standing.alone(self.lines[number].text, self.language) is not None


def _is_headline_above(found: Sequence[Line], number: int) -> bool:
    """A headline with no blank line below it: in capitals, or short above long or indented lines.

    Texts whose first words are in capitals go on with a small letter or more capitals.
    """
    above, line = found[number - 1], found[number]
    if not headlines.looks_like_headline(above.text) or not _looks_like_start(line.text):
        return False
    if line.indent >= above.indent + 2:
        return True
    if headlines.is_capitals(above.text):
        return not headlines.is_capitals(line.text)
    return line.text[0].isupper() and columns(above.text) * HEADLINE_SHARE <= columns(line.text)


def _looks_like_start(line: str) -> bool:
    """A paragraph begins with a capital, a digit, a bullet or a mark of quotation."""
    first = line[0]
    return not first.islower() and first not in ",.;:)]}!?"
