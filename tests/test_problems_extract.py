"""Each code of extraction has the smallest article that draws exactly it.

`tests/problems/E…/`: `input.txt` or `input.md`, and `expected.json` with its code and line;
`metadata.csv` where a catalogue is at hand, `engine` where one without a model is asked.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import archivist
from archivist import engines
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("E*/expected.json"))
OURS = tuple(code for code in CODES if code.startswith("E"))


class Mute:
    """An engine without a model."""

    name = "mute"

    def languages(self) -> tuple[str, ...]:
        return ()


@pytest.fixture(autouse=True)
def mute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines._loaded, "mute", Mute())  # type: ignore[arg-type]


def converted(case: Path, source: Path) -> list[archivist.Conversion]:
    """With what the library knows of it, if it knows anything."""
    listed = case / "metadata.csv"
    engine = "mute" if (case / "engine").exists() else None
    settings = archivist.Settings(metadata=str(listed) if listed.exists() else None, engine=engine)
    return list(archivist.convert(source, settings=settings))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_code_on_exactly_this_line(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    source = next(case.glob("input.*"))
    (conversion,) = converted(case, source)
    found = [{"code": p.code, "line": p.location.line} for p in conversion.problems]
    assert found == [expected]
    assert case.name.startswith(expected["code"] + "-")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_article_is_kept_and_the_message_says_what_was_found(case: Path) -> None:
    (conversion,) = converted(case, next(case.glob("input.*")))
    assert conversion.record is not None
    for problem in conversion.problems:
        assert problem.severity == "warning"
        assert "found" in problem.message
        assert problem.message.isprintable()
        assert problem.hint


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
