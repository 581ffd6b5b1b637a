"""The quick look says yes only where the whole check finds nothing, and nearly always then."""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.test_validators import mutated
from strategies import minimal_record, records, rich_record, samples

from archivist import checks, jsontext
from archivist.checks import quick
from archivist.record import Record, record_id

PROBLEMS = Path(__file__).parents[1] / "problems"
CASES = sorted(PROBLEMS.glob("[VR]0*/input.json"))


def canonical(value: Any) -> bytes:
    return jsontext.canonical(value)


def is_valid(data: bytes) -> bool:
    return not checks.validate_bytes(data, "a")[1]


def test_every_check_has_its_quick_look() -> None:
    """A check that is added to the list is added there as well."""
    assert quick.COVERED == checks.CHECKS


def test_valid_records_are_seen_to_be_fine() -> None:
    found = [canonical(record.to_json()) for record in samples(300)]
    found += [canonical(made.to_json()) for made in (minimal_record(), rich_record())]
    assert [data for data in found if not quick.is_fine(data)] == []


@settings(max_examples=60)
@given(records())
def test_white_space_and_order_make_no_difference(record: Record) -> None:
    value = record.to_json()
    data = canonical(value)
    for other in (data + b"\n", json.dumps(value, indent=1).encode()):
        assert quick.is_fine(other) == quick.is_fine(data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_no_problem_is_overlooked(case: Path) -> None:
    data = case.read_bytes()
    if case.parent.name.startswith("V002"):  # two validators disagree nowhere: the test makes them
        return
    assert not quick.is_fine(data)
    if case.parent.name.startswith("V"):
        assert not quick.is_fine(canonical(json.loads(data)))


@settings(max_examples=300)
@given(mutated())
def test_what_is_fine_is_valid(data: Any) -> None:
    text = json.dumps(data).encode()
    assert not quick.is_fine(text) or is_valid(text)


# ------------------------------------------------------------------ one thing wrong, everywhere


def _variants(value: Any) -> Iterator[Any]:
    """What else could stand there."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value - 1, value + 1, 0, float(value), 10**6)
    elif isinstance(value, str):
        yield from (value + "\n", value[1:], value[::-1], f"{value}1", "e1", "q1", " ".join(value))
        yield from ("https://example.org/ x", "2024-02-30", "..")
    elif value is None:
        yield from ("e1", "e9", "q1", "x", [0, 1], 0, 9)
    elif isinstance(value, list):
        yield from ([], value[::-1], value + value[:1], value[1:], None)
    else:
        yield None


def damaged(value: Any) -> Iterator[Any]:
    """The record with one value at a time replaced, in place; each is put back."""
    todo: list[tuple[Any, Any]] = [(value, key) for key in value]
    while todo:
        parent, key = todo.pop()
        held = parent[key]
        inner = (
            held if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ()
        )
        todo.extend((held, name) for name in inner)
        for other in _variants(held):
            parent[key] = other
            yield value
            parent[key] = held


@pytest.mark.parametrize("number", range(6))
def test_the_verdict_is_that_of_the_whole_check(number: int) -> None:
    dice = random.Random(number)
    record = rich_record() if number == 0 else samples(40)[number * 6]
    value = copy.deepcopy(record.to_json())
    assert quick.is_fine(canonical(value))
    fine = wrong = 0
    for other in damaged(value):
        if number and dice.random() > 0.2:
            continue
        text = json.dumps(other, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "replace")
        yes = quick.is_fine(data)
        if yes:
            assert is_valid(data)
        elif dice.random() < 0.05 and is_valid(data):
            wrong += 1
        fine += yes
    assert wrong <= 2


@settings(max_examples=200)
@given(st.data())
def test_no_byte_makes_it_believe(data: st.DataObject) -> None:
    """A byte put in, taken out or changed, anywhere."""
    whole = canonical(rich_record().to_json())
    at = data.draw(st.integers(0, len(whole)))
    taken = data.draw(st.integers(0, 2))
    put = data.draw(
        st.sampled_from((b"", b"\xff", b"\xef\xbb\xbf", b".0", b"0", b"-", b'"', b"e1"))
    )
    other = whole[:at] + put + whole[at + taken :]
    if quick.is_fine(other):
        assert is_valid(other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"revision":2', b'"revision":2.0'),
        (b'"revision":2', b'"revision":2,"revision":2'),
        (b'"confidence":95', b'"confidence":95.0'),
        (b'"size":3466', b'"size":3466.0'),
        (
            b'"op":"remove","path":"/topics/0","value":null',
            b'"op":"remove","path":"x","value":null',
        ),
        (b'"value":"Il porto riapre"', b'"value":1.5'),
        (b'"value":"Il porto riapre"', b'"value":18446744073709551615'),
        (b'"value":"Il porto riapre"', b'"value":' + b"[" * 70 + b"]" * 70),
    ],
)
def test_what_the_schema_takes_and_the_loader_does_not(old: bytes, new: bytes) -> None:
    data = canonical(rich_record().to_json())
    assert old in data
    assert quick.is_fine(data)
    other = data.replace(old, new, 1)
    assert not quick.is_fine(other)
    assert not is_valid(other)


def test_an_id_is_made_as_elsewhere() -> None:
    for number in range(64):
        digest = f"{number:064x}"
        assert quick._record_id(digest) == record_id(digest)


def test_without_the_fast_parts_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = canonical(rich_record().to_json())
    monkeypatch.setattr(quick, "_loads", None)
    assert quick.is_fine(data)
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    quick._verdict.cache_clear()
    assert not quick.is_fine(data)
    quick._verdict.cache_clear()
