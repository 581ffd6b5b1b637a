"""This module remembers what was sent to a store that cannot be asked: an SQLite file.

Where a store answers questions it is asked, and nothing is remembered: a store that was emptied,
or restored from last week, tells so itself.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from archivist.errors import UsageError, WorldRefused

APPLICATION = 0x41524350  # "ARCP": the file is ours
OFTEN = 1.0  # seconds between two commits
PATIENCE = 30.0  # seconds to wait for another run that writes

_TABLE = """
CREATE TABLE IF NOT EXISTS sent (
  store TEXT NOT NULL, graph TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (store, graph)
) WITHOUT ROWID
"""


class State:
    """Use as a context. What was said to be sent is on the disk a second later, and at the end.

    `store`: its address. Raises UsageError for a file that is not ours, WorldRefused.
    """

    def __init__(self, path: Path, store: str) -> None:
        self._store = store
        self._committed = time.monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=PATIENCE)
        except (OSError, sqlite3.Error) as refused:
            raise WorldRefused(f"{path}: {refused}", hint="name another with --state") from refused
        try:
            self._prepare(path)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.commit()
        self._file.close()

    def digests(self, graphs: Sequence[str]) -> dict[str, str]:
        """graph → the digest that was sent last; "" for one that was deleted."""
        asked = "SELECT digest FROM sent WHERE store = ? AND graph = ?"
        rows = (
            (graph, self._file.execute(asked, (self._store, graph)).fetchone()) for graph in graphs
        )
        return {graph: row[0] for graph, row in rows if row}

    def sent(self, graph: str, digest: str) -> None:
        """The store has it now; `digest`: "" when it was deleted. Raises WorldRefused."""
        try:
            self._file.execute("REPLACE INTO sent VALUES (?, ?, ?)", (self._store, graph, digest))
            if time.monotonic() - self._committed > OFTEN:
                self._file.commit()
                self._committed = time.monotonic()
        except sqlite3.Error as refused:
            raise WorldRefused(f"the state of what was sent: {refused}") from refused

    def _prepare(self, path: Path) -> None:
        try:
            (mark,) = self._file.execute("PRAGMA application_id").fetchone()
            (number,) = self._file.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if number and mark != APPLICATION:
                raise sqlite3.DatabaseError
            self._file.execute(f"PRAGMA application_id = {APPLICATION}")
            self._file.execute(_TABLE)
            self._file.commit()
        except sqlite3.DatabaseError as other:
            hint = "name another file with --state"
            raise UsageError(f"{path}: found no state of archivist publish", hint=hint) from other
