"""This module finds persons, organizations, places, events and works, each with evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivist.extractors.entities.candidates import cut
from archivist.extractors.entities.events import beside, event_nouns, found_events
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.entities.hinted import hint_table, placed, printed_again
from archivist.extractors.entities.hints import Hint, hints
from archivist.extractors.entities.identity import entities
from archivist.extractors.entities.lexicon import lexicon
from archivist.extractors.entities.memory import settle
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.reader import Reader
from archivist.extractors.entities.sport import has_results, with_sport
from archivist.extractors.entities.words import capitalised
from archivist.extractors.entities.works import again, found_works, outside, work_nouns
from archivist.record import Block, Entity

__all__ = ["Hint", "find", "hints", "is_read"]

SMALL = re.compile(r"(?<![\w'’])[a-zà-öø-ÿ]{3,40}(?!\w)")


def find(
    text: str, blocks: tuple[Block, ...], language: str | None, hints: Sequence[Hint] = ()
) -> tuple[Entity, ...]:
    """The entities of `text` in order of first mention.

    `hints` say what dateline and credits know of names; of headers, end marks and initials only
    hinted names are read.
    """
    code = (language or "").split("-")[0].lower()
    words, table = lexicon(code), gazetteer(code)
    lower = frozenset(SMALL.findall(text))
    known = hint_table(text, hints)
    genres, occasions = work_nouns(code, text, lower), event_nouns(code, text, lower)
    scored = has_results(text)
    names: list[Name] = []
    works: list[Name] = []
    events: list[Name] = []
    for block in blocks:
        start, end = block.span.start, block.span.end
        reader = Reader(text, start, end, [], words, table)
        cuts: list[Name] = []
        if is_read(block):
            reader.words = capitalised(text, start, end, words.honorifics)
            titles = found_works(reader, genres)
            cuts = outside(with_sport(reader, cut(reader, lower), scored), titles)
            events += found_events(reader, lower, occasions)
            works += titles
        names += printed_again(reader, placed(reader, cuts, known), known)
    names = settle(text, names, words, table, lower)
    if works:
        works = again(text, blocks, works, words)
        names = sorted([*outside(names, works), *works], key=lambda name: name.start)
    if events:
        names = beside(text, names, events, code)
    return entities(text, names, words)


def is_read(block: Block) -> bool:
    """Headers, end marks and initials are no text of the article."""
    return block.role not in ("header", "end-mark") and block.evidence.rule != "byline.initials"
