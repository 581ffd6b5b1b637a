"""What `--min-confidence` leaves out, and that a valid record is left, whatever the number."""

from __future__ import annotations

import dataclasses
from itertools import islice
from pathlib import Path

import pytest
from strategies import rich_record

from archivist import Conversion, Settings, convert, export, read
from archivist.checks import validate_record
from archivist.errors import UsageError
from archivist.extractors.threshold import LISTED, Kept, kept
from archivist.record import Entity, Evidence, Mention, Quote, Record, Span

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted([*(ROOT / "examples").glob("*.txt"), *(ROOT / "examples").glob("*.md")])
LEVELS = (0, 50, 75, 90, 95, 100)


def left(record: Record, least: int | None) -> Record:
    """The record as it is with that number, by the step itself."""
    found = kept(Kept(record.entities, record.quotes, record.credits), record.text, least)
    return dataclasses.replace(record, **found._asdict())


def claims(record: Record) -> list[Evidence]:
    """The evidence of all that can be left out."""
    found = [q.evidence for q in record.quotes]
    for quote in record.quotes:
        found += [party.evidence for party in (quote.speaker, quote.via) if party]
    for entity in record.entities:
        for part in (*entity.mentions, *entity.roles, *entity.identifiers):
            found.append(part.evidence)
    return found


def reaches(evidence: Evidence, least: int) -> bool:
    if evidence.confidence is not None and evidence.confidence >= least:
        return True
    said = (evidence.declared, evidence.context, evidence.corrected)
    return said != (None, None, None) or evidence.rule == LISTED


def holds(record: Record, least: int) -> None:
    """What a reader may rely on, of any text."""
    thin = left(record, least)
    assert validate_record(thin, "thin") == ()
    for evidence in claims(thin):
        assert reaches(evidence, least), evidence
    mentions = [m for e in record.entities for m in e.mentions if reaches(m.evidence, least)]
    assert [m for e in thin.entities for m in e.mentions] == mentions  # nothing sure is lost
    quotes = [q.spans for q in record.quotes if reaches(q.evidence, least)]
    assert [q.spans for q in thin.quotes] == quotes
    kinds = ("text", "blocks", "title", "headline", "dates", "dateline", "language", "notes")
    assert all(getattr(thin, name) == getattr(record, name) for name in kinds)
    said = [[(name.name, name.span) for name in credit.names] for credit in record.credits]
    assert [[(name.name, name.span) for name in c.names] for c in thin.credits] == said
    for entity in thin.entities:
        forms = [" ".join(m.span.of(thin.text).split()).casefold() for m in entity.mentions]
        assert entity.name.casefold() in forms


def converted(source: Path | bytes, least: int | None = None) -> Conversion:
    settings = Settings(as_of="2026-01-01", min_confidence=least)
    (found,) = convert(source, settings=settings)
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_stay_valid_at_every_level(path: Path) -> None:
    record = converted(path).record
    assert record is not None
    for least in LEVELS:
        holds(record, least)


def test_real_articles_stay_valid_at_every_level(shared: Path) -> None:
    quoting = 0
    for name in ("bbc_txt", "dice_it", "wikinews_en", "wikinews_fr", "wikinews_it_kind"):
        folder = shared / "corpora" / "articles" / name / "dev"
        for path in sorted(path for path in folder.rglob("*") if path.is_file())[:12]:
            for found in islice(convert(path, settings=Settings(as_of="2026-01-01")), 3):
                if found.record is not None:
                    quoting += bool(found.record.quotes)
                    for least in LEVELS:
                        holds(found.record, least)
    assert quoting > 20


ARTICLE = (
    b"LONDON, 25 Oct 2024 (Reuters) - Ada Winslow, director of Harbour Watch, opened the bridge."
    b'\n\n"It holds," said Winslow. She spoke in Italy.\n\nBy Tom Reyes\n'
)


def test_the_same_through_the_front_door() -> None:
    whole = converted(ARTICLE).record
    assert whole is not None
    for least in LEVELS:
        thin = converted(ARTICLE, least).record
        assert thin is not None
        expected = left(whole, least)
        assert (thin.entities, thin.quotes, thin.credits) == (
            expected.entities,
            expected.quotes,
            expected.credits,
        )
        assert thin.generator.components["options"] == f"min-confidence={least}"
    assert "options" not in whole.generator.components


def test_what_was_never_measured_is_left_out_and_credits_stay() -> None:
    whole, thin = converted(ARTICLE).record, converted(ARTICLE, 90).record
    assert whole is not None
    assert thin is not None
    assert any(e.confidence is None for e in claims(whole))
    assert all(e.confidence is not None for e in claims(thin))
    assert "Reuters" in [e.name for e in whole.entities]
    assert "Reuters" not in [e.name for e in thin.entities]  # the table of bodies is less sure
    names = [(name.name, name.entity) for credit in thin.credits for name in credit.names]
    assert names[0] == ("Reuters", None)
    assert thin.dateline == whole.dateline


def test_exports_of_what_is_left_read_back() -> None:
    thin = converted(ARTICLE, 90).record
    assert thin is not None
    for name in ("jsonld", "newsml-g2", "turtle"):
        assert list(read(export(thin, name))) == [thin]


# ------------------------------------------------------------------ links that must be mended

TEXT = "Ada Moor said: “Bo Hill said: “Cy Lund wrote: “no”.””"


def evidence(confidence: int | None, **place: str) -> Evidence:
    return Evidence("entity.given-name", confidence, **place)  # type: ignore[arg-type]


def quote(number: int, span: Span, within: str | None, confidence: int | None) -> Quote:
    return Quote(
        f"q{number}", "direct", (span,), within, None, None, None, (), evidence(confidence)
    )


def test_a_quote_without_its_parent_goes_to_the_one_around() -> None:
    quotes = (
        quote(1, Span(16, 53), None, 95),
        quote(2, Span(31, 51), "q1", 60),
        quote(3, Span(47, 49), "q2", 95),
    )
    found = kept(Kept((), quotes, ()), TEXT, 90).quotes
    assert [(q.id, q.within) for q in found] == [("q1", None), ("q2", "q1")]
    assert kept(Kept((), quotes, ()), TEXT, 96).quotes == ()


def person(number: int, name: str, *mentions: tuple[Span, int | None]) -> Entity:
    marked = tuple(Mention(span, False, evidence(sure)) for span, sure in mentions)
    return Entity(f"e{number}", "person", name, (), marked, ())


def test_a_name_that_is_no_longer_evident_is_the_longest_that_is() -> None:
    moor = person(1, "Ada Moor", (Span(0, 8), 60), (Span(4, 8), 95))
    (found,) = kept(Kept((moor,), (), ()), TEXT, 90).entities
    assert (found.name, len(found.mentions)) == ("Moor", 1)


def test_what_a_person_or_a_source_says_is_kept() -> None:
    stated = (
        Evidence(LISTED),
        Evidence("link.authority", None, context="people.csv:2"),
        Evidence("entity.given-name", None, declared="dc:subject"),
    )
    for item in stated:
        entity = Entity("e1", "person", "Ada Moor", (), (Mention(Span(0, 8), False, item),), ())
        assert kept(Kept((entity,), (), ()), TEXT, 100).entities == (entity,)


def test_none_keeps_all() -> None:
    assert left(rich_record(), None) == rich_record()


@pytest.mark.parametrize("wrong", [-1, 101, "70", 70.0, True])
def test_what_is_no_percent_is_wrong_usage(wrong: object) -> None:
    with pytest.raises(UsageError, match="no confidence in percent"):
        convert(ARTICLE, settings=Settings(min_confidence=wrong))  # type: ignore[arg-type]
