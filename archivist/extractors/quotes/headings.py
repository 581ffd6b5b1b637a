"""This module reads headlines that say who said it: `Moor: The bridge stays closed`.

Before the colon stands a person or body that the article names again, or a poll, a report, a
newspaper; behind it is what they said, in the newsroom's words.
"""

from __future__ import annotations

import re

from archivist.extractors.quotes.drafts import Draft
from archivist.extractors.quotes.lexicon import Lexicon
from archivist.record import Block, Entity, Evidence, Span, Speaker

_HEADING = re.compile(r"([^\n:]{2,50}): {1,2}([^\n]{15,200}?)\.?[ \t]*\Z")
LONGEST = 220  # code points of a headline


def heading(
    text: str, blocks: tuple[Block, ...], entities: tuple[Entity, ...], lexicon: Lexicon
) -> Draft | None:
    """The report in the first line of the article, None where there is none."""
    block = next((block for block in blocks if block.role not in ("header", "notice")), None)
    if block is None or block.role not in ("headline", "paragraph"):
        return None
    if block.span.end - block.span.start > LONGEST:
        return None
    found = _HEADING.match(block.span.of(text))
    if found is None:
        return None
    start = block.span.start
    who = Span(start, start + found.end(1))
    speaker = _speaker(text, who, entities, lexicon)
    if speaker is None:
        return None
    said = Span(start + found.start(2), start + found.end(2))
    marks = any(mark in said.of(text) for mark in '"“”„«»‘')
    return Draft("mixed" if marks else "indirect", [said], "quote.headline", None, speaker)


def _speaker(
    text: str, who: Span, entities: tuple[Entity, ...], lexicon: Lexicon
) -> Speaker | None:
    evidence = Evidence("speaker.headline")
    for entity in entities:
        spans = [mention.span for mention in entity.mentions]
        known = entity.type in ("person", "organization") and len(spans) > 1
        if known and any(span.start >= who.start and span.end == who.end for span in spans):
            return Speaker(entity.id, who, "headline", evidence)
    if who.of(text).split()[-1].lower() in lexicon.headings:
        return Speaker(None, who, "headline", evidence)
    return None
