"""A graph without the text has no sentence of it; the licence of a description is its own."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from collection.keeping import archivist
from hypothesis import given, settings
from strategies import plain_records, rich_record

from archivist import Record, Settings, convert, export, schema
from archivist.errors import InvalidRecord, UsageError
from archivist.exporters import BY_NAME, EXPORTERS, graph, rdf
from archivist.exporters.graph.statements import Literal
from archivist.namespaces import DCTERMS, SCHEMA
from archivist.pipeline import read
from archivist.settings import DETAILS

EXAMPLES = Path(__file__).parents[2] / "examples"
RECORDS = sorted(EXAMPLES.glob("*.record.json"))
GRAPHS = [item.name for item in EXPORTERS if item.wordless]
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
WORDLESS = Settings(without_text=True)
NAMING = ("headline", "byline", "credit", "notice", "header")  # lines of names and rights


def _record(path: Path) -> Record:
    return Record.from_json(json.loads(path.read_bytes()))


def _sentences(record: Record) -> Iterator[str]:
    """Stretches of the running text of at least four words, which nobody's name is."""
    names = [entity.name for entity in record.entities]
    for block in record.blocks:
        if block.role in NAMING:
            continue
        for sentence in re.split(r"(?<=[.!?。！？])\s+|\n", block.span.of(record.text)):
            words = sentence.strip()
            if len(words.split()) >= 4 and not any(words in name for name in names):
                yield words


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("format", GRAPHS)
def test_no_sentence_of_the_text_is_in_any_graph(format: str, detail: str) -> None:
    found = 0
    for path in RECORDS:
        record = _record(path)
        options = dataclasses.replace(WORDLESS, detail=detail)  # type: ignore[arg-type]
        said = BY_NAME[format].write(record, options).decode("utf-8")
        plain = BY_NAME["nquads"].write(record, Settings(detail="core")).decode("utf-8")
        for sentence in _sentences(record):
            written = (sentence, json.dumps(sentence)[1:-1], sentence.replace('"', '\\"'))
            assert not any(one in said for one in written), (path.name, sentence)
            found += any(one in plain for one in written)
    assert found > 50  # of which a graph with the text has them


@settings(max_examples=60, deadline=None)
@given(plain_records())
def test_what_is_long_in_a_graph_is_a_name_or_a_headline(record: Record) -> None:
    kept = _values(record)
    for _, _, value in graph.quads(record, dataclasses.replace(WORDLESS, metadata_licence=LICENCE)):
        if isinstance(value, Literal) and len(value.value) > 40 and value.value in record.text:
            assert value.value in kept, value


def _values(record: Record) -> set[str]:
    """What names something in a record."""
    found = {item.value for item in (record.headline, record.title) if item}
    found |= {name.name for credit in record.credits for name in credit.names}
    found |= {", ".join(name.name for name in credit.names) for credit in record.credits}
    found |= {entity.name for entity in record.entities}
    found |= {item.value for item in record.identifiers}
    found |= {topic.name for topic in record.topics if topic.name}
    rights = record.rights
    found |= {rights.holder or "", rights.statement or "", rights.notice or ""} if rights else set()
    return found


def test_digests_offsets_and_names_remain() -> None:
    record = rich_record()
    with_text = set(graph.quads(record, Settings()))
    without = set(graph.quads(record, WORDLESS))
    assert {one.predicate for one in with_text} - {one.predicate for one in without} == {
        *(SCHEMA + name for name in ("articleBody", "text", "abstract", "dateline", "roleName")),
        SCHEMA + "jobTitle",
        *(f"https://w3id.org/archivist/ns#{name}" for name in ("verbatim", "value", "member")),
        "https://w3id.org/archivist/ns#key",
        "http://www.w3.org/ns/oa#exact",
    }
    names = {str(value.value) for _, _, value in without if isinstance(value, Literal)}
    assert {entity.name for entity in record.entities} <= names
    assert len(without - with_text) == 1


def test_a_graph_without_the_text_conforms_and_is_no_record() -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra archivist[shacl] is not installed")
    options = dataclasses.replace(WORDLESS, metadata_licence=LICENCE)
    shapes = rdflib.Graph().parse(data=schema.read("shapes.ttl"), format="turtle")
    for record in (rich_record(), *map(_record, RECORDS[:6])):
        conforms, _, why = pyshacl.validate(rdf.to_graph(record, options), shacl_graph=shapes)
        assert conforms, why
        with pytest.raises(InvalidRecord, match="R033 the graph leaves out the text"):
            list(read(BY_NAME["ntriples"].write(record, options)))


@pytest.mark.parametrize("format", ["record", "newsml-g2"])
def test_formats_that_hold_the_text_are_refused(format: str) -> None:
    with pytest.raises(UsageError, match=f"{format} holds the text"):
        export(rich_record(), format, settings=WORDLESS)
    with pytest.raises(UsageError, match="holds the text"):
        convert(b"Some text.", to=[format], settings=WORDLESS)


# ------------------------------------------------------------------ licences


@pytest.mark.parametrize("format", GRAPHS)
def test_a_licence_of_the_description_reads_back(format: str) -> None:
    record = rich_record()
    data = export(record, format, settings=Settings(metadata_licence=LICENCE))
    assert LICENCE.encode() in data
    (back,) = read(data)
    assert back == record


def test_the_licence_is_the_documents_and_nobody_elses() -> None:
    record = rich_record()
    plain = set(graph.quads(record, Settings()))
    added = set(graph.quads(record, Settings(metadata_licence=LICENCE))) - plain
    assert added == {
        (record.id, SCHEMA + "sdLicense", LICENCE),
        (record.id, DCTERMS + "license", LICENCE),
    }


def test_the_rights_of_the_text_stay_as_the_source_states_them() -> None:
    record = rich_record()
    assert record.rights is not None
    assert record.rights.holder is not None
    options = dataclasses.replace(WORDLESS, metadata_licence=LICENCE)
    said = export(record, "ntriples", settings=options).decode("utf-8")
    assert record.rights.holder in said


def test_a_licence_that_is_no_iri_is_refused() -> None:
    with pytest.raises(UsageError, match="no IRI of a licence: 'CC0'"):
        export(rich_record(), "turtle", settings=Settings(metadata_licence="CC0"))


# ------------------------------------------------------------------ on the command line


def test_convert_leaves_the_text_out_and_says_so_when_read_back(tmp_path: Path) -> None:
    source = EXAMPLES / "en-bridge.txt"
    done = archivist("convert", source, "-o", tmp_path / "a", "--without-text")
    assert (done.returncode, done.stderr.count("error")) == (0, 0)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["en-bridge.txt.jsonld", "en-bridge.txt.ttl"]
    for path in (tmp_path / "a").iterdir():
        assert b"swing bridge of Harwick" not in path.read_bytes()
    done = archivist("export", tmp_path / "a" / "en-bridge.txt.ttl")
    assert done.returncode == 1
    assert "R033" in done.stderr


def test_a_format_with_the_text_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    source = EXAMPLES / "en-bridge.txt"
    command = ("convert", source, "-o", tmp_path / "a", "--to", "turtle,record", "--without-text")
    done = archivist(*command)
    assert done.returncode == 2
    assert "record holds the text, --without-text leaves it out" in done.stderr
    assert not (tmp_path / "a").exists()
