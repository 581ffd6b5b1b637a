"""This module seals accessions: reports, PREMIS, README, manifests, and bagit.txt as the last.

Everything is made from the journal, and made again when the sealing was broken off: the bytes
are the same.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid5

from archivist import disk, schema
from archivist import fingerprint as fingerprints
from archivist.collection import (
    bagging,
    changes,
    containers,
    fetch,
    guide,
    layout,
    ledger,
    near,
    originals,
    packing,
    patches,
    premis,
    reports,
    sketches,
)
from archivist.collection.booked import Booked
from archivist.collection.changes import Change
from archivist.collection.containers import Container
from archivist.collection.facts import Accession, Checked, Counts, Originals, PayloadFile, Shard
from archivist.collection.index import Index, catalog
from archivist.collection.journal import Done, Journal
from archivist.collection.ledger import Row
from archivist.collection.near import Pair
from archivist.collection.originals import Original
from archivist.collection.report_page import report_html
from archivist.record import NAMESPACE


@dataclass(frozen=True, slots=True)
class Run:
    """What is the same for every bag of a run; `first`: number of the first of `bags`.

    `max_size`: bytes that a source may have had to be read. `corrections`: the files of patches.
    """

    first: int
    bags: int
    as_of: str
    options: str
    fingerprint: str
    formats: tuple[str, ...]
    detail: str
    originals: Originals
    operator: str | None
    rights: str | None
    info: tuple[tuple[str, str], ...]
    supersedes: tuple[str, ...]
    max_size: int
    corrections: tuple[str, ...] = ()
    checked: Checked | None = None


def seal(journal: Journal, collection: Path, run: Run) -> Iterator[Accession]:
    """Seal the accessions of a run in their order. Raises OSError."""
    told = Booked(journal)
    with Index(collection) as index:
        for bag in range(1, run.bags + 1):
            accession = _facts(journal, run, bag)
            folder = collection / accession.name
            if (folder / layout.DECLARATION).is_file():
                told.skip(bag, accession.name)
            else:
                _Seal(journal, collection, run, index).seal(bag, accession, folder, told)
            yield accession
        index.refresh()
        disk.replace_streamed(collection / layout.CATALOG, catalog(index))
    disk.sync_folder(collection)


def _facts(journal: Journal, run: Run, bag: int) -> Accession:
    """What is known of one bag of the run."""
    reasons, codes = _decided(journal, bag, "set-aside"), _decided(journal, bag, "quarantined")
    counts = Counts(0, _decided(journal, bag, "unchanged").total(), reasons.total(), codes.total())
    for done in journal.done(bag):
        counts += done.counts
        reasons.update(done.reasons)
        codes.update(done.codes)
    inputs = "SELECT count(*), coalesce(sum(size), 0) FROM input WHERE no IN (SELECT input FROM"
    number, size = journal.sql.execute(f"{inputs} unit WHERE bag = ?)", (bag,)).fetchone()
    return Accession(
        number=run.first + bag - 1,
        kind="articles",
        as_of=run.as_of,
        version=fingerprints.VERSION,
        components=fingerprints.components(),
        fingerprint=run.fingerprint,
        options=run.options,
        formats=run.formats,
        detail=run.detail,
        originals=run.originals,
        operator=run.operator,
        organization=dict(run.info).get("Source-Organization"),
        rights=run.rights,
        inputs=number,
        input_bytes=size,
        counts=counts,
        reasons=dict(sorted(reasons.items())),
        codes=dict(sorted(codes.items())),
        checked=run.checked,
        supersedes=run.supersedes,
        corrections=tuple(path for path, _ in patches.kept(run.corrections)),
        group=_group(run) if run.bags > 1 else None,
        part=bag,
        of=run.bags,
    )


def _decided(journal: Journal, bag: int, outcome: str) -> Counter[str]:
    """Units that the plan itself decided, by reason."""
    query = (
        "SELECT coalesce(reason, ''), count(*) FROM unit WHERE bag = ? AND outcome = ? GROUP BY 1"
    )
    return Counter(dict(journal.sql.execute(query, (bag, outcome))))


def _group(run: Run) -> str:
    seed = f"group:{run.first}:{run.bags}:{run.as_of}:{run.fingerprint}"
    return f"urn:uuid:{uuid5(NAMESPACE, seed)}"


class _Seal:
    """One bag on its way to bagit.txt; `files` are all that its manifests will list."""

    def __init__(self, journal: Journal, collection: Path, run: Run, index: Index) -> None:
        self._journal = journal
        self._collection = collection
        self._run = run
        self._index = index
        self._others: list[PayloadFile] = []

    def seal(self, bag: int, accession: Accession, folder: Path, told: Booked) -> None:
        """Write what is missing, take away leftovers, declare the bag."""
        self._others = list(self._journal.kept(bag))
        self._write(folder, layout.LEDGER, ledger.write(told.rows(bag, accession.name)))
        if accession.supersedes:
            found = self._changes(folder)
            self._write(folder, layout.CHANGES, changes.write(found))
        for path, given in patches.kept(self._run.corrections):
            self._write(folder, path, [Path(given).read_bytes()])
        if accession.originals == "kept":
            self._write(folder, layout.ORIGINALS_LIST, originals.write(_kept(self._journal, bag)))
        cut = _containers(self._journal, bag, self._run.max_size)
        first = next(cut, None)
        if first is not None:
            listed = containers.write(itertools.chain([first], cut))
            self._write(folder, layout.CONTAINERS, listed)
        if accession.counts.written:
            self._write(folder, layout.SKETCHES, _sketches(self._journal, bag))
            self._write(folder, layout.NEAR, near.write(self._near(folder)))
        with (folder / layout.LEDGER).open("rb") as opened:
            differing = _read_changes(folder / layout.CHANGES)
            alike = near.read(folder / layout.NEAR)
            summary = reports.gather(accession, ledger.read(opened), differing, alike)
        if not summary.adds_up:
            raise AssertionError(f"{accession.name}: the ledger does not add up: {summary.counted}")
        self._write(folder, layout.REPORT_JSON, [reports.report_json(summary)])
        self._write(folder, layout.REPORT_HTML, [report_html(summary)])
        for name in sorted(schema.names()):
            self._write(folder, f"{layout.SCHEMAS}/{name}", [schema.read(name)])
        shards = [_shard(done) for done in self._journal.done(bag)]
        example = next((o for o in _kept(self._journal, bag) if o.offset is not None), None)
        others = {file.path for file in self._others}
        self._write(folder, layout.README, [guide.readme(accession, shards, example, others)])
        record = premis.write(accession, shards, self._others)
        self._write(folder, layout.PREMIS, record)
        files = [file for shard in shards for file in shard.files] + self._others
        _tidy(folder, {file.path for file in files})
        bagging.declare(folder, accession, files, self._run.info)

    def _write(self, folder: Path, path: str, chunks: Iterable[bytes]) -> None:
        """Write a payload file, digesting it."""
        self._others.append(bagging.write_payload(folder, path, chunks))

    def _near(self, folder: Path) -> Iterator[Pair]:
        """Records whose texts are nearly those of others, here or in earlier accessions."""
        self._index.refresh()
        earlier = [self._collection / info.name for info in self._index.accessions()]
        scratch = self._collection / layout.NEAR_WORK
        return near.find(folder, earlier, scratch, lambda id: self._index.withdrawn(id) is not None)

    def _changes(self, folder: Path) -> Iterator[Change]:
        """How records of a superseding accession differ from those before."""
        with (folder / layout.LEDGER).open("rb") as opened:
            for row in ledger.read(opened):
                before = self._before(row) if row.outcome == "written" else None
                if before is None:
                    continue
                old = json.loads(fetch.record(self._collection, before))
                new = json.loads(fetch.record(self._collection, row))
                fields = changes.fields_changed(old, new)
                if fields:
                    yield Change(row.id, f"{row.path}{row.part}", fields)

    def _before(self, row: Row) -> Row | None:
        """The newest row of the same record in an accession before this run."""
        found = (item for item in self._index.of_id(row.id))
        first = self._run.first
        return next((o for o in found if layout.number_of(o.accession) < first), None)


def _sketches(journal: Journal, bag: int) -> Iterator[bytes]:
    """The sketches of a bag's records: a gzip member of the columns, and one a shard."""
    yield packing.member(f"{sketches.HEADER}\n".encode())
    yield from journal.sketches(bag)


def _kept(journal: Journal, bag: int) -> Iterator[Original]:
    """The inputs whose bytes lie in the bag, in their order."""
    query = (
        "SELECT name, size, sha256, original, original_offset FROM input"
        " WHERE bag = ? AND original <> '' ORDER BY no"
    )
    for found in journal.sql.execute(query, (bag,)):
        yield Original(*found)


def _containers(journal: Journal, bag: int, limit: int) -> Iterator[Container]:
    """The inputs of several units whose first lies in the bag, in their order."""
    query = (
        "SELECT name, coalesce(only_part, ''), size, sha256, units FROM input"
        " WHERE EXISTS (SELECT 1 FROM unit WHERE unit.input = input.no AND part <> '')"
        " AND (SELECT unit.bag FROM unit WHERE unit.input = input.no ORDER BY unit.no LIMIT 1) = ?"
        " ORDER BY no"
    )
    for found in journal.sql.execute(query, (bag,)):
        name, part, size, digest, number = found
        yield Container(name, part, size, digest, number, limit)


def _read_changes(path: Path) -> Iterator[Change]:
    if path.is_file():
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as opened:
            for row in csv.DictReader(opened):
                yield Change(row["id"], row["path"], tuple(row["fields"].split()))


def _shard(done: Done) -> Shard:
    return Shard(layout.shard_name(done.shard), done.files, done.counts)


def _tidy(folder: Path, wanted: set[str]) -> None:
    """Take away what a killed run left in the payload: nothing that was committed."""
    for place, _, names in os.walk(folder / layout.DATA):
        for name in names:
            path = Path(place, name)
            if path.relative_to(folder).as_posix() not in wanted:
                path.unlink()
