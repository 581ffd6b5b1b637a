"""The command line in this process, as click's own runner calls it, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cli.calling import Call, Process, command
from click.testing import CliRunner, Result

from archivist.cli.group import archivist


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where the command is called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def call(folder: Path) -> Call:
    """`call("show", "a.txt")`: the command in this process, as click's own runner does it."""

    def run(*arguments: str | Path, stdin: bytes = b"", **extra: object) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(archivist, words, input=stdin, **extra)

    return run


@pytest.fixture
def process(folder: Path) -> Process:
    """`process("show", "a.txt")`: the command as a process, where that is the point."""

    def run(
        *arguments: str | bytes | Path, env: dict[str, str] | None = None, **extra: object
    ) -> subprocess.CompletedProcess[bytes]:
        if "stdout" not in extra:
            extra |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.run(
            command(arguments), env={**os.environ, **(env or {})}, timeout=60, check=False, **extra
        )

    return run
