"""This module checks inputs one after another, or in several processes, in the order given.

JSON Lines are cut into batches, so that a file larger than memory is checked in little of it.
"""

from __future__ import annotations

import dataclasses
import itertools
import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archivist import anybody, own
from archivist.checks import quick
from archivist.cli.collected import BROKEN, accession_of, broken, stream_of
from archivist.cli.house import House
from archivist.cli.inputs import Input, unreadable
from archivist.cli.judge import Judge
from archivist.cli.outputs import is_lines
from archivist.cli.twice import Identity, identity
from archivist.collection import layout
from archivist.errors import WorldRefused
from archivist.namespaces import NAR
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import too_large
from archivist.record import Record, Source
from archivist.reporting.excerpt import Excerpt, excerpts
from archivist.reporting.report import Checked

if TYPE_CHECKING:
    from archivist.cli.editions import Editions

LINES = 256  # records of a batch
BYTES = 4 * 1024 * 1024  # of a batch
AHEAD = 3  # batches a process has waiting


@dataclass(frozen=True, slots=True)
class Manner:
    """How to check: the largest record in bytes, the house, and whether excerpts are wanted."""

    most: int
    house: House
    excerpts: bool


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to check: a file, a line of one, or the reason why it cannot be read.

    `source` is there for lines and for standard input; else the file is opened by its checker.
    """

    item: Input
    source: Source | None = None
    line: int | None = None
    refused: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, and where each of its problems stands, in the order of the problems."""

    result: Checked
    excerpts: tuple[Excerpt | None, ...]
    item: Input | None = None
    identity: Identity | None = None
    editions: Editions = ()


def check(inputs: Iterable[Input], manner: Manner, jobs: int) -> Generator[Outcome, None, None]:
    """An outcome for each record or file, in the order of the inputs, whatever `jobs` is.

    Raises WorldRefused when a process is killed, and what is wrong with the rules of the house.
    """
    works = (work for item in inputs for work in cut(item, manner.most))
    if jobs == 1:
        judge = Judge(manner.house)
        yield from (check_one(work, manner, judge) for work in works)
        return
    try:
        yield from _in_processes(works, manner, jobs)
    except BrokenProcessPool:
        hint = "often there was too little memory: fewer -j"
        raise WorldRefused("a process that checks was killed", hint=hint) from None


def cut(item: Input, most: int) -> Iterator[Work]:
    """The lines of a file of records, or the file as a whole."""
    try:
        stream, number = stream_of(item), 0
        # By its name too: a first line that is no record makes the others no worse.
        if is_lines(stream.name) or own.is_lines(stream):
            for number, line in own.lines(stream, most):
                yield Work(item, line, number)
        if not number:  # no lines, or nothing on them
            yield Work(item, stream.whole(most) if item.path is None else None)
    except (OSError, *BROKEN) as refused:
        yield Work(item, refused=broken(item, refused))


def check_one(work: Work, manner: Manner, judge: Judge) -> Outcome:
    """What is wrong with one. A bug in a check is a problem too: the other files go on."""
    location = work.item.location
    if work.refused is not None:
        return Outcome(Checked(location, None, 0, (work.refused,)), (None,))
    if work.source is None and (accession := accession_of(work.item)) is not None:
        return _ledger(accession, work.item)
    try:
        source = work.source or work.item.stream().whole(manner.most)
        record, problems, records = _read(work, source, manner.most, judge)
        problems = judge.judged(work.item, work.line, source, record, problems)
    except OSError as refused:
        return Outcome(Checked(location, None, 0, (unreadable(location, refused),)), (None,))
    except Exception as bug:
        if judge.is_refusal(bug):
            raise
        from archivist.cli.run import SEEN
        from archivist.problems import bug_problem

        found = bug_problem(location, bug, SEEN)
        where = Location(location, work.line)
        found = dataclasses.replace(found, location=where)
        return Outcome(Checked(location, work.line, 0, (found,)), (None,))
    version = own.version_of(source.data, problems)
    result = Checked(location, work.line, records, problems, version)
    again = work.line is not None and work.item.path is not None
    # What is wrong with a record is told; that it differs from a right one is nothing more.
    wrong = any(found.severity == "error" for found in problems)
    known = (version is not None or record is not None) and not wrong
    named = identity(source.data, record, again) if known else None
    editions = _editions(source.data) if record is None and named is None else ()
    if not manner.excerpts or not problems or len(source.data) > manner.most:
        return Outcome(result, (None,) * len(problems), work.item, named, editions)
    shown = excerpts(problems, source.data, work.line or 1)
    return Outcome(result, shown, work.item, named, editions)


def _ledger(accession: Path, item: Input) -> Outcome:
    """What the ledger of an accession says and its records do not."""
    from archivist.collection import deep_ledger

    label = item.location.removesuffix(f"/{layout.LEDGER}")
    problems = tuple(deep_ledger.check(accession, label))
    return Outcome(Checked(item.location, None, 0, problems), (None,) * len(problems))


def _read(
    work: Work, source: Source, most: int, judge: Judge
) -> tuple[Record | None, tuple[Problem, ...], int]:
    """(the record where it is wanted, what is wrong with it, how many records were checked)."""
    if not source.data:
        what = "found 0 bytes, wanted a record or an export"
        hint = "often a copy that broke off: make it again, or leave it out"
        return None, (problem("R001", what, Location(source.location), hint=hint),), 0
    if len(source.data) > most:
        large = too_large(work.item.location, None, most)
        if work.line is None and work.item.path is not None:
            large = too_large(work.item.location, work.item.stream().size(), most)
        where = Location(work.item.location, work.line)
        return None, (dataclasses.replace(large, location=where),), 0
    if not judge.wants_records and quick.is_fine(source.data):
        return None, (), 1
    if work.line is not None:
        return *own.read_line(source, work.line), 1
    return *anybody.read(source), 1


def _editions(data: bytes) -> Editions:
    """The versions of items of news agencies that a file holds; lxml is loaded for them only."""
    if NAR.encode() not in data:
        return ()
    from archivist.cli.editions import editions

    return editions(data)


# ------------------------------------------------------------------ several processes


def _in_processes(works: Iterator[Work], manner: Manner, jobs: int) -> Iterator[Outcome]:
    """Batches are handed out as they are cut, and taken back in their order."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, context, initializer=_begin)
    try:
        waiting: deque[Future[list[Outcome]]] = deque()
        for batch in batches(works):
            waiting.append(executor.submit(_check_all, batch, manner))
            if len(waiting) >= jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def batches(works: Iterator[Work]) -> Iterator[list[Work]]:
    """At most `LINES` at a time, and not much more than `BYTES`."""
    while batch := list(_up_to(works)):
        yield batch


def _up_to(works: Iterator[Work]) -> Iterator[Work]:
    size = 0
    for work in itertools.islice(works, LINES):
        yield work
        size += len(work.source.data) if work.source is not None else BYTES // 16
        if size > BYTES:
            return


def _begin() -> None:
    """Ctrl-C reaches every process of the terminal; the first one says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_all(batch: list[Work], manner: Manner) -> list[Outcome]:
    judge = _judge(manner)
    return [check_one(work, manner, judge) for work in batch]


_JUDGES: list[tuple[Manner, Judge]] = []


def _judge(manner: Manner) -> Judge:
    """One judge a process: compiling schemas and shapes is dear."""
    if not _JUDGES or _JUDGES[0][0] != manner:
        _JUDGES[:] = [(manner, Judge(manner.house))]
    return _JUDGES[0][1]
