"""This module hands articles on: folders of sources with their records, for other systems.

A folder appears when it is complete; the same command goes on with those that are not there yet.
What was withdrawn is left out.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from archivist import disk
from archivist.collection import fetch, layout, transfer
from archivist.collection.extract import Names
from archivist.collection.index import Index
from archivist.collection.ledger import Row
from archivist.collection.recall import CHUNK, Lost, Open, Recall
from archivist.errors import OutputExists

Kind = Literal["archivematica", "loose"]
MANIFEST = "manifest-sha256.txt"
BESIDE = 3  # files in a transfer that are no objects, beside rights.csv


@dataclass(frozen=True, slots=True)
class Order:
    """What to hand on, for whom, where to; `files` in one folder at most. `rights`: an IRI that
    holds for all, else that which each accession was given."""

    collection: Path
    folder: Path
    kind: Kind
    files: int = transfer.FILES
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """A folder is there: `made` now, or before."""

    folder: Path
    articles: int
    made: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder was not made: a source could not be had."""

    folder: Path
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class _Object:
    """One article on its way: its name in the folder, and what goes with it."""

    name: str
    row: Row
    rights: str | None


def package(index: Index, order: Order) -> Iterator[Packed | Broken]:
    """Make the folders one after the other; each holds so many articles in their order.

    Raises OutputExists where another folder is in the way, OSError.
    """
    each = order.files - BESIDE - 1 if order.kind == "archivematica" else (order.files - 1) // 2
    packer = _Packer(index, order)
    rows = (row for row in index.current() if row.status == "usable")
    for number in itertools.count(1):
        group = list(itertools.islice(rows, max(each, 1)))
        if not group:
            return
        yield packer.pack(number, group)


class _Packer:
    def __init__(self, index: Index, order: Order) -> None:
        self._order = order
        self._recall = Recall(order.collection, index)
        self._rights: dict[str, str | None] = {}

    def pack(self, number: int, rows: Iterable[Row]) -> Packed | Broken:
        kind = "transfer" if self._order.kind == "archivematica" else "articles"
        place = self._order.folder / f"{kind}-{number:04d}"
        objects = list(self._objects(rows))
        lists = dict(self._lists(objects))
        if os.path.lexists(place):
            if not _is_same(place, lists):
                hint = "the collection or the options are others now: name another folder with -o"
                raise OutputExists(f"{place}: found another package there", hint=hint)
            return Packed(place, len(objects), False)
        lost = self._make(place, objects, lists)
        return Broken(place, tuple(lost)) if lost else Packed(place, len(objects), True)

    # -------------------------------------------------------------- what goes in

    def _objects(self, rows: Iterable[Row]) -> Iterator[_Object]:
        foreign = self._order.kind == "archivematica"
        names = Names("-" if foreign else "~")
        for row in rows:
            place = _place(row)
            name = names.take(transfer.name(place) if foreign else place)
            yield _Object(name, row, self._rights_of(row))

    def _record(self, item: _Object) -> bytes:
        """Read when it is needed: ten thousand of them are never held."""
        return fetch.record(self._order.collection, item.row)

    def _rights_of(self, row: Row) -> str | None:
        if self._order.rights:
            return self._order.rights
        if row.accession not in self._rights:
            report = self._order.collection / row.accession / layout.REPORT_JSON
            said = json.loads(report.read_bytes()).get("rights")
            self._rights[row.accession] = said if isinstance(said, str) else None
        return self._rights[row.accession]

    def _lists(self, objects: list[_Object]) -> Iterator[tuple[str, bytes]]:
        """(path, content) of all but the sources and their records."""
        if self._order.kind == "loose":
            lines = [(item.name, item.row.sha256) for item in objects]
            lines += [
                (_beside(item), hashlib.sha256(self._record(item)).hexdigest()) for item in objects
            ]
            yield MANIFEST, transfer.checksums(sorted(lines))
            return
        paths = [(f"objects/{item.name}", item) for item in objects]
        told = [
            (path, transfer.described(self._json(item), _place(item.row), item.rights))
            for path, item in paths
        ]
        yield "metadata/metadata.csv", transfer.metadata(told)
        sums = sorted((path, item.row.sha256) for path, item in paths)
        yield "metadata/checksum.sha256", transfer.checksums(sums)
        stated = [(path, item.rights or "") for path, item in paths if item.rights]
        if stated:
            yield "metadata/rights.csv", transfer.rights(stated)

    def _json(self, item: _Object) -> Any:
        return json.loads(self._record(item))

    # -------------------------------------------------------------- making it

    def _make(self, place: Path, objects: list[_Object], lists: dict[str, bytes]) -> list[Lost]:
        """Make a folder aside and put it in its place; what could not be had."""
        aside = place.with_name(f".making-{place.name}")
        shutil.rmtree(aside, ignore_errors=True)
        root = aside / "objects" if self._order.kind == "archivematica" else aside
        written: list[Path] = []
        by_row = {id(item.row): item for item in objects}
        lost: list[Lost] = []
        for row, opened in self._recall.many(item.row for item in objects):
            item = by_row[id(row)]
            if isinstance(opened, Lost):
                lost.append(opened)
                continue
            written.append(_write(root / item.name, _chunks(opened)))
            if self._order.kind == "loose":
                written.append(_write(root / _beside(item), [self._record(item)]))
        if lost:
            shutil.rmtree(aside)
            return lost
        written += [_write(aside / path, [content]) for path, content in lists.items()]
        if self._order.kind == "archivematica":
            records = map(self._record, objects)
            written.append(_write(aside / "metadata/records.jsonl", records))
            (aside / "logs").mkdir()
        _sync(written)
        os.rename(aside, place)
        disk.sync_folder(place.parent)
        return []


def _beside(item: _Object) -> str:
    return f"{item.name}.record.json"


def _place(row: Row) -> str:
    return f"{row.path}{row.part}"


def _chunks(opened: Open) -> Iterator[bytes]:
    with opened() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _write(path: Path, chunks: Iterable[bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    return path


def _sync(paths: list[Path]) -> None:
    """Flush files and their folders to the disk; in threads, since each waits some 3 ms."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_flush, paths))
    for folder in dict.fromkeys(path.parent for path in paths):
        disk.sync_folder(folder)


def _flush(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _is_same(place: Path, lists: dict[str, bytes]) -> bool:
    """Whether a folder is the one that would be made: its lists, with all digests, say so."""
    return all(
        (place / path).is_file() and (place / path).read_bytes() == content
        for path, content in lists.items()
    )
