"""Each code of checking what anybody wrote has the smallest file that draws exactly it.

`tests/problems/<CODE>-<name>/`: a file of RDF, a mapping or a table, and `expected.json`: code,
line, column and JSON Pointer of all that `archivist validate` finds in it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
OURS = [code for code in CODES if code.startswith("L0") or code in ("C043", "C044", "C048", "C049")]
CASES = sorted(path for path in ROOT.iterdir() if path.name[:4] in OURS)


def _checked(case: Path) -> list[dict[str, Any]]:
    """What is found in the one file of a case that is not the expectation."""
    [file] = [path for path in case.iterdir() if path.name != "expected.json"]
    done = CliRunner().invoke(archivist, ["validate", str(file), "--format", "json"])
    found: list[dict[str, Any]] = json.loads(done.stdout)["problems"]
    errors = any(item["severity"] == "error" for item in found)
    assert done.exit_code == (1 if errors else 0), done.stderr
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_found_at_exactly_this_place(case: Path) -> None:
    if case.name[:4] in ("L015", "L017"):
        pytest.importorskip("pyshacl", reason="the extra archivist[shacl] is not installed")
    expected = json.loads((case / "expected.json").read_bytes())
    found = _checked(case)
    assert [{name: item[name] for name in expected[0]} for item in found] == expected
    assert case.name[:4] in {item["code"] for item in found}
    for item in found:
        if item["code"] not in ("C043", "C048", "L015"):
            assert "found " in item["message"] or "wanted " in item["message"]
        assert item["message"].isprintable()
        assert len(item["message"]) < 400
        assert item["severity"] == CODES[item["code"]].severity


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_an_example_and_an_explanation(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
    done = CliRunner().invoke(archivist, ["explain", code])
    assert done.exit_code == 0
    assert CODES[code].rule in done.stdout
