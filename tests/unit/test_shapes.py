"""The SHACL shapes pass what we write, and each catches the damage it is for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from strategies import minimal_record, rich_record

from archivist import schema
from archivist.exporters import rdf
from archivist.namespaces import ARCH, PREFIXES, RDF
from archivist.record import Record
from archivist.settings import Settings

pyshacl = pytest.importorskip("pyshacl", reason="the extra archivist[shacl] is not installed")

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.record.json"))
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NAMES = {**PREFIXES, "rdf": RDF}
Pattern = tuple[str | None, str | None, str | None]

# Shape, what is taken away (a pattern), what is put there instead. `:x` is a node of the article,
# `""` the document. The graph is that of `rich_record()`.
MUTATIONS: tuple[tuple[str, Pattern | None, Pattern | None], ...] = (
    ("DocumentShape", ("", "schema:mainEntity", None), None),
    ("DocumentShape", ("", "arch:detail", None), ("", "arch:detail", '"most"')),
    ("WordsShape", (":article", "schema:articleBody", None), None),
    ("WordsShape", (":article", "schema:name", None), None),
    ("WordsShape", None, ("", "arch:withoutText", '"true"^^xsd:boolean')),
    ("LicenceShape", None, (":e1", "schema:sdLicense", ":x")),
    ("LicenceShape", None, ("", "schema:sdLicense", ":x")),
    ("ArticleShape", None, (":article", "schema:name", '"another"')),
    ("ArticleShape", None, (":article", "schema:creativeWorkStatus", '"withheld"')),
    ("ArticleShape", (":article", "schema:identifier", '"urn:uuid"'), None),
    ("LanguageShape", None, (":article", "schema:inLanguage", '"en"')),
    ("HeadlineShape", (":headline", "arch:supports", None), None),
    ("MediaShape", (":text", "schema:sha256", None), None),
    ("MediaShape", (":source", "rdf:type", None), None),
    ("NoBlankShape", None, ("_:b0", "rdf:type", "schema:Person")),
    ("EvidenceShape", None, (":q1", "arch:confidence", '"101"^^xsd:integer')),
    ("EvidenceShape", None, (":q1", "arch:confidence", '"0.5"^^xsd:decimal')),
    ("EvidenceShape", None, (":headline", "arch:declared", '"meta[x]"')),
    ("EvidencedShape", (":p1", "prov:wasGeneratedBy", None), None),
    ("FullShape", (":q1", "prov:wasGeneratedBy", None), None),
    ("FullShape", (":d2", "prov:wasGeneratedBy", None), None),
    ("FullShape", (":e1-r1", "prov:wasGeneratedBy", None), None),
    ("RangeShape", (":char=0,22", "oa:hasSelector", ":char=0,22-position"), None),
    ("PositionShape", (":char=0,22-position", "oa:end", None), None),
    ("PositionShape", None, (":char=0,22-position", "oa:start", '"22"^^xsd:nonNegativeInteger')),
    ("ExactShape", (":char=0,22-exact", "oa:exact", None), None),
    ("BlockShape", (":p1", "arch:role", None), (":p1", "arch:role", '"footer"')),
    ("NoteShape", (":n1", "arch:code", None), None),
    (
        "TypedDateShape",
        (":article", "schema:datePublished", None),
        (":article", "schema:datePublished", '"2024-05"^^xsd:date'),
    ),
    ("DateShape", (":d1", "dcterms:date", None), (":d1", "dcterms:date", '"2024-05-03"')),
    ("BoundsShape", None, (":d1", "arch:dateEarliest", '"2024-05-04"^^xsd:date')),
    ("WordsShape", (":dateline", "arch:verbatim", None), None),
    ("DatelineShape", None, (":dateline", "arch:verbatim", '"another"')),
    ("CreditShape", (":c1", "arch:role", None), None),
    ("CreditNameShape", (":c1-n1", "schema:name", None), None),
    ("AgentShape", (":article", "schema:author", None), (":article", "schema:author", ":e4")),
    ("AgentShape", None, (":q1", "schema:spokenByCharacter", ":e4")),
    ("RightsShape", None, (":rights", "arch:rightsHolder", '"another"')),
    ("TopicShape", (":t1", None, None), (":t1", "rdf:type", "schema:DefinedTerm")),
    ("IdentifierShape", (":e4-i1", "schema:value", None), None),
    ("EntityShape", (":e1", "schema:name", None), None),
    ("EntityShape", None, (":e1", "rdf:type", "schema:Place")),
    ("MentionShape", (":e1-m1", "oa:hasTarget", None), None),
    ("MetonymShape", None, (":e4-m1", "arch:metonym", '"true"^^xsd:boolean')),
    ("WordsShape", (":e1-r1", "schema:roleName", None), None),
    ("RoleShape", (":e1-r1", "rdf:type", None), None),
    ("WordsShape", (":q1", "schema:text", None), None),
    ("QuotationShape", (":q1", "schema:isPartOf", None), None),
    ("QuotationShape", (":q1", "schema:creator", None), None),
    ("ClaimShape", (":q3", "schema:appearance", None), None),
    ("ReportShape", None, (":q3", "schema:spokenByCharacter", ":e5")),
    ("QuotePartShape", (":q1-s1", "arch:span", None), None),
    ("WithinShape", None, (":q2", "arch:within", ":e1")),
    # A lost speaker: by either of the two ways in which a quote names it.
    ("SpeakerShape", (":q1", "schema:spokenByCharacter", None), None),
    ("SpeakerShape", (":q3", "schema:author", None), None),
    ("SpeakerShape", (":q1-speaker", "arch:entity", None), None),
    ("SpeakerShape", (":q1-speaker", "arch:entity", None), (":q1-speaker", "arch:entity", ":e4")),
    ("SpokenShape", (":q1", "arch:speaker", None), None),
    ("ViaShape", None, (":q3-via", "arch:entity", ":q1")),
    ("RelationShape", (":r1", "arch:relationType", None), (":r1", "arch:relationType", '"of"')),
    ("HistoryShape", (":h1", "arch:tool", None), None),
    ("OperationShape", (":h2-o1", "arch:op", None), None),
    ("MemberShape", (":h2-o2-v1", "arch:key", None), None),
    ("MemberShape", None, (":h2-o2-v1", "arch:value", '"another"')),
)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=schema.read("shapes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def rich() -> rdflib.Graph:
    return rdf.to_graph(rich_record(), Settings())


@pytest.mark.parametrize("detail", ["core", "compact", "full"])
@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
def test_what_we_write_conforms(shapes: rdflib.Graph, record: Record, detail: str) -> None:
    data = rdf.to_graph(record, Settings(detail=detail))  # type: ignore[arg-type]
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_every_example_conforms(shapes: rdflib.Graph, path: Path) -> None:
    record = Record.from_json(json.loads(path.read_bytes()))
    conforms, _, text = pyshacl.validate(rdf.to_graph(record, Settings()), shacl_graph=shapes)
    assert conforms, text


@pytest.mark.parametrize(("shape", "taken", "put"), MUTATIONS)
def test_a_shape_catches_its_mutation(
    shapes: rdflib.Graph, rich: rdflib.Graph, shape: str, taken: Pattern | None, put: Pattern | None
) -> None:
    assert _conforms(rich, shapes, shape)
    damaged = rdflib.Graph() + rich
    if taken:
        assert _take(damaged, taken)
    if put:
        damaged.add(tuple(_terms(put)))
    assert not _conforms(damaged, shapes, shape)


def test_every_shape_has_a_mutation(shapes: rdflib.Graph) -> None:
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    named = {str(one) for target in targets for one in shapes.subjects(target)}
    assert named == {ARCH + shape for shape, _, _ in MUTATIONS}


def _conforms(data: rdflib.Graph, shapes: rdflib.Graph, shape: str) -> bool:
    # Those that others refer to have no targets of their own.
    used = [ARCH + name for name in (shape, "AnEntity", "Evidenced", "Worded")]
    found, _, _ = pyshacl.validate(data, shacl_graph=shapes, use_shapes=used)
    return bool(found)


def _take(graph: rdflib.Graph, pattern: Pattern) -> int:
    """Removes what fits the pattern, a literal by its beginning; how many statements."""
    subject, predicate, value = _terms(pattern)
    begins = str(value) if isinstance(value, rdflib.Literal) else None
    fitting = [
        one
        for one in graph.triples((subject, predicate, None if begins else value))
        if begins is None or (isinstance(one[2], rdflib.Literal) and one[2].startswith(begins))
    ]
    for one in fitting:
        graph.remove(one)
    return len(fitting)


def _terms(pattern: Pattern) -> Iterator[rdflib.term.Node | None]:
    document = rich_record().id
    for part in pattern:
        if part is None:
            yield None
        elif part.startswith('"'):
            value, _, datatype = part[1:].partition('"')
            kind = rdflib.URIRef(_expanded(datatype[2:])) if datatype else None
            yield rdflib.Literal(value, datatype=kind, normalize=False)
        elif part.startswith("_:"):
            yield rdflib.BNode()
        elif part == "":
            yield rdflib.URIRef(document)
        elif part.startswith(":"):
            yield rdflib.URIRef(f"{document}#{part[1:]}")
        else:
            yield rdflib.URIRef(_expanded(part))


def _expanded(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return NAMES[prefix] + name
