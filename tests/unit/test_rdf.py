"""The graph of a record: what it says, how it is spelled, what is refused on the way back."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld as pyld
from strategies import RICH_TEXT, minimal_record, rich_record

from archivist import namespaces, schema
from archivist import record as r
from archivist.errors import InvalidRecord, UsageError
from archivist.exporters import graph, jsonld, rdf
from archivist.exporters.graph import vocabulary
from archivist.exporters.graph.context import published
from archivist.exporters.graph.lines import is_iri
from archivist.exporters.graph.mapping import ARTICLE, DOCUMENT, EVIDENCE, SHAPES
from archivist.exporters.graph.terms import CONCEPTS, TERMS
from archivist.namespaces import PREFIXES, RDF, XSD, expand
from archivist.settings import Settings

ROOT = Path(__file__).parents[2]
SYNTAXES = ("turtle", "ntriples", "nquads", "trig", "rdfxml")
NORA = f"{RICH_TEXT.index('Nora Berti')},{RICH_TEXT.index('Nora Berti') + 10}"


def said(record: r.Record, node: str, name: str, **options: Any) -> list[str]:
    """What the graph says of a node of the record by a property, nodes as `:q1`, sorted."""
    subject = record.id + (f"#{node}" if node else "")
    found = [
        value.value if isinstance(value, graph.Literal) else value.replace(record.id + "#", ":")
        for about, predicate, value in graph.quads(record, Settings(**options))
        if about == subject and predicate == expand(name)
    ]
    return sorted(found)


def changed(**fields: Any) -> r.Record:
    return dataclasses.replace(rich_record(), **fields)


# ------------------------------------------------------------------ what it says


@pytest.mark.parametrize(
    ("node", "name", "values"),
    [
        ("", "dcterms:conformsTo", ["https://w3id.org/archivist/profile/1"]),
        ("", "schema:mainEntity", [":article"]),
        ("", "prov:generatedAtTime", ["2026-11-22T10:00:00Z"]),
        ("article", "rdf:type", [expand("schema:NewsArticle")]),
        ("article", "schema:inLanguage", ["it"]),
        ("article", "dcterms:language", ["http://id.loc.gov/vocabulary/iso639-2/ita"]),
        ("article", "schema:headline", ["Il porto riapre lunedì"]),
        ("article", "schema:datePublished", ["2024-05"]),
        ("article", "schema:temporalCoverage", ["XXXX-05"]),
        ("article", "dcterms:date", ["2024-05"]),
        ("article", "arch:dateEarliest", ["2024-05-01"]),
        ("article", "arch:dateLatest", ["2024-05-31"]),
        ("article", "schema:author", [":e3"]),
        ("article", "schema:publisher", [":e6"]),
        ("article", "schema:mentions", [":e1", ":e2", ":e3", ":e4", ":e5", ":e6"]),
        ("article", "schema:url", ["https://example.org/porto"]),
        ("article", "dcterms:subject", ["http://cv.iptc.org/newscodes/mediatopic/04000000"]),
        ("article", "schema:usageInfo", ["https://rightsstatements.org/vocab/InC/1.0/"]),
        ("c2-image", "schema:creditText", ["Ivo Crast"]),
        ("c2-image", "schema:creator", [":c2-n1"]),
        ("d1", "arch:dateEarliest", ["2024-05-03"]),
        ("d3", "arch:dateLatest", []),  # a month of no year has no days
        ("e1", "schema:jobTitle", ["sindaca"]),
        ("e4", "schema:sameAs", ["https://sws.geonames.org/3165185/"]),
        ("e5-m1", "arch:metonym", ["true"]),
        ("e1-m1", "oa:hasBody", [":e1"]),
        ("e1-m1", "oa:hasTarget", [f":char={NORA}"]),
        (f"char={NORA}-position", "oa:start", [NORA.partition(",")[0]]),
        (f"char={NORA}-exact", "oa:exact", ["Nora Berti"]),
        ("q1", "rdf:type", [expand("schema:Quotation")]),
        ("q1", "schema:spokenByCharacter", [":e1"]),
        ("q1", "schema:creator", [":e1"]),
        ("q2", "rdf:type", [expand("schema:Claim"), expand("schema:Quotation")]),
        ("q2", "arch:within", [":q1"]),
        ("q3", "rdf:type", [expand("schema:Claim")]),
        ("q3", "schema:author", [":e5"]),
        ("q3", "schema:spokenByCharacter", []),
        ("headline", "arch:confidence", ["95"]),
        ("headline", "arch:supports", [expand("schema:headline")]),
        ("h2-o2", "arch:value", [":h2-o2-v"]),
    ],
)
def test_the_rich_record_says(node: str, name: str, values: list[str]) -> None:
    assert said(rich_record(), node, name) == values


def test_words_carry_the_language_of_the_article() -> None:
    written = rdf.write(rich_record(), Settings(), "turtle").decode()
    assert 'schema:headline "Il porto riapre lunedì"@it' in written
    assert 'oa:exact "Nora Berti"' in written
    assert 'oa:exact "Nora Berti"@' not in written


@pytest.mark.parametrize(
    ("language", "tag"),
    [("pt-BR", "@pt-br"), ("zh-Hans-CN", "@zh-hans-cn"), ("i-klingon", "")],
)
def test_a_tag_is_lower_case_and_the_language_is_kept(language: str, tag: str) -> None:
    record = changed(language=r.Value(language, rich_record().title.evidence))
    assert said(record, "article", "schema:inLanguage") == [language]
    lines = graph.lines(record, Settings(), named=False)
    assert any(f'/headline> "Il porto riapre lunedì"{tag} .' in line for line in lines)


def test_an_unknown_language_is_absent() -> None:
    record = changed(language=None)
    assert said(record, "article", "schema:inLanguage") == []
    assert not [line for line in graph.lines(record, Settings(), named=False) if '"@' in line]


def test_a_devised_title_is_a_name_and_no_headline() -> None:
    record = minimal_record()
    assert said(record, "article", "schema:name") == ["A"]
    assert said(record, "article", "schema:headline") == []


@pytest.mark.parametrize(
    ("value", "lexical", "datatype"),
    [
        ("2024", "2024", "gYear"),
        ("2024-10", "2024-10", "gYearMonth"),
        ("2024-10-25", "2024-10-25", "date"),
        ("2024-10-25T08:00:00Z", "2024-10-25T08:00:00Z", "dateTime"),
    ],
)
def test_a_date_has_the_type_of_its_precision(value: str, lexical: str, datatype: str) -> None:
    date = r.Date("published", value, None, rich_record().title.evidence)
    found = graph.quads(changed(dates=(date,), dateline=None), Settings())
    expected = graph.Literal(lexical, XSD + datatype)
    assert [one.object for one in found if one.predicate == expand("schema:datePublished")] == [
        expected
    ]


@pytest.mark.parametrize(
    "value", ["2024?", "2024-10~", "202X", "2024/2025", "2024-21", "XXXX-10-25"]
)
def test_what_is_uncertain_has_no_plain_date(value: str) -> None:
    date = r.Date("published", value, None, rich_record().title.evidence)
    record = changed(dates=(date,), dateline=None)
    assert said(record, "article", "schema:datePublished") == []
    assert said(record, "article", "dcterms:date") == [value]


def test_a_place_is_never_a_speaker_nor_an_author() -> None:
    places = tuple(dataclasses.replace(one, type="place") for one in rich_record().entities)
    record = changed(entities=places)
    for name in ("schema:spokenByCharacter", "schema:creator", "schema:author", "schema:publisher"):
        assert not [
            line
            for line in graph.lines(record, Settings(), named=False)
            if f"<{expand(name)}> <{record.id}#e" in line
        ]


def test_an_interrupted_quote_is_one_text() -> None:
    assert said(rich_record(), "q1", "schema:text") == [
        "Abbiamo lavorato [per mesi] […] Grazie. Mi hanno scritto “venite presto”"
    ]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("http://www.wikidata.org/entity/Q423", True),
        ("https://example.org/città/𝔘", True),
        ("http://[2001:db8::1]:8080/x", True),
        ("ark:/12148/btv1b8449691v", True),
        ("doi:10.1000/a(b)", True),
        ("Q423", False),
        ("http://example.org/a b", False),
        ("http://example.org/%zz", False),
        ("http://example.org/a|b", False),
        ("http://example.org/\n", False),
        ("http://example.org:port/", False),
        ("schema:Person", False),  # JSON-LD would take it for our prefix
        ("_:b0", False),
        ("", False),
    ],
)
def test_only_a_valid_iri_becomes_one(value: str, fits: bool) -> None:
    assert is_iri(value) is fits
    evidence = rich_record().title.evidence
    identifier = r.EntityIdentifier("local", value, evidence)
    entity = r.Entity("e1", "person", "A", (), (), (identifier,))
    record = dataclasses.replace(minimal_record(), entities=(entity,))
    [found] = [
        one.object
        for one in graph.quads(record, Settings())
        if one.predicate == expand("schema:sameAs")
    ]
    assert isinstance(found, graph.Literal) is not fits
    assert jsonld.read(jsonld.write(record, Settings()), "x") == record


def test_a_relation_goes_to_the_other_article_under_the_same_base() -> None:
    other = r.record_id("1" * 64)
    relation = r.Relation("revisionOf", other, rich_record().title.evidence)
    record = changed(relations=(relation,))
    assert said(record, "article", "prov:wasRevisionOf") == [other + "#article"]
    lines = graph.lines(record, Settings(base_iri="https://example.org"), named=False)
    assert any(f"<https://example.org/article/{other[9:]}#article>" in line for line in lines)


# ------------------------------------------------------------------ one table


def test_every_field_of_the_record_has_a_term() -> None:
    shapes = {**{cls: shape.fields for cls, shape in SHAPES.items()}, r.Evidence: EVIDENCE}
    shapes[r.Record] = (*DOCUMENT.fields, *ARTICLE.fields)
    shapes[r.Value] = shapes[r.Title] = SHAPES[r.Title].fields
    implied = {(r.Entity, "id"), (r.Quote, "id"), (r.Value, "value"), (r.Title, "value")}
    for cls, fields in shapes.items():
        mapped = {field.attribute for field in fields}
        own = {field.name for field in dataclasses.fields(cls)}
        assert own - mapped <= {name for known, name in implied if known is cls}, cls
    spelled_out = {r.Span, r.Cue, r.Corrected}
    assert {one for one in _record_classes() if one not in shapes} == spelled_out


def _record_classes() -> set[type]:
    """Every dataclass that a record is made of."""
    found: set[type] = set()
    waiting: list[Any] = [r.Record]
    while waiting:
        cls = waiting.pop()
        if dataclasses.is_dataclass(cls) and cls not in found:
            found.add(cls)  # type: ignore[arg-type]
            hints = [field.name for field in dataclasses.fields(cls)]
            import typing

            types = typing.get_type_hints(cls)
            for name in hints:
                waiting += [types[name], *typing.get_args(types[name])]
    return found


def test_the_published_files_are_those_of_the_mapping() -> None:
    hint = "run: python archivist/data/make/graph_schemas.py"
    assert schema.read("context.jsonld") == published(), hint
    assert schema.read("vocabulary.ttl") == vocabulary.vocabulary(), hint


def test_the_vocabulary_explains_every_name_of_ours() -> None:
    found = rdflib.Graph().parse(data=vocabulary.vocabulary(), format="turtle")
    own = {term.iri for term in TERMS if term.name.startswith("arch:")}
    own |= {expand(name) for name in CONCEPTS if name.startswith("arch:")}
    explained = {str(one) for one in found.subjects(rdflib.RDFS.comment)}
    assert own <= explained
    assert ("quotes/speaker/how", "arch:how") in vocabulary.fields()


def test_what_is_written_uses_only_known_names() -> None:
    known = {term.iri for term in TERMS} | {expand(name) for name in CONCEPTS}
    for _, predicate, value in graph.quads(rich_record(), Settings()):
        assert predicate in known
        if predicate == RDF + "type":
            assert value in known


def test_a_patch_is_nodes_and_no_literal_holds_json() -> None:
    found = graph.quads(rich_record(), Settings())
    words = [one.object.value for one in found if isinstance(one.object, graph.Literal)]
    assert not [one for one in words if one.startswith("{") or '":' in one]
    assert said(rich_record(), "h2-o2-v", "rdf:type") == [expand("arch:Object")]
    assert said(rich_record(), "h2-o2-v1", "arch:key") == ["list"]
    assert said(rich_record(), "h2-o2-v1-v2", "arch:value") == [expand("arch:null")]
    assert said(rich_record(), "h2-o2-v1-v3", "arch:value") == ["true"]


# ------------------------------------------------------------------ how it is spelled


def test_nquads_are_pyoxigraphs_and_canonical() -> None:
    data = rdf.write(rich_record(), Settings(), "nquads")
    quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    assert ox.serialize(quads, format=ox.RdfFormat.N_QUADS) == data
    options = {
        "inputFormat": "application/n-quads",
        "format": "application/n-quads",
        "algorithm": "URDNA2015",
    }
    assert pyld.normalize(data.decode(), options).encode() == data


def test_each_sort_of_character_is_spelled_as_pyoxigraph_does() -> None:
    text = "".join(map(chr, range(0x100))) + "\u2028\ufdd0\ufeff\ufffd\ufffe\uffff😀\U0010ffff"
    record = dataclasses.replace(minimal_record(), text=text)
    data = rdf.write(record, Settings(), "ntriples")
    triples = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
    assert ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) == data
    assert rdf.read(data, "x", "ntriples").text == text


def test_the_standard_vectors_are_spelled_canonically(shared: Path) -> None:
    """W3C N-Quads and RDFC-1.0 suites: the triples without blank nodes, as pyoxigraph has them."""
    folder = shared / "standards" / "linkeddata"
    seen = 0
    for path in [*folder.glob("nquads/**/*.nq"), *folder.glob("rdfc/tests/**/*.nq")]:
        try:
            quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.N_QUADS))
        except SyntaxError:
            continue  # the suites hold texts that are to be refused
        for quad in quads:
            line = f"{quad.triple} ."
            if "_:" not in line:
                assert graph.line(graph.statement(line)) == line
                seen += 1
    assert seen > 100


def test_turtle_is_short_and_in_the_order_of_the_record() -> None:
    lines = rdf.write(rich_record(), Settings(), "turtle").decode().splitlines()
    head = [line for line in lines if line.startswith("@prefix")]
    assert f"@prefix : <{rich_record().id}#> ." in head
    assert len(head) == len(PREFIXES) + 1
    subjects = [line.split()[0] for line in lines[len(head) :] if not line.startswith("\t")]
    assert subjects[:2] == [f"<{rich_record().id}>", ":generator"]
    assert subjects.index(":q1") < subjects.index(":q2") < subjects.index(":p1")
    assert len(subjects) == len(set(subjects))


def test_named_graphs_carry_the_name_of_the_document() -> None:
    settings = Settings(base_iri="https://archive.example.org/")
    expected = f"https://archive.example.org/article/{rich_record().id[9:]}"
    for syntax in ("nquads", "trig"):
        data = rdf.write(rich_record(), settings, syntax)
        found = ox.parse(data, format=getattr(ox.RdfFormat, namespaces.SYNTAXES[syntax][1]))
        assert {quad.graph_name.value for quad in found} == {expected}


@pytest.mark.parametrize("base", ["", "archive", "http://a b/", "http://a.example/#", "/x/"])
def test_a_base_is_an_absolute_iri(base: str) -> None:
    with pytest.raises(UsageError):
        rdf.write(rich_record(), Settings(base_iri=base), "nquads")


def test_rdfxml_says_the_same_to_rdflib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    record = dataclasses.replace(minimal_record(), text="a\r\nb\rc\td & <e> ]]> \u0085\u2028")
    data = rdf.write(record, Settings(), "rdfxml")
    found = rdflib.Graph().parse(data=data, format="xml")
    assert set(found) == set(rdf.to_graph(record, Settings()))
    assert rdf.read(data, "x", "rdfxml") == record


def test_the_bytes_do_not_hang_on_the_process() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from strategies import rich_record\n"
        "from archivist.exporters import jsonld, rdf\n"
        "from archivist.settings import Settings\n"
        f"for one in {SYNTAXES!r}:\n"
        "    print(one, hashlib.sha256(rdf.write(rich_record(), Settings(), one)).hexdigest())\n"
        "print(hashlib.sha256(jsonld.write(rich_record(), Settings())).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("4242", "Asia/Kathmandu"))
    ]
    assert runs[0] == runs[1]


# ------------------------------------------------------------------ rdflib


def test_the_graph_for_rdflib_has_our_prefixes_and_our_literals() -> None:
    found = rdf.to_graph(rich_record(), Settings())
    assert dict(found.namespaces()).keys() >= {"arch", "schema", "oa", "prov"}
    instants = set(found.objects(None, rdflib.URIRef(expand("prov:generatedAtTime"))))
    assert [str(one) for one in instants] == ["2026-11-22T10:00:00Z"]
    assert str(found.identifier) == rich_record().id


# ------------------------------------------------------------------ what is refused


def _lines(record: r.Record, **options: Any) -> list[str]:
    return graph.lines(record, Settings(**options), named=False)


def _refusal(lines: list[str]) -> tuple[str, str]:
    with pytest.raises(InvalidRecord) as refused:
        rdf.read("\n".join(lines).encode(), "a.nt", "ntriples")
    [found] = refused.value.problems
    assert found.location.file == "a.nt"
    return found.code, found.message


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_is_not_well_formed_is_refused(syntax: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        rdf.read(b"<a> <b", "a", syntax)
    assert refused.value.problems[0].code == "R030"


def test_foreign_triples_are_no_record() -> None:
    assert _refusal(["<urn:a> <urn:b> <urn:c> ."])[0] == "R032"


def test_two_articles_are_refused() -> None:
    code, message = _refusal(_lines(rich_record()) + _lines(minimal_record()))
    assert code == "R032"
    assert "2 articles" in message


@pytest.mark.parametrize("detail", ["core", "compact"])
def test_a_lower_detail_is_refused(detail: str) -> None:
    code, message = _refusal(_lines(rich_record(), detail=detail))
    assert code == "R033"
    assert detail in message


def test_a_graph_that_lacks_any_statement_is_refused() -> None:
    lines = _lines(rich_record())
    for number in range(0, len(lines), 5):
        assert _refusal(lines[:number] + lines[number + 1 :])[0] in ("R032", "R033", "R034")


ID = rich_record().id


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#h2-o2-v2> <" + expand("arch:key"), "#h2-o2-v2> <" + expand("arch:note")),
        (f"<{ID}#h2-o2-v1-v>", f"<{ID}#h2-o2-v>"),
        (f"<{ID}#e1>", f"<{ID}#e{'9' * 5000}>"),
        ('"26"', f'"{"9" * 5000}"'),
    ],
)
def test_what_no_record_has_is_refused_and_comes_to_an_end(before: str, after: str) -> None:
    changed = [line.replace(before, after) for line in _lines(rich_record())]
    assert changed != _lines(rich_record())
    code, _ = _refusal(changed)
    assert code in ("R034", "R035")


def test_a_graph_that_says_more_is_refused() -> None:
    more = f"<{rich_record().id}#q1> <{expand('schema:creator')}> <{rich_record().id}#e2> ."
    code, message = _refusal([*_lines(rich_record()), more])
    assert code == "R035"
    assert "#e2" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"Nora Berti"@it', '"Nora Bianchi"@it'),  # the name of the entity
        ('"Nora Berti" .', '"Nora Bianchi" .'),  # the words beside the offsets
        ('"96"^^', '"97"^^'),  # a confidence
        ('"usable"', '"withdrawn"'),
        (f'"{NORA[:3]}"^^', '"1"^^'),  # an offset
    ],
)
def test_a_changed_value_is_refused(before: str, after: str) -> None:
    lines = _lines(rich_record())
    damaged = [line.replace(before, after) for line in lines]
    assert damaged != lines
    assert _refusal(damaged)[0] == "R034"


def test_a_blank_node_is_refused() -> None:
    line = f"_:b <{RDF}type> <{expand('schema:Person')}> ."
    assert _refusal([*_lines(rich_record()), line])[0] == "R035"


def test_rdfxml_names_the_character_it_cannot_carry() -> None:
    record = dataclasses.replace(minimal_record(), text="A\x00B")
    with pytest.raises(InvalidRecord) as refused:
        rdf.write(record, Settings(), "rdfxml")
    [found] = refused.value.problems
    assert (found.code, "U+0000" in found.message) == ("X010", True)


def test_a_fraction_in_a_patch_is_refused() -> None:
    operation = r.PatchOperation("add", "/x", None, {"a": [1.5]})
    entry = dataclasses.replace(rich_record().history[1], patch=(operation,))
    with pytest.raises(InvalidRecord) as refused:
        rdf.write(changed(history=(entry,)), Settings(), "nquads")
    assert refused.value.problems[0].code == "R025"


# ------------------------------------------------------------------ JSON inside, and sniffing


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        0,
        -9007199254740991,
        True,
        False,
        "true",
        "1",
        [],
        {},
        [[], {}, None],
        {"": ""},
        {"b": 1, "a": [None, {"c": {"d": [False]}}]},
        ["@id", "_:b0", "http://example.org/"],
        json.loads("[" * 60 + "]" * 60),
    ],
)
def test_any_json_in_a_patch_comes_back(value: Any) -> None:
    operation = r.PatchOperation("replace", "", "", value)
    record = changed(history=(dataclasses.replace(rich_record().history[1], patch=(operation,)),))
    data = rdf.write(record, Settings(), "nquads")
    assert rdf.read(data, "x", "nquads") == record
    found = jsonld.read(jsonld.write(record, Settings()), "x")
    assert found == record
    [again] = found.history[0].patch
    assert json.dumps(again.value, sort_keys=True) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_syntax_knows_its_own_only(syntax: str) -> None:
    data = rdf.write(rich_record(), Settings(), syntax)
    assert {one for one in SYNTAXES if rdf.recognises(data, one)} == {syntax}
    assert not rdf.recognises(data.replace(b"archivist", b"other"), syntax)
