"""Whatever kills a run, and whenever: the next one goes on to the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import bagit
import pytest
from collection.keeping import AS_OF, archivist, articles, contents, killed

EXPORTS = ("--to", "jsonld,nquads")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Loose articles, a copy of one, an empty file, a picture, and boxes of articles."""
    folder = articles(tmp_path_factory.mktemp("survival") / "in", 12)
    shutil.copy(folder / "ferry-00003.txt", folder / "copy.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "harbour.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    samples = Path(__file__).parent.parent.parent / "samples"
    for name in ("news.zip", "pages.warc.gz", "letters.mbox", "articles.csv"):
        shutil.copy(samples / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The collection that nobody disturbed."""
    collection = tmp_path_factory.mktemp("undisturbed") / "kept"
    done = archivist("archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF, *EXPORTS)
    assert done.returncode == 1, done.stderr  # the empty file is quarantined
    bagit.Bag(str(collection / "accession-0001")).validate()
    return contents(collection)


def moments(inputs: Path, collection: Path) -> int:
    """How many moments a run has."""
    done = killed(0, "archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF, *EXPORTS)
    return int(done.stderr.splitlines()[-1])


def test_killed_at_any_moment_it_resumes_to_the_same_bytes(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    last = moments(inputs, tmp_path / "counted")
    assert contents(tmp_path / "counted") == undisturbed
    chosen = random.Random(len(undisturbed)).sample(range(1, last + 1), 12)
    every = range(1, last + 1) if os.environ.get("ARCHIVIST_EVERY_KILL") else sorted(chosen)
    for moment in every:
        collection = tmp_path / f"killed-{moment}"
        command = ("archive", inputs, "-o", collection, "-j1", *EXPORTS)
        first = killed(moment, *command, "--as-of", AS_OF)
        assert first.returncode == -signal.SIGKILL
        again = archivist(*command, "--as-of", AS_OF)
        assert again.returncode == 1, again.stderr
        assert contents(collection) == undisturbed, f"killed at moment {moment} of {last}"
        assert not list((collection / ".work").glob("journal*"))
        shutil.rmtree(collection)


def start(*arguments: object) -> subprocess.Popen[str]:
    """The command in a session of its own, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "archivist.cli", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More articles than one shard holds."""
    return articles(tmp_path_factory.mktemp("many") / "in", 1100)


@pytest.fixture(scope="module")
def kept(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    collection = tmp_path_factory.mktemp("kept") / "kept"
    assert archivist("archive", many, "-o", collection, "-j1", "--as-of", AS_OF).returncode == 0
    return contents(collection)


def test_killed_at_random_with_workers(many: Path, kept: dict[str, str], tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    command = ("archive", many, "-o", collection, "-j2", "--as-of", AS_OF)
    dice = random.Random(7)
    for _ in range(3):
        process = start(*command)
        time.sleep(dice.uniform(0.5, 4))
        os.kill(process.pid, signal.SIGKILL)  # the parent alone: its workers must follow it
        process.communicate(timeout=60)
    done = archivist(*command)
    assert done.returncode == 0, done.stderr
    assert contents(collection) == kept
    assert not workers_of(collection)


def workers_of(collection: Path) -> list[str]:
    """Processes that still have to do with a collection, after a moment of grace."""
    for _ in range(50):
        found = [
            line
            for line in subprocess.run(
                ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
            ).stdout.splitlines()
            if str(collection) in line and " ps " not in line
        ]
        if not found:
            return []
        time.sleep(0.1)
    return found


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_says_how_to_go_on(
    many: Path, kept: dict[str, str], tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    collection = tmp_path / "kept"
    command = ("archive", many, "-o", collection, "-j2", "--as-of", AS_OF)
    process = start(*command)
    journal = collection / ".work" / "journal.sqlite"
    while not journal.exists():
        time.sleep(0.05)
    time.sleep(1.5)
    os.kill(process.pid, sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert "the same command goes on" in said
    again = archivist(*command)
    assert again.returncode == 0, again.stderr
    assert contents(collection) == kept


def test_a_second_run_writes_nothing(many: Path, kept: dict[str, str], tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    archivist("archive", many, "-o", collection, "--as-of", AS_OF)
    before = {path: path.stat().st_mtime_ns for path in collection.rglob("accession-*/**/*")}
    again = archivist("archive", many, "-o", collection)
    assert again.returncode == 0
    assert "written 0 + unchanged 1,100" in again.stderr
    assert contents(collection) == kept
    assert before == {p: p.stat().st_mtime_ns for p in collection.rglob("accession-*/**/*")}


def test_an_unfinished_run_is_finished_as_it_was_begun(inputs: Path, tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    assert killed(60, "archive", inputs, "-o", collection, "-j1").returncode == -signal.SIGKILL
    other = archivist("archive", inputs, "-o", collection, "-j1", "--lang", "it")
    assert other.returncode == 4
    assert "unfinished run has other fingerprint" in other.stderr
    assert "--restart" in other.stderr
    anew = archivist("archive", inputs, "-o", collection, "-j1", "--lang", "it", "--restart")
    assert anew.returncode == 1, anew.stderr
    bagit.Bag(str(collection / "accession-0001")).validate()


def test_two_at_once(many: Path, tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    first = start("archive", many, "-o", collection, "-j1")
    while not (collection / ".work" / "journal.sqlite").exists():
        time.sleep(0.05)
    second = archivist("archive", many, "-o", collection)
    first.kill()
    first.communicate()
    assert second.returncode == 4
    assert f"is being written to by process {first.pid}" in second.stderr


@pytest.mark.parametrize("damage", [b"", b"no journal at all" * 300])
def test_a_damaged_journal_is_said_in_a_line(inputs: Path, tmp_path: Path, damage: bytes) -> None:
    collection = tmp_path / "kept"
    assert killed(60, "archive", inputs, "-o", collection, "-j1").returncode == -signal.SIGKILL
    for path in (collection / ".work").glob("journal*"):
        path.write_bytes(damage)
    done = archivist("archive", inputs, "-o", collection, "-j1")
    assert done.returncode == (5 if damage else 4)
    assert ("the journal is damaged" if damage else "found no bagit.txt") in done.stderr
    assert "--restart" in done.stderr
    done = archivist("archive", inputs, "-o", collection, "-j1", "--restart")
    assert done.returncode == 1
    bagit.Bag(str(collection / "accession-0001")).validate()


def test_the_work_folder_may_go_once_all_is_sealed(inputs: Path, tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    archivist("archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF)
    before = contents(collection)
    shutil.rmtree(collection / ".work")
    again = archivist("archive", inputs, "-o", collection, "-j1")
    assert "written 0" in again.stderr
    assert contents(collection) == before


@pytest.mark.parametrize("more", [(), ("--restart",)])
def test_an_accession_that_lost_its_declaration_is_never_taken_away(
    inputs: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    collection = tmp_path / "kept"
    archivist("archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF)
    (collection / "accession-0001" / "bagit.txt").unlink()
    before = contents(collection)
    done = archivist("archive", inputs, "-o", collection, "-j1", *more)
    assert done.returncode == 4
    assert "accession-0001: found no bagit.txt" in done.stderr
    assert contents(collection) == before


def test_without_its_journal_a_run_is_begun_anew_when_told_to(inputs: Path, tmp_path: Path) -> None:
    collection = tmp_path / "kept"
    assert killed(60, "archive", inputs, "-o", collection, "-j1").returncode == -signal.SIGKILL
    shutil.rmtree(collection / ".work")
    assert archivist("archive", inputs, "-o", collection, "-j1").returncode == 4
    done = archivist("archive", inputs, "-o", collection, "-j1", "--restart")
    assert done.returncode == 1, done.stderr
    bagit.Bag(str(collection / "accession-0001")).validate()
