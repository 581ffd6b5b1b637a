"""This module makes the tasks of a bag from the journal: what workers get, shard by shard.

Long inputs are cut here, once, and large originals are copied into the bag on the way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256, sha512
from pathlib import Path

from archivist import disk, units
from archivist.collection import layout
from archivist.collection.facts import PayloadFile
from archivist.collection.journal import Journal
from archivist.collection.opening import open_input
from archivist.collection.shard import stream_of
from archivist.collection.task import Entry, Task, Wanted
from archivist.errors import WorldRefused
from archivist.settings import Settings
from archivist.units import Unit

CHUNK = 1024 * 1024


class Tasks:
    """The tasks of a run. `keep`: the originals go into the bag."""

    def __init__(
        self, journal: Journal, settings: Settings, formats: tuple[str, ...], *, keep: bool
    ) -> None:
        self._journal = journal
        self._settings = settings
        self._formats = formats
        self._keep = keep

    def of(self, bag: int, folder: Path) -> Iterator[Task]:
        """The shards of a bag that are not done, in their order."""
        query = (
            "SELECT DISTINCT shard FROM (SELECT shard FROM unit WHERE bag = ? AND shard NOTNULL"
            " UNION SELECT shard FROM input WHERE bag = ? AND shard NOTNULL) ORDER BY 1"
        )
        shards = [shard for (shard,) in self._journal.sql.execute(query, (bag, bag))]
        cutting = _Cutting(self._settings)
        for shard in shards:
            if not self._journal.is_done(bag, shard):
                entries = tuple(self._entries(bag, shard, folder, cutting))
                name = layout.shard_name(shard)
                yield Task(folder.name, name, entries, self._formats, self._settings)

    def _entries(self, bag: int, shard: int, folder: Path, cutting: _Cutting) -> Iterator[Entry]:
        query = (
            "SELECT no, name, path, only_part, size, sha256, held, large, shard, original FROM"
            " input WHERE (bag = ?1 AND shard = ?2) OR no IN"
            " (SELECT input FROM unit WHERE bag = ?1 AND shard = ?2) ORDER BY no"
        )
        for row in self._journal.sql.execute(query, (bag, shard)).fetchall():
            no, name, path, only, size, digest, held, large, whole, original = row
            path = os.fsdecode(path)
            if original and large:
                self._keep_file(bag, folder, path, original, digest)
            wanted = tuple(self._wanted(bag, shard, no))
            yield Entry(
                no=no,
                name=name,
                path=path,
                size=size,
                sha256=digest,
                wanted=wanted,
                keep=self._keep and not held and not large,
                original=original if large else "",
                only=only,
                cut=None if whole is not None else cutting.take(no, name, path, only, wanted),
            )

    def _wanted(self, bag: int, shard: int, no: int) -> Iterator[Wanted]:
        query = (
            "SELECT no, at FROM unit WHERE bag = ? AND shard = ? AND input = ?"
            " AND outcome IS NULL ORDER BY no"
        )
        twins = (
            "SELECT name || part FROM unit JOIN input ON input.no = unit.input"
            " WHERE twin = ? ORDER BY unit.no"
        )
        for unit, at in self._journal.sql.execute(query, (bag, shard, no)).fetchall():
            places = tuple(place for (place,) in self._journal.sql.execute(twins, (unit,)))
            yield Wanted(at, places)

    def _keep_file(self, bag: int, folder: Path, path: str, original: str, digest: str) -> None:
        """Copy a large input into the bag, once. Raises WorldRefused when it changed."""
        if self._journal.is_kept(bag, original):
            return
        one, two, size = sha256(), sha512(), 0

        def chunks() -> Iterator[bytes]:
            nonlocal size
            with open_input(path) as opened:
                while chunk := opened.read(CHUNK):
                    one.update(chunk)
                    two.update(chunk)
                    size += len(chunk)
                    yield chunk
            if one.hexdigest() != digest:
                hint = "wait until nobody writes to it, then begin anew with --restart"
                raise WorldRefused(f"{path} changed while it was archived", hint=hint)

        target = folder / original
        disk.replace_streamed(target, chunks())
        disk.sync_folder(target.parent)
        self._journal.keep(bag, PayloadFile(original, size, one.hexdigest(), two.hexdigest()))


class _Cutting:
    """A long input, cut once from its beginning while its shards are asked for in their order."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._no: int | None = None
        self._at = 0
        self._units: Iterator[Unit] = iter(())

    def take(
        self, no: int, name: str, path: str, only: str | None, wanted: Sequence[Wanted]
    ) -> tuple[Unit, ...]:
        """The wanted units. Raises WorldRefused when the input no longer has them."""
        if no != self._no:
            stream = stream_of(name, lambda: open_input(path), only)
            self._no, self._at = no, 0
            self._units = units.cut(stream, self._settings)
        found = tuple(self._skip_to(item.index) for item in wanted)
        if None in found:
            hint = "wait until nobody writes to it, then begin anew with --restart"
            raise WorldRefused(f"{path} changed while it was archived", hint=hint)
        return tuple(unit for unit in found if unit is not None)

    def _skip_to(self, index: int) -> Unit | None:
        for unit in self._units:
            self._at += 1
            if self._at == index + 1:
                return unit
        return None
