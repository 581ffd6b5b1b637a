"""This module knows what the sealed accessions hold: the index of a collection.

It is a cache (`.work/index.sqlite`) of the ledgers, made from the bags alone and brought up to
date when it is opened; the bags are the truth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path

from archivist.collection import layout, ledger, originals
from archivist.collection.ledger import Row
from archivist.collection.originals import Original

_COLUMNS = ", ".join(f'"{field.name}"' for field in fields(Row))
_MARKS = ", ".join("?" for _ in fields(Row))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS accession (
  number INTEGER PRIMARY KEY, name TEXT, seal TEXT, kind TEXT, fingerprint TEXT, replaces TEXT);
CREATE TABLE IF NOT EXISTS row (ledger INTEGER, {_COLUMNS});
CREATE INDEX IF NOT EXISTS row_sha256 ON row (sha256);
CREATE INDEX IF NOT EXISTS row_id ON row (id);
CREATE INDEX IF NOT EXISTS row_path ON row (path, part);
CREATE TABLE IF NOT EXISTS original (
  ledger INTEGER, path TEXT, bytes INTEGER, sha256 TEXT, file TEXT, "offset" INTEGER);
CREATE INDEX IF NOT EXISTS original_sha256 ON original (sha256);
CREATE TABLE IF NOT EXISTS withdrawn (id TEXT, reason TEXT, ledger INTEGER);
"""
VERSION = 1


@dataclass(frozen=True, slots=True)
class Info:
    """A sealed accession as its bag-info.txt describes it."""

    number: int
    name: str
    seal: str
    kind: str
    fingerprint: str
    replaces: str


class Index:
    """The index of a collection. Use as a context. Raises OSError, DamagedLedger.

    `cache`: the file it is kept in, else one in the work folder of the collection.
    """

    def __init__(self, collection: Path, cache: Path | None = None) -> None:
        self._collection = collection
        path = cache or collection / layout.INDEX
        path.parent.mkdir(parents=True, exist_ok=True)
        self.sql = _opened(path)
        self.refresh()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.sql.close()

    # -------------------------------------------------------------- bringing it up to date

    def refresh(self) -> None:
        """Load the ledgers of accessions that are new or other than before, drop those gone."""
        there = {info.number: info for info in map(describe, layout.accessions(self._collection))}
        query = "SELECT number, name, seal, kind, fingerprint, replaces FROM accession"
        known = {row[0]: Info(*row) for row in self.sql.execute(query)}
        for number, info in known.items():
            if there.get(number) != info:
                self._drop(number)
        for number, info in sorted(there.items()):
            if known.get(number) != info:
                self._load(info)

    def _drop(self, number: int) -> None:
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.execute("DELETE FROM accession WHERE number = ?", (number,))
            self.sql.execute("DELETE FROM row WHERE ledger = ?", (number,))
            self.sql.execute("DELETE FROM original WHERE ledger = ?", (number,))
            self.sql.execute("DELETE FROM withdrawn WHERE ledger = ?", (number,))

    def _load(self, info: Info) -> None:
        """All rows of an accession, or none."""
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.executemany(
                f"INSERT INTO row VALUES (?, {_MARKS})",
                ((info.number, *astuple(row)) for row in self._rows(info.name, layout.LEDGER)),
            )
            listed = originals.read(self._collection / info.name / layout.ORIGINALS_LIST)
            self.sql.executemany(
                "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?)",
                ((info.number, *astuple(original)) for original in listed),
            )
            self.sql.executemany(
                "INSERT INTO withdrawn VALUES (?, ?, ?)",
                ((id, why, info.number) for id, why in self._withdrawn(info.name)),
            )
            self.sql.execute("INSERT INTO accession VALUES (?, ?, ?, ?, ?, ?)", astuple(info))

    def _rows(self, accession: str, file: str) -> Iterator[Row]:
        path = self._collection / accession / file
        if path.is_file():
            with path.open("rb") as opened:
                yield from ledger.read(opened, str(path))

    def _withdrawn(self, accession: str) -> Iterator[tuple[str, str]]:
        """(id, reason) of what an accession withdraws."""
        import csv

        path = self._collection / accession / layout.WITHDRAWN
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    yield row["id"], row["reason"]

    # -------------------------------------------------------------- asking it

    def accessions(self) -> list[Info]:
        """The sealed accessions in their order."""
        query = "SELECT number, name, seal, kind, fingerprint, replaces FROM accession ORDER BY 1"
        return [Info(*row) for row in self.sql.execute(query)]

    def known(self, digest: str, fingerprint: str) -> list[Row]:
        """What became of these bytes under the same fingerprint, the newest first."""
        query = (
            f"SELECT {_COLUMNS} FROM row JOIN accession ON ledger = number"
            " WHERE sha256 = ? AND fingerprint = ? ORDER BY number DESC, row.rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (digest, fingerprint))]

    def was_one_unit(self, path: str, digest: str, fingerprint: str) -> bool:
        """Whether these bytes were, the last time under these rules, all there was at a path."""
        last = (
            "SELECT max(ledger) FROM row JOIN accession ON ledger = number"
            " WHERE path = ?1 AND part = '' AND sha256 = ?2 AND fingerprint = ?3"
        )
        query = f"SELECT count(*) FROM row WHERE path = ?1 AND ledger = ({last})"
        found: int = self.sql.execute(query, (path, digest, fingerprint)).fetchone()[0]
        return found == 1

    def at(self, path: str, part: str, fingerprint: str) -> list[Row]:
        """What became of a place under the same fingerprint, the newest first."""
        query = (
            f"SELECT {_COLUMNS} FROM row JOIN accession ON ledger = number"
            " WHERE path = ? AND part = ? AND fingerprint = ? ORDER BY number DESC, row.rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (path, part, fingerprint))]

    def original(self, digest: str) -> tuple[str, Original] | None:
        """(accession, original) where the bytes of a whole input lie."""
        query = (
            "SELECT name, path, bytes, sha256, file, offset FROM original"
            " JOIN accession ON ledger = number WHERE sha256 = ? ORDER BY number LIMIT 1"
        )
        found = self.sql.execute(query, (digest,)).fetchone()
        return (found[0], Original(*found[1:])) if found else None

    def of_id(self, id: str) -> list[Row]:
        """The rows under which a record was written, the newest first."""
        query = (
            f"SELECT {_COLUMNS} FROM row WHERE id = ? AND outcome = 'written'"
            " ORDER BY ledger DESC, rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (id,))]

    def withdrawn(self, id: str) -> str | None:
        """Why a record was withdrawn; None when it was not."""
        query = "SELECT reason FROM withdrawn WHERE id = ? ORDER BY ledger DESC LIMIT 1"
        found = self.sql.execute(query, (id,)).fetchone()
        return found[0] if found else None

    def current(self) -> Iterator[Row]:
        """The newest row of every record, in the order of the ledgers."""
        query = (
            f"SELECT {_COLUMNS}, (SELECT 1 FROM withdrawn WHERE withdrawn.id = row.id)"
            " FROM row WHERE outcome = 'written' AND NOT EXISTS (SELECT 1 FROM row AS other"
            " WHERE other.id = row.id AND other.outcome = 'written' AND other.ledger > row.ledger)"
            " ORDER BY ledger, rowid"
        )
        for *cells, gone in self.sql.execute(query):
            row = Row(*cells)
            yield with_status(row, "withdrawn") if gone else row


def with_status(row: Row, status: str) -> Row:
    """The row, its record having another status now."""
    import dataclasses

    return dataclasses.replace(row, status=status)


def _opened(path: Path) -> sqlite3.Connection:
    """The cache; one of another make, or a damaged one, is begun again."""
    try:
        sql = _connected(path)
        if sql.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return sql
        sql.close()
    except sqlite3.DatabaseError:
        pass
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
    sql = _connected(path)
    sql.execute(f"PRAGMA user_version = {VERSION}")
    return sql


def _connected(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA synchronous=OFF")  # a cache: what a power cut damages is made again
    sql.execute("PRAGMA cache_size=-32768")
    sql.execute("PRAGMA temp_store=FILE")
    sql.executescript(_SCHEMA)
    return sql


def describe(accession: Path) -> Info:
    """What the index must know of a sealed accession. Raises OSError."""
    tags = info_tags(accession)
    manifest = (accession / "tagmanifest-sha256.txt").read_bytes()
    return Info(
        layout.number_of(accession.name),
        accession.name,
        sha256(manifest).hexdigest(),
        tags.get("Archivist-Kind", "articles"),
        tags.get("Archivist-Fingerprint", ""),
        tags.get("Archivist-Replaces", ""),
    )


def info_tags(accession: Path) -> dict[str, str]:
    """The first value of each tag in bag-info.txt, unfolded. Raises OSError."""
    tags: dict[str, str] = {}
    last = ""
    for line in (accession / layout.INFO).read_text("utf-8", errors="replace").splitlines():
        if line[:1] in (" ", "\t") and last:
            tags[last] += " " + line.strip()
        elif ":" in line:
            last, _, value = line.partition(":")
            tags.setdefault(last, value.strip())
    return tags


def catalog(index: Index) -> Iterator[bytes]:
    """The content of catalog.csv in pieces."""
    rows: Iterable[Row] = index.current()
    yield from ledger.write(rows)
