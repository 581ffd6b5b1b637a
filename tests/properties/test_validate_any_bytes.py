"""`archivist validate` ends with problems and never with a traceback, whatever the bytes are."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import minimal_record, rich_record

from archivist import checks, jsontext, pipeline
from archivist.cli.checking import Manner, check_one, cut
from archivist.cli.house import House
from archivist.cli.inputs import Input
from archivist.cli.judge import Judge
from archivist.exporters import EXPORTERS
from archivist.reporting.report import sentence

MOST = 1_000_000
SUFFIXES = {item.name: item.suffix for item in EXPORTERS if item.name != "tables"}
SUFFIXES["lines"] = ".jsonl"
NASTY = (
    b"",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\\ud800",
    b"1e999",
    b"-",
    b'"',
    b"<",
    b">",
)
NASTY += (b"&", b"{", b"[" * 90, b"]", b"\xf0\x9f", b"9" * 30, b"NaN", b"\xe2\x80\xa8", b"@", b"#")


@functools.cache
def whole(name: str) -> bytes:
    if name == "lines":
        lines = (jsontext.canonical(made().to_json()) for made in (rich_record, minimal_record))
        return b"\n".join(lines) + b"\n"
    return pipeline.export(rich_record(), name)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(House(require={"headline": True}, profile="google"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A few pieces cut out, put in or swapped, anywhere."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 0, 1, 2, 30, 5000)))
        put = draw(st.sampled_from(NASTY) | st.binary(max_size=3) | st.just(data[at : at + 40]))
        data = data[:at] + put + data[at + length :]
    return data


@pytest.mark.parametrize("name", SUFFIXES)
@settings(max_examples=25)
@given(st.data())
def test_no_bytes_are_a_bug(name: str, judge: Judge, folder: Path, data: st.DataObject) -> None:
    content = data.draw(damaged(whole(name)))
    ends = content.count(b"\n") + content.count(b"\r")
    path = folder / f"a{SUFFIXES[name]}"
    path.write_bytes(content)
    item = Input(str(path), path.name, path.name)
    for rules in (judge, Judge(House())):
        for work in cut(item, MOST):
            outcome = check_one(work, Manner(MOST, House(), excerpts=True), rules)
            codes = [found.code for found in outcome.result.problems]
            assert "R009" not in codes, outcome.result.problems
            for found in outcome.result.problems:
                assert sentence(found).isprintable()
                assert (found.location.line or 1) <= ends + 1


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_nor_any_bytes_at_all(data: bytes) -> None:
    record, problems = checks.validate_bytes(data, "a")
    assert record is None
    assert problems
