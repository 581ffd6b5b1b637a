"""This module keeps the cache of the index: a SQLite file that may be deleted at any time."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from pathlib import Path

from archivist.collection.ledger import Row

COLUMNS = ", ".join(f'"{field.name}"' for field in fields(Row))
MARKS = ", ".join("?" for _ in fields(Row))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS accession (
  number INTEGER PRIMARY KEY, name TEXT, seal TEXT, kind TEXT, fingerprint TEXT, replaces TEXT,
  rank INTEGER);
CREATE TABLE IF NOT EXISTS row (ledger INTEGER, {COLUMNS});
CREATE INDEX IF NOT EXISTS row_sha256 ON row (sha256);
CREATE INDEX IF NOT EXISTS row_id ON row (id);
CREATE INDEX IF NOT EXISTS row_path ON row (path, part);
CREATE TABLE IF NOT EXISTS original (
  ledger INTEGER, path TEXT, bytes INTEGER, sha256 TEXT, file TEXT, "offset" INTEGER);
CREATE INDEX IF NOT EXISTS original_sha256 ON original (sha256);
CREATE TABLE IF NOT EXISTS container (
  ledger INTEGER, path TEXT, part TEXT, bytes INTEGER, sha256 TEXT, units INTEGER, "limit" INTEGER);
CREATE INDEX IF NOT EXISTS container_path ON container (path);
CREATE TABLE IF NOT EXISTS withdrawn (
  ledger INTEGER, id TEXT, reason TEXT, operator TEXT, as_of TEXT, action TEXT, sha256 TEXT);
CREATE INDEX IF NOT EXISTS withdrawn_id ON withdrawn (id, ledger);
"""
VERSION = 3


def cache(path: Path) -> sqlite3.Connection:
    """The cache, or one that is gone afterwards where none can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _opened(path)
    except (OSError, sqlite3.OperationalError):
        return connected("")  # SQLite keeps it in a temporary file of its own


def _opened(path: Path) -> sqlite3.Connection:
    """The cache; one of another make, or a damaged one, is begun again."""
    try:
        sql = connected(path)
        if sql.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return sql
        sql.close()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        pass
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
    sql = connected(path)
    sql.execute(f"PRAGMA user_version = {VERSION}")
    return sql


def connected(path: Path | str) -> sqlite3.Connection:
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA synchronous=OFF")  # a cache: what a power cut damages is made again
    sql.execute("PRAGMA cache_size=-2048")
    sql.execute("PRAGMA temp_store=FILE")
    sql.executescript(_SCHEMA)
    return sql
