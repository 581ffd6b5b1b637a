"""This module sorts more than fits into memory: sorted runs on the disk, merged line by line."""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Iterator
from pathlib import Path

HELD = 48 * 1024 * 1024  # bytes of lines in memory
OPEN = 200  # runs read at once: systems let a process open some 256 files at least


class Runs:
    """Lines without line ends, kept in files of a folder until they are read in order."""

    def __init__(self, folder: Path, name: str, *, held: int = HELD) -> None:
        self._folder, self._name, self._most = folder, name, held
        self._lines: list[bytes] = []
        self._held = self._number = 0
        self._paths: list[Path] = []

    def add(self, line: bytes) -> None:
        """Keep a line. Raises OSError."""
        self._lines.append(line)
        self._held += len(line)
        if self._held > self._most:
            self._write(iter(sorted(self._lines)))
            self._lines, self._held = [], 0

    def __iter__(self) -> Iterator[bytes]:
        """All lines in the order of their bytes. Raises OSError."""
        while len(self._paths) > OPEN:
            some, self._paths = self._paths[:OPEN], self._paths[OPEN:]
            with contextlib.ExitStack() as opened:
                self._write(heapq.merge(*(_read(path, opened) for path in some)))
            for path in some:
                path.unlink()
        with contextlib.ExitStack() as opened:
            runs = [_read(path, opened) for path in self._paths]
            yield from heapq.merge(*runs, sorted(self._lines))

    def _write(self, lines: Iterator[bytes]) -> None:
        self._number += 1
        path = self._folder / f"{self._name}-{self._number:06d}"
        with path.open("wb") as run:
            run.writelines(line + b"\n" for line in lines)
        self._paths.append(path)


def _read(path: Path, opened: contextlib.ExitStack) -> Iterator[bytes]:
    for line in opened.enter_context(path.open("rb")):
        yield line[:-1]
