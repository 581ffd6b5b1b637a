"""RDF of anybody: what is wrong is found where it stands, whatever the syntax; what is right is not
found."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archivist
from archivist.checks import rdf
from archivist.checks.rdf import lexical
from archivist.checks.rdf.jsonld.culprits import culprits
from archivist.namespaces import EDTF, RDF, SCHEMA, XSD
from archivist.problems import Problem

IRI = "http://news.example/1"


def found(data: str | bytes, syntax: str) -> list[tuple[str, int | None, int | None]]:
    content = data.encode() if isinstance(data, str) else data
    return [(p.code, p.location.line, p.location.column) for p in rdf.check(content, "a", syntax)]


def jsonld(value: Any) -> tuple[Problem, ...]:
    return rdf.check(json.dumps(value).encode(), "a.jsonld", "jsonld")


def codes(value: Any) -> list[str]:
    return [item.code for item in jsonld(value)]


# ------------------------------------------------------------------ values of datatypes

RIGHT = {
    "boolean": "true false 0 1",
    "decimal": "0.95 -1 +.5 1.",
    "integer": "0 -7 +12 007",
    "nonNegativeInteger": "0 +5 -0",
    "positiveInteger": "1",
    "byte": "-128 127",
    "unsignedByte": "255",
    "double": "9.5E-1 INF -INF NaN 1e400 12",
    "date": "2024-10-11 2024-02-29 2024-10-11Z -0044-03-15 2024-10-11+14:00 12024-01-01",
    "dateTime": "2024-10-11T08:30:00 2024-10-11T24:00:00 2024-10-11T08:30:00.125-05:00",
    "dateTimeStamp": "2024-10-11T08:30:00Z",
    "time": "08:30:00 08:30:00.5Z",
    "gYear": "2024 -0044 2024Z",
    "gYearMonth": "2024-10",
    "gMonth": "--10",
    "gDay": "---11",
    "gMonthDay": "--02-29",
    "duration": "P1D PT1H P1Y2M3DT4H5M6.7S -P1Y",
    "yearMonthDuration": "P1Y2M",
    "dayTimeDuration": "P1DT2H",
    "hexBinary": "00ff AB",
    "base64Binary": "YXJjaA== YXJj YXI=",
    "anyURI": "http://x.example/a a/b",
    "language": "en pt-BR",
    "NCName": "a-b.c",
    "string": "anything",
    "noSuchType": "anything",
}
WRONG = {
    "boolean": "TRUE yes 2",
    "decimal": "9.5E-1 1,5 INF .",
    "integer": "1.0 1e3 ١٢",
    "nonNegativeInteger": "-1",
    "positiveInteger": "0",
    "byte": "128",
    "unsignedByte": "256 -1",
    "double": "Infinity 0x1 1,5",
    "date": "2024-10 2024-02-30 2023-02-29 11/10/2024 2024-1-1 2024-10-11+15:00 2024-13-01",
    "dateTime": "2024-10-11 2024-10-11T24:00:01 2024-10-11T25:00:00",
    "dateTimeStamp": "2024-10-11T08:30:00",
    "time": "8:30 24:00:01",
    "gYear": "24 2024-10",
    "gYearMonth": "2024 2024-13",
    "gMonth": "10 --13",
    "gDay": "---32 11",
    "gMonthDay": "--02-30",
    "duration": "P PT P1YT 1D P1H",
    "yearMonthDuration": "P1D",
    "dayTimeDuration": "P1Y",
    "hexBinary": "f 0g",
    "base64Binary": "YXJjaA= Y",
    "anyURI": "<b>",
    "language": "en_GB",
    "NCName": "a:b 1a",
}


def test_values_that_are_of_their_datatype() -> None:
    wrong = [
        (kind, value)
        for kind, values in RIGHT.items()
        for value in values.split()
        if lexical.fault(value, XSD + kind) is not None
    ]
    assert wrong == []


def test_values_that_are_not_of_their_datatype() -> None:
    passed = [
        (kind, value)
        for kind, values in WRONG.items()
        for value in values.split()
        if lexical.fault(value, XSD + kind) is None
    ]
    assert passed == []
    assert set(WRONG) == set(RIGHT) - {"string", "noSuchType"}


def test_blanks_around_a_value_are_nothing() -> None:
    assert lexical.fault(" 12\n", XSD + "integer") is None
    assert lexical.fault("1 2", XSD + "integer") is not None


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        (EDTF + "EDTF", "2024-1X", "2024-13"),
        (EDTF + "EDTF-level1", "2024~", "spring"),
        (RDF + "JSON", '{"a": [1.0]}', "{a}"),
        (SCHEMA + "Date", "2024-W41", "last week"),
        (SCHEMA + "DateTime", "2024-10-11 08:30", "8.30 a.m."),
        (SCHEMA + "Time", "08:30", "half past eight"),
    ],
)
def test_datatypes_of_others(datatype: str, right: str, wrong: str) -> None:
    assert lexical.fault(right, datatype) is None
    fault = lexical.fault(wrong, datatype)
    assert fault is not None
    assert "found " in fault
    assert "wanted " in fault


# ------------------------------------------------------------------ the same place in any syntax

DATE = f'"2024-10"^^<{XSD}date>'


def test_lines_of_any_end_and_columns_of_code_points() -> None:
    head = f'<{IRI}> <http://news.example/p> "\U0001d538\u00e9" .'
    bad = f"<{IRI}> <http://news.example/\U0001d538> {DATE} ."
    column = bad.index('"') + 1
    for end in ("\n", "\r\n", "\r"):
        for syntax in ("ntriples", "nquads", "turtle", "trig"):
            text = end.join([head, head, bad, ""])
            assert found(text, syntax) == [("L001", 3, column)], (end, syntax)


def test_far_below_line_65535() -> None:
    line = f'<{IRI}> <http://news.example/p> "x" .\n'
    bad = f"<{IRI}> <http://news.example/p> {DATE} .\n"
    assert found(line * 70_000 + bad, "ntriples") == [("L001", 70_001, len(bad) - len(DATE) - 2)]
    assert found(line * 70_000 + "x", "turtle")[0][1] == 70_001
    markup = (
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:s="{SCHEMA}"><s:A rdf:about="{IRI}">'
        + "\n" * 70_000
        + f'<s:d rdf:datatype="{XSD}date">2024-10</s:d></s:A></rdf:RDF>'
    )
    assert found(markup, "rdfxml") == [("L001", 70_001, 1)]
    assert found(markup.replace("</s:d>", "<s:e/>x</s:d>"), "rdfxml")[0][1] == 70_001
    tree = '{"@id": "' + IRI + '",' + "\n" * 70_000 + ' "@headline": 1}'
    assert found(tree, "jsonld") == [("L007", 70_001, 2)]


def test_a_byte_order_mark_moves_nothing() -> None:
    mark = b"\xef\xbb\xbf"
    bad = f"<{IRI}> <http://news.example/p> {DATE} .\n".encode()
    assert found(mark + bad, "turtle") == [("R030", 1, 1), *found(bad, "turtle")]
    tree = json.dumps({"@id": "a b", "@x": 1}).encode()
    assert found(mark + tree, "jsonld") == [("R020", 1, 1), *found(tree, "jsonld")]


def test_text_in_strings_and_comments_is_no_term() -> None:
    text = (
        f"@prefix x: <{XSD}> . # {DATE}\n"
        f'<{IRI}> <http://news.example/p> """\n"2024-10"^^x:date\n""", \'<a b> # {XSD}\', '
        '"2024-10"^^x:gYearMonth ; <http://news.example/q> "2024-10"^^x:date .\n'
    )
    column = text.splitlines()[3].rindex('"2024') + 1
    assert found(text, "turtle") == [("L001", 4, column)]


def test_every_occurrence_is_told() -> None:
    text = (
        f"PREFIX xsd: <{XSD}>\n<{IRI}> <http://news.example/p> '2024-10'^^xsd:date .\n"
        f'<http://news.example/2> <http://news.example/p> "2024\\u002D10"^^<{XSD}date> .\n'
    )
    assert [line for _, line, _ in found(text, "turtle")] == [2, 3]


def test_all_bad_lines_of_n_triples_are_told() -> None:
    text = f'x\n<{IRI}> <http://news.example/p> "ok" .\n<a> <b> <c> .\n<{IRI}> <http://x y> "z" .\n'
    assert [item[:2] for item in found(text, "ntriples")] == [
        ("R030", 1),
        *[("L004", 3)] * 3,
        ("L004", 4),
    ]


@given(
    st.lists(
        st.sampled_from(["x", "\U0001d538", "é", '\\"', "\\u00e9", "<", "#", "\\\\"]), max_size=5
    ),
    st.integers(0, 3),
)
@settings(max_examples=60, deadline=None)
def test_a_literal_is_found_behind_any_other(letters: list[str], lines: int) -> None:
    before = f'<{IRI}> <http://news.example/p> "{"".join(letters)}" .\n' * lines
    start = f'<{IRI}> <http://news.example/p> "{"".join(letters)}" , '
    assert found(f"{before}{start}{DATE} .\n", "turtle") == [("L001", lines + 1, len(start) + 1)]


def test_the_library_says_what_the_command_says() -> None:
    problems = archivist.validate(b"<urn:a:b> <urn:a:c> " + DATE.encode() + b" .", file="a.nt")
    assert [(item.code, str(item.location)) for item in problems] == [("L001", "a.nt:1:21")]


# ------------------------------------------------------------------ JSON-LD: what would vanish

VOCAB = {"@vocab": "http://news.example/"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"@id": IRI, "title": "x"}, ["L006"]),
        ({"@context": VOCAB, "@id": IRI, "title": "x"}, []),
        ({"@context": [VOCAB, {"@vocab": None}], "@id": IRI, "title": "x"}, ["L006"]),
        ({"@context": [VOCAB, None], "@id": IRI, "title": "x"}, ["L006"]),
        ({"@context": {**VOCAB, "title": None}, "@id": IRI, "title": "x"}, ["L008"]),
        ({"@context": {"t": "ex:t", "ex": "http://x.example/"}, "@id": IRI, "t": "x"}, []),
        ({"@context": {"title": {"@id": "http://x.example/t"}}, "@id": IRI, "title": "x"}, []),
        ({"@context": {"name": "@id", "t": "http://x.example/t"}, "name": IRI, "t": "x"}, []),
        # a term of a type is known only where the type is, and not in what lies below
        (
            {
                "@context": {
                    "Photo": {
                        "@id": "http://x.example/Photo",
                        "@context": {"by": "http://x.example/by", "of": "http://x.example/of"},
                    }
                },
                "@id": IRI,
                "@type": "Photo",
                "by": "x",
                "of": {"@id": "http://x.example/2", "by": "x"},
            },
            ["L006"],
        ),
        # a context of a property holds below it
        (
            {
                "@context": {
                    "at": {"@id": "http://x.example/at", "@context": {"p": "http://x.example/p"}}
                },
                "@id": IRI,
                "at": {"@id": "http://x.example/2", "p": "x"},
                "p": "x",
            },
            ["L006"],
        ),
        (
            {
                "@context": {"@protected": True, "t": "http://x.example/t"},
                "@id": IRI,
                "t": "x",
                "http://x.example/q": {
                    "@context": {"u": "http://x.example/u"},
                    "@id": "http://x.example/2",
                    "t": "y",
                    "u": "z",
                    "v": "w",
                },
            },
            ["L006"],
        ),
        ({"@graph": [{"@id": IRI, "title": "x"}, {"@id": IRI, "title": "y"}]}, ["L006", "L006"]),
        ({"@id": IRI, "@included": [{"@id": "http://x.example/2", "title": "x"}]}, ["L006"]),
        ({"@id": IRI, "@reverse": {"http://x.example/p": {"@id": "x y"}}}, ["L004"]),
        (
            {
                "@context": {**VOCAB, "by": {"@id": "http://x.example/by", "@container": "@id"}},
                "@id": IRI,
                "by": {"a b": {"name": "x"}},
            },
            ["L004"],
        ),
        (
            {
                "@context": {"t": {"@id": "http://x.example/t", "@container": "@language"}},
                "@id": IRI,
                "t": {"en": "x", "en_GB": "y", "@none": "z"},
            },
            ["L002"],
        ),
        ({"@context": {**VOCAB, "@language": "en_GB"}, "@id": IRI, "title": "x"}, ["L002"]),
        ({"@context": VOCAB, "@id": IRI, "of": {"@type": "@json", "@value": {"t": 1.5}}}, []),
        (
            {"@context": {**VOCAB, "x": {"@id": "x", "@type": "@json"}}, "@id": IRI, "x": {"a": 1}},
            [],
        ),
        ({"@context": {"n": "@nest", **VOCAB}, "@id": IRI, "n": {"a": 1, "@b": 2}}, ["L007"]),
        ({"@context": VOCAB, "@id": IRI, "a": {"@list": [{"@id": "x y"}, 1.5]}}, ["L004", "L013"]),
        ({"@context": {**VOCAB, "@base": "http://x.example/"}, "@id": "a", "t": "x"}, []),
        ({"@context": {**VOCAB, "@base": None}, "@id": "a", "t": "x"}, ["L005"]),
        ({"@context": VOCAB, "@id": IRI, "@type": "News Item"}, ["L004"]),
        ({"@context": VOCAB, "@id": IRI, "xsd:date": "x"}, ["L016"]),
        ({"@context": VOCAB, "@id": IRI, "urn:a:b": "x", "tag:x,2024:y": "x"}, []),
    ],
)
def test_what_would_vanish(document: Any, expected: list[str]) -> None:
    assert codes(document) == expected


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        (0.95, "decimal", ["L001"]),
        ("0.95", "decimal", []),
        (1.0, "decimal", []),
        (0.95, "double", []),
        (7, "double", []),
        (7, "integer", []),
        (10**25, "integer", ["L001"]),
        (2024, "gYear", []),
        (2024, "date", ["L001"]),
        (True, "boolean", []),
        (True, "integer", ["L001"]),
        (1, "boolean", []),
        (2, "boolean", ["L001"]),
    ],
)
def test_native_values_as_a_processor_writes_them(
    value: Any, datatype: str, expected: list[str]
) -> None:
    document = {
        "@context": {"n": {"@id": "http://x.example/n", "@type": XSD + datatype}},
        "@id": IRI,
        "n": value,
    }
    assert codes(document) == expected
    written = rdf.jsonld.quads_of(json.dumps(document).encode())
    [quad] = written  # the parser writes the very literal that was judged
    assert (lexical.fault(quad.object.value, quad.object.datatype.value) is not None) == bool(
        expected
    )


def test_a_context_elsewhere_is_said_once_and_nothing_is_guessed() -> None:
    document = {
        "@context": ["https://news.example/context", {"t": "http://x.example/t"}],
        "@graph": [
            {"id": "x y", "title": "x", "t": {"@value": "x", "@language": "en_GB"}},
            {"@context": "https://news.example/context", "@id": "x y", "@type": "Thing"},
        ],
    }
    assert codes(document) == ["L010", "L002", "L004"]


def test_schema_org_is_known_without_its_context() -> None:
    for address in (
        "https://schema.org",
        "http://schema.org/",
        "https://schema.org/docs/jsonldcontext.json",
    ):
        document = {
            "@context": address,
            "@type": "NewsArticle",
            "@id": IRI,
            "headline": "x",
            "anything": "is a term",
            "datePublished": "2024-10-11T08:30:00+02:00",
            "url": "http://x.example/a",
        }
        assert codes(document) == ["L010"]
        assert codes({**document, "dateModified": "yesterday"}) == ["L010", "L001"]
        assert codes({**document, "image": "a b.jpg"}) == ["L010", "L004"]


def test_an_export_is_told_what_it_loses() -> None:
    """A key that a parser drops leaves the record as it was: only this walk sees it."""
    document = {"@context": {"a": "http://x.example/a"}, "@id": IRI, "a": "x", "aa": "y"}
    data = json.dumps(document).encode()
    assert len(list(ox.parse(data, format=ox.RdfFormat.JSON_LD))) == 1
    assert codes(document) == ["L006"]


# ------------------------------------------------------------------ JSON-LD: what a parser refuses


def test_the_value_that_is_refused_is_found() -> None:
    document = {
        "@context": {"a": {"@id": "http://x.example/a", "@type": "@id"}},
        "@graph": [
            {"@id": f"http://x.example/{n}", "a": f"http://x.example/{n + 1}"} for n in range(50)
        ],
    }
    document["@graph"][37]["@type"] = ["http://x.example/T", 5]  # type: ignore[index]
    document["@graph"][41] = {"@value": {}}  # type: ignore[index]
    problems = jsonld(document)
    assert [(item.code, item.path) for item in problems] == [
        ("R030", "/@graph/37/@type/1"),
        ("R030", "/@graph/41/@value"),
    ]


@given(st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_the_one_culprit_among_many(number: int, size: int) -> None:
    items: list[Any] = [{"k": [n, {"x": n}]} for n in range(size + 1)]
    at = min(number, size)
    items[at]["k"][1]["bad"] = True

    def verdict(data: bytes) -> str | None:
        return "bad" if b'"bad"' in data else None

    assert list(culprits(items, verdict)) == [(f"/{at}/k/1/bad", "bad")]


KEYS = (
    "@context @id @type @value @language @graph @list @set @reverse @nest @included @index @vocab"
    " @base @container @import @propagate @prefix @json @none a x:y _:p http://x.example/p"
).split()
TEXTS = ["", "a", "a b", "@id", "@foo", "_:b", "x:y", "http://x.example/a", "en_GB"]
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.sampled_from(TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON, st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_document_is_too_odd(value: Any, elsewhere: bool) -> None:
    """Below a context that is not fetched the parser is not asked: the walk meets anything."""
    document = {"@context": "https://news.example/c", "a": value} if elsewhere else value
    for item in jsonld(document):
        assert item.location.line == 1
        assert item.message.isprintable()


# ------------------------------------------------------------------ RDF/XML

HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:s="{SCHEMA}">'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f'<s:A rdf:about="{IRI}"><s:n>x</s:n></s:A>', []),
        (f'<s:A rdf:about="{IRI}"><s:n rdf:parseType="Literal"><b xml:lang="_"/></s:n></s:A>', []),
        (
            f'<s:A rdf:about="{IRI}"><s:by rdf:parseType="Resource"><s:n>x</s:n></s:by></s:A>',
            ["L011"],
        ),
        (f'<s:A rdf:about="{IRI}"><s:by><s:P><s:n>x</s:n></s:P></s:by></s:A>', ["L011"]),
        ('<s:A rdf:about="a"/>', ["L005"]),
        ('<s:A xml:base="http://x.example/" rdf:about="a"/>', []),
        ('<s:A rdf:ID="a"/>', ["L005"]),
        (f'<s:A rdf:about="{IRI}" xml:lang="en_GB"/>', ["L002"]),
        (f'<s:A rdf:about="{IRI}" xml:lang=""/>', []),
        (f'<s:A rdf:about="{IRI}"><t:n xmlns:t="https://schema.org/">x</t:n></s:A>', ["L012"]),
        (f'<s:A rdf:about="{IRI}"><s:n rdf:li="x">y</s:n></s:A>', ["R030"]),
        (f'<s:A rdf:about="{IRI}"><s:n>x</s:A>', ["R030"]),
        (f'<s:A rdf:about="{IRI}">x</s:A>', ["R030"]),
    ],
)
def test_rdf_xml(inside: str, expected: list[str]) -> None:
    problems = found(f"{HEAD}\n{inside}\n</rdf:RDF>", "rdfxml")
    assert [code for code, _, _ in problems] == expected
    assert all(line == 2 for _, line, _ in problems)


# ------------------------------------------------------------------ shapes


def test_subjects_are_found_in_every_syntax() -> None:
    texts = {
        "turtle": f"@prefix s: <{SCHEMA}> .\n<urn:x:9> s:about <{IRI}> .\n<{IRI}> s:n 'x' .",
        "ntriples": f"\n<http://x.example/9> <{SCHEMA}about> <{IRI}> .\n<{IRI}> <{SCHEMA}n> 'x' .",
        "rdfxml": f'{HEAD}\n\n<s:A rdf:about="{IRI}"/></rdf:RDF>',
        "jsonld": f'{{"@graph": [\n\n{{"@id": "{IRI}", "@type": "{SCHEMA}A"}}]}}',
    }
    for syntax, text in texts.items():
        assert rdf.subjects(text.encode(), syntax, {IRI, "http://x.example/none"}) == {IRI: (3, 1)}
