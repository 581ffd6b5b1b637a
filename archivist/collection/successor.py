"""This module writes the bag that takes the place of another, without the records that are purged.

What does not hold them is linked, not copied, so its bytes are the same; what does is written anew
without them: the lines of records and exports, the originals, their rows. Of each a tombstone
stays. The PREMIS file of the accession that is replaced is kept beside the new one.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archivist import disk
from archivist.collection import (
    changes,
    containers,
    layout,
    ledger,
    near,
    originals,
    packing,
    patches,
    tombstones,
)
from archivist.collection.bodies import Bodies
from archivist.collection.facts import Counts, PayloadFile, Shard
from archivist.collection.inherited import Purge, facts
from archivist.collection.ledger import Row
from archivist.collection.leftover import (
    Manifests,
    changes_of,
    members,
    shard_of,
    sketches_without,
    without_objects,
)
from archivist.collection.near import Pair
from archivist.collection.originals import Original
from archivist.collection.staging import Staged, info_of
from archivist.collection.tombstones import Tombstone

# Written anew from what is left; all other files are linked.
ANEW = (
    layout.LEDGER,
    layout.REPORT_JSON,
    layout.REPORT_HTML,
    layout.README,
    layout.PREMIS,
    layout.ORIGINALS_LIST,
    layout.CHANGES,
    layout.CONTAINERS,
    layout.NEAR,
    layout.SKETCHES,
    layout.WITHDRAWN,
)


@dataclass(slots=True)
class _Moves:
    """Where things lie that moved: in each rewritten file the new offset of a gzip member, None
    for one that is gone; and the lines of it that are gone."""

    offsets: dict[str, dict[int, int | None]] = field(default_factory=dict)
    lines: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def offset(self, file: str, old: int | None) -> int | None:
        moved = self.offsets.get(file)
        return old if moved is None or old is None else moved[old]

    def line(self, file: str, offset: int | None, old: int | None) -> int | None:
        gone = self.lines.get((file, offset or 0))
        return old if gone is None or old is None else old - sum(line < old for line in gone)


def write(collection: Path, old: Path, purge: Purge) -> Staged:
    """The successor of an accession, declared and still aside. Raises OSError."""
    return _Successor(collection, old, purge).write()


class _Successor:
    def __init__(self, collection: Path, old: Path, purge: Purge) -> None:
        self._old = old
        self._purge = purge
        self._report: dict[str, Any] = json.loads((old / layout.REPORT_JSON).read_bytes())
        self._moves = _Moves()
        self._digests = Manifests(old)
        name = facts(old, purge, self._report, Counts(), {}, {})
        self._staged = Staged(collection, name)
        self._gone_digests = {item.sha256: item for item in purge.gone.values()}
        self._gone_paths: set[str] = set()

    def write(self) -> Staged:
        gone = self._rows_gone()
        rewritten = self._rewritten(gone)
        counted = self._ledger()
        self._lists()
        shards = self._payload(rewritten)
        accession = facts(self._old, self._purge, self._report, *counted)
        left = (path for path in accession.corrections if rewritten.get(path, path) is not None)
        accession = replace(accession, corrections=tuple(left))
        staged = Staged(self._staged.folder.parents[2], accession)
        staged.files, staged.shards = self._staged.files, shards
        staged.finish(
            [self._purge.event],
            info_of(self._old),
            changes_of(staged.folder),
            near.read(staged.folder / layout.NEAR),
        )
        return staged

    # -------------------------------------------------------------- what is gone

    def _is_gone(self, row: Row) -> bool:
        return row.id in self._purge.gone or row.sha256 in self._gone_digests

    def _rows(self) -> Iterator[Row]:
        with (self._old / layout.LEDGER).open("rb") as opened:
            yield from ledger.read(opened)

    def _rows_gone(self) -> dict[str, list[Row]]:
        """Shard → its rows, in the order of its records, where a record of it is gone."""
        hit = {row.shard for row in self._rows() if row.outcome == "written" and self._hit(row)}
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows():
            if row.outcome == "written" and row.shard in hit:
                found[row.shard].append(row)
        return found

    def _hit(self, row: Row) -> bool:
        return row.id in self._purge.gone

    # -------------------------------------------------------------- files written anew

    def _rewritten(self, gone: Mapping[str, list[Row]]) -> dict[str, PayloadFile | None]:
        """Files of shards that held something that is gone; None for one that is gone itself."""
        made: dict[str, PayloadFile | None] = {}
        for shard, rows in gone.items():
            made |= self._records(shard, rows)
            for path in self._exports(shard):
                made |= self._export(path, rows)
        for file in sorted({file for file, _ in self._purge.originals}):
            made |= self._original(file)
        return made | self._corrections()

    def _corrections(self) -> dict[str, PayloadFile | None]:
        """Files of patches for what is gone, without those."""
        made: dict[str, PayloadFile | None] = {}
        for path in patches.files(self._old):
            content = path.read_bytes()
            left = patches.without(content, self._purge.marks)
            if left != content:
                file = path.relative_to(self._old).as_posix()
                made[file] = self._put(file, [left]) if left.strip() else None
        return made

    def _records(self, shard: str, rows: list[Row]) -> dict[str, PayloadFile | None]:
        file = layout.records_of(shard)
        for row in rows:
            if self._hit(row):
                self._moves.lines.setdefault((file, row.offset or 0), []).append(row.line or 0)

        def change(offset: int, content: bytes) -> bytes:
            lines = self._moves.lines.get((file, offset), [])
            kept = enumerate(content.splitlines(keepends=True))
            return b"".join(line for at, line in kept if at not in lines) if lines else content

        return self._members(file, change)

    def _exports(self, shard: str) -> list[str]:
        paths = sorted((self._old / layout.EXPORTS).glob(f"*/{shard}.*"))
        return [path.relative_to(self._old).as_posix() for path in paths]

    def _export(self, file: str, rows: list[Row]) -> dict[str, PayloadFile | None]:
        if file.endswith(".zip"):
            return {file: self._zip(file, rows)}
        bodies = Bodies(self._report, file.split("/")[2], self._old, rows, self._purge.gone)
        return self._members(file, lambda _, content: bodies.without(content))

    def _zip(self, file: str, rows: list[Row]) -> PayloadFile | None:
        gone = tuple(row.id.rpartition(":")[2] for row in rows if self._hit(row))
        with zipfile.ZipFile(self._old / file) as box:
            names = [name for name in box.namelist() if not name.startswith(gone)]
            if not names:
                return None
            content = packing.folder((name, box.read(name)) for name in names)
        return self._put(file, [content])

    def _original(self, file: str) -> dict[str, PayloadFile | None]:
        offsets = {offset for name, offset in self._purge.originals if name == file}
        if None in offsets:
            return {file: None}
        found = self._members(file, lambda at, content: b"" if at in offsets else content)
        moved = self._moves.offsets[file]
        if sum(at is not None for at in moved.values()) <= 1:  # what says only whose file it is
            (self._staged.folder / file).unlink(missing_ok=True)
            return {file: None}
        return found

    def _members(
        self, file: str, change: Callable[[int, bytes], bytes]
    ) -> dict[str, PayloadFile | None]:
        """Write a file of gzip members, those that `change` leaves as they are byte for byte."""
        moved = self._moves.offsets.setdefault(file, {})

        def pieces() -> Iterator[bytes]:
            at = 0
            for offset, packed, content in members(self._old / file):
                new = change(offset, content)
                if new != content:
                    packed = packing.member(new) if new else b""
                moved[offset] = at if packed else None
                at += len(packed)
                yield packed

        made = self._put(file, pieces())
        if made.size == 0:
            (self._staged.folder / file).unlink()
            return {file: None}
        return {file: made}

    def _put(self, path: str, chunks: Iterable[bytes]) -> PayloadFile:
        made = self._staged.write(path, chunks)
        self._staged.files.remove(made)  # it is booked with its shard
        return made

    # -------------------------------------------------------------- lists

    def _ledger(self) -> tuple[Counts, dict[str, int], dict[str, int]]:
        """Write the ledger; what it counts."""
        outcomes: Counter[str] = Counter()
        reasons: dict[str, Counter[str]] = defaultdict(Counter)
        warned = 0

        def rows() -> Iterator[Row]:
            nonlocal warned
            for row in self._rows():
                new = self._tombstone(row) if self._is_gone(row) else self._moved(row)
                outcomes[new.outcome] += 1
                reasons[new.outcome][new.reason] += 1
                warned += new.outcome == "written" and bool(new.warnings)
                yield new

        self._staged.write(layout.LEDGER, ledger.write(rows()))
        counts = Counts(
            outcomes["written"],
            outcomes["unchanged"],
            outcomes["set-aside"],
            outcomes["quarantined"],
            warned,
        )
        asides, codes = reasons["set-aside"], reasons["quarantined"]
        return counts, dict(sorted(asides.items())), dict(sorted(codes.items()))

    def _tombstone(self, row: Row) -> Row:
        """What is left of a row: neither name nor title."""
        self._gone_paths.add(row.path)
        said = self._purge.gone.get(row.id) or self._gone_digests[row.sha256]
        return Row(
            path=f"purged/{said.id.rpartition(':')[2]}",
            sha256=said.sha256,
            outcome="set-aside",
            reason="withdrawn",
            message=" ".join(str(said).split()),
            id=said.id,
        )

    def _moved(self, row: Row) -> Row:
        if (row.original, row.original_offset) in self._purge.originals:
            row = replace(row, original="", original_offset=None)
        offset = self._moves.offset(row.original, row.original_offset)
        row = replace(row, original_offset=offset)
        if row.outcome != "written":
            return row
        file = layout.records_of(row.shard)
        return replace(
            row,
            accession=self._staged.folder.name,
            offset=self._moves.offset(file, row.offset),
            line=self._moves.line(file, row.offset, row.line),
        )

    def _lists(self) -> None:
        """Originals, containers, changes, near duplicates, sketches, tombstones: what is left."""
        gone, write, old = self._purge.gone, self._staged.write, self._old
        if (old / layout.ORIGINALS_LIST).is_file():
            write(layout.ORIGINALS_LIST, originals.write(self._originals()))
        if (old / layout.CONTAINERS).is_file():
            cut = containers.read(old / layout.CONTAINERS)
            whole = (item for item in cut if item.path not in self._gone_paths)
            write(layout.CONTAINERS, containers.write(whole))
        if (old / layout.CHANGES).is_file():
            kept = (item for item in changes_of(old) if item.id not in gone)
            write(layout.CHANGES, changes.write(kept))
        if (old / layout.NEAR).is_file():
            pairs = (pair for pair in near.read(old / layout.NEAR) if not _names(pair, gone))
            write(layout.NEAR, near.write(pairs))
        if (old / layout.SKETCHES).is_file():
            write(layout.SKETCHES, sketches_without(old / layout.SKETCHES, gone))
        before = tombstones.read(old / layout.WITHDRAWN)
        write(layout.WITHDRAWN, tombstones.write([*before, *gone.values()]))

    def _originals(self) -> Iterator[Original]:
        for item in originals.read(self._old / layout.ORIGINALS_LIST):
            if (item.file, item.offset) not in self._purge.originals:
                yield replace(item, offset=self._moves.offset(item.file, item.offset))

    # -------------------------------------------------------------- the payload

    def _payload(self, rewritten: Mapping[str, PayloadFile | None]) -> list[Shard]:
        """Link all that is as it was; the files of the shards."""
        shards: dict[str, list[PayloadFile]] = defaultdict(list)
        for file in self._digests.files():
            if file.path in ANEW:
                if file.path == layout.PREMIS:
                    self._keep_premis()
                continue
            made = rewritten.get(file.path, file)
            if made is None:
                continue
            if file.path not in rewritten:
                self._link(file.path)
            shard = shard_of(file.path)
            if shard:
                shards[shard].append(made)
            else:
                self._staged.files.append(made)
        for folder in {Path(path).parent for path in self._digests.paths()}:
            if (self._staged.folder / folder).is_dir():
                disk.sync_folder(self._staged.folder / folder)
        return [Shard(name, tuple(files), Counts()) for name, files in sorted(shards.items())]

    def _link(self, path: str) -> None:
        """The same file under another name, or a copy of it where a disk knows no links."""
        source, target = self._old / path, self._staged.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            with source.open("rb") as opened:
                disk.replace_streamed(target, iter(lambda: opened.read(1 << 20), b""))

    def _keep_premis(self) -> None:
        """What PREMIS said of the accession that is replaced, but for originals that are gone."""
        path = f"data/premis/{self._old.name}.xml"
        names = {file for file, offset in self._purge.originals if offset is None}
        self._staged.write(path, without_objects(self._old / layout.PREMIS, names))


def _names(pair: Pair, gone: Mapping[str, Tombstone]) -> bool:
    return pair.id in gone or pair.other in gone
