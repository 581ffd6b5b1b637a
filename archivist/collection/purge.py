"""This module purges records: every accession that holds one gets a successor without it.

Each step can be broken off and is made again by the same command: a successor is made aside and
appears whole; only when it is sealed and verified is the accession it replaces taken away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from archivist import disk
from archivist.collection import layout, patches, recall, staging, successor, withdraw
from archivist.collection.index import Index, info_pairs
from archivist.collection.inherited import Purge
from archivist.collection.recall import Recall
from archivist.collection.tombstones import Tombstone
from archivist.collection.verify import verify
from archivist.collection.withdraw import Order, Target
from archivist.errors import OutputExists, WorldRefused

Original = tuple[str, str, int | None]  # accession, file, offset


@dataclass(frozen=True, slots=True)
class Replaced:
    """An accession was replaced by a successor without `records` records."""

    old: str
    new: str
    records: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What a purge that broke off had left over is done."""

    old: str


@dataclass(frozen=True, slots=True)
class Erased:
    """Copies in the quarantine that are gone."""

    files: int


Event = Replaced | Finished | Erased


@dataclass(frozen=True, slots=True)
class Plan:
    """What a purge takes out: records, and of each accession the originals that hold them.

    `inside`: records that go because they lie in the same box, `boxes` the names of the boxes.
    `before`: tombstones of a purge that was broken off, of records that are still somewhere.
    """

    targets: tuple[Target, ...]
    inside: tuple[Target, ...]
    boxes: tuple[str, ...]
    originals: Mapping[str, frozenset[tuple[str, int | None]]]
    accessions: tuple[str, ...]
    before: Mapping[str, Tombstone]


class Note:
    """What a purge is about, while it goes on: the names it was given are gone before it ends."""

    def __init__(self, collection: Path) -> None:
        self._path = collection / layout.PURGE
        try:
            said = json.loads(self._path.read_bytes())
            self.targets = {word: [Target(*t) for t in found] for word, found in said.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self.targets = {}

    def write(self, targets: Mapping[str, Sequence[Target]]) -> None:
        """Note what words stand for. Raises OSError."""
        self.targets |= {word: list(found) for word, found in targets.items()}
        said = {word: [astuple(t) for t in found] for word, found in self.targets.items()}
        disk.write(self._path, json.dumps(said).encode(), force=True)
        disk.sync_folder(self._path.parent)

    def remove(self) -> None:
        """The purge is done. Raises OSError."""
        self._path.unlink(missing_ok=True)


def finish(collection: Path) -> Iterator[Event]:
    """Take away accessions whose successors are sealed: a purge was broken off there.

    Raises WorldRefused when a successor does not verify, OSError.
    """
    staging.clear(collection)
    for folder in layout.accessions(collection):
        for name, value in info_pairs(folder):
            old = collection / value
            if name == "Archivist-Replaces" and old.is_dir():
                _whole(folder)
                staging.remove(collection, old)
                yield Finished(value)


def plan(index: Index, collection: Path, found: Sequence[Target], *, boxes: bool) -> Plan:
    """What is to go. Raises OutputExists when a box holds other articles and `boxes` is not given:
    it cannot be cut without changing it."""
    planner = _Planner(index, collection)
    left = planner.left()
    gone = {target.id: target for target in (*found, *left)}
    while True:
        originals, others, names = planner.originals(gone)
        new = [target for target in others if target.id not in gone]
        if not new and not planner.rest:
            break
        if not boxes:
            raise _in_box(names, new, planner.rest)
        if not new:
            break
        gone |= {target.id: target for target in new}
    inside = [target for target in gone.values() if target not in (*found, *left)]
    before = {id: said for id in gone if (said := index.withdrawal(id)) and said.action == "purged"}
    accessions = planner.accessions(gone, originals)
    return Plan(
        tuple(gone.values()), tuple(inside), tuple(names), originals, tuple(accessions), before
    )


class _Planner:
    """Asks the index what holds the bytes of records."""

    def __init__(self, index: Index, collection: Path) -> None:
        self._sql = index.sql
        self._recall = Recall(collection, index)
        self._index = index
        self._collection = collection
        self.rest = 0  # units in the boxes that are no records
        self._sql.execute("CREATE TEMP TABLE IF NOT EXISTS gone (id TEXT, sha256 TEXT)")

    def left(self) -> list[Target]:
        """Records that a purge was to take out of all accessions, and did not come to."""
        query = (
            "SELECT DISTINCT id, sha256, path || part FROM row WHERE outcome = 'written'"
            " AND (SELECT action FROM withdrawn WHERE withdrawn.id = row.id"
            " ORDER BY withdrawn.ledger DESC LIMIT 1) = 'purged' ORDER BY row.ledger, row.rowid"
        )
        found: dict[str, Target] = {}
        for row in self._sql.execute(query):
            found.setdefault(row[0], Target(*row))
        return list(found.values())

    def _load(self, gone: Mapping[str, Target]) -> None:
        self._sql.execute("DELETE FROM gone")
        rows = ((target.id, target.sha256) for target in gone.values())
        self._sql.executemany("INSERT INTO gone VALUES (?, ?)", rows)

    def originals(
        self, gone: Mapping[str, Target]
    ) -> tuple[dict[str, frozenset[tuple[str, int | None]]], list[Target], list[str]]:
        """(originals by accession, records that lie in the same boxes, names of these boxes)."""
        self._load(gone)
        found: dict[str, set[tuple[str, int | None]]] = {}
        others: dict[str, Target] = {}
        names: dict[str, None] = {}
        self.rest = 0
        for rank, accession, path, file, offset, digest in self._holding():
            found.setdefault(accession, set()).add((file, offset))
            if self._is_gone(digest):
                continue
            inside = self._inside(rank, path)
            others |= {target.id: target for target in inside if target.id not in gone}
            rest = self._rest(rank, path)
            if inside or rest:
                names[path] = None
            self.rest += rest
        return {name: frozenset(what) for name, what in found.items()}, [*others.values()], [*names]

    def _holding(self) -> Iterator[tuple[int, str, str, str, int | None, str]]:
        """(rank, accession, path, file, offset, sha256) of originals that hold gone bytes."""
        query = (
            "SELECT DISTINCT rank, name, o.path, o.file, o.offset, o.sha256 FROM original AS o"
            " JOIN accession ON o.ledger = rank WHERE o.sha256 IN (SELECT sha256 FROM gone) OR"
            " EXISTS (SELECT 1 FROM row WHERE row.ledger = o.ledger AND row.path = o.path"
            " AND row.sha256 IN (SELECT sha256 FROM gone)) ORDER BY rank, o.rowid"
        )
        seen = set()
        for row in self._sql.execute(query).fetchall():
            seen.add(row[1:2] + row[3:5])
            yield row
        for place in self._elsewhere():
            key = (place.accession, place.file, place.offset)
            if place.accession and key not in seen:
                seen.add(key)
                one = (
                    "SELECT rank, name, o.path, o.file, o.offset, o.sha256 FROM original AS o"
                    " JOIN accession ON o.ledger = rank"
                    " WHERE name = ? AND o.file = ? AND o.offset IS ?"
                )
                yield from self._sql.execute(one, key).fetchall()

    def _elsewhere(self) -> Iterator[recall.Place]:
        """Places of parts whose input was kept by an earlier accession."""
        query = (
            "SELECT id FROM row WHERE outcome = 'written' AND original = '' AND part <> ''"
            " AND id IN (SELECT id FROM gone) ORDER BY ledger, rowid"
        )
        for (id,) in self._sql.execute(query).fetchall():
            for row in self._index.of_id(id):
                place = self._recall.where(row)
                if place is not None:
                    yield place

    def _is_gone(self, digest: str) -> bool:
        query = "SELECT 1 FROM gone WHERE sha256 = ?"
        return self._sql.execute(query, (digest,)).fetchone() is not None

    def _inside(self, rank: int, path: str) -> list[Target]:
        """Records of an input that are to stay, by what the ledger says of it."""
        query = (
            "SELECT DISTINCT id, sha256, path || part FROM row WHERE ledger = ? AND path = ?"
            " AND id <> '' AND sha256 <> '' AND id NOT IN (SELECT id FROM gone) ORDER BY rowid"
        )
        return [Target(*found) for found in self._sql.execute(query, (rank, path))]

    def _rest(self, rank: int, path: str) -> int:
        query = (
            "SELECT count(*) FROM row WHERE ledger = ? AND path = ? AND id = ''"
            " AND sha256 NOT IN (SELECT sha256 FROM gone)"
        )
        count: int = self._sql.execute(query, (rank, path)).fetchone()[0]
        return count

    def _is_corrected(self, accession: str, gone: Mapping[str, Target]) -> bool:
        """Whether an accession keeps patches of what is gone."""
        marks = [m for item in gone.values() for m in patches.marks(item.id, item.sha256)]
        contents = (path.read_bytes() for path in patches.files(self._collection / accession))
        return any(mark in content for content in contents for mark in marks)

    def accessions(self, gone: Mapping[str, Target], originals: Mapping[str, object]) -> list[str]:
        """Those that hold a record, an original or a correction, in their order."""
        self._load(gone)
        query = (
            "SELECT DISTINCT name, rank FROM row JOIN accession ON ledger = rank"
            " WHERE outcome = 'written' AND id IN (SELECT id FROM gone) ORDER BY rank"
        )
        names: dict[str, int] = dict(self._sql.execute(query))
        for info in self._index.accessions():
            if info.name in originals or self._is_corrected(info.name, gone):
                names[info.name] = info.rank
        return sorted(names, key=lambda name: names[name])


def _in_box(names: Sequence[str], inside: Sequence[Target], rest: int) -> OutputExists:
    held = [f"{len(inside):,} other record{'s' if len(inside) != 1 else ''}"] if inside else []
    held += [f"{rest:,} that gave none"] if rest else []
    shown = ", ".join(target.name for target in inside[:5]) + (", …" if len(inside) > 5 else "")
    what = f"{', '.join(names)}: found {' and '.join(held)} in the same file"
    what += f" ({shown})" if shown else ""
    hint = (
        "what is in a box cannot be cut out without changing it: --purge-container removes the"
        " whole file with all that is in it, or withdraw without --purge"
    )
    return OutputExists(what, hint=hint)


# ------------------------------------------------------------------ doing it


def purge(order: Order, what: Plan) -> Iterator[Event]:
    """Replace every accession that holds what is to go. Raises WorldRefused, OSError."""
    collection = order.collection
    gone = {
        target.id: what.before.get(target.id) or order.tombstone(target.id, target.sha256)
        for target in what.targets
    }
    erased = 0
    for name in what.accessions:
        erased += _quarantined(collection, gone.values())
        yield _replace(order, collection / name, gone, what.originals.get(name, frozenset()))
    erased += _quarantined(collection, gone.values())
    for file in (layout.INDEX, layout.NEAR_WORK):  # caches that know titles
        for suffix in ("", "-wal", "-shm", "-journal"):
            (collection / f"{file}{suffix}").unlink(missing_ok=True)
    if erased:
        yield Erased(erased)


def _replace(
    order: Order,
    old: Path,
    gone: Mapping[str, Tombstone],
    originals: frozenset[tuple[str, int | None]],
) -> Replaced:
    collection = order.collection
    _whole(old)
    here = _here(old, gone)
    notes = (f"replaces {old.name}",)
    asked = Purge(
        number=layout.next_number(collection),
        as_of=order.as_of,
        operator=order.operator,
        gone=here,
        originals=originals,
        event=withdraw.event(order, list(here), notes),
        marks=frozenset(m for said in gone.values() for m in patches.marks(said.id, said.sha256)),
    )
    staged = successor.write(collection, old, asked)
    new = staged.take_place()
    _whole(new)
    staging.remove(collection, old)
    return Replaced(old.name, new.name, len(here))


def _here(old: Path, gone: Mapping[str, Tombstone]) -> dict[str, Tombstone]:
    """Those that the ledger of an accession knows: of these it keeps the tombstones."""
    from archivist.collection import ledger

    by_digest = {item.sha256: item for item in gone.values()}
    found: dict[str, Tombstone] = {}
    with (old / layout.LEDGER).open("rb") as opened:
        for row in ledger.read(opened):
            item = gone.get(row.id) or by_digest.get(row.sha256)
            if item is not None:
                found[item.id] = item
    return found or dict(gone)


def _whole(bag: Path) -> None:
    """Raises WorldRefused when a bag does not hold what it lists."""
    verdict = verify(bag)
    if verdict.errors:
        first = next(found for found in verdict.problems if found.severity == "error")
        what = f"{bag}: {first.location}: {first.message}"
        hint = "nothing was taken away; archivist verify names all that is damaged"
        raise WorldRefused(what, hint=hint)


def _quarantined(collection: Path, gone: Iterable[Tombstone]) -> int:
    """Take copies in the quarantine away; how many there were."""
    folder = collection / layout.QUARANTINE
    digests = {item.sha256 for item in gone}
    erased = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as opened:
                digest = sha256()
                while chunk := opened.read(1 << 20):
                    digest.update(chunk)
            if digest.hexdigest() in digests:
                path.unlink()
                path.with_name(f"{path.name}.problems.json").unlink(missing_ok=True)
                erased += 1
    if erased:
        disk.sync_folder(folder)
    return erased


def mentions(index: Index, what: Plan) -> list[str]:
    """Accessions that still name the files of purged records, and nothing else of them."""
    planned = {target.id: target for target in what.targets}
    _Planner(index, Path())._load(planned)
    query = (
        "SELECT DISTINCT name FROM row JOIN accession ON ledger = rank"
        " WHERE (id IN (SELECT id FROM gone) OR sha256 IN (SELECT sha256 FROM gone))"
        " AND path NOT LIKE 'purged/%' ORDER BY name"
    )
    return [name for (name,) in index.sql.execute(query)]
