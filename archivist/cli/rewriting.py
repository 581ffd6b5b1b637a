"""This module goes through a file of records and says what each would be after a change.

One record a file, or one a line: a file of lines may be larger than memory, a line not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archivist import own
from archivist.cli.outputs import is_lines
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream, too_large


@dataclass(frozen=True, slots=True)
class Changed:
    """A record after a change: its bytes, in a few words what was done (none: nothing), and what
    keeps it from being changed."""

    data: bytes
    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int = 1  # 0 for a blank line, and the rest of one that is too long


Change = Callable[[bytes, str], Changed]  # the bytes of a record and the name of its file


def in_lines(stream: Stream) -> bool:
    """Whether the file holds a record a line. Raises OSError."""
    return is_lines(stream.name) or own.is_lines(stream)


def changed(stream: Stream, change: Change, most: int) -> Iterator[Changed]:
    """Each record of the file, or each line, in its order. Raises OSError."""
    if not in_lines(stream):
        source = stream.whole(most)
        if len(source.data) > most:
            found = too_large(stream.location, stream.size(), most)
            yield Changed(source.data, problems=(found,))
        else:
            yield change(source.data, stream.location)
        return
    with stream.open() as opened:
        yield from _lines(opened, change, stream.location, most)


def _lines(opened: BinaryIO, change: Change, file: str, most: int) -> Iterator[Changed]:
    number = 0
    while line := opened.readline(most + 2):
        number += 1
        if len(line) > most + 1:
            yield from _passed_on(opened, line, Location(file, number), most)
        elif line.strip():
            done = change(line, file)
            placed = tuple(on_line(found, number) for found in done.problems)
            yield Changed(done.data, done.done, placed)
        else:
            yield Changed(line, records=0)


def _passed_on(opened: BinaryIO, line: bytes, where: Location, most: int) -> Iterator[Changed]:
    """A line that is too long, as it is, piece by piece."""
    found = too_large(where.file, None, most)
    placed = problem(found.code, found.message, where, hint=found.hint)
    yield Changed(line, problems=(placed,))
    while not line.endswith(b"\n") and (line := opened.readline(most + 2)):
        yield Changed(line, records=0)


def on_line(found: Problem, number: int) -> Problem:
    """A problem of a record that is a line of a file."""
    where = Location(found.location.file, number, found.location.column)
    return problem_at(found, where)


def problem_at(found: Problem, where: Location) -> Problem:
    """The same problem elsewhere."""
    return Problem(found.code, found.severity, found.message, where, found.path, found.hint)
