"""This module is `archivist export`: records to formats, and our exports back to records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from archivist import pipeline
from archivist.cli import options, sets
from archivist.cli.journey import Journey
from archivist.cli.outputs import records
from archivist.collection import layout
from archivist.errors import UsageError
from archivist.exporters import BY_NAME
from archivist.pipeline import Conversion
from archivist.problems import Location, problem
from archivist.readers.parts import Stream
from archivist.record import Source
from archivist.settings import MAX_SIZE, Settings

# A record is many times its text: a limit that no record of a source of MAX_SIZE reaches.
RECORD_SIZE = 16 * MAX_SIZE


@click.command("export")
@options.inputs
@options.exporting
@click.option(
    "--map", "wikibase", metavar="FILE", help="Your Wikibase's properties, for quickstatements."
)
@options.records
@options.manners
def command(**given: Any) -> int:
    """Write records in other formats without reading their sources again.

    INPUT is a record, a JSON Lines file of records, or any of our exports: each is read back into
    the record it was made from. --to record gives that record. --to tables also takes collections.
    """
    settings = options.settings_of(given, max_size=RECORD_SIZE)
    formats, named = sets.parted(given["to"])
    if named and not formats:
        return _to_sets(named, settings, given)
    _refuse_collections(given["named"])
    return Journey(given, settings, records).run(lambda stream, to: exported(stream, to, settings))


def _refuse_collections(named: Sequence[str]) -> None:
    """Raises UsageError for a collection, which has no file a record to name exports after."""
    for name in named:
        if layout.is_collection(Path(name)):
            hint = "it keeps exports itself (archive --to); extract and package give records out"
            what = f"{name} is a collection: export takes it for {', '.join(sets.SETS)} only"
            raise UsageError(what, hint=hint)


def _to_sets(named: Sequence[str], settings: Settings, given: dict[str, Any]) -> int:
    """Formats that hold all records in one set of files."""
    from archivist.cli.held import Holdings

    made = "to write" if given["dry_run"] else "written"
    gathering = sets.Gathering(named, settings, given)
    with Holdings(given, made=made, into=given["output"]) as holdings, gathering:
        articles = ((held.record, held.problems) for held in holdings)
        sets.gather(holdings.run, gathering, articles)
    return holdings.run.exit_code()


def exported(stream: Stream, to: Sequence[str], settings: Settings) -> Iterator[Conversion]:
    """The records of an export; an article is no record, and is not read here."""
    name, why = pipeline.describe(stream, settings)
    if stream.head(1) and name not in BY_NAME:
        what = f"found {name or why}, wanted a record or one of our exports"
        hint = "archivist convert reads articles; archivist validate says what is wrong"
        found = problem("R008", what, Location(stream.location), hint=hint)
        return iter([Conversion(_nothing(stream), None, (found,))])
    return pipeline.convert(stream, to=to, settings=settings)


def _nothing(stream: Stream) -> Source:
    return Source(stream.location, stream.name, b"")
