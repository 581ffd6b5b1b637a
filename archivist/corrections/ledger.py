"""This module loads files of patches, and knows them by the record they correct."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archivist import own
from archivist.corrections.patch import MOST, Patch, read
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.problems import Problem
from archivist.readers.parts import Stream

LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The patches of some files by record id, in the order given; and what is none."""

    by_id: dict[str, tuple[Patch, ...]]
    problems: tuple[Problem, ...]

    def of(self, id: str) -> tuple[Patch, ...]:
        """The patches of a record."""
        return self.by_id.get(id, ())


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What one file holds."""

    patches: tuple[Patch, ...]
    problems: tuple[Problem, ...]


def load_all(paths: Sequence[str]) -> Ledger:
    """The patches of all files. Raises WorldRefused for one that cannot be read."""
    loaded = [load(path) for path in paths]
    return _ledger(tuple(loaded))


@functools.lru_cache(8)
def _ledger(loaded: tuple[Loaded, ...]) -> Ledger:
    patches: dict[str, list[Patch]] = {}
    for found in loaded:
        for patch in found.patches:
            patches.setdefault(patch.id, []).append(patch)
    by_id = {id: tuple(own) for id, own in patches.items()}
    return Ledger(by_id, tuple(problem for found in loaded for problem in found.problems))


def load(path: str) -> Loaded:
    """The patches of a file of JSON (one) or JSON Lines (one a line), and what is none.

    Raises WorldRefused.
    """
    try:
        stat = os.stat(path)
        return _loaded(path, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        hint = "archivist apply --propose OLD NEW > FILE makes one"
        raise WorldRefused(f"{path}: {error.strerror or error}", hint=hint) from error


def check(paths: Iterable[str]) -> None:
    """Raises UsageError for a file that holds what is no patch: a run would forget it."""
    for path in paths:
        problems = load(path).problems
        if problems:
            first = problems[0]
            more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
            raise UsageError(f"{first.location}: {first.code} {first.message}{more}")


@functools.lru_cache(8)
def _loaded(path: str, changed: int, size: int) -> Loaded:
    given = Path(path)
    stream = Stream(path, given.name, lambda: given.open("rb"))
    patches: list[Patch] = []
    problems: list[Problem] = []
    if _is_lines(stream):
        for number, source in own.lines(stream, MOST):
            _read(source.data, path, number, patches, problems)
    else:
        _read(stream.whole(MOST).data, path, None, patches, problems)
    return Loaded(tuple(patches), tuple(problems))


def _is_lines(stream: Stream) -> bool:
    """By its suffix, or an object that ends a line before another begins the next."""
    return stream.name.lower().endswith(LINES) or b"}\n{" in stream.head(MOST)


def _read(
    data: bytes, file: str, line: int | None, patches: list[Patch], problems: list[Problem]
) -> None:
    try:
        patches.append(read(data, file, line))
    except InvalidRecord as error:
        problems += error.problems
