"""Each code of reading has the smallest source that draws it: `tests/problems/<CODE>-<name>/`.

`story.*` is the source, `said.txt` what `archivist show` says of it on stderr (`…` for words of
somebody else), `options.txt` the options it is called with, if any.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivist import pipeline
from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("R0*/said.txt"))


def show(case: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(case)
    options = (case / "options.txt").read_text() if (case / "options.txt").exists() else ""
    source = next((path.name for path in case.glob("story.*")), "story.txt")
    return CliRunner().invoke(archivist, ["show", *options.split(), source])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if case.name.startswith("R009"):
        monkeypatch.setattr(pipeline, "convert", lambda *_, **__: 1 / 0)
    done = show(case, monkeypatch)
    said = re.escape((case / "said.txt").read_text("utf-8")).replace("…", ".*")
    assert re.fullmatch(said, done.stderr), done.stderr
    code = case.name[:4]
    assert done.stderr.count(f": {code} {CODES[code].severity}: ") == 1
    exits = {"R007": 5, "R009": 70}
    assert done.exit_code == exits.get(code, 0 if CODES[code].severity == "warning" else 1)


@pytest.mark.parametrize("code", [c for c in CODES if c.startswith(("R00", "R01"))])
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
