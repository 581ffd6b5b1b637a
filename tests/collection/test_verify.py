"""`archivist verify`: what it says, remembers, resumes and returns."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from click.testing import CliRunner, Result
from collection import sealing
from collection.bags import PAYLOAD, bag, put

from archivist.cli.group import archivist
from archivist.collection import fixity
from archivist.collection.bag_digests import Read
from archivist.collection.rounds import Order, Round, Share
from archivist.collection.survey import Scope, survey
from archivist.collection.verify import verify
from archivist.errors import UsageError

WHEN = "2026-05-01T12:00:00Z"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(archivist, ["verify", *map(str, arguments)])


def accession(collection: Path, number: int, files: int = 4) -> Path:
    """A sealed accession with so many payload files."""
    name = f"accession-{number:04d}"
    payload = {f"data/{at:03d}.txt": f"{name} {at}\n".encode() * (at + 1) for at in range(files)}
    octets = sum(map(len, payload.values()))
    info = f"Payload-Oxum: {octets}.{files}\nArchivist-Accession: {name}\n"
    return bag(collection / name, payload, info=info)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A collection of three accessions of four files."""
    for number in (1, 2, 3):
        accession(tmp_path / "kept", number)
    return tmp_path / "kept"


def log(collection: Path) -> list[dict[str, object]]:
    lines = (collection / fixity.LOG).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


# ------------------------------------------------------------------ exit codes and words


def test_all_is_as_listed(kept: Path) -> None:
    done = call(kept)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.startswith("verified 3 accessions: 12 of 12 payload files, ")
    assert "all as listed; 0 errors, 0 warnings" in done.stderr


def test_damage_is_named_in_every_accession(kept: Path) -> None:
    sealing.flip(kept / "accession-0001/data/001.txt")
    sealing.delete(kept / "accession-0003/data/002.txt")
    done = call(kept)
    assert done.exit_code == 1
    assert f"{kept}/accession-0001/data/001.txt: C003 error: changed: found sha256 " in done.stdout
    assert f"{kept}/accession-0003/data/002.txt: C001 error: missing: found no file" in done.stdout
    assert "failed; 2 errors, 0 warnings" in done.stderr
    assert log(kept)[-1]["result"] == "failed"


def test_one_accession_logs_into_its_collection(kept: Path) -> None:
    sealing.flip(kept / "accession-0001/data/001.txt")
    done = call(kept / "accession-0002")
    assert done.exit_code == 0
    assert log(kept)[-1]["scope"] == ["accession-0002"]


def test_a_bag_of_somebody_else_is_not_written_to(tmp_path: Path) -> None:
    made = bag(tmp_path / "theirs")
    before = sorted(tmp_path.rglob("*"))
    assert call(made).exit_code == 0
    assert sorted(tmp_path.rglob("*")) == before
    done = call(made, "--log", tmp_path / "log.jsonl", "--operator", "Anna Moor", "--as-of", WHEN)
    assert done.exit_code == 0
    (line,) = (json.loads(text) for text in (tmp_path / "log.jsonl").read_text().splitlines())
    assert (line["when"], line["operator"], line["result"]) == (WHEN, "Anna Moor", "ok")
    assert "verified 1 bag: 2 of 2 payload files" in done.stderr


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda path: None, 5, "No such file"),
        (lambda path: path.mkdir(), 3, "a folder without bagit.txt"),
        (lambda path: path.write_bytes(b"x"), 3, "found a file"),
    ],
)
def test_nothing_to_verify(
    make: Callable[[Path], None], code: int, words: str, tmp_path: Path
) -> None:
    make(tmp_path / "x")
    done = call(tmp_path / "x")
    assert done.exit_code == code
    assert words in done.stderr


def test_the_rest_goes_on_when_one_path_is_missing(kept: Path) -> None:
    sealing.flip(kept / "accession-0001/data/001.txt")
    done = call(kept / "nowhere", kept)
    assert done.exit_code == 5
    assert "C003" in done.stdout


def test_warnings_count_with_strict_only(kept: Path) -> None:
    put(kept, "accession-0001/notes.txt", b"x")
    assert call(kept).exit_code == 0
    assert call(kept, "--strict").exit_code == 1


def test_what_a_system_left_is_a_note(kept: Path) -> None:
    put(kept, "accession-0001/data/.DS_Store", b"x")
    done = call(kept, "--strict")
    assert done.exit_code == 0
    assert "C022 note: left by a system" in done.stdout


def test_json(kept: Path) -> None:
    sealing.flip(kept / "accession-0001/data/001.txt")
    done = call(kept, "--format", "json", "--as-of", WHEN)
    assert done.exit_code == 1
    (said,) = json.loads(done.stdout)["paths"]
    assert said["result"] == "failed"
    assert (said["files"], said["checked"], said["errors"], said["when"]) == (12, 12, 1, WHEN)
    assert [item["result"] for item in said["bags"]] == ["failed", "ok", "ok"]
    (problem,) = said["problems"]
    assert problem["code"] == "C003"
    assert problem["file"].endswith("accession-0001/data/001.txt")


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_is_said_whatever_the_jobs(jobs: int, kept: Path) -> None:
    for at in (0, 2):
        sealing.flip(kept / f"accession-0002/data/00{at}.txt")
    done = call(kept, "-j", jobs, "--no-log")
    lines = [line for line in done.stdout.splitlines() if " C003 " in line]
    assert [line.rpartition("/data/")[2][:7] for line in lines] == ["000.txt", "002.txt"]


@pytest.mark.parametrize(
    "options",
    [
        ["--sample", "0"],
        ["--sample", "101%"],
        ["--sample", "1.5"],
        ["--sample", "many"],
        ["--older-than", "90"],
        ["--older-than", "x"],
        ["--seed", "1"],
        ["--as-of", "yesterday"],
        ["-j", "0"],
    ],
)
def test_wrong_usage(options: list[str], kept: Path) -> None:
    assert call(kept, *options).exit_code == 2


# ------------------------------------------------------------------ accessions that are not there


def test_an_accession_in_the_making_is_said(kept: Path) -> None:
    put(kept, "accession-0004/data/records/000001.jsonl.gz", b"x")
    put(kept, ".work/journal.sqlite", b"")
    done = call(kept)
    assert done.exit_code == 0
    assert f"{kept}/accession-0004: C026 warning: in the making" in done.stdout
    assert "archivist archive" in done.stdout
    assert "3 accessions" in done.stderr


def test_only_an_accession_in_the_making_is_nothing_yet(tmp_path: Path) -> None:
    put(tmp_path, "kept/accession-0001/data/x", b"x")
    put(tmp_path, "kept/.work/journal.sqlite", b"")
    assert call(tmp_path / "kept").exit_code == 3


@pytest.mark.parametrize("running", [False, True])
def test_an_accession_that_lost_its_declaration_is_no_accession_in_the_making(
    running: bool, kept: Path
) -> None:
    if running:
        put(kept, ".work/journal.sqlite", b"")
    (kept / "accession-0002/bagit.txt").unlink()
    done = call(kept)
    assert done.exit_code == 1
    assert f"{kept}/accession-0002/bagit.txt: C001 error: missing" in done.stdout


def test_the_last_one_is_known_to_have_been_sealed(kept: Path) -> None:
    assert call(kept).exit_code == 0
    put(kept, ".work/journal.sqlite", b"")
    (kept / "accession-0003/bagit.txt").unlink()
    assert call(kept).exit_code == 1


def test_an_accession_that_is_gone(kept: Path) -> None:
    shutil.rmtree(kept / "accession-0002")
    done = call(kept)
    assert done.exit_code == 1
    assert f"{kept}/accession-0002: C013 error: no such part: found no folder" in done.stdout


def test_the_last_accession_that_is_gone(kept: Path) -> None:
    assert call(kept).exit_code == 0
    shutil.rmtree(kept / "accession-0003")
    assert f"{kept}/accession-0003: C013 error" in call(kept).stdout


def test_an_accession_that_another_replaces_may_be_gone(kept: Path) -> None:
    shutil.rmtree(kept / "accession-0002")
    made = kept / "accession-0004"
    bag(made, info="Archivist-Accession: accession-0004\nArchivist-Replaces: accession-0002\n")
    assert call(kept).exit_code == 0


# ------------------------------------------------------------------ the log


def test_one_line_a_verify(kept: Path) -> None:
    for _ in range(3):
        call(kept)
    lines = log(kept)
    assert len(lines) == 3
    assert lines[0]["scope"] == ["accession-0001", "accession-0002", "accession-0003"]
    assert lines[0]["selection"] == "full"
    assert (lines[0]["files"], lines[0]["checked"]) == (12, 12)
    assert all(line["version"] for line in lines)
    assert not {"host", "user"} & lines[0].keys()


@pytest.mark.parametrize("torn", [b'{"when":"2026-', b"\0\0\0\0", b"\xff\xfe"])
def test_a_torn_line_is_passed_over_and_mended(torn: bytes, kept: Path) -> None:
    call(kept)
    for name in (fixity.LOG, fixity.FILES):
        with (kept / name).open("ab") as stream:
            stream.write(torn)
    assert len(fixity.history(kept / fixity.LOG)) == 1
    assert call(kept).exit_code == 0
    assert len(log(kept)) == 2  # every line is JSON again


def test_history(kept: Path) -> None:
    call(kept, "--as-of", "2025-01-01", "--operator", "Anna Moor")
    sealing.flip(kept / "accession-0001/data/001.txt")
    call(kept, "--as-of", "2025-02-01")
    done = call(kept, "--history")
    assert done.exit_code == 0
    head, first, second = done.stdout.splitlines()
    assert head.split()[:2] == ["when", "result"]
    assert first.startswith("2025-01-01T00:00:00Z  ok")
    assert "Anna Moor" in first
    assert second.startswith("2025-02-01T00:00:00Z  failed")
    assert len(log(kept)) == 2
    (said,) = json.loads(call(kept, "--history", "--format", "json").stdout)["paths"]
    assert [entry["result"] for entry in said["history"]] == ["ok", "failed"]


def test_history_of_nothing(kept: Path) -> None:
    assert call(kept, "--history").exit_code == 3


def test_no_log(kept: Path) -> None:
    assert call(kept, "--no-log").exit_code == 0
    assert not (kept / fixity.LOG).exists()
    assert not (kept / fixity.FILES).exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do all writes all")
def test_a_collection_on_a_read_only_disk(kept: Path) -> None:
    kept.chmod(0o555)
    done = call(kept)
    kept.chmod(0o755)
    assert done.exit_code == 0
    assert "this pass is not noted" in done.stderr


# ------------------------------------------------------------------ some of the files


def names(collection: Path, *options: object) -> tuple[int, str]:
    done = call(collection, "--no-log", *options)
    return done.exit_code, done.stderr.splitlines()[-1]


def test_a_sample_is_the_same_for_the_same_seed(kept: Path) -> None:
    for path in kept.glob("*/data/*"):
        sealing.flip(path)
    first, again, other = (call(kept, "--no-log", "--sample", 3, "--seed", n) for n in (1, 1, 2))
    assert first.stdout == again.stdout != other.stdout
    assert first.stdout.count("C003 error") == 3
    assert "3 of 12 payload files (25.0 %, sample 3 seed 1)" in first.stderr


def test_a_sample_without_seed_says_which_it_took(kept: Path) -> None:
    line = names(kept, "--sample", "50%")[1]
    assert "6 of 12 payload files (50.0 %, sample 50% seed " in line


@pytest.mark.parametrize(
    ("number", "percent", "total", "drawn"),
    [(3, False, 2, 2), (10, True, 12, 2), (100, True, 12, 12), (0.5, True, 10, 1), (5, True, 0, 0)],
)
def test_a_share(number: float, percent: bool, total: int, drawn: int) -> None:
    assert Share(number, percent).of(total) == drawn


def test_a_sample_always_looks_at_names_and_tag_files(kept: Path) -> None:
    sealing.delete(kept / "accession-0001/data/000.txt")
    sealing.flip(kept / "accession-0002/bag-info.txt")
    done = call(kept, "--sample", 1, "--seed", 5)
    assert {"C001", "C003"} <= {word for word in done.stdout.split() if word.startswith("C0")}


def test_older_than(kept: Path) -> None:
    call(kept / "accession-0001", "--as-of", "2026-01-01")
    call(kept / "accession-0002", "--as-of", "2026-03-01")
    done = call(kept, "--older-than", "60d", "--as-of", "2026-04-01")
    assert "8 of 12 payload files" in done.stderr, "the second was verified 31 days before"
    assert "older than 60 days" in done.stderr
    assert "0 of 12" in call(kept, "--older-than", "60d", "--as-of", "2026-04-02").stderr
    sealing.flip(kept / "accession-0003/data/001.txt")
    assert call(kept, "--as-of", "2026-04-03").exit_code == 1
    done = call(kept, "--older-than", "1h", "--as-of", "2026-04-03")
    assert done.exit_code == 1, "what failed is due at once"
    assert "1 of 12 payload files" in done.stderr


def test_the_state_stays_small(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixity, "COMPACT", 200)
    for day in range(1, 9):
        call(kept, "--as-of", f"2026-01-{day:02d}")
    lines = (kept / fixity.FILES).read_text().splitlines()
    assert len(lines) == 3, "one for each accession"
    last = "2026-01-08T00:00:00Z"
    assert fixity.state(kept).since("accession-0001", last, last)


# ------------------------------------------------------------------ interrupted, and on


def scope_of(collection: Path) -> Scope:
    found = survey(collection, str(collection))
    assert found is not None
    return found


@pytest.mark.parametrize("moment", [1, 4, 9, 13, 20, 23])
def test_an_interrupted_pass_goes_on_where_it_was(moment: int, kept: Path) -> None:
    seen: list[str] = []

    def stop(read: Read) -> None:
        seen.append(read.path)
        if len(seen) == moment:
            raise KeyboardInterrupt

    broken = Round(scope_of(kept), Order(WHEN), stop, note=True)
    with pytest.raises(KeyboardInterrupt):
        list(broken.run())
    again: list[Read] = []
    later = Round(scope_of(kept), Order("2026-05-01T13:00:00Z"), again.append, note=True)
    assert later.resumed == WHEN
    assert sum(verdict.errors for verdict in later.run()) == 0
    payload = [path for path in seen[:-1] if path.startswith("data/")]
    assert len(payload) + sum(read.path.startswith("data/") for read in again) == 12
    assert later.checked == 12
    third = Round(scope_of(kept), Order("2026-05-01T14:00:00Z"), note=True)
    assert third.resumed is None
    assert third.due == 12


def test_an_interrupted_pass_is_begun_again_when_asked_or_stale(kept: Path) -> None:
    fixity.state(kept).begin(WHEN, scope_of(kept).names, "full")
    assert Round(scope_of(kept), Order(WHEN), note=False).resumed == WHEN
    assert Round(scope_of(kept), Order(WHEN, fresh=True), note=False).resumed is None
    assert Round(scope_of(kept), Order("2026-07-01T12:00:00Z"), note=False).resumed is None
    sample = Order(WHEN, sample=Share(2, percent=False))
    assert Round(scope_of(kept), sample, note=False).resumed is None


def test_damage_that_was_found_before_the_interrupt_is_said_again(kept: Path) -> None:
    sealing.flip(kept / "accession-0001/data/001.txt")
    done = Round(scope_of(kept), Order(WHEN), note=True)
    next(done.run())
    again = Round(scope_of(kept), Order(WHEN), note=True)
    assert again.resumed == WHEN
    assert [found.code for verdict in again.run() for found in verdict.problems] == ["C003"]


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to another process")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupt_saves_and_says_how_to_go_on(
    sent: signal.Signals, code: int, tmp_path: Path
) -> None:
    made = accession(tmp_path / "kept", 1)
    with (made / "data/zz").open("wb") as sparse:
        sparse.truncate(30 << 30)  # minutes to read, nothing to store
    for name, width in (("sha256", 64), ("sha512", 128)):
        with (made / f"manifest-{name}.txt").open("a") as listed:
            listed.write(f"{'0' * width}  data/zz\n")
        (made / f"tagmanifest-{name}.txt").unlink()
    running = subprocess.Popen(
        [sys.executable, "-m", "archivist.cli", "verify", tmp_path / "kept", "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "kept" / fixity.FILES).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    running.send_signal(sent)
    _, said = running.communicate(timeout=30)
    assert running.returncode == code
    assert "the same command goes on" in said
    assert log(tmp_path / "kept")[-1]["result"] == "interrupted"
    assert fixity.state(tmp_path / "kept").open is not None


def test_kills_at_random_never_break_the_log(kept: Path) -> None:
    chance = random.Random(1)
    for _ in range(4):
        running = subprocess.Popen(
            [sys.executable, "-m", "archivist.cli", "verify", kept],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.2 + chance.random() * 0.4)
        running.kill()
        running.wait()
    assert call(kept).exit_code == 0
    assert log(kept)[-1]["result"] == "ok"
    assert log(kept)[-1]["checked"] == 12


# ------------------------------------------------------------------ the clock, and other tools


def test_the_clock() -> None:
    assert fixity.now("2026-01-02") == "2026-01-02T00:00:00Z"
    assert fixity.now() > "2026-01-01"
    with pytest.raises(UsageError):
        fixity.now("soon")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "flip": lambda path: sealing.flip(path / "data/a.txt"),
    "delete": lambda path: sealing.delete(path / "data/a.txt"),
    "add": lambda path: put(path, "data/n.txt", b"x"),
    "tag": lambda path: sealing.flip(path / "bag-info.txt"),
}


@pytest.mark.parametrize("version", ["0.97", "1.0"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_bagit_python_gives_the_same_verdict(damage: str, version: str, tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", version=version)
    DAMAGES[damage](made)
    try:
        theirs = bagit.Bag(str(made)).is_valid()
    except bagit.BagError:
        theirs = False
    assert (verify(made).errors == 0) == theirs


def test_a_bag_that_bagit_python_made(tmp_path: Path) -> None:
    for path, data in PAYLOAD.items():
        put(tmp_path, path.removeprefix("data/"), data)
    bagit.make_bag(str(tmp_path), {"Contact-Name": "Anna Moor"}, checksums=["md5", "sha512"])
    found = verify(tmp_path)
    assert found.problems == []
    assert len(found.held) == 2
