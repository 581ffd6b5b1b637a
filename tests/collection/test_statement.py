"""The preservation statement names files, commands and tests that are there, and claims nothing."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from collection.keeping import AS_OF, archivist, articles

from archivist.cli.group import archivist as group

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "preservation-statement.md").read_text("utf-8")
NAMED = re.findall(r"`([^`]+)`", PAGE)

# Made by a run that supersedes, of texts that are nearly the same, and by the first check.
ON_OCCASION = {
    "data/reports/changes.csv",
    "data/reports/near-duplicates.csv",
    "fixity.jsonl",
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("statement")
    rights = ("--rights", "http://rightsstatements.org/vocab/InC/1.0/", "--operator", "Ada Moor")
    done = archivist(
        *("archive", articles(folder / "in", 2), "-o", folder / "kept", "-j1"),
        *("--as-of", AS_OF, "--to", "jsonld", *rights),
    )
    assert done.returncode == 0, done.stderr
    return folder / "kept"


def test_the_files_are_there(collection: Path) -> None:
    files = {name for name in NAMED if re.fullmatch(r"[\w./-]+", name) and name[:6] != "tests/"}
    files = {name for name in files if "/" in name or "." in name} - ON_OCCASION
    assert len(files) > 10
    bag = collection / "accession-0001"
    missing = [n for n in sorted(files) if not ((bag / n).exists() or (collection / n).exists())]
    assert missing == []


def test_the_tests_are_there() -> None:
    tests = {name for name in NAMED if name.startswith("tests/")}
    assert len(tests) > 8
    assert [name for name in sorted(tests) if not (ROOT / name).is_file()] == []


def test_the_commands_and_options_are_there() -> None:
    context = click.Context(group)
    commands = {name.split()[1] for name in NAMED if name.startswith("archivist ")}
    missing = {name for name in commands if group.get_command(context, name) is None}
    assert not missing
    for name in NAMED:
        words = name.split()
        if words[0] == "archivist" and len(words) > 2:
            command = group.get_command(context, words[1])
            if command is not None:
                options = {option for param in command.params for option in param.opts}
                assert set(words[2:]) <= options, name


def test_sources_stay_as_they_are(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in", 3)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sources.iterdir()}
    for path in sources.iterdir():
        path.chmod(0o444)
    sources.chmod(0o555)
    done = archivist("archive", sources, "-o", tmp_path / "kept", "-j1")
    sources.chmod(0o755)
    assert done.returncode == 0, done.stderr
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sources.iterdir()}
    assert after == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "kept"]


def test_nothing_is_claimed() -> None:
    claims = r"\b(?:complian\w*|complies|comply|conform\w*|certified|guarantee\w*|trusted)\b"
    assert re.findall(claims, PAGE, re.IGNORECASE) == []


def test_each_row_says_what_is_left_to_do() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.M):
        rows = [line.strip().strip("|").split("|") for line in table.splitlines()]
        assert rows[0][-1].strip() == "what you must still do"
        assert {len(row) for row in rows} == {len(rows[0])}
