"""This module writes the record itself: its canonical JSON (RFC 8785) and a newline."""

from __future__ import annotations

from archivist import jsontext
from archivist.record import Record
from archivist.settings import Settings


def write(record: Record, settings: Settings) -> bytes:
    """UTF-8, one line, ends with a newline; digests are taken without that newline."""
    return jsontext.of_record(record)[1] + b"\n"


def read(data: bytes, file: str) -> Record:
    """The record of bytes that were checked before. Raises InvalidRecord where JSON ends."""
    return Record.from_json(jsontext.load(data, file))


def recognises(data: bytes) -> bool:
    """Whether the bytes look like a record: a JSON object with our keys near its start or end."""
    head = data[:65536].lstrip()
    return head[:1] == b"{" and b'"@context"' not in head and b'"schemaVersion"' in data
