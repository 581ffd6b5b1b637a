"""The strict loader and the canonical form, case by case."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from linear import assert_linear

from archivist import jsontext
from archivist.errors import InvalidRecord
from archivist.jsontext.canonical import canonical_in_python


def problems(data: bytes) -> list[tuple[str, int | None, int | None, str]]:
    with pytest.raises(InvalidRecord) as caught:
        jsontext.load(data, "f.json")
    return [(p.code, p.location.line, p.location.column, p.path) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("R021", 1, 1, "")),
        (b" \n", ("R021", 2, 1, "")),
        (b"{} x", ("R021", 1, 4, "")),
        (b"[1,]", ("R021", 1, 4, "/1")),
        (b'{"a":1,}', ("R021", 1, 8, "/a")),
        (b'{"a" 1}', ("R021", 1, 6, "/a")),
        (b"{'a':1}", ("R021", 1, 2, "")),
        (b"{a:1}", ("R021", 1, 2, "")),
        (b"[True]", ("R021", 1, 2, "/0")),
        (b"[01]", ("R021", 1, 2, "/0")),
        (b"[+1]", ("R021", 1, 2, "/0")),
        (b"[1.]", ("R021", 1, 2, "/0")),
        (b"[.5]", ("R021", 1, 2, "/0")),
        (b"[0x10]", ("R021", 1, 2, "/0")),
        (b"[\xef\xbc\x91]", ("R021", 1, 2, "/0")),  # a full-width digit one
        (b"// x\n{}", ("R021", 1, 1, "")),
        (b'["\\x"]', ("R021", 1, 3, "/0")),
        (b'["\\u12"]', ("R021", 1, 3, "/0")),
        (b'["a', ("R021", 1, 2, "/0")),
        (b'["a\tb"]', ("R021", 1, 4, "/0")),
        (b"[\x00]", ("R021", 1, 2, "/0")),
        (b"[1\x0b]", ("R021", 1, 3, "/0")),
        (b"[1\xc2\xa0]", ("R021", 1, 3, "/0")),  # a no-break space is no JSON blank
        (b'["\xed\xa0\x80"]', ("R020", 1, 3, "")),  # a surrogate in UTF-8
        (b'["\xc0\x80"]', ("R020", 1, 3, "")),  # an overlong NUL
        (b'["\xc3\xa9",\r\n"\xf0\x9f\x98\x80\xff"]', ("R020", 2, 3, "")),
        (b"\xef\xbb\xbf{}", ("R020", 1, 1, "")),
        ("[]".encode("utf-16"), ("R020", 1, 1, "")),
        (b'{"a":{"b":1,\n"b":2}}', ("R022", 2, 1, "/a/b")),
        (b'{"\\u0061":1,"a":2}', ("R022", 1, 13, "/a")),
        (b'["\\udc00\\ud800"]', ("R023", 1, 3, "/0")),
        (b'{"\\ud800":1}', ("R023", 1, 3, "/?")),
        (b"[NaN]", ("R024", 1, 2, "/0")),
        (b"-Infinity", ("R024", 1, 1, "")),
        (b"1e3", ("R025", 1, 1, "")),
        (b"[-0]", ("R025", 1, 2, "/0")),
        (b"[-9007199254740992]", ("R025", 1, 2, "/0")),
        (b"9" * 5000, ("R025", 1, 1, "")),
        (b'{"a/~":[2.0]}', ("R025", 1, 9, "/a~1~0/0")),
    ],
)
def test_a_refusal_has_code_and_place(data: bytes, expected: tuple[Any, ...]) -> None:
    assert problems(data)[0] == expected


def test_all_faults_are_told_up_to_the_first_break() -> None:
    data = b'{"a":1.5,"b":NaN,"a":"\\ud800",\n"c":[-0],"d":}'
    assert [(code, line, path) for code, line, _, path in problems(data)] == [
        ("R025", 1, "/a"),
        ("R024", 1, "/b"),
        ("R022", 1, "/a"),
        ("R023", 1, "/a"),
        ("R025", 2, "/c/0"),
        ("R021", 2, "/d"),
    ]


def test_a_key_is_only_repeated_within_its_own_object() -> None:
    assert len(problems(b'{"a":{"x":1},"a":{"x":1}}')) == 1
    assert jsontext.load(b'[{"x":1},{"x":1}]', "f") == [{"x": 1}, {"x": 1}]


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b" {} \r\n\t", {}),
        (b"9007199254740991", 2**53 - 1),
        (b"-9007199254740991", 1 - 2**53),
        (b'["\\ud83d\\ude00"]', ["😀"]),
        (b'["\\\\ud83d"]', ["\\ud83d"]),
        (b'["\\u0000\\/"]', ["\x00/"]),
        (b'{"":{"":null}}', {"": {"": None}}),
        ('"\ufeff\u2028"'.encode(), "\ufeff\u2028"),
        (b"[" * 64 + b"]" * 64, None),
    ],
)
def test_what_is_i_json_is_accepted(data: bytes, value: Any) -> None:
    loaded = jsontext.load(data, "f")
    assert value is None or loaded == value


@pytest.mark.parametrize("pair", [b"[]", b'{"":', b'[{"":'])
def test_a_hundred_thousand_brackets_are_one_problem(pair: bytes) -> None:
    part = pair[:-1] if pair == b"[]" else pair
    assert [code for code, *_ in problems(part * 100_000)] == ["R026"]
    assert_linear(lambda size: problems(part * size), 100_000)


def test_the_65th_level_is_one_too_many_also_when_closed() -> None:
    assert problems(b"[" * 65 + b"]" * 65) == [("R026", 1, 65, "/0" * 64)]


def test_complaints_have_an_end() -> None:
    assert len(problems(b"[" + b"0.5," * 5000 + b"0]")) == 1000


# RFC 8785: section 3.2.2.2 strings, 3.2.3 order of keys; our own words and numbers.
@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({}, b"{}"),
        ([1, 0, -1, None, True, False], b"[1,0,-1,null,true,false]"),
        (
            {"b": 1, "a": {"d": 2, "c": [{"z": 1, "y": 2}]}},
            b'{"a":{"c":[{"y":2,"z":1}],"d":2},"b":1}',
        ),
        ('\b\t\n\f\r"\\', b'"\\b\\t\\n\\f\\r\\"\\\\"'),
        ("\x00\x0b\x1f\x7f/", b'"\\u0000\\u000b\\u001f\x7f/"'),
        ("é\u2028€😀", '"é\u2028€😀"'.encode()),
        ({"\ue000": 1, "😀": 2, "z": 3}, '{"z":3,"😀":2,"\ue000":1}'.encode()),
        ({"10": 1, "9": 2, "": 3}, b'{"":3,"10":1,"9":2}'),
        ({"e\u0301": 1, "é": 2}, '{"e\u0301":1,"é":2}'.encode()),  # never normalised
        (2**53 - 1, b"9007199254740991"),
        (2**70, b"1180591620717411303424"),
        ((1, (2,)), b"[1,[2]]"),
    ],
)
def test_the_canonical_form(value: Any, data: bytes) -> None:
    assert jsontext.canonical(value) == data
    assert canonical_in_python(value) == data


@pytest.mark.parametrize("value", [{1: 2}, {"a": datetime.date(2024, 1, 1)}, {1, 2}, b"x"])
def test_what_is_no_json_is_not_written(value: Any) -> None:
    with pytest.raises(TypeError):
        jsontext.canonical(value)


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        jsontext.canonical({"a": "\ud800"})


def test_columns_count_code_points() -> None:
    data = '{"😀": "é", "b":\r\n [\r7]}'.encode()
    assert jsontext.places(data) == {"": (1, 1), "/😀": (1, 7), "/b": (2, 2), "/b/0": (3, 1)}


def test_places_take_linear_time() -> None:
    item = b'{"span": [1, 2]}'
    assert len(jsontext.places(b"[" + b", ".join([item] * 100) + b"]")) == 401
    assert_linear(lambda size: jsontext.places(b"[" + b", ".join([item] * size) + b"]"), 20_000)
