"""The examples are the goldens: every export is byte for byte what lies beside the article."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from golden import (
    ARTICLES,
    EVERY_FIELD,
    FORMATS,
    SETTINGS,
    beside,
    conversion,
    every_field,
)
from lxml import etree

from archivist import pipeline, schema
from archivist.exporters import EXPORTERS
from archivist.pipeline import Conversion
from archivist.record import BlockRole, Record

XSD = "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"
converted = cache(conversion)

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)


def export(article: Path, name: str) -> bytes:
    return dict(converted(article).exports)[name]


def record(article: Path) -> Record:
    found = converted(article).record
    assert found is not None
    return found


def test_there_are_examples_in_every_language() -> None:
    languages = {found.language.value for a in ARTICLES if (found := record(a)).language}
    assert languages == {"it", "en", "fr", "de", "es", "pt", "nl"}
    assert any(record(article).language is None for article in ARTICLES)


@each_article
@pytest.mark.parametrize("name", FORMATS)
def test_export_is_the_golden_one(article: Path, name: str) -> None:
    assert export(article, name) == beside(article, name).read_bytes()


@each_article
@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda item: item.name)
def test_every_export_reads_back_into_the_same_record(article: Path, exporter: object) -> None:
    data = exporter.write(record(article), SETTINGS)  # type: ignore[attr-defined]
    (back,) = pipeline.convert(data)
    assert back.problems == ()
    assert back.record == record(article)


@each_article
def test_newsml_is_valid_by_the_official_schema(article: Path, shared: Path) -> None:
    xsd = etree.XMLSchema(etree.parse(str(shared / XSD)))
    item = etree.fromstring(export(article, "newsml-g2"))
    xsd.assertValid(item)
    ids = item.xpath("//@id | //@partid")
    assert len(ids) == len(set(ids))
    names = ("idrefs", "sourceidref", "contentrefs", "original")
    for reference in item.xpath("|".join(f"//@{name}" for name in names)):
        assert set(reference.split()) <= set(ids)
    assert not item.xpath("//*[@rel='arcrel:residual']")


@each_article
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_three_parsers_find_the_same_triples_in_the_jsonld(article: Path) -> None:
    from pyld import jsonld

    data = export(article, "jsonld")
    ours = _lines(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.JSON_LD))
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph().parse(data=data, format="json-ld")
    theirs = graph.serialize(format="nt", encoding="utf-8").decode()
    assert _canonical(theirs) == ours
    normal = jsonld.to_rdf(_plain(data), {"format": "application/n-quads"})
    assert _canonical(normal) == ours


@each_article
def test_jsonld_and_turtle_are_one_graph(article: Path) -> None:
    one = _lines(pyoxigraph.parse(export(article, "jsonld"), format=pyoxigraph.RdfFormat.JSON_LD))
    other = _lines(pyoxigraph.parse(export(article, "turtle"), format=pyoxigraph.RdfFormat.TURTLE))
    assert one == other
    assert not any("_:" in line.split('"')[0] for line in one)


def test_the_graphs_keep_to_the_shapes() -> None:
    import pyshacl

    shapes = rdflib.Graph().parse(data=schema.read("shapes.ttl"), format="turtle")
    for article in ARTICLES:
        graph = rdflib.Graph().parse(data=export(article, "turtle"), format="turtle")
        conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
        assert conforms, f"{article.name}\n{report}"


def test_together_the_examples_show_every_field() -> None:
    found = [record(article) for article in ARTICLES]
    for name in [
        "identifiers",
        "language",
        "headline",
        "summary",
        "dates",
        "dateline",
        "credits",
        "rights",
        "topics",
        "entities",
        "quotes",
        "relations",
        "notes",
    ]:
        assert any(getattr(item, name) for item in found), name
    kinds = {quote.kind for item in found for quote in item.quotes}
    assert kinds == {"direct", "indirect", "mixed"}
    roles = {block.role for item in found for block in item.blocks}
    assert set(BlockRole.__args__) - roles <= {"other"}  # type: ignore[attr-defined]
    assert any(quote.via for item in found for quote in item.quotes)
    assert any(quote.within for item in found for quote in item.quotes)
    assert any(quote.interpolations for item in found for quote in item.quotes)
    assert {item.title.kind for item in found} == {"formal", "devised"}


@pytest.mark.parametrize("name", FORMATS)
def test_the_record_with_every_field_is_the_golden_one_and_comes_back(name: str) -> None:
    record, exports = every_field()
    assert exports[name] == beside(EVERY_FIELD, name).read_bytes()
    (back,) = pipeline.convert(exports[name])
    assert (back.record, back.problems) == (record, ())
    assert [key for key, value in record.to_json().items() if value in (None, [])] == []
    assert [key for key, value in record.to_json()["source"].items() if value in (None, [])] == []


def test_the_examples_have_no_problems() -> None:
    def problems(found: Conversion) -> tuple[object, ...]:
        return found.problems

    assert [problems(converted(article)) for article in ARTICLES] == [()] * len(ARTICLES)


def _plain(data: bytes) -> object:
    import json

    return json.loads(data)


def _lines(quads: object) -> list[str]:
    return sorted(str(quad.triple) for quad in quads)  # type: ignore[attr-defined]


def _canonical(ntriples: str) -> list[str]:
    """Parsed again by one parser, so that only the statements are compared, not the escapes."""
    return _lines(pyoxigraph.parse(ntriples.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
