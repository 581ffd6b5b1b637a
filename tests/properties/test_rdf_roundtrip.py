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
from strategies import minimal_record, plain_records, records, rich_record

from archivist.errors import InvalidRecord
from archivist.exporters import graph, jsonld, rdf
from archivist.record import Record
from archivist.settings import Settings

SYNTAXES = ("turtle", "ntriples", "nquads", "trig")
BASES = st.sampled_from((None, "https://archive.example.org/", "https://example.org/a%20b/città"))
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


@given(record=records(), base=BASES)
@settings(max_examples=300)
def test_every_syntax_gives_the_same_record(record: Record, base: str | None) -> None:
    options = Settings(base_iri=base)
    for syntax in SYNTAXES:
        assert rdf.read(rdf.write(record, options, syntax), "x", syntax) == record, syntax
    assert jsonld.read(jsonld.write(record, options), "x") == record


@given(record=plain_records())
@settings(max_examples=40)
def test_a_plain_record_comes_back_from_rdf_xml(record: Record) -> None:
    data = rdf.write(record, Settings(), "rdfxml")
    assert rdf.read(data, "x", "rdfxml") == record


@given(record=records())
@settings(max_examples=60)
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


@given(record=records(), detail=st.sampled_from(("core", "compact", "full")))
@settings(max_examples=60)
def test_all_syntaxes_and_json_ld_say_the_same(record: Record, detail: str) -> None:
    options = Settings(detail=detail)  # type: ignore[arg-type]
    expected = set(graph.quads(record, options))
    for syntax in SYNTAXES:
        assert set(rdf.parse(rdf.write(record, options, syntax), "x", syntax)) == expected, syntax
    assert set(rdf.parse(jsonld.write(record, options), "x", "jsonld")) == expected


@given(record=records(), detail=st.sampled_from(("core", "compact", "full")))
@settings(max_examples=25)
def test_three_json_ld_processors_agree(record: Record, detail: str) -> None:
    options = Settings(detail=detail)  # type: ignore[arg-type]
    expected = graph.lines(record, options, named=False)
    data = jsonld.write(record, options)
    assert _by_pyld(data) == expected
    assert _by_rdflib(data, "json-ld") == expected


@given(record=records())
@settings(max_examples=25)
def test_rdflib_reads_what_we_write(record: Record) -> None:
    expected = graph.lines(record, Settings(), named=False)
    for syntax in SYNTAXES:
        data = rdf.write(record, Settings(), syntax)
        assert _by_rdflib(data, RDFLIB[syntax]) == expected, syntax


@given(record=records())
@settings(max_examples=40)
def test_the_library_face_keeps_every_literal(record: Record) -> None:
    found = rdf.to_graph(record, Settings())
    assert _lines_of(found) == graph.lines(record, Settings(), named=False)


# ------------------------------------------------------------------ canonical, and no blank nodes


@given(record=records())
@settings(max_examples=60)
def test_sorted_lines_are_canonical(record: Record) -> None:
    data = rdf.write(record, Settings(), "nquads")
    quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert (
        b"".join(sorted(ox.serialize([quad], format=ox.RdfFormat.N_QUADS) for quad in dataset))
        == data
    )
    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]


@given(record=records())
@settings(max_examples=60)
def test_each_level_says_more_than_the_last(record: Record) -> None:
    core, compact, full = (
        {
            line
            for line in graph.lines(record, Settings(detail=detail), named=False)
            if "ns#detail>" not in line
        }  # type: ignore[arg-type]
        for detail in ("core", "compact", "full")
    )
    assert core < compact < full


@given(record=records())
@settings(max_examples=60)
def test_no_literal_holds_a_json_object_and_no_iri_a_blank(record: Record) -> None:
    for subject, predicate, value in graph.quads(record, Settings()):
        for iri in (subject, predicate, value):
            assert not isinstance(iri, str) or isinstance(iri, graph.Literal) or " " not in iri


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
