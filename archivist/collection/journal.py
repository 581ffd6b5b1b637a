"""This module keeps the journal of a run: its plan, and every shard that is safely on the disk.

SQLite in WAL mode with full synchronisation. A shard's row is written after its files are; what
has no row is made again. The journal may be deleted once the accession is sealed.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archivist.collection import layout
from archivist.collection.facts import Counts, PayloadFile
from archivist.errors import WorldRefused

VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS input (
  no INTEGER PRIMARY KEY, name TEXT, path TEXT, only_part TEXT, size INTEGER,
  sha256 TEXT, units INTEGER, format TEXT, held INTEGER DEFAULT 0, large INTEGER, boxed INTEGER,
  bag INTEGER, shard INTEGER, original TEXT DEFAULT '', original_offset INTEGER);
CREATE TABLE IF NOT EXISTS unit (
  no INTEGER PRIMARY KEY, input INTEGER, at INTEGER, part TEXT, size INTEGER, sha256 TEXT,
  outcome TEXT, reason TEXT, message TEXT, twin INTEGER, bag INTEGER, shard INTEGER,
  known TEXT, is_new INTEGER);
CREATE INDEX IF NOT EXISTS unit_sha256 ON unit (sha256) WHERE outcome IS NULL;
CREATE INDEX IF NOT EXISTS unit_shard ON unit (bag, shard);
CREATE INDEX IF NOT EXISTS unit_input ON unit (input);
CREATE INDEX IF NOT EXISTS unit_twin ON unit (twin) WHERE twin IS NOT NULL;
CREATE INDEX IF NOT EXISTS input_shard ON input (bag, shard);
CREATE INDEX IF NOT EXISTS input_sha256 ON input (sha256);
CREATE TABLE IF NOT EXISTS shard (
  bag INTEGER, shard INTEGER, files TEXT, counts TEXT, reasons TEXT, codes TEXT, rows BLOB,
  sketches BLOB,
  PRIMARY KEY (bag, shard)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
  path TEXT, bag INTEGER, size INTEGER, sha256 TEXT, sha512 TEXT,
  PRIMARY KEY (bag, path)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Done:
    """A shard as the journal has it; `rows` is its ledger."""

    shard: int
    files: tuple[PayloadFile, ...]
    counts: Counts
    reasons: Mapping[str, int]
    codes: Mapping[str, int]


class Journal:
    """The journal of one run. Use as a context.

    Raises WorldRefused for a damaged file, sqlite3.OperationalError where the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.sql = sqlite3.connect(path, isolation_level=None)
            self.sql.execute("PRAGMA journal_mode=WAL")
            self.sql.execute("PRAGMA synchronous=FULL")
            self.sql.execute("PRAGMA cache_size=-2048")  # KiB: memory stays flat
            self.sql.execute("PRAGMA temp_store=FILE")
            self.sql.executescript(_SCHEMA)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as refused:
            hint = "nothing sealed is lost: archive with --restart begins the run again"
            raise WorldRefused(f"{path}: the journal is damaged: {refused}", hint=hint) from refused

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.sql.close()

    # -------------------------------------------------------------- facts of the run

    def facts(self) -> dict[str, Any]:
        """What was noted of the run."""
        found = self.sql.execute("SELECT name, value FROM fact")
        return {name: json.loads(value) for name, value in found}

    def note(self, **facts: Any) -> None:
        """Remember facts of the run, all or none."""
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.executemany(
                "INSERT OR REPLACE INTO fact VALUES (?, ?)",
                [(name, json.dumps(value)) for name, value in facts.items()],
            )

    def forget(self) -> None:
        """Drop a plan that was not finished."""
        with self.sql:
            self.sql.execute("BEGIN")
            for table in ("fact", "input", "unit", "shard", "kept"):
                self.sql.execute(f"DELETE FROM {table}")

    # -------------------------------------------------------------- shards

    def commit(
        self,
        bag: int,
        shard: int,
        files: Sequence[PayloadFile],
        counts: Counts,
        reasons: Mapping[str, int],
        codes: Mapping[str, int],
        rows: bytes,
        sketches: bytes,
        kept: Sequence[tuple[int, int]],
    ) -> None:
        """Note a shard whose files are on the disk; `kept`: (input, offset in its WARC file)."""
        listed = json.dumps([[f.path, f.size, f.sha256, f.sha512] for f in files])
        columns = (
            counts.written,
            counts.unchanged,
            counts.set_aside,
            counts.quarantined,
            counts.warned,
        )
        path = layout.originals_of(layout.shard_name(shard))
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.executemany(
                "UPDATE input SET original = ?, original_offset = ? WHERE no = ?",
                [(path, offset, no) for no, offset in kept],
            )
            self.sql.execute(
                "INSERT INTO shard VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    bag,
                    shard,
                    listed,
                    json.dumps(columns),
                    json.dumps(dict(reasons)),
                    json.dumps(dict(codes)),
                    zlib.compress(rows),
                    sketches,
                ),
            )

    def is_done(self, bag: int, shard: int) -> bool:
        """Whether the shard is on the disk."""
        query = "SELECT 1 FROM shard WHERE bag = ? AND shard = ?"
        return self.sql.execute(query, (bag, shard)).fetchone() is not None

    def done(self, bag: int) -> Iterator[Done]:
        """The shards of a bag in their order."""
        query = (
            "SELECT shard, files, counts, reasons, codes FROM shard WHERE bag = ? ORDER BY shard"
        )
        for shard, files, counts, reasons, codes in self.sql.execute(query, (bag,)):
            yield Done(
                shard,
                tuple(PayloadFile(*item) for item in json.loads(files)),
                Counts(*json.loads(counts)),
                json.loads(reasons),
                json.loads(codes),
            )

    def rows(self, bag: int, shard: int) -> bytes:
        """The ledger of a shard."""
        query = "SELECT rows FROM shard WHERE bag = ? AND shard = ?"
        (packed,) = self.sql.execute(query, (bag, shard)).fetchone()
        return zlib.decompress(packed)

    def sketches(self, bag: int) -> Iterator[bytes]:
        """The sketches of each shard of a bag, packed, in their order."""
        query = "SELECT sketches FROM shard WHERE bag = ? ORDER BY shard"
        for (packed,) in self.sql.execute(query, (bag,)):
            yield packed

    # -------------------------------------------------------------- originals kept as files

    def keep(self, bag: int, file: PayloadFile) -> None:
        """Note an original that lies in the bag as a file."""
        self.sql.execute(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)",
            (file.path, bag, file.size, file.sha256, file.sha512),
        )

    def kept(self, bag: int) -> Iterator[PayloadFile]:
        """The originals of a bag that lie there as files, by path."""
        query = "SELECT path, size, sha256, sha512 FROM kept WHERE bag = ? ORDER BY path"
        for found in self.sql.execute(query, (bag,)):
            yield PayloadFile(*found)

    def is_kept(self, bag: int, path: str) -> bool:
        """Whether an original is in the bag already."""
        query = "SELECT 1 FROM kept WHERE bag = ? AND path = ?"
        return self.sql.execute(query, (bag, path)).fetchone() is not None


def paged(sql: sqlite3.Connection, query: str, *given: object) -> Iterator[tuple[Any, ...]]:
    """The rows of a query by their number, its first column, a thousand at a time.

    The last parameter of the query is the number after which to go on; the rows may be changed
    while they are gone through, and are never all in memory.
    """
    last = -1
    while rows := sql.execute(f"{query} ORDER BY no LIMIT 1000", (*given, last)).fetchall():
        yield from rows
        last = rows[-1][0]
