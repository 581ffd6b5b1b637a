"""Both validators give one verdict; every valid record passes, every damage is told."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import (
    EDTF_VALUES,
    LANGUAGES,
    NASTY,
    plain_records,
    records,
    rich_record,
    samples,
)

from archivist import checks, jsontext
from archivist.checks import explain, iris, shape, spans, tags
from archivist.errors import InvalidRecord
from archivist.record import Record, Span

# ------------------------------------------------------------------ valid records


@settings(max_examples=60)
@given(records())
def test_a_hostile_record_is_valid(record: Record) -> None:
    assert checks.validate_record(record, "f") == ()
    data = jsontext.canonical(record.to_json())
    assert checks.validate_bytes(data, "f") == (record, ())
    assert checks.validate_value(record.to_json(), "f") == (record, ())


@settings(max_examples=30)
@given(plain_records())
def test_a_plain_record_is_valid(record: Record) -> None:
    assert checks.validate_record(record, "f") == ()
    assert record.text.isprintable() or "\n" in record.text


def test_the_broad_net_is_valid_and_holds_every_choice() -> None:
    found = samples(300)
    assert [checks.validate_record(record, "f") for record in found] == [()] * 300
    seen = {(type(part), name, value) for part, name, value in _scalars(found)}
    for cls in {type(part) for part, _, _ in _scalars(found)}:
        for name, annotation in typing.get_type_hints(cls).items():
            if typing.get_origin(annotation) is typing.Literal:
                assert {(cls, name, value) for value in typing.get_args(annotation)} <= seen
    assert {value for _, name, value in seen if name == "value"} >= {*EDTF_VALUES, *LANGUAGES}
    assert [nasty for nasty in NASTY if not any(nasty in record.text for record in found)] == []
    assert any(not record.blocks for record in found)
    assert any(not entity.mentions for record in found for entity in record.entities)
    assert any(quote.within and len(quote.spans) > 1 for r in found for quote in r.quotes)


def _scalars(value: Any) -> list[tuple[Any, str, Any]]:
    if isinstance(value, tuple):
        return [found for item in value for found in _scalars(item)]
    if not dataclasses.is_dataclass(value):
        return []
    pairs = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    own = [(value, name, item) for name, item in pairs if isinstance(item, str)]
    return [*own, *(found for _, item in pairs for found in _scalars(item))]


# ------------------------------------------------------------------ one verdict

STRANGE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    100,
    101,
    2**53 - 1,
    "",
    "\n",
    "a",
    "a\n",
    "A",
    "é",
    "a\x00",
    "😀" * 64,
    "a" * 97,
    "e1\n",
    "e0",
    "e١",  # ARABIC-INDIC DIGIT ONE
    "0" * 64,
    "0" * 63 + "\n",
    "text/plain\n",
    "fmt/１",
    "2026-11-22T10:00:00Z\n",
    [],
    [0],
    [0, 1],
    [0, 1, 2],
    [0, None],
    [True, False],
    [-1, 1],
    {},
    {"rule": "r", "confidence": None},
    {"rule": "r", "confidence": None, "span": [0, 1]},
    {"rule": "r", "confidence": None, "span": None},
    {"rule": "r", "confidence": 1, "span": [0, 1], "context": "x"},
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [path, *(place for key, item in items for place in _places(item, (*path, key)))]


def _parent(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


def _drop(draw: st.DrawFn, parent: Any, key: Any) -> None:
    del parent[key]


def _replace(draw: st.DrawFn, parent: Any, key: Any) -> None:
    parent[key] = draw(st.sampled_from(STRANGE))


def _add(draw: st.DrawFn, parent: Any, key: Any) -> None:
    if isinstance(parent, dict):
        new = draw(st.sampled_from(("x", "span", "context", "corrected", "\n", "")))
        parent[new] = draw(st.sampled_from(STRANGE))
    else:
        parent.append(draw(st.sampled_from(STRANGE)))


def _wrap(draw: st.DrawFn, parent: Any, key: Any) -> None:
    parent[key] = draw(st.sampled_from(([parent[key]], {"value": parent[key]})))


def _stretch(draw: st.DrawFn, parent: Any, key: Any) -> None:
    value = parent[key]
    if isinstance(value, str):
        ends = ("\n", "\r", " ", "\x00", "é", value, value * 40)
        parent[key] = value + draw(st.sampled_from(ends))
    elif isinstance(value, int):
        parent[key] = value + draw(st.sampled_from((-1, 1, 2**53, -(2**53))))
    elif isinstance(value, list):
        parent[key] = value * draw(st.sampled_from((0, 2)))


MUTATIONS: tuple[Callable[[st.DrawFn, Any, Any], None], ...] = (
    _drop,
    _replace,
    _add,
    _wrap,
    _stretch,
)
# One of each kind is enough to damage, and half the time of the whole for the reference.
_KEPT = {"blocks": (0,), "dates": (0,), "credits": (1,), "entities": (0, 3), "quotes": (0, 2)}
_WHOLE = rich_record().to_json()
_FEW = {key: [_WHOLE[key][index] for index in kept] for key, kept in _KEPT.items()}
RICH = json.dumps(_WHOLE | _FEW)
RICH_PLACES = _places(json.loads(RICH))[1:]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The rich record with one to three things wrong, or not."""
    data = json.loads(RICH)
    for number in range(draw(st.integers(1, 3))):
        places = _places(data)[1:] if number else RICH_PLACES
        path = draw(st.sampled_from(places))
        draw(st.sampled_from(MUTATIONS))(draw, _parent(data, path), path[-1])
        data = json.loads(json.dumps(data))  # what was put in is shared by all examples
    return data


@settings(max_examples=400)
@given(mutated())
def test_the_validators_agree(data: Any) -> None:
    """Behind the strict loader, which refuses what they read differently."""
    with contextlib.suppress(InvalidRecord):
        data = jsontext.load(json.dumps(data).encode(), "f")
        assert shape.decide()(data) == (not explain.deviations(data))


@settings(max_examples=100)
@given(mutated())
def test_any_record_gives_problems_with_places(data: Any) -> None:
    text = json.dumps(data, indent=1)
    record, problems = checks.validate_bytes(text.encode(), "f")
    assert (record is None) == bool(problems)
    lines = text.split("\n")
    for problem in problems:
        line, column = problem.location.line, problem.location.column
        assert line is not None
        assert column is not None
        assert lines[line - 1][column - 1 :].strip()
        assert problem.message.isprintable()
    if record is not None:
        assert record.to_json() == data


@settings(max_examples=40)
@given(mutated())
def test_a_value_and_its_bytes_have_the_same_problems(data: Any) -> None:
    _, by_value = checks.validate_value(data, "f")
    _, by_bytes = checks.validate_bytes(json.dumps(data).encode(), "f")
    said = sorted((problem.code, problem.path) for problem in by_bytes)
    assert sorted({(problem.code, problem.path) for problem in by_value}) == sorted(set(said))


@settings(max_examples=30)
@given(mutated())
def test_without_the_fast_validator_the_verdict_is_the_same(data: Any) -> None:
    fast = {finding.path for finding in shape.check(data)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "jsonschema_rs", None)
        shape.decide.cache_clear()
        slow = {finding.path for finding in shape.check(data)}
    shape.decide.cache_clear()
    assert fast == slow


# ------------------------------------------------------------------ meaning


def _all_spans(value: Any, path: str = "") -> list[tuple[str, Span]]:
    """By the types alone, so that no field can be forgotten."""
    if isinstance(value, Span):
        return [(path, value)]
    if isinstance(value, tuple):
        items = [(str(index), item) for index, item in enumerate(value)]
    elif dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        items = [(name, getattr(value, name)) for name in names]
    else:
        return []
    return [span for key, item in items for span in _all_spans(item, f"{path}/{key}")]


@settings(max_examples=60)
@given(records())
def test_no_span_is_forgotten(record: Record) -> None:
    assert sorted(spans.all_spans(record)) == sorted(_all_spans(record))


@settings(max_examples=60)
@given(records(), st.data())
def test_every_span_out_of_range_is_told_at_its_place(record: Record, data: st.DataObject) -> None:
    found = list(spans.all_spans(record))
    assume(found)
    path, span = data.draw(st.sampled_from(found))
    value = record.to_json()
    keys = [int(key) if key.isdigit() else key for key in path.split("/")[1:]]
    _parent(value, tuple(keys))[keys[-1]] = [span.start, len(record.text) + 1]
    told = checks.validate_bytes(jsontext.canonical(value), "f")[1]
    assert ("V010", path) in {(problem.code, problem.path) for problem in told}


@settings(max_examples=60)
@given(records(), st.integers(1, 3))
def test_a_text_moved_under_its_spans_is_told(record: Record, step: int) -> None:
    """What one character more at the start does to every offset."""
    moved = dataclasses.replace(record, text="x" * step + record.text)
    assert checks.validate_record(moved, "f")


# ------------------------------------------------------------------ grammars

PIECES = ("http", ":", "//", "/", "?", "#", "[", "]", "::1", "@", "%", "41", "é", "\ue000", " ")
MORE = (
    "a",
    ".",
    "v1.",
    "urn",
    "schema",
    "\ufdd0",
    "😀",
    "\u200e",
    "'",
    '"',
    "<",
    "|",
    "\x00",
    "80",
)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES + MORE), min_size=1, max_size=8).map("".join))
def test_an_iri_is_one_for_the_rdf_parsers(text: str) -> None:
    oxigraph = pytest.importorskip("pyoxigraph")
    line = f"<urn:a> <urn:b> <{text}> .".encode()
    try:
        (triple,) = oxigraph.parse(line, format=oxigraph.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        assert not iris.is_iri(text)
    else:
        assert iris.is_iri(text) == (triple.object.value == text and not text.startswith("schema:"))


SUBTAGS = ("en", "zh", "cmn", "Latn", "GB", "419", "1996", "rozaj", "x", "a", "u", "i", "klingon")


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from((*SUBTAGS, "biske", "", "é", "123456789")), max_size=6).map("-".join)
)
def test_a_language_tag_is_one_for_the_rdf_parsers(text: str) -> None:
    oxigraph = pytest.importorskip("pyoxigraph")
    try:
        oxigraph.Literal("a", language=text)
    except ValueError:
        assert not tags.is_language_tag(text)
