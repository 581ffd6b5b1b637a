"""This module compares sources with the checksums that came with them.

The list is kept in a temporary database, not in memory: lists of whole libraries have millions of
lines. What it may look like is in `checksum_lists`.
"""

from __future__ import annotations

import io
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Literal

from archivist.collection.facts import Checked
from archivist.errors import UsageError, WorldRefused
from archivist.problems import Location, Problem, problem
from archivist.readers import checksum_lists
from archivist.readers.checksum_lists import HINT, LENGTHS, Line
from archivist.text import printable

Verdict = Literal["held", "failed", "unlisted"]

SHOWN = 3  # names in a message

_TABLE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -8192;
CREATE TABLE listed (
  no INTEGER PRIMARY KEY, name TEXT, kind TEXT, digest BLOB, used INTEGER DEFAULT 0,
  UNIQUE (name, kind)
);
"""


class Supplied:
    """The digests of a list by name, and what came of comparing them with the sources.

    `source` is the name of the list; a name has one digest for each algorithm. `held`, `failed`
    and `unlisted` say what came of it. Raises UsageError with file and line for a bad list.
    """

    def __init__(self, source: str, lines: Iterable[Line], where: str) -> None:
        self.source = source
        self.held = 0
        self.unlisted = 0
        self.failed: list[str] = []
        self._strangers: list[str] = []  # the first sources not listed
        # "" is a temporary file, which is gone with the connection.
        self._sql = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._sql.executescript(_TABLE)
        self._sql.execute("BEGIN")
        for line in lines:
            self._add(line, where)
        kinds = {kind for (kind,) in self._sql.execute("SELECT DISTINCT kind FROM listed")}
        self.algorithms = tuple(name for name in LENGTHS if name in kinds)
        """What must be calculated of each source: md5, sha1, sha256, sha512, as far as listed."""
        if not kinds:
            raise UsageError(f"{where}: found no checksum in it", hint=HINT)

    def _add(self, line: Line, where: str) -> None:
        key, value = _normal(line.file), bytes.fromhex(line.digest)
        if not key:
            found = "found a checksum without the name of a file"
            raise UsageError(f"{where}:{line.number}: {found}", hint=HINT)
        insert = "INSERT OR IGNORE INTO listed (name, kind, digest) VALUES (?, ?, ?)"
        if self._sql.execute(insert, (key, line.algorithm, value)).rowcount:
            return
        if dict(self._digests(key))[line.algorithm] != value:
            found = f"found a second {line.algorithm} for {printable(line.file)}"
            hint = "one of the two lines is wrong; take it out"
            raise UsageError(f"{where}:{line.number}: {found}", hint=hint)

    def _digests(self, name: str) -> list[tuple[str, bytes]]:
        query = "SELECT kind, digest FROM listed WHERE name = ? ORDER BY no"
        return self._sql.execute(query, (name,)).fetchall()

    def _listed(self, name: str) -> tuple[str, list[tuple[str, bytes]]]:
        """The name in the list that stands for a source, and its digests; none if it has none.

        By the whole name, else without its first folders: a list speaks from its own folder.
        """
        tail = _normal(name)
        while not (found := self._digests(tail)):
            _, parted, tail = tail.partition("/")
            if not parted:
                return "", []
        return tail, found

    def verify(self, name: str, digests: Mapping[str, str]) -> tuple[Verdict, Problem | None]:
        """Compare a source with the list, and book it. `digests`: algorithm → hexadecimal.

        Of several listed digests all must hold; C045 says which does not. Raises KeyError when
        a listed algorithm was not calculated.
        """
        found, listed = self._listed(name)
        if not listed:
            self.unlisted += 1
            if len(self._strangers) < SHOWN:
                self._strangers.append(name)
            return "unlisted", None
        self._sql.execute("UPDATE listed SET used = 1 WHERE name = ?", (found,))
        for algorithm, wanted in listed:
            if digests[algorithm].lower() != wanted.hex():
                self.failed.append(name)
                return "failed", self._differs(name, algorithm, digests[algorithm], wanted.hex())
        self.held += 1
        return "held", None

    def unused(self) -> tuple[str, ...]:
        """Names of the list that no source had, in its order."""
        query = "SELECT name FROM listed WHERE NOT used GROUP BY name ORDER BY min(no)"
        return tuple(name for (name,) in self._sql.execute(query))

    def checked(self) -> Checked:
        """The facts for the seal; failed names sorted, so that their order of reading is not."""
        return Checked(self.source, self.held, tuple(sorted(self.failed)), self.unlisted)

    def problems(self) -> Iterator[Problem]:
        """C046 for sources that are not listed, C047 for listed names that no source has.

        One of each, with the first of them: a list of another collection names thousands.
        """
        if self.unlisted:
            hint = "they were archived; nobody says whether they are as they were"
            yield self._some("C046", "no checksum of", self._strangers, self.unlisted, hint)
        unused = self.unused()
        if unused:
            hint = "they were not given, or they got lost on the way"
            yield self._some("C047", "no source", unused[:SHOWN], len(unused), hint)

    def _some(self, code: str, what: str, names: Iterable[str], count: int, hint: str) -> Problem:
        listed = ", ".join(printable(name) for name in names)
        more = f" and {count - SHOWN:,} more" if count > SHOWN else ""
        return problem(code, f"found {what} {listed}{more}", Location(self.source), hint=hint)

    def _differs(self, name: str, algorithm: str, found: str, wanted: str) -> Problem:
        message = f"found {algorithm} {found}, wanted {wanted} as {self.source} says"
        hint = "fetch it again from where the list comes from"
        return problem("C045", message, Location(name), hint=hint)


# ------------------------------------------------------------------ reading lists


def load(path: str) -> Supplied:
    """The list in a file. Raises WorldRefused (unreadable), UsageError with file and line."""
    shown = printable(path)
    try:
        with Path(path).open("rb") as opened:
            return _supplied(opened, Path(path).name, shown)
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or refused
        raise WorldRefused(f"{shown}: {why}", hint=HINT) from None


def parse(content: bytes, name: str) -> Supplied:
    """The list in bytes; `name` is what evidence and messages call it."""
    return _supplied(io.BytesIO(content), name, printable(name))


def _supplied(stream: BinaryIO, name: str, where: str) -> Supplied:
    return Supplied(printable(name), checksum_lists.read(stream, name, where), where)


def _normal(name: str) -> str:
    """`./a/b.txt` → a/b.txt, in one normal form: lists of a Mac and of Linux name the same."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(parts))
