"""Each code of what is supplied with sources has the smallest collection that draws it.

`tests/problems/<CODE>-<name>/`: `in/` are the sources, `options.txt` what `archivist archive` is
called with, `said.txt` what it must say on stderr (`…` for words of somebody else).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("C04*/options.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    options = (case / "options.txt").read_text("utf-8").split()
    command = ["archive", "in", "-o", str(tmp_path / "kept"), "-j1", *options]
    done = CliRunner().invoke(archivist, command)
    said = re.escape((case / "said.txt").read_text("utf-8").strip()).replace("…", ".*")
    assert re.search(said, done.stderr), done.stderr
    code = case.name[:4]
    assert len(re.findall(rf"\b{code}\b", done.stderr.partition("help:")[0])) == 1
    refused = code in ("C040", "C041")  # the table is wrong: nothing is begun
    assert done.exit_code == (2 if refused else 1 if CODES[code].severity == "error" else 0)
    assert (tmp_path / "kept").exists() != refused


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("C04")])
def test_every_code_has_an_example(code: str) -> None:
    assert list(ROOT.glob(f"{code}-*"))  # those of a file alone: test_problems_rdf.py
    assert CliRunner().invoke(archivist, ["explain", code]).exit_code == 0
