"""This module is `archivist stats`: what a collection, or records, hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from archivist import disk
from archivist.cli import console, exits, options
from archivist.cli.export import RECORD_SIZE, exported
from archivist.cli.figures import table
from archivist.cli.inputs import find, named_inputs
from archivist.cli.kept import keep_out
from archivist.cli.outputs import records
from archivist.cli.pictures import PICTURES
from archivist.cli.progress import Progress
from archivist.cli.run import Run, world
from archivist.collection import layout
from archivist.collection.holdings import count
from archivist.collection.stats import Ranking, Stats, to_json
from archivist.errors import UsageError, WorldRefused


@click.command("stats")
@options.inputs
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "svg"]),
    default="table",
    help="svg: a picture, time line and bars.",
)
@click.option(
    "--picture",
    type=click.Choice(["overview", "timeline", "network", "quality"]),
    default="overview",
    help="What the picture shows: svg.",
)
@click.option("-o", "--output", metavar="FILE", help="A file; standard output without it.")
@click.option("--force", is_flag=True, help="Replace a file that differs.")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=10, help="Names listed.")
@click.option(
    "--reviewed", is_flag=True, help="INPUT is judgements of a review: precision of each field."
)
@options.records
@options.manners
def command(**given: Any) -> int:
    """Count what is there: dates, languages, credits, names, quotations, formats, evidence.

    INPUT is a collection, or records as `export` takes them. Names are as printed and counted per
    article: nothing is merged. What was withdrawn from a collection is left out.

    --reviewed counts judgements, which the page of `archivist review` saves: how many values of
    each field and rule were right, with the interval of 95 %.
    """
    if given["reviewed"]:
        return _reviewed(given)
    picture = given["picture"]
    if picture != "overview" and given["form"] != "svg":
        raise UsageError(f"--picture {picture} is drawn as SVG", hint="add --format svg")
    stats = Stats(pairs=Ranking() if picture == "network" else None)
    named = named_inputs(given["named"], given["files_from"])
    collections = [Path(name) for name in named if layout.is_collection(Path(name))]
    others = [name for name in named if Path(name) not in collections]
    keep_out(given["output"], collections)
    for collection in collections:
        _count(collection, stats, quiet=bool(given["quiet"]))
    code = _count_records(others, stats, given) if others else exits.DONE
    if stats.records or collections:
        what = Path(named[0]).resolve().name if len(named) == 1 else f"{len(named):,} inputs"
        draw = PICTURES[picture] if given["form"] == "svg" else _FORMS[given["form"]]
        _give(draw(stats, what, given["top"]), given)
    return code


def _reviewed(given: dict[str, Any]) -> int:
    """The precision that readers judged; the exit code."""
    from archivist.cli.precision import counted

    content, code = counted(named_inputs(given["named"], given["files_from"]), given["form"])
    _give(content, given)
    return code


class _Done:
    """How far the count is, for the progress."""

    done = 0

    def brief(self) -> str:
        return "records"


def _count(collection: Path, stats: Stats, *, quiet: bool) -> None:
    """Count a collection. Raises WorldRefused."""
    done = _Done()
    progress: Progress | None = None
    try:
        for at, total in count(collection, stats):
            progress = progress or Progress(done, total, quiet=quiet)
            done.done = at
    except OSError as refused:
        message, hint = world(refused.filename or collection, refused)
        raise WorldRefused(message, hint=hint) from refused
    finally:
        if progress is not None:
            progress.stop()


def _count_records(named: Sequence[str], stats: Stats, given: dict[str, Any]) -> int:
    """Count records, and what became of the inputs that are none; the exit code."""
    settings = options.settings_of(given, max_size=RECORD_SIZE)
    found = find(named, keep=records)
    with Run(found, options.manner_of(given), made="counted") as run:
        for _, _, conversion in run.articles(
            found.inputs, lambda stream: exported(stream, ["record"], settings)
        ):
            if conversion.record is not None:
                stats.add(conversion.record.to_json())
                run.account.written += 1
    return run.exit_code()


def _give(content: bytes, given: dict[str, Any]) -> None:
    """To the file, or to standard output. Raises WorldRefused, OutputExists."""
    if given["output"] is None:
        if given["form"] == "table":
            console.out(content.decode("utf-8").rstrip("\n"))
        else:
            console.data(content)
        return
    path = Path(given["output"])
    if path.is_dir():
        raise UsageError(f"{path}: found a folder, wanted a file", hint="e.g. -o stats.svg")
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        disk.write(path, content, force=given["force"])
    except OSError as refused:
        message, hint = world(path, refused)
        raise WorldRefused(message, hint=hint) from refused


def _as_table(stats: Stats, what: str, most: int) -> bytes:
    return ("\n".join(table(stats, what, most, console.columns())) + "\n").encode()


def _as_json(stats: Stats, what: str, most: int) -> bytes:
    data = to_json(stats, most)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


_FORMS: dict[str, Callable[[Stats, str, int], bytes]] = {
    "table": _as_table,
    "json": _as_json,
}
