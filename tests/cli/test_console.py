"""UTF-8 whatever the console says, colour only where it is wanted, nothing a terminal obeys."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest
from cli.calling import ARTICLE, Call, Process

from archivist.cli import console, progress
from archivist.cli.account import Account
from archivist.cli.layout import cells, clip, line_phrase, pad, wrap, wrap_items

ACCENTS = "Perché no? Il ponte è aperto… 日本 ✓ e altro ancora.\n\nDisse: «Sì».\n"


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_output_is_utf_8(process: Process, folder: Path, environment: dict[str, str]) -> None:
    (folder / "perché.txt").write_text(ACCENTS, encoding="utf-8")
    done = process("show", "perché.txt".encode(), env=environment)
    assert done.returncode == 0, done.stderr
    assert "Il ponte è aperto… 日本 ✓" in done.stdout.decode("utf-8")
    assert "perché.txt" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="file names as POSIX has them")
def test_a_name_that_is_not_utf_8_is_shown_escaped(process: Process, folder: Path) -> None:
    try:
        (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    done = process("show", b"caf\xe9.txt")
    assert done.stderr.startswith(rb"caf\xe9.txt: R001 error: ")
    assert done.returncode == 1


def test_what_a_terminal_would_obey_is_shown(call: Call, folder: Path) -> None:
    (folder / "a\x1b[31m.txt").write_text(
        "Red \x1b[2J news \u202etxt and other words of an opening.\n\nMore.\n", encoding="utf-8"
    )
    done = call("show", "a\x1b[31m.txt", "gone\x07.txt")
    for printed in (done.stdout, done.stderr):
        assert "\x1b" not in printed
        assert "\x07" not in printed
    assert r"a\x1b[31m.txt" in done.stdout
    assert r"Red \x1b[2J news \u202etxt" in done.stdout


def test_colour_is_for_terminals_and_on_request(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    assert "\x1b" not in call("show", "a.txt").output
    coloured = call("show", "a.txt", "--color", "always")
    assert "\x1b[" in coloured.stdout
    assert "\x1b[" in coloured.stderr
    assert "\x1b" not in call("show", "a.txt", "--color", "never").output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in call("show", "a.txt").output
    assert "\x1b[" in call("show", "a.txt", "--color", "always").output


@pytest.mark.skipif(os.name == "nt", reason="no pseudo terminals")
def test_on_a_terminal_it_is_coloured_unless_told_not_to(process: Process, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    for environment, coloured in (
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ):
        ours, theirs = os.openpty()
        env = {"TERM": "xterm-256color", "NO_COLOR": "", **environment}
        done = process("show", "a.txt", env=env, stdout=theirs, stderr=theirs)
        printed = os.read(ours, 65536)
        os.close(ours)
        os.close(theirs)
        assert done.returncode == 0
        assert (b"\x1b[" in printed) is coloured
        assert b"next:" in printed


# ------------------------------------------------------------------ progress


class Stream(io.StringIO):
    """A stderr that is a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    stream = Stream(terminal)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(progress, "PLAIN_EVERY", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    account = Account("written", written=3, done=3)
    running = progress.Progress(account, 10, quiet=False)
    pause = threading.Event()
    for _ in range(200):
        if stream.getvalue():
            break
        pause.wait(0.02)
    running.say("a line of talk")
    running.stop()
    return stream.getvalue()


def test_a_log_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = shown(monkeypatch, terminal=False)
    assert printed.startswith("3 of 10 read, about ")
    assert "\r" not in printed
    assert "\x1b" not in printed


def test_a_terminal_gets_a_bar_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = shown(monkeypatch, terminal=True)
    assert "/10" in printed
    assert "a line of talk\n" in printed


def test_a_short_run_shows_no_progress(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    assert " of 1 read" not in call("show", "a.txt").stderr


# ------------------------------------------------------------------ layout


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("👩", 2), ("a\u200bb", 2)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width
    assert clip(text, width) == text
    assert cells(pad(text, width + 3)) == width + 3


def test_long_texts_are_cut_where_it_shows() -> None:
    assert clip("abcdef", 4) == "abc…"
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("one two three four", 9, most=2) == ["one two", "three…"]
    assert wrap_items(["aa", "bb", "cc", "dd"], 10, most=1) == ["and 4 more"]
    assert wrap_items(["aa", "bb cc dd ee", "ff"], 8, most=9) == ["aa ·", "bb cc", "dd ee ·", "ff"]
    assert wrap_items(["aa", "bb", "cc"], 10) == ["aa · bb ·", "cc"]


@pytest.mark.parametrize(
    ("places", "phrase"),
    [
        ([], ""),
        ([(5, 5)], "line 5"),
        ([(7, 15)], "lines 7–15"),
        ([(7, 7), (15, 15), (15, 15)], "lines 7, 15 ×2"),
        ([(n, n) for n in range(1, 9)], "lines 1, 2, 3, 4 … 8"),
    ],
)
def test_line_phrases(places: list[tuple[int, int]], phrase: str) -> None:
    assert line_phrase(range(first, last + 1) for first, last in places) == phrase


def test_a_console_that_is_narrow_or_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("20", 40), ("90", 90), ("400", 140)):
        monkeypatch.setenv("COLUMNS", columns)
        assert console.columns() == width
