"""This module knows what the sealed accessions hold: the index of a collection.

It is a cache (`.work/index.sqlite`) of the ledgers, made from the bags alone and brought up to
date when it is opened; the bags are the truth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from archivist.collection import containers, index_cache, layout, ledger, originals, tombstones
from archivist.collection.containers import Container
from archivist.collection.index_cache import COLUMNS, MARKS
from archivist.collection.ledger import Row
from archivist.collection.originals import Original
from archivist.collection.tombstones import Tombstone

# The last word on a record, unless that was that it is usable again.
_GONE = (
    "coalesce((SELECT action FROM withdrawn WHERE withdrawn.id = row.id"
    " ORDER BY withdrawn.ledger DESC LIMIT 1), '') IN ('withdrawn', 'purged')"
)
_INFO = "number, name, seal, kind, fingerprint, replaces, rank"


@dataclass(frozen=True, slots=True)
class Info:
    """A sealed accession as its bag-info.txt describes it.

    `replaces`: the accession whose place it took, "" for none. `rank`: its place in the order of
    runs, which is that of the accession it stands for; the rows of the index go by it.
    """

    number: int
    name: str
    seal: str
    kind: str
    fingerprint: str
    replaces: str
    rank: int


class Index:
    """The index of a collection. Use as a context. Raises OSError, DamagedLedger.

    An accession whose successor is sealed is passed over. `cache`: the file it is kept in, else
    one in the work folder of the collection; where none can be written it is made anew each time.
    """

    def __init__(self, collection: Path, cache: Path | None = None) -> None:
        self._collection = collection
        self.sql = index_cache.cache(cache or collection / layout.INDEX)
        try:
            self.refresh()
        except sqlite3.OperationalError:  # a file that is there, and not ours to write
            self.sql.close()
            self.sql = index_cache.connected("")
            self.refresh()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.sql.close()

    # -------------------------------------------------------------- bringing it up to date

    def refresh(self) -> None:
        """Load the ledgers of accessions that are new or other than before, drop those gone."""
        sealed = list(map(_described, layout.accessions(self._collection)))
        replaced = {name for _, names in sealed for name in names}
        there = {info.number: info for info, _ in sealed if info.name not in replaced}
        known = {info.number: info for info in self.accessions()}
        for number, info in known.items():
            if there.get(number) != info:
                self._drop(info)
        for number, info in sorted(there.items()):
            if known.get(number) != info:
                self._load(info)
        if there != known:
            self._resolve()

    def _drop(self, info: Info) -> None:
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.execute("DELETE FROM accession WHERE number = ?", (info.number,))
            self.sql.execute("DELETE FROM row WHERE ledger = ?", (info.rank,))
            self.sql.execute("DELETE FROM original WHERE ledger = ?", (info.rank,))
            self.sql.execute("DELETE FROM container WHERE ledger = ?", (info.rank,))
            self.sql.execute("DELETE FROM withdrawn WHERE ledger = ?", (info.number,))

    def _load(self, info: Info) -> None:
        """All rows of an accession, or none."""
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.executemany(
                f"INSERT INTO row VALUES (?, {MARKS})",
                ((info.rank, *astuple(row)) for row in self._rows(info.name, layout.LEDGER)),
            )
            listed = originals.read(self._collection / info.name / layout.ORIGINALS_LIST)
            self.sql.executemany(
                "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?)",
                ((info.rank, *astuple(original)) for original in listed),
            )
            cut = containers.read(self._collection / info.name / layout.CONTAINERS)
            self.sql.executemany(
                "INSERT INTO container VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((info.rank, *astuple(container)) for container in cut),
            )
            said = tombstones.read(self._collection / info.name / layout.WITHDRAWN)
            self.sql.executemany(
                "INSERT INTO withdrawn VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((info.number, *astuple(tombstone)) for tombstone in said),
            )
            self.sql.execute("INSERT INTO accession VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(info))

    def _resolve(self) -> None:
        """Rows that point into an accession that was replaced point to where the record is now."""
        with self.sql:
            self.sql.execute("BEGIN")
            self.sql.execute(
                "UPDATE row SET (accession, shard, offset, line) = (SELECT now.accession,"
                " now.shard, now.offset, now.line FROM row AS now WHERE now.id = row.id"
                " AND now.outcome = 'written' AND now.ledger <= row.ledger"
                " ORDER BY now.ledger DESC LIMIT 1)"
                " WHERE outcome = 'unchanged' AND accession NOT IN (SELECT name FROM accession)"
            )

    def _rows(self, accession: str, file: str) -> Iterator[Row]:
        path = self._collection / accession / file
        if path.is_file():
            with path.open("rb") as opened:
                yield from ledger.read(opened, str(path))

    # -------------------------------------------------------------- asking it

    def accessions(self) -> list[Info]:
        """The sealed accessions in their order."""
        query = f"SELECT {_INFO} FROM accession ORDER BY 1"
        return [Info(*row) for row in self.sql.execute(query)]

    def known(self, digest: str, fingerprint: str) -> list[Row]:
        """What became of these bytes under the same fingerprint, the newest first."""
        query = (
            f"SELECT {COLUMNS} FROM row JOIN accession ON ledger = rank"
            " WHERE sha256 = ? AND fingerprint = ? ORDER BY ledger DESC, row.rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (digest, fingerprint))]

    def was_one_unit(self, path: str, digest: str, fingerprint: str) -> bool:
        """Whether these bytes were, the last time under these rules, all there was at a path."""
        last = (
            "SELECT max(ledger) FROM row JOIN accession ON ledger = rank"
            " WHERE path = ?1 AND part = '' AND sha256 = ?2 AND fingerprint = ?3"
        )
        query = f"SELECT count(*) FROM row WHERE path = ?1 AND ledger = ({last})"
        found: int = self.sql.execute(query, (path, digest, fingerprint)).fetchone()[0]
        return found == 1

    def at(self, path: str, part: str, fingerprint: str) -> list[Row]:
        """What became of a place under the same fingerprint, the newest first."""
        query = (
            f"SELECT {COLUMNS} FROM row JOIN accession ON ledger = rank"
            " WHERE path = ? AND part = ? AND fingerprint = ? ORDER BY ledger DESC, row.rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (path, part, fingerprint))]

    def container(self, path: str, fingerprint: str) -> tuple[int, Container] | None:
        """(ledger, container) of the last time a path was cut under a fingerprint.

        None where it never was, or where several parts of it were wanted that time.
        """
        query = (
            'SELECT ledger, path, part, bytes, sha256, units, "limit" FROM container'
            " JOIN accession ON ledger = rank WHERE path = ? AND fingerprint = ?"
            " ORDER BY ledger DESC LIMIT 2"
        )
        found = self.sql.execute(query, (path, fingerprint)).fetchall()
        if not found or (len(found) == 2 and found[0][0] == found[1][0]):
            return None
        return found[0][0], Container(*found[0][1:])

    def counted(
        self, path: str, fingerprint: str, ledger: int, reasons: Sequence[str]
    ) -> tuple[int, int, int]:
        """(rows, parts that are told apart, rows with one of the reasons) of a path since then."""
        marks = ", ".join("?" for _ in reasons)
        query = (
            f"SELECT count(*), count(DISTINCT part), coalesce(sum(reason IN ({marks})), 0)"
            " FROM row JOIN accession ON ledger = rank"
            " WHERE path = ? AND fingerprint = ? AND ledger >= ?"
        )
        given = (*reasons, path, fingerprint, ledger)
        found: tuple[int, int, int] = self.sql.execute(query, given).fetchone()
        return found

    def since(self, path: str, fingerprint: str, ledger: int) -> Iterator[Row]:
        """The rows of a path from a ledger on, in the order of the ledgers."""
        query = (
            f"SELECT {COLUMNS} FROM row JOIN accession ON ledger = rank"
            " WHERE path = ? AND fingerprint = ? AND ledger >= ? ORDER BY ledger, row.rowid"
        )
        for found in self.sql.execute(query, (path, fingerprint, ledger)):
            yield Row(*found)

    def is_some_withdrawn(self) -> bool:
        """Whether anything was ever withdrawn."""
        return self.sql.execute("SELECT 1 FROM withdrawn LIMIT 1").fetchone() is not None

    def original(self, digest: str) -> tuple[str, Original] | None:
        """(accession, original) where the bytes of a whole input lie."""
        query = (
            "SELECT name, path, bytes, sha256, file, offset FROM original"
            " JOIN accession ON ledger = rank WHERE sha256 = ? ORDER BY ledger LIMIT 1"
        )
        found = self.sql.execute(query, (digest,)).fetchone()
        return (found[0], Original(*found[1:])) if found else None

    def originals(self) -> Iterator[tuple[str, Original]]:
        """(accession, original) of all inputs whose bytes lie in the bags."""
        query = (
            "SELECT name, path, bytes, sha256, file, offset FROM original"
            " JOIN accession ON ledger = rank ORDER BY ledger, original.rowid"
        )
        for accession, *found in self.sql.execute(query):
            yield accession, Original(*found)

    def of_id(self, id: str) -> list[Row]:
        """The rows under which a record was written, the newest first."""
        query = (
            f"SELECT {COLUMNS} FROM row WHERE id = ? AND outcome = 'written'"
            " ORDER BY ledger DESC, rowid"
        )
        return [Row(*found) for found in self.sql.execute(query, (id,))]

    def withdrawal(self, id: str) -> Tombstone | None:
        """Why and when a record was withdrawn; None when it was not, or is usable again."""
        query = (
            "SELECT id, reason, operator, as_of, action, sha256 FROM withdrawn WHERE id = ?"
            " ORDER BY ledger DESC LIMIT 1"
        )
        found = self.sql.execute(query, (id,)).fetchone()
        return Tombstone(*found) if found and found[4] in tombstones.GONE else None

    def withdrawn(self, id: str) -> str | None:
        """Why a record was withdrawn; None when it was not."""
        found = self.withdrawal(id)
        return found.reason if found else None

    def gone(self) -> Iterator[Tombstone]:
        """The last word on each record that is withdrawn, in the order of ids."""
        for (id,) in self.sql.execute("SELECT DISTINCT id FROM withdrawn ORDER BY id").fetchall():
            tombstone = self.withdrawal(id)
            if tombstone is not None:
                yield tombstone

    def number(self) -> int:
        """How many articles have a record, with those withdrawn."""
        query = "SELECT count(DISTINCT id) FROM row WHERE outcome = 'written'"
        found: int = self.sql.execute(query).fetchone()[0]
        return found

    def current(self) -> Iterator[Row]:
        """The newest row of every record, in the order of the ledgers."""
        query = (
            f"SELECT {COLUMNS}, {_GONE}"
            " FROM row WHERE outcome = 'written' AND NOT EXISTS (SELECT 1 FROM row AS other"
            " WHERE other.id = row.id AND other.outcome = 'written' AND other.ledger > row.ledger)"
            " ORDER BY ledger, rowid"
        )
        for *cells, gone in self.sql.execute(query):
            row = Row(*cells)
            yield with_status(row, "withdrawn") if gone else row


def with_status(row: Row, status: str) -> Row:
    """The row, its record having another status now."""
    import dataclasses

    return dataclasses.replace(row, status=status)


def describe(accession: Path) -> Info:
    """What the index must know of a sealed accession. Raises OSError."""
    return _described(accession)[0]


def _described(accession: Path) -> tuple[Info, tuple[str, ...]]:
    """The accession, and the names of all whose place it took, the last first."""
    pairs = info_pairs(accession)
    tags = dict(reversed(pairs))
    manifest = (accession / "tagmanifest-sha256.txt").read_bytes()
    names = tuple(value for name, value in pairs if name == "Archivist-Replaces")
    number = layout.number_of(accession.name)
    info = Info(
        number,
        accession.name,
        sha256(manifest).hexdigest(),
        tags.get("Archivist-Kind", "articles"),
        tags.get("Archivist-Fingerprint", ""),
        names[0] if names else "",
        min((number, *map(layout.number_of, names))),
    )
    return info, names


def info_pairs(accession: Path) -> list[tuple[str, str]]:
    """The tags of bag-info.txt with their values, unfolded, in their order. Raises OSError."""
    pairs: list[tuple[str, str]] = []
    for line in (accession / layout.INFO).read_text("utf-8", errors="replace").splitlines():
        if line[:1] in (" ", "\t") and pairs:
            name, value = pairs.pop()
            pairs.append((name, f"{value} {line.strip()}"))
        elif ":" in line:
            name, _, value = line.partition(":")
            pairs.append((name, value.strip()))
    return pairs


def catalog(index: Index) -> Iterator[bytes]:
    """The content of catalog.csv in pieces."""
    rows: Iterable[Row] = index.current()
    yield from ledger.write(rows)
