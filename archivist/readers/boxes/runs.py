"""This module gives the bytes of a crawl in runs that begin with a record, over broken places.

A crawl lies plain, or packed in gzip members, one a record (WARC 1.1 annex D). Where a member is
broken its run ends there, and the next begins with the next member that opens a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from archivist.readers.boxes.forward import PIECE, Growth
from archivist.readers.boxes.inflate import BROKEN, Gzip, beginning

MAGIC = b"\x1f\x8b\x08"
# Raw bytes of a member that are kept: a decoder may run on into good members before it fails.
KEPT = 4 * 1024 * 1024
LOOK = 4096  # raw bytes by which a member is known

Opens = Callable[[bytes], bool]


class Run:
    """Bytes in a row. `start`: where it begins in the file; `at`: bytes of it taken so far.

    A child has `_more`: some more bytes, none at the end; `broken` says then why there are none.
    """

    def __init__(self, start: int) -> None:
        self.start = start
        self.at = 0
        self.broken: str | None = None
        self._ready = bytearray()

    def _more(self) -> bytes:
        raise NotImplementedError

    def peek(self, size: int) -> bytes:
        """The next bytes, which are not taken; fewer at the end."""
        while len(self._ready) < size and (piece := self._more()):
            self._ready += piece
        return bytes(self._ready[:size])

    def take(self, size: int) -> bytes:
        """At most so many bytes, none at the end."""
        if not self._ready:
            self._ready += self._more()
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        self.at += len(taken)
        return taken

    def give_back(self, data: bytes | bytearray) -> None:
        """Put bytes that were taken last before the others again."""
        self._ready[:0] = data
        self.at -= len(data)

    def line(self, most: int) -> bytes:
        """The next line with its end, cut after `most` bytes."""
        searched = 0
        while (end := self._ready.find(b"\n", searched)) < 0 and len(self._ready) < most:
            searched = len(self._ready)
            piece = self._more()
            if not piece:
                break
            self._ready += piece
        return self.take(min(most, end + 1 if end >= 0 else len(self._ready)))

    def is_over(self) -> bool:
        """Whether nothing but some line ends follows."""
        return not self.peek(64).strip(b"\r\n")

    def pass_blank(self) -> bool:
        """Pass over the line ends between records; whether anything follows."""
        while (window := self.peek(64)) and not window.strip(b"\r\n"):
            self.take(len(window))
        self.take(len(window) - len(window.lstrip(b"\r\n")))
        return bool(window)


class PlainRun(Run):
    """A file that is not packed is one run."""

    def __init__(self, raw: Raw) -> None:
        super().__init__(raw.at)
        self._raw = raw

    def _more(self) -> bytes:
        self._raw.mark()
        return self._raw.take()


class Gap(Run):
    """A place without a record, and what is there instead."""

    def __init__(self, start: int, broken: str) -> None:
        super().__init__(start)
        self.broken = broken

    def _more(self) -> bytes:
        return b""


def runs(opened: BinaryIO, location: str, opens: Opens) -> Iterator[Run]:
    """The runs of a file; `opens` knows the first bytes of a record.

    Raises OSError from the file, Unpackable for a bomb.
    """
    raw = Raw(opened)
    if raw.look(len(MAGIC)) != MAGIC:
        yield PlainRun(raw)
        return
    growth = Growth(location)
    while raw.look(1):
        run = PackedRun(raw, growth, opens)
        yield run
        while run.take(PIECE):
            pass  # what nobody wanted
        start = raw.at
        junk = raw.next_member(opens)
        if junk and run.broken is None:
            yield Gap(start, f"{junk:,} bytes that are no gzip member")


class Raw:
    """The file as it lies there; what was read since `mark` can be looked through again."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._held = bytearray()
        self._base = 0  # offset of the first byte held
        self.at = 0  # offset of the next byte

    def look(self, size: int) -> bytes:
        """The next bytes, which are not taken."""
        start = self.at - self._base
        while len(self._held) < start + size and (piece := self._opened.read(PIECE)):
            self._held += piece
        return bytes(self._held[start : start + size])

    def take(self) -> bytes:
        """Some bytes, none at the end; of a long member the oldest are let go."""
        taken = self.look(PIECE)
        self.at += len(taken)
        if len(self._held) > KEPT + PIECE:
            self._forget(self.at - KEPT)
        return taken

    def rewind(self) -> None:
        """Go back to the byte after the mark, or to the first that is still held."""
        self.at = self._base + 1

    def mark(self) -> None:
        """A member begins here: what was before it is not needed any more."""
        self._forget(self.at)

    def _forget(self, until: int) -> None:
        if until > self._base:
            del self._held[: until - self._base]
            self._base = until

    def pass_padding(self) -> None:
        """Pass over NUL bytes between members."""
        while (window := self.look(PIECE)).startswith(b"\0"):
            self.at += len(window) - len(window.lstrip(b"\0"))
            self.mark()

    def next_member(self, opens: Opens) -> int:
        """Stand on the next gzip member that opens a record, or at the end.

        How many bytes lie before it.
        """
        start = self.at
        while self.look(1):
            window = self.look(PIECE)
            found = window.find(MAGIC)
            if found < 0:
                self.at += max(1, len(window) - len(MAGIC) + 1)
                self.mark()
                continue
            self.at += found
            if opens(beginning(self.look(LOOK))):
                break
            self.at += 1
        return self.at - start


class PackedRun(Run):
    """gzip members up to the next that opens a record, or to a broken place."""

    def __init__(self, raw: Raw, growth: Growth, opens: Opens) -> None:
        raw.mark()
        super().__init__(raw.at)
        self._raw = raw
        self._growth = growth
        self._opens = opens
        self._decoder: Gzip | None = Gzip()

    def _more(self) -> bytes:
        data = b""
        while self._decoder is not None and not data:
            data = self._unpacked(self._decoder)
        return data

    def _unpacked(self, decoder: Gzip) -> bytes:
        packed = self._raw.take() if decoder.needs_input else b""
        if decoder.needs_input and not packed:
            return self._break("the end of the file amid packed data")
        try:
            data = decoder.decompress(packed, PIECE)
        except BROKEN as error:
            return self._break(f"packed data that is broken ({error})")
        self._growth.add(len(packed), len(data))
        if decoder.eof:
            self._raw.at -= len(decoder.unused_data)
            self._decoder = self._next()
        return data

    def _break(self, why: str) -> bytes:
        """The run ends; the raw bytes after the start of its last member are looked through."""
        self.broken = why
        self._decoder = None
        self._raw.rewind()
        return b""

    def _next(self) -> Gzip | None:
        """The next member when it goes on with this run: a file packed in one go has such."""
        self._raw.pass_padding()
        head = self._raw.look(LOOK)
        first = beginning(head)
        if not head.startswith(MAGIC) or not first or self._opens(first):
            return None
        self._raw.mark()
        return Gzip()
