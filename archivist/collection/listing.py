"""This module lists the inputs of a run, each once, sorted by name, however many there are.

The list is a temporary table of SQLite: it stays in memory while it is short.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archivist.collection.index import Index
from archivist.collection.opening import is_address, packed
from archivist.text import record_name


@dataclass(frozen=True, slots=True)
class Given:
    """An input: its name in the collection, where it is, and the one part that is wanted."""

    name: str
    path: str
    only: str | None = None


def kept_before(collection: Path, index: Index) -> Iterator[Given]:
    """The originals of a collection as inputs, by the names they had."""
    for accession, original in index.originals():
        file = collection / accession / original.file
        where = str(file) if original.offset is None else packed(file, original.offset)
        yield Given(original.path, where)


class Listing:
    """The inputs, by name. A path that comes twice is one input."""

    def __init__(self, given: Iterable[Given] = ()) -> None:
        self._sql = sqlite3.connect("", isolation_level=None)
        self._sql.execute("PRAGMA cache_size=-2048")
        self._sql.execute(
            "CREATE TABLE given (path BLOB, only_part TEXT, name TEXT,"
            " PRIMARY KEY (path, only_part)) WITHOUT ROWID"
        )
        self._sql.execute("CREATE INDEX by_name ON given (name, only_part)")
        self._sql.execute("BEGIN")
        for item in given:
            self.add(item)

    def add(self, given: Given) -> None:
        """Put an input on the list."""
        values = (os.fsencode(given.path), given.only or "", given.name)
        self._sql.execute("INSERT OR IGNORE INTO given VALUES (?, ?, ?)", values)

    def __iter__(self) -> Iterator[Given]:
        query = "SELECT name, path, only_part FROM given ORDER BY name, only_part, path"
        for name, path, only in self._sql.execute(query):
            yield Given(name, os.fsdecode(path), only or None)

    def __len__(self) -> int:
        found: int = self._sql.execute("SELECT count(*) FROM given").fetchone()[0]
        return found

    def tell_apart(self) -> str | None:
        """Where two inputs have one name, name all by their paths below the folder of all.

        That folder, None where the names are as they were. What has no folder in common (a path
        and an address) keeps its name. It depends on the paths alone: neither on their order nor
        on the working folder.
        """
        if next(self.clashes(), None) is None:
            return None
        first, last = self._sql.execute("SELECT min(path), max(path) FROM given").fetchone()
        common = _shared(os.fsdecode(first), os.fsdecode(last))
        if not common:
            return None

        def below(path: bytes) -> str:
            rest = os.fsdecode(path)[len(common) :]
            return record_name(re.split("[?#]", rest)[0] if is_address(common) else rest)

        self._sql.create_function("below", 1, below, deterministic=True)
        self._sql.execute("UPDATE given SET name = below(path)")
        return common

    def clashes(self) -> Iterator[tuple[str, str, str]]:
        """(name, path, other path) of inputs that would have one name."""
        query = (
            "SELECT name, min(path), max(path) FROM given GROUP BY name"
            " HAVING min(path) <> max(path) ORDER BY name"
        )
        for name, one, two in self._sql.execute(query):
            yield name, os.fsdecode(one), os.fsdecode(two)

    def digest(self) -> str:
        """SHA-256 of the names: two runs with the same one have the same inputs."""
        digest = sha256()
        for item in self:
            digest.update(f"{item.name}\0{item.only or ''}\n".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def _shared(one: str, two: str) -> str:
    """The folders two paths or addresses begin with, with the last separator; "" for none."""
    pairs = enumerate(zip(one, two, strict=False))
    end = next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))
    return one[: 1 + max(one.rfind(mark, 0, end) for mark in ("/", os.sep))]
