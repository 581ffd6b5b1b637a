"""The strict loader and the canonical form: any bytes, any value, any damage."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import json_values, records

from archivist import jsontext
from archivist.errors import InvalidRecord
from archivist.jsontext.canonical import canonical_in_python
from archivist.jsontext.strict import _explained

VALUES = json_values()
JSON_CHARACTERS = '{}[],:"\\/ubfnrtdDeE89aAcCf0123456789+-.truelsnIinityN \t\n\r\x00\x1fé😀\ud83d'
# Texts of two kinds: soups of JSON characters, and JSON with one thing put in or taken out.
soups = st.text(st.sampled_from(JSON_CHARACTERS.replace("\ud83d", "")), max_size=30)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = json.dumps(draw(VALUES), ensure_ascii=draw(st.booleans()), indent=draw(st.just(None)))
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 2)))
    new = draw(st.sampled_from(("", ",", "}", "]", '"', "\\", "0", "-", ".5", "e1", " ", "NaN")))
    return text[:start] + new + text[end:]


def _refused(data: bytes) -> tuple[str, ...]:
    """The codes of the refusal, empty when accepted; every refusal has a place in the text."""
    try:
        jsontext.load(data, "f")
    except InvalidRecord as error:
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        for problem in error.problems:
            line, column = problem.location.line, problem.location.column
            assert line is not None
            assert column is not None
            assert 1 <= column <= len(lines.split("\n")[line - 1]) + 2
        return tuple(problem.code for problem in error.problems)
    return ()


@given(VALUES)
def test_what_is_written_is_read(value: Any) -> None:
    data = jsontext.canonical(value)
    assert jsontext.load(data, "f") == value
    assert jsontext.canonical(jsontext.load(data, "f")) == data


@given(VALUES)
def test_the_fast_way_writes_the_same_bytes(value: Any) -> None:
    assert jsontext.canonical(value) == canonical_in_python(value)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.none(), max_size=8))
@example({"\ufb33": None, "😀": None, "\r": None, "1": None, "ö": None, "€": None})
def test_keys_stand_in_the_order_of_utf_16(value: dict[str, None]) -> None:
    try:
        keys = list(json.loads(jsontext.canonical(value)))
    except UnicodeEncodeError:
        return
    assert keys == sorted(value, key=lambda key: key.encode("utf-16-be"))


@given(st.binary(max_size=40))
@example(b"\xff\xfe[\x00")
@example(b"")
def test_any_bytes_are_a_value_or_problems(data: bytes) -> None:
    codes = _refused(data)
    assert set(codes) <= {f"R02{digit}" for digit in range(7)}


@settings(max_examples=400)
@given(st.one_of(soups, damaged()))
@example('["\\ud83d\\ude00"]')
@example('["\\\\ud83d"]')
@example('["\\ud83d\\\\ude00"]')
@example('{"a":{"x":1},"a":{"x":1}}')
@example("[1,\u00a02]")
@example("[\uff11]")
def test_the_fast_and_the_explaining_reader_have_one_verdict(text: str) -> None:
    """Else a refusal would have no reason, or a fault would pass."""
    codes = _refused(text.encode("utf-8"))
    assert codes == tuple(problem.code for problem in _explained(text, "f"))


@settings(max_examples=300)
@given(soups)
def test_what_is_accepted_is_json_for_others_too(text: str) -> None:
    orjson = pytest.importorskip("orjson")
    data = text.encode("utf-8")
    if not _refused(data):
        assert orjson.loads(data) == jsontext.load(data, "f")


def _pointers(value: Any, pointer: str = "") -> list[tuple[str, Any]]:
    items: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        items = [(key.replace("~", "~0").replace("/", "~1"), item) for key, item in value.items()]
    if isinstance(value, list):
        items = [(str(index), item) for index, item in enumerate(value)]
    below = [pair for key, item in items for pair in _pointers(item, f"{pointer}/{key}")]
    return [(pointer, value), *below]


@given(VALUES, st.sampled_from((None, 1, "\t")), st.booleans(), st.sampled_from("\n\r"))
def test_every_value_has_its_place(value: Any, indent: Any, ascii_only: bool, end: str) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace("\n", end)
    where = jsontext.places(text.encode("utf-8"))
    lines = text.split(end)
    pointers = _pointers(value)
    assert list(where) == [pointer for pointer, _ in pointers]
    for pointer, item in pointers:
        line, column = where[pointer]
        rest = end.join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == item


@settings(max_examples=40)
@given(records())
def test_the_bytes_of_a_record_load_into_it(record: Any) -> None:
    data = record.to_json()
    assert jsontext.load(jsontext.canonical(data), "f") == data
