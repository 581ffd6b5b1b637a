"""Records are gone through wherever they lie: in collections and in files, each article once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from collection.keeping import AS_OF, archivist, articles, contents

from archivist.cli.held import Held, Holdings

EXAMPLE = Path(__file__).parents[1] / "problems" / "R100-another-day"
MANNER = ("strict", "fail_fast", "quiet", "verbose", "allow_empty")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A collection of five articles, one of them withdrawn."""
    articles(tmp_path / "in", 5)
    assert not archivist(
        "archive", tmp_path / "in", "-o", tmp_path / "kept", "-j1", "--as-of", AS_OF
    ).returncode
    first = next(iter(_held(tmp_path / "kept")[0])).record.id
    command = ("withdraw", tmp_path / "kept", first, "--reason", "test")
    assert not archivist(*command).returncode
    return tmp_path / "kept"


def _held(*named: Path, **more: Any) -> tuple[list[Held], Holdings]:
    given = {"named": [str(name) for name in named], "files_from": None, **dict.fromkeys(MANNER)}
    with Holdings(given, made="shown", **more) as holdings:
        found = []
        for held in holdings:
            holdings.run.account.written += 1
            found.append(held)
    return found, holdings


def test_a_withdrawn_record_is_told_and_not_given(kept: Path) -> None:
    found, holdings = _held(kept)
    assert len(found) == 4
    (gone,) = holdings.withdrawn()
    assert gone.reason == "test"
    assert gone.id not in {held.record.id for held in found}
    assert holdings.run.account.done == 5


def test_what_a_collection_and_files_both_hold_comes_once(kept: Path, tmp_path: Path) -> None:
    command = ("convert", tmp_path / "in", "-o", tmp_path / "out", "--to", "record")
    assert not archivist(*command, "--as-of", AS_OF).returncode
    of_kept, of_files = _held(kept)[0], _held(tmp_path / "out")[0]
    of_both, holdings = _held(kept, tmp_path / "out")
    assert {held.line for held in of_kept} < {held.line for held in of_files}
    assert len(of_both) == len(of_files) == 5
    assert holdings.run.account.set_aside == 4


def test_another_record_of_the_same_id_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    found, holdings = _held(EXAMPLE)
    assert len(found) == 1
    assert holdings.run.exit_code() == 1
    assert (EXAMPLE / "said.txt").read_text("utf-8") in capfd.readouterr().err


def test_the_same_record_twice_is_set_aside(tmp_path: Path) -> None:
    articles(tmp_path / "in", 1)
    for name in ("a", "b"):
        done = archivist(
            "convert", tmp_path / "in", "-o", tmp_path / name, "--to", "record", "--as-of",
            "2026-01-01T00:00:00Z",
        )  # fmt: skip
        assert not done.returncode
    found, holdings = _held(tmp_path / "a", tmp_path / "b")
    assert len(found) == 1
    assert (holdings.run.account.set_aside, holdings.run.exit_code()) == (1, 0)


def test_what_is_not_usable_is_not_published(tmp_path: Path) -> None:
    articles(tmp_path / "in", 1)
    assert not archivist(
        "convert", tmp_path / "in", "-o", tmp_path / "a", "--to", "record"
    ).returncode
    (path,) = (tmp_path / "a").iterdir()
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps({**record, "status": "withheld"}), "utf-8")
    assert len(_held(path)[0]) == 1
    found, holdings = _held(path, published=True)
    assert (found, holdings.run.account.set_aside) == ([], 1)


@pytest.mark.parametrize(
    "command",
    [
        ("site", "-o", "kept/site", "--base-iri", "https://news.example/"),
        ("export", "--to", "tables", "-o", "kept"),
        ("review", "-o", "kept/review.html"),
        ("publish", "--mode", "bulk-file", "-o", "kept/all.nq"),
        ("query", "--store", "kept/store", "ASK { ?a ?b ?c }"),
        ("stats", "--format", "svg", "-o", "kept/stats.svg"),
    ],
    ids=lambda command: command[0],
)
def test_nothing_is_written_into_a_collection(command: tuple[str, ...], kept: Path) -> None:
    before = contents(kept)
    name, *options = command
    done = archivist(name, "kept", *options, cwd=kept.parent)
    assert done.returncode == 2, done.stderr
    assert "an input" in done.stderr
    assert contents(kept) == before
