"""The public face: a change here is a decision with a line in CHANGELOG.md."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import minimal_record, rich_record

import archivist
from archivist import (
    InvalidRecord,
    Record,
    Settings,
    convert,
    export,
    read,
    to_graph,
    to_jsonld,
    to_newsml,
    validate,
)

NAMES = [
    "ArchivistError",
    "Conversion",
    "Document",
    "InvalidRecord",
    "Problem",
    "Record",
    "Settings",
    "Source",
    "convert",
    "export",
    "read",
    "to_graph",
    "to_jsonld",
    "to_newsml",
    "validate",
]


def test_public_names() -> None:
    assert sorted(archivist.__all__) == sorted(NAMES)
    assert all(getattr(archivist, name) is not None for name in NAMES)
    with pytest.raises(AttributeError):
        archivist.nothing  # noqa: B018


def test_import_is_light() -> None:
    program = "import archivist, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"rdflib", "lxml", "jsonschema", "jsonschema_rs", "pyoxigraph", "rich", "click", "yaml"}
    assert not heavy & set(done.stdout.split())


@given(st.binary(max_size=400))
def test_any_bytes_give_a_record_or_a_problem(data: bytes) -> None:
    for found in convert(data):
        errors = [item for item in found.problems if item.severity == "error"]
        assert (found.record is None) == bool(errors)
        if found.record is not None:
            assert validate(found.record) == ()


@given(st.text(min_size=1, max_size=400))
def test_any_text_is_kept_verbatim(printed: str) -> None:
    for found in convert(printed.encode()):
        if found.record is not None and found.record.source.media_type == "text/plain":
            assert found.record.text == printed.removeprefix("\ufeff")


@pytest.mark.parametrize("name", ["record", "jsonld", "newsml-g2", "turtle", "nquads"])
def test_export_and_read_are_inverse(name: str) -> None:
    for record in (minimal_record(), rich_record()):
        (back,) = read(export(record, name))
        assert back == record


def test_an_invalid_record_is_refused_with_its_problems() -> None:
    value = minimal_record().to_json()
    value["dates"] = [
        {
            "role": "published",
            "value": "2023-02-29",
            "verbatim": None,
            "evidence": {"rule": "date.header", "confidence": None, "context": "--date"},
        }
    ]
    record = Record.from_json(value)
    (problem,) = validate(record)
    assert (problem.code, problem.path) == ("V020", "/dates/0/value")
    with pytest.raises(InvalidRecord) as refused:
        export(record, "jsonld")
    assert [(item.code, item.path) for item in refused.value.problems] == [
        ("V020", "/dates/0/value")
    ]


HALF = "half a \ud800 character"


@pytest.mark.parametrize("write", [to_jsonld, to_graph, to_newsml])
@pytest.mark.parametrize("change", [{"text": HALF}, {"text": ""}, {"revision": 0}, {"dates": None}])
def test_what_is_not_valid_becomes_nothing(
    write: Callable[[Record], object], change: dict[str, object]
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        write(dataclasses.replace(minimal_record(), **change))
    assert all(item.severity == "error" for item in refused.value.problems)


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(archivist.ArchivistError, match="No such file"):
        next(convert(tmp_path / "none.txt"))


def test_settings_reach_the_record() -> None:
    (found,) = convert(b"Ciao a tutti.", settings=Settings(language="it", as_of="2024-01-01"))
    assert found.record is not None
    assert found.record.generator.as_of == "2024-01-01T00:00:00Z"
    assert found.record.language is not None
    assert found.record.language.evidence.context == "--lang"
