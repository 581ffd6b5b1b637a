"""This module builds a site: articles one by one, then the pages that gather them.

A build ends with the same bytes whether the folder was empty, held an older site, or what a killed
build left: pages come from the state alone, which is brought up to date article by article. Only
the list of changes knows what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from archivist import disk
from archivist.collection.charts import Dashboard
from archivist.jsontext import load
from archivist.problems import Problem
from archivist.record import Record
from archivist.settings import Settings
from archivist.site import dataset, dates, dump, gone, home, intake, maps, names, search, serving
from archivist.site.folder import Folder, prepare
from archivist.site.intake import Intake
from archivist.site.layout import Frame
from archivist.site.state import State

ASSETS = ("site.css", "search.js", "icon.svg")
EPOCH = "1970-01-01T00:00:00Z"  # of a site without articles: no clock is asked


class Held(Protocol):
    """A record and its canonical JSON line, as the command line goes through them."""

    @property
    def record(self) -> Record: ...
    @property
    def line(self) -> bytes: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: whether it was written anew, and what its formats lack."""

    held: Held
    written: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did to the folder, in files; `triples` of the whole dataset."""

    written: int
    unchanged: int
    removed: int
    articles: int
    triples: int
    as_of: str


class Site:
    """A site under construction. Use as a context; `take` each article, then `finish`.

    Raises OutputExists for a folder that is no site of ours, or that another build holds.
    """

    def __init__(self, root: Path, frame: Frame, settings: Settings, *, force: bool) -> None:
        self._frame, self._settings = frame, settings
        path = prepare(root, force=force)
        self._lock = disk.locked(path.with_name("lock"), str(root))
        self._lock.__enter__()
        try:
            self._state = State(path)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        self._folder = Folder(root, self._state, force=force)
        self._intake = Intake(self._state, self._folder, frame, settings)
        self._state.say("CREATE TEMP TABLE related (id TEXT PRIMARY KEY, digest TEXT, line BLOB)")

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *raised: object) -> None:
        try:
            self._state.__exit__()
        finally:
            self._lock.__exit__(None, None, None)

    def take(self, held: Held) -> Outcome:
        """Have an article on the site. Raises OutputExists, OSError."""
        record = held.record
        if record.relations:  # linked to articles that may be on the site or not: at the end
            self._state.add("temp.related", [(record.id, held.digest, held.line)])
            return Outcome(held, self._is_new(held), ())
        if self._intake.is_known(record.id, held.digest):
            return Outcome(held, False, ())
        before = self._folder.written_or_waiting
        problems = self._intake.take(record, held.digest)
        return Outcome(held, self._folder.written_or_waiting > before, tuple(problems))

    def finish(
        self,
        tombstones: Iterable[tuple[str, str]],
        picture: Callable[[], Dashboard],
        as_of: str | None,
        *,
        complete: bool = True,
    ) -> Iterator[Built | str]:
        """What is being made, in words, and at last what was done. Raises OSError.

        `complete`: all inputs could be read, so that what was not given is to go; else it stays.
        """
        state, folder, frame = self._state, self._folder, self._frame
        self._take_related()
        gone.take_out(state, tombstones)
        self._others(stay=not complete)
        when = as_of or self._newest()
        yield "names"
        identities = names.write_all(state, folder, frame)
        yield "dates"
        dates.write_all(state, folder, frame)
        gone.write_all(state, folder, frame)
        yield "search"
        search.write(state, folder, frame)
        home.write_all(state, folder, frame, picture() if complete else None)
        yield "data"
        formats = intake.formats(self._settings)
        dumps = dump.write(state, folder)
        counts = dataset.count(state, identities, dumps)
        dataset.write_all(folder, frame, counts, formats, when)
        maps.write_all(state, folder, frame.base, when)
        text = not self._settings.without_text
        serving.write_all(state, folder, frame.base, formats, text=text)
        self._assets()
        folder.sweep()
        triples = counts.triples + counts.identities
        yield Built(
            folder.written, folder.unchanged, folder.removed, counts.articles, triples, when
        )

    def _is_new(self, held: Held) -> bool:
        row = self._state.one("SELECT digest FROM articles WHERE id=?", (held.record.id,))
        return row != (held.digest,)

    def _take_related(self) -> None:
        """Articles that stand in relation to others: which of those are here is known now."""
        query = "SELECT id, digest, line FROM temp.related ORDER BY id"
        for id, digest, line in self._state.rows(query):
            record = Record.from_json(load(line, id))
            there = tuple(r.target for r in record.relations if self._is_here(r.target))
            self._intake.take(record, digest, there)

    def _is_here(self, id: str) -> bool:
        query = (
            "SELECT 1 FROM articles WHERE id=? AND run=?"
            " UNION SELECT 1 FROM temp.related WHERE id=?"
        )
        return self._state.one(query, (id, self._state.run, id)) is not None

    def _others(self, *, stay: bool) -> None:
        """Articles that were here and were not given this time: they go without a trace, or stay
        as they are."""
        query = "SELECT id FROM articles WHERE run<>? ORDER BY id"
        for (id,) in list(self._state.rows(query, (self._state.run,))):
            if stay:
                self._folder.keep(id)
            else:
                self._state.change("Delete", id)
                self._state.forget(id)

    def _newest(self) -> str:
        """The newest instant that records and tombstones state: no clock is asked."""
        query = "SELECT max(as_of) FROM (SELECT as_of FROM articles UNION SELECT as_of FROM gone)"
        row = self._state.one(query)
        return (row[0] if row else None) or EPOCH

    def _assets(self) -> None:
        home = files("archivist").joinpath("data", "site")
        for name in ASSETS:
            self._folder.put(f"assets/{name}", home.joinpath(name).read_bytes())
