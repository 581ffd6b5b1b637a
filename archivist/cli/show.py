"""This module is `archivist show`: a card per article, on stdout."""

from __future__ import annotations

import shlex
import sys
from typing import Any

import click

from archivist import pipeline
from archivist.cli import console, options
from archivist.cli.inputs import find, named_inputs
from archivist.cli.known import Known
from archivist.cli.outputs import articles
from archivist.cli.run import Run
from archivist.record import Record


@click.command("show")
@options.inputs
@click.option("--why", is_flag=True, help="Each value with its place, rule and confidence.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["card", "json", "jsonl"]),
    default="card",
    help="card; json: an array of records; jsonl: a record a line.",
)
@options.reading
@options.manners
def command(**given: Any) -> int:
    """Look at articles: every field with the line it comes from, and the gaps.

    INPUT is a file, a folder, a quoted pattern, or - for standard input; a record or one of our
    exports is shown as the article it was made from. Nothing is written.
    """
    settings = options.settings_of(given)
    named = named_inputs(given["named"], given["files_from"])
    found = find(named, keep=articles, outside=options.files_of(given))
    printer = _PRINTERS[given["layout"]](given["why"])
    known = Known(settings)
    with Run(found, options.manner_of(given), made="shown", known=known) as run:
        for _, _, conversion in run.articles(
            found.inputs, lambda stream: pipeline.convert(stream, settings=settings)
        ):
            if conversion.record is not None:
                printer.show(run, conversion.record)
                run.account.written += 1
        printer.end(run)
        if given["layout"] == "card" and console.is_terminal(sys.stdout):
            run.next_steps.append(_next(given))
    return run.exit_code()


class Cards:
    """Cards with an empty line between them."""

    def __init__(self, why: bool) -> None:
        self._why = why
        self._shown = 0

    def show(self, run: Run, record: Record) -> None:
        from archivist.cli.card import card
        from archivist.cli.why import why

        width = console.columns()
        lines = [*([""] if self._shown else ()), *card(record, width)]
        if self._why:
            lines += why(record, width)
        self._shown += 1
        run.out("\n".join(lines))

    def end(self, run: Run) -> None:
        """Nothing follows the last card."""


class Array:
    """A JSON array, written as the records come."""

    def __init__(self, why: bool) -> None:
        self._before = "["

    def show(self, run: Run, record: Record) -> None:
        import json

        run.out(self._before + json.dumps(record.to_json(), ensure_ascii=False, indent=2))
        self._before = ","

    def end(self, run: Run) -> None:
        run.out("[]" if self._before == "[" else "]")


class Lines:
    """Canonical JSON, a record a line."""

    def __init__(self, why: bool) -> None:
        pass

    def show(self, run: Run, record: Record) -> None:
        from archivist import jsontext

        run.out(jsontext.canonical(record.to_json()).decode("utf-8"))

    def end(self, run: Run) -> None:
        """Nothing follows the last line."""


_PRINTERS: dict[str, type[Cards] | type[Array] | type[Lines]] = {
    "card": Cards,
    "json": Array,
    "jsonl": Lines,
}


def _next(given: dict[str, Any]) -> str:
    names = " ".join(shlex.quote(console.visible(name)) for name in given["named"][:2])
    names += " …" if len(given["named"]) > 2 or not given["named"] else ""
    steps = [f"archivist convert {names} -o out"]
    if not given["why"]:
        steps.append(f"archivist show {names} --why")
    return "next:  " + " · ".join(steps)
