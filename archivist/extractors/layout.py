"""This module says what each part of the page is: header, headline, dateline, byline, paragraph,
caption, credit, correction, notice, end mark.

Pieces are named by what they say and by where they stand. Roles that the format itself gave are
kept; nothing is dropped or repaired: blocks are ordered and disjoint, and only white space lies
outside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archivist.extractors import (
    bylines,
    credit_lines,
    datelines,
    headlines,
    imprint,
    lines,
    names,
    opening,
    printed_dates,
    standing,
)
from archivist.extractors.pieces import EDGE, ITEM, Piece, cut, next_visible, piece
from archivist.record import Block, BlockRole, Evidence, Span

CAPTION = 250  # code points: longer text before a credit in brackets is a paragraph


def arrange(text: str, blocks: Sequence[Block], language: str | None) -> tuple[Block, ...]:
    """The final blocks, in order."""
    page = _Page(text, language)
    cuts = [part for item in cut(text, blocks, language) for part in page.without_credit(item)]
    found = [page.marked(item) for item in cuts]
    for step in (page.name_top, page.cut_dateline, page.name_end, page.name_middle):
        found = step(found)
    declared = {block.span: block.evidence for block in blocks}
    return tuple(_block(item, declared) for item in found)


def _block(item: Piece, declared: dict[Span, Evidence]) -> Block:
    """The block of a piece; what the format said stays its evidence."""
    span = Span(item.start, item.end)
    evidence = declared.get(span)
    if evidence is None or evidence.rule != item.rule:
        evidence = Evidence(item.rule)
    return Block(item.role or "paragraph", span, evidence)


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of a document and its language; each step gives the pieces with more names."""

    text: str
    language: str | None

    def marked(self, item: Piece) -> Piece:
        """Credits, rights, corrections, notices, captions, end marks: known by their wording."""
        named = standing.by_wording(item.text, self.language) if item.role is None else None
        return _named(item, named)

    def without_credit(self, item: Piece) -> list[Piece]:
        """`Ada Fenn on the bridge, Monday. (AP Photo/…)`: a caption and the credit behind it."""
        found = _CREDIT_LAST.search(item.text, max(0, len(item.text) - 150))
        if item.role is not None or not found or found.start() == 0:
            return [item]
        if not credit_lines.match(found.group(), self.language):
            return [item]
        end = item.start + len(item.text[: found.start()].rstrip())
        role: BlockRole | None = "caption" if end - item.start <= CAPTION else None
        rule = "caption.credit-behind" if role else item.rule
        return [
            piece(self.text, item.start, end, role, rule),
            piece(self.text, item.start + found.start(), item.end, None, item.rule),
        ]

    # -------------------------------------------------------------- above the text

    def name_top(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Codes, mastheads, date lines, bylines and headline above the text."""
        return opening.name(self.text, pieces, self.language)

    def cut_dateline(self, pieces: list[Piece]) -> list[Piece]:
        """The first paragraph that starts with a dateline, cut into dateline and text."""
        unnamed = [i for i, item in enumerate(pieces) if item.role is None]
        for index in unnamed[: datelines.FIRST_LINES]:
            item = pieces[index]
            found = datelines.match(item.text, self.language)
            if found:
                end = item.start + len(item.text[: found.end].rstrip())
                start = next_visible(self.text, end, item.end)
                line = piece(self.text, item.start, end, "dateline", found.rule)
                rest = piece(self.text, start, item.end, None, item.rule)
                return [*pieces[:index], line, rest, *pieces[index + 1 :]]
            if lines.is_prose(item.text):
                break
        return pieces

    # -------------------------------------------------------------- below the text

    def name_end(self, pieces: list[Piece]) -> list[Piece]:
        """Bylines, initials, agencies and date labels below the text; `(ANSA)` behind it."""
        found = self._cut_source(_without_early_ends(pieces))
        for index in range(len(found) - 1, max(0, len(found) - EDGE), -1):
            if found[index].role is None:
                named = self._at_end(found[index].text)
                if named is None:
                    break
                found[index] = _named(found[index], named)
        return found

    def _at_end(self, line: str) -> standing.Named | None:
        """What a piece below the text is, None when it is text."""
        if len(line) > standing.LONGEST or "\n" in line:
            return None
        if standing.is_byline(line, self.language):
            return "byline", "byline.line"
        if len(line) <= 60 and names.is_agency(line.strip("()[] ")):
            return "credit", "credit.agency"
        if len(line) <= 30 and credit_lines.INITIALS.fullmatch(line):
            return "byline", "byline.initials"
        if bylines.is_person(line, self.language):
            return "byline", "byline.signature"
        printed = printed_dates.in_line(line, self.language, None)
        if printed and printed[0].rule == "date.label":
            return "notice", "block.date-line"
        return ("notice", "block.imprint") if imprint.match(line, self.language, None) else None

    def _cut_source(self, pieces: list[Piece]) -> list[Piece]:
        """`… Gentiloni. (ANSA)`: the source behind the last paragraph is a credit of its own."""
        last = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].role is None), None)
        if last is None:
            return pieces
        item = pieces[last]
        found = _SOURCE_LAST.search(item.text, max(0, len(item.text) - 60))
        if not found or found.start() == 0 or not names.is_agency(found.group(1)):
            return pieces
        end = item.start + len(item.text[: found.start()].rstrip())
        body = piece(self.text, item.start, end, None, item.rule)
        at = item.start + found.start()
        source = piece(self.text, at, item.end, "credit", "credit.source-last")
        return [*pieces[:last], body, source, *pieces[last + 1 :]]

    # -------------------------------------------------------------- in the text

    def name_middle(self, pieces: list[Piece]) -> list[Piece]:
        """List items and subheads between paragraphs."""
        found = [
            replace(item, role="list-item", rule="block.list-item")
            if item.role is None and _is_item(pieces, index)
            else item
            for index, item in enumerate(pieces)
        ]
        text = [_is_prose(item) or item.role == "list-item" for item in found]
        for index in range(1, len(found) - 1):
            item = found[index]
            between = text[index - 1] and text[index + 1]
            if item.role is None and between and headlines.is_subhead(item.text):
                found[index] = replace(item, role="subhead", rule="block.subhead")
        return found


_CREDIT_LAST = re.compile(r"\([^()]{4,120}(?:\([^()]{1,40}\))?\)$")
_SOURCE_LAST = re.compile(r"[(\[]\s?([^()\[\]]{2,40}?)\s?[)\]]\.?$")


def _named(item: Piece, named: standing.Named | None) -> Piece:
    return replace(item, role=named[0], rule=named[1]) if named else item


def _is_prose(item: Piece) -> bool:
    return item.role is None and lines.is_prose(item.text)


def _is_item(pieces: Sequence[Piece], index: int) -> bool:
    """One bullet alone is no list: `1. FC Köln`."""
    if not ITEM.match(pieces[index].text):
        return False
    around = [pieces[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
    return any(ITEM.match(item.text) for item in around)


def _without_early_ends(pieces: Sequence[Piece]) -> list[Piece]:
    """`* * *` between paragraphs separates them; only the last marks are the end."""
    last = max((i for i, item in enumerate(pieces) if item.role is None), default=-1)
    return [
        replace(item, role="other", rule="block.separator")
        if item.role == "end-mark" and index < last and lines.is_prose(pieces[last].text)
        else item
        for index, item in enumerate(pieces)
    ]
