"""Each code of keeping has the smallest bag or collection that draws exactly it.

`tests/problems/C0…/`: `bag/` is what is verified, or `articles/` is archived into `kept` first;
`change.txt` names what is done to it that a repository cannot hold; `said.txt` is what
`archivist verify` says (`…` for digests and the like).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from collection import sealing
from collection.keeping import AS_OF

from archivist.cli.group import archivist
from archivist.problems import CODES

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("C0[012]*/said.txt"))
OURS = tuple(code for code in CODES if code < "C030" and code.startswith("C"))


def _sparse(root: Path) -> None:
    """A list too long to be held."""
    with (root / "bag/fetch.txt").open("wb") as listed:
        listed.truncate((1 << 30) + 1)


def _record(root: Path) -> None:
    path = root / "kept/accession-0001/data/records/000001.jsonl.gz"
    sealing.repack(path, lambda data: data.replace(b'"usable"', b'"useful"'))
    sealing.reseal(root / "kept/accession-0001")


def _ledger(root: Path) -> None:
    path = root / "kept/accession-0001/data/reports/report.json"
    path.write_text(path.read_text("utf-8").replace('"written": 1', '"written": 2'), "utf-8")
    sealing.reseal(root / "kept/accession-0001")


def _export(root: Path) -> None:
    path = root / "kept/accession-0001/data/exports/nquads/000001.nq.gz"
    sealing.repack(path, lambda data: data + b"<a:b> <a:c> <a:d> <a:e> .\n")
    sealing.reseal(root / "kept/accession-0001")


def _making(root: Path) -> None:
    (root / "kept/.work").mkdir(exist_ok=True)
    (root / "kept/.work/journal.sqlite").write_bytes(b"")
    (root / "kept/accession-0002/data").mkdir(parents=True)


CHANGES: dict[str, Callable[[Path], object]] = {
    "rename a to A": lambda root: (root / "bag/data/a").rename(root / "bag/data/A"),
    "a second file, A": lambda root: (root / "bag/data/A").write_bytes(b"x"),
    "rename to form D": lambda root: (root / "bag/data/é").rename(root / "bag/data/e\u0301"),
    "what Finder leaves": lambda root: (root / "bag/data/.DS_Store").write_bytes(b"x"),
    "a link out": lambda root: (root / "bag/data/a").symlink_to("../../outside"),
    "a list too long": _sparse,
    "an accession begun": _making,
    "a record changed": _record,
    "a count changed": _ledger,
    "an export longer": _export,
}


def verified(case: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(root)
    if (case / "bag").exists():
        shutil.copytree(case / "bag", root / "bag")
    else:
        words = ["archive", str(case / "articles"), "-o", "kept", "--as-of", AS_OF, "-j", "1"]
        done = CliRunner().invoke(archivist, [*words, "--to", "nquads", "--detail", "full"])
        assert done.exit_code == 0, done.output
    if (case / "change.txt").exists():
        CHANGES[(case / "change.txt").read_text("utf-8").strip()](root)
    path = "bag" if (case / "bag").exists() else "kept"
    return CliRunner().invoke(archivist, ["verify", path, "--deep", "--no-log"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = verified(case, tmp_path, monkeypatch)
    said = re.escape((case / "said.txt").read_text("utf-8")).replace("…", ".*")
    assert re.fullmatch(said, done.stdout), done.output
    code = case.name[:4]
    assert done.stdout.count(f": {code} {CODES[code].severity}: ") == 1
    wanted = 5 if code == "C025" else int(CODES[code].severity == "error")
    assert done.exit_code == wanted, done.output


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
