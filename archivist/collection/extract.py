"""This module finds what somebody asks a collection for: by id, by digest, by path.

What comes back is the source byte for byte, and the record that was made of it. What was
withdrawn comes only when that is said.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archivist.collection import fetch
from archivist.collection.index import Index, with_status
from archivist.collection.ledger import Row
from archivist.collection.recall import Lost, Open, Recall
from archivist.collection.tombstones import Tombstone
from archivist.errors import ArchivistError
from archivist.record import record_id
from archivist.text import folded, record_name, safe_name

_ID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE)
_COLUMNS = ", ".join(f'row."{name}"' for name in Row.__slots__)


class NotThere(ArchivistError):
    """The collection has no such thing."""

    exit_code = 3


class Withdrawn(ArchivistError):
    """What was asked for was withdrawn; the `tombstone` says why."""

    exit_code = 4

    def __init__(self, what: str, tombstone: Tombstone, *, hint: str | None = None) -> None:
        super().__init__(f"{what} was {tombstone}", hint=hint)
        self.tombstone = tombstone


@dataclass(frozen=True, slots=True)
class Item:
    """One source: where it was found, and the row of its record, None where it gave none."""

    row: Row
    record: Row | None

    @property
    def name(self) -> str:
        """`box.zip!/a.txt`."""
        return f"{self.row.path}{self.row.part}"


def find(index: Index, wanted: str) -> Item:
    """What an id (`urn:uuid:…` or the UUID), a `sha256:…` or a path stands for.

    Raises NotThere; Withdrawn for what was purged.
    """
    wanted = wanted if wanted.isprintable() else record_name(wanted)
    row = _by_id(index, wanted) or _by_digest(index, wanted) or _by_path(index, wanted)
    if row is None:
        raise _not_there(index, wanted)
    record = _record_of(index, row)
    return Item(row, record)


def _by_id(index: Index, wanted: str) -> Row | None:
    found = _ID.fullmatch(wanted)
    if not found:
        return None
    id = f"urn:uuid:{found[1].lower()}"
    rows = index.of_id(id)
    gone = index.withdrawal(id)
    if not rows and gone:
        raise Withdrawn(id, gone)
    return rows[0] if rows else None


def _by_digest(index: Index, wanted: str) -> Row | None:
    found = _DIGEST.fullmatch(wanted)
    if not found:
        return None
    digest = found[1].lower()
    query = (
        f"SELECT {_COLUMNS} FROM row WHERE sha256 = ?"
        " ORDER BY outcome = 'written' DESC, ledger DESC LIMIT 1"
    )
    rows = [Row(*cells) for cells in index.sql.execute(query, (digest,))]
    if rows and rows[0].outcome == "written":
        return rows[0]
    gone = index.withdrawal(record_id(digest))
    if gone and gone.action == "purged":
        raise Withdrawn(f"sha256:{digest}", gone)
    return rows[0] if rows else _input(index, "sha256", digest)


def _by_path(index: Index, wanted: str) -> Row | None:
    query = (
        f"SELECT {_COLUMNS} FROM row WHERE path = ? AND part = ?"
        " ORDER BY ledger DESC, rowid LIMIT 1"
    )
    for path, part in _splits(wanted):
        for cells in index.sql.execute(query, (path, part)):
            row = Row(*cells)
            if row.sha256:
                return row
    return _input(index, "path", wanted)


def _splits(wanted: str) -> Iterator[tuple[str, str]]:
    """(path, part): `box.zip!/a.txt` is a path as it stands, or a part of `box.zip`."""
    yield wanted, ""
    for found in re.finditer("[!#:]", wanted):
        yield wanted[: found.start()], wanted[found.start() :]


def _input(index: Index, column: str, value: str) -> Row | None:
    """A whole input, such as a box of articles."""
    query = (
        f"SELECT path, bytes, sha256 FROM original WHERE {column} = ?"
        " ORDER BY ledger DESC, rowid LIMIT 1"
    )
    found = index.sql.execute(query, (value,)).fetchone()
    return Row(found[0], bytes=found[1], sha256=found[2], outcome="set-aside") if found else None


def _record_of(index: Index, row: Row) -> Row | None:
    """The newest record of a source, with the status it has now."""
    rows = index.of_id(row.id or record_id(row.sha256))
    if not rows:
        return None
    gone = index.withdrawal(rows[0].id)
    return with_status(rows[0], "withdrawn") if gone else rows[0]


def _not_there(index: Index, wanted: str) -> NotThere:
    last = wanted.rpartition("/")[2].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = (
        "SELECT path || part FROM row WHERE path || part LIKE ? ESCAPE '\\' ORDER BY rowid LIMIT 1"
    )
    near = index.sql.execute(query, (f"%{last}%",)).fetchone() if last else None
    hint = f"did you mean {near[0]}?" if near else "catalog.csv lists what is there"
    return NotThere(f"{wanted}: found neither id, digest nor path of that name", hint=hint)


def refusal(index: Index, item: Item) -> Withdrawn | None:
    """Why a source is not given out, unless it is asked for in spite of that."""
    gone = index.withdrawal(item.record.id if item.record else record_id(item.row.sha256))
    if gone is None and not item.row.part and item.record is None:
        gone = next(
            (
                found
                for (id,) in index.sql.execute(
                    "SELECT DISTINCT id FROM row WHERE path = ? AND id <> ''", (item.row.path,)
                ).fetchall()
                if (found := index.withdrawal(id))
            ),
            None,
        )
    if gone is None:
        return None
    return Withdrawn(item.name, gone, hint="--withdrawn gives it out all the same")


def everything(
    index: Index, recall: Recall, *, withdrawn: bool
) -> Iterator[tuple[Item, Open | Lost]]:
    """Every record with its source, in the order of the ledgers; memory stays flat."""
    rows = (row for row in index.current() if withdrawn or row.status != "withdrawn")
    for row, opened in recall.many(rows):
        yield Item(row, row), opened


def record(collection: Path, item: Item) -> bytes | None:
    """The canonical record as JSON Lines, None where the source gave none."""
    return fetch.record(collection, item.record) if item.record is not None else None


class Names:
    """Names below a folder that every system can hold, each given out once.

    What is a file is no folder too: `a` and `a/b` become `a` and `a~2/b`.
    """

    def __init__(self, sign: str = "~") -> None:
        self._sign = sign
        self._sql = sqlite3.connect("", isolation_level=None)
        self._sql.execute("PRAGMA synchronous=OFF")
        self._sql.execute(
            "CREATE TABLE taken (name BLOB PRIMARY KEY, file INTEGER, n INTEGER) WITHOUT ROWID"
        )

    def take(self, name: str) -> str:
        """`a.txt`, and for the second of that name `a~2.txt`."""
        *folders, last = (part for part in safe_name(name).split("/") if part)
        path = ""
        for folder in folders:
            path = self._free(f"{path}{folder}", file=False) + "/"
        return self._free(f"{path}{last}", file=True)

    def _free(self, path: str, *, file: bool) -> str:
        """The path, or the next like it; a folder may be given out again."""
        number, name = 1, path
        while not self._taken(name, file=file):
            number = self._next(path)
            name = numbered(path, number, self._sign)
        return name

    def _taken(self, name: str, *, file: bool) -> bool:
        """Whether the name is ours now."""
        query = "SELECT file FROM taken WHERE name = ?"
        found = self._sql.execute(query, (_key(name),)).fetchone()
        if found is None:
            self._sql.execute("INSERT INTO taken VALUES (?, ?, 1)", (_key(name), file))
        return found is None or not (file or found[0])

    def _next(self, path: str) -> int:
        query = "UPDATE taken SET n = n + 1 WHERE name = ? RETURNING n"
        ((number,),) = self._sql.execute(query, (_key(path),)).fetchall()
        return int(number)


def _key(name: str) -> bytes:
    return folded(name).encode("utf-8", "surrogateescape")


def numbered(name: str, number: int, sign: str = "~") -> str:
    """`it/a~2.txt`."""
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.partition(".") if not last.startswith(".") else (last, "", "")
    return f"{folder}{slash}{stem}{sign}{number}{dot}{suffix}"
