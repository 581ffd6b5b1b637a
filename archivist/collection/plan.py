"""This module plans a run: every input read once, cut into units, and the units into shards.

All that is decided is decided here, once, and stands in the journal: the order, what is a
duplicate, what is unchanged, which unit lies in which shard of which bag. Whoever makes the
shards, in whatever order, however often broken off, makes the same.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import new as new_hash
from typing import BinaryIO

from archivist import readers, units
from archivist.collection import layout
from archivist.collection.checksums import Supplied
from archivist.collection.index import Index
from archivist.collection.journal import Journal, paged
from archivist.collection.ledger import Row
from archivist.collection.listing import Given, Listing
from archivist.collection.opening import open_input
from archivist.collection.shard import one_line, stream_of
from archivist.collection.tombstones import Tombstone
from archivist.errors import MissingPart, WorldRefused
from archivist.problems import Location, Problem, bug_problem, problem
from archivist.readers.parts import empty
from archivist.record import Aside, Source, record_id
from archivist.settings import Settings
from archivist.text import folded, safe_name
from archivist.units import Unit

SHARD_UNITS = 500
SHARD_BYTES = 16 * 1024 * 1024  # of sources
LARGE = 1024 * 1024  # bytes of an input that lies in the bag as a file of its own
FILES = ("warc", "zip")  # formats kept as files whatever their size
CHUNK = 1024 * 1024

Decided = tuple[str, str, str]  # outcome, reason, message

# Codes of what may be otherwise the next time: such a unit is tried again.
PASSING = ("R007", "R009", "C030", "C031", "R083")


@dataclass(frozen=True, slots=True)
class Looked:
    """An input that was looked at, for whoever watches; `units` in it, `size` in bytes."""

    name: str
    units: int
    size: int


@dataclass(slots=True)
class _Input:
    """One input while it is planned."""

    no: int
    given: Given
    size: int = 0
    sha256: str = ""
    boxed: bool = False
    purged: bool = False  # holds what was purged, and is not kept
    reader: str | None = None


def plan(
    journal: Journal,
    inputs: Listing,
    settings: Settings,
    index: Index | None,
    fingerprint: str,
    *,
    keep: bool,
    bag_size: int | None,
    supplied: Supplied | None = None,
) -> Iterator[Looked]:
    """Plan the inputs, in the order of their names, into the journal; one `Looked` for each.

    `keep`: the originals go into the bag. `bag_size`: bytes of sources in one bag at most.
    `supplied`: checksums that the inputs must have; what has another is not read.
    """
    planner = _Planner(journal, settings, index, fingerprint, keep, supplied)
    journal.sql.execute("BEGIN")
    try:
        for no, given in enumerate(inputs):
            yield planner.look(no, given)
        planner.find_twins()
        planner.cut(bag_size)
    except BaseException:
        journal.sql.execute("ROLLBACK")
        raise
    journal.sql.execute("COMMIT")


class _Planner:
    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        index: Index | None,
        fingerprint: str,
        keep: bool,
        supplied: Supplied | None,
    ) -> None:
        self._sql = journal.sql
        self._settings = settings
        self._index = index
        self._fingerprint = fingerprint
        self._keep = keep
        self._supplied = supplied
        self._algorithms = supplied.algorithms if supplied is not None else ()

    # -------------------------------------------------------------- looking

    def look(self, no: int, given: Given) -> Looked:
        """Hash and cut one input."""
        item = _Input(no, given)
        number = 0
        try:
            data, digests = _looked_at(item, self._algorithms)
            wrong = self._compared(item, digests)
            if wrong is not None:
                self._refuse(item, 0, wrong, item.sha256)
                number = 1
            else:
                for number, unit in enumerate(self._units(item, data), start=1):
                    self._add(item, number - 1, unit)
                if number == 0:
                    self._nothing(item)
        except OSError as refused:
            found = f"found {refused.strerror or refused}, wanted a file that can be read"
            self._refuse(item, number, problem("R007", found, Location(given.name)))
            number += 1
        except WorldRefused as refused:  # an original of the collection that is damaged
            self._refuse(item, number, problem("R007", str(refused), Location(given.name)))
            number += 1
        except MissingPart:
            raise
        except Exception as bug:  # noqa: BLE001 - R009 quarantines the input, the others go on
            self._refuse(item, number, bug_problem(given.name, bug))
            number += 1
        self._sql.execute(
            "INSERT INTO input (no, name, path, only_part, size, sha256, units, format,"
            " large, boxed, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                no,
                given.name,
                os.fsencode(given.path),  # a name of this system may be no Unicode
                given.only,
                item.size,
                item.sha256,
                number,
                item.reader,
                item.size > LARGE or item.reader in FILES,
                item.boxed,
                item.purged,
            ),
        )
        return Looked(given.name, number, item.size)

    def _units(self, item: _Input, data: bytes | None) -> Iterator[Unit]:
        """The units of an input; of one that is known as a whole, only its bytes."""
        given = item.given
        if data is not None and given.only is None and self._is_known(item):
            yield Unit(Source(given.name, given.name, data))
            return
        stream = stream_of(given.name, _opener(given.path, data), given.only)
        choice = readers.choose(stream, self._settings)
        item.reader = choice.reader.name if choice.reader is not None else None
        item.boxed = choice.reader is not None and choice.reader.split is not None
        yield from units.cut(stream, self._settings)

    def _is_known(self, item: _Input) -> bool:
        """Whether the input was one unit before, at the same place."""
        if self._index is None:
            return False
        return self._index.was_one_unit(item.given.name, item.sha256, self._fingerprint)

    def _add(self, item: _Input, at: int, unit: Unit) -> None:
        """Note a unit; what needs no reader, or was read before, is decided."""
        whole = not unit.source.part
        too_large = any(found.code == "R004" for found in unit.problems)
        digest = item.sha256 if whole else "" if too_large else unit.source.digest()
        size = item.size if whole else None if too_large else len(unit.source.data)
        decided = _decided(item, unit)
        gone = self._gone(digest) if decided is None else None
        if gone is not None:
            decided = ("set-aside", "withdrawn", one_line(str(gone)))
            item.purged = item.purged or gone.action == "purged"
        known = self._before(item.given.name, unit.source.part or "", digest, decided)
        if gone is not None:
            known = known or _Before(Row(item.given.name, id=gone.id), False)
        elif decided is None and known is not None:
            decided = _again(known)
        self._insert(item, at, unit.source.part, size, digest, decided, known)

    def _gone(self, digest: str) -> Tombstone | None:
        """Why the article of these bytes was withdrawn: it does not come back unsaid."""
        if self._index is None or not digest:
            return None
        return self._index.withdrawal(record_id(digest))

    def _before(self, path: str, part: str, digest: str, decided: Decided | None) -> _Before | None:
        """What became of a unit under the same rules: at the same place, else anywhere."""
        if self._index is None:
            return None
        there = self._index.at(path, part, self._fingerprint)
        here = [row for row in there if row.sha256 == digest]
        if decided is not None:
            same = [row for row in here if (row.outcome, row.reason) == decided[:2]]
            return _Before(same[0], True) if same else None
        if not digest:
            return None
        rows = here or self._index.known(digest, self._fingerprint)
        rows = [row for row in rows if row.reason != "withdrawn"]  # it was, and is no longer
        rows = [row for row in rows if row.reason != "duplicate"] or rows
        if not rows or _is_passing(rows[0]):
            return None
        return _Before(rows[0], bool(here))

    def _insert(
        self,
        item: _Input,
        at: int,
        part: str | None,
        size: int | None,
        digest: str,
        decided: Decided | None,
        known: _Before | None,
    ) -> None:
        outcome, reason, message = decided or (None, None, None)
        pointer = known.pointer() if known else None
        is_new = known is None or not known.exact
        self._sql.execute(
            "INSERT INTO unit (input, at, part, size, sha256, outcome, reason, message, known,"
            " is_new) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (item.no, at, part or "", size, digest, outcome, reason, message, pointer, is_new),
        )

    def _nothing(self, item: _Input) -> None:
        """A box with nothing in it is no article; a file without bytes is an empty file."""
        if item.size == 0:
            self._refuse(item, 0, empty(item.given.name))
            return
        decided = ("set-aside", "no-article", "holds nothing")
        known = self._before(item.given.name, "", item.sha256, decided)
        self._insert(item, 0, None, item.size, item.sha256, decided, known)

    def _compared(self, item: _Input, digests: Mapping[str, str]) -> Problem | None:
        """C045 where the input is not what its supplied checksum says."""
        if self._supplied is None:
            return None
        return self._supplied.verify(item.given.name, digests)[1]

    def _refuse(self, item: _Input, at: int, found: Problem, digest: str = "") -> None:
        """Note that an input, or the rest of one, cannot be had."""
        decided = ("quarantined", found.code, one_line(found.message))
        known = self._before(item.given.name, "", digest, decided)
        size = item.size if digest else None
        self._insert(item, at, None, size, digest, decided, known)

    # -------------------------------------------------------------- duplicates

    def find_twins(self) -> None:
        """Of equal units the first is made; of equal inputs the first is kept."""
        self._sql.execute(
            "UPDATE unit SET twin = (SELECT min(no) FROM unit AS first"
            " WHERE first.sha256 = unit.sha256 AND first.outcome IS NULL)"
            " WHERE outcome IS NULL AND sha256 <> '' AND sha256 IN"
            " (SELECT sha256 FROM unit WHERE outcome IS NULL GROUP BY sha256 HAVING count(*) > 1)"
        )
        self._sql.execute("UPDATE unit SET twin = NULL WHERE twin = no")
        self._sql.execute(
            "UPDATE unit SET outcome = 'set-aside', reason = 'duplicate' WHERE twin IS NOT NULL"
        )
        self._sql.execute(
            "UPDATE input SET held = 1 WHERE EXISTS (SELECT 1 FROM input AS first"
            " WHERE first.sha256 = input.sha256 AND first.no < input.no) OR sha256 = ''"
        )
        if self._index is not None:
            self._hold_known()

    def _hold_known(self) -> None:
        """Inputs whose bytes lie in an earlier accession are not kept again."""
        assert self._index is not None
        query = "SELECT no, sha256 FROM input WHERE held = 0 AND no > ?"
        for no, digest in paged(self._sql, query):
            if self._index.original(digest) is not None:
                self._sql.execute("UPDATE input SET held = 1 WHERE no = ?", (no,))

    # -------------------------------------------------------------- shards

    def cut(self, bag_size: int | None) -> None:
        """Give every unit that is to be made, and every input that is to be kept, its shard."""
        place = _Place(bag_size)
        query = (
            "SELECT no, size, held, large, (SELECT count(*) FROM unit WHERE unit.input = input.no"
            " AND outcome IS NULL) FROM input WHERE no > ?"
        )
        taken: Counter[str] = Counter()
        for no, size, held, large, todo in paged(self._sql, query):
            keep = self._keep and not held and not self._is_all_quarantined(no)
            if not todo and not keep:
                continue
            if todo > SHARD_UNITS or (size > SHARD_BYTES and todo > 1):
                self._cut_input(place, no)
                large = True  # its shards are many, its bytes lie in none of them
                self._sql.execute("UPDATE input SET large = 1 WHERE no = ?", (no,))
            else:
                bag, shard = place.for_input(max(todo, 1), size)
                self._sql.execute(
                    "UPDATE unit SET bag = ?, shard = ? WHERE input = ? AND outcome IS NULL",
                    (bag, shard, no),
                )
                self._sql.execute(
                    "UPDATE input SET bag = ?, shard = ? WHERE no = ?", (bag, shard, no)
                )
            if keep and large:
                self._sql.execute(
                    "UPDATE input SET original = ? WHERE no = ?", (self._kept_path(no, taken), no)
                )

        self._give_bags()

    def _give_bags(self) -> None:
        """What was decided is told in the ledger of the bag that is being filled there."""
        (bags,) = self._sql.execute("SELECT max(bag) FROM unit").fetchone()
        for bag in range(bags or 1, 1, -1):
            query = "UPDATE unit SET bag = ? WHERE bag IS NULL AND no >= (SELECT min(no) FROM unit"
            self._sql.execute(f"{query} WHERE bag = ?)", (bag, bag))
        self._sql.execute("UPDATE unit SET bag = 1 WHERE bag IS NULL")

    def _is_all_quarantined(self, no: int) -> bool:
        query = "SELECT 1 FROM unit WHERE input = ? AND outcome IS NOT 'quarantined' LIMIT 1"
        return self._sql.execute(query, (no,)).fetchone() is None

    def _cut_input(self, place: _Place, no: int) -> None:
        """The units of a long input in shards of their own."""
        query = "SELECT no, size FROM unit WHERE input = ? AND outcome IS NULL AND no > ?"
        place.close()
        first: tuple[int, int] | None = None
        for unit, size in paged(self._sql, query, no):
            where = place.for_input(1, size or 0)
            first = first or where
            self._sql.execute("UPDATE unit SET bag = ?, shard = ? WHERE no = ?", (*where, unit))
        place.close()
        bag = first[0] if first else 1
        self._sql.execute("UPDATE input SET bag = ?, shard = NULL WHERE no = ?", (bag, no))

    def _kept_path(self, no: int, taken: Counter[str]) -> str:
        """Where an input lies in the bag as a file: a name every system can hold, once."""
        (name,) = self._sql.execute("SELECT name FROM input WHERE no = ?", (no,)).fetchone()
        safe = safe_name(name)
        key = folded(safe)
        taken[key] += 1
        if taken[key] > 1:
            safe = f"{safe}.{taken[key]}"
        return f"{layout.KEPT_FILES}/{safe}"


class _Place:
    """The shard that is being filled."""

    def __init__(self, bag_size: int | None) -> None:
        self._bag_size = bag_size
        self._bag, self._shard = 1, 0
        self._bag_bytes = 0
        self.close()

    def close(self) -> None:
        """The next input begins a shard."""
        self._units, self._bytes = SHARD_UNITS + 1, 0

    def for_input(self, count: int, size: int) -> tuple[int, int]:
        """(bag, shard) for `count` units of `size` bytes."""
        full = self._units + count > SHARD_UNITS or self._bytes + size > SHARD_BYTES
        if full:
            if self._bag_size and self._bag_bytes + size > self._bag_size and self._shard:
                self._bag, self._shard, self._bag_bytes = self._bag + 1, 0, 0
            self._shard += 1
            self._units, self._bytes = 0, 0
        self._units += count
        self._bytes += size
        self._bag_bytes += size
        return self._bag, self._shard


def _media(item: _Input, unit: Unit) -> Aside | None:
    """Why a loose file is a picture or the like, by its first bytes or its name."""
    if readers.media.is_media_name(item.given.name):
        return Aside("media", f"name {item.given.name.rpartition('/')[2]}")
    return readers.media.aside(unit.source)


# ------------------------------------------------------------------ bytes


def _looked_at(item: _Input, algorithms: Sequence[str]) -> tuple[bytes | None, dict[str, str]]:
    """The bytes of a small input, None for a large one; digests by algorithm. Raises OSError."""
    digests = {name: new_hash(name, usedforsecurity=False) for name in ("sha256", *algorithms)}
    with open_input(item.given.path) as opened:
        data = more = opened.read(LARGE + 1)
        while more:
            item.size += len(more)
            for digest in digests.values():
                digest.update(more)
            more = opened.read(CHUNK) if item.size > LARGE else b""
    found = {name: digest.hexdigest() for name, digest in digests.items()}
    item.sha256 = found["sha256"]
    return (data if item.size <= LARGE else None), found


def _opener(path: str, data: bytes | None) -> Callable[[], BinaryIO]:
    if data is None:
        return lambda: open_input(path)
    held = data
    return lambda: io.BytesIO(held)


# ------------------------------------------------------------------ what is known already


def _is_passing(row: Row) -> bool:
    return row.outcome == "quarantined" and row.reason in PASSING


def _decided(item: _Input, unit: Unit) -> Decided | None:
    """What needs no reader: pictures and the like, and what the cutting itself refused."""
    if unit.document is not None:
        return None
    wrong = next((found for found in unit.problems if found.severity == "error"), None)
    if wrong is not None:
        return "quarantined", wrong.code, one_line(wrong.message)
    aside = unit.aside
    if aside is None and not unit.source.part and not item.boxed:
        aside = _media(item, unit)
    return ("set-aside", aside.reason, one_line(aside.evidence)) if aside is not None else None


@dataclass(frozen=True, slots=True)
class _Before:
    """The row of a unit in an earlier accession; `exact`: it was at the same place."""

    row: Row
    exact: bool

    def pointer(self) -> str:
        """What the ledger will say of it."""
        row = self.row
        return json.dumps(
            {
                "id": row.id,
                "accession": row.accession,
                "shard": row.shard,
                "offset": row.offset,
                "line": row.line,
            }
        )


def _again(before: _Before) -> Decided:
    """(outcome, reason, message) of a unit whose bytes were read before."""
    row = before.row
    if row.outcome == "written" or (row.reason == "duplicate" and not before.exact):
        return "unchanged", "", ""
    return row.outcome, row.reason, row.message
