"""What tests of collections share: articles of our own, the command as a process, bags compared."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

AS_OF = "2026-01-02T03:04:05Z"
PLACES = ("Velgrad", "Porto Sarno", "Mill Haven", "Altendorf", "Sainte-Orse", "Vila Nova do Cabo")


def articles(folder: Path, number: int, *, start: int = 0) -> Path:
    """`number` short articles of our own, each its own text."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(start, start + number):
        place = PLACES[at % len(PLACES)]
        text = (
            f"Ferry {at} to {place} sails again\n\n"
            f"{place.upper()}, {1 + at % 28} March 2024 - The ferry number {at} sailed again.\n\n"
            f'"We waited {at + 2} weeks for it," said Anna Moor, mayor of {place}.\n'
        )
        (folder / f"ferry-{at:05d}.txt").write_text(text, "utf-8")
    return folder


def archivist(
    *arguments: object,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    umask: int = -1,
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return _run(["-m", "archivist.cli"], arguments, cwd, env, umask)


def killed(moment: int, *arguments: object, clock: str = "") -> subprocess.CompletedProcess[str]:
    """The command, killed at a moment (0: never), by another clock; see `killing`."""
    start = [str(Path(__file__).with_name("killing.py")), str(moment)]
    return _run(start, arguments, None, {"CLOCK": clock} if clock else None, -1)


def _run(
    start: list[str],
    arguments: Sequence[object],
    cwd: Path | None,
    env: dict[str, str] | None,
    umask: int,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        check=False,
        umask=umask,
    )


def contents(collection: Path) -> dict[str, str]:
    """Every file of a collection but the work folder → its sha256."""
    return {
        path.relative_to(collection).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in files(collection)
    }


def files(collection: Path) -> Iterable[Path]:
    """The files of a collection but those of the work folder, sorted."""
    found = (path for path in collection.rglob("*") if path.is_file())
    return sorted(p for p in found if ".work" not in p.relative_to(collection).parts)
