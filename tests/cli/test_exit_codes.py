"""Every exit code that can occur, from what a user would do to earn it, and what is said."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.calling import ARTICLE, OTHER, Call, Process, account, command, files

from archivist import pipeline
from archivist.cli import exits
from archivist.errors import MissingPart
from archivist.pipeline import Conversion
from archivist.readers import Stream

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and devices as POSIX has them")


def test_0_everything_is_written(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = call("convert", "a.txt", "-o", "out")
    assert done.exit_code == 0
    assert account(done.stderr) == "read 1 = written 1 + unchanged 0 + set aside 0 + quarantined 0"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "R001"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "R002"),
        (b"\x81\x8d\x8f\x90\x9d" * 9, "R003"),
        (b"x" * 5000, "R004"),
        (b" \n\t\r\n", "R005"),
        (b"@prefix a: <b:> .", "R008"),
    ],
)
def test_1_a_source_is_quarantined(call: Call, folder: Path, content: bytes, code: str) -> None:
    (folder / "a.dat").write_bytes(content)
    done = call("convert", "a.dat", "-o", "out", "--max-size", "4000")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"a.dat: {code} error: ") or f": {code} error: " in done.stderr
    assert "\n  help: " in done.stderr
    assert "quarantined 1" in account(done.stderr)
    assert not (folder / "out").exists()


def test_1_strict_takes_warnings_for_errors(call: Call, folder: Path) -> None:
    (folder / "a.md").write_text("---\ntitle: [\n---\n\n" + ARTICLE)
    relaxed = call("convert", "a.md", "-o", "out")
    strict = call("convert", "a.md", "-o", "out2", "--strict")
    assert (relaxed.exit_code, strict.exit_code) == (0, 1)
    assert account(strict.stderr).endswith("; 1 with warnings")


@pytest.mark.parametrize(
    "arguments",
    [
        "covnert",
        "a.txt",
        "--nonsense",
        "convert",
        "convert a.txt -o",
        "convert a.txt b.txt",
        "convert .",
        "convert a.txt --to record,turtle",
        "convert a.txt --to turtel",
        "convert a.txt --from mardkown",
        "convert a.txt --encoding utf-9",
        "convert a.txt --encoding base64",
        "convert a.txt --lang italiano!",
        "convert a.txt --date-order mixed",
        "convert a.txt --as-of yesterday",
        "convert a.txt --max-size 8Q",
        "convert a.txt --max-size 0",
        "convert a.txt --base-iri example.org",
        "convert a.txt --detail some",
        "convert a.txt -o b.txt",
        "convert a.txt -o story.jsonld",
        "convert . -o .",
        "convert . -o out --quarantine .",
        "show",
        "explain R999",
        "schema recrod",
        "validate",
        "convert - --files-from -",
    ],
)
def test_2_wrong_usage(call: Call, folder: Path, arguments: str) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_text(OTHER)
    before = files(folder)
    done = call(*arguments.split())
    assert done.exit_code == 2
    assert done.stderr.startswith("error: ")
    assert "\n  help: " in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert done.stdout == ""
    assert files(folder) == before


@pytest.mark.parametrize("named", ["empty", "*.nothing", "pictures", "hidden"])
def test_3_no_input_matched(call: Call, folder: Path, named: str) -> None:
    for name in ("empty", "pictures", "hidden"):
        (folder / name).mkdir()
    (folder / "pictures" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "hidden" / ".a.txt").write_text(ARTICLE)
    done = call("convert", named, "-o", "out")
    assert done.exit_code == 3
    assert "no input matched" in done.stderr
    assert call("convert", named, "-o", "out", "--allow-empty").exit_code == 0


def test_4_a_different_output_is_there(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_text(OTHER)
    (folder / "out").mkdir()
    (folder / "out" / "b.txt.ttl").write_text("mine")
    done = call("convert", "a.txt", "b.txt", "-o", "out")
    assert done.exit_code == 4
    assert str(Path("out/b.txt.ttl")) in done.stderr
    assert files(folder / "out") == {"b.txt.ttl": b"mine"}
    assert account(done.stderr).endswith("; 2 not reached")


def test_5_a_named_input_is_missing_and_the_rest_goes_on(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = call("convert", "gone.txt", "a.txt", "-o", "out")
    assert done.exit_code == 5
    assert done.stderr.startswith("gone.txt: R007 error: unreadable: ")
    assert account(done.stderr).startswith("read 1 = written 1 ")
    assert account(done.stderr).endswith("; 1 could not be read")


@POSIX
def test_5_a_dangling_link(call: Call, folder: Path) -> None:
    (folder / "a.txt").symlink_to("gone.txt")
    assert call("show", "a.txt").exit_code == 5
    assert call("show", ".").exit_code == 5


def test_5_a_file_that_may_not_be_read(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = folder / "a.txt"
    locked.write_text(ARTICLE)
    locked.chmod(0)
    if os.access(locked, os.R_OK):  # root, and Windows, read it all the same
        refuse(monkeypatch, locked, errno.EACCES)
        monkeypatch.setattr(os, "access", lambda *_, **__: False)
    done = call("show", "a.txt")
    assert done.exit_code == 5
    assert done.stderr.startswith("a.txt: R007 error: unreadable: found Permission denied")


def test_5_a_file_that_vanishes_during_the_run(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.convert

    def convert(source: pipeline.Source, **extra: object) -> object:
        (folder / "b.txt").unlink(missing_ok=True)
        return real(source, **extra)  # type: ignore[arg-type]

    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(ARTICLE)
    monkeypatch.setattr(pipeline, "convert", convert)
    done = call("convert", ".", "-o", "out")
    assert done.exit_code == 5
    assert "b.txt: R007 error: unreadable: found No such file" in done.stderr
    assert account(done.stderr).startswith("read 2 = written 2 ")


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path, number: int) -> None:
    """Let `open` refuse one path."""
    real = open

    def opened(file: object, *arguments: object, **extra: object) -> object:
        if str(file) == path.name:
            raise PermissionError(number, os.strerror(number))
        return real(file, *arguments, **extra)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", opened)


def test_5_a_part_of_the_output_path_is_a_file(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = call("convert", "a.txt", "-o", "a.txt/out")
    assert done.exit_code == 5
    assert "not written 1" in account(done.stderr)


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "arguments",
    ["show a.txt", "convert a.txt", "formats", "schema record", "--help", "show -h", "--version"],
)
def test_5_stdout_is_full(process: Process, folder: Path, arguments: str) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    with open("/dev/full", "wb") as full:
        done = process(*arguments.split(), stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 5
    assert b"error: stdout: No space left on device" in done.stderr
    assert arguments.endswith("a.txt") == (b"quarantined 0 + not written 1" in done.stderr)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@POSIX
@pytest.mark.parametrize("arguments", ["--help", "convert -h", "--version", "", "explain"])
def test_0_help_that_nobody_reads_is_no_failure(process: Process, arguments: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process(*arguments.split(), stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_1_an_article_that_memory_does_not_hold(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(stream: Stream, **_: object) -> Iterator[Conversion]:
        if b"mill" in stream.head():
            raise MemoryError
        yield from found(stream)

    found = pipeline.convert
    monkeypatch.setattr(pipeline, "convert", convert)
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_text(OTHER)
    done = call("show", "a.txt", "b.txt")
    assert done.exit_code == 1
    assert "a.txt: R004 error: too large: found more than" in done.stderr
    assert account(done.stderr) == "read 2 = shown 1 + set aside 0 + quarantined 1"


@POSIX
def test_5_a_disk_that_takes_no_more(process: Process, folder: Path) -> None:
    import resource

    (folder / "a.txt").write_text(ARTICLE)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))

    done = process("convert", "a.txt", "-o", "out", preexec_fn=small_disk)
    assert done.returncode == 5
    assert b"File too large" in done.stderr
    assert b"not written 1" in done.stderr
    assert files(folder / "out") == {}


@POSIX
def test_5_stdout_is_closed(process: Process, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = process("convert", "a.txt", preexec_fn=lambda: os.close(1))
    assert done.returncode == 5
    assert b"error: stdout is closed" in done.stderr


@POSIX
def test_5_stdin_is_closed(process: Process) -> None:
    done = process("show", "-", preexec_fn=lambda: os.close(0))
    assert done.returncode == 5
    assert done.stderr.startswith(b"stdin: R007 error: unreadable: found standard input is closed")


def test_7_a_part_is_missing(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(*_: object, **__: object) -> object:
        raise MissingPart("no SHACL here", hint="pip install archivist[shacl]")

    (folder / "a.txt").write_text(ARTICLE)
    monkeypatch.setattr(pipeline, "convert", convert)
    done = call("convert", "a.txt", "-o", "out")
    assert done.exit_code == 7
    assert "error: no SHACL here\n  help: pip install archivist[shacl]\n" in done.stderr


def test_70_a_bug_quarantines_the_article_and_the_run_goes_on(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.convert

    def convert(source: pipeline.Source, **extra: object) -> object:
        if source.name == "a.txt":
            raise ZeroDivisionError("of course")
        return real(source, **extra)  # type: ignore[arg-type]

    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_text(OTHER)
    monkeypatch.setattr(pipeline, "convert", convert)
    done = call("convert", "a.txt", "b.txt", "-o", "out")
    assert done.exit_code == 70
    assert "a.txt: R009 error: archivist failed on it: ZeroDivisionError: of course" in done.stderr
    assert "please report it" in done.stderr
    assert "Traceback" not in done.stderr
    assert account(done.stderr).startswith("read 2 = written 1 ")
    assert "Traceback" in call("convert", "a.txt", "-o", "out", "-v").stderr


@POSIX
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, exits.INTERRUPTED), (signal.SIGTERM, exits.TERMINATED)]
)
def test_130_and_143_a_run_that_is_stopped_keeps_its_account(
    folder: Path, number: signal.Signals, code: int
) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    os.mkfifo(folder / "b.txt")  # reading it waits for a writer who never comes
    running = subprocess.Popen(
        command(["convert", "a.txt", "b.txt", "-o", "out"]), stderr=subprocess.PIPE, cwd=folder
    )
    wait_for(folder / "out" / "a.txt.ttl")
    time.sleep(0.1)
    running.send_signal(number)
    _, stderr = running.communicate(timeout=30)
    assert running.returncode == code
    assert b"error: interrupted; the same command goes on" in stderr
    assert b"read 1 = written 1 " in stderr
    assert b"; 1 not reached" in stderr
    assert b"Traceback" not in stderr


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never came")


@POSIX
def test_a_closed_pipe_is_silent(folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE * 1500)
    running = subprocess.Popen(
        command(["show", "--format", "json", "a.txt"]),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    )
    with running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(1) == b"["
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("codes", "worst"),
    [
        ([], 0),
        ([1, 7], 7),
        ([1, 7, 4], 4),
        ([1, 4, 5], 5),
        ([5, 6], 6),
        ([6, 143], 143),
        ([143, 130, 6], 130),
        ([130, 70, 1], 70),
    ],
)
def test_of_several_codes_the_worst_counts(codes: list[int], worst: int) -> None:
    assert exits.worst(codes) == worst


def test_missing_and_quarantined_is_missing(call: Call, folder: Path) -> None:
    (folder / "empty.txt").touch()
    done = call("convert", "empty.txt", "gone.txt", "-o", "out")
    assert done.exit_code == 5
    assert "R001" in done.stderr
    assert "R007" in done.stderr


def test_python_runs_it_as_a_module_too() -> None:
    version = subprocess.run(
        [sys.executable, "-m", "archivist.cli", "--version"], capture_output=True, check=True
    )
    assert version.stdout.startswith(b"archivist ")
