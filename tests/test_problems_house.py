"""Each code of what a house demands has the smallest record that draws it, when it is asked for.

`tests/problems/V1xx-<name>/`: `in.record.json`, `options.txt` what `archivist validate` is called
with, `expected.json` the code, JSON Pointer, line and column.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(ROOT.glob("V1*"))
ALWAYS = "V133"  # a record holds no image: the profile always says so


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_found(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    expected = json.loads((case / "expected.json").read_bytes())
    options = (case / "options.txt").read_text("utf-8").split()
    if "--shapes" in options:
        pytest.importorskip("pyshacl", reason="the extra archivist[shacl] is not installed")
    plain = CliRunner().invoke(archivist, ["validate", "in.record.json"])
    assert (plain.exit_code, plain.stdout) == (0, "")
    done = CliRunner().invoke(
        archivist, ["validate", "in.record.json", "--format", "json", *options]
    )
    found = json.loads(done.stdout)["problems"]
    (problem,) = (item for item in found if item["code"] != ALWAYS or len(found) == 1)
    assert {name: problem[name] for name in expected} == expected
    assert case.name.startswith(expected["code"])
    assert "found " in problem["message"]
    assert "would be right: " in problem["message"]
    assert done.exit_code == (1 if CODES[expected["code"]].severity == "error" else 0)


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("V1")])
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
