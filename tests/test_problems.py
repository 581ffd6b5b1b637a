"""Each code has the smallest input that draws exactly it: `tests/problems/<CODE>-<name>/`.

`input.json` is the input, `expected.json` its code, JSON Pointer, line and column.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archivist import checks, schema
from archivist.checks import explain, shape
from archivist.problems import CODES, Problem

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("*/input.json"))
OF_A_SET = ("V004",)  # no record has it alone: see tests/cli/test_migrate.py
OURS = tuple(code for code in CODES if code.startswith(("V0", "R02")) and code not in OF_A_SET)


def _problems(case: Path) -> tuple[Problem, ...]:
    _, problems = checks.validate_bytes((case / "input.json").read_bytes(), "input.json")
    return problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_code_at_exactly_this_place(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.name.startswith("V002"):  # no input is known on which the validators disagree
        monkeypatch.setattr(shape, "decide", lambda *_: lambda data: False)
    expected = json.loads((case / "expected.json").read_bytes())
    found = [
        {
            "code": problem.code,
            "path": problem.path,
            "line": problem.location.line,
            "column": problem.location.column,
        }
        for problem in _problems(case)
    ]
    assert found == [expected]
    assert case.name.startswith(expected["code"])


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_message_says_what_was_found_and_what_would_be_right(case: Path) -> None:
    for problem in _problems(case):
        assert "found " in problem.message
        assert "would be right: " in problem.message or ", expected " in problem.message
        assert problem.message.isprintable()
        assert len(problem.message) < 250


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_pointer_leads_to_the_place(case: Path) -> None:
    for problem in _problems(case):
        if problem.code.startswith("V"):
            value: Any = json.loads((case / "input.json").read_bytes())
            for token in problem.path.split("/")[1:]:
                value = value[int(token) if isinstance(value, list) else token]


def test_problems_follow_their_schema() -> None:
    problems = [problem.to_json() for case in CASES for problem in _problems(case)]
    contract = json.loads(schema.read("problem.schema.json"))
    validator = explain.jsonschema.Draft202012Validator(contract)
    assert all(map(validator.is_valid, problems))
    assert not validator.is_valid({**problems[0], "line": 0})
