"""This module seals accessions: reports, PREMIS, README, manifests, and bagit.txt as the last.

Everything is made from the journal, and made again when the sealing was broken off: the bytes
are the same.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256, sha512
from pathlib import Path
from uuid import uuid5

from archivist import disk, schema
from archivist import fingerprint as fingerprints
from archivist.collection import (
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
from archivist.collection.changes import Change
from archivist.collection.containers import Container
from archivist.collection.facts import Accession, Checked, Counts, Originals, PayloadFile, Shard
from archivist.collection.index import Index, catalog
from archivist.collection.journal import Done, Journal
from archivist.collection.ledger import Row
from archivist.collection.near import Pair
from archivist.collection.originals import Original
from archivist.collection.report_page import report_html
from archivist.record import NAMESPACE, record_id
from archivist.text import size_words

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
CHUNK = 1024 * 1024


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
    told = _Ledger(journal)
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
        counts = added(counts, done.counts)
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


def added(one: Counts, two: Counts) -> Counts:
    """Both together."""
    return Counts(
        one.written + two.written,
        one.unchanged + two.unchanged,
        one.set_aside + two.set_aside,
        one.quarantined + two.quarantined,
        one.warned + two.warned,
    )


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

    def seal(self, bag: int, accession: Accession, folder: Path, told: _Ledger) -> None:
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
        declare(folder, accession, files, self._run.info)

    def _write(self, folder: Path, path: str, chunks: Iterable[bytes]) -> None:
        """Write a payload file, digesting it."""
        self._others.append(write_payload(folder, path, chunks))

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


# ------------------------------------------------------------------ the ledger


class _Ledger:
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


# ------------------------------------------------------------------ the bag


def write_payload(folder: Path, path: str, chunks: Iterable[bytes]) -> PayloadFile:
    """Write a file of a bag and its name to the disk. Raises OSError."""
    one, two, size = sha256(), sha512(), 0

    def digested() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            one.update(chunk)
            two.update(chunk)
            size += len(chunk)
            yield chunk

    target = folder / path
    disk.replace_streamed(target, digested())
    disk.sync_folder(target.parent)
    return PayloadFile(path, size, one.hexdigest(), two.hexdigest())


def _tidy(folder: Path, wanted: set[str]) -> None:
    """Take away what a killed run left in the payload: nothing that was committed."""
    for place, _, names in os.walk(folder / layout.DATA):
        for name in names:
            path = Path(place, name)
            if path.relative_to(folder).as_posix() not in wanted:
                path.unlink()


def declare(
    folder: Path,
    accession: Accession,
    files: Sequence[PayloadFile],
    info: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the tag files of a bag, bagit.txt the last. Raises OSError."""
    listed = sorted(files, key=lambda file: file.path.encode("utf-8", "surrogateescape"))
    tags = {
        "manifest-sha256.txt": manifest((file.sha256, file.path) for file in listed),
        "manifest-sha512.txt": manifest((file.sha512, file.path) for file in listed),
        layout.INFO: bag_info(accession, listed, info),
    }
    tagged = {**tags, layout.DECLARATION: DECLARED}
    for name, digest in (("sha256", sha256), ("sha512", sha512)):
        lines = ((digest(tagged[path]).hexdigest(), path) for path in sorted(tagged))
        tags[f"tagmanifest-{name}.txt"] = manifest(lines)
    for name in os.listdir(folder):
        if disk.is_leftover(name):
            (folder / name).unlink()
    for path, content in tags.items():
        disk.write(folder / path, content, force=True)
    disk.sync_folder(folder)
    disk.write(folder / layout.DECLARATION, DECLARED, force=True)
    disk.sync_folder(folder)


def manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    """(digest, path) as a manifest; `%`, CR and LF in paths are percent-encoded (RFC 8493)."""
    return "".join(f"{digest}  {_escaped(path)}\n" for digest, path in lines).encode()


def _escaped(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def bag_info(
    accession: Accession, files: Sequence[PayloadFile], info: Sequence[tuple[str, str]]
) -> bytes:
    """bag-info.txt: what the archivist says first, then what follows from the run."""
    total = sum(file.size for file in files)
    tags = [
        *info,
        ("Bagging-Date", accession.as_of[:10]),
        ("Bag-Software-Agent", f"{fingerprints.NAME} {accession.version}"),
        ("Payload-Oxum", f"{total}.{len(files)}"),
        ("Bag-Size", size_words(total)),
        ("External-Identifier", premis.accession_id(accession)),
        *(_grouped(accession)),
        ("Archivist-Accession", accession.name),
        ("Archivist-Kind", accession.kind),
        ("Archivist-As-Of", accession.as_of),
        ("Archivist-Fingerprint", accession.fingerprint),
        ("Archivist-Originals", accession.originals),
        *(("Archivist-Supersedes", name) for name in accession.supersedes),
        *([("Archivist-Replaces", accession.replaces)] if accession.replaces else []),
        *(("Archivist-Replaces", name) for name in accession.replaced),
    ]
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in tags).encode()


def _grouped(accession: Accession) -> list[tuple[str, str]]:
    if accession.group is None:
        return []
    count = f"{accession.part} of {accession.of}"
    return [("Bag-Group-Identifier", accession.group), ("Bag-Count", count)]
