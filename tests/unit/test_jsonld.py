"""JSON-LD: the same graph, its context inside, readable, and safe inside HTML."""

from __future__ import annotations

import dataclasses
import json
import socket
from html.parser import HTMLParser
from typing import Any

import pytest
import rdflib
from pyld import jsonld as pyld
from strategies import minimal_record, rich_record, samples

from archivist import schema
from archivist.errors import InvalidRecord
from archivist.exporters import graph, jsonld, rdf
from archivist.exporters.graph.context import context
from archivist.record import Record
from archivist.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
DOCUMENT = jsonld.document(rich_record(), Settings())


def _walk(value: Any) -> list[dict[str, Any]]:
    """Every object inside a JSON value, the context left out."""
    found = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting += [item for key, item in one.items() if key != "@context"]
        elif isinstance(one, list):
            waiting += one
    return found


def test_the_context_is_the_published_one() -> None:
    published = json.loads(schema.read("context.jsonld"))
    assert DOCUMENT["@context"] == published["@context"]
    assert list(DOCUMENT)[:3] == ["@context", "id", "type"]


def test_it_reads_as_a_tree() -> None:
    article = DOCUMENT["mainEntity"]
    assert article["type"] == "NewsArticle"
    assert article["headline"] == {"it": "Il porto riapre lunedì"}
    assert article["datePublished"] == {"@type": "xsd:gYearMonth", "@value": "2024-05"}
    first = article["quotes"][0]
    assert first["type"] == "Quotation"
    assert first["spokenByCharacter"] == article["mentions"][0]["id"]
    assert first["speaker"]["how"] == "colon lead-in"
    assert first["confidence"] == "96"
    assert article["mentions"][0]["occurrences"]["type"] == "Annotation"


def test_every_key_is_in_the_context() -> None:
    keys = {key for one in _walk(DOCUMENT) for key in one} - {"@context", "@value", "@type"}
    assert keys - {"it", "@none"} <= set(context())


def test_no_list_no_json_literal_no_direction_no_number() -> None:
    text = jsonld.write(rich_record(), Settings()).decode()
    for keyword in ("@list", "@json", "@direction", "@graph", "_:"):
        assert keyword not in text
    for one in _walk({key: value for key, value in DOCUMENT.items() if key != "@context"}):
        assert not [item for item in one.values() if isinstance(item, int | float)]


def test_it_is_pretty_utf8_and_ends_with_a_newline() -> None:
    data = jsonld.write(rich_record(), Settings())
    assert "lunedì".encode() in data
    assert data.endswith(b"}\n")
    assert data.startswith(b'{\n  "@context": {\n')
    assert json.loads(data) == DOCUMENT


def test_the_fast_and_the_plain_writer_write_the_same_bytes() -> None:
    for record in samples(60):
        found = jsonld.document(record, Settings())
        assert jsonld.write(record, Settings()) == jsonld.pretty_in_python(found)


@pytest.mark.parametrize("detail", ["core", "compact", "full"])
@pytest.mark.parametrize("base", [None, "https://archive.example.org/"])
def test_three_processors_find_the_graph_of_rdf(
    monkeypatch: pytest.MonkeyPatch, detail: str, base: str | None
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    settings = Settings(detail=detail, base_iri=base)  # type: ignore[arg-type]
    expected = set(graph.quads(rich_record(), settings))
    data = jsonld.write(rich_record(), settings)
    assert set(rdf.parse(data, "x", "jsonld")) == expected
    written = pyld.to_rdf(json.loads(data), {"format": "application/n-quads"})
    assert set(rdf.parse(written.encode(), "x", "nquads")) == expected
    found = rdflib.Graph().parse(data=data, format="json-ld")
    assert set(found) == set(rdf.to_graph(rich_record(), settings))


@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
@pytest.mark.parametrize("base", [None, "https://archive.example.org", "http://a.example/x/"])
def test_it_comes_back(record: Record, base: str | None) -> None:
    assert jsonld.read(jsonld.write(record, Settings(base_iri=base)), "x") == record


def test_any_order_and_shape_of_the_same_graph_comes_back() -> None:
    data = json.loads(jsonld.write(rich_record(), Settings()))
    sorted_keys = json.dumps(data, sort_keys=True).encode()
    assert jsonld.read(sorted_keys, "x") == rich_record()
    flat = json.dumps(pyld.flatten(data)).encode()
    assert jsonld.read(flat, "x") == rich_record()


# ------------------------------------------------------------------ what is refused


def _refused(data: bytes) -> str:
    with pytest.raises(InvalidRecord) as refused:
        jsonld.read(data, "a.jsonld")
    [found] = refused.value.problems
    assert found.location.file == "a.jsonld"
    return found.code


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://schema.org",
        ["https://schema.org", {}],
        {"@import": "https://schema.org"},
        {"thing": {"@id": "http://a.example/", "@context": "https://schema.org"}},
    ],
)
def test_no_context_is_fetched(monkeypatch: pytest.MonkeyPatch, elsewhere: Any) -> None:
    def no_socket(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    data = json.dumps({**DOCUMENT, "@context": elsewhere}).encode()
    assert _refused(data) == "R031"
    nested = {**DOCUMENT, "about": {"@context": elsewhere, "id": "urn:a"}}
    assert _refused(json.dumps(nested).encode()) == "R031"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "R030"),
        (b"{", "R030"),
        (b"\xff{}", "R030"),
        (b"[" * 100_000, "R030"),
        (b"{}", "R032"),
        (b"[]", "R032"),
        (b'{"@context": {"@version": 2.1}, "@id": "urn:a"}', "R030"),
        (b'{"@context": {"a": 5}, "@id": "urn:a"}', "R030"),
    ],
)
def test_other_json_is_refused(data: bytes, code: str) -> None:
    assert _refused(data) == code


@pytest.mark.parametrize("detail", ["core", "compact"])
def test_a_lower_detail_does_not_come_back(detail: str) -> None:
    data = jsonld.write(rich_record(), Settings(detail=detail))  # type: ignore[arg-type]
    assert jsonld.recognises(data)
    assert _refused(data) == "R033"


def test_it_knows_its_own() -> None:
    assert jsonld.recognises(jsonld.write(minimal_record(), Settings()))
    assert not jsonld.recognises(b'{"@context": "https://schema.org", "@type": "NewsArticle"}')
    assert not jsonld.recognises(rdf.write(minimal_record(), Settings(), "turtle"))


# ------------------------------------------------------------------ inside HTML


class _Scripts(HTMLParser):
    """Collects what stands inside `<script>`."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found = ""

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        self.found += data if self.inside else ""


def test_a_block_in_html_survives_what_the_article_says() -> None:
    text = "</script><script>alert(1)</script> <!-- & ]]> \u2028"
    record = dataclasses.replace(minimal_record(), text=text)
    block = jsonld.embed(record, Settings())
    assert not set("<>&") & set(block)
    parser = _Scripts()
    parser.feed(f'<script type="application/ld+json">{block}</script><p>rest')
    assert json.loads(parser.found) == jsonld.document(record, Settings())
