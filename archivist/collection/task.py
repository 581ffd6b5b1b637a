"""This module says what a worker is told, and what it gives back: one shard."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256, sha512

from archivist.collection.facts import Counts, PayloadFile
from archivist.problems import Problem
from archivist.settings import Settings
from archivist.units import Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """One unit to make: the how many-th of its input, and where else the same bytes lie."""

    index: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An input of a shard, the `no`-th of the plan.

    With `cut` its units come along, else the worker opens `path`. `keep`: its bytes go into the
    shard's WARC file. `original`: where they lie in the bag otherwise, "" for nowhere in it.
    `only`: the one part that is wanted.
    """

    no: int
    name: str
    path: str
    size: int
    sha256: str
    wanted: tuple[Wanted, ...]
    keep: bool
    original: str = ""
    only: str | None = None
    cut: tuple[Unit, ...] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """All that a worker must know to make a shard."""

    accession: str
    shard: str
    entries: tuple[Entry, ...]
    formats: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Made:
    """A shard: its files, digested; its rows as a ledger; what was said on the way.

    `sketches`: those of its records, a gzip member.
    `kept`: (input, offset of its WARC record). `quarantine`: (name, bytes, problems) of loose
    inputs that gave no record.
    """

    shard: str
    files: tuple[tuple[PayloadFile, bytes], ...]
    rows: bytes
    sketches: bytes
    counts: Counts
    reasons: dict[str, int]
    codes: dict[str, int]
    problems: tuple[Problem, ...]
    kept: tuple[tuple[int, int], ...]
    quarantine: tuple[tuple[str, bytes, tuple[Problem, ...]], ...]
    bug: bool = False


def payload(path: str, content: bytes) -> PayloadFile:
    """What the manifests say of a file of the bag."""
    return PayloadFile(path, len(content), sha256(content).hexdigest(), sha512(content).hexdigest())
