"""This module keeps answers on the disk, so that nothing is asked twice: an SQLite file.

A batch is on the disk, all of it or none, before the next one is asked: whoever is stopped anywhere
goes on from there. Keyed by service and query; `archivist authority reconcile --refresh` asks anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archivist.errors import UsageError, WorldRefused
from archivist.jsontext import canonical
from archivist.reconciliation.service import Candidate, Query, Service

APPLICATION = 0x41524356  # "ARCV": the file is ours
VERSION = 1
PATIENCE = 30.0  # seconds to wait for another run that writes

_TABLES = """
CREATE TABLE service (endpoint TEXT PRIMARY KEY, manifest TEXT NOT NULL);
CREATE TABLE answer (
  endpoint TEXT NOT NULL, query TEXT NOT NULL, candidates TEXT NOT NULL, asked TEXT NOT NULL,
  PRIMARY KEY (endpoint, query)
) WITHOUT ROWID;
"""


def home() -> Path:
    """Where the cache lies unless --cache names a file: the user's folder for such things."""
    if os.name == "nt":
        folder = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = str(Path.home() / "Library" / "Caches")
    else:
        folder = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(folder) / "archivist" / "reconciliation.sqlite"


class Answers:
    """Use as a context. Raises UsageError for a file that is no cache of ours, else WorldRefused.

    `asked`: the instant that answers are marked with.
    """

    def __init__(self, path: Path, asked: str) -> None:
        self.path = path
        self._asked = asked
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._store = sqlite3.connect(path, timeout=PATIENCE, isolation_level="IMMEDIATE")
        except (OSError, sqlite3.Error) as refused:
            raise self._refused(refused) from refused
        try:
            self._prepare()
        except BaseException:
            self._store.close()
            raise

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def service(self, endpoint: str) -> Service | None:
        """What the service said of itself the last time."""
        row = self._one("SELECT manifest FROM service WHERE endpoint = ?", endpoint)
        return None if row is None else Service(**json.loads(row))

    def find(self, endpoint: str, query: Query) -> list[Candidate] | None:
        """The answer to a query; None when it was never answered."""
        statement = "SELECT candidates FROM answer WHERE endpoint = ? AND query = ?"
        row = self._one(statement, endpoint, _key(query))
        return None if row is None else [Candidate(**item) for item in json.loads(row)]

    def keep_service(self, endpoint: str, service: Service) -> None:
        self._write("REPLACE INTO service VALUES (?, ?)", [(endpoint, _json(asdict(service)))])

    def keep(self, endpoint: str, answered: Iterable[tuple[Query, list[Candidate]]]) -> None:
        """All of them or none, through to the disk."""
        rows = [
            (endpoint, _key(query), _json([asdict(item) for item in found]), self._asked)
            for query, found in answered
        ]
        self._write("REPLACE INTO answer VALUES (?, ?, ?, ?)", rows)

    # --- the file

    def _prepare(self) -> None:
        """Makes the tables in an empty file. Raises UsageError for somebody else's."""
        try:
            with self._store:
                self._store.execute("BEGIN IMMEDIATE")
                (pages,) = self._store.execute("SELECT count(*) FROM sqlite_master").fetchone()
                (ours,) = self._store.execute("PRAGMA application_id").fetchone()
                (version,) = self._store.execute("PRAGMA user_version").fetchone()
                if pages == 0 and ours == 0:
                    self._make()
                elif (ours, version) != (APPLICATION, VERSION):
                    raise self._foreign()
        except sqlite3.OperationalError as refused:
            raise self._refused(refused) from refused
        except sqlite3.DatabaseError as wrong:
            raise self._foreign() from wrong

    def _make(self) -> None:
        for statement in _TABLES.split(";"):
            self._store.execute(statement)
        self._store.execute(f"PRAGMA application_id = {APPLICATION}")
        self._store.execute(f"PRAGMA user_version = {VERSION}")

    def _foreign(self) -> UsageError:
        hint = "name another file with --cache, or remove it: it only saves asking again"
        return UsageError(f"{self.path}: found no cache of archivist", hint=hint)

    def _refused(self, refused: Exception) -> WorldRefused:
        why = getattr(refused, "strerror", None) or str(refused)
        return WorldRefused(f"{self.path}: {why}", hint="name another file with --cache")

    def _one(self, statement: str, *values: str) -> Any:
        try:
            row = self._store.execute(statement, values).fetchone()
        except sqlite3.Error as refused:
            raise self._refused(refused) from refused
        return None if row is None else row[0]

    def _write(self, statement: str, rows: Sequence[tuple[str, ...]]) -> None:
        try:
            with self._store:
                self._store.executemany(statement, rows)
        except sqlite3.Error as refused:
            raise self._refused(refused) from refused


def _key(query: Query) -> str:
    return canonical(dict(query)).decode("utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
