"""This module is `archivist archive`: articles into an accession of a collection."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archivist.cli import console, exits, options
from archivist.cli.addresses import parted, walk_addresses
from archivist.cli.inputs import Found, Input, named_inputs, refuse_sources, walk
from archivist.cli.layout import count
from archivist.cli.outputs import articles
from archivist.cli.run import Enough, Run, world
from archivist.collection import layout
from archivist.collection.archive import Event, Order, Planned, Sealed, archive
from archivist.collection.forecast import Forecast, forecast
from archivist.collection.index import Index
from archivist.collection.listing import Given, Listing, kept_before
from archivist.collection.opening import is_address
from archivist.collection.plan import Looked
from archivist.collection.task import Made
from archivist.errors import UsageError
from archivist.settings import Settings
from archivist.text import printable, size_words


@click.command("archive")
@options.inputs
@click.option("-o", "--output", metavar="COLLECTION", required=True, help="The collection.")
@click.option("--to", "to", multiple=True, metavar="FORMAT,...", help="Exports kept beside.")
@click.option(
    "--detail",
    type=click.Choice(["core", "compact", "full"]),
    default="compact",
    help="How much RDF and JSON-LD say.",
)
@click.option(
    "--originals",
    type=click.Choice(["keep", "reference"]),
    default="keep",
    help="reference: only path and sha256 of the sources.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes.")
@click.option(
    "--cluster", metavar="ADDRESS", help="A Dask scheduler, tcp://host:8786; its workers only read."
)
@click.option("--bag-size", metavar="SIZE", callback=options.size, help="Split above, e.g. 50G.")
@click.option("--checksums", metavar="FILE", help="Verify the sources by this list first.")
@click.option("--operator", metavar="NAME", help="Who does this, for PREMIS.")
@click.option("--rights", metavar="IRI", help="The rights statement of the sources.")
@click.option("--base-iri", metavar="IRI", callback=options.iri, help="Base of your IRIs.")
@click.option("--provider", metavar="NAME", help="Who provides the NewsML-G2 items.")
@click.option("--bag-info", multiple=True, hidden=True, type=click.UNPROCESSED)
@click.option(
    "--renew", is_flag=True, help="Read the originals of the collection again, by today's rules."
)
@click.option("--restart", is_flag=True, help="Discard a run that broke off, and begin anew.")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what there is, and what it takes.")
@options.reading
@options.manners
def command(**given: Any) -> int:
    """Keep articles for the long term: originals, records and reports as a BagIt bag.

    Each run makes one accession below COLLECTION, which is never touched again. What is there
    already, from the same bytes and rules, is unchanged; a second run writes nothing. A run that
    was broken off, even by a power cut, goes on with the same command, to the same bytes.

    A file is known by its name, or its path below the folder that was named. Where two would have
    one name, all are known by their paths below the folder that holds them all.
    """
    return _Archive(given).run()


class _Archive:
    """One run of the command."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._folder = Path(given["output"])
        if self._folder.exists() and not self._folder.is_dir():
            raise UsageError(f"{self._folder}: found a file, wanted a folder", hint="e.g. -o kept")
        self._inputs = Listing()
        self._common: str | None = None  # the folder below which inputs of one name are told apart
        if given["renew"]:
            self._found = self._kept_before()
        else:
            self._found = self._named()
        self._formats = tuple(
            name for name in options.formats_of(given["to"], ()) if name != "record"
        )

    def _named(self) -> Found:
        """Puts the inputs that were named on the list."""
        given = self._given
        named = named_inputs(given["named"], given["files_from"])
        outside = [self._folder, *options.files_of(given)]
        outside += [Path(given["checksums"])] if given["checksums"] else []
        paths, addresses = parted(named)
        found = walk(paths, self._take, keep=_keep, outside=outside)
        refuse_sources(self._folder, found)
        missing = walk_addresses(addresses, self._take)
        self._common = self._inputs.tell_apart()
        return dataclasses.replace(found, missing=(*found.missing, *missing))

    def _kept_before(self) -> Found:
        """Puts the originals of the collection on the list. Raises UsageError for other inputs."""
        if self._given["named"] or self._given["files_from"]:
            hint = "without --renew to add what is new"
            raise UsageError("--renew reads what the collection has, and no INPUT", hint=hint)
        if layout.is_collection(self._folder):
            with Index(self._folder) as index:
                for item in kept_before(self._folder.absolute(), index):
                    self._inputs.add(item)
        return Found((), (), (), ())

    def _take(self, item: Input) -> None:
        """Put an input on the list. Raises UsageError for standard input."""
        if item.path is None:
            hint = "save it to a file first: what is kept must be read twice"
            raise UsageError("standard input cannot be archived", hint=hint)
        path = item.path if is_address(item.path) else os.path.abspath(item.path)
        self._inputs.add(Given(item.name, path, item.part))

    def run(self) -> int:
        """The exit code, when the accession is sealed or said why not."""
        manner = options.manner_of(self._given)
        settings = dataclasses.replace(
            options.settings_of(self._given), as_of=self._given["as_of"] and self._as_of()
        )
        with Run(self._found, manner, made="written", total=len(self._inputs)) as run:
            run.report_missing()
            if self._common is not None:
                where = printable(self._common)
                run.say(f"some inputs have one name: all are named by their paths below {where}")
            if len(self._inputs) and (self._given["renew"] or not self._refused(run)):
                self._go(run, self._order(settings))
        return run.exit_code()

    def _as_of(self) -> str:
        from archivist import fingerprint

        return fingerprint.as_of(self._given["as_of"])

    def _order(self, settings: Settings) -> Order:
        given = self._given
        return Order(
            collection=self._folder,
            inputs=self._inputs,
            settings=settings,
            formats=self._formats,
            originals="kept" if given["originals"] == "keep" else "reference",
            bag_size=given["bag_size"],
            jobs=given["jobs"] or os.cpu_count() or 1,
            cluster=given["cluster"],
            operator=given["operator"],
            rights=given["rights"],
            info=tuple(tuple(pair) for pair in given["bag_info"]),
            checksums=given["checksums"],
            restart=given["restart"],
        )

    def _go(self, run: Run, order: Order) -> None:
        try:
            if self._given["dry_run"]:
                self._foretell(run, order)
                return
            for event in archive(order):
                self._tell(run, event)
        except OSError as refused:
            message, hint = world(refused.filename or self._folder, refused)
            run.refuse(message, f"{hint}; then the same command goes on", exits.WORLD)

    def _foretell(self, run: Run, order: Order) -> None:
        """Say what there is and what it would take; nothing is written."""
        run.account.made = "to write"
        with tempfile.TemporaryDirectory(prefix="archivist-") as folder:
            for event in forecast(order, Path(folder)):
                if isinstance(event, Forecast):
                    self._say_forecast(run, event, order.jobs)
                else:
                    run.account.done += 1

    def _say_forecast(self, run: Run, found: Forecast, jobs: int) -> None:
        account = run.account
        account.written, account.unchanged = found.todo, found.unchanged
        account.set_aside, account.quarantined = (
            found.set_aside + found.duplicates,
            found.quarantined,
        )
        free = shutil.disk_usage(_existing(self._folder)).free
        for line in forecast_lines(found, free, jobs):
            run.out(line)

    # -------------------------------------------------------------- what happens

    def _tell(self, run: Run, event: Event) -> None:
        match event:
            case Looked():
                run.account.done += 1
            case Planned():
                self._planned(run, event)
            case Made():
                self._made(run, event)
            case Sealed():
                self._sealed(run, event)

    def _planned(self, run: Run, event: Planned) -> None:
        if event.resumed:
            run.say(f"going on with a run that broke off: {event.done:,} of {event.todo:,} made")
        if event.later is not None and not self._given["as_of"]:
            name, when = event.later
            run.say(f"{name} is dated {when}, and it is {event.as_of} by the clock")
        run.report(event.problems)
        run.account.add(event.counts)
        if event.counts.quarantined:
            run.codes.add(exits.INVALID)
        if any(found.code == "R009" for found in event.problems):
            run.codes.add(exits.BUG)
        run.begin(event.todo)
        run.account.done = event.done

    def _made(self, run: Run, made: Made) -> None:
        run.report(made.problems)
        counts = made.counts
        run.account.add(counts)
        run.account.done += counts.read
        if made.bug:
            run.codes.add(exits.BUG)
        conflicts = any(p.severity == "error" and p.code.startswith("C") for p in made.problems)
        if counts.quarantined or conflicts:
            run.codes.add(exits.INVALID)
        if counts.warned and self._given["strict"]:
            run.codes.add(exits.INVALID)
        if counts.quarantined and self._given["fail_fast"]:
            raise Enough

    def _sealed(self, run: Run, event: Sealed) -> None:
        if event.name is None:
            run.next_steps.append("nothing new was kept: the collection is as it was")
            return
        where = console.visible(str(self._folder))
        if run.next_steps:
            run.next_steps.pop()
        run.next_steps.append(f"sealed {where}/{event.name}")
        run.next_steps.append(f"next:  archivist verify {where}")

    def _refused(self, run: Run) -> bool:
        """Whether two inputs would have one name in the collection."""
        clashes = 0
        for name, one, two in self._inputs.clashes():
            clashes += 1
            message = f"{printable(one)} and {printable(two)} would both be called {name}"
            hint = "they have no folder in common: archive them one after the other"
            run.refuse(message, hint, exits.REFUSED)
        return bool(clashes)


def _keep(names: list[str]) -> list[str]:
    """Articles, and what is to be set aside before everybody's eyes: pictures, films, sounds."""
    from archivist.readers.media import is_media_name

    chosen = {*articles(names), *filter(is_media_name, names)}
    return [name for name in names if name in chosen]


def forecast_lines(found: Forecast, free: int, jobs: int) -> Iterator[str]:
    """What a run would do, in words; `free`: bytes of the disk."""
    inputs, parts = count(found.inputs, "input"), count(found.units, "part")
    yield f"{inputs}, {size_words(found.bytes)}; {parts} in them"
    for name, number in found.formats:
        yield f"  {number:>9,}  {name or 'other'}"
    if found.seconds is not None:
        processes = count(jobs, "process", "processes")
        yield f"about {duration(found.seconds / jobs)} with {processes}"
    yield f"about {size_words(found.kept)} to write, {size_words(free)} free"
    if found.kept > free:
        yield "that does not fit: make room, or name another disk with -o"


def duration(seconds: float) -> str:
    """Seconds for people: `4 min`."""
    for limit, unit, name in ((90, 1, "s"), (5400, 60, "min"), (172800, 3600, "hours")):
        if seconds < limit:
            return f"{max(1, round(seconds / unit))} {name}"
    return f"{seconds / 86400:.0f} days"


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder
