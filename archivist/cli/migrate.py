"""This module is `archivist migrate`: records of older schema versions become current ones."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archivist import checks, disk, exporters, jsontext, migration
from archivist.checks import shape
from archivist.cli import console, exits, options
from archivist.cli.export import RECORD_SIZE
from archivist.cli.inputs import Input, find, named_inputs, refuse_sources, unreadable
from archivist.cli.outputs import is_lines, stem
from archivist.cli.rewriting import Changed, changed
from archivist.cli.run import world
from archivist.cli.talk import problem_lines
from archivist.errors import InvalidRecord, UsageError
from archivist.exporters import BY_NAME
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream
from archivist.text import folded, safe_name


@click.command("migrate")
@options.inputs
@click.option("-o", "--output", metavar="DIR", help="Folder for the files.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing, say what would be.")
@click.option("--force", is_flag=True, help="Replace files that differ.")
@options.records
@options.talking
def command(**given: Any) -> int:
    """Bring records of older schema versions to the current one.

    INPUT is records, one a file or one a line. Text, values and evidence stay as they are; the
    history tells the step. What is current already is copied as it is. One input without -o goes
    to standard output; nothing is written over an input.
    """
    return _Migration(given).run()


def in_folder(names: list[str]) -> list[str]:
    """Inputs in a folder: records alone."""
    suffix = BY_NAME["record"].suffix
    return [name for name in names if name.lower().endswith(suffix) or is_lines(name)]


def migrated(data: bytes, file: str) -> Changed:
    """A record in the current version, canonical; or as it is, and why."""
    form = next((item for item in exporters.EXPORTERS if item.recognises(data)), None)
    if form is not None and form.name != "record":
        return Changed(data, problems=(_other(form.name, file),))
    try:
        value = jsontext.load(data, file)
    except InvalidRecord as error:
        return Changed(data, problems=error.problems)
    before = migration.version_of(value)
    if before == migration.known().current:
        return Changed(data)
    record, problems = checks.validate_bytes(data, file)
    if record is None:
        return Changed(data, problems=tuple(p for p in problems if p.severity == "error"))
    value = migration.migrated(value)
    wrong = shape.check(value)
    if wrong:  # a step of ours is at fault
        raise ValueError(f"{file}: after the step from {before}: {wrong[0].message}")
    return Changed(jsontext.canonical(value) + b"\n", (str(before),))


def _other(name: str, file: str) -> Problem:
    message = f"found {name}, wanted a record"
    hint = "archivist export reads it, and writes a current record"
    return problem("R008", message, Location(file), hint=hint)


class _Migration:
    """One run of the command."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._most = given["max_size"] or RECORD_SIZE
        self._folder = Path(given["output"]) if given["output"] is not None else None
        self._counts: Counter[str] = Counter()
        self._before: Counter[str] = Counter()  # records by the version they were of
        self._codes: set[int] = set()
        self._told: set[str] = set()

    def run(self) -> int:
        """Migrate everything; the exit code."""
        named = named_inputs(self._given["named"], self._given["files_from"])
        outside = [self._folder] if self._folder is not None else []
        found = find(named, keep=in_folder, outside=outside)
        if self._folder is not None:
            refuse_sources(self._folder, found)
        elif len(found.inputs) > 1 and not self._given["dry_run"]:
            message = f"found {len(found.inputs)} inputs, and standard output is for one"
            raise UsageError(message, hint="-o DIR")
        self._say(found.missing)
        for item, path in self._planned(found.inputs):
            try:
                self._one(item, path)
            except OSError as refused:
                self._unread(item, path, refused)
        if not found.inputs and not found.missing and not self._given["allow_empty"]:
            console.error("no input matched: found no record", "records end with .record.json")
            self._codes.add(exits.NOTHING)
        console.say(self._account())
        return exits.worst(self._codes)

    def _planned(self, inputs: tuple[Input, ...]) -> list[tuple[Input, Path | None]]:
        """Where each file goes. Raises UsageError where two would go to one place."""
        planned: list[tuple[Input, Path | None]] = []
        taken: dict[str, Input] = {}
        for item in inputs:
            path = self._folder / _name(item) if self._folder is not None else None
            if path is not None:
                first = taken.setdefault(folded(os.path.abspath(path)), item)
                if first is not item:
                    both = f"{first.location} and {item.location}"
                    message = f"{both} would both be written to {path}"
                    raise UsageError(message, hint="name the folder that holds both")
                if item.path and os.path.realpath(path) == os.path.realpath(item.path):
                    raise UsageError(f"{path} is an input", hint="name another -o")
            planned.append((item, path))
        return planned

    def _one(self, item: Input, path: Path | None) -> None:
        """One file: looked through first, so that what cannot be done is known before writing."""
        state: Counter[str] = Counter()
        before: Counter[str] = Counter()
        stream = item.stream()  # once: standard input is there once
        for part in changed(stream, migrated, self._most):
            self._say(part.problems)
            kind = "refused" if part.problems else "migrated" if part.done else "unchanged"
            state[kind] += part.records
            before.update(part.done)
        self._before.update(before)
        self._counts.update(state)
        if state["refused"] and not state["migrated"] + state["unchanged"]:
            return  # nothing of it is a record that could be handed on
        if self._given["dry_run"]:
            if before:
                console.out(f"{console.visible(item.location)}: {_listed(before)}")
        elif path is None:
            for piece in self._pieces(stream):
                console.data(piece)
        else:
            self._write(stream, path)

    def _pieces(self, stream: Stream) -> Iterator[bytes]:
        for part in changed(stream, migrated, self._most):
            yield part.data

    def _write(self, stream: Stream, path: Path) -> None:
        if path.is_file() and _equal(path, self._pieces(stream)):
            self._counts["there"] += 1
        elif os.path.lexists(path) and not self._given["force"]:
            refused = disk.exists(path)
            console.error(str(refused), refused.hint)
            self._codes.add(refused.exit_code)
        else:
            disk.replace_streamed(path, self._pieces(stream))
            disk.sync_folder(path.parent)
            self._counts["files"] += 1

    def _unread(self, item: Input, path: Path | None, refused: OSError) -> None:
        if refused.filename in (None, item.path):
            self._say((unreadable(item.location, refused),))
        else:
            console.error(*world(path or item.location, refused))
            self._codes.add(exits.WORLD)

    def _say(self, problems: tuple[Problem, ...]) -> None:
        for found in problems:
            self._codes.add(exits.WORLD if found.code == "R007" else exits.INVALID)
            for line in problem_lines(found, self._told):
                console.say(line)
            self._told.add(found.code)

    def _account(self) -> str:
        counts = self._counts
        read = counts["migrated"] + counts["unchanged"] + counts["refused"]
        done = "to migrate" if self._given["dry_run"] else "migrated"
        from_ = f" ({_listed(self._before)})" if self._before else ""
        said = f"read {read:,} = {done} {counts['migrated']:,}{from_}"
        said += f" + unchanged {counts['unchanged']:,} + refused {counts['refused']:,}"
        said += f"; schema {migration.known().current}"
        files = f"; {counts['there']:,} of the files there already" if counts["there"] else ""
        return console.styled(said + files, fg="yellow" if self._codes else "green", bold=True)


def _name(item: Input) -> str:
    """`x.record.json` keeps its name, `x.json` gets it; lines stay lines."""
    if is_lines(item.name):
        return safe_name(item.name)
    return safe_name(stem(item.name)) + BY_NAME["record"].suffix


def _listed(before: Counter[str]) -> str:
    return ", ".join(f"{number:,} of {name}" for name, number in sorted(before.items()))


def _equal(path: Path, pieces: Iterator[bytes]) -> bool:
    """Whether the file holds just these bytes. Raises OSError."""
    with path.open("rb") as opened:
        return all(opened.read(len(piece)) == piece for piece in pieces) and not opened.read(1)
