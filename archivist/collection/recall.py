"""This module gets the bytes of a source back out of a collection, checked against their digest.

They lie in a WARC file, are a file of their own, or a part of one: a part is cut out again as it
was when it was read. Where only path and digest were kept, they are looked for at that path.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from archivist import units
from archivist.collection import fetch, layout
from archivist.collection.index import Index
from archivist.collection.ledger import Row
from archivist.errors import ArchivistError
from archivist.readers import Stream
from archivist.settings import Settings

CHUNK = 1 << 20
LARGEST = 1 << 30  # bytes of a part: larger than any --max-size that makes sense

Open = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Place:
    """Where bytes may lie: an input in an accession, or at a path outside (`accession` ""); all
    of it, or the `part` of it. `path` is its name below the input that was given."""

    accession: str
    file: str
    offset: int | None
    path: str
    part: str


class Lost(ArchivistError):
    """Bytes that are not where they should be, or are others."""

    exit_code = 1


class Recall:
    """The way back to the bytes of a collection. `elsewhere`: where inputs that were only
    referenced are looked for."""

    def __init__(self, collection: Path, index: Index, elsewhere: Path = Path()) -> None:
        self._collection = collection
        self._sql = index.sql
        self._elsewhere = elsewhere
        self._settings: dict[str, Settings] = {}

    def open(self, row: Row) -> Open:
        """What opens the bytes of a unit; they have its digest. Raises Lost."""
        return self._found(row)[1]

    def where(self, row: Row) -> Place | None:
        """Where the bytes of a unit lie; None where they do not."""
        try:
            return self._found(row)[0]
        except Lost:
            return None

    def _found(self, row: Row) -> tuple[Place, Open]:
        trouble = None
        for place in self._places(row):
            try:
                opened = self._opener(place, row)
                if opened is not None and _digest(opened()) == row.sha256:
                    return place, opened
            except (OSError, ArchivistError) as refused:
                trouble = refused
        raise self._lost(row, trouble)

    def many(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Open | Lost]]:
        """The same for rows in the order of their ledgers; a box is opened once for its parts."""
        for (_, _, parted), group in itertools.groupby(rows, key=_box_of):
            if parted:
                yield from self._parts(group)
            else:
                for row in group:
                    yield row, self._or_lost(row)

    def input(self, place: Place) -> BinaryIO:
        """A whole input. Raises OSError, WorldRefused."""
        if not place.accession:
            return Path(place.file).open("rb")
        path = self._collection / place.accession / place.file
        if place.offset is None:
            return path.open("rb")
        return io.BytesIO(fetch.block(path, place.offset))

    # -------------------------------------------------------------- places

    def _places(self, row: Row) -> Iterator[Place]:
        """Where the bytes may lie, the likeliest first."""
        kept = (
            "SELECT name, original, original_offset, path, part FROM row"
            " JOIN accession ON ledger = rank WHERE sha256 = ? AND original <> '' ORDER BY ledger"
        )
        whole = (
            "SELECT name, file, offset, path, '' FROM original JOIN accession ON ledger = rank"
            " WHERE sha256 = ? ORDER BY ledger"
        )
        held = (  # in an input that was kept before, when it was read by other rules
            "SELECT name, original.file, original.offset, row.path, row.part FROM row"
            " JOIN original ON original.path = row.path JOIN accession ON original.ledger = rank"
            " WHERE row.sha256 = ? AND row.original = '' ORDER BY rank"
        )
        seen = set()
        for query in (kept, whole, held):
            for found in self._sql.execute(query, (row.sha256,)).fetchall():
                place = Place(*found)
                if place not in seen:
                    seen.add(place)
                    yield place
        path = self._elsewhere / row.path
        if path.is_file():
            yield Place("", str(path), None, row.path, row.part)

    def _opener(self, place: Place, row: Row) -> Open | None:
        if not place.part:
            return lambda: self.input(place)
        data = self._part(place, row)
        return None if data is None else lambda: io.BytesIO(data)

    def _lost(self, row: Row, trouble: Exception | None) -> Lost:
        where = f"{row.path}{row.part}"
        if trouble is not None:
            return Lost(f"{where}: {trouble}", hint="archivist verify names what is damaged")
        path = self._elsewhere / row.path
        if path.is_file():
            found = f"{path} has other bytes than sha256:{row.sha256}"
            return Lost(f"{where}: its original was not kept here, and {found}")
        hint = f"it was at {row.path} below the input; --sources DIR names the folder to look in"
        what = f"its original was not kept here, and {path} is not there"
        return Lost(f"{where}: {what}", hint=hint)

    # -------------------------------------------------------------- parts

    def _part(self, place: Place, row: Row) -> bytes | None:
        for unit in self._cut(place, row, place.part):
            if unit.source.part == place.part:
                return unit.source.data
        return self._lines(place, row)

    def _cut(self, place: Place, row: Row, only: str | None) -> Iterator[units.Unit]:
        """The units of an input, as it was cut when it was read."""
        stream = Stream(place.path, place.path, lambda: self.input(place), only=only)
        return units.cut(stream, self._settings_of(place.accession or row.accession))

    def _lines(self, place: Place, row: Row) -> bytes | None:
        """A row of a table that is not known without its mapping: `:7` begins at line 7."""
        found = re.fullmatch(r":([0-9]+)", place.part)
        if not found or row.bytes is None:
            return None
        with self.input(place) as opened:
            for _ in range(int(found[1]) - 1):
                opened.readline()
            return opened.read(row.bytes)

    def _parts(self, rows: Iterator[Row]) -> Iterator[tuple[Row, Open | Lost]]:
        """Parts of one input in their order; one that does not come in turn is looked for."""
        first = next(rows)
        place = next(self._places(first), None)
        cut: Iterator[units.Unit] = iter(()) if place is None else self._cut(place, first, None)
        for row in itertools.chain((first,), rows):
            data = _advanced(cut, row)
            if data is not None:
                yield row, _held(data)
            else:
                yield row, self._or_lost(row)

    def _or_lost(self, row: Row) -> Open | Lost:
        try:
            return self.open(row)
        except Lost as lost:
            return lost

    def _settings_of(self, accession: str) -> Settings:
        if accession not in self._settings:
            path = self._collection / accession / layout.REPORT_JSON
            self._settings[accession] = recovered(path)
        return self._settings[accession]


def _box_of(row: Row) -> tuple[str, str, bool]:
    return row.accession, row.path, bool(row.part)


def _held(data: bytes) -> Open:
    return lambda: io.BytesIO(data)


def _advanced(cut: Iterator[units.Unit], row: Row) -> bytes | None:
    """The bytes of a row among what is still to be cut."""
    try:
        for unit in cut:
            if unit.source.part == row.part and unit.source.digest() == row.sha256:
                return unit.source.data
    except (OSError, ArchivistError):
        pass  # what is damaged is said where the row is looked for by itself
    return None


def _digest(opened: BinaryIO) -> str:
    digest = sha256()
    with opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def recovered(report: Path) -> Settings:
    """How a run cut its inputs, by what its report.json says of the options."""
    import json

    try:
        said = str(json.loads(report.read_bytes()).get("options") or "")
    except (OSError, ValueError, AttributeError):
        said = ""
    options = dict(item.partition("=")[::2] for item in said.split(";") if item)
    return Settings(
        format=options.get("from"),
        encoding=options.get("encoding"),
        articles="all" if options.get("articles") == "all" else "auto",
        max_size=LARGEST,
    )
