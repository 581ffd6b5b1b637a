"""This module makes a bag aside and puts it in its place whole: an accession appears at once.

What a killed run left aside is taken away by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archivist import disk
from archivist.collection import bagging, guide, layout, ledger, originals, premis, reports
from archivist.collection.changes import Change
from archivist.collection.facts import Accession, PayloadFile, Shard
from archivist.collection.index import info_pairs
from archivist.collection.ledger import Row
from archivist.collection.near import Pair
from archivist.collection.premis_events import Event
from archivist.collection.report_page import report_html


class Staged:
    """A bag in the making; `files` are all that its manifests will list."""

    def __init__(self, collection: Path, accession: Accession) -> None:
        self._collection = collection
        self._accession = accession
        self.folder = collection / layout.MAKING / accession.name
        self.files: list[PayloadFile] = []
        self.shards: list[Shard] = []

    def write(self, path: str, chunks: Iterable[bytes]) -> PayloadFile:
        """Write a payload file, digesting it. Raises OSError."""
        file = bagging.write_payload(self.folder, path, chunks)
        self.files.append(file)
        return file

    def read_ledger(self) -> Iterator[Row]:
        """The rows of the ledger that was written. Raises OSError."""
        with (self.folder / layout.LEDGER).open("rb") as opened:
            yield from ledger.read(opened)

    def finish(
        self,
        events: Sequence[Event],
        info: Sequence[tuple[str, str]],
        changes: Iterable[Change] = (),
        near: Iterable[Pair] = (),
    ) -> None:
        """Write reports, guide, PREMIS and tag files, and declare the bag. Raises OSError."""
        summary = reports.gather(self._accession, self.read_ledger(), changes, near)
        if not summary.adds_up:
            name = self._accession.name
            raise AssertionError(f"{name}: the ledger does not add up: {summary.counted}")
        self.write(layout.REPORT_JSON, [reports.report_json(summary)])
        self.write(layout.REPORT_HTML, [report_html(summary)])
        kept = originals.read(self.folder / layout.ORIGINALS_LIST)
        example = next((item for item in kept if item.offset is not None), None)
        others = {file.path for file in self.files}
        self.write(layout.README, [guide.readme(self._accession, self.shards, example, others)])
        record = premis.write(self._accession, self.shards, self.files, events=events)
        self.write(layout.PREMIS, record)
        files = [file for shard in self.shards for file in shard.files] + self.files
        bagging.declare(self.folder, self._accession, files, info)

    def take_place(self) -> Path:
        """Put the declared bag among the accessions. Raises OSError."""
        place = self._collection / self._accession.name
        os.rename(self.folder, place)
        disk.sync_folder(self._collection)
        disk.sync_folder(self.folder.parent)
        return place


def clear(collection: Path) -> None:
    """Take away what was left aside. Raises OSError."""
    shutil.rmtree(collection / layout.MAKING, ignore_errors=True)
    if (collection / layout.MAKING).exists():
        shutil.rmtree(collection / layout.MAKING)


def remove(collection: Path, accession: Path) -> None:
    """Take an accession away: it is gone at once, its files after that. Raises OSError."""
    aside = collection / layout.MAKING / f"gone-{accession.name}"
    aside.parent.mkdir(parents=True, exist_ok=True)
    os.rename(accession, aside)
    disk.sync_folder(collection)
    shutil.rmtree(aside)


def info_of(accession: Path) -> list[tuple[str, str]]:
    """What the archivist said in bag-info.txt: it stands before what archivist says itself."""
    pairs = info_pairs(accession)
    ours = next((at for at, (name, _) in enumerate(pairs) if name == "Bagging-Date"), 0)
    return pairs[:ours]
