"""This module is `archivist apply`: corrections of records, as JSON patches."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from archivist import corrections, pipeline
from archivist.cli import console, exits, options
from archivist.cli.export import RECORD_SIZE, exported
from archivist.cli.journey import Journey
from archivist.cli.layout import count
from archivist.cli.outputs import records
from archivist.cli.talk import problem_lines
from archivist.corrections.operations import Refused
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.pipeline import Conversion
from archivist.problems import Problem
from archivist.readers.parts import Stream
from archivist.record import Record

SUFFIXES = (".patch", ".patch.json", ".patch.jsonl", ".patch.ndjson")
HEAD = 65536


@click.command("apply")
@options.inputs
@click.option("--again", is_flag=True, help="Records made anew: look for the values in them.")
@click.option("--propose", is_flag=True, help="Print the patch from a record to its edited copy.")
@click.option("--by", metavar="NAME", help="Who corrects; with --propose.")
@click.option("--reason", metavar="TEXT", help="Why; with --propose.")
@options.exporting
@options.records
@options.manners
def command(**given: Any) -> int:
    """Correct records by patches, whole and valid or not at all.

    INPUT is patches (JSON, or JSON Lines) and records, as `export` takes them; other records are
    passed on as they are. A test that fails is a conflict: it is said, and the rest goes on.
    Nothing is written over an input. To make a patch, edit a copy of a record:

    archivist apply --propose OLD.record.json NEW.record.json --by NAME > fix.patch.json
    """
    if given["propose"]:
        return _propose(given["named"], given["by"], given["reason"])
    if given["by"] is not None or given["reason"] is not None:
        raise UsageError("--by and --reason are of a patch in the making", hint="with --propose")
    return _Desk(given).run()


class _Desk:
    """One run: which patches met a record, and what became of each."""

    def __init__(self, given: dict[str, Any]) -> None:
        patches = [name for name in given["named"] if is_patch(name)]
        if not patches:
            hint = "archivist apply fix.patch.json x.record.json; --propose makes a patch"
            raise UsageError("found no patch among the inputs, wanted one", hint=hint)
        rest = [name for name in given["named"] if name not in patches]
        if not (rest or given["files_from"]):
            raise UsageError("found patches alone, wanted records too", hint="name them after it")
        self._given = {**given, "named": tuple(rest)}
        _refuse_own_folder(self._given)
        self._again = bool(given["again"])
        self._ledger = corrections.load_all(patches)
        self._met: set[str] = set()
        self._applied: set[str] = set()
        self._there: set[str] = set()
        self._settings = options.settings_of(given, max_size=RECORD_SIZE)

    def run(self) -> int:
        self._say(self._ledger.problems)
        code = Journey(self._given, self._settings, records).run(self._corrected)
        lost = tuple(self._lost())
        self._say(lost)
        wrong = any(item.severity == "error" for item in (*self._ledger.problems, *lost))
        total = sum(map(len, self._ledger.by_id.values()))
        if not self._given["dry_run"] and code not in (exits.NOTHING, exits.USAGE):
            there = f"; {len(self._there):,} there already" if self._there else ""
            all_of = count(total, "patch", "patches")
            console.say(f"applied {len(self._applied):,} of {all_of}{there}")
        return exits.worst({code, exits.INVALID} if wrong else {code})

    def _corrected(self, stream: Stream, to: Sequence[str]) -> Iterator[Conversion]:
        for conversion in exported(stream, (), self._settings):
            part = conversion
            if conversion.record is not None:
                part = self._one(conversion, conversion.record)
            yield pipeline.exported(part, to, self._settings)

    def _one(self, part: Conversion, record: Record) -> Conversion:
        patches = self._ledger.of(record.id)
        if not patches:
            return part
        self._met.add(record.id)
        done = corrections.correct(record, patches, again=self._again)
        self._applied.update(patch.digest for patch in done.applied)
        self._there |= {str(found.location) for found in done.problems if found.code == "C082"}
        problems = (*part.problems, *done.problems)
        return dataclasses.replace(part, record=done.record, problems=problems)

    def _lost(self) -> Iterator[Problem]:
        """Patches of records that were not among the inputs."""
        for id, patches in self._ledger.by_id.items():
            for patch in patches if id not in self._met else ():
                what = f"found {id}, wanted the id of a record given"
                yield patch.problem("C072", what, "/id")

    def _say(self, problems: Sequence[Problem]) -> None:
        for found in problems:
            for line in problem_lines(found):
                console.say(line)


def is_patch(name: str) -> bool:
    """Whether a named file is a patch: by its name, or by keys that only patches have."""
    if name.lower().endswith(SUFFIXES):
        return True
    try:
        with open(name, "rb") as opened:
            head = opened.read(HEAD)
    except (OSError, ValueError):
        return False
    # In the strings of a record these marks are escaped: no text of an article looks like a key.
    return b'"contentDigest"' in head or (b'"operations"' in head and b'"blocks"' not in head)


def _refuse_own_folder(given: dict[str, Any]) -> None:
    """Raises UsageError where -o is the folder of a record: --force would write over it."""
    if given["output"] is None:
        return
    target = os.path.realpath(given["output"])
    for name in given["named"]:
        if os.path.isfile(name) and os.path.realpath(os.path.dirname(name) or ".") == target:
            message = f"{given['output']} holds {name}, and nothing is written over an input"
            raise UsageError(message, hint="name another folder, e.g. -o corrected")


# ------------------------------------------------------------------ making a patch


def _propose(named: Sequence[str], by: str | None, reason: str | None) -> int:
    """The patch on standard output. Raises UsageError, WorldRefused, InvalidRecord."""
    if len(named) != 2:
        hint = "archivist apply --propose OLD.record.json NEW.record.json --by NAME"
        raise UsageError(f"found {count(len(named), 'input')}, wanted two records", hint=hint)
    if not (by and by.strip()):
        raise UsageError("a patch says by whom it is", hint="--by NAME")
    old, new = (_bytes(name) for name in named)
    record = _record(old, named[0])
    from archivist.jsontext import load

    try:
        patch = corrections.propose(record, _object(load(new, named[1]), named[1]), by, reason)
    except Refused as refused:
        raise UsageError(f"{named[1]}: {refused.message}", hint=refused.hint) from None
    content = json.dumps(patch, ensure_ascii=False, indent=1).encode() + b"\n"
    done = corrections.correct(record, [corrections.read(content, named[1])])
    if not done.applied:
        raise InvalidRecord(done.problems)
    console.data(content)
    return exits.DONE


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as refused:
        raise WorldRefused(f"{name}: {refused.strerror or refused}") from refused


def _record(data: bytes, name: str) -> Record:
    from archivist import checks

    record, problems = checks.validate_bytes(data, name)
    if record is None:
        raise InvalidRecord(problems)
    return record


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{name}: found {type(value).__name__}, wanted a record")
    return value
