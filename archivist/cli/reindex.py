"""This module is `archivist reindex`: the catalog of a collection anew, from its bags alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from archivist import disk
from archivist.cli import console, exits, kept, options
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.collection import layout, staging
from archivist.collection.index import Index, catalog


@click.command("reindex")
@click.argument("named", metavar="[COLLECTION]", nargs=-1)
@options.talking
def command(**given: Any) -> int:
    """Write catalog.csv anew, from what the sealed accessions say.

    The catalog is a convenience: it can be deleted, and so can the folder .work when nothing is
    in the making.
    """
    collection, rest = kept.named(given["named"], None)
    if rest:
        raise click.UsageError(f"found {rest[0]!r} after the collection, wanted nothing more")
    try:
        with disk.locked(collection / layout.LOCK, str(collection)):
            lines = _reindexed(collection)
    except OSError as refused:
        console.error(*world(refused.filename or collection, refused))
        return exits.WORLD
    for line in lines:
        console.say(line)
    return exits.DONE


def _reindexed(collection: Path) -> list[str]:
    """Makes index and catalog; what they hold, in words."""
    staging.clear(collection)
    for suffix in ("", "-wal", "-shm", "-journal"):
        (collection / f"{layout.INDEX}{suffix}").unlink(missing_ok=True)
    path = collection / layout.CATALOG
    with Index(collection) as index:
        disk.replace_streamed(path, catalog(index))
        disk.sync_folder(collection)
        statuses = Counter(row.status for row in index.current())
        accessions = len(index.accessions())
    (rows,) = (sum(statuses.values()),)
    told = ", ".join(f"{n:,} {status}" for status, n in sorted(statuses.items()))
    what = f"{count(rows, 'record')} of {count(accessions, 'accession')}"
    return [f"{console.visible(str(path))}: {what}" + (f" ({told})" if told else "")]
