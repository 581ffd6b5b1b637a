"""This module knows what became of a unit before, under the same rules.

Most of a second run is asked here: a loose file is known by its bytes, and a box that is as it was
is known as a whole, so that it need not be cut again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from archivist.collection.index import Index
from archivist.collection.ledger import Row
from archivist.collection.tombstones import Tombstone
from archivist.record import record_id

Decided = tuple[str, str, str]  # outcome, reason, message

# Codes of what may be otherwise the next time: such a unit is tried again.
PASSING = ("R007", "R009", "C030", "C031", "R083")
TOO_LARGE = "R004"


@dataclass(frozen=True, slots=True)
class Before:
    """The row of a unit in an earlier accession; `exact`: it was at the same place."""

    row: Row
    exact: bool

    def pointer(self) -> str:
        """What the ledger will say of it."""
        row = self.row
        return json.dumps(
            {
                "id": row.id,
                "accession": row.accession,
                "shard": row.shard,
                "offset": row.offset,
                "line": row.line,
            }
        )

    def again(self) -> Decided:
        """(outcome, reason, message) of a unit whose bytes were read before."""
        row = self.row
        if row.outcome == "written" or (row.reason == "duplicate" and not self.exact):
            return "unchanged", "", ""
        return row.outcome, row.reason, row.message


class Known:
    """What the index says under one fingerprint; without an index nothing is known.

    `limit`: bytes that a source may have to be read.
    """

    def __init__(self, index: Index | None, fingerprint: str, limit: int) -> None:
        self._index = index
        self._fingerprint = fingerprint
        self._limit = limit

    # -------------------------------------------------------------- one unit

    def was_one_unit(self, path: str, digest: str, size: int) -> bool:
        """Whether these bytes were one unit before, at the same place."""
        if self._index is None or size > self._limit:
            return False
        return self._index.was_one_unit(path, digest, self._fingerprint)

    def withdrawal(self, digest: str) -> Tombstone | None:
        """Why the article of these bytes was withdrawn: it does not come back unsaid."""
        if self._index is None or not digest:
            return None
        return self._index.withdrawal(record_id(digest))

    def before(self, path: str, part: str, digest: str, decided: Decided | None) -> Before | None:
        """What became of a unit: at the same place, else anywhere."""
        if self._index is None:
            return None
        there = self._index.at(path, part, self._fingerprint)
        here = [row for row in there if row.sha256 == digest]
        if decided is not None:
            same = [row for row in here if (row.outcome, row.reason) == decided[:2]]
            return Before(same[0], True) if same else None
        if not digest:
            return None
        here = _still(here)
        rows = here or _still(self._index.known(digest, self._fingerprint))
        if not here:  # a place that is a duplicate stays one; elsewhere it is the record we want
            rows = [row for row in rows if row.reason != "duplicate"] or rows
        if not rows or _is_passing(rows[0]):
            return None
        return Before(rows[0], bool(here))

    # -------------------------------------------------------------- a box

    def box(self, path: str, digest: str) -> Iterator[Before] | None:
        """The units of a whole box as they were; None where they must be cut to be known.

        That is so where the last word on this path was on other bytes, another limit or a part of
        them, or is not all in the ledgers, or where anything of it may be otherwise now.
        """
        index = self._index
        if index is None:
            return None
        last = index.container(path, self._fingerprint)
        if last is None or (last[1].sha256, last[1].part) != (digest, ""):
            return None
        ledger, container = last
        if container.limit != self._limit:
            return None
        wanted = (container.units, container.units)
        retried = ("withdrawn", *PASSING)
        if index.counted(path, self._fingerprint, ledger, retried) != (*wanted, 0):
            return None
        if index.is_some_withdrawn() and any(
            self.withdrawal(row.sha256) for row in index.since(path, self._fingerprint, ledger)
        ):
            return None
        return (Before(row, True) for row in index.since(path, self._fingerprint, ledger))


def _still(rows: list[Row]) -> list[Row]:
    """Without rows that say it was withdrawn: it was, and is no longer."""
    return [row for row in rows if row.reason != "withdrawn"]


def _is_passing(row: Row) -> bool:
    return row.outcome == "quarantined" and row.reason in (*PASSING, TOO_LARGE)
