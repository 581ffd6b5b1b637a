"""Each code of what news agencies write has the smallest document that draws exactly it.

`tests/problems/G…/`: `item.xml` or `item.json` is the document, `expected.json` its code, line and
column. An official schema is nothing we may ship: where one is wanted, a small one of our own lies
there under its name. That there is none is a note (G021), which the others do not count.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archivist import official
from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in [*ROOT.glob("*/item.xml"), *ROOT.glob("*/item.json")])
OURS = [code for code in CODES if code.startswith("G")]


@pytest.fixture(autouse=True)
def cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The schemas beside a document are in the cache, and are the only ones there are."""
    monkeypatch.setenv("ARCHIVIST_CACHE", str(tmp_path))
    case = getattr(request.node, "callspec", None)
    case = case.params.get("case") if case else None
    found = {item.name: item for item in official.schemas()}
    for path in sorted(case.iterdir()) if isinstance(case, Path) else ():
        if path.name in found:
            old, data = found[path.name], path.read_bytes()
            ours = official.Official(
                old.name, old.family, old.version, old.level, sha256(data).hexdigest(), "", ()
            )
            found[path.name] = ours
            official.keep(ours, data)
    monkeypatch.setattr(official, "schemas", lambda: tuple(found.values()))
    monkeypatch.setattr(official, "by_name", lambda: found)


def problems(case: Path) -> list[dict[str, Any]]:
    """What is found, as JSON, without the note that a schema was not asked."""
    (source,) = case.glob("item.*")
    done = CliRunner().invoke(archivist, ["validate", str(source), "--format", "json"])
    assert done.exit_code in (0, 1), done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["problems"]
    return [item for item in found if item["code"] != "G021" or case.name.startswith("G021")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_code_at_exactly_this_place(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_bytes())
    found = [{name: item[name] for name in ("code", "line", "column")} for item in problems(case)]
    assert found == [expected]
    assert case.name.startswith(expected["code"] + "-")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_message_says_what_was_found_and_what_would_be_right(case: Path) -> None:
    for item in problems(case):
        assert "found " in item["message"] or item["code"] == "G021"
        assert "would be right: " in item["message"] or item["code"] == "G021"
        assert item["message"].isprintable()
        assert len(item["message"]) < 250
        assert item["severity"] == CODES[item["code"]].severity


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_an_example_and_an_explanation(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
    done = CliRunner().invoke(archivist, ["explain", code])
    assert done.exit_code == 0
    assert "checking documents of news agencies" in done.stdout
