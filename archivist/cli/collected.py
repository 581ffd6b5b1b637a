"""This module takes collections apart for `validate`: their records as lines, and their ledgers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from archivist.cli.inputs import Input, unreadable
from archivist.collection import layout
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream
from archivist.text import printable

PACKED = (".jsonl.gz", ".ndjson.gz")
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)


def expanded(named: Iterable[str]) -> tuple[list[str], list[str], list[Input]]:
    """(what is no collection, the collections, what is to be checked of them). Raises OSError.

    An accession can be named as well as its collection.
    """
    others: list[str] = []
    collections: list[str] = []
    inputs: list[Input] = []
    for name in named:
        folder = Path(name)
        if name != "-" and layout.is_collection(folder):
            found = [item for one in layout.accessions(folder) for item in _of_accession(one)]
        elif name != "-" and (folder / layout.LEDGER).is_file():
            found = list(_of_accession(folder))
        else:
            others.append(name)
            continue
        collections.append(printable(name))
        inputs += found
    return others, collections, inputs


def _of_accession(folder: Path) -> Iterator[Input]:
    """The shards of its records, and its ledger."""
    records = folder / layout.RECORDS
    paths = sorted(records.glob("*.jsonl.gz")) if records.is_dir() else []
    if (folder / layout.LEDGER).is_file():
        paths.append(folder / layout.LEDGER)
    for path in paths:
        name = path.relative_to(folder.parent).as_posix()
        yield Input(str(path), printable(str(path)), name)


def stream_of(item: Input) -> Stream:
    """The input, unpacked when it is packed lines. Raises OSError."""
    stream = item.stream()
    if item.path is None or not item.name.lower().endswith(PACKED):
        return stream
    path = item.path
    return replace(stream, name=stream.name[:-3], open=lambda: cast("BinaryIO", gzip.open(path)))


def accession_of(item: Input) -> Path | None:
    """The accession whose ledger an input is; None when it is no ledger."""
    path = Path(item.path or "")
    if not path.as_posix().endswith(f"/{layout.LEDGER}"):
        return None
    folder = path.parents[len(Path(layout.LEDGER).parts) - 1]
    return folder if (folder / layout.RECORDS).is_dir() else None


def set_of(item: Input) -> str:
    """What a record's id is there once in: an accession, else all inputs ("")."""
    path = Path(item.path or "")
    return (
        str(path.parents[2]) if path.as_posix().endswith(PACKED) and len(path.parents) > 2 else ""
    )


def broken(item: Input, refused: BaseException) -> Problem:
    """What keeps an input from being read to its end."""
    if not isinstance(refused, BROKEN):
        assert isinstance(refused, OSError)
        return unreadable(item.location, refused)
    what = f"found {refused}, wanted a file that can be unpacked to its end"
    hint = "archivist verify names every file of a collection that is damaged"
    return problem("R059", what, Location(item.location), hint=hint)
