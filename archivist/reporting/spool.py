"""This module keeps results of a run on the disk, so that reports of any length take no memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator

from archivist.problems import Location, Problem
from archivist.reporting.report import Checked

IN_MEMORY = 4 * 1024 * 1024  # bytes before the disk is used


class Spool:
    """Results in the order they are added, as often as they are asked for."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="archivist-")  # noqa: SIM115
        self._size = 0

    def add(self, result: Checked) -> None:
        """Keep one more. Raises OSError where the disk is full."""
        self._file.seek(self._size)
        line = json.dumps(_packed(result)).encode() + b"\n"
        self._file.write(line)
        self._size += len(line)

    def results(self) -> Iterator[Checked]:
        """All of them, from the first."""
        position = 0
        while position < self._size:  # several may read at once: each remembers where it is
            self._file.seek(position)
            line = self._file.readline()
            position += len(line)
            file, number, records, problems = json.loads(line)
            yield Checked(file, number, records, tuple(map(_unpacked, problems)))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _packed(result: Checked) -> list[object]:
    return [result.file, result.line, result.records, [_flat(found) for found in result.problems]]


def _flat(found: Problem) -> list[object]:
    where = (found.location.file, found.location.line, found.location.column)
    return [found.code, found.severity, found.message, *where, found.path, found.hint]


def _unpacked(item: list[object]) -> Problem:
    code, severity, message, file, line, column, path, hint = item
    where = Location(file, line, column)  # type: ignore[arg-type]
    return Problem(code, severity, message, where, path, hint)  # type: ignore[arg-type]
