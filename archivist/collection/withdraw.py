"""This module withdraws records, and makes them usable again: an accession that says so.

The originals stay where they are; catalog, later exports and packages leave the records out, and
archiving the same bytes again does not bring them back. Purging is another matter (`purge`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archivist import disk, fingerprint
from archivist.collection import extract, layout, ledger, staging, tombstones
from archivist.collection.extract import Withdrawn
from archivist.collection.facts import Accession, Counts
from archivist.collection.index import Index, catalog
from archivist.collection.premis_events import Event
from archivist.collection.tombstones import Action, Tombstone
from archivist.errors import OutputExists
from archivist.record import record_id
from archivist.settings import Settings

SHOWN = 50  # reasons told apart in PREMIS; withdrawn.csv has all


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, why, who says so, and when (`YYYY-MM-DDThh:mm:ssZ`)."""

    collection: Path
    action: Action
    reason: str
    operator: str | None
    as_of: str

    def tombstone(self, id: str, digest: str) -> Tombstone:
        """What is to be said of one record."""
        return Tombstone(id, self.reason, self.operator or "", self.as_of, self.action, digest)


@dataclass(frozen=True, slots=True)
class Target:
    """A record that was named: its id, and the digest of its source."""

    id: str
    sha256: str
    name: str


def once(found: Iterable[Sequence[Target]]) -> list[Target]:
    """All of them, each once."""
    by_id: dict[str, Target] = {}
    for target in itertools.chain.from_iterable(found):
        by_id.setdefault(target.id, target)
    return list(by_id.values())


def targets(index: Index, wanted: str) -> list[Target]:
    """The records that an id, digest or path stands for; of a box all that are in it.

    Raises NotThere. What was purged is known by its tombstone.
    """
    try:
        item = extract.find(index, wanted)
    except Withdrawn as gone:
        return [Target(gone.tombstone.id, gone.tombstone.sha256, wanted)]
    if item.record is not None:
        return [Target(item.record.id, item.record.sha256, item.name)]
    query = (
        "SELECT DISTINCT id, sha256, path || part FROM row WHERE path = ? AND part <> ''"
        " AND outcome = 'written' ORDER BY rowid"
    )
    inside = [] if item.row.part else index.sql.execute(query, (item.row.path,)).fetchall()
    if inside:
        return [Target(*row) for row in inside]
    return [Target(record_id(item.row.sha256), item.row.sha256, item.name)]


def changed(index: Index, found: Sequence[Target], action: Action) -> list[Target]:
    """Those of which this is not the last word already."""
    if action == "restored":
        return [target for target in found if index.withdrawal(target.id) is not None]
    return [target for target in found if index.withdrawal(target.id) is None]


def write(order: Order, found: Sequence[Target]) -> str:
    """Seal an accession that says it of all of them; its name. Raises OSError."""
    collection = order.collection
    staging.clear(collection)
    accessions = layout.accessions(collection)
    info = staging.info_of(accessions[-1])
    accession = _facts(order, layout.next_number(collection), dict(info))
    staged = staging.Staged(collection, accession)
    said = [order.tombstone(target.id, target.sha256) for target in found]
    staged.write(layout.WITHDRAWN, tombstones.write(said))
    staged.write(layout.LEDGER, ledger.write(()))
    staged.finish([event(order, [target.id for target in found])], info)
    staged.take_place()
    return accession.name


def refresh(collection: Path) -> None:
    """Bring the catalog up to date. Raises OSError."""
    with Index(collection) as index:
        disk.replace_streamed(collection / layout.CATALOG, catalog(index))
    disk.sync_folder(collection)


def event(order: Order, ids: Sequence[str], notes: tuple[str, ...] = ()) -> Event:
    """The PREMIS event of a withdrawal, a purge or a return."""
    what = {
        "withdrawn": "withdrawn, the originals kept",
        "purged": "withdrawn, records and originals removed",
        "restored": "usable again",
    }[order.action]
    number = f"{len(ids):,} record{'s' if len(ids) != 1 else ''}"
    kind: Any = "accession" if order.action == "restored" else "deaccession"
    return Event(kind, f"{number} {what}: {order.reason}", "success", notes, tuple(ids))


def _facts(order: Order, number: int, info: dict[str, str]) -> Accession:
    return Accession(
        number=number,
        kind="withdrawal",
        as_of=order.as_of,
        version=fingerprint.VERSION,
        components=fingerprint.components(),
        fingerprint=fingerprint.of(Settings()),
        options="",
        formats=(),
        detail="compact",
        originals="kept",
        operator=order.operator,
        organization=info.get("Source-Organization"),
        rights=None,
        inputs=0,
        input_bytes=0,
        counts=Counts(),
        reasons={},
        codes={},
    )


def unfinished(collection: Path) -> OutputExists | None:
    """Why nothing can be withdrawn now: a run of `archive` broke off and may hold anything."""
    replaced = {info for folder in layout.accessions(collection) for info in _replaced(folder)}
    making = [folder for folder in layout.unsealed(collection) if folder.name not in replaced]
    if not making and not (collection / layout.JOURNAL).exists():
        return None
    hint = "finish it with the command it was begun with, or discard it: archive … --restart"
    return OutputExists(f"{collection}: a run of archive broke off there", hint=hint)


def _replaced(accession: Path) -> list[str]:
    from archivist.collection.index import info_pairs

    return [value for name, value in info_pairs(accession) if name == "Archivist-Replaces"]
