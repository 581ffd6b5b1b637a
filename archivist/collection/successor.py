"""This module writes the bag that takes the place of another, without the records that are purged.

What does not hold them is linked, not copied, so its bytes are the same; what does is written anew
without them: the lines of records and exports, the originals, their rows. Of each a tombstone
stays. The PREMIS file of the accession that is replaced is kept beside the new one.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archivist import disk, exporters, fingerprint
from archivist.collection import (
    changes,
    containers,
    deep_sources,
    layout,
    ledger,
    near,
    originals,
    packing,
    patches,
    tombstones,
)
from archivist.collection.changes import Change
from archivist.collection.facts import Accession, Checked, Counts, PayloadFile, Shard
from archivist.collection.index import info_pairs
from archivist.collection.ledger import Row
from archivist.collection.near import Pair
from archivist.collection.originals import Original
from archivist.collection.premis_events import Event
from archivist.collection.staging import Staged, info_of
from archivist.collection.tombstones import Tombstone
from archivist.settings import DETAILS, Settings

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


@dataclass(frozen=True, slots=True)
class Purge:
    """What is taken out of one accession: records by id, with their tombstones; originals by
    (file, offset). `number`: of the successor. `marks`: what the patches of these and of other
    records that are gone have in them."""

    number: int
    as_of: str
    operator: str | None
    gone: Mapping[str, Tombstone]
    originals: frozenset[tuple[str, int | None]]
    event: Event
    marks: frozenset[bytes]


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
        self._digests = _Manifests(old)
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
        bodies = _Bodies(self._report, file.split("/")[2], self._old, rows, self._purge.gone)
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
            write(layout.SKETCHES, _sketches(old / layout.SKETCHES, gone))
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
        self._staged.write(path, _without_objects(self._old / layout.PREMIS, names))


# ------------------------------------------------------------------ exports by lines


class _Bodies:
    """The exports of a shard as lines, one record after another in members of many."""

    def __init__(
        self,
        report: Mapping[str, Any],
        format: str,
        old: Path,
        rows: Sequence[Row],
        gone: Mapping[str, Tombstone],
    ) -> None:
        detail = report.get("exports", {}).get("detail")
        self._settings = Settings(detail=detail if detail in DETAILS else "compact")
        self._exporter = exporters.BY_NAME[format]
        self._old = old
        self._gone = gone
        self._rows = iter(rows)

    def without(self, content: bytes) -> bytes:
        """A member without the lines of records that are gone."""
        lines = content.splitlines(keepends=True)
        kept: list[bytes] = []
        at = 0
        while at < len(lines):
            row = next(self._rows, None)
            if row is None:
                break
            body = lines[at : at + self._length(row)]
            at += len(body)
            if row.id not in self._gone:
                kept += body
        kept += lines[at:]
        marks = [id.rpartition(":")[2].encode() for id in self._gone]
        left = [line for line in kept if not any(mark in line for mark in marks)]
        return content if len(left) == len(lines) else b"".join(left)

    def _length(self, row: Row) -> int:
        """How many lines a record has in this format; none where the format cannot carry it."""
        from archivist import checks
        from archivist.collection import fetch
        from archivist.errors import InvalidRecord

        record, _ = checks.validate_bytes(fetch.record(self._old.parent, row), row.path)
        if record is None:
            return 0
        try:
            return self._exporter.write(record, self._settings).count(b"\n")
        except InvalidRecord:
            return 0


# ------------------------------------------------------------------ reading the old bag


class _Manifests:
    """The payload files of a bag of ours, by its manifests."""

    def __init__(self, bag: Path) -> None:
        self._bag = bag
        self._sha512 = dict(_listed(bag / "manifest-sha512.txt"))

    def paths(self) -> list[str]:
        return list(self._sha512)

    def files(self) -> Iterator[PayloadFile]:
        for path, digest in _listed(self._bag / "manifest-sha256.txt"):
            size = (self._bag / path).stat().st_size
            yield PayloadFile(path, size, digest, self._sha512[path])


def _listed(manifest: Path) -> Iterator[tuple[str, str]]:
    with manifest.open(encoding="utf-8", newline="\n") as opened:
        for line in opened:
            digest, _, path = line.rstrip("\n").partition("  ")
            yield path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"), digest


def members(path: Path) -> Iterator[tuple[int, bytes, bytes]]:
    """(offset, packed, content) of each gzip member. Raises OSError, ValueError, zlib.error."""
    with path.open("rb") as opened:
        last: tuple[int, bytes] | None = None
        for offset, content in deep_sources.members(path):
            if last is not None:
                yield last[0], opened.read(offset - last[0]), last[1]
            last = offset, content
        if last is not None:
            yield last[0], opened.read(), last[1]


def shard_of(path: str) -> str | None:
    """`000001` for a file of a shard, None for another."""
    folder, _, name = path.rpartition("/")
    first = name.partition(".")[0]
    ours = folder in (layout.RECORDS, layout.ORIGINALS) or folder.startswith(f"{layout.EXPORTS}/")
    return first if ours and first.isdigit() else None


def changes_of(bag: Path) -> Iterator[Change]:
    """What a bag says of changed records; nothing where it says nothing. Raises OSError."""
    path = bag / layout.CHANGES
    if path.is_file():
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
            for row in csv.DictReader(opened):
                yield Change(row["id"], row["path"], tuple(row["fields"].split()))


def _names(pair: Pair, gone: Mapping[str, Tombstone]) -> bool:
    return pair.id in gone or pair.other in gone


def _sketches(path: Path, gone: Mapping[str, Tombstone]) -> Iterator[bytes]:
    """The sketches without those that are gone, members untouched where they can be."""
    for _, packed, content in members(path):
        text = io.StringIO(content.decode("utf-8", "surrogatepass"), newline="")
        cells = list(csv.reader(text))
        if not any(row[0] in gone for row in cells):
            yield packed
            continue
        out = io.StringIO()
        for row in cells:
            if row[0] not in gone:
                line = io.StringIO()
                csv.writer(line).writerow(row)
                out.write(line.getvalue()[:-2] + "\n")
        kept = out.getvalue().encode("utf-8", "surrogatepass")
        yield packing.member(kept) if kept else b""


def _without_objects(path: Path, names: set[str]) -> Iterator[bytes]:
    """A PREMIS file of ours without the objects of some payload files."""
    wanted = {f"<originalName>{_xml(name)}</originalName>\n".encode() for name in names}
    block: list[bytes] = []
    with path.open("rb") as opened:
        for line in opened:
            if block or line.startswith(b'<object xsi:type="file"'):
                block.append(line)
            else:
                yield line
            if block and line.startswith(b"</object>"):
                if not any(item.strip() + b"\n" in wanted for item in block):
                    yield b"".join(block)
                block = []
    yield b"".join(block)


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ------------------------------------------------------------------ facts


def facts(
    old: Path,
    purge: Purge,
    report: Mapping[str, Any],
    counts: Counts,
    reasons: Mapping[str, int],
    codes: Mapping[str, int],
) -> Accession:
    """What is known of the successor: mostly what was known of the one it replaces."""
    checked = report.get("checksums")
    bag, exports = report["bag"], report["exports"]
    earlier = [value for name, value in info_pairs(old) if name == "Archivist-Replaces"]
    return Accession(
        number=purge.number,
        kind="replacement",
        as_of=purge.as_of,
        version=fingerprint.VERSION,
        components=report["tool"]["components"],
        fingerprint=report["fingerprint"],
        options=report["options"],
        formats=tuple(exports["formats"]),
        detail=exports["detail"],
        originals=report["originals"],
        operator=purge.operator,
        organization=report["organization"],
        rights=report["rights"],
        inputs=report["inputs"],
        input_bytes=report["inputBytes"],
        counts=counts,
        reasons=reasons,
        codes=codes,
        checked=_checked(checked) if checked else None,
        supersedes=tuple(report["supersedes"]),
        corrections=tuple(report.get("corrections", ())),
        replaces=old.name,
        replaced=tuple(earlier),
        group=bag["group"],
        part=bag["part"],
        of=bag["of"],
    )


def _checked(said: Mapping[str, Any]) -> Checked:
    return Checked(said["source"], said["held"], tuple(said["failed"]), said["unlisted"])


def discard(staged: Staged) -> None:
    """Take a successor away that was not to be. Raises OSError."""
    shutil.rmtree(staged.folder)
