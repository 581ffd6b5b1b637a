"""This module is `archivist package`: articles handed on to other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archivist.cli import console, exits, kept, options
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.collection import package, transfer
from archivist.collection.index import Index
from archivist.collection.package import Broken, Order, Packed
from archivist.errors import UsageError


@click.command("package")
@click.argument("named", metavar="[COLLECTION]", nargs=-1)
@click.option(
    "--for",
    "kind",
    type=click.Choice(["archivematica", "loose"]),
    required=True,
    help="archivematica: standard transfers. loose: sources and records as files.",
)
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder for the packages.")
@click.option(
    "--files",
    type=click.IntRange(8, transfer.FILES),
    default=transfer.FILES,
    show_default=True,
    metavar="N",
    help="Most files in one package.",
)
@click.option("--rights", metavar="IRI", callback=options.iri, help="The rights of all articles.")
@options.talking
def command(**given: Any) -> int:
    """Hand articles on, each source with what its record says.

    For Archivematica: transfers with objects/, metadata/metadata.csv (Dublin Core), checksum.sha256
    and, where rights are known, rights.csv. Devised titles and the names that files had stand in
    columns of their own. A package appears when it is complete; the same command goes on with those
    that lack. What was withdrawn is left out.
    """
    collection, rest = kept.named(given["named"], None)
    if rest:
        raise UsageError(f"found {rest[0]!r} after the collection, wanted nothing more")
    folder = Path(given["output"])
    if folder.resolve().is_relative_to(collection.resolve()):
        raise UsageError(f"{folder} is in the collection", hint="name a folder outside with -o")
    order = Order(collection, folder, given["kind"], given["files"], given["rights"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Index(collection) as index:
            return _Package(given["quiet"]).run(index, order)
    except OSError as refused:
        message, hint = world(refused.filename or folder, refused)
        console.error(message, f"{hint}; then the same command goes on")
        return exits.WORLD


class _Package:
    """One run of the command."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet

    def run(self, index: Index, order: Order) -> int:
        """The exit code, when all packages are there or it is said why not."""
        articles, codes = 0, set()
        for event in package.package(index, order):
            match event:
                case Packed(folder, number, made):
                    articles += number
                    state = "" if made else ", there already"
                    self._say(f"{folder}: {count(number, 'article')}{state}")
                case Broken(folder, lost):
                    codes.add(exits.INVALID)
                    for found in lost[:20]:
                        console.error(str(found), found.hint)
                    console.error(f"{folder}: not made, {count(len(lost), 'source')} lack")
        left = sum(row.status != "usable" for row in index.current())
        out = f"; {count(left, 'article')} left out, since withdrawn or withheld" if left else ""
        console.say(f"{count(articles, 'article')} packaged{out}")
        return exits.worst(codes)

    def _say(self, line: str) -> None:
        if not self._quiet:
            console.say(console.visible(line))
