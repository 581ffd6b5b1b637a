"""Record → graph → record is the identity, in every syntax, whatever the record holds."""

from __future__ import annotations

import json
import logging
import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as pyld
from strategies import minimal_record, records, rich_record, samples

from archivist.errors import InvalidRecord
from archivist.exporters import graph, jsonld, rdf
from archivist.exporters.graph.lines import is_iri
from archivist.record import Record
from archivist.settings import Settings

SYNTAXES = ("turtle", "ntriples", "nquads", "trig")
BASES = (None, "https://archive.example.org/", "https://example.org/a%20b/città")
DETAILS = ("core", "compact", "full")
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig"}
# rdflib's own readers still call what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@pytest.fixture(autouse=True)
def _literals_as_written(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """rdflib must not rewrite what it reads (`…Z` → `+00:00`), nor log what it cannot convert."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    caplog.set_level(logging.CRITICAL, logger="rdflib.term")


# ------------------------------------------------------------------ the way back


@pytest.fixture(scope="module")
def hostile() -> tuple[Record, ...]:
    return samples(300)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_300_hostile_records_come_back(hostile: tuple[Record, ...], syntax: str) -> None:
    for number, record in enumerate(hostile):
        options = Settings(base_iri=BASES[number % 3])
        assert rdf.read(rdf.write(record, options, syntax), "x", syntax) == record, number


def test_300_hostile_records_come_back_from_json_ld(hostile: tuple[Record, ...]) -> None:
    for number, record in enumerate(hostile):
        options = Settings(base_iri=BASES[number % 3])
        assert jsonld.read(jsonld.write(record, options), "x") == record, number


@given(record=records(), base=st.sampled_from(BASES))
@settings(max_examples=60)
def test_every_syntax_gives_the_same_record(record: Record, base: str | None) -> None:
    options = Settings(base_iri=base)
    for syntax in SYNTAXES:
        assert rdf.read(rdf.write(record, options, syntax), "x", syntax) == record, syntax
    assert jsonld.read(jsonld.write(record, options), "x") == record


def test_plain_records_come_back_from_rdf_xml() -> None:
    for number, record in enumerate(samples(100, hostile=False)):
        data = rdf.write(record, Settings(), "rdfxml")
        assert rdf.read(data, "x", "rdfxml") == record, number


@given(record=records())
@settings(max_examples=40)
def test_rdf_xml_carries_all_or_refuses(record: Record) -> None:
    said = [value for _, _, value in graph.quads(record, Settings())]
    words = "".join(value.value for value in said if isinstance(value, graph.Literal))
    if NOT_XML.search(words):
        with pytest.raises(InvalidRecord) as refused:
            rdf.write(record, Settings(), "rdfxml")
        assert [problem.code for problem in refused.value.problems] == ["X010"]
    else:
        assert rdf.read(rdf.write(record, Settings(), "rdfxml"), "x", "rdfxml") == record


# ------------------------------------------------------------------ one graph


def test_all_syntaxes_and_json_ld_say_the_same() -> None:
    for number, record in enumerate(samples(90)):
        detail = DETAILS[number % 3]
        options = Settings(detail=detail)  # type: ignore[arg-type]
        expected = set(graph.quads(record, options))
        for syntax in SYNTAXES:
            assert set(rdf.parse(rdf.write(record, options, syntax), "x", syntax)) == expected, (
                syntax
            )
        assert set(rdf.parse(jsonld.write(record, options), "x", "jsonld")) == expected


def test_three_json_ld_processors_agree() -> None:
    for number, record in enumerate(samples(45)):
        detail = DETAILS[number % 3]
        options = Settings(detail=detail)  # type: ignore[arg-type]
        expected = graph.lines(record, options, named=False)
        data = jsonld.write(record, options)
        assert _by_pyld(data) == expected
        assert _by_rdflib(data, "json-ld") == expected


def test_rdflib_reads_what_we_write() -> None:
    for record in samples(20):
        expected = graph.lines(record, Settings(), named=False)
        for syntax in SYNTAXES:
            data = rdf.write(record, Settings(), syntax)
            assert _by_rdflib(data, RDFLIB[syntax]) == expected, syntax


def test_the_library_face_keeps_every_literal() -> None:
    for record in samples(40):
        found = rdf.to_graph(record, Settings())
        assert _lines_of(found) == graph.lines(record, Settings(), named=False)


# ------------------------------------------------------------------ canonical, and no blank nodes


def test_sorted_lines_are_canonical() -> None:
    for record in samples(60):
        data = rdf.write(record, Settings(), "nquads")
        quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        canonical = sorted(ox.serialize([one], format=ox.RdfFormat.N_QUADS) for one in dataset)
        assert b"".join(canonical) == data
        assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]


def test_each_level_says_more_than_the_last() -> None:
    for record in samples(60):
        core, compact, full = (_all_but_detail(record, detail) for detail in DETAILS)
        assert core < compact < full


def _all_but_detail(record: Record, detail: str) -> set[str]:
    options = Settings(detail=detail)  # type: ignore[arg-type]
    lines = graph.lines(record, options, named=False)
    return {line for line in lines if "ns#detail>" not in line}


def test_every_iri_is_one() -> None:
    for record in samples(60):
        for subject, predicate, value in graph.quads(record, Settings()):
            iris = [subject, predicate, *([value] if isinstance(value, str) else [])]
            assert all(is_iri(iri) or iri.startswith("urn:uuid:") for iri in iris)


# ------------------------------------------------------------------ other people's parsers


def _by_pyld(data: bytes) -> list[str]:
    written = pyld.to_rdf(json.loads(data), {"format": "application/n-quads"})
    return sorted(
        {str(quad.triple) + " ." for quad in ox.parse(written, format=ox.RdfFormat.N_QUADS)}
    )


def _by_rdflib(data: bytes, name: str) -> list[str]:
    found = rdflib.Dataset(default_union=True) if name in ("nquads", "trig") else rdflib.Graph()
    found.parse(data=data, format=name)
    return _lines_of(found)


def _lines_of(found: rdflib.Graph) -> list[str]:
    return sorted(
        {
            graph.line(graph.Statement(str(subject), str(predicate), _object(value)))
            for subject, predicate, value in found.triples((None, None, None))
        }
    )


def _object(value: object) -> str | graph.Literal:
    if not isinstance(value, rdflib.Literal):
        return str(value)
    if value.language:
        return graph.Literal(str(value), language=value.language)
    return graph.Literal(str(value), str(value.datatype or rdflib.XSD.string))


@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
@pytest.mark.parametrize("syntax", [*SYNTAXES, "rdfxml"])
def test_made_by_hand(record: Record, syntax: str) -> None:
    assert rdf.read(rdf.write(record, Settings(), syntax), "x", syntax) == record
