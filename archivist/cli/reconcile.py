"""This module is `archivist authority reconcile`: who a service thinks the names may be."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archivist import disk
from archivist.cli import console, exits, options
from archivist.cli.layout import count
from archivist.cli.progress import Progress
from archivist.cli.run import world
from archivist.errors import OutputExists, UsageError, WorldRefused

if TYPE_CHECKING:
    from archivist.reconciliation.asking import Asking, Wish
    from archivist.reconciliation.table import Table

LARGEST = 200 * 1024 * 1024  # bytes of a table


def _pairs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Any:
    """`person=Q5` → (person, Q5)."""
    pairs = [item.partition("=") for item in value]
    for left, _, right in pairs:
        if not left.strip() or not right.strip():
            raise click.BadParameter(f"wanted {param.metavar}, for example {_EXAMPLES[param.name]}")
    return [(left.strip(), right.strip()) for left, _, right in pairs]


_EXAMPLES: dict[str | None, str] = {"types": "person=Q5", "properties": "P569=born"}


@click.command("reconcile")
@click.argument("table", metavar="TABLE", type=click.Path(readable=False))
@click.option("--service", required=True, metavar="URL", help="The reconciliation service.")
@click.option("-o", "--output", metavar="FILE", help="The table; standard output without it.")
@click.option("--force", is_flag=True, help="Replace a file that differs.")
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="OURS=THEIRS",
    callback=_pairs,
    help="What a type is called there, e.g. person=Q5; again for more.",
)
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="THEIRS=COLUMN",
    callback=_pairs,
    help="Send a column, too, as their property, e.g. P569=born.",
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(1, 20), default=3, help="Candidates for a name."
)
@click.option("--all", "decided", is_flag=True, help="Ask of rows that have an id, too.")
@click.option("--cache", metavar="FILE", help="Where answers are kept, else your cache folder.")
@click.option("--offline", is_flag=True, help="Use what is in the cache, ask nobody.")
@click.option("--refresh", is_flag=True, help="Ask again what is in the cache.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 600),
    default=30.0,
    help="How long an answer may take.",
)
@options.talking
def command(**given: Any) -> int:
    """Ask a reconciliation service who the names of a TABLE may be.

    The table is one that propose wrote. Candidates come into columns beside each name: id, name,
    score and whether the service is certain. Nothing is decided: copy the right one into the
    column id. Answers are kept, so the same command goes on where it was stopped.
    """
    from archivist.reconciliation import table as tables
    from archivist.reconciliation.answers import Answers, home
    from archivist.reconciliation.asking import Asking
    from archivist.reconciliation.transport import Transport

    if given["offline"] and given["refresh"]:
        raise UsageError("--offline asks nobody, --refresh asks again", hint="leave one out")
    path = Path(given["table"])
    _not_onto_itself(path, given["output"])
    table = tables.read(_bytes(path), console.visible(path.name))
    cache = Path(given["cache"]) if given["cache"] else home()
    asked = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Answers(cache, asked) as answers:
        transport = Transport(given["service"], given["timeout"])
        asking = Asking(table, _wish(given), answers, transport)
        interrupted = _go(asking, quiet=given["quiet"])
    if interrupted:
        kept = f"{count(asking.count.done, 'answer')} kept in {cache}"
        console.error(f"interrupted: {kept}", "the same command goes on from there")
        return interrupted
    return exits.worst(_finish(asking, table, given))


def _wish(given: dict[str, Any]) -> Wish:
    from archivist.reconciliation.asking import Wish

    types: dict[str, list[str]] = {}
    for ours, theirs in given["types"]:
        types.setdefault(ours.lower(), []).append(theirs)
    return Wish(
        given["service"],
        types,
        dict(given["properties"]),
        limit=given["limit"],
        decided=given["decided"],
        anew=given["refresh"],
        offline=given["offline"],
    )


def _go(asking: Asking, *, quiet: bool) -> int:
    """0, or the exit code of an interruption: what was answered is on the disk by then."""
    progress = Progress(asking.count, asking.names, quiet=quiet)
    try:
        asking.go()
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except exits.Terminated:
        return exits.TERMINATED
    finally:
        progress.stop()
    return exits.DONE


# ------------------------------------------------------------------ files


def _not_onto_itself(path: Path, output: str | None) -> None:
    """Nothing is ever written onto an input, with --force neither."""
    if output is not None and os.path.realpath(output) == os.path.realpath(path):
        raise UsageError(f"{output} is the table itself", hint="name another file with -o")


def _bytes(path: Path) -> bytes:
    """Raises WorldRefused for a table that cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: found more than {LARGEST:,} bytes", hint="split the table")
        return path.read_bytes()
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or str(refused)
        hint = "archivist authority propose ARTICLES… -o people.csv makes one"
        raise WorldRefused(f"{path}: {why}", hint=hint) from refused


def _finish(asking: Asking, table: Table, given: dict[str, Any]) -> list[int]:
    """Write what there is and say what became of it; the exit codes that this earned."""
    service = asking.service
    done = table.with_answers(service, asking.answers, given["limit"]) if service else table
    codes = [_write(done.written(), given)]
    if asking.failure is not None:
        again = " with --force" if given["output"] else ""
        hint = f"what was answered is kept: the same command{again} goes on from there"
        console.error(str(asking.failure), asking.failure.hint or hint)
        codes.append(asking.failure.exit_code)
    counted = asking.count
    where = f"; {count(counted.requests, 'request')}, {counted.cached:,} from the cache"
    color = "yellow" if counted.unanswered else "green"
    console.say(console.styled(f"{counted}{where}", fg=color, bold=True))
    if given["output"] and not given["quiet"] and codes == [exits.DONE] and counted.answered:
        shown = console.visible(given["output"])
        next_step = "copy the right candidate into the column id, then convert with --authority"
        console.say(f"next:  {next_step} {shown}")
    return codes


def _write(content: bytes, given: dict[str, Any]) -> int:
    """To the file, unless it says so already, or to standard output."""
    if given["output"] is None:
        console.data(content)
        return exits.DONE
    path = Path(given["output"])
    try:
        if path.is_file() and path.read_bytes() == content:
            return exits.DONE
        disk.write(path, content, force=given["force"])
    except OutputExists as taken:
        console.error(str(taken), taken.hint)
        return exits.REFUSED
    except OSError as refused:
        console.error(*world(path, refused))
        return exits.WORLD
    return exits.DONE
