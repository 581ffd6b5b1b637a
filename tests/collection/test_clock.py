"""A clock that is set back, between runs and during them, changes nothing that was promised."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from collection.desk import call, done, inputs
from collection.keeping import contents, killed

NOW, BACK = "2026-05-06", "2001-02-03"
KILLED = (12, 25, 60)  # before the plan stands, after it, among the last files


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs of which one was written tomorrow, as some cameras and disks say."""
    folder = inputs(tmp_path_factory.mktemp("clock") / "in")
    tomorrow = datetime(2040, 1, 1, tzinfo=UTC).timestamp()
    os.utime(folder / "fire.txt", (tomorrow, tomorrow))
    os.utime(folder / "it" / "ferry.txt", (0, 0))
    return folder


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    collection = tmp_path_factory.mktemp("undisturbed") / "kept"
    ran = killed(0, "archive", source, "-o", collection, "-j1", clock=NOW)
    assert ran.returncode == 0, ran.stderr
    return contents(collection)


def as_of(collection: Path, number: int = 1) -> str:
    info = (collection / f"accession-{number:04}" / "bag-info.txt").read_text("utf-8")
    return info.partition("Archivist-As-Of: ")[2].partition("\n")[0]


@pytest.mark.parametrize("moment", KILLED)
def test_a_run_goes_on_with_the_date_it_was_begun_with(
    source: Path, undisturbed: dict[str, str], tmp_path: Path, moment: int
) -> None:
    command = ("archive", source, "-o", tmp_path / "kept", "-j1")
    assert killed(moment, *command, clock=NOW).returncode == -signal.SIGKILL
    planned = any(tmp_path.glob("kept/accession-*"))
    again = killed(0, *command, clock=BACK)
    assert again.returncode == 0, again.stderr
    assert as_of(tmp_path / "kept") == f"{NOW if planned else BACK}T00:00:00Z"
    if planned:
        assert contents(tmp_path / "kept") == undisturbed


def test_a_clock_that_is_set_back_in_mid_run(
    source: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    ran = killed(0, "archive", source, "-o", tmp_path / "kept", "-j1", clock=f"{NOW},{BACK}")
    assert ran.returncode == 0, ran.stderr
    assert as_of(tmp_path / "kept") == f"{NOW}T00:00:00Z"
    assert contents(tmp_path / "kept") == undisturbed


def test_an_accession_that_is_dated_before_the_last(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(source, folder)
    command = ("archive", folder, "-o", tmp_path / "kept", "-j1")
    killed(0, *command, clock=NOW)
    before = contents(tmp_path / "kept")
    again = killed(0, *command, clock=BACK)
    said = f"accession-0001 is dated {NOW}T00:00:00Z, and it is {BACK}T00:00:00Z by the clock"
    assert said in again.stderr
    assert "written 0" in again.stderr
    assert contents(tmp_path / "kept") == before
    (folder / "new.txt").write_text("Something new\n\nIt came later, by any clock.\n", "utf-8")
    assert killed(0, *command, clock=BACK).returncode == 0
    assert as_of(tmp_path / "kept", 2) == f"{BACK}T00:00:00Z"
    assert "written 0" in call(*command).stderr
    done("verify", "--deep", tmp_path / "kept")


# ------------------------------------------------------------------ fixity


@pytest.fixture
def kept(source: Path, tmp_path: Path) -> Path:
    done("archive", source, "-o", tmp_path / "kept", "-j1", "--as-of", NOW)
    return tmp_path / "kept"


def test_what_was_verified_in_the_future_is_due(kept: Path) -> None:
    assert killed(0, "verify", kept, clock="2031-01-01").returncode == 0
    older = ("verify", kept, "--older-than", "90d")
    sane = killed(0, *older, clock="2031-02-01")
    assert "verified 1 accession: 0 of" in sane.stderr
    assert "have not come" not in sane.stderr
    back = killed(0, *older, clock=NOW)
    assert "verified at times that have not come, up to 2031-01-01T00:00:00Z" in back.stderr
    assert "verified 1 accession: 0 of" not in back.stderr
    again = killed(0, *older, clock="2026-05-07")
    assert "verified 1 accession: 0 of" in again.stderr, "what was read by the right clock counts"
    assert "have not come" not in again.stderr


def test_a_pass_that_was_begun_in_the_future_is_begun_anew(kept: Path) -> None:
    first = killed(4, "verify", kept, "-j1", clock="2031-01-01")
    assert first.returncode == -signal.SIGKILL
    noted = (kept / "fixity-files.jsonl").read_text("utf-8")
    assert '"begin":"2031-01-01' in noted
    assert '"end"' not in noted
    again = killed(0, "verify", kept, clock=NOW)
    assert again.returncode == 0, again.stderr
    assert "going on with" not in again.stderr
    files = sum(1 for path in (kept / "accession-0001" / "data").rglob("*") if path.is_file())
    assert f"{files} of {files} payload files" in again.stderr
