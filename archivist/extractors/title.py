"""This module gives every article a title: the headline, else the opening words.

Devised titles follow DACS 2.3 and ISAD(G) 3.1.2 in the article's language: its first words
verbatim, cut at a word, with `…` where they were cut. They are never a headline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from archivist.record import Block, Declared, Document, Evidence, Span, Title, Value

LENGTH = 90  # code points of a devised title, the ellipsis included

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
    return Value(" ".join(item.value.split()), Evidence(item.rule, 100, declared=item.path))


def title(document: Document, blocks: Sequence[Block], printed: Value | None) -> Title:
    """`formal` where there is a headline, else `devised`."""
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


_TAIL = ' \t\r\n\xa0,;:([{-–—/"“«„‘'


def opening_end(text: str, span: Span) -> int:
    """Where the opening words end: after the last word that fits into `LENGTH` with its `…`."""
    if span.end - span.start <= LENGTH:
        return span.end
    limit = at = span.start + LENGTH - 1
    while at > span.start and not text[at].isspace():
        at -= 1
    words = text[span.start : at].rstrip(_TAIL)
    return span.start + len(words) if words else _without_words(text, limit)


def _without_words(text: str, limit: int) -> int:
    """Scripts without blanks: cut anywhere but before a combining mark."""
    end = limit
    while end > limit - 20 and unicodedata.combining(text[end]):
        end -= 1
    return end
