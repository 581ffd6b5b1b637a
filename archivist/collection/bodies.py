"""This module parts the lines of an export by the records they are of.

N-Quads and N-Triples of many records stand in one file, one after the other: a record has as many
lines as it is written with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archivist import exporters
from archivist.collection.ledger import Row
from archivist.collection.tombstones import Tombstone
from archivist.settings import DETAILS, Settings


class Bodies:
    """The exports of a shard as lines, one record after another in members of many."""

    def __init__(
        self,
        report: Mapping[str, Any],
        format: str,
        old: Path,
        rows: Sequence[Row],
        gone: Mapping[str, Tombstone],
    ) -> None:
        detail = report.get("exports", {}).get("detail")
        self._settings = Settings(detail=detail if detail in DETAILS else "compact")
        self._exporter = exporters.BY_NAME[format]
        self._old = old
        self._gone = gone
        self._rows = iter(rows)

    def without(self, content: bytes) -> bytes:
        """A member without the lines of records that are gone."""
        lines = content.splitlines(keepends=True)
        kept: list[bytes] = []
        at = 0
        while at < len(lines):
            row = next(self._rows, None)
            if row is None:
                break
            body = lines[at : at + self._length(row)]
            at += len(body)
            if row.id not in self._gone:
                kept += body
        kept += lines[at:]
        marks = [id.rpartition(":")[2].encode() for id in self._gone]
        left = [line for line in kept if not any(mark in line for mark in marks)]
        return content if len(left) == len(lines) else b"".join(left)

    def _length(self, row: Row) -> int:
        """How many lines a record has in this format; none where the format cannot carry it."""
        from archivist import checks
        from archivist.collection import fetch
        from archivist.errors import InvalidRecord

        record, _ = checks.validate_bytes(fetch.record(self._old.parent, row), row.path)
        if record is None:
            return 0
        try:
            return self._exporter.write(record, self._settings).count(b"\n")
        except InvalidRecord:
            return 0
