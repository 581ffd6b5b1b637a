"""This module holds the three lines of a bare `archivist`."""

from __future__ import annotations

import os
from pathlib import Path

from archivist.cli import console


def lines() -> list[str]:
    """Try the example, try your file, get help."""
    rows = [
        ("try the example", _example()),
        ("try your file", "archivist show FILE.txt"),
        ("get help", "archivist --help"),
    ]
    return [f"{what:<17}{console.styled(command, bold=True)}" for what, command in rows]


def _example() -> str:
    """The examples beside a checkout, from where we stand; else an article that fits in a line."""
    folder = Path(__file__).parent.parent.parent / "examples"
    if any(folder.glob("*")):
        return f"archivist convert {_quoted(os.path.relpath(folder))} -o out"
    return 'echo "ROME, 25 Oct 2024 - Nobody was hurt, the mayor said." | archivist show -'


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
