"""This module is `validate --fix`: what is mechanical in a record is put right in its place.

Mechanical is the form (RFC 8785, one newline at the end, no byte order mark) and the order of what
the contract orders. Content stays: no value is added, changed or taken away, which is checked of
each record; and a file is only written when all that is changed in it is valid afterwards.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from archivist import checks, disk, jsontext
from archivist.checks import quick
from archivist.cli import console, exits
from archivist.cli.inputs import Input
from archivist.cli.layout import count
from archivist.cli.migrate import in_folder
from archivist.cli.rewriting import Changed, changed
from archivist.cli.run import world
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.exporters import BY_NAME
from archivist.problems import Problem
from archivist.readers.parts import Stream

FORM, MARK, END = "canonical form", "no byte order mark", "newline at the end"
_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"
_BAG = "bagit.txt"

Json = dict[str, Any]


# ------------------------------------------------------------------ one record


def fixed(data: bytes, file: str) -> Changed:
    """A record as it should be written; as it is where it cannot be put right mechanically."""
    body = data.removeprefix(_BOM).strip(_BLANK)
    try:
        value = jsontext.load(body, file)
    except InvalidRecord:  # the check will say so
        return Changed(data)
    content = jsontext.canonical(value)
    done = tuple(_form(data, body, content))
    problems = () if quick.is_fine(content) else _errors(content, file)
    if problems:
        ordered, words = _ordered(value, {found.code for found in problems})
        if not words or _errors(again := jsontext.canonical(ordered), file):
            return Changed(data)
        content, done = again, (*done, *words)
        if kept := _kept(value):
            return Changed(data, problems=tuple(_left(found, kept) for found in problems))
        _ensure_same(value, ordered)
    return Changed(content + b"\n", done) if done else Changed(data)


def _form(data: bytes, body: bytes, content: bytes) -> Iterator[str]:
    if data.startswith(_BOM):
        yield MARK
    if body != content or data.removeprefix(_BOM).rstrip(b"\n") != content:
        yield FORM
    elif not data.endswith(b"\n") or data.endswith(b"\n\n"):
        yield END


def _errors(content: bytes, file: str) -> tuple[Problem, ...]:
    _, problems = checks.validate_bytes(content, file)
    return tuple(found for found in problems if found.severity == "error")


def _left(found: Problem, why: str) -> Problem:
    return Problem(found.code, found.severity, found.message, found.location, found.path, why)


def _kept(value: Json) -> str:
    """Why the order of a record must stay: what counts by place would lead elsewhere."""
    if any(entry["action"] == "corrected" for entry in value["history"]):
        return "left as it is: its corrections count parts by their place"
    return ""


# ------------------------------------------------------------------ order


def _ordered(value: Json, codes: set[str]) -> tuple[Json, tuple[str, ...]]:
    """The record with what is out of order in order, and which; only for faults of order alone."""
    if not codes <= ORDERS.keys():
        return value, ()
    words = []
    for code in sorted(codes):
        what, change = ORDERS[code]
        other = change(value)
        if other != value:
            words.append(f"order of {what}")
        value = other
    return value, tuple(words)


def _blocks(value: Json) -> Json:
    return {**value, "blocks": sorted(value["blocks"], key=lambda block: block["span"])}


def _pieces(value: Json) -> Json:
    quotes = [{**quote, "spans": sorted(quote["spans"])} for quote in value["quotes"]]
    return {**value, "quotes": quotes}


def _ids(value: Json) -> Json:
    """By the numbers of their ids; ids are never given anew."""
    number = _number
    return {
        **value,
        "entities": sorted(value["entities"], key=number),
        "quotes": sorted(value["quotes"], key=number),
    }


def _number(part: Json) -> int:
    return int(part["id"][1:])


# Codes that say that something is in the wrong order, and the order that is right. Blocks out of
# order also leave text between blocks.
ORDERS: dict[str, tuple[str, Callable[[Json], Json]]] = {
    "V011": ("blocks", _blocks),
    "V012": ("blocks", _blocks),
    "V016": ("pieces of quotes", _pieces),
    "V032": ("ids", _ids),
}


def _ensure_same(before: Json, after: Json) -> None:
    """Nothing but the order of lists may differ."""
    if _bag(before) != _bag(after):
        raise ValueError("what is mechanical has changed the content of a record")


def _bag(value: Any) -> bytes:
    """A value without the order of its lists; a span is one."""
    if isinstance(value, dict):
        pairs = (key.encode() + b":" + _bag(value[key]) for key in sorted(value))
        return b"{" + b",".join(pairs) + b"}"
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return b"[" + b",".join(sorted(map(_bag, value))) + b"]"
    return jsontext.canonical(value)


# ------------------------------------------------------------------ files


class Fixing:
    """One run: `dry_run` only says what would be done."""

    def __init__(self, most: int, *, dry_run: bool) -> None:
        self._most = most
        self._dry_run = dry_run
        self._counts: Counter[str] = Counter()
        self.codes: set[int] = set()

    def run(self, inputs: Iterable[Input]) -> None:
        """Fix the files, and say each. Raises UsageError for standard input."""
        inputs = tuple(inputs)
        if any(item.path is None for item in inputs):
            raise UsageError("--fix writes files, and standard input is none", hint="name a file")
        for item in inputs:
            try:
                self._one(item)
            except WorldRefused as refused:
                console.error(str(refused), refused.hint)
                self.codes.add(exits.WORLD)
            except OSError as refused:
                if refused.filename not in (None, item.path):  # else the check says so
                    console.error(*world(item.location, refused))
                    self.codes.add(exits.WORLD)
        done = "to fix" if self._dry_run else "fixed"
        console.say(f"{done} {self._counts['fixed']:,} of {count(self._counts['read'], 'file')}")

    def _one(self, item: Input) -> None:
        assert item.path is not None
        stream = item.stream()
        if item.part is not None or not _holds_records(item.name, stream):
            return
        self._counts["read"] += 1
        before = os.stat(item.path)
        done: Counter[str] = Counter()
        records = 0
        for part in changed(stream, fixed, self._most):
            done.update(part.done)
            records += part.records
            for found in part.problems if part.problems and _is_ours(part) else ():
                console.say(f"{found.location}: {found.code}: {found.hint}")
        if not done:
            return
        if _in_bag(os.path.dirname(os.path.realpath(item.path))):
            console.say(f"{item.location}: left as it is: it lies in a bag, which is sealed")
            return
        if not self._dry_run:
            self._write(stream, item.path, before)
        self._counts["fixed"] += 1
        verb = "would fix" if self._dry_run else "fixed"
        console.say(f"{verb} {console.visible(item.location)}: {_listed(done, records)}")

    def _write(self, stream: Stream, name: str, before: os.stat_result) -> None:
        path = Path(os.path.realpath(name))
        disk.replace_streamed(path, self._pieces(stream, path, before), like=path)
        disk.sync_folder(path.parent)

    def _pieces(self, stream: Stream, path: Path, before: os.stat_result) -> Iterator[bytes]:
        for part in changed(stream, fixed, self._most):
            yield part.data
        now = os.stat(path)
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            message = f"{path}: found other bytes than a moment ago"
            raise WorldRefused(message, hint="somebody writes to it: try again")


def _is_ours(part: Changed) -> bool:
    return all((found.hint or "").startswith("left as it is") for found in part.problems)


def _holds_records(name: str, stream: Stream) -> bool:
    """By its name, or by what stands in it. Raises OSError."""
    head = stream.head().removeprefix(_BOM)
    return bool(in_folder([name])) or BY_NAME["record"].recognises(head)


@cache
def _in_bag(folder: str) -> bool:
    """Whether a folder, or one above it, is a bag: its files have checksums."""
    if os.path.isfile(os.path.join(folder, _BAG)):
        return True
    above = os.path.dirname(folder)
    return above != folder and _in_bag(above)


def _listed(done: Counter[str], records: int) -> str:
    if records == 1:
        return ", ".join(done)
    return ", ".join(f"{word} of {count(number, 'record')}" for word, number in done.items())
