"""This module cuts a stream into pieces where a pattern begins, however large the stream is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archivist.readers.parts import Stream

CHUNK = 1 << 20
_MARGIN = 4096  # bytes of a pattern that a chunk may cut


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes from one start to the next, at most `most` + 1 of them; `size`: how many there were.

    `start` has the named groups of the pattern that begins it; None before the first start.
    """

    data: bytes
    size: int
    start: dict[str, bytes] | None

    def number(self, name: str) -> int | None:
        """A named group as a number: `number` and `total` of `1 of 166 DOCUMENTS`."""
        printed = (self.start or {}).get(name)
        return int(printed[:9]) if printed else None


def first_of(patterns: tuple[str, ...], head: bytes) -> re.Pattern[bytes] | None:
    """The first of the patterns that is found in the head."""
    for pattern in patterns:
        compiled = re.compile(pattern.encode("utf-8"), re.IGNORECASE)
        if compiled.search(head):
            return compiled
    return None


def pieces(stream: Stream, pattern: re.Pattern[bytes], most: int) -> Iterator[Piece]:
    """What stands before the first start, then the pieces. Raises OSError."""
    cutter = _Cutter(pattern, most)
    with stream.open() as opened:
        for chunk in _chunks(opened):
            yield from cutter.cut(chunk)
    yield from cutter.rest()


class _Cutter:
    """`window` is the end of what was read, the piece at hand begins at `at` in it.

    `front` is what has left the window of that piece, `gone` how many bytes that were.
    """

    def __init__(self, pattern: re.Pattern[bytes], most: int) -> None:
        self._pattern = pattern
        self._most = most
        self._front = b""
        self._gone = 0
        self._window = b""
        self._at = 0
        self._searched = 0
        self._start: dict[str, bytes] | None = None

    def cut(self, chunk: bytes) -> Iterator[Piece]:
        self._leave(self._at)
        self._window += chunk
        edge = len(self._window) - _MARGIN
        yield from self._until(edge)
        if edge - self._at > self._most + CHUNK:
            # one byte more stays, so that `^` knows whether a line begins
            self._front = self._data(edge - 1)
            self._gone += edge - 1 - self._at
            self._leave(edge - 1)

    def rest(self) -> Iterator[Piece]:
        yield from self._until(len(self._window))
        yield self._piece(len(self._window))

    def _until(self, edge: int) -> Iterator[Piece]:
        """The pieces that end before `edge`."""
        while match := self._pattern.search(self._window, self._searched):
            if match.start() >= edge:
                break
            piece = self._piece(match.start())
            self._start = {key: value for key, value in match.groupdict().items() if value}
            self._front, self._gone = b"", 0
            self._at = match.start()
            self._searched = max(self._at + 1, match.end())
            yield piece

    def _piece(self, end: int) -> Piece:
        return Piece(self._data(end), self._gone + end - self._at, self._start)

    def _data(self, end: int) -> bytes:
        room = self._most + 1 - len(self._front)
        return self._front + self._window[self._at : min(end, self._at + max(0, room))]

    def _leave(self, end: int) -> None:
        """What stands before `end` leaves the window."""
        self._window = self._window[end:]
        self._at = 0
        self._searched = max(1 if end else 0, self._searched - end)


def _chunks(opened: BinaryIO) -> Iterator[bytes]:
    """The bytes; UTF-16 as UTF-8, for the patterns are ASCII."""
    chunk = opened.read(CHUNK)
    wide = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while chunk:
        yield decoder.decode(chunk).encode("utf-8", "replace") if wide else chunk
        chunk = opened.read(CHUNK)
