"""This module checks the exports of an accession against its records.

Detail `full` is read back and must give the same record; of the other details the export of each
record must be there, and name it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archivist import exporters
from archivist.collection import deep_sources, layout
from archivist.collection.bag import Bag
from archivist.errors import ArchivistError, InvalidRecord
from archivist.exporters import Exporter
from archivist.record import Record
from archivist.settings import DETAILS, Settings

Say = Callable[[str, str], None]


class Exports:
    """The exports of one accession, asked for shard by shard."""

    def __init__(self, bag: Bag, report: Mapping[str, Any], say: Say) -> None:
        self._bag = bag
        self._say = say
        told = report.get("exports")
        detail = told.get("detail") if isinstance(told, dict) else None
        self._settings = Settings(detail=detail if detail in DETAILS else "compact")
        folder = bag.root / layout.EXPORTS
        self._formats = [
            exporters.BY_NAME[path.name]
            for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
            if path.name in exporters.BY_NAME
        ]

    def check(self, shard: str, records: Mapping[str, Record], *, whole: bool) -> int:
        """How many exports of these records hold; of the others it is said what is wrong.

        `whole`: these are all records of the shard; what is more belongs to none else.
        """
        return sum(self._format(form, shard, records, whole) for form in self._formats)

    def _format(
        self, form: Exporter, shard: str, records: Mapping[str, Record], whole: bool
    ) -> int:
        folder = self._bag.root / layout.EXPORTS / form.name
        path = next(iter(sorted(folder.glob(f"{shard}.*"))), None)
        if path is None:
            if any(self._is_due(form, record) for record in records.values()):
                self._say(f"{layout.EXPORTS}/{form.name}", f"found no file for shard {shard}")
            return 0
        file = path.relative_to(self._bag.root).as_posix()
        try:
            if path.suffix == ".zip":
                return self._entries(form, path, file, records, whole)
            return self._bodies(form, path, file, records) if whole else 0
        except (OSError, ValueError, zlib.error, zipfile.BadZipFile) as damaged:
            self._say(file, f"found {damaged}, wanted exports that can be read")
            return 0

    # -------------------------------------------------------------- a ZIP, an entry a record

    def _entries(
        self, form: Exporter, path: Path, file: str, records: Mapping[str, Record], whole: bool
    ) -> int:
        held = 0
        with zipfile.ZipFile(path) as box:
            names = set(box.namelist())
            for id, record in records.items():
                name = f"{id.rpartition(':')[2]}{form.suffix}"
                if name in names:
                    names.discard(name)
                    held += self._holds(form, box.read(name), f"{file}!/{name}", record)
                elif self._is_due(form, record):
                    self._say(file, f"found no {name}, wanted the export of {id}")
        for name in sorted(names) if whole else ():
            self._say(file, f"found {name}, of which there is no record, wanted none")
        return held

    # -------------------------------------------------------------- lines, a record after another

    def _bodies(self, form: Exporter, path: Path, file: str, records: Mapping[str, Record]) -> int:
        """The lines belong to the records in their order, to each as many as it has."""
        lines = _lines(path)
        held = 0
        for id, record in records.items():
            count = self._length(form, record)
            if count is None:
                continue
            body = b"".join(line for _, line in zip(range(count), lines, strict=False))
            held += self._holds(form, body, f"{file}#{id.rpartition(':')[2]}", record)
        if next(lines, None) is not None:
            self._say(file, "found more lines than its records have, wanted none")
        return held

    def _length(self, form: Exporter, record: Record) -> int | None:
        try:
            return form.write(record, self._settings).count(b"\n")
        except InvalidRecord:
            return None

    # -------------------------------------------------------------- one export

    def _holds(self, form: Exporter, data: bytes, file: str, record: Record) -> bool:
        """Whether an export is the record's, as far as its detail can tell."""
        if self._settings.detail != "full":
            if record.id.rpartition(":")[2].encode() in data:
                return True
            self._say(file, f"found nothing of {record.id}, wanted its export")
            return False
        try:
            back = form.read(data, file)
        except ArchivistError as refused:
            self._say(file, f"found {refused}, wanted the record {record.id}")
            return False
        if back != record:
            self._say(file, f"found another record than {record.id}, wanted the same")
        return back == record

    def _is_due(self, form: Exporter, record: Record) -> bool:
        """Whether the format can carry the record."""
        return self._length(form, record) is not None


def _lines(path: Path) -> Iterator[bytes]:
    for _, data in deep_sources.members(path):
        yield from data.splitlines(keepends=True)
