"""This module gives every article a title: the headline, else the opening words.

Devised titles follow DACS 2.3 and ISAD(G) 3.1.2 in the article's language: its first words
verbatim, cut at a word, with `…` where they were cut. They are never a headline.
"""

from __future__ import annotations

from collections.abc import Sequence

from archivist.extractors import declared as stating
from archivist.extractors.extent import columns, fitting, has_no_blanks
from archivist.record import Block, Declared, Document, Evidence, Span, Title, Value

LENGTH = 90  # columns of a devised title, the ellipsis included: 45 Chinese signs

# Blocks whose words open the article, the best first.
_OPENING = (
    ("paragraph", "list-item", "subhead"),
    ("correction", "notice", "caption", "other"),
    ("byline", "credit", "dateline", "end-mark", "header"),
)


def headline(text: str, blocks: Sequence[Block], declared: Sequence[Declared]) -> Value | None:
    """What the source declares, else what it printed; never invented."""
    stated = _declared(declared, "headline")
    if stated:
        return stated
    block = next((item for item in blocks if item.role == "headline"), None)
    if block is None:
        return None
    printed = " ".join(block.span.of(text).split())
    return Value(printed, Evidence(block.evidence.rule, block.evidence.confidence, span=block.span))


def summary(declared: Sequence[Declared]) -> Value | None:
    return _declared(declared, "summary")


def _declared(declared: Sequence[Declared], field: str) -> Value | None:
    item = next((item for item in declared if item.field == field and item.value.strip()), None)
    if item is None:
        return None
    return Value(" ".join(item.value.split()), stating.evidence(item))


def title(document: Document, blocks: Sequence[Block], printed: Value | None) -> Title:
    """`formal` where the library gives one or there is a headline, else `devised`."""
    named = _declared(document.declared, "title")
    if named is not None:
        return Title(named.value, "formal", named.evidence)
    if printed is not None:
        return Title(printed.value, "formal", printed.evidence)
    block = _opening(blocks)
    if block is None:
        evidence = Evidence("title.source-name", context="source name")
        return Title(document.source.name or document.source.location, "devised", evidence)
    end = opening_end(document.text, block.span)
    span = Span(block.span.start, end)
    words = " ".join(span.of(document.text).split())
    cut = end < block.span.end
    evidence = Evidence("title.opening-words", 100, span=span)
    return Title(words + ("…" if cut else ""), "devised", evidence)


def _opening(blocks: Sequence[Block]) -> Block | None:
    for roles in _OPENING:
        found = next((block for block in blocks if block.role in roles), None)
        if found:
            return found
    return None


_TAIL = ' \t\r\n\xa0,;:([{-–—/"“«„‘、，：；「『（【'
_OPEN_MARKS = "、，：；・"  # the title ends before these,
_MARKS = _OPEN_MARKS + "。！？」』）】"  # and behind the others


def opening_end(text: str, span: Span) -> int:
    """Where the opening words end: after the last word that fits into `LENGTH` with its `…`."""
    if fitting(text, span.start, span.end, LENGTH) == span.end:
        return span.end
    limit = at = fitting(text, span.start, span.end, LENGTH - 1)
    while at > span.start and not text[at].isspace():
        at -= 1
    words = text[span.start : at].rstrip(_TAIL)
    if columns(words) * 3 >= LENGTH or not has_no_blanks(text[span.start : limit]):
        return span.start + len(words) if words else limit
    return _at_mark(text, span.start, limit)


def _at_mark(text: str, start: int, limit: int) -> int:
    """Scripts without blanks: behind the last mark of the second half, else anywhere."""
    for at in range(limit, start + (limit - start) // 2, -1):
        if text[at - 1] in _MARKS:
            return at - (text[at - 1] in _OPEN_MARKS)
    return limit
