"""This module is `archivist withdraw`: records out of sight, or out of the collection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archivist import disk, fingerprint
from archivist.cli import console, exits, kept, options
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.collection import layout, purge, withdraw
from archivist.collection.index import Index
from archivist.collection.purge import Erased, Event, Finished, Plan, Replaced
from archivist.collection.tombstones import Action
from archivist.collection.withdraw import Order, Target
from archivist.errors import UsageError


@click.command("withdraw")
@click.argument("named", metavar="[COLLECTION] ID...", nargs=-1)
@click.option("--collection", metavar="COLLECTION", help="The collection, if not named first.")
@click.option("--reason", metavar="TEXT", help="Why; it is kept for good.")
@click.option("--operator", metavar="NAME", help="Who does this, for PREMIS.")
@click.option("--purge", is_flag=True, help="Remove record and original too, for good.")
@click.option(
    "--purge-container", is_flag=True, help="Remove the whole file that others lie in as well."
)
@click.option("--undo", is_flag=True, help="Say that it is usable again.")
@click.option("--as-of", metavar="INSTANT", help="The instant written as time of the withdrawal.")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done.")
@options.talking
def command(**given: Any) -> int:
    """Take articles out of sight, with a reason that stays.

    ID is the id of a record, a path (news.zip!/a.txt) or sha256:… of the source; of a box, all
    that is in it. What is withdrawn is left out of the catalog's usable records, of packages and
    later exports; originals stay, and archiving the same bytes again does not bring it back.

    --purge removes it: every accession that holds it is replaced by a successor without record,
    original, exports and title; id, sha256, reason, date and operator stay. A purge that is broken
    off goes on with the same command. Copies that archivist did not make are yours to find.
    """
    collection, ids = kept.named(given["named"], given["collection"])
    order = _order(given, collection)
    if not ids:
        raise UsageError("found no ID, wanted one or more", hint="e.g. a path in catalog.csv")
    try:
        with disk.locked(collection / layout.LOCK, str(collection)):
            _Withdraw(order, given).run(ids)
    except OSError as refused:
        message, hint = world(refused.filename or collection, refused)
        console.error(message, f"{hint}; then the same command goes on")
        return exits.WORLD
    return exits.DONE


def _order(given: dict[str, Any], collection: Path) -> Order:
    """Raises UsageError for what does not go together."""
    reason = " ".join((given["reason"] or "").split())
    purging = given["purge"] or given["purge_container"]
    if not reason:
        hint = '--reason "court order of 2026-01-12" says so; it is kept for good'
        raise UsageError("found no reason, wanted one", hint=hint)
    if given["undo"] and purging:
        hint = "what was purged is gone; --undo alone lets it be archived again"
        raise UsageError("found --undo and --purge, wanted one of them", hint=hint)
    action: Action = "restored" if given["undo"] else "purged" if purging else "withdrawn"
    as_of = fingerprint.as_of(given["as_of"])
    return Order(collection, action, reason, given["operator"], as_of)


class _Withdraw:
    """One run of the command."""

    def __init__(self, order: Order, given: dict[str, Any]) -> None:
        self._order = order
        self._given = given

    def run(self, ids: Sequence[str]) -> None:
        """Raises ArchivistError, OSError."""
        collection = self._order.collection
        broken = withdraw.unfinished(collection)
        if broken is not None:
            raise broken
        finished = [] if self._given["dry_run"] else list(purge.finish(collection))
        for event in finished:
            self._tell(event)
        if self._order.action == "purged":
            self._purge(ids)
        else:
            self._withdraw(ids)

    # -------------------------------------------------------------- hiding

    def _withdraw(self, ids: Sequence[str]) -> None:
        order = self._order
        with Index(order.collection) as index:
            found = withdraw.once([withdraw.targets(index, word) for word in ids])
            todo = withdraw.changed(index, found, order.action)
            gone = [t for t in todo if order.action == "restored" and not index.of_id(t.id)]
        word = "usable again" if order.action == "restored" else "withdrawn"
        for target in found:
            already = "" if target in todo else " already: nothing was written"
            self._say(f"{target.name}: {word}{already}")
        if todo and not self._given["dry_run"]:
            name = withdraw.write(order, todo)
            self._say(f"sealed {console.visible(str(order.collection / name))}")
        if not self._given["dry_run"]:
            withdraw.refresh(order.collection)
        if gone:
            self._say(f"{count(len(gone), 'record')} had been purged: archive the source again")

    # -------------------------------------------------------------- purging

    def _purge(self, ids: Sequence[str]) -> None:
        order, collection = self._order, self._order.collection
        note = purge.Note(collection)
        with Index(collection) as index:
            words = {word: note.targets.get(word) or withdraw.targets(index, word) for word in ids}
            found = withdraw.once(words.values())
            boxes = self._given["purge_container"]
            what = purge.plan(index, collection, found, boxes=boxes)
            known = {t.id for t in found if index.withdrawal(t.id) is not None}
        for target in what.targets:
            also = " (in the same file)" if target in what.inside else ""
            self._say(f"{target.name}: {self._state(target, what, known)}{also}")
        if self._given["dry_run"]:
            return
        note.write(words)
        for event in purge.purge(order, what):
            self._tell(event)
        withdraw.refresh(collection)
        note.remove()
        self._left(what)

    def _state(self, target: Target, what: Plan, known: set[str]) -> str:
        if target.id in known and not what.accessions:
            return "purged already: nothing was left to do"
        return "to be purged" if self._given["dry_run"] else "purged"

    def _tell(self, event: Event) -> None:
        match event:
            case Replaced(old, new, records):
                self._say(f"{old} → {new}, without {count(records, 'record')}")
            case Finished(old):
                self._say(f"{old} removed: an earlier purge was broken off there")
            case Erased(files):
                self._say(f"{count(files, 'copy', 'copies')} in the quarantine removed")

    def _left(self, what: Plan) -> None:
        """Say what copies there may be, as far as it can be known."""
        with Index(self._order.collection) as index:
            named = purge.mentions(index, what)
        if named:
            self._say(f"the name of the file, and nothing else, still stands in {', '.join(named)}")
        console.say(
            "not removed, since archivist cannot reach them: the files that were archived, what was"
            " extracted, exported or packaged, copies and backups of the collection"
        )

    def _say(self, line: str) -> None:
        if not self._given["quiet"]:
            console.say(console.visible(line))
