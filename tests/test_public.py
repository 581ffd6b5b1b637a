"""The public face: a change here is a decision with a line in CHANGELOG.md."""

from __future__ import annotations

import dataclasses
import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import minimal_record, rich_record

import archivist
from archivist import (
    InvalidRecord,
    Record,
    Settings,
    Source,
    convert,
    export,
    read,
    to_graph,
    to_jsonld,
    to_newsml,
    validate,
)
from archivist.errors import UsageError

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
def test_any_bytes_give_a_record_or_the_reason_why_not(data: bytes) -> None:
    for found in convert(data):
        errors = [item for item in found.problems if item.severity == "error"]
        assert (found.record is None) == bool(errors or found.set_aside)
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


@pytest.mark.parametrize("write", [to_jsonld, to_graph, to_newsml, lambda r: export(r, "record")])
@pytest.mark.parametrize("given", [None, {}, "a.txt"])
def test_what_is_no_record_is_a_mistake_of_types(
    write: Callable[[object], object], given: object
) -> None:
    with pytest.raises(TypeError, match=f"wanted a Record, not {type(given).__name__}"):
        write(given)


def test_what_can_be_a_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Nobody was hurt.")
    for source in (path, str(path), PurePath(path), Source("x", "a.txt", path.read_bytes())):
        (found,) = convert(source)
        assert found.record is not None
        assert found.record.source.name == "a.txt"
    for data in (path.read_bytes(), bytearray(path.read_bytes()), memoryview(path.read_bytes())):
        (found,) = convert(data, to="record")
        assert found.record is not None
        assert validate(data=found.exports[0][1]) == ()
        assert validate(found.record.to_json()) == ()
    for wrong in (None, 5, ["a.txt"], io.BytesIO(b"x"), Source("x", "x", "text")):
        with pytest.raises(TypeError, match="a source is a path, bytes or a Source"):
            convert(wrong)
    (tmp_path / "a.ttl").write_bytes(b"@prefix")
    assert [item.location.file for item in validate(tmp_path / "a.ttl")] == [
        str(tmp_path / "a.ttl")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "betamax"},
        {"encoding": "rot13"},
        {"encoding": "utf-9"},
        {"language": "Italian!"},
        {"date_order": "mixed"},
        {"detail": "some"},
        {"provider": " "},
    ],
)
def test_wrong_usage_is_said_before_anything_is_read(wrong: dict[str, str]) -> None:
    settings = Settings(**wrong)
    for use in (convert, read):
        with pytest.raises(UsageError) as refused:
            use("none.txt", settings=settings)
        assert refused.value.hint
    with pytest.raises(UsageError):
        export(minimal_record(), "record", settings=settings)
    for call in (
        lambda: convert(b"a", to=["rdf"]),
        lambda: convert(b"a", settings=Settings(as_of="x")),
    ):
        with pytest.raises(UsageError):
            call()


def test_what_is_given_away_is_the_callers_own() -> None:
    first = to_jsonld(minimal_record())
    first["@context"].clear()
    assert to_jsonld(minimal_record())["@context"]
    graph = to_graph(minimal_record())
    graph.remove((None, None, None))
    assert len(to_graph(minimal_record())) > 50


def test_records_and_refusals_go_from_process_to_process() -> None:
    record = rich_record()
    assert pickle.loads(pickle.dumps(record)) == record
    refused = InvalidRecord(validate({"a": 1}))
    again = pickle.loads(pickle.dumps(refused))
    assert (again.problems, str(again), again.hint) == (
        refused.problems,
        str(refused),
        refused.hint,
    )


def test_threads_do_not_meet() -> None:
    sources = [
        f"ROME, {day} Oct 2024 - No {day} houses fell. “Fine,” said Ada Fenn.".encode()
        for day in range(1, 13)
    ]
    formats = ["record", "jsonld", "newsml-g2", "turtle", "nquads"]
    settings = Settings(as_of="2026-01-01")

    def work(data: bytes) -> list[tuple[str, bytes]]:
        return [
            pair for found in convert(data, to=formats, settings=settings) for pair in found.exports
        ]

    alone = [work(data) for data in sources]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, sources * 3)) == alone * 3


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(archivist.ArchivistError, match="No such file") as refused:
        convert(tmp_path / "none.txt")
    assert "bytes" in (refused.value.hint or "")
    with pytest.raises(archivist.ArchivistError, match="Is a directory"):
        convert(tmp_path)
    with pytest.raises(archivist.ArchivistError):
        convert("a\0b")


def test_settings_reach_the_record() -> None:
    (found,) = convert(b"Ciao a tutti.", settings=Settings(language="it", as_of="2024-01-01"))
    assert found.record is not None
    assert found.record.generator.as_of == "2024-01-01T00:00:00Z"
    assert found.record.language is not None
    assert found.record.language.evidence.context == "--lang"
