"""This module tells the ledger of a bag in the order of the plan, from the journal.

Rows that workers made, and those of units that the plan decided at once, each in its place.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

from archivist.collection import ledger
from archivist.collection.journal import Journal
from archivist.collection.ledger import Row
from archivist.record import record_id


class Booked:
    """The rows of the units in the order of the plan: made ones, and those decided at once."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._firsts: dict[int, Row] = {}  # units that others are duplicates of

    def skip(self, bag: int, accession: str) -> None:
        """Pass by a bag that is sealed already, remembering what later ones repeat."""
        for _ in self.rows(bag, accession):
            pass

    def rows(self, bag: int, accession: str) -> Iterator[Row]:
        """The ledger of one bag; the bags are asked for in their order."""
        made = self._made(bag)
        query = (
            "SELECT unit.no, name, part, unit.size, unit.sha256, outcome, reason, message, twin,"
            " known, original, original_offset,"
            " EXISTS (SELECT 1 FROM unit AS other WHERE other.twin = unit.no)"
            " FROM unit JOIN input ON input.no = unit.input WHERE unit.bag = ? ORDER BY unit.no"
        )
        for found in self._journal.sql.execute(query, (bag,)):
            no, name, part, size, digest, outcome, reason, message, twin, known, *kept = found
            original, offset, repeated = kept
            if outcome is None:
                row = next(made)
            else:
                row = Row(
                    path=name,
                    part=part,
                    bytes=size,
                    sha256=digest,
                    outcome=outcome,
                    reason=reason or "",
                    message=message or "",
                    original=original if outcome != "quarantined" else "",
                    original_offset=offset if outcome != "quarantined" else None,
                )
                row = self._pointing(row, twin, known)
            if repeated:
                self._firsts[no] = row
            yield row
        if next(made, None) is not None:
            raise AssertionError(f"{accession}: more rows were made than planned")

    def _made(self, bag: int) -> Iterator[Row]:
        for (shard,) in self._journal.sql.execute(
            "SELECT shard FROM shard WHERE bag = ? ORDER BY shard", (bag,)
        ).fetchall():
            yield from ledger.read(io.BytesIO(self._journal.rows(bag, shard)))

    def _pointing(self, row: Row, twin: int | None, known: str | None) -> Row:
        """The row, pointing to the record that stands for the unit."""
        if twin is not None:
            first = self._firsts[twin]
            return replace(row, id=first.id, message=f"the bytes of {first.path}{first.part}")
        if known is None:
            return row
        before = json.loads(known)
        if row.outcome == "unchanged":
            return replace(
                row,
                id=before["id"] or record_id(row.sha256),
                accession=before["accession"],
                shard=before["shard"],
                offset=before["offset"],
                line=before["line"],
            )
        return replace(row, id=before["id"])
