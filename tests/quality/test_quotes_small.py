"""Direct quotes in languages without shared gold: small sets of our own in `tests/quality/quotes`.

Exact: the words and nothing else; speaker: the right person of those that are exact. The floors
are what is reached, less three points; the sets are small, and say so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from archivist.extractors import entities, quotes
from archivist.record import Entity, Quote
from archivist.text import paragraphs

HERE = Path(__file__).parent / "quotes"
MARK = re.compile(r"\{([^|{}]+)\|([^{}]*)\}")
FLOORS = {"fr": (97, 97), "es": (97, 94), "pt": (97, 97), "nl": (95, 94)}  # exact F1, speaker


class Said(NamedTuple):
    start: int
    end: int
    speaker: str


def unmarked(text: str) -> tuple[str, list[Said]]:
    """The article without its marks, and what is said in it."""
    shown, said, at = "", [], 0
    for found in MARK.finditer(text):
        shown += text[at : found.start()]
        if found[1] != "-":
            said.append(Said(len(shown), len(shown) + len(found[2]), found[1]))
        shown += found[2]
        at = found.end()
    return shown + text[at:], said


def speaker_of(quote: Quote, text: str, found: tuple[Entity, ...]) -> str:
    if quote.speaker is None:
        return ""
    names = {entity.id: entity.name for entity in found}
    if quote.speaker.entity:
        return names[quote.speaker.entity]
    return quote.speaker.span.of(text) if quote.speaker.span else ""


def measured(language: str) -> tuple[float, float, list[str]]:
    """Exact F1 and share of right speakers, in percent, and what was missed."""
    right = given = wanted = named = 0
    missed: list[str] = []
    for article in (HERE / f"{language}.txt").read_text("utf-8").split("===\n"):
        text, gold = unmarked(article)
        blocks = tuple(paragraphs(text))
        known = entities.find(text, blocks, language)
        direct = [q for q in quotes.find(text, blocks, language, known) if q.kind == "direct"]
        by_span = {(span.start, span.end): quote for quote in direct for span in quote.spans}
        given += len(by_span)
        wanted += len(gold)
        for said in gold:
            quote = by_span.get((said.start, said.end))
            right += quote is not None
            ours = speaker_of(quote, text, known) if quote else "-"
            if quote and ours and said.speaker.split()[-1] in ours:
                named += 1
            else:
                missed.append(f"{text[said.start : said.end]}: {said.speaker}, not {ours!r}")
    return 200 * right / (given + wanted), 100 * named / right, missed


@pytest.mark.parametrize("language", FLOORS)
def test_direct_quotes_of_our_own_articles(language: str) -> None:
    exact, speaker, missed = measured(language)
    floors = FLOORS[language]
    assert exact >= floors[0], (exact, missed)
    assert speaker >= floors[1], (speaker, missed)
