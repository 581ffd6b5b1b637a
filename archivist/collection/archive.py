"""This module takes a run of `archive` from its inputs to sealed accessions.

plan → shards, made by workers in any order → one commitment each → seal. Whatever kills it, the
next run with the same inputs and options goes on where the journal ends, to the same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from archivist import disk, fingerprint, pipeline
from archivist.collection import account, checksums, layout, plan, seal
from archivist.collection.facts import Checked, Counts, Originals, accession_name
from archivist.collection.index import Index, info_pairs
from archivist.collection.journal import Journal
from archivist.collection.listing import Listing
from archivist.collection.plan import Looked
from archivist.collection.task import Made
from archivist.collection.tasks import Tasks
from archivist.collection.workers import workers
from archivist.errors import OutputExists, WorldRefused
from archivist.problems import Problem
from archivist.readers import identifiers
from archivist.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do. `info`: tags for bag-info.txt in the order given.

    `bag_size`: bytes of sources in one bag at most. `checksums`: a file with those of the inputs.
    """

    collection: Path
    inputs: Listing
    settings: Settings
    formats: tuple[str, ...] = ()
    originals: Originals = "kept"
    bag_size: int | None = None
    jobs: int = 1
    cluster: str | None = None
    operator: str | None = None
    rights: str | None = None
    info: tuple[tuple[str, str], ...] = ()
    checksums: str | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan stands: units in all, those to make, and what was decided at once.

    `counts`: what was decided at once, or made before the run broke off (`resumed`, `done` units).
    `as_of`: what the run is dated. `later`: (accession, its date) of one that is dated later.
    """

    units: int
    todo: int
    counts: Counts
    problems: tuple[Problem, ...]
    resumed: bool
    done: int
    as_of: str
    later: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """An accession is sealed, or nothing was to be kept (`name` None)."""

    name: str | None
    counts: Counts


Event = Looked | Planned | Made | Sealed


def archive(order: Order) -> Iterator[Event]:
    """Run the order, telling what happens.

    Raises OutputExists when another process writes to the collection or another run is
    unfinished there, WorldRefused and OSError where the world does not let us.
    """
    settings = pipeline.checked(order.settings)
    collection = order.collection
    with disk.locked(collection / layout.LOCK, str(collection)):
        _tidy(collection)
        if order.restart:
            discard(collection, _broken_off(collection))
        try:
            with Journal(collection / layout.JOURNAL) as journal:
                yield from _Run(order, settings, journal).run()
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise  # what we asked was wrong, not the disk
            hint = "make room, or get the right to write there; then the same command goes on"
            raise WorldRefused(f"{collection}: the journal: {refused}", hint=hint) from refused


def _tidy(collection: Path) -> None:
    """Take away what a write that was killed left beside catalog.csv."""
    for name in os.listdir(collection):
        if disk.is_leftover(name):
            (collection / name).unlink()


def discard(collection: Path, folders: Iterable[Path]) -> None:
    """Take away folders of an unfinished run and its journal. Raises OSError."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=False)
    for suffix in ("", "-wal", "-shm"):
        (collection / f"{layout.JOURNAL}{suffix}").unlink(missing_ok=True)


def _broken_off(collection: Path) -> list[Path]:
    """Accessions that were never sealed: one that lost its bagit.txt has manifests."""
    found = layout.unsealed(collection)
    return [folder for folder in found if not any(folder.glob("manifest-*.txt"))]


def _refuse_others(collection: Path) -> None:
    """Raises OutputExists where an accession lies that no journal knows and nobody sealed."""
    for folder in layout.unsealed(collection):
        what = f"{folder}: found no bagit.txt, wanted a sealed accession"
        hint = (
            "archivist verify says what it lacks; archive --restart takes away a run that broke off"
        )
        raise OutputExists(what, hint=hint)


class _Run:
    def __init__(self, order: Order, settings: Settings, journal: Journal) -> None:
        self._order = order
        self._journal = journal
        self._given_as_of = order.settings.as_of
        self._settings = settings
        self._fingerprint = fingerprint.of(settings)

    def run(self) -> Iterator[Event]:
        facts = self._journal.facts()
        resumed = "planned" in facts
        if resumed:
            self._same_run(facts)
            yield self._planned(resumed=True)
        else:
            yield from self._plan()
            facts = self._journal.facts()
        self._settings = dataclasses.replace(self._settings, as_of=facts["as_of"])
        if account.is_something_new(self._journal):
            for bag in range(1, account.bags(self._journal) + 1):
                yield from self._make(bag, facts["first"] + bag - 1)
        if account.is_worth_keeping(self._journal):
            yield from self._seal(facts)
        else:
            counts = account.counts(self._journal)
            discard(self._order.collection, self._unsealed(facts))
            yield Sealed(None, counts)

    def _unsealed(self, facts: Mapping[str, Any]) -> list[Path]:
        """The folders of this run that are not sealed."""
        numbers = range(facts["first"], facts["first"] + account.bags(self._journal))
        mine = {accession_name(number) for number in numbers}
        return [path for path in layout.unsealed(self._order.collection) if path.name in mine]

    # -------------------------------------------------------------- the plan

    def _key(self) -> dict[str, Any]:
        """What must be the same for a run to go on."""
        order = self._order
        return {
            "inputs": order.inputs.digest(),
            "fingerprint": self._fingerprint,
            "formats": list(order.formats),
            "detail": self._settings.detail,
            "base_iri": self._settings.base_iri,
            "provider": self._settings.provider,
            "originals": order.originals,
            "max_size": self._settings.max_size,
            "bag_size": order.bag_size,
            "checksums": order.checksums and _digest(order.checksums),
            "operator": order.operator,
            "rights": order.rights,
            "info": [list(pair) for pair in order.info],
        }

    def _same_run(self, facts: Mapping[str, Any]) -> None:
        """Raises OutputExists when the unfinished run is another one."""
        mine = self._key()
        other = [name for name in mine if mine[name] != facts["key"].get(name)]
        if self._given_as_of and self._given_as_of != facts["as_of"]:
            other.append("as-of")
        if other:
            names = ", ".join(name.replace("_", "-") for name in other)
            what = f"{self._order.collection}: an unfinished run has other {names}"
            hint = "finish it with the command it was begun with, or begin anew with --restart"
            raise OutputExists(what, hint=hint)

    def _plan(self) -> Iterator[Event]:
        order, journal = self._order, self._journal
        journal.forget()
        supplied = checksums.load(order.checksums) if order.checksums else None
        _refuse_others(order.collection)
        with Index(order.collection) as index:
            yield from plan.plan(
                journal,
                order.inputs,
                self._settings,
                index if index.accessions() else None,
                self._fingerprint,
                keep=order.originals == "kept",
                bag_size=order.bag_size,
                supplied=supplied,
            )
            supersedes = self._superseded(index)
        journal.note(
            planned=True,
            key=self._key(),
            as_of=fingerprint.as_of(self._given_as_of),
            first=layout.next_number(order.collection),
            supersedes=supersedes,
            checked=dataclasses.asdict(supplied.checked()) if supplied else None,
        )
        more = (*(supplied.problems() if supplied else ()), *self._nameless())
        yield self._planned(resumed=False, more=more)

    def _nameless(self) -> Iterator[Problem]:
        """C042 for identifiers of units that are not there."""
        listed = identifiers.load(self._settings)
        query = (
            "SELECT name || coalesce(part, ''), coalesce(unit.sha256, '')"
            " FROM unit JOIN input ON input.no = unit.input"
        )
        return listed.unused(self._journal.sql.execute(query)) if listed else iter(())

    def _superseded(self, index: Index) -> list[str]:
        """Accessions that hold records of sources that are read again under other rules."""
        query = (
            "SELECT DISTINCT accession.name FROM journal.unit AS unit"
            " JOIN row ON row.sha256 = unit.sha256 AND row.outcome = 'written'"
            " JOIN accession ON accession.number = row.ledger"
            " WHERE unit.outcome IS NULL AND unit.sha256 <> '' ORDER BY 1"
        )
        index.sql.execute(
            "ATTACH DATABASE ? AS journal", (str(self._order.collection / layout.JOURNAL),)
        )
        return [name for (name,) in index.sql.execute(query)]

    def _planned(self, *, resumed: bool, more: Iterable[Problem] = ()) -> Planned:
        sql = self._journal.sql
        (total,) = sql.execute("SELECT count(*) FROM unit").fetchone()
        (todo,) = sql.execute("SELECT count(*) FROM unit WHERE outcome IS NULL").fetchone()
        done = "SELECT count(*) FROM unit JOIN shard USING (bag, shard)"
        (made,) = sql.execute(done).fetchone()
        as_of = self._journal.facts()["as_of"]
        problems = (*more, *account.refused(self._journal))
        later = self._later(as_of)
        return Planned(
            total, todo, account.counts(self._journal), problems, resumed, made, as_of, later
        )

    def _later(self, as_of: str) -> tuple[str, str] | None:
        """(name, date) of the accession that is dated latest, when that is after this run."""
        dated = [
            (dict(info_pairs(folder)).get("Archivist-As-Of", ""), folder.name)
            for folder in layout.accessions(self._order.collection)
        ]
        when, name = max(dated, default=("", ""))
        return (name, when) if when > as_of else None

    # -------------------------------------------------------------- shards

    def _make(self, bag: int, number: int) -> Iterator[Made]:
        folder = self._order.collection / accession_name(number)
        folder.mkdir(parents=True, exist_ok=True)
        disk.sync_folder(self._order.collection)
        keep = self._order.originals == "kept"
        tasks = Tasks(self._journal, self._settings, self._order.formats, keep=keep)
        for made in workers(self._order.jobs, self._order.cluster).run(tasks.of(bag, folder)):
            self._commit(bag, folder, made)
            yield made

    def _commit(self, bag: int, folder: Path, made: Made) -> None:
        """Put a shard on the disk, and then into the journal."""
        write_all(folder, made)
        for name, data, problems in made.quarantine:
            self._quarantine(folder.name, name, data, problems)
        self._journal.commit(
            bag,
            int(made.shard),
            [file for file, _ in made.files],
            made.counts,
            made.reasons,
            made.codes,
            made.rows,
            made.sketches,
            made.kept,
        )

    def _quarantine(
        self, accession: str, name: str, data: bytes, problems: tuple[Problem, ...]
    ) -> None:
        from archivist.text import safe_name

        path = self._order.collection / layout.QUARANTINE / accession / safe_name(name)
        disk.write(path, data, force=True)
        listed = json.dumps([item.to_json() for item in problems], ensure_ascii=False, indent=2)
        beside = path.with_name(f"{path.name}.problems.json")
        disk.write(beside, listed.encode("utf-8", "surrogatepass") + b"\n", force=True)

    # -------------------------------------------------------------- the seal

    def _seal(self, facts: Mapping[str, Any]) -> Iterator[Sealed]:
        order, bags = self._order, account.bags(self._journal)
        if fingerprint.of(self._settings) != self._fingerprint:
            hint = "put them back as they were, or begin anew with --restart"
            raise WorldRefused("files that say how to read changed in mid-run", hint=hint)
        run = seal.Run(
            first=facts["first"],
            bags=bags,
            as_of=facts["as_of"],
            options=dict(fingerprint.options(self._settings)).get("options", ""),
            fingerprint=self._fingerprint,
            formats=order.formats,
            detail=self._settings.detail,
            originals=order.originals,
            operator=order.operator,
            rights=order.rights,
            info=order.info,
            supersedes=tuple(facts["supersedes"]),
            max_size=self._settings.max_size,
            corrections=self._settings.corrections,
            checked=_checked(facts["checked"]),
        )
        for accession in seal.seal(self._journal, order.collection, run):
            yield Sealed(accession.name, accession.counts)
        discard(order.collection, ())


def _digest(path: str) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()


def _checked(said: dict[str, Any] | None) -> Checked | None:
    """What was noted of supplied checksums."""
    if said is None:
        return None
    return Checked(said["source"], said["held"], tuple(said["failed"]), said["unlisted"])


def write_all(folder: Path, made: Made) -> None:
    """The files of a shard, and their names, on the disk. Raises OSError."""
    folders: dict[Path, None] = {}
    for file, content in made.files:
        path = folder / file.path
        disk.write(path, content, force=True)
        folders[path.parent] = None
    for parent in folders:
        disk.sync_folder(parent)
