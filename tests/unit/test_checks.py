"""The checks, case by case, through the public door."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from typing import Any

import pytest
from strategies import EDTF_VALUES, IRIS, LANGUAGES, minimal_record, rich_record

from archivist import checks, edtf
from archivist import record as r
from archivist.checks.iris import is_iri
from archivist.checks.tags import is_language_tag
from archivist.problems import CODES, Problem

MINIMAL = minimal_record()
RICH = rich_record()
PLACED = r.Evidence("r")
BARE = {"rule": "r", "confidence": None}  # PLACED as JSON


def codes(record: r.Record) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in checks.validate_record(record, "f")]


def of_text(text: str, **changes: Any) -> r.Record:
    """The minimal record over another text."""
    span = r.Span(0, len(text))
    return replace(
        MINIMAL,
        text=text,
        blocks=(r.Block("paragraph", span, PLACED),),
        title=r.Title("any", "formal", r.Evidence("r", declared="x")),
        **changes,
    )


def messages(change: dict[str, Any]) -> list[str]:
    """What is said about the minimal record with these keys of its JSON changed."""
    data = json.dumps(MINIMAL.to_json() | change).encode()
    return [problem.message for problem in checks.validate_bytes(data, "f")[1]]


# ------------------------------------------------------------------ the public door


def test_all_problems_come_in_the_order_of_the_file() -> None:
    data = RICH.to_json()
    data["language"]["value"] = "italiano_it"
    data["source"]["url"] = "no iri"
    data["dates"][1]["value"] = "2024-13"
    data["entities"][1]["id"] = "e7"
    record, problems = checks.validate_bytes(json.dumps(data, indent=1).encode(), "r.json")
    assert record is None
    assert [problem.code for problem in problems] == ["V022", "V021", "V020", "V032", "V030"]
    places = [(problem.location.line, problem.location.column) for problem in problems]
    assert places == sorted(places)
    assert {problem.location.file for problem in problems} == {"r.json"}


def test_a_missing_key_stands_at_the_object_that_lacks_it() -> None:
    data = json.dumps(MINIMAL.to_json(), indent=1).replace('"kind": "devised",\n', "")
    (problem,) = checks.validate_bytes(data.encode(), "f")[1]
    lines = data.split("\n")
    assert problem.path == "/title"
    assert lines[(problem.location.line or 0) - 1].strip() == '"title": {'


def test_every_code_of_the_checks_is_in_the_table() -> None:
    assert all(len(code) == 4 and code[1:].isdigit() for code in CODES)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "R025"),
        (float("nan"), "R024"),
        (2**53, "R025"),
        ("\ud800", "R023"),
        ({"\udc00": 1}, "R023"),
        ({1: 2}, "V001"),
        ((1,), "V001"),  # a tuple comes back as a list: no identity
        (b"x", "V001"),
    ],
)
def test_a_patch_that_json_cannot_carry_is_told(value: Any, code: str) -> None:
    entry = r.HistoryEntry(
        "corrected", "t", "1", None, None, (r.PatchOperation("add", "/a", None, value),)
    )
    problems = checks.validate_record(replace(MINIMAL, history=(entry,)), "f")
    assert problems[0].code == code
    assert problems[0].path.startswith("/history/0/patch/0/value")


def test_the_64th_level_of_a_patch_is_the_last() -> None:
    def nested(levels: int) -> r.Record:
        value: Any = []
        for _ in range(levels - 6):
            value = [value]
        operation = r.PatchOperation("add", "/a", None, value)
        entry = r.HistoryEntry("corrected", "t", "1", None, None, (operation,))
        return replace(MINIMAL, history=(entry,))

    assert codes(nested(64)) == []
    assert [code for code, _ in codes(nested(65))] == ["R026"]


def test_half_a_character_in_the_text_is_told() -> None:
    assert codes(of_text("\ud800")) == [("R023", "/text")]


def test_what_has_no_shape_is_not_asked_for_meaning() -> None:
    record = replace(MINIMAL, revision=0, id="urn:uuid:x")
    assert {code for code, _ in codes(record)} == {"V001"}


# ------------------------------------------------------------------ the words for the shape


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"revision": None}, "wrong type: found null, would be right: a whole number"),
        ({"revision": 0}, "number out of range: found 0, would be right: 1 to 9007199254740991"),
        (
            {"status": "live"},
            'unknown value: found "live", would be right: usable, withheld or withdrawn',
        ),
        (
            {"schemaVersion": "9.1"},
            'unknown version: found "9.1", would be right: 1.0, or 0.1, which is older',
        ),
        ({"language": "it"}, 'wrong type: found "it", would be right: an object or null'),
        ({"text": ""}, 'empty string: found "", would be right: 1 or more characters'),
        ({"blocks": None}, "wrong type: found null, would be right: a list"),
        ({"credit": []}, 'unknown key: found "credit", would be right: "credits"'),
        (
            {"notes": [{"code": "n", "span": [0], "evidence": BARE}]},
            "wrong length of a list: found 1, would be right: 2 items",
        ),
        (
            {"notes": [{"code": "N n", "span": [0, 1], "evidence": BARE}]},
            'wrong form: found "N n", would be right: like "glued-sentences"',
        ),
        (
            {"headline": {"value": "A", "evidence": {"rule": "r", "confidence": 3}}},
            "evidence without one place: found none, would be right: "
            "exactly one of span, declared, context, corrected",
        ),
    ],
)
def test_a_deviation_is_told_in_plain_words(change: dict[str, Any], message: str) -> None:
    assert messages(change) == [message]


def test_a_role_without_span_needs_other_evidence() -> None:
    role = {"value": "x", "span": None, "evidence": BARE}
    entity = {"id": "e1", "type": "person", "name": "A", "mentions": [], "identifiers": []}
    assert messages({"entities": [{**entity, "roles": [role]}]}) == [
        "nothing says where or what: found neither, would be right: span or evidence with a place"
    ]


def test_a_component_has_a_plain_name() -> None:
    data = MINIMAL.to_json()
    data["generator"]["components"] = {"rules table": "1"}
    _, (problem,) = checks.validate_value(data, "f")
    assert "rules table" in problem.message
    assert problem.path == "/generator/components"


# ------------------------------------------------------------------ surfaces


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("Il porto\nriapre", True),
        ("Il porto riapre", True),
        ("Il\u00a0porto riapre", True),
        ("Il porto riapre ", True),
        ("il porto riapre", False),
        ("Il porto", False),
        ("Ilportoriapre", False),
    ],
)
def test_a_printed_headline_may_stand_on_one_line(value: str, good: bool) -> None:
    evidence = r.Evidence("headline", span=r.Span(0, 15))
    record = of_text("Il porto\nriapre", headline=r.Value(value, evidence))
    assert codes(record) == ([] if good else [("V013", "/headline/value")])


def test_verbatim_is_verbatim() -> None:
    evidence = r.Evidence("date", span=r.Span(0, 6))
    date = r.Date("published", "2024-05", "maggio", evidence)
    assert codes(of_text("maggio 2024", dates=(date,))) == []
    assert codes(of_text("maggi\no 2024", dates=(date,))) == [("V013", "/dates/0/verbatim")]
    assert codes(of_text("x" * 11, dates=(replace(date, verbatim=None),))) == []


def test_a_difference_is_shown_where_it_is() -> None:
    text = "a" * 200 + "b"
    headline = r.Value("a" * 200 + "c", r.Evidence("r", span=r.Span(0, 201)))
    (problem,) = checks.validate_record(of_text(text, headline=headline), "f")
    assert 'found "…aaaaaaaaaaaac"' in problem.message
    assert 'right: "…aaaaaaaaaaaab"' in problem.message


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("Roma, oggi", True),
        ("Roma, oggi…", True),
        ("Roma,  oggi", True),
        ("Roma…", False),
        ("…", False),
    ],
)
def test_a_devised_title_is_the_opening_words(value: str, good: bool) -> None:
    title = r.Title(value, "devised", r.Evidence("title.opening-words", 100, span=r.Span(0, 10)))
    record = replace(of_text("Roma,\noggi piove"), title=title)
    assert codes(record) == ([] if good else [("V014", "/title/value")])


def test_a_title_devised_by_a_person_is_theirs() -> None:
    person = r.Evidence("correction", corrected=r.Corrected("desk", "#1"))
    assert codes(replace(MINIMAL, title=r.Title("Anything", "devised", person))) == []


# ------------------------------------------------------------------ wholes and links


def quote(number: int, *spans: tuple[int, int], within: str | None = None) -> r.Quote:
    pieces = tuple(r.Span(*span) for span in spans)
    return r.Quote(f"q{number}", "direct", pieces, within, None, None, None, (), PLACED)


def test_a_nested_quote_may_lie_in_the_gap_of_its_parent_and_come_first() -> None:
    quotes = (quote(1, (3, 4), within="q2"), quote(2, (0, 2), (6, 9)))
    assert codes(of_text("x" * 9, quotes=quotes)) == []


def test_quotes_in_a_circle_are_told_each() -> None:
    circle = (quote(1, (0, 1), within="q2"), quote(2, (0, 1), within="q1"))
    assert [code for code, _ in codes(of_text("x", quotes=circle))] == ["V031", "V031"]
    tail = (*circle, quote(3, (0, 1), within="q1"))
    assert len(codes(of_text("x", quotes=tail))) == 2


def test_overlapping_and_equal_mentions_are_no_problem() -> None:
    mentions = tuple(r.Mention(r.Span(*s), False, PLACED) for s in ((0, 4), (2, 6), (0, 4), (1, 2)))
    entity = r.Entity("e1", "work", "x", (), mentions, ())
    assert codes(of_text("x" * 6, entities=(entity,))) == []


def test_a_place_does_not_speak_through_anybody_either() -> None:
    quotes = list(RICH.quotes)
    via = r.Via("e4", None, r.Evidence("r", declared="x"))
    quotes[2] = replace(quotes[2], via=via)
    assert codes(replace(RICH, quotes=tuple(quotes))) == [("V035", "/quotes/2/via/entity")]


def test_white_space_alone_needs_no_block() -> None:
    assert codes(replace(of_text(" \u2028\r\n"), blocks=())) == []
    assert codes(replace(of_text(" \u200b"), blocks=())) == [("V012", "/blocks")]


def test_blocks_may_touch() -> None:
    blocks = tuple(r.Block("other", r.Span(i, i + 1), PLACED) for i in range(3))
    assert codes(replace(of_text("abc"), blocks=blocks)) == []


# ------------------------------------------------------------------ values


@pytest.mark.parametrize("iri", IRIS)
def test_iris(iri: str) -> None:
    assert is_iri(iri)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a/b",
        "//example.org/",
        "http",
        "1a:b",
        "http://example.org/a b",
        "http://example.org/a\n",
        "http://example.org/<a>",
        'http://example.org/"',
        "http://example.org/{a}",
        "http://example.org/|",
        "http://example.org/\\",
        "http://example.org/^",
        "http://example.org/`",
        "http://example.org/%zz",
        "http://example.org/%2",
        "http://example.org/a#b#c",
        "http://example.org/[a]",
        "http://[::1/",
        "http://[::g]/",
        "http://[fe80::1%25eth0]/",
        "http://a@b@c/",
        "http://example.org:x/",
        "http://example.org/\x7f",
        "http://example.org/\x85",
        "http://example.org/\ue000",
        "http://example.org/\ufdd0",
        "schema:Person",
        "arch:quote",
    ],
)
def test_no_iris(text: str) -> None:
    assert not is_iri(text)


@pytest.mark.parametrize("tag", [*LANGUAGES, "zh-min-nan", "qaa-Qaaa-QM-x-southern", "i-default"])
def test_language_tags(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i",
        "e",
        "italiano-it-it",
        "it_IT",
        "it-",
        "-it",
        "it--IT",
        "it-x",
        "en-a",
        "en-a-bbb-a-ccc",
        "sl-rozaj-rozaj",
        "123",
        "it IT",
        "it\n",
        "zh-cmn-yue-hak-nan",
        "abcdefghi",
        "x",
        "ıt",
        "\u212aok",
    ],
)
def test_no_language_tags(text: str) -> None:
    assert not is_language_tag(text)


@pytest.mark.parametrize("value", EDTF_VALUES)
def test_the_dates_of_hostile_records_are_edtf(value: str) -> None:
    edtf.parse(value)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("a.txt", True),
        ("a/b/c.txt", True),
        ("-", True),
        ("...", True),
        ("a..b/..c", True),
        ("a:b.txt", True),
        ("a\nb", True),
        ("/a", False),
        ("a//b", False),
        ("a/", False),
        ("./a", False),
        ("a/../b", False),
        ("C:/a", False),
        ("a\\b", False),
    ],
)
def test_a_source_name_is_a_path_below_the_input(name: str, good: bool) -> None:
    record = replace(MINIMAL, source=replace(MINIMAL.source, name=name))
    assert codes(record) == ([] if good else [("V026", "/source/name")])


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("utf-8", True),
        ("windows-1252", True),
        ("ISO_8859-1:1987", True),
        ("macintosh", True),
        ("utf-16-le", True),
        ("utf-99", False),
        ("rot13", False),
        ("base64", False),
        ("undefined", False),
        ("a\x00", False),
        ("../x", False),
        ("x" * 1000, False),
    ],
)
def test_an_encoding_can_be_decoded_again(name: str, good: bool) -> None:
    value = r.Value(name, r.Evidence("r", declared="x"))
    record = replace(MINIMAL, source=replace(MINIMAL.source, encoding=value))
    assert codes(record) == ([] if good else [("V025", "/source/encoding/value")])


@pytest.mark.parametrize(
    ("instant", "good"),
    [
        ("2024-02-29T23:59:59Z", True),
        ("0001-01-01T00:00:00Z", True),
        ("2023-02-29T00:00:00Z", False),
        ("2024-00-01T00:00:00Z", False),
        ("2024-01-01T24:00:00Z", False),
        ("2024-12-31T23:59:60Z", False),
        ("0000-01-01T00:00:00Z", False),
    ],
)
def test_as_of_is_an_instant_that_exists(instant: str, good: bool) -> None:
    record = replace(MINIMAL, generator=replace(MINIMAL.generator, as_of=instant))
    assert codes(record) == ([] if good else [("V023", "/generator/asOf")])


@pytest.mark.parametrize(
    ("operation", "key"),
    [
        (r.PatchOperation("add", "", None, None), None),
        (r.PatchOperation("test", "/a~0b~1c/", None, "x"), None),
        (r.PatchOperation("copy", "/a", "", None), None),
        (r.PatchOperation("test", "/a~", None, 1), "path"),
        (r.PatchOperation("test", "/a~2", None, 1), "path"),
        (r.PatchOperation("copy", "/a", None, None), "from"),
        (r.PatchOperation("move", "/a", "b", None), "from"),
        (r.PatchOperation("add", "/a", "/b", 1), "from"),
        (r.PatchOperation("move", "/a", "/b", 1), "value"),
    ],
)
def test_a_patch_has_the_form_of_rfc_6902(operation: r.PatchOperation, key: str | None) -> None:
    entry = r.HistoryEntry("corrected", "t", "1", None, None, (operation,))
    expected = [("V027", f"/history/0/patch/0/{key}")] if key else []
    assert codes(replace(MINIMAL, history=(entry,))) == expected


def test_a_prefix_of_ours_gets_a_hint() -> None:
    identifier = r.Identifier("url", "schema:Person", r.Evidence("r", declared="x"))
    (problem,) = checks.validate_record(replace(MINIMAL, identifiers=(identifier,)), "f")
    assert isinstance(problem, Problem)
    assert "http://schema.org/" in (problem.hint or "")


def test_an_identifier_of_another_scheme_is_any_string() -> None:
    identifier = r.Identifier("shelfmark", "MS 12 / 3", r.Evidence("r", declared="x"))
    assert codes(replace(MINIMAL, identifiers=(identifier,))) == []


def test_the_rich_record_without_any_one_list_item_still_has_no_crash() -> None:
    """Removing what others link to gives problems, never an exception."""
    for field in dataclasses.fields(RICH):
        value = getattr(RICH, field.name)
        if isinstance(value, tuple):
            for index in range(len(value)):
                rest = value[:index] + value[index + 1 :]
                checks.validate_record(replace(RICH, **{field.name: rest}), "f")
