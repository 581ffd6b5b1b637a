"""This module says what each part of the page is: header, headline, dateline, byline, paragraph,
caption, credit, correction, notice, end mark.

The reader cut the text at blank lines; here blocks are cut further at lines that stand for
themselves and named by what they say and where they stand. Nothing is dropped or repaired: blocks
are ordered and disjoint, and only white space lies outside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archivist.extractors import (
    bylines,
    credits,
    datelines,
    dates,
    headlines,
    lines,
    marks,
    names,
    rights,
)
from archivist.extractors.lines import Line
from archivist.record import Block, BlockRole, Evidence, Span

MANY_LINES = 400  # lines of one block; beyond it the block is a table or a log, and stays whole
LONGEST_LINE = 600  # code points: a longer line is a paragraph whatever it starts with
EDGE = 12  # pieces at the start and the end of a text where its apparatus stands


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text on its way to a block; `role` None while nobody has named it."""

    start: int
    end: int
    role: BlockRole | None
    rule: str
    text: str


def arrange(text: str, blocks: Sequence[Block], language: str | None) -> tuple[Block, ...]:
    """The final blocks, in order. Roles that the format itself gave are kept."""
    page = _Page(text, language)
    pieces = page.cut(blocks)
    pieces = page.name_marks(pieces)
    pieces = page.name_top(pieces)
    pieces = page.name_end(pieces)
    pieces = page.name_middle(pieces)
    declared = {block.span: block.evidence for block in blocks}
    return tuple(_block(piece, declared) for piece in pieces)


def _block(piece: Piece, declared: dict[Span, Evidence]) -> Block:
    """The block of a piece; what the format said stays its evidence."""
    span = Span(piece.start, piece.end)
    evidence = declared.get(span)
    if evidence is None or evidence.rule != piece.rule:
        evidence = Evidence(piece.rule)
    return Block(piece.role or "paragraph", span, evidence)


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of a document and its language."""

    text: str
    language: str | None

    # -------------------------------------------------------------- cutting

    def cut(self, blocks: Sequence[Block]) -> list[Piece]:
        """The pieces of all blocks, the pseudo-header first."""
        header = dates.header(self.text)
        found: list[Piece] = []
        for block in blocks:
            start, end = block.span.start, block.span.end
            if header and start <= header.start(1) < end:
                found.append(self._piece(*header.span(1), "header", "block.pseudo-header"))
                start = _next_visible(self.text, header.end(1), end)
            if start < end:
                found.extend(self._pieces(block, Span(start, end)))
        return found

    def _piece(self, start: int, end: int, role: BlockRole | None, rule: str) -> Piece:
        return Piece(start, end, role, rule, self.text[start:end])

    def _pieces(self, block: Block, span: Span) -> Iterator[Piece]:
        rule = block.evidence.rule
        role = None if block.role == "paragraph" else block.role
        if role is not None or lines.count_ends(self.text, span) > MANY_LINES:
            yield self._piece(span.start, span.end, role, rule)
            return
        found = lines.lines_of(self.text, span)
        if len(found) == 1:
            yield self._piece(span.start, span.end, None, rule)
            return
        for start, end, why in self._parts(found, rule):
            yield self._piece(start, end, None, why)

    def _parts(self, found: Sequence[Line], rule: str) -> Iterator[tuple[int, int, str]]:
        """Runs of lines that belong together, as (start, end, rule).

        Where the format has paragraphs of its own, line ends inside them mean nothing.
        """
        wrapped = rule != "block.paragraph" or lines.is_wrapped(found)
        first = 0
        for number in range(1, len(found) + 1):
            if number == len(found) or self._starts_anew(found, number, wrapped):
                whole = first == 0 and number == len(found)
                why = rule if whole else ("block.indent" if wrapped else "block.line")
                yield found[first].start, found[number - 1].end, why
                first = number

    def _starts_anew(self, found: Sequence[Line], number: int, wrapped: bool) -> bool:
        """Whether a new piece begins with line `number` (not the first)."""
        above, line = found[number - 1], found[number]
        if _ITEM.match(line.text) and (_ITEM.match(above.text) or lines.ends_sentence(above.text)):
            return True
        at_edge = number <= EDGE or number >= len(found) - EDGE
        # in a column that has not closed its sentence, a line that says `more` is its last word
        closed = not wrapped or lines.ends_sentence(above.text) or marks.is_end_sign(line.text)
        if at_edge and closed and self._stands_alone(line, number, len(found), wrapped):
            return True
        if at_edge and self._stands_alone(above, number - 1, len(found), wrapped):
            return True
        if wrapped:
            return line.indent >= above.indent + 2 and lines.ends_sentence(above.text)
        return _looks_like_start(line.text) and (
            lines.ends_sentence(above.text) or len(above.text) > lines.WRAP_WIDTH
        )

    def _stands_alone(self, line: Line, number: int, count: int, wrapped: bool) -> bool:
        """Whether a line is a credit, byline, end mark, notice or date by itself.

        In a wrapped column only its first and last lines can be: `Foto: …` begins lines too.
        """
        if wrapped and 1 < number < count - 2:
            return False
        return _named(line.text, self.language) is not None

    # -------------------------------------------------------------- naming

    def name_marks(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Credits, rights, corrections, notices, captions, end marks: known by their wording."""
        return [self._marked(piece) for piece in pieces]

    def _marked(self, piece: Piece) -> Piece:
        if piece.role is not None or len(piece.text) > LONGEST_LINE:
            return piece
        found = _marked_by_wording(piece.text, self.language)
        return replace(piece, role=found[0], rule=found[1]) if found else piece

    def name_top(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Date lines, headline, byline, dateline: before and at the first running text."""
        found = list(pieces)
        body = _first_prose(found)
        for index in range(min(body, EDGE)):
            found[index] = self._at_top(found[index])
        self._name_bylines(found, body)
        headline = headlines.position([_plain(piece) for piece in found])
        if headline is not None:
            index, rule = headline
            found[index] = replace(found[index], role="headline", rule=rule)
        return self._with_dateline(found)

    def _at_top(self, piece: Piece) -> Piece:
        if piece.role is not None:
            return piece
        if dates.in_line(piece.text, self.language, None):
            return replace(piece, role="header", rule="block.date-line")
        if marks.is_reading_time(piece.text):
            return replace(piece, role="notice", rule="notice.reading-time")
        return piece

    def _name_bylines(self, pieces: list[Piece], body: int) -> None:
        """Bylines above the text, and the office that stands under one."""
        for index in range(min(body + 1, len(pieces), EDGE)):
            piece = pieces[index]
            if piece.role is not None or "\n" in piece.text.strip():
                continue
            if bylines.match(piece.text, self.language):
                pieces[index] = replace(piece, role="byline", rule="byline.line")
            elif index and pieces[index - 1].role == "byline" and names.is_agency(piece.text):
                pieces[index] = replace(piece, role="byline", rule="byline.agency")

    def _with_dateline(self, pieces: list[Piece]) -> list[Piece]:
        """The first paragraph that starts with a dateline, cut into dateline and text."""
        tried = 0
        for index, piece in enumerate(pieces):
            if piece.role is not None:
                continue
            tried += 1
            if tried > datelines.FIRST_LINES:
                break
            found = datelines.match(piece.text, self.language)
            if found:
                end = piece.start + len(piece.text[: found.end].rstrip())
                start = _next_visible(self.text, end, piece.end)
                line = self._piece(piece.start, end, "dateline", found.rule)
                rest = self._piece(start, piece.end, None, piece.rule)
                return [*pieces[:index], line, rest, *pieces[index + 1 :]]
            if lines.is_prose(piece.text):
                break
        return pieces

    def name_end(self, pieces: list[Piece]) -> list[Piece]:
        """Bylines, initials, agencies and date labels below the text; `(ANSA)` behind it."""
        found = self._with_source(_without_early_ends(pieces))
        for index in range(len(found) - 1, max(0, len(found) - EDGE), -1):
            piece = found[index]
            if piece.role is not None:
                continue
            named = self._at_end(piece)
            if named is None:
                break
            found[index] = replace(piece, role=named[0], rule=named[1])
        return found

    def _at_end(self, piece: Piece) -> tuple[BlockRole, str] | None:
        """What a piece below the text is, None when it is text."""
        line = piece.text
        if bylines.match(line, self.language):
            return "byline", "byline.line"
        if len(line) <= 60 and names.is_agency(line.strip("()[] ")):
            return "credit", "credit.agency"
        if len(line) <= 30 and _INITIALS.fullmatch(line):
            return "byline", "byline.initials"
        printed = dates.in_line(line, self.language, None)
        if printed and printed[0].rule == "date.label":
            return "notice", "block.date-line"
        return None

    def _with_source(self, pieces: list[Piece]) -> list[Piece]:
        """`… Gentiloni. (ANSA)`: the source behind the last paragraph is a credit of its own."""
        last = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].role is None), None)
        if last is None:
            return pieces
        piece = pieces[last]
        found = _SOURCE_LAST.search(piece.text, max(0, len(piece.text) - 60))
        if not found or found.start() == 0 or not names.is_agency(found.group(1)):
            return pieces
        at = piece.start + found.start()
        end = piece.start + len(piece.text[: found.start()].rstrip())
        text = self._piece(piece.start, end, None, piece.rule)
        source = self._piece(at, piece.end, "credit", "credit.source-last")
        return [*pieces[:last], text, source, *pieces[last + 1 :]]

    def name_middle(self, pieces: list[Piece]) -> list[Piece]:
        """List items and subheads between paragraphs."""
        found = list(pieces)
        for index, piece in enumerate(pieces):
            if piece.role is None and _is_item(pieces, index):
                found[index] = replace(piece, role="list-item", rule="block.list-item")
        prose = [piece.role is None and lines.is_prose(piece.text) for piece in found]
        for index in range(1, len(found) - 1):
            if found[index].role is None and headlines.is_subhead(found[index].text):
                above = prose[index - 1] or found[index - 1].role == "list-item"
                below = prose[index + 1] or found[index + 1].role == "list-item"
                if above and below:
                    found[index] = replace(found[index], role="subhead", rule="block.subhead")
        return found


# ------------------------------------------------------------------ single lines

# `- `, `• `, `1. `, `a) `; not the dash of a dialogue
_ITEM = re.compile(r"(?:[-*•·▪◦‣]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_INITIALS = credits.INITIALS
_SOURCE_LAST = re.compile(r"[(\[]\s?([^()\[\]]{2,40}?)\s?[)\]]\.?$")


def _named(line: str, language: str | None) -> tuple[BlockRole, str] | None:
    """What a line of its own inside a block is; None for text."""
    if len(line) > LONGEST_LINE:
        return None
    found = _marked_by_wording(line, language)
    if found:
        return found
    if bylines.match(line, language):
        return "byline", "byline.line"
    return ("header", "block.date-line") if dates.in_line(line, language, None) else None


def _marked_by_wording(line: str, language: str | None) -> tuple[BlockRole, str] | None:
    if marks.is_end(line, language):
        return "end-mark", "block.end-mark"
    if rights.is_notice(line) and not credits.match(line, language):
        return "notice", "notice.rights"
    kind = marks.kind(line, language)
    if kind:
        return kind, f"block.{kind}"
    found = credits.match(line, language)
    return ("credit", found[0].rule) if found else None


def _next_visible(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _looks_like_start(line: str) -> bool:
    """A paragraph begins with a capital, a digit, a bullet or a mark of quotation."""
    first = line[0]
    return not first.islower() and first not in ",.;:)]}!?"


def _first_prose(pieces: Sequence[Piece]) -> int:
    """The index of the first piece of running text, the number of pieces where there is none."""
    for index, piece in enumerate(pieces):
        if piece.role is None and lines.is_prose(piece.text):
            return index
    return len(pieces)


def _without_early_ends(pieces: Sequence[Piece]) -> list[Piece]:
    """`* * *` between paragraphs separates them; only the last marks are the end."""
    last = max((i for i, piece in enumerate(pieces) if piece.role is None), default=-1)
    return [
        replace(piece, role="other", rule="block.separator")
        if piece.role == "end-mark" and index < last and lines.is_prose(pieces[last].text)
        else piece
        for index, piece in enumerate(pieces)
    ]


def _plain(piece: Piece) -> tuple[BlockRole | None, str]:
    return piece.role, piece.text


def _is_item(pieces: Sequence[Piece], index: int) -> bool:
    """One bullet alone is no list: `1. FC Köln`."""
    if not _ITEM.match(pieces[index].text):
        return False
    around = [pieces[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
    return any(_ITEM.match(piece.text) for piece in around)
