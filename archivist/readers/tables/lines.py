"""This module cuts a stream of bytes into its lines, however long they are."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20  # bytes read at once


class Line(NamedTuple):
    """A line without its end; `end` is b"" at the end of the file, None when it was too long."""

    number: int
    data: bytes
    end: bytes | None


def chunks(opened: BinaryIO, wide: str | None = None) -> Iterator[bytes]:
    """What is read, piece by piece; UTF-16 and UTF-32 (`wide`) as UTF-8, to be `narrow` here."""
    if wide is None:
        yield from iter(lambda: opened.read(CHUNK), b"")
        return
    decoder = codecs.getincrementaldecoder(wide)("surrogatepass" if "16" in wide else "replace")
    while piece := opened.read(CHUNK):
        yield _decoded(decoder, piece).encode("utf-8", "surrogatepass")
    yield _decoded(decoder, b"", True).encode("utf-8", "surrogatepass")


def _decoded(decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> str:
    """Half a character at the end of the file is no character."""
    try:
        return decoder.decode(piece, final)
    except UnicodeDecodeError:
        return "\ufffd"


def lines(pieces: Iterable[bytes], end: bytes, most: int) -> Iterator[Line]:
    """The lines that `end` (LF or CR) ends; of one longer than `most` bytes only its start.

    A CR before an LF belongs to the line end.
    """
    number, rest, skipping = 1, b"", False
    for piece in pieces:
        *whole, rest = (rest + piece).split(end)
        for data in whole:
            yield _line(number, data, end, most, skipping)
            number, skipping = number + 1, False
        if len(rest) > most:
            skipping, rest = True, rest[: most + 1]
    if rest:
        yield _line(number, rest, b"", most, skipping)


def _line(number: int, data: bytes, end: bytes, most: int, skipping: bool) -> Line:
    if skipping or len(data) > most:
        return Line(number, data[: most + 1], None)
    if end == b"\n" and data.endswith(b"\r"):
        return Line(number, data[:-1], b"\r\n")
    return Line(number, data, end)
