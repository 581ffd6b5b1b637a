"""This module finds who said what: direct, indirect and mixed speech with speaker and cue.

`find` is the door. Marks are paired by typography (`marks`, `dashes`), the rest of the text is
laid out as a narration of words in which a quotation is one item; cues and noun phrases in it
give speakers (`attribution`) and reported speech (`indirect`). What is in marks but not speech
gives no quote. Every quote and speaker carries the id of its rule; confidence is not measured yet.
"""

from __future__ import annotations

from archivist.extractors.quotes.article import Article
from archivist.record import Block, Entity, Quote

__all__ = ["find"]


def find(
    text: str, blocks: tuple[Block, ...], language: str | None, entities: tuple[Entity, ...]
) -> tuple[Quote, ...]:
    """The quotes of an article, ids `q1`… in text order, outer before inner.

    `blocks`: ordered, disjoint; without any the text is one paragraph. `language`: BCP 47 or
    None; without tables for it, quotations are paired and nobody is named.
    """
    return Article(text, blocks, language, entities).quotes()
