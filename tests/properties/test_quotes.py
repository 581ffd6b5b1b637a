"""Quotes on any text: valid spans, no exception, acyclic nesting, the same result twice, linear."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import assert_linear

from archivist.extractors.quotes import find
from archivist.record import Block, Entity, Evidence, Mention, Quote, Span
from archivist.text import paragraphs

LANGUAGES = (None, "it", "en", "fr", "de", "es", "pt", "nl", "ja", "pt-BR")

# Pieces that meet each other in print, in every unhappy order.
CHARACTERS = list("\"“”„‟«»‹›「」『』‘’‚'`—–-.,:;!?()[]… \n\r\t\u00a0\u2028İß\u0301🙂0")
WORDS = [
    *("''", "``", ",,", "\n\n", "[sic]", " said ", " ha detto che ", "Ada Moor", " secondo "),
    *("Selon ", " according to ", " laut ", " sagte", " dit-il", " che ", " that ", " und "),
    *(" he ", "la", "3"),
]
PIECES = st.sampled_from([*CHARACTERS, *WORDS])
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)


def names(text: str) -> tuple[Entity, ...]:
    mentions, at = [], text.find("Ada Moor")
    while at >= 0:
        mentions.append(Mention(Span(at, at + 8), False, Evidence("entity.test")))
        at = text.find("Ada Moor", at + 1)
    return (Entity("e1", "person", "Ada Moor", (), tuple(mentions), ()),) if mentions else ()


def assert_sound(text: str, quotes: tuple[Quote, ...]) -> None:
    ids = [quote.id for quote in quotes]
    assert ids == [f"q{number}" for number in range(1, len(quotes) + 1)]
    seen: dict[str, Quote] = {}
    for quote in quotes:
        places = [*quote.spans, *quote.interpolations]
        places += [quote.cue.span] if quote.cue else []
        places += [quote.speaker.span] if quote.speaker and quote.speaker.span else []
        assert quote.spans
        assert all(0 <= span.start < span.end <= len(text) for span in places)
        assert all(a.end <= b.start for a, b in pairwise(quote.spans))
        assert all(any(i in span for span in quote.spans) for i in quote.interpolations)
        assert quote.within is None or quote.within in seen  # an outer quote stands before
        seen[quote.id] = quote


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_any_text_gives_sound_quotes_and_the_same_ones_twice(
    text: str, language: str | None
) -> None:
    blocks, entities = tuple(paragraphs(text)), names(text)
    quotes = find(text, blocks, language, entities)
    assert_sound(text, quotes)
    assert quotes == find(text, blocks, language, entities)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.data())
def test_blocks_of_any_layout_and_role_give_sound_quotes(
    text: str, language: str | None, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    roles = st.sampled_from(["paragraph", "headline", "caption", "list-item", "dateline", "header"])
    blocks = tuple(
        Block(data.draw(roles), Span(start, end), Evidence("block.test"))  # type: ignore[arg-type]
        for start, end in pairwise(cuts)
    )
    assert_sound(text, find(text, blocks, language, names(text)))


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ('"', "en"),
        ("“", "en"),
        ("“»", "en"),
        ("a", "en"),
        ("«a ", "en"),
        ("'a", "it"),
        ("«\n\n", "fr"),
        ("(a", "en"),
        ("said, ", "en"),
        (", ha detto che ", "it"),
        ('"a b c d", said ', "en"),
        ("—a—dijo\n", "es"),
        ("according to ", "en"),
        ("sagte und ", "de"),
        ("hat der sei ", "de"),
        ("„a b c“ und ", "de"),
        ("called for it and ", "en"),
    ],
)
def test_much_of_anything_takes_linear_time(unit: str, language: str) -> None:
    def run(size: int) -> None:
        text = unit * (size // len(unit))
        find(text, tuple(paragraphs(text)), language, ())

    assert_linear(run, 200_000)
