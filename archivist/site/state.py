"""This module keeps what a site is made of: which files are its own, and what its articles say.

One SQLite file below the site's folder. From it the pages that gather many articles are made
again, in its order and in memory that does not grow; it holds nothing that the pages do not show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archivist.errors import OutputExists

VERSION = 1
CACHE = -8_000  # KiB of pages that SQLite keeps

_SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT, size INT, mtime INT, owner TEXT, run INT)
  WITHOUT ROWID;
CREATE INDEX files_of ON files (owner);
CREATE TABLE articles (id TEXT PRIMARY KEY, digest TEXT, made TEXT, run INT, number INT,
  title TEXT, devised INT, language TEXT, date TEXT, filed TEXT, day TEXT, as_of TEXT,
  revision INT, quotes INT, characters INT, triples INT, opening TEXT) WITHOUT ROWID;
CREATE INDEX articles_filed ON articles (filed);
CREATE INDEX articles_day ON articles (day);
CREATE TABLE named (page TEXT, article TEXT, kind TEXT, name TEXT, mentions INT, quotes INT,
  role TEXT, node TEXT, PRIMARY KEY (page, article, name, node)) WITHOUT ROWID;
CREATE INDEX named_by ON named (article);
CREATE TABLE alike (page TEXT, scheme TEXT, iri TEXT, article TEXT,
  PRIMARY KEY (page, scheme, iri, article)) WITHOUT ROWID;
CREATE INDEX alike_by ON alike (article);
CREATE TABLE words (part INT, article TEXT, words TEXT, PRIMARY KEY (part, article)) WITHOUT ROWID;
CREATE INDEX words_by ON words (article);
CREATE TABLE resolved (scheme TEXT, value TEXT, article TEXT, PRIMARY KEY (scheme, value, article))
  WITHOUT ROWID;
CREATE INDEX resolved_by ON resolved (article);
CREATE TABLE changes (number INTEGER PRIMARY KEY, what TEXT, id TEXT, digest TEXT, run INT,
  as_of TEXT);
CREATE TABLE gone (id TEXT PRIMARY KEY, as_of TEXT, run INT) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
OF_ARTICLE = ("named", "alike", "words", "resolved")


class State:
    """The state file of a site. Use as a context: what was said in it is kept at its end.

    Raises OutputExists for a file that this version cannot read, sqlite3.OperationalError where
    the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        fresh = not path.is_file() or path.stat().st_size == 0
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute(f"PRAGMA cache_size={CACHE}")
        self._db.execute("PRAGMA secure_delete=ON")  # what is withdrawn is gone from here too
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            if fresh or not self._version():
                self._db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={VERSION};COMMIT;")
            if self._version() != VERSION:
                raise _unreadable(path, "another version of archivist wrote it")
        except sqlite3.OperationalError:  # the disk refuses
            self._db.close()
            raise
        except sqlite3.DatabaseError as damaged:
            raise _unreadable(path, str(damaged)) from damaged
        self.run = int(self.fact("run") or 0) + 1
        self.fact("run", str(self.run))
        self._db.execute("BEGIN")

    def __enter__(self) -> State:
        return self

    def __exit__(self, *raised: Any) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def keep(self) -> None:
        """What was said up to here stays, whatever comes."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def fact(self, name: str, value: str | None = None) -> str | None:
        """A fact by name; set to a value where one is given."""
        if value is not None:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
        row = self._db.execute("SELECT value FROM facts WHERE name=?", (name,)).fetchone()
        return row[0] if row else None

    def rows(self, query: str, given: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one."""
        return iter(self._db.execute(query, given))

    def one(self, query: str, given: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._db.execute(query, given).fetchone()
        return row

    def number(self, query: str, given: Sequence[Any] = ()) -> int:
        """The one number that a query gives; 0 for none."""
        row = self.one(query, given)
        return int(row[0] or 0) if row else 0

    def say(self, query: str, given: Sequence[Any] = ()) -> None:
        self._db.execute(query, given)

    def add(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Rows into a table, in place of those with the same key."""
        listed = list(rows)
        if listed:
            places = ",".join("?" * len(listed[0]))
            self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", listed)

    def function(self, name: str, of: Callable[[str], str]) -> None:
        """A function of one text for queries."""
        self._db.create_function(name, 1, of, deterministic=True)

    def change(self, what: str, id: str, digest: str | None = None) -> None:
        """An entry of the list of changes; its time is set when the run ends."""
        self._db.execute(
            "INSERT INTO changes (what, id, digest, run) VALUES (?,?,?,?)",
            (what, id, digest, self.run),
        )

    def forget(self, id: str) -> None:
        """All that an article said."""
        for table in OF_ARTICLE:
            self._db.execute(f"DELETE FROM {table} WHERE article=?", (id,))
        self._db.execute("DELETE FROM articles WHERE id=?", (id,))

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])


def _unreadable(path: Path, why: str) -> OutputExists:
    hint = "name a new folder with -o; or take the whole folder away and make it anew"
    return OutputExists(f"{path}: the state of the site cannot be read: {why}", hint=hint)
