"""This module finds the persons, organizations and places of an article, each with evidence."""

from __future__ import annotations

import re

from archivist.extractors.entities.candidates import cut
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.entities.identity import entities
from archivist.extractors.entities.lexicon import lexicon
from archivist.extractors.entities.memory import settle
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.reader import Reader
from archivist.extractors.entities.words import capitalised
from archivist.record import Block, Entity

SMALL = re.compile(r"(?<![\w'’])[a-zà-öø-ÿ]{3,40}(?!\w)")


def find(text: str, blocks: tuple[Block, ...], language: str | None) -> tuple[Entity, ...]:
    """The entities of `text` in order of first mention; blocks of role `header` are not read."""
    code = (language or "").split("-")[0].lower()
    words, table = lexicon(code), gazetteer(code)
    lower = frozenset(SMALL.findall(text))
    names: list[Name] = []
    for block in blocks:
        if block.role != "header":
            start, end = block.span.start, block.span.end
            found = capitalised(text, start, end, words.honorifics)
            names += cut(Reader(text, start, end, found, words, table), lower)
    return entities(text, settle(text, names, words, table, lower), words)
