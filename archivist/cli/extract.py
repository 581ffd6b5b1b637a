"""This module is `archivist extract`: a source back out of a collection, byte for byte."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from archivist import disk
from archivist.cli import console, exits, kept, options
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.collection import extract
from archivist.collection.extract import Item, Names
from archivist.collection.index import Index
from archivist.collection.recall import CHUNK, Lost, Open, Recall
from archivist.errors import ArchivistError, OutputExists, UsageError

Found = tuple[Item, Open | Lost]


@click.command("extract")
@click.argument("named", metavar="[COLLECTION] ID...", nargs=-1)
@click.option("--collection", metavar="COLLECTION", help="The collection, if not named first.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the files.")
@click.option("--all", "everything", is_flag=True, help="Every article, with the names they had.")
@click.option("--record", "record", is_flag=True, help="Print the record, not the source.")
@click.option("--withdrawn", is_flag=True, help="What was withdrawn too.")
@click.option(
    "--sources", metavar="DIR", default=".", help="Where inputs that were only referenced lie."
)
@click.option("--force", is_flag=True, help="Replace files that differ.")
@options.talking
def command(**given: Any) -> int:
    """Give articles back byte for byte, each with its record beside it.

    ID is the id of a record (urn:uuid:… or the UUID), a path (news.zip!/a.txt) or sha256:… of the
    source. One ID and no -o: the source goes to standard output. COLLECTION may be left out in
    its folder. What is written was compared with its digest.
    """
    collection, ids = kept.named(given["named"], given["collection"])
    _checked(given, ids)
    with Index(collection) as index:
        recall = Recall(collection, index, Path(given["sources"]))
        run = _Extract(given, collection, index, recall)
        if given["everything"]:
            run.write(extract.everything(index, recall, withdrawn=given["withdrawn"]))
        elif given["record"]:
            run.records(ids)
        elif given["output"] is None:
            run.print(ids[0])
        else:
            run.write(run.found(ids))
        return run.end()


def _checked(given: dict[str, Any], ids: list[str]) -> None:
    """Raises UsageError for what does not go together."""
    if given["everything"] and ids:
        raise UsageError("found an ID and --all, wanted one of them", hint="leave one out")
    if given["everything"] and (given["output"] is None or given["record"]):
        raise UsageError("--all writes files", hint="name a folder with -o, and leave --record out")
    if not given["everything"] and not ids:
        hint = "e.g. a path in catalog.csv; --all for every article"
        raise UsageError("found no ID, wanted one or more", hint=hint)
    if len(ids) > 1 and given["output"] is None and not given["record"]:
        hint = "name a folder for them with -o"
        raise UsageError("found several IDs and one standard output", hint=hint)


class _Extract:
    """One run of the command."""

    def __init__(
        self, given: dict[str, Any], collection: Path, index: Index, recall: Recall
    ) -> None:
        self._given = given
        self._collection = collection
        self._index = index
        self._recall = recall
        self._codes: set[int] = set()
        self._states: Counter[str] = Counter()
        self._folders: dict[Path, None] = {}

    # -------------------------------------------------------------- looking

    def found(self, ids: list[str]) -> Iterator[Found]:
        """What the ids stand for; what is not there, or not to be given out, is said."""
        for wanted in ids:
            try:
                item = self._allowed(wanted)
                yield item, self._recall.open(item.row)
            except ArchivistError as refused:
                self._refuse(str(refused), refused.hint, refused.exit_code)

    def _allowed(self, wanted: str) -> Item:
        item = extract.find(self._index, wanted)
        refused = extract.refusal(self._index, item)
        if refused is not None and not self._given["withdrawn"]:
            raise refused
        return item

    def _refuse(self, message: str, hint: str | None, code: int) -> None:
        console.error(message, hint)
        self._codes.add(code)
        self._states["failed"] += 1

    # -------------------------------------------------------------- giving

    def records(self, ids: list[str]) -> None:
        """Print records, a line each."""
        for wanted in ids:
            try:
                item = self._allowed(wanted)
                line = extract.record(self._collection, item)
                if line is None:
                    raise extract.NotThere(f"{item.name} gave no record: {_why(item)}")
                console.data(line)
            except ArchivistError as refused:
                self._refuse(str(refused), refused.hint, refused.exit_code)

    def print(self, wanted: str) -> None:
        """Print a source as it is."""
        for _, opened in self.found([wanted]):
            if isinstance(opened, Lost):
                raise opened
            for chunk in _chunks(opened()):
                console.data(chunk)

    def write(self, found: Iterator[Found]) -> None:
        """Write sources with their records beside them."""
        folder, names = Path(self._given["output"]), Names()
        for item, opened in found:
            if isinstance(opened, Lost):
                self._refuse(str(opened), opened.hint, opened.exit_code)
                continue
            path = folder / names.take(item.name)
            record = extract.record(self._collection, item)
            beside = path.with_name(f"{path.name}.record.json")
            try:
                state = self._file(path, lambda opened=opened: _chunks(opened()))
                if record is not None:
                    self._file(beside, lambda record=record: iter((record,)))
            except OutputExists as taken:
                self._refuse(str(taken), taken.hint, exits.REFUSED)
            except OSError as refused:
                self._refuse(*world(path, refused), exits.WORLD)
            else:
                self._states[state] += 1

    def _file(self, path: Path, content: Any) -> str:
        """`written` or `unchanged`. Raises OutputExists, OSError."""
        if os.path.lexists(path):
            if path.is_file() and _equal(path, content()):
                return "unchanged"
            if not self._given["force"]:
                raise disk.exists(path)
        disk.replace_streamed(path, content())
        self._folders[path.parent] = None
        return "written"

    def end(self) -> int:
        """Say what was done; the exit code."""
        for folder in self._folders:
            disk.sync_folder(folder)
        if self._given["output"] is not None:
            self._account()
        return exits.worst(self._codes)

    def _account(self) -> None:
        done = self._states
        line = f"{count(done['written'], 'article')} written"
        line += f", {done['unchanged']:,} there already" if done["unchanged"] else ""
        line += f", {done['failed']:,} failed" if done["failed"] else ""
        if self._given["everything"] and not self._given["withdrawn"]:
            gone = sum(row.status == "withdrawn" for row in self._index.current())
            line += f"; {gone:,} withdrawn left out" if gone else ""
        console.say(line)


def _why(item: Item) -> str:
    return " ".join(word for word in (item.row.outcome, item.row.reason, item.row.message) if word)


def _chunks(opened: BinaryIO) -> Iterator[bytes]:
    with opened:
        while chunk := opened.read(CHUNK):
            yield chunk


def _equal(path: Path, content: Iterator[bytes]) -> bool:
    wanted = hashlib.sha256()
    for chunk in content:
        wanted.update(chunk)
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest() == wanted.digest()
