"""This module keeps the graphs of articles in an Oxigraph store on the disk, as they are now.

Beside the store lies a list of its graphs with the digest of the record that each was made from.
A graph is marked in the list as not to be trusted before the store is changed, and trusted again
when the change is on the disk: whoever is killed in between leaves work, never a wrong answer.
"""

from __future__ import annotations

import functools
import shutil
import sqlite3
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from archivist import __version__
from archivist.exporters.graph.lines import document_iri, iri_of, lines
from archivist.record import Record
from archivist.settings import Detail, Settings

LIST, GRAPHS, LOADING = "graphs.sqlite", "oxigraph", "loading.nq"
DETAIL: Detail = "compact"
# From one changed graph in so many on the store is put in order, which takes a fifth of the time of
# a first build: on 5,000 articles questions take a third of the time they take without it.
MANY = 20

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (make TEXT);
CREATE TABLE IF NOT EXISTS graph (iri TEXT PRIMARY KEY, digest TEXT, place TEXT) WITHOUT ROWID;
CREATE TEMP TABLE seen (
  iri TEXT PRIMARY KEY, digest TEXT, place TEXT, loaded INTEGER) WITHOUT ROWID;
"""


class Held(Protocol):
    """A record and the digest of its canonical JSON; `place`: where its bytes lie for good."""

    @property
    def record(self) -> Record: ...

    @property
    def digest(self) -> str: ...

    @property
    def place(self) -> str: ...


class Keeping:
    """The graphs of one store. Use as a context; only one process at a time may.

    Raises OSError. A store that another version of archivist made, or of which the list is
    damaged, is begun again.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = replace(settings, detail=DETAIL)
        self._make = _make(self._settings)
        self._sql: Any = None
        self._store: Any = None

    def __enter__(self) -> Keeping:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sql = _opened(self._folder / LIST)
        made = self._sql.execute("SELECT make FROM state").fetchall()
        if made != [(self._make,)] or (self.number() and not self._is_there()):
            self._forget()
        return self

    def __exit__(self, *_: object) -> None:
        self._store = None  # closes the database
        self._sql.close()
        (self._folder / LOADING).unlink(missing_ok=True)

    def update(self) -> Update:
        """Bring the store up to date: `add` every record, then `finish`."""
        return Update(self, self._folder, self._sql, self._settings)

    def number(self) -> int:
        """How many graphs there are."""
        found: int = self._sql.execute("SELECT count(*) FROM graph").fetchone()[0]
        return found

    @property
    def graphs(self) -> Any:
        """The pyoxigraph.Store."""
        if self._store is None:
            import pyoxigraph

            self._store = pyoxigraph.Store(self._folder / GRAPHS)
        return self._store

    def _is_there(self) -> bool:
        """Whether the store that the list tells of opens."""
        if not (self._folder / GRAPHS).is_dir():
            return False
        try:
            return self.graphs is not None
        except (OSError, RuntimeError):  # RuntimeError: what RocksDB calls corruption
            return False

    def clear(self) -> None:
        """Begin the store again; the list is the caller's."""
        self._store = None
        shutil.rmtree(self._folder / GRAPHS, ignore_errors=True)

    def _forget(self) -> None:
        self.clear()
        with self._sql:
            self._sql.execute("DELETE FROM graph")
            self._sql.execute("DELETE FROM state")
            self._sql.execute("INSERT INTO state VALUES (?)", (self._make,))


class Update:
    """The records of one update; see `Keeping.update`."""

    def __init__(
        self, keeping: Keeping, folder: Path, sql: sqlite3.Connection, settings: Settings
    ) -> None:
        self._keeping, self._sql, self._settings = keeping, sql, settings
        self._path = folder / LOADING
        self._file = self._path.open("wb")
        self._sql.execute("DELETE FROM seen")

    def is_known(self, id: str, place: str) -> bool:
        """Whether the record at that place is in the store: then it need not be read and added."""
        iri = iri_of(id, self._settings.base_iri)
        query = "SELECT digest FROM graph WHERE iri = ? AND place = ? AND digest IS NOT NULL"
        found = self._sql.execute(query, (iri, place)).fetchone()
        if found:
            self._see(iri, found[0], place, loaded=False)
        return found is not None

    def add(self, held: Held) -> bool:
        """Whether the record is new, or other than in the store. Raises OSError."""
        iri = document_iri(held.record, self._settings)
        known = self._sql.execute("SELECT digest FROM graph WHERE iri = ?", (iri,)).fetchone()
        is_new = bool(known != (held.digest,))
        self._see(iri, held.digest, held.place, loaded=is_new)
        if is_new:
            found = lines(held.record, self._settings, named=True)
            self._file.write("".join([f"{line}\n" for line in found]).encode("utf-8"))
        return is_new

    def _see(self, iri: str, digest: str, place: str, *, loaded: bool) -> None:
        query = "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)"
        self._sql.execute(query, (iri, digest, place, loaded))

    def finish(self) -> None:
        """Load what is new, remove what is gone. Raises OSError."""
        self._file.close()
        with self._sql:
            self._sql.execute(
                "UPDATE graph SET digest = NULL WHERE iri IN (SELECT iri FROM seen WHERE loaded)"
                " OR iri NOT IN (SELECT iri FROM seen)"
            )
        self._load()
        with self._sql:
            self._sql.execute("DELETE FROM graph WHERE iri NOT IN (SELECT iri FROM seen)")
            self._sql.execute("INSERT OR REPLACE INTO graph SELECT iri, digest, place FROM seen")
        self._path.unlink(missing_ok=True)

    def _load(self) -> None:
        import pyoxigraph as ox

        stale = self._sql.execute(
            "SELECT iri FROM graph WHERE digest IS NULL ORDER BY iri"
        ).fetchall()
        trusted = self._keeping.number() - len(stale)
        if not trusted:
            self._keeping.clear()
            stale = []
        with self._sql:  # should the rest be cut short: these may be there in part
            self._sql.execute(
                "INSERT OR IGNORE INTO graph SELECT iri, NULL, place FROM seen WHERE loaded"
            )
        graphs = self._keeping.graphs
        for (iri,) in stale:
            graphs.remove_graph(ox.NamedNode(iri))
        if self._path.stat().st_size:
            graphs.bulk_load(path=self._path, format=ox.RdfFormat.N_QUADS)
        if self._changed() * MANY >= self._keeping.number():
            graphs.optimize()
        graphs.flush()

    def _changed(self) -> int:
        """How many graphs were loaded or removed."""
        query = "SELECT count(*) FROM graph WHERE digest IS NULL"
        found: int = self._sql.execute(query).fetchone()[0]
        return found


@functools.cache
def _code() -> str:
    """A digest of what graphs are made with: a store of other rules is no store of these."""
    parts = files("archivist.exporters").joinpath("graph").iterdir()
    read = (part.read_bytes() for part in sorted(parts, key=lambda one: one.name) if part.is_file())
    return sha256(b"\0".join(read)).hexdigest()


def _make(settings: Settings) -> str:
    said = (settings.base_iri, settings.detail, settings.metadata_licence, settings.without_text)
    return f"{__version__} {_code()} {said!r}"


def _opened(path: Path) -> sqlite3.Connection:
    """The list; a damaged one is begun again, and the store with it."""
    try:
        return _connected(path)
    except sqlite3.OperationalError as refused:
        raise OSError(None, str(refused), str(path)) from refused
    except sqlite3.DatabaseError:
        for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path)
    sql.execute("PRAGMA temp_store = FILE")
    sql.executescript(_SCHEMA)
    return sql
