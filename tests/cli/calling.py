"""Articles for the tests of the command line, and how they call it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from click.testing import Result

ARTICLE = "Nobody was hurt when the old mill burned.\n\nIt stood empty, the mayor said.\n"
OTHER = "The ferry runs again.\n\nIts engine was replaced over the winter.\n"

Call = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


def command(arguments: Sequence[str | bytes | Path]) -> list[str | bytes | Path]:
    return [sys.executable, "-m", "archivist.cli", *arguments]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, by its path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def account(stderr: str) -> str:
    """The line that says what became of everything read."""
    (line,) = (line for line in stderr.splitlines() if line.startswith("read "))
    return line
