"""This module is the front desk: which commands there are, and what leaves with which exit code.

Commands are loaded when they run, so that `archivist --help` costs little more than click.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

import click

import archivist as package
from archivist.cli import console, exits
from archivist.errors import ArchivistError


class Entry(NamedTuple):
    """A command in `--help`: its group, and its first line without loading it."""

    group: str
    help: str


COMMANDS: dict[str, Entry] = {
    "show": Entry("Look", "A card per article: every field with its evidence."),
    "review": Entry("Look", "One page on which people check and correct records."),
    "formats": Entry("Look", "What can be read and written; for a FILE, how and why."),
    "convert": Entry("Convert", "Articles to records, JSON-LD, NewsML-G2 and RDF."),
    "export": Entry("Convert", "Records to other formats; any of our exports to a record."),
    "apply": Entry("Convert", "Corrections, as patches, to records; or a patch of an edited one."),
    "migrate": Entry("Convert", "Records of older schema versions to the current one."),
    "archive": Entry("Keep", "Articles into a collection that lasts: originals, records, BagIt."),
    "verify": Entry("Keep", "Is all that is kept still there, as it was? Any BagIt bag."),
    "extract": Entry("Keep", "An article back out of a collection, byte for byte."),
    "package": Entry("Keep", "Articles handed on: transfers for Archivematica, or loose files."),
    "withdraw": Entry("Keep", "Articles out of sight, or out of the collection, with a reason."),
    "reindex": Entry("Keep", "The catalog of a collection anew, from its bags alone."),
    "stats": Entry("Keep", "Counts of a collection or of records: table, JSON or a picture."),
    "authority": Entry("Keep", "Names across articles, for a person to decide."),
    "site": Entry("Publish", "Records as a static site: pages, search, linked data."),
    "validate": Entry("Keep", "Check records and exports, and list all problems."),
    "publish": Entry("Publish", "Graphs of records into a SPARQL store, and out of it."),
    "query": Entry("Publish", "Questions to a collection or to records, in SPARQL; a cookbook."),
    "explain": Entry("Help", "What a problem code or a rule means."),
    "schema": Entry("Help", "The contracts: list them, print one, or fetch official ones."),
    "doctor": Entry("Help", "What is installed, what is missing, what was measured."),
}
GROUPS = ("Look", "Convert", "Keep", "Publish", "Help")

EPILOG = (
    "Exit codes: 0 done, 1 invalid or quarantined, 2 usage, 3 no input matched, 4 refused to"
    " overwrite, 5 missing or unreadable or disk full, 6 a service failed, 7 a part is not"
    " installed, 70 a bug, 130 interrupted."
)


class FrontDesk(click.Group):
    """Loads commands by name, groups them in the help, and turns errors into lines and codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"archivist.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise _no_command(args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for group in GROUPS:
            rows = [(name, entry.help) for name, entry in COMMANDS.items() if entry.group == group]
            if rows:
                with formatter.section(group):
                    formatter.write_dl(rows)

    def main(self, *args: Any, **extra: Any) -> Any:
        console.prepare()
        with _terminable():
            code = self._run(*args, **extra)
        sys.exit(code)

    def _run(self, *args: Any, **extra: Any) -> int:
        """The exit code. Everything a user can cause is one line and a hint, never a traceback."""
        fixed = {"standalone_mode": False, "windows_expand_args": False, "prog_name": "archivist"}
        try:
            return int(super().main(*args, **{**extra, **fixed}) or 0)
        except click.UsageError as wrong:
            return _usage(wrong)
        except click.ClickException as wrong:
            console.error(wrong.format_message())
            return wrong.exit_code
        except ArchivistError as refused:
            console.error(str(refused), refused.hint)
            return refused.exit_code
        except console.ClosedPipe:
            return exits.DONE
        except SystemExit:  # click leaves so when nobody reads its help: `… --help | true`
            console.silence()
            return exits.DONE
        except OSError as refused:
            return _bug(refused) if refused.filename else _no_help(refused)
        except (click.Abort, KeyboardInterrupt):
            console.error("interrupted")
            return exits.INTERRUPTED
        except exits.Terminated:
            console.error("terminated")
            return exits.TERMINATED
        except Exception as bug:  # noqa: BLE001 - the last door: 70, and where to report
            return _bug(bug)


def _no_command(name: str) -> click.UsageError:
    from difflib import get_close_matches
    from pathlib import Path

    close = get_close_matches(name, COMMANDS, 1, 0.5)
    if Path(name).exists():
        return click.UsageError(f"{name!r} is no command. To look at it: archivist show {name}")
    meant = f" Did you mean {close[0]}?" if close else ""
    return click.UsageError(f"No command is called {name!r}.{meant}")


def _usage(wrong: click.UsageError) -> int:
    path = wrong.ctx.command_path if wrong.ctx else "archivist"
    console.error(wrong.format_message(), _dashed(wrong) or f"{path} --help")
    return exits.USAGE


def _dashed(wrong: click.UsageError) -> str | None:
    """`archivist show -news.txt`: a file that looks like options."""
    if isinstance(wrong, click.NoSuchOption):
        for name in sys.argv[1:]:
            if name.startswith(wrong.option_name) and os.path.lexists(name):
                return f"to name the file, write ./{name}"
    return None


def _no_help(refused: OSError) -> int:
    """The help went to a full disk."""
    console.silence()
    console.error(f"stdout: {refused.strerror or refused}", "what was printed is incomplete")
    return exits.WORLD


def _bug(bug: Exception) -> int:
    from archivist.problems import REPORT

    if "-v" in sys.argv or "--verbose" in sys.argv:
        console.say("".join(traceback.format_exception(bug)).rstrip())
    console.error(f"{type(bug).__name__}: {bug}", f"{REPORT}; -v shows where")
    return exits.BUG


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM becomes an exception, so that accounts are printed and temporary files go."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def terminate(*_: object) -> None:
        raise exits.Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@click.group(
    cls=FrontDesk,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package.__version__, prog_name="archivist", message="%(prog)s %(version)s")
@click.pass_context
def archivist(ctx: click.Context) -> None:
    """Turn articles into records with evidence, and records into JSON-LD, NewsML-G2 and RDF."""
    if ctx.invoked_subcommand is None:
        from archivist.cli.welcome import lines

        for line in lines():
            console.out(line)
