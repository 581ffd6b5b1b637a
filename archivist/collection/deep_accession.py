"""This module checks one accession: each record by its row, its source and its exports.

Everything is streamed; what is held at a time is one shard.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archivist import checks, jsontext
from archivist.collection import (
    deep_containers,
    deep_exports,
    deep_sources,
    index,
    layout,
    ledger,
    patches,
)
from archivist.collection.bag import Bag
from archivist.collection.deep_account import DAMAGES, Deep, Tell, place, said
from archivist.collection.ledger import Row
from archivist.record import Date, Record, record_id


class Shards:
    """The records of an accession, one shard at a time: (offset, line) → (line of file, bytes)."""

    def __init__(self, bag: Bag) -> None:
        self._bag = bag
        self._name: str | None = None
        self._lines: dict[tuple[int, int], tuple[int, bytes]] = {}
        self.used: Counter[str] = Counter()
        self.held: dict[str, int] = {}

    def load(self, shard: str) -> dict[tuple[int, int], tuple[int, bytes]]:
        """The lines of a shard. Raises OSError, ValueError, zlib.error."""
        if shard != self._name:
            file = layout.records_of(shard)
            if file not in self._bag.files.sizes:
                raise ValueError("no such file")
            self._lines = dict(_placed(self._bag.root / file))
            self._name = shard
            self.held[shard] = len(self._lines)
        return self._lines


def _placed(path: Path) -> Iterator[tuple[tuple[int, int], tuple[int, bytes]]]:
    number = 0
    for offset, data in deep_sources.members(path):
        for line, content in enumerate(data.splitlines(keepends=True)):
            number += 1
            yield (offset, line), (number, content)


@dataclass(slots=True)
class Accession:
    """The check of one accession."""

    bag: Bag
    done: Deep
    tell: Tell
    known: index.Index | None
    counts: Counter[str] = field(default_factory=Counter)

    def check(self) -> None:
        self.done.accessions += 1
        shards = Shards(self.bag)
        exports = deep_exports.Exports(self.bag, self._report(), self._export)
        if (self.bag.root / layout.LEDGER).is_file():
            if self._rows(shards, exports):
                self._leftover(shards)
                self._counted()
                self._containers()
                self._corrections()
            self._sources()
        elif self.bag.value("archivist-kind") != "withdrawal":
            self._say("C028", layout.LEDGER, "found none, wanted the ledger")
        self._withdrawn()

    # -------------------------------------------------------------- records

    def _rows(self, shards: Shards, exports: deep_exports.Exports | None) -> bool:
        """Whether the ledger could be read to its end."""
        try:
            with (self.bag.root / layout.LEDGER).open("rb") as opened:
                rows = ledger.read(opened, self._label(layout.LEDGER))
                for shard, held, whole in self._shards(rows, shards):
                    if exports is not None:
                        self.done.exports += exports.check(shard, held, whole=whole)
        except DAMAGES as damaged:
            self._say("C028", layout.LEDGER, f"found {said(damaged)}, wanted whole rows")
            return False
        return True

    def _shards(
        self, rows: Iterator[Row], shards: Shards
    ) -> Iterator[tuple[str, dict[str, Record], bool]]:
        """(shard, its records by their ids, whether these are all) while the rows go by."""
        shard, held, whole = "", dict[str, Record](), True
        for row in rows:
            self.counts[row.outcome] += 1
            if row.outcome != "written":
                self._pointing(row)
                continue
            if held and row.shard != shard:
                yield shard, held, whole
                held, whole = {}, True
            shard = row.shard
            record = self._record(row, shards)
            whole = whole and record is not None
            if record is not None:
                held[row.id] = record
        if held:
            yield shard, held, whole

    def _pointing(self, row: Row) -> None:
        """A unit that is not written may have a record all the same: then there is one."""
        if row.id and not self._is_known(row.id):
            what = f"found no record {row.id} for {row.path}{row.part}, wanted it written"
            self._say("C028", layout.LEDGER, what)

    def _is_known(self, id: str) -> bool:
        known = self.known
        return known is None or bool(known.of_id(id)) or known.withdrawn(id) is not None

    def _record(self, row: Row, shards: Shards) -> Record | None:
        """The record of a row, checked; None when there is none to go on with."""
        file = layout.records_of(row.shard)
        try:
            lines = shards.load(row.shard)
        except DAMAGES as damaged:
            self._say("C027", file, f"found {said(damaged)}, wanted records that can be read")
            return None
        place = lines.get((row.offset or 0, row.line or 0))
        if place is None:
            at = f"line {row.line} of the member at {row.offset}"
            self._say("C028", layout.LEDGER, f"found nothing at {at} of {file}, wanted {row.id}")
            return None
        shards.used[row.shard] += 1
        number, content = place
        self.done.records += 1
        record = self._valid(row.id, file, content, number)
        if record is not None:
            self._agree(row, record)
        return record

    def _valid(self, id: str, file: str, content: bytes, number: int) -> Record | None:
        """The record of a line, None when it is none; what is wrong with it is said."""
        record, problems = checks.validate_bytes(content, file)
        for found in problems:
            if found.severity == "error":
                self._say("C027", file, f"{id}: {found.code} {found.message}", number)
        if record is not None and not _is_canonical(content, record):
            self._say("C027", file, f"{id}: found other bytes than its canonical form", number)
        return record

    def _agree(self, row: Row, record: Record) -> None:
        """The row says of the record what the record says."""
        for name, found, wanted in _facts(row, record):
            if found != wanted:
                what = f"{row.path}{row.part}: {name}: found {found!r}, wanted {wanted!r}"
                self._say("C028", layout.LEDGER, f"{what}, as the record has it")

    def _leftover(self, shards: Shards) -> None:
        """Records that no row names."""
        folder = self.bag.root / layout.RECORDS
        for path in sorted(folder.glob("*.jsonl.gz")) if folder.is_dir() else ():
            shard = path.name.partition(".")[0]
            try:
                there = shards.held.get(shard)
                there = len(shards.load(shard)) if there is None else there
            except DAMAGES:
                continue  # said where its rows were read
            if there > shards.used[shard]:
                what = f"found {there:,} records, wanted {shards.used[shard]:,} as in the ledger"
                self._say("C028", layout.records_of(shard), what)

    # -------------------------------------------------------------- sources

    def _sources(self) -> None:
        try:
            with (self.bag.root / layout.LEDGER).open("rb") as opened:
                rows = ledger.read(opened, self._label(layout.LEDGER))
                sources = deep_sources.Sources(self.bag, self._report(), self._source, self.known)
                sources.check(rows)
        except DAMAGES:
            return  # said where its rows were read
        self.done.sources += sources.held
        self.done.untold += sources.untold
        self.done.elsewhere += sources.elsewhere

    def _containers(self) -> None:
        whole = self._report().get("bag", {}).get("of", 1) == 1
        try:
            for fault in deep_containers.faults(self.bag.root, whole=whole):
                self._say("C028", layout.CONTAINERS, fault)
        except DAMAGES as damaged:
            self._say("C028", layout.CONTAINERS, f"found {said(damaged)}, wanted whole rows")

    def _corrections(self) -> None:
        """The files of patches are those that the run was given; a purge may have changed them."""
        if self.bag.value("archivist-kind") != "articles":
            return
        try:
            for fault in patches.faults(self.bag.root, str(self._report().get("options") or "")):
                self._say("C028", layout.CORRECTIONS, fault)
        except DAMAGES as damaged:
            self._say("C028", layout.CORRECTIONS, f"found {said(damaged)}, wanted patches")

    def _source(self, file: str, message: str) -> None:
        self._say("C027", file, message)

    def _export(self, file: str, message: str) -> None:
        self._say("C029", file, message)

    # -------------------------------------------------------------- counts and withdrawals

    def _report(self) -> dict[str, Any]:
        """report.json; nothing where it cannot be read, which is said by `_counted`."""
        try:
            found = json.loads((self.bag.root / layout.REPORT_JSON).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _counted(self) -> None:
        """Ledger and report tell the same numbers."""
        told = self._report().get("counts")
        if not isinstance(told, dict):
            self._say("C028", layout.REPORT_JSON, "found no counts, wanted those of the run")
            return
        names = {"written": "written", "unchanged": "unchanged", "setAside": "set-aside",
                 "quarantined": "quarantined"}  # fmt: skip
        for name, outcome in names.items():
            found, wanted = told.get(name), self.counts[outcome]
            if found != wanted:
                what = f"{name}: found {found}, wanted {wanted} as in the ledger"
                self._say("C028", layout.REPORT_JSON, what)

    def _withdrawn(self) -> None:
        """What is withdrawn was written once, or its tombstone is all that is left of it."""
        path = self.bag.root / layout.WITHDRAWN
        if not path.is_file():
            return
        try:
            with path.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    if not (row["id"].startswith("urn:uuid:") and row["reason"].strip()):
                        what = f"found {row['id']!r} for {row['reason']!r}, wanted id and reason"
                        self._say("C028", layout.WITHDRAWN, what)
        except DAMAGES as damaged:
            self._say("C028", layout.WITHDRAWN, f"found {said(damaged)}, wanted whole rows")

    def _label(self, path: str) -> str:
        return f"{self.bag.label}/{path}"

    def _say(self, code: str, path: str, message: str, line: int | None = None) -> None:
        self.tell(place(code, self._label(path), message, line))


def _is_canonical(content: bytes, record: Record) -> bool:
    """Whether a kept line is the canonical form of what it says; an older record is read as new."""
    if jsontext.of_record(record)[1] + b"\n" == content:
        return True
    return jsontext.canonical(jsontext.load(content, "")) + b"\n" == content


def _facts(row: Row, record: Record) -> Iterator[tuple[str, object, object]]:
    """(column, what the row has, what the record has)."""
    date = _date(record.dates)
    yield "id", row.id, record.id
    if row.id == record_id(row.sha256):  # else one of our exports was archived: its source is older
        yield "bytes", row.bytes, record.source.size
        yield "part", row.part, record.source.part or ""
    yield "language", row.language, record.language.value if record.language else ""
    yield "date", row.date, date.value if date else ""
    yield "title", row.title, record.title.value
    yield "title_kind", row.title_kind, record.title.kind
    yield "status", row.status, record.status


def _date(dates: tuple[Date, ...]) -> Date | None:
    published = (item for item in dates if item.role == "published")
    return next(published, dates[0] if dates else None)
