"""This module counts what a collection holds now: the newest record of each article.

Records that were withdrawn are left out. What was set aside or quarantined is counted by the last
time that its place was read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archivist.collection import fetch, layout
from archivist.collection.index import Index
from archivist.collection.stats import Stats


def count(collection: Path, stats: Stats) -> Iterator[tuple[int, int]]:
    """Add a collection to the counts, telling (records so far, records in all) after each.

    Raises OSError, WorldRefused for a record that is not there, DamagedLedger.
    """
    with Index(collection) as index:
        total = index.number()
        for done, row in enumerate(index.current(), start=1):
            if row.status == "withdrawn":
                stats.withdrawn += 1
            else:
                stats.add(_loaded(fetch.record(collection, row)))
                stats.warned += bool(row.warnings)
                stats.warnings += row.warnings or 0
            yield done, total
        _add_kept_out(index, stats)
        _add_accessions(collection, index, stats)


def _loaded(line: bytes) -> Any:
    """The JSON value of a record."""
    try:
        import orjson
    except ImportError:
        return json.loads(line)
    return orjson.loads(line)


def _add_kept_out(index: Index, stats: Stats) -> None:
    """Set-aside and quarantined units by reason."""
    query = (
        "SELECT outcome, reason, count(*) FROM row WHERE outcome IN ('set-aside', 'quarantined')"
        " AND NOT EXISTS (SELECT 1 FROM row AS other WHERE other.path = row.path"
        " AND other.part = row.part AND other.ledger > row.ledger) GROUP BY 1, 2"
    )
    counted: dict[str, Counter[str]] = {
        "set-aside": stats.set_aside,
        "quarantined": stats.quarantined,
    }
    for outcome, reason, number in index.sql.execute(query):
        counted[outcome][reason] += number


def _add_accessions(collection: Path, index: Index, stats: Stats) -> None:
    for info in index.accessions():
        stats.accessions += 1
        path = collection / info.name / layout.REPORT_JSON
        if path.is_file():
            near = json.loads(path.read_bytes()).get("nearDuplicates") or {}
            stats.near_pairs += near.get("pairs", 0)
            stats.near_records += near.get("records", 0)
