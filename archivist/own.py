"""This module reads our own exports back: a record a file, or a record a line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from archivist import checks, exporters
from archivist.errors import InvalidRecord
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream
from archivist.record import SCHEMA_VERSION, Record, Source

_OTHER_JSON = "a JSON document without the keys of a record"

Reading = tuple[Record | None, tuple[Problem, ...]]


# In a string of JSON the marks are escaped: what looks like a key is one.
_VERSION = re.compile(rb'"schemaVersion"\s*:\s*"([0-9]{1,4}\.[0-9]{1,4})"')


def version_of(data: bytes, problems: Iterable[Problem]) -> str | None:
    """The version a record in JSON says it is of, as long as it could be read at all."""
    if any(found.code[0] == "R" or found.code == "V003" for found in problems):
        return None
    if b'"@context"' in data[:256]:  # JSON-LD
        return None
    found = _VERSION.match(data, max(0, data.rfind(b'"schemaVersion"')))
    return found[1].decode() if found else None


def exporter_of(source: Source) -> exporters.Exporter | None:
    """The format whose export the bytes are, by its profile."""
    return next((item for item in exporters.EXPORTERS if item.recognises(source.data)), None)


def is_lines(stream: Stream) -> bool:
    """JSON Lines of records: by its suffix, or two records on the first two lines."""
    if not exporters.BY_NAME["record"].recognises(stream.head(65536)):
        return False
    named = stream.part or stream.name
    return named.endswith((".jsonl", ".ndjson")) or b"}\n{" in stream.head(1_000_000)


def lines(stream: Stream, most: int) -> Iterator[tuple[int, Source]]:
    """(line from 1, its bytes as a source); of what is longer than `most`, `most` + 1 bytes.

    The file may be larger than memory, a line not. Raises OSError.
    """
    with stream.open() as opened:
        for number, line in enumerate(_bounded(opened, most), start=1):
            if line.strip():
                yield number, stream.source(f"#{number}", line.rstrip(b"\n"))


def _bounded(opened: BinaryIO, most: int) -> Iterator[bytes]:
    """The lines, each of at most `most` + 1 bytes: what is longer is read and let go."""
    while line := opened.readline(most + 2):
        cut = line
        while not cut.endswith(b"\n") and len(cut) > most:
            cut = opened.readline(most + 2)
        yield line


def read_line(source: Source, number: int) -> Reading:
    """The record on one line of a file, its problems placed there."""
    record, problems = checks.validate_bytes(source.data, file_of(source))
    if problems and _is_other_json(source.data, problems):
        problems = (_no_export(_OTHER_JSON, dataclasses.replace(source, location=file_of(source))),)
    return record, tuple(_on_line(found, number) for found in problems)


def file_of(line: Source) -> str:
    """The file a line is of."""
    return line.location.rpartition("#")[0]


def _on_line(found: Problem, number: int) -> Problem:
    where = dataclasses.replace(found.location, line=number)
    return dataclasses.replace(found, location=where)


def read(source: Source) -> Reading:
    """The record of one of our exports, or what keeps the source from being one."""
    form = exporter_of(source) or exporters.meant(source.name, source.data)
    if form is None:
        return None, (_no_export("no JSON, XML or RDF", source),)
    record, problems = _read_as(form, source.data, source.location)
    if problems and form.name == "record" and _is_other_json(source.data, problems):
        problems = (_no_export(_OTHER_JSON, source),)
    return record, problems


def _read_as(form: exporters.Exporter, data: bytes, file: str) -> Reading:
    if form.name == "record":
        return checks.validate_bytes(data, file)
    try:
        record = form.read(data, file)
    except InvalidRecord as error:
        return None, error.problems
    if record.schema_version != SCHEMA_VERSION:
        return checks.validate_value(record.to_json(), file)
    problems = checks.validate_record(record, file)
    wrong = any(item.severity == "error" for item in problems)
    return (None if wrong else record), problems


def _no_export(what: str, source: Source) -> Problem:
    message = f"found {what}, wanted a record or an export of archivist"
    hint = "archivist convert makes a record of an article"
    return problem("R008", message, Location(source.location), hint=hint)


def _is_other_json(data: bytes, problems: tuple[Problem, ...]) -> bool:
    """Somebody else's JSON lacks every key: that is one problem and not thirty."""
    keys = (b'"schemaVersion"', b'"generator"', b'"blocks"', b'"source"')
    return {item.code for item in problems} == {"V001"} and not any(key in data for key in keys)
