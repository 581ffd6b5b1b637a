"""The headline if there is one, else the opening words, cut at a word (DACS 2.3)."""

from __future__ import annotations

import pytest

from archivist import text as texts
from archivist.extractors import title
from archivist.record import Declared, Document, Evidence, Source, Span, Title, Value


def devised(text: str) -> Title:
    blocks = tuple(texts.paragraphs(text))
    document = Document(Source("a.txt", "a.txt", b""), "text/plain", text, None, blocks)
    return title.title(document, blocks, None)


def test_a_short_text_is_its_own_title() -> None:
    assert devised("Grnk 7.\n") == Title(
        "Grnk 7.", "devised", Evidence("title.opening-words", 100, span=Span(0, 7))
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("word " * 40, "word " * 16 + "word word…"),
        ("a" * 60 + " " + "b" * 60, "a" * 60 + "…"),
        ("a" * 80 + ", " + "b" * 60, "a" * 80 + "…"),
        ("one\ntwo  three " + "x" * 90, "one two three…"),
        ("字" * 200, "字" * 44 + "…"),
        (
            "市長は橋の工事について、" * 9,
            "市長は橋の工事について、" * 2 + "市長は橋の工事について…",
        ),
        ("นายกเทศมนตรีกล่าวว่างานสะพาน" * 9, "นายกเทศมนตรีกล่าวว่างานสะพาน" * 3 + "นายก…"),
        ("e\u0301" * 100, "e\u0301" * 44 + "…"),
    ],
)
def test_opening_words_are_cut_at_a_word(text: str, value: str) -> None:
    found = devised(text)
    assert found.value == value
    assert len(found.value) <= title.LENGTH
    span = found.evidence.span
    assert span
    assert " ".join(span.of(text).split()) == value.removesuffix("…")


def test_without_visible_text_the_name_of_the_source_stands_in() -> None:
    found = devised(" \n")
    assert (found.value, found.evidence.context) == ("a.txt", "source name")


def test_a_headline_makes_the_title_formal() -> None:
    printed = Value("Old bridge", Evidence("headline.first-line", span=Span(0, 10)))
    document = Document(Source("a", "a", b""), "text/plain", "Old bridge", None, ())
    assert title.title(document, (), printed) == Title("Old bridge", "formal", printed.evidence)


def test_a_declared_headline_leads_over_a_printed_one() -> None:
    stated = Declared("headline", " Old\n bridge ", "front-matter/title", "declared.front-matter")
    assert title.headline("Old bridge", (), (stated,)) == Value(
        "Old bridge", Evidence("declared.front-matter", 100, declared="front-matter/title")
    )
    assert title.headline("Old bridge", (), ()) is None
