"""This module is `archivist formats`: what is read and written; for a file, as what and why."""

from __future__ import annotations

import sys
from typing import Any

import click

from archivist.cli import console, exits, options
from archivist.cli.inputs import Input, find, named_inputs
from archivist.cli.layout import cells, pad
from archivist.cli.sets import SETS
from archivist.cli.talk import problem_lines
from archivist.exporters import EXPORTERS
from archivist.readers import READERS


@click.command("formats")
@click.argument("named", metavar="[FILE]...", nargs=-1, type=click.Path(readable=False))
@click.option("--from", "format", metavar="FORMAT", help="What would be read as FORMAT.")
@click.option("--propose", is_flag=True, help="Print a mapping for the columns of each table.")
@options.encoding
@options.records
@options.color
def command(**given: Any) -> int:
    """List what can be read and written; for each FILE say which reader takes it, and why."""
    settings = options.settings_of(given)
    if not given["named"]:
        _list()
        return exits.DONE
    found = find(named_inputs(given["named"], None), keep=lambda names: names)
    for missing in found.missing:
        console.say("\n".join(problem_lines(missing)))
    look = _propose if given["propose"] else _describe
    codes = [look(item, settings) for item in found.inputs]
    if not found.inputs and not found.missing:
        console.error("no input matched", "name a file")
        codes.append(exits.NOTHING)
    return exits.worst([*codes, *(exits.WORLD for _ in found.missing)])


def _describe(item: Input, settings: Any) -> int:
    """One line for one file; 1 when nobody reads it."""
    from archivist import pipeline
    from archivist.cli.inputs import unreadable

    try:
        name, why = pipeline.describe(item.stream(), settings)
    except OSError as refused:
        console.say("\n".join(problem_lines(unreadable(item.location, refused))))
        return exits.WORLD
    file = console.styled(console.visible(item.location), bold=True)
    if name is None:
        console.out(f"{file}: {console.styled('not read', fg='yellow')}: {why}")
        return exits.INVALID
    console.out(f"{file}: {console.styled(name, fg='green')}, because: {why}")
    return exits.DONE


def _propose(item: Input, settings: Any) -> int:
    """The mapping that a table or JSON seems to need; 1 when the file is neither."""
    from archivist.cli.inputs import unreadable
    from archivist.readers import choose, objects, tables

    try:
        stream = item.stream()
        reader = choose(stream, settings).reader
        named = reader.name if reader else ""
        propose = objects.proposed if named == "json" or _is_json(stream) else tables.proposed
        proposal = propose(stream, settings) if named not in PAGES else None
    except OSError as refused:
        console.say("\n".join(problem_lines(unreadable(item.location, refused))))
        return exits.WORLD
    if proposal is None:
        what = f"read as {named}" if named else "not read"
        console.error(
            f"{item.location}: found no table, {what}", "a CSV, TSV or JSON file would be"
        )
        return exits.INVALID
    console.out(proposal.rstrip("\n"))
    return exits.DONE


# Formats that are known for sure, and have no columns.
PAGES = ("html", "docx", "odt", "pdf", "rtf", "zip", "tar", "gzip", "warc", "mail", "mbox", "sgml")


def _is_json(stream: Any) -> bool:
    return stream.head(256).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _list() -> None:
    """Two tables with one set of columns."""
    read = [(r.name, " ".join(r.suffixes), r.title, "") for r in READERS]
    written = [(e.name, e.suffix, e.title, e.media_type) for e in EXPORTERS]
    sets = [(one.name, _suffix(one.files[0]), one.title, "") for one in SETS.values()]
    widths = [max(cells(row[at]) for row in (*read, *written, *sets)) for at in range(3)]
    longest = sum(widths) + 8 + max(cells(row[3]) for row in written)
    if console.is_terminal(sys.stdout) and longest > console.columns():
        written = [(*row[:3], "") for row in written]
    _table("read", read, widths)
    console.out()
    _table("written with --to, and read back", written, widths)
    console.out()
    _table("written with --to, all articles in one set of files", sets, widths)


def _suffix(file: str) -> str:
    return file[file.rindex(".") :]


def _table(title: str, rows: list[tuple[str, str, str, str]], widths: list[int]) -> None:
    console.out(console.styled(title, bold=True))
    for name, suffix, text, media_type in rows:
        first = console.styled(pad(name, widths[0]), fg="cyan")
        line = f"  {first}  {pad(suffix, widths[1])}  {pad(text, widths[2])}  {media_type}"
        console.out(line.rstrip())
