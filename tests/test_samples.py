"""A sample of each format, written for this project: what is read of it never changes unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import SAMPLES, golden_lines, lines

from archivist import pipeline, validate
from archivist.readers import READERS, Stream, choose
from archivist.record import Record
from archivist.settings import Settings

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


@each_sample
def test_what_is_read_is_what_was_read(sample: Path) -> None:
    assert lines(sample) == golden_lines(sample).read_bytes()


@each_sample
def test_every_record_is_valid_and_says_where_it_is_from(sample: Path) -> None:
    found = [json.loads(line) for line in golden_lines(sample).read_text("utf-8").splitlines()]
    records = [Record.from_json(item["record"]) for item in found if "record" in item]
    assert records
    for record in records:
        assert validate(record) == ()
        assert record.source.name == sample.name


def test_every_format_has_a_sample() -> None:
    chosen = {choose(Stream.of(_source(path)), Settings()).reader for path in SAMPLES}
    names = {reader.name for reader in chosen if reader is not None}
    inside = {"plain", "markdown", "html"}  # what the examples and the boxes hold
    assert {reader.name for reader in READERS} - names - inside == set()


def _source(path: Path) -> pipeline.Source:
    return pipeline.Source(path.name, path.name, path.read_bytes())


def test_no_golden_lines_are_left_over() -> None:
    kept = {path.name for path in (Path(__file__).parent / "samples").iterdir()}
    assert kept == {golden_lines(sample).name for sample in SAMPLES}
