"""Exports say `not measured` where a confidence lacks, and hold those who read them to it."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from strategies import minimal_record, rich_record

from archivist import InvalidRecord, Settings, convert, export, read
from archivist import record as r
from archivist.exporters import unmeasured
from archivist.namespaces import NAR, expand

ROOT = Path(__file__).parents[2]


def with_confidence(value: Any, confidence: int | None) -> Any:
    """The value with this confidence in every evidence."""
    if isinstance(value, tuple):
        return tuple(with_confidence(item, confidence) for item in value)
    if isinstance(value, r.Evidence):
        return dataclasses.replace(value, confidence=confidence)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    changed = {name: with_confidence(item, confidence) for name, item in fields.items()}
    return dataclasses.replace(value, **changed)


def places(cls: Any, path: str = "") -> Iterator[str]:
    """Every field of the record, by its JSON keys, that has evidence."""
    for name, hint in typing.get_type_hints(cls).items():
        inner = [a for a in (*typing.get_args(hint), hint) if dataclasses.is_dataclass(a)]
        for item in inner:
            own = f"{path}/{r.json_key(name)}".lstrip("/")
            if "evidence" in {f.name for f in dataclasses.fields(item)}:
                yield own
            yield from places(item, own)


def test_every_field_with_evidence_is_looked_at() -> None:
    looked = [name for name, _ in unmeasured._places(rich_record())]
    assert sorted(looked) == sorted(set(places(r.Record)))
    assert len(looked) == len(set(looked))


def test_all_or_none() -> None:
    assert unmeasured.fields(with_confidence(rich_record(), 90)) == ()
    bare = with_confidence(rich_record(), None)
    found = unmeasured.fields(bare)
    assert "quotes/speaker" in found
    assert list(found) == [name for name, _ in unmeasured._places(bare) if name in found]


@pytest.mark.parametrize(
    "evidence",
    [
        r.Evidence("link.authority", None, context="people.csv:2"),
        r.Evidence("date.meta", None, declared="meta[date]"),
        r.Evidence("title.headline", None, corrected=r.Corrected("Ada", "p1")),
        r.Evidence("title.headline", 0),
    ],
)
def test_what_somebody_says_is_not_a_matter_of_measuring(evidence: r.Evidence) -> None:
    assert not unmeasured.is_unmeasured(evidence)
    assert unmeasured.is_unmeasured(r.Evidence("title.headline", span=r.Span(0, 4)))


# ------------------------------------------------------------------ in the graph


def full(record: r.Record) -> dict[str, list[str]]:
    """Predicate → the subjects it has, as the N-Triples say."""
    found: dict[str, list[str]] = {}
    for line in export(record, "ntriples").decode().splitlines():
        subject, predicate, _ = line.split(" ", 2)
        found.setdefault(predicate, []).append(subject)
    return found


RULE, SURE, NOT = (
    f"<{expand(name)}>" for name in ("prov:wasGeneratedBy", "arch:confidence", "arch:notMeasured")
)


@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
def test_each_value_says_how_sure_it_is_or_that_nobody_knows(record: r.Record) -> None:
    for confidence in (None, 90):
        said = full(with_confidence(record, confidence))
        measured, bare = set(said.get(SURE, ())), set(said.get(NOT, ()))
        assert not measured & bare
        assert bool(bare) == (confidence is None)
        silent = set(said[RULE]) - measured - bare
        graph = export(with_confidence(record, confidence), "ntriples").decode()
        for subject in silent:  # somebody said so
            assert any(f"{subject} <{expand(f'arch:{how}')}>" in graph for how in SAID)


SAID = ("declared", "context", "correctedBy")


@pytest.mark.parametrize("detail", ["core", "compact", "full"])
def test_the_document_lists_the_fields(detail: str) -> None:
    record = with_confidence(rich_record(), None)
    settings = Settings(detail=detail)  # type: ignore[arg-type]
    data = json.loads(export(record, "jsonld", settings=settings))
    expected = None if detail == "core" else list(unmeasured.fields(record))
    assert data.get("unmeasuredField") == expected
    shown = json.dumps(data["mainEntity"])
    assert ('"notMeasured": "true"' in shown) == (detail == "full")


# ------------------------------------------------------------------ in NewsML-G2


def ed_note(data: bytes) -> etree._Element | None:
    return etree.fromstring(data).find(f"{{{NAR}}}itemMeta/{{{NAR}}}edNote")


def test_an_item_says_it_to_the_editor() -> None:
    record = with_confidence(rich_record(), None)
    note = ed_note(export(record, "newsml-g2"))
    assert note is not None
    listed = ", ".join(unmeasured.fields(record))
    assert note.text == f"Confidence not measured in it: {listed}"
    assert note.get("role") == "arcrole:notMeasured"
    assert ed_note(export(with_confidence(record, 90), "newsml-g2")) is None


def test_of_an_article_in_no_known_language() -> None:
    record = dataclasses.replace(with_confidence(rich_record(), None), language=None)
    note = ed_note(export(record, "newsml-g2"))
    assert note is not None
    assert (note.text or "").startswith("Confidence not measured: blocks, ")


# ------------------------------------------------------------------ and back


@pytest.mark.parametrize("confidence", [None, 0, 90])
@pytest.mark.parametrize("name", ["jsonld", "turtle", "nquads", "newsml-g2"])
def test_it_comes_back(name: str, confidence: int | None) -> None:
    for record in (minimal_record(), with_confidence(rich_record(), confidence)):
        assert list(read(export(record, name))) == [record]


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("newsml-g2", b"quotes/speaker, ", b"", "R048"),
        ("newsml-g2", b"not measured in it:", b"not measured in fr:", "R048"),
        ("newsml-g2", b"Confidence not measured", b"All is well", "R042"),
        ("jsonld", b'"quotes/speaker",', b"", "R034"),
        ("jsonld", b'"notMeasured": "true"', b'"confidence": "99"', "R034"),
        ("jsonld", b'"notMeasured": "true"', b'"notMeasured": "false"', "R034"),
    ],
)
def test_who_says_something_else_is_refused(
    name: str, before: bytes, after: bytes, code: str
) -> None:
    data = export(with_confidence(rich_record(), None), name)
    assert before in data
    with pytest.raises(InvalidRecord) as refused:
        list(read(data.replace(before, after, 1)))
    assert refused.value.problems[0].code == code


# ------------------------------------------------------------------ a language without gold


def test_quotes_in_french_are_said_not_to_be_measured() -> None:
    """No gold of French quotes is large enough to tell: the export must not leave that open."""
    path = ROOT / "examples" / "fr-glacier.md"
    (found,) = convert(path, to=["jsonld", "newsml-g2"], settings=Settings(as_of="2026-01-01"))
    assert found.record is not None
    assert found.record.quotes
    exports = dict(found.exports)
    note = ed_note(exports["newsml-g2"])
    assert note is not None
    assert "measured in fr:" in (note.text or "")
    assert "quotes, quotes/speaker" in (note.text or "")
    assert {"quotes", "quotes/speaker"} <= set(json.loads(exports["jsonld"])["unmeasuredField"])


def test_saying_it_costs_little() -> None:
    """A value without a number is about as long as one with it."""
    sizes = [len(export(with_confidence(rich_record(), sure), "ntriples")) for sure in (90, None)]
    assert all(more < less * 1.05 for less, more in pairwise(sizes))
