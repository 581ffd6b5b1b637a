"""This module is `archivist site`: records as a static site of pages and linked data."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import archivist
from archivist.cli import console, exits, options
from archivist.cli.figures import dashboard
from archivist.cli.held import Holdings
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.collection.charts import Dashboard
from archivist.collection.stats import Stats
from archivist.errors import UsageError, WorldRefused
from archivist.pages.labels import LANGUAGES, label
from archivist.settings import Settings
from archivist.site.build import Built, Site
from archivist.site.layout import Frame

BARS = 12  # names of a panel of the quality page
MANY = 2_000  # articles from which on it takes long enough to say what is being made


@click.command("site")
@options.inputs
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder for the site.")
@click.option(
    "--base-iri", metavar="IRI", callback=options.iri, help="Where the site will be: https://…/"
)
@click.option("--title", metavar="TEXT", help="What the site is called; else as its folder.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the words around."
)
@click.option(
    "--detail",
    type=click.Choice(["core", "compact", "full"]),
    default="compact",
    help="How much RDF and JSON-LD say.",
)
@options.reduced
@click.option(
    "--as-of", metavar="INSTANT", help="Instant of this edition; else of its newest record."
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other files.")
@click.option("--serve", is_flag=True, help="Show the site on this machine afterwards.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="For --serve.")
@options.records
@options.manners
def command(**given: Any) -> int:
    """Make a site that any file server can serve: pages to read, linked data at the same addresses.

    INPUT is a collection, or records as `export` takes them. A page per article, name, day and
    topic, search and timeline that need no server, all data beside them. A second run rewrites
    only what changed, and takes away what was withdrawn. Without INPUT, --serve shows what is
    there.
    """
    settings = _settings(given)
    root = Path(given["output"])
    code = 0
    if given["named"] or given["files_from"] or not given["serve"]:
        code = _build(root, settings, given)
    if given["serve"]:
        _serve(root, given["port"])
    return code


def _settings(given: dict[str, Any]) -> Settings:
    """Raises UsageError without a base: pages of a site have addresses."""
    building = given["named"] or given["files_from"] or not given["serve"]
    base = given["base_iri"]
    if building and (base is None or not base.startswith(("https://", "http://"))):
        raise UsageError(
            "the address of the site is missing", hint="--base-iri https://archive.example.org/"
        )
    settings: Settings = options.settings_of(given)  # an instant that is none is refused here
    return replace(settings, base_iri=base and base.rstrip("/") + "/")


def _build(root: Path, settings: Settings, given: dict[str, Any]) -> int:
    with Holdings(given, made="written", into=given["output"], published=True) as holdings:
        frame = _frame(settings, given)
        try:
            with Site(root, frame, settings, force=given["force"]) as site:
                stats = _take(holdings, site)
                if holdings.run.account.read or holdings.collections or given["allow_empty"]:
                    as_of = settings.as_of if given["as_of"] else None
                    picture = functools.partial(_picture, stats, frame)
                    _finish(holdings, site, picture, as_of, given)
        except OSError as refused:
            message, hint = world(refused.filename or root, refused)
            raise WorldRefused(message, hint=hint) from refused
        except sqlite3.OperationalError as refused:  # its state file: the disk is full, mostly
            hint = "make room, and run it again: what is done stays"
            raise WorldRefused(f"{root}: {refused}", hint=hint) from refused
    return holdings.run.exit_code()


def _take(holdings: Holdings, site: Site) -> Stats:
    """Have all articles on the site; what was counted of them."""
    stats, account = Stats(), holdings.run.account
    for held in holdings:
        stats.add(held.record.to_json())
        done = site.take(held)
        holdings.run.report(done.problems)
        account.lacking += any(found.severity == "error" for found in done.problems)
        if done.written:
            account.written += 1
        else:
            account.unchanged += 1
    return stats


def _finish(
    holdings: Holdings,
    site: Site,
    picture: Callable[[], Dashboard],
    as_of: str | None,
    given: dict[str, Any],
) -> None:
    """Make the pages that gather articles, and say what was done."""
    run = holdings.run
    complete = not (run.account.unread or run.account.quarantined)
    if not complete:
        run.say("not all inputs could be read: what is on the site already stays there")
    gone = ((tombstone.id, tombstone.as_of) for tombstone in holdings.withdrawn())
    for step in site.finish(gone, picture, as_of, complete=complete):
        if isinstance(step, Built):
            run.next_steps += _said(Path(given["output"]), step)
        elif given["verbose"] or run.account.read >= MANY:
            run.say(f"making {step}")


def _frame(settings: Settings, given: dict[str, Any]) -> Frame:
    named = given["named"]
    own = Path(named[0]).resolve().name if len(named) == 1 and Path(named[0]).is_dir() else ""
    return Frame(
        title=given["title"] or own or label("site.articles", given["lang"]),
        language=given["lang"],
        base=settings.base_iri or "",
        version=archivist.__version__,
        metadata_licence=settings.metadata_licence,
    )


def _picture(stats: Stats, frame: Frame) -> Dashboard:
    return dashboard(stats, frame.title, BARS)


def _said(root: Path, built: Built) -> Iterator[str]:
    where = console.visible(str(root))
    yield (
        f"{count(built.written, 'file')} written, {built.unchanged:,} unchanged,"
        f" {built.removed:,} removed in {where}; {built.triples:,} triples"
    )
    yield f"next:  archivist site --serve -o {where}"


def _serve(root: Path, port: int) -> None:
    from archivist.site.serve import serving

    with serving(root, port) as server:
        console.say(f"{server.address} shows {console.visible(str(root))}; Ctrl-C ends it")
        with contextlib.suppress(KeyboardInterrupt, exits.Terminated):
            server.serve_forever()
