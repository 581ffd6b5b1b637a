"""This module deals the planned units out to shards: duplicates, what is kept already, the cut.

Which unit lies in which shard of which bag follows from the journal alone.
"""

from __future__ import annotations

from collections import Counter

from archivist.collection import layout
from archivist.collection.index import Index
from archivist.collection.journal import Journal, paged
from archivist.text import folded, safe_name

SHARD_UNITS = 500
SHARD_BYTES = 16 * 1024 * 1024  # of sources


def deal(journal: Journal, index: Index | None, *, keep: bool, bag_size: int | None) -> None:
    """Give every unit that is to be made, and every input that is to be kept, its shard.

    `keep`: the originals go into the bag. `bag_size`: bytes of sources in one bag at most.
    """
    dealer = _Dealer(journal, index, keep)
    dealer.find_twins()
    dealer.cut(bag_size)


class _Dealer:
    def __init__(self, journal: Journal, index: Index | None, keep: bool) -> None:
        self._sql = journal.sql
        self._index = index
        self._keep = keep

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
