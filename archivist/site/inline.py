"""This module shows the text of an article with what was found in it: quotes, names, notes.

Spans may overlap in any way; elements must nest. At each boundary the marks that are open are
closed down to what stays open, and opened again: outer marks are those that reach further.
The first piece of a mark has its id, the local name of the graph, so that `article/…#q1` is there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archivist.pages.markup import attribute, text
from archivist.record import Block, Record, Span

_SUNK = ("header", "credit", "byline", "dateline", "notice", "end-mark", "correction", "other")


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text and the element around it: `name`, and its attributes as HTML.

    `rank` decides who is outer of two with the same range; an `a` never stands in another.
    `after`: HTML that follows its end, outside of links.
    """

    span: Span
    id: str
    name: str
    attributes: str
    rank: int = 0
    after: str = ""


def body(record: Record, marks: Sequence[Mark], *, title: Block | None = None) -> str:
    """The blocks of the article as HTML; the block that is shown as the title is left out."""
    blocks = record.blocks or ()
    if not blocks:
        return f'<p dir="auto">{inner(record.text, Span(0, len(record.text)), marks)}</p>\n'
    written: list[str] = []
    listed = False
    placed = _Placed(marks)
    for number, block in enumerate(blocks, 1):
        if block is title:
            continue
        is_item = block.role == "list-item"
        if is_item != listed:
            written.append("<ul>" if is_item else "</ul>")
            listed = is_item
        shown = inner(record.text, block.span, placed.within(block.span))
        written.append(_block(block.role, f"p{number}", shown))
    if listed:
        written.append("</ul>")
    return "\n".join(written) + "\n"


def title_block(record: Record) -> Block | None:
    """The block that prints the title, when it stands as it is at the top of the page."""
    for block in record.blocks:
        if block.role == "headline":
            same = " ".join(block.span.of(record.text).split()) == " ".join(
                record.title.value.split()
            )
            return block if same else None
    return None


def _block(role: str, id: str, shown: str) -> str:
    match role:
        case "list-item":
            return f'<li id="{id}" dir="auto">{shown}</li>'
        case "headline" | "subhead":
            return f'<h3 id="{id}" dir="auto">{shown}</h3>'
    kind = f' class="{role}{" sunk" if role in _SUNK else ""}"' if role != "paragraph" else ""
    return f'<p id="{id}"{kind} dir="auto">{shown}</p>'


class _Placed:
    """Marks by their start: those of a block without going through all of them."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: mark.span.start)
        self._open: list[Mark] = []
        self._at = 0

    def within(self, span: Span) -> list[Mark]:
        """Those that touch a block. Blocks are asked for in order."""
        self._open = [mark for mark in self._open if mark.span.end > span.start]
        while self._at < len(self._marks) and self._marks[self._at].span.start < span.end:
            mark = self._marks[self._at]
            self._at += 1
            if mark.span.end > span.start:
                self._open.append(mark)
        return self._open


def inner(source: str, span: Span, marks: Iterable[Mark]) -> str:
    """The HTML of a range of the text, with its marks."""
    found = sorted(marks, key=lambda m: (m.span.start - m.span.end, m.rank, m.span.start, m.id))
    edges = {span.start, span.end}
    for mark in found:
        edges |= {edge for edge in (mark.span.start, mark.span.end) if span.start < edge < span.end}
    written: list[str] = []
    opened: list[Mark] = []
    ordered = sorted(edges)
    for start, end in itertools.pairwise(ordered):
        wanted = _nested([m for m in found if m.span.start <= start and end <= m.span.end])
        common = 0
        while common < min(len(opened), len(wanted)) and opened[common] is wanted[common]:
            common += 1
        written += _closing(opened[common:], opened[:common], start)
        written += [_opening(mark, first=mark.span.start == start) for mark in wanted[common:]]
        opened = wanted
        written.append(text(source[start:end]))
    written += _closing(opened, [], span.end)
    return "".join(written)


def _nested(marks: list[Mark]) -> list[Mark]:
    """Without links in links: of those the outermost stays."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.name != "a" or not any(other.name == "a" for other in kept):
            kept.append(mark)
    return kept


def _closing(marks: Sequence[Mark], outside: Sequence[Mark], at: int) -> Iterator[str]:
    """The ends of marks, inner first; what follows a mark where it ends for good."""
    in_link = any(mark.name == "a" for mark in outside)
    for number in range(len(marks) - 1, -1, -1):
        mark = marks[number]
        yield f"</{mark.name}>"
        if mark.span.end == at and not in_link and all(m.name != "a" for m in marks[:number]):
            yield mark.after


def _opening(mark: Mark, *, first: bool) -> str:
    named = f' id="{attribute(mark.id)}"' if first and mark.id else ""
    return f"<{mark.name}{named}{mark.attributes}>"
