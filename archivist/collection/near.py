"""This module finds records whose texts are nearly the same: reported, nothing is dropped.

Pairs of an accession's records with each other and with those of earlier accessions, by the bands
of their sketches, in SQLite on the disk: memory stays flat. The order of the report is that of the
ledger, so its bytes are the same whoever made the shards.
"""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from archivist.collection import sketches
from archivist.collection.sketches import BANDS, ROWS, Sketch

LEAST = 80  # percent from which two texts are nearly the same
WINDOW = 4  # earlier members of a family that a text is compared with in a band
HOPELESS = 64  # comparisons in a band after which a family of texts that are not alike is left
_MARKS = 1 << 27  # bits of the filter for earlier texts: 16 MiB

_SCHEMA = """
CREATE TABLE item (
  no INTEGER PRIMARY KEY, id TEXT, path BLOB, bins BLOB, bands BLOB);
CREATE TABLE pair (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A record and an earlier one; `similarity` is estimated, in percent."""

    id: str
    path: str
    other: str
    other_path: str
    similarity: int


HEADER = b"id,path,other,other_path,similarity\n"


def write(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """near-duplicates.csv: UTF-8, LF."""
    yield HEADER
    for pair in pairs:
        line = io.StringIO()
        csv.writer(line).writerow(astuple(pair))  # its line end, so that a lone CR is in quotes
        yield (line.getvalue()[:-2] + "\n").encode("utf-8", "surrogatepass")


def read(path: Path) -> Iterator[Pair]:
    """The pairs of a report; nothing where there is none. Raises OSError."""
    if path.is_file():
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
            for row in csv.DictReader(opened):
                similarity = int(row["similarity"])
                yield Pair(row["id"], row["path"], row["other"], row["other_path"], similarity)


def find(
    accession: Path, earlier: Sequence[Path], scratch: Path, is_gone: Callable[[str], bool]
) -> Iterator[Pair]:
    """The pairs of an accession's records that are at least `LEAST` percent alike.

    `earlier`: accessions before it, in their order. `scratch`: a file that may be used and is
    gone afterwards. `is_gone`: whether a record was withdrawn. Raises OSError, sqlite3.Error.
    """
    _remove(scratch)
    with contextlib.closing(sqlite3.connect(scratch, isolation_level=None)) as sql:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2048"):
            sql.execute(f"PRAGMA {pragma}")
        sql.execute("PRAGMA temp_store=FILE")
        sql.executescript(_SCHEMA)
        sql.execute("BEGIN")
        search = _Search(sql)
        search.load(accession, earlier)
        for band in range(BANDS):
            search.meet(band)
        yield from (pair for pair in search.pairs() if not is_gone(pair.other))
    _remove(scratch)


def _remove(scratch: Path) -> None:
    scratch.unlink(missing_ok=True)


class _Search:
    """One search; items from `first` on are of the accession itself, those before of earlier."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self._first = 0

    def load(self, accession: Path, earlier: Sequence[Path]) -> None:
        """Take in the new sketches, and of the earlier those that share a band with one."""
        marks = bytearray(_MARKS // 8) if earlier else bytearray()
        if earlier:
            for new in sketches.read(accession):
                for mark in _marks(sketches.bands(new.bins)):
                    marks[mark >> 3] |= 1 << (mark & 7)
        for folder in earlier:
            self._add(_marked(sketches.read(folder), marks))
        (self._first,) = self._sql.execute("SELECT coalesce(max(no), 0) + 1 FROM item").fetchone()
        self._add(sketches.read(accession))

    def _add(self, found: Iterable[Sketch]) -> None:
        self._sql.executemany(
            "INSERT INTO item (id, path, bins, bands) VALUES (?, ?, ?, ?)",
            ((s.id, _bytes(s.path), s.bins, sketches.bands(s.bins)) for s in found),
        )

    def meet(self, band: int) -> None:
        """Note the pairs that agree in a band and are alike."""
        query = "SELECT substr(bands, ?, ?) AS key, no, bins FROM item ORDER BY key, no"
        found = self._sql.execute(query, (1 + band * ROWS, ROWS))
        self._sql.executemany("INSERT OR IGNORE INTO pair VALUES (?, ?)", self._met(found))

    def _met(self, found: Iterable[tuple[bytes, int, bytes]]) -> Iterator[tuple[int, int]]:
        """(item, earlier item) of one key; in a large family the nearest `WINDOW` before it."""
        for _, family in groupby(found, key=itemgetter(0)):
            window: deque[tuple[int, bytes]] = deque(maxlen=WINDOW)
            tried = alike = 0
            for _, no, bins in family:
                if no >= self._first and (alike or tried < HOPELESS):
                    for other, others in window:
                        tried += 1
                        if sketches.similarity(bins, others) >= LEAST:
                            alike += 1
                            yield no, other
                window.append((no, bins))

    def pairs(self) -> Iterator[Pair]:
        """The pairs that are alike enough; of a record that was made anew only the newest."""
        self._sql.execute("CREATE INDEX item_id ON item (id)")
        query = (
            "SELECT one.bins, other.bins, one.id, one.path, other.id, other.path FROM pair"
            " JOIN item AS one ON one.no = pair.one JOIN item AS other ON other.no = pair.other"
            " WHERE NOT EXISTS (SELECT 1 FROM item AS newer WHERE newer.id = other.id"
            " AND newer.no > other.no)"
            " ORDER BY pair.one, pair.other"
        )
        for one, other, id, path, other_id, other_path in self._sql.execute(query):
            alike = sketches.similarity(one, other)
            if alike >= LEAST:
                yield Pair(id, _text(path), other_id, _text(other_path), alike)


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogatepass")


def _marks(bands: bytes) -> Iterator[int]:
    """A bit for each band."""
    for band in range(BANDS):
        yield zlib.crc32(bands[band * ROWS : band * ROWS + ROWS], band) % _MARKS


def _marked(found: Iterable[Sketch], marks: bytearray) -> Iterator[Sketch]:
    for item in found:
        bands = sketches.bands(item.bins)
        if any(marks[mark >> 3] >> (mark & 7) & 1 for mark in _marks(bands)):
            yield item
