"""This module is `archivist authority`: names across articles, for a person to decide."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import click

from archivist import disk, pipeline
from archivist.cli import console, exits, options, reconcile
from archivist.cli.inputs import find, named_inputs
from archivist.cli.layout import count
from archivist.cli.outputs import articles
from archivist.cli.run import Run, world
from archivist.errors import OutputExists


@click.group("authority")
def command() -> None:
    """Names across articles, as a table to edit and give back with --authority."""


command.add_command(reconcile.command)


@command.command("propose")
@options.inputs
@click.option("-o", "--output", metavar="FILE", help="The table; standard output without it.")
@click.option("--force", is_flag=True, help="Replace a file that differs.")
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice(["person", "organization", "place"]),
    help="Names of this type only; again for more.",
)
@click.option("--at-least", metavar="N", type=click.IntRange(1), default=1, help="In N articles.")
@options.reading
@options.manners
def propose(**given: Any) -> int:
    """Write every name form of the articles: counts, roles, dates, quotes, candidate ids.

    Nothing is merged across articles. Give rows of one person the same IRI in the column id, in a
    spreadsheet or OpenRefine, and name the table with --authority.
    """
    from archivist.extractors.proposal import Proposal

    settings = options.settings_of(given)
    found = find(named_inputs(given["named"], given["files_from"]), keep=articles)
    proposal = Proposal(given["types"] or ("person", "organization"))
    with Run(found, options.manner_of(given), made="read") as run:
        for _, _, conversion in run.articles(
            found.inputs, lambda stream: pipeline.convert(stream, settings=settings)
        ):
            if conversion.record is not None:
                proposal.add(conversion.record)
                run.account.written += 1
        _write(run, proposal.rows(given["at_least"]), given)
    return run.exit_code()


def _write(run: Run, rows: Any, given: dict[str, Any]) -> None:
    """The table to its file, or to standard output."""
    from archivist.extractors.proposal import COLUMNS

    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    listed = list(rows)
    writer.writerows(listed)
    content = table.getvalue().encode("utf-8", "backslashreplace")
    if given["output"] is None:
        console.data(content)
        return
    path = Path(given["output"])
    try:
        disk.write(path, content, force=given["force"])
    except OutputExists as taken:
        run.refuse(str(taken), taken.hint, exits.REFUSED)
        return
    except OSError as refused:
        run.refuse(*world(path, refused), exits.WORLD)
        return
    shown = console.visible(str(path))
    run.next_steps.append(f"{count(len(listed), 'name')} in {shown}")
    run.next_steps.append(f"next:  fill the column id, then convert with --authority {shown}")
