"""This module remembers when what was verified: `fixity.jsonl` and the state of each file.

Both lie in the collection, outside the bags and outside the folder that may be deleted.
`fixity.jsonl` has one line a `verify`. `fixity-files.jsonl` says of each file when it was last
found as listed; it lets an interrupted pass go on, and `--older-than` know what is due. Each line
reaches the disk before the next is begun; a last line that a kill tore is passed over and mended.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from archivist import disk, fingerprint
from archivist.collection import layout

LOG = layout.FIXITY
FILES = "fixity-files.jsonl"
STALE = timedelta(days=30)  # a pass that was left so long is begun again
COMPACT = 1 << 22  # bytes of state after which it is written anew at the end of a pass
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One verify: instants in UTC, `scope` the bags, `selection` which of their files.

    `files`: listed and there; `checked` of these were read in this pass, or before in it when it
    was resumed. `bytes` were read. `result`: ok, failed or interrupted. `deep`: ok, failed or
    None where meaning was not asked for.
    """

    when: str
    until: str
    scope: tuple[str, ...]
    selection: str
    result: str
    files: int
    checked: int
    bytes: int
    errors: int
    warnings: int
    operator: str | None
    version: str
    resumed: str | None = None
    deep: str | None = None


def now(given: str | None = None) -> str:
    """The instant of the clock, or the one given. Raises UsageError for what is none."""
    if given is not None:
        return fingerprint.as_of(given)
    return datetime.now(UTC).strftime(INSTANT)


def before(when: str, age: timedelta) -> str:
    """The instant that lies `age` before another."""
    return (datetime.strptime(when, INSTANT).replace(tzinfo=UTC) - age).strftime(INSTANT)


# ------------------------------------------------------------------ lines on the disk


def append(path: Path, value: object) -> None:
    """Add a line of JSON, and wait until it is on the disk. Raises OSError."""
    is_new = not path.exists()
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with open(handle, "r+b") as stream:
        stream.seek(_mended(stream))
        stream.write(line + b"\n")
        stream.truncate()
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        disk.sync_folder(path.parent)


def _mended(stream: BinaryIO) -> int:
    """Where the next line begins: what a kill tore is written over."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 1))
    if not size or stream.read(1) == b"\n":
        return size
    stream.seek(0)
    return stream.read().rfind(b"\n") + 1


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of lines, none when it is not there; what is no object is passed over.

    Raises OSError.
    """
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n"):
        try:
            value = json.loads(line) if line else None
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def history(path: Path) -> list[Entry]:
    """The verifies that a `fixity.jsonl` tells of, the oldest first. Raises OSError."""
    known = Entry.__dataclass_fields__
    found = []
    for value in read(path):
        try:
            entry = Entry(**{name: item for name, item in value.items() if name in known})
        except TypeError:
            continue
        found.append(entry)
    return found


def log(path: Path, entry: Entry) -> None:
    """Add a verify to a `fixity.jsonl`. Raises OSError."""
    append(path, asdict(entry))


# ------------------------------------------------------------------ the state of each file


@dataclass(slots=True)
class State:
    """When each file of a collection was last found as listed: accession → path → instant.

    `open`: the pass that was begun and not ended, as (instant, scope, selection).
    """

    path: Path | None = None
    held: dict[str, dict[str, str]] = field(default_factory=dict)
    open: tuple[str, tuple[str, ...], str] | None = None

    def since(self, accession: str, instant: str, now: str) -> set[str]:
        """The files of an accession that were found as listed at that instant or later.

        What a clock that went wrong dated later than now is not believed.
        """
        held = self.held.get(accession, {})
        return {path for path, when in held.items() if instant <= when <= now}

    def ahead(self, accessions: Iterable[str], now: str) -> tuple[int, str]:
        """(files that were found as listed later than now, the latest such instant or "")."""
        times = [when for name in accessions for when in self.held.get(name, {}).values()]
        later = [when for when in times if when > now]
        return len(later), max(later, default="")

    def resumable(self, scope: Sequence[str], selection: str, when: str) -> str | None:
        """The instant of a pass over the same that was interrupted; None to begin anew."""
        if self.open is None or self.open[1:] != (tuple(scope), selection):
            return None
        return self.open[0] if before(when, STALE) <= self.open[0] <= when else None

    def begin(self, when: str, scope: Sequence[str], selection: str) -> None:
        """Note that a pass begins."""
        self.open = when, tuple(scope), selection
        self._add({"begin": when, "scope": list(scope), "selection": selection})

    def book(self, accession: str, when: str, files: Iterable[str]) -> None:
        """Note files that were found as listed."""
        listed = list(files)
        if listed:
            self.held.setdefault(accession, {}).update(dict.fromkeys(listed, when))
            self._add({"accession": accession, "when": when, "files": listed})

    def end(self, when: str) -> None:
        """Note that the pass is over; what is no longer needed goes. Raises OSError."""
        self.open = None
        self._add({"end": when})
        if self.path is not None and self.path.stat().st_size > COMPACT:
            disk.write(self.path, self._whole(), force=True)

    def _add(self, value: object) -> None:
        """Where nothing can be noted any more, a full disk for one, the pass goes on without."""
        if self.path is None:
            return
        try:
            append(self.path, value)
        except OSError:
            self.path = None

    def _whole(self) -> bytes:
        lines = []
        for accession, files in sorted(self.held.items()):
            by_instant: dict[str, list[str]] = {}
            for path, when in files.items():
                by_instant.setdefault(when, []).append(path)
            for when, paths in sorted(by_instant.items()):
                lines.append({"accession": accession, "when": when, "files": paths})
        return b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)


def state(collection: Path) -> State:
    """The state of a collection; empty where none was kept. Raises OSError."""
    found = State(collection / FILES)
    for value in read(collection / FILES):
        match value:
            case {"begin": str(when), "scope": [*scope], "selection": str(selection)}:
                found.open = when, tuple(map(str, scope)), selection
            case {"end": str()}:
                found.open = None
            case {"accession": str(name), "when": str(when), "files": [*files]}:
                found.held.setdefault(name, {}).update(dict.fromkeys(map(str, files), when))
    return found


def as_json(entry: Entry) -> dict[str, Any]:
    """The JSON value of a line of `fixity.jsonl`."""
    return asdict(entry)
