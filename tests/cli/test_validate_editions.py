"""Versions of items of news agencies that lie in several files of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archivist.cli.group import archivist

ITEM = (Path(__file__).parent.parent / "problems/G021-nothing-fetched/item.xml").read_text("utf-8")
SECOND = ITEM.replace('version="1"', 'version="2"').replace("T12:00", "T13:00")


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(ITEM)
    return tmp_path


def found(*names: str) -> list[tuple[Any, ...]]:
    """(code, file, line, column, hint) of what is found, without the note on the schema."""
    done = CliRunner().invoke(archivist, ["validate", *names, "--format", "json"])
    problems = json.loads(done.stdout)["problems"]
    keys = ("code", "file", "line", "column", "hint")
    return [tuple(one[key] for key in keys) for one in problems if one["code"] != "G021"]


def test_what_follows_one_another_is_fine(feed: Path) -> None:
    (feed / "b.xml").write_text(SECOND)
    (feed / "again.xml").write_text(ITEM)  # a copy is no other version
    assert found("a.xml", "b.xml", "again.xml") == []


def test_a_version_that_says_something_else(feed: Path) -> None:
    (feed / "b.xml").write_text(
        "<!-- later -->\n" + ITEM.partition("\n")[2].replace("Rain", "Hail")
    )
    assert found("a.xml", "b.xml") == [("G011", "b.xml", 2, 1, "the other version is in a.xml")]
    assert found("a.xml", "b.xml", "-j", "2") == found("a.xml", "b.xml")


def test_a_version_older_than_the_one_before(feed: Path) -> None:
    (feed / "b.xml").write_text(SECOND.replace("T13:00", "T11:00"))
    assert found("b.xml", "a.xml") == [("G011", "b.xml", 2, 1, "the other version is in a.xml")]


def test_ids_of_content_that_changed(feed: Path) -> None:
    for name, text, id in (("a.xml", ITEM, "x"), ("b.xml", SECOND, "y")):
        (feed / name).write_text(text.replace("<inlineData ", f'<inlineData id="{id}" '))
    assert found("a.xml", "b.xml") == [("G016", "b.xml", 2, 1, "the other version is in a.xml")]


def test_severity_and_baseline_hold_for_them_too(feed: Path) -> None:
    (feed / "b.xml").write_text(ITEM.replace("Rain", "Hail"))
    (feed / "archivist.toml").write_text('[validate.severity]\nG011 = "off"\n')
    assert found("a.xml", "b.xml") == []
    (feed / "archivist.toml").unlink()
    known = ["validate", "a.xml", "b.xml", "--baseline", "known.json"]
    assert CliRunner().invoke(archivist, [*known, "--write-baseline"]).exit_code == 0
    assert CliRunner().invoke(archivist, known).exit_code == 0


def test_from_standard_input_without_a_line(feed: Path) -> None:
    other = ITEM.replace("Rain", "Hail")
    done = CliRunner().invoke(archivist, ["validate", "a.xml", "-"], input=other.encode())
    assert "\nstdin: G011 error: " in done.stdout
    assert "help: the other version is in a.xml" in done.stdout
