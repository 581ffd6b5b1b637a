"""Each code of corrections has the smallest patch that draws it.

`tests/problems/<CODE>-<name>/`: `fix.patch.json` is the patch of `ARTICLE`'s record, where `ID`,
`SHA256` and `DIGEST` stand for what names it; `options.txt` what else `archivist apply` is called
with; `said.txt` what it must say on stderr (`…` for any words).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archivist import Source, convert
from archivist.cli.group import archivist
from archivist.corrections import content_digest
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted([*ROOT.glob("C07*"), *ROOT.glob("C08*")])
ARTICLE = (
    "The old mill burned on Monday.\n\n"
    '"It stood empty," said Ada Byron.\n\n"It was old," said Ada Byron.\n'
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = convert(Source("a.txt", "a.txt", ARTICLE.encode()))
    record = found.record
    assert record is not None
    (tmp_path / "a.txt.record.json").write_text(json.dumps(record.to_json()), "utf-8")
    patch = (case / "fix.patch.json").read_text("utf-8")
    for word, value in (
        ('"ID"', record.id),
        ('"SHA256"', record.source.sha256),
        ('"DIGEST"', content_digest(record)),
    ):
        patch = patch.replace(word, f'"{value}"')
    (tmp_path / "fix.patch.json").write_text(patch, "utf-8")
    options = (case / "options.txt").read_text("utf-8").split()
    done = CliRunner().invoke(archivist, ["apply", "fix.patch.json", "a.txt.record.json", *options])
    said = re.escape((case / "said.txt").read_text("utf-8").strip()).replace("…", ".*")
    assert re.search(said, done.stderr), done.stderr
    code = case.name[:4]
    assert len(re.findall(rf"\b{code} (?:error|note):", done.stderr)) == 1
    assert done.exit_code == (1 if CODES[code].severity == "error" else 0)
    kept = json.loads(done.stdout)
    assert {**kept, "generator": None} == {**record.to_json(), "generator": None}


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith(("C07", "C08"))])
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
    assert CliRunner().invoke(archivist, ["explain", code]).exit_code == 0
