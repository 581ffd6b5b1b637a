"""This module writes formats that hold many articles in one set of files: tables, and the like."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from archivist import disk
from archivist.cli import console, exits
from archivist.cli.layout import count
from archivist.cli.run import Run, world
from archivist.errors import UsageError, WorldRefused
from archivist.problems import Problem
from archivist.record import Record
from archivist.settings import Settings

Article = tuple[Record, Iterable[Problem]]


class Set(Protocol):
    """What takes in all records of a run, and writes its files at the end."""

    def add(self, record: Record, problems: Iterable[Problem] = ()) -> tuple[Problem, ...]:
        """Take in a record, and what was wrong when it was read; what the set cannot say of it."""

    def add_source(self, name: str, problems: Iterable[Problem]) -> None:
        """Take in what was wrong with a source that gave no record."""

    def write(self, folder: Path) -> dict[str, int]:
        """Write the files; what they hold → how many."""


@dataclass(frozen=True, slots=True)
class SetFormat:
    """A name for `--to`; `begin(scratch, settings, given)` makes the set. `files`: it writes."""

    name: str
    title: str
    files: tuple[str, ...]
    begin: Callable[[Path, Settings, dict[str, Any]], Set]


def _tables(scratch: Path, settings: Settings, given: dict[str, Any]) -> Set:
    from archivist.tables.writing import Tables

    return Tables(scratch, settings, "csv", exact=bool(given.get("exact_cells")))


def _parquet(scratch: Path, settings: Settings, given: dict[str, Any]) -> Set:
    from archivist.tables.writing import Tables

    return Tables(scratch, settings, "parquet", exact=True)


def _quickstatements(scratch: Path, settings: Settings, given: dict[str, Any]) -> Set:
    from archivist.tables import wikibase
    from archivist.tables.quickstatements import QuickStatements

    return QuickStatements(scratch, settings, wikibase.load(Path(given["wikibase"])))


_TABLES = ("articles", "quotes", "speakers", "mentions", "entities", "credits", "dates", "problems")
SETS: dict[str, SetFormat] = {
    one.name: one
    for one in (
        SetFormat(
            "tables",
            "eight tables, CSV with a CSVW description",
            (*(f"{name}.csv" for name in _TABLES), "tables.csv-metadata.json"),
            _tables,
        ),
        SetFormat(
            "parquet",
            "the same tables, Apache Parquet",
            tuple(f"{name}.parquet" for name in _TABLES),
            _parquet,
        ),
        SetFormat(
            "quickstatements",
            "statements for a Wikibase",
            ("quickstatements.tsv",),
            _quickstatements,
        ),
    )
}


def parted(to: Sequence[str]) -> tuple[list[str], list[str]]:
    """(formats of single articles, sets) in `--to a,b --to c`, each once, in that order."""
    names = [name.strip() for given in to for name in given.split(",") if name.strip()]
    unique = list(dict.fromkeys(names))
    return [n for n in unique if n not in SETS], [n for n in unique if n in SETS]


class Gathering:
    """The sets of a run. Use as a context: scratch files are gone afterwards."""

    def __init__(self, names: Sequence[str], settings: Settings, given: dict[str, Any]) -> None:
        """Raises UsageError without a folder to write to."""
        if given["output"] is None:
            files = SETS[names[0]].files
            what = files[0] if len(files) == 1 else f"{len(files)} files"
            raise UsageError(f"{names[0]} is {what}", hint="name a folder for it: -o out")
        if "quickstatements" in names and not given.get("wikibase"):
            what = "quickstatements needs a map to the properties of a Wikibase"
            hint = "archivist export RECORDS --to quickstatements --map wikibase.toml -o out"
            raise UsageError(what, hint=hint)
        self._formats = [SETS[name] for name in names]
        self._folder = Path(given["output"])
        self._given, self._settings = given, settings
        self._scratch: Path | None = None
        self._sets: list[Set] = []

    def __enter__(self) -> Gathering:
        if not self._given["dry_run"]:
            try:
                self._begin()
            except OSError as refused:
                raise _refused(self._folder, refused) from refused
        return self

    def __exit__(self, *_: object) -> None:
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _begin(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.mkdtemp(prefix=".archivist-", suffix=".tmp", dir=self._folder)
        self._scratch = Path(scratch)
        for item in self._formats:
            own = self._scratch / item.name
            own.mkdir()
            self._sets.append(item.begin(own, self._settings, self._given))

    def add(self, run: Run, record: Record, problems: Iterable[Problem] = ()) -> None:
        """Take in a record, and report what a set cannot say of it. Raises WorldRefused."""
        try:
            for one in self._sets:
                self._report(run, one.add(record, problems))
        except OSError as refused:
            raise _refused(self._folder, refused) from refused

    def _report(self, run: Run, unsaid: tuple[Problem, ...]) -> None:
        """Say what a set cannot hold of an article."""
        run.report(unsaid)
        if any(found.severity == "warning" for found in unsaid):
            run.account.warned += 1
            if self._given["strict"]:
                run.codes.add(exits.INVALID)

    def add_source(self, name: str, problems: Iterable[Problem]) -> None:
        """Take in what was wrong with a source that gave no record. Raises WorldRefused."""
        try:
            for one in self._sets:
                one.add_source(name, problems)
        except OSError as refused:
            raise _refused(self._folder, refused) from refused

    def finish(self, run: Run) -> bool:
        """Write all files, and say where; whether any is new.

        What is there and differs is refused without --force. Raises WorldRefused.
        """
        if self._scratch is None:
            self._announce(run)
            return True
        try:
            made = self._scratch / "made"
            made.mkdir()
            held = [one.write(made) for one in self._sets]
            return self._settle(run, made, held)
        except OSError as refused:
            raise _refused(self._folder, refused) from refused

    def _settle(self, run: Run, made: Path, held: Sequence[dict[str, int]]) -> bool:
        names = [name for item in self._formats for name in item.files]
        new = [name for name in names if not _equal(made / name, self._folder / name)]
        taken = [self._folder / name for name in new if os.path.lexists(self._folder / name)]
        if taken and not self._given["force"]:
            for path in taken:
                hint = "--force replaces it; -o names another folder; nothing was written"
                run.refuse(f"{path}: a different file is there", hint, exits.REFUSED)
            return True
        for name in new:
            os.replace(made / name, self._folder / name)
        disk.sync_folder(self._folder)
        if not self._given["quiet"]:
            run.next_steps += map(self._said, self._formats, held)
        return bool(new)

    def _said(self, item: SetFormat, held: dict[str, int]) -> str:
        """`9 files in out: 2 articles, 7 quotes, …`."""
        where = console.visible(str(self._folder))
        rows = ", ".join(f"{number:,} {name}" for name, number in held.items())
        return f"{item.name}: {count(len(item.files), 'file')} in {where}: {rows}"

    def _announce(self, run: Run) -> None:
        for item in self._formats:
            for name in item.files:
                run.out(console.visible(str(self._folder / name)))


def gather(run: Run, gathering: Gathering, articles: Iterable[Article]) -> None:
    """Take all articles to the sets, when nothing else is written of them, and finish."""
    for record, problems in articles:
        run.account.written += 1
        gathering.add(run, record, problems)
    if not gathering.finish(run):
        run.account.unchanged, run.account.written = run.account.written, 0


def _equal(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def _refused(path: Path, refused: OSError) -> WorldRefused:
    message, hint = world(refused.filename or path, refused)
    return WorldRefused(message, hint=hint)
