"""This module fetches one record, or the bytes of one source, out of a collection."""

from __future__ import annotations

import functools
import re
import zlib
from pathlib import Path

from archivist.collection import layout
from archivist.collection.ledger import Row
from archivist.errors import WorldRefused

CHUNK = 65536


def record(collection: Path, row: Row) -> bytes:
    """The line of canonical JSON that a row of the ledger points to.

    Raises WorldRefused where it is not there, OSError.
    """
    path = collection / row.accession / layout.records_of(row.shard)
    lines = _lines(str(path), row.offset or 0)
    if row.line is None or row.line >= len(lines):
        raise _missing(path, f"line {row.line} of the member at {row.offset}")
    return lines[row.line] + b"\n"


@functools.lru_cache(4)
def _lines(path: str, offset: int) -> list[bytes]:
    return member(Path(path), offset).splitlines()


def member(path: Path, offset: int) -> bytes:
    """The gzip member that begins at a byte of a file. Raises WorldRefused, OSError."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces: list[bytes] = []
    with path.open("rb") as opened:
        opened.seek(offset)
        try:
            while not unpacker.eof:
                chunk = opened.read(CHUNK)
                if not chunk:
                    raise _missing(path, f"the end of the gzip member at {offset}")
                pieces.append(unpacker.decompress(chunk))
        except zlib.error as damaged:
            raise _missing(path, f"gzip member at {offset}") from damaged
    return b"".join(pieces)


def block(path: Path, offset: int) -> bytes:
    """The content of the WARC record whose gzip member begins at a byte of a file.

    Raises WorldRefused where none is, OSError.
    """
    head, parted, rest = member(path, offset).partition(b"\r\n\r\n")
    found = re.search(rb"(?im)^content-length:[ \t]*([0-9]+)\r?$", head)
    if not parted or found is None or len(rest) < int(found[1]):
        raise _missing(path, f"whole WARC record at {offset}")
    return rest[: int(found[1])]


def _missing(path: Path, what: str) -> WorldRefused:
    return WorldRefused(f"{path}: found no {what}", hint="archivist verify names what is damaged")
