"""This module says what is taken out of an accession, and what its successor inherits of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archivist import fingerprint
from archivist.collection.facts import Accession, Checked, Counts
from archivist.collection.index import info_pairs
from archivist.collection.premis_events import Event
from archivist.collection.tombstones import Tombstone


@dataclass(frozen=True, slots=True)
class Purge:
    """What is taken out of one accession: records by id, with their tombstones; originals by
    (file, offset). `number`: of the successor. `marks`: what the patches of these and of other
    records that are gone have in them."""

    number: int
    as_of: str
    operator: str | None
    gone: Mapping[str, Tombstone]
    originals: frozenset[tuple[str, int | None]]
    event: Event
    marks: frozenset[bytes]


def facts(
    old: Path,
    purge: Purge,
    report: Mapping[str, Any],
    counts: Counts,
    reasons: Mapping[str, int],
    codes: Mapping[str, int],
) -> Accession:
    """What is known of the successor: mostly what was known of the one it replaces."""
    checked = report.get("checksums")
    bag, exports = report["bag"], report["exports"]
    earlier = [value for name, value in info_pairs(old) if name == "Archivist-Replaces"]
    return Accession(
        number=purge.number,
        kind="replacement",
        as_of=purge.as_of,
        version=fingerprint.VERSION,
        components=report["tool"]["components"],
        fingerprint=report["fingerprint"],
        options=report["options"],
        formats=tuple(exports["formats"]),
        detail=exports["detail"],
        originals=report["originals"],
        operator=purge.operator,
        organization=report["organization"],
        rights=report["rights"],
        inputs=report["inputs"],
        input_bytes=report["inputBytes"],
        counts=counts,
        reasons=reasons,
        codes=codes,
        checked=_checked(checked) if checked else None,
        supersedes=tuple(report["supersedes"]),
        corrections=tuple(report.get("corrections", ())),
        replaces=old.name,
        replaced=tuple(earlier),
        group=bag["group"],
        part=bag["part"],
        of=bag["of"],
    )


def _checked(said: Mapping[str, Any]) -> Checked:
    return Checked(said["source"], said["held"], tuple(said["failed"]), said["unlisted"])
