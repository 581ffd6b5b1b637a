"""This module plans a run: every input read once, cut into units, and the units into shards.

All that is decided is decided here, once, and stands in the journal: the order, what is a
duplicate, what is unchanged, which unit lies in which shard of which bag. Whoever makes the
shards, in whatever order, however often broken off, makes the same.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import new as new_hash
from typing import BinaryIO

from archivist import readers, units
from archivist.collection import sharding
from archivist.collection.checksums import Supplied
from archivist.collection.index import Index
from archivist.collection.journal import Journal
from archivist.collection.known import Before, Decided, Known
from archivist.collection.ledger import Row
from archivist.collection.listing import Given, Listing
from archivist.collection.opening import open_input
from archivist.collection.shard import one_line, stream_of
from archivist.errors import MissingPart, WorldRefused
from archivist.problems import Location, Problem, bug_problem, problem
from archivist.readers.parts import empty
from archivist.record import Aside, Source
from archivist.settings import Settings
from archivist.units import Unit

LARGE = 1024 * 1024  # bytes of an input that lies in the bag as a file of its own
FILES = ("warc", "zip")  # formats kept as files whatever their size
CHUNK = 1024 * 1024


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
    units: int = 0  # noted so far


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
    known = Known(index, fingerprint, settings.max_size)
    planner = _Planner(journal, settings, known, supplied)
    journal.sql.execute("BEGIN")
    try:
        for no, given in enumerate(inputs):
            yield planner.look(no, given)
        sharding.deal(journal, index, keep=keep, bag_size=bag_size)
    except BaseException:
        journal.sql.execute("ROLLBACK")
        raise
    journal.sql.execute("COMMIT")


class _Planner:
    def __init__(
        self, journal: Journal, settings: Settings, known: Known, supplied: Supplied | None
    ) -> None:
        self._sql = journal.sql
        self._settings = settings
        self._known = known
        self._supplied = supplied
        self._algorithms = supplied.algorithms if supplied is not None else ()

    # -------------------------------------------------------------- looking

    def look(self, no: int, given: Given) -> Looked:
        """Hash and cut one input."""
        item = _Input(no, given)
        try:
            data, digests = _looked_at(item, self._algorithms)
            wrong = self._compared(item, digests)
            if wrong is not None:
                self._refuse(item, wrong, item.sha256)
            else:
                self._units(item, data)
        except OSError as refused:
            found = f"found {refused.strerror or refused}, wanted a file that can be read"
            self._refuse(item, problem("R007", found, Location(given.name)))
        except WorldRefused as refused:  # an original of the collection that is damaged
            self._refuse(item, problem("R007", str(refused), Location(given.name)))
        except MissingPart:
            raise
        except Exception as bug:  # noqa: BLE001 - R009 quarantines the input, the others go on
            self._refuse(item, bug_problem(given.name, bug))
        self._note(item)
        return Looked(given.name, item.units, item.size)

    def _note(self, item: _Input) -> None:
        given = item.given
        self._sql.execute(
            "INSERT INTO input (no, name, path, only_part, size, sha256, units, format,"
            " large, boxed, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.no,
                given.name,
                os.fsencode(given.path),  # a name of this system may be no Unicode
                given.only,
                item.size,
                item.sha256,
                item.units,
                item.reader,
                item.size > LARGE or item.reader in FILES,
                item.boxed,
                item.purged,
            ),
        )

    # -------------------------------------------------------------- units

    def _units(self, item: _Input, data: bytes | None) -> None:
        """Note the units of an input; one that is as it was is not cut again."""
        given = item.given
        if data is not None and given.only is None and self._is_known(item):
            self._add(item, Unit(Source(given.name, given.name, data)))  # only its bytes
            return
        stream = stream_of(given.name, _opener(given.path, data), given.only)
        choice = readers.choose(stream, self._settings)
        item.reader = choice.reader.name if choice.reader is not None else None
        item.boxed = choice.reader is not None and choice.reader.split is not None
        before = self._known.box(given.name, item.sha256) if given.only is None else None
        if before is not None:
            self._repeat(item, before)
            return
        for unit in units.cut(stream, self._settings):
            self._add(item, unit)
        if item.units == 0:
            self._nothing(item)

    def _is_known(self, item: _Input) -> bool:
        """Whether the input was one unit before, at the same place."""
        return self._known.was_one_unit(item.given.name, item.sha256, item.size)

    def _add(self, item: _Input, unit: Unit) -> None:
        """Note a unit; what needs no reader, or was read before, is decided."""
        whole = not unit.source.part
        too_large = any(found.code == "R004" for found in unit.problems)
        digest = item.sha256 if whole else "" if too_large else unit.source.digest()
        size = item.size if whole else None if too_large else len(unit.source.data)
        decided = _decided(item, unit)
        gone = self._known.withdrawal(digest) if decided is None else None
        if gone is not None:
            decided = ("set-aside", "withdrawn", one_line(str(gone)))
            item.purged = item.purged or gone.action == "purged"
        known = self._known.before(item.given.name, unit.source.part or "", digest, decided)
        if gone is not None:
            known = known or Before(Row(item.given.name, id=gone.id), False)
        elif decided is None and known is not None:
            decided = known.again()
        self._insert(item, unit.source.part, size, digest, decided, known)

    def _repeat(self, item: _Input, before: Iterator[Before]) -> None:
        """Note the units of a box that is as it was, without cutting it."""
        for known in before:
            row = known.row
            self._insert(item, row.part, row.bytes, row.sha256, known.again(), known)

    def _insert(
        self,
        item: _Input,
        part: str | None,
        size: int | None,
        digest: str,
        decided: Decided | None,
        known: Before | None,
    ) -> None:
        outcome, reason, message = decided or (None, None, None)
        pointer = known.pointer() if known else None
        is_new = known is None or not known.exact
        self._sql.execute(
            "INSERT INTO unit (input, at, part, size, sha256, outcome, reason, message, known,"
            " is_new) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.no,
                item.units,
                part or "",
                size,
                digest,
                outcome,
                reason,
                message,
                pointer,
                is_new,
            ),
        )
        item.units += 1

    def _nothing(self, item: _Input) -> None:
        """A box with nothing in it is no article; a file without bytes is an empty file."""
        if item.size == 0:
            self._refuse(item, empty(item.given.name))
            return
        decided = ("set-aside", "no-article", "holds nothing")
        known = self._known.before(item.given.name, "", item.sha256, decided)
        self._insert(item, None, item.size, item.sha256, decided, known)

    def _compared(self, item: _Input, digests: Mapping[str, str]) -> Problem | None:
        """C045 where the input is not what its supplied checksum says."""
        if self._supplied is None:
            return None
        return self._supplied.verify(item.given.name, digests)[1]

    def _refuse(self, item: _Input, found: Problem, digest: str = "") -> None:
        """Note that an input, or the rest of one, cannot be had."""
        decided = ("quarantined", found.code, one_line(found.message))
        known = self._known.before(item.given.name, "", digest, decided)
        size = item.size if digest else None
        self._insert(item, None, size, digest, decided, known)


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
