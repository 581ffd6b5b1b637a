"""This module holds the base of all streams that are made while they are read, forward only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from archivist.problems import Location, problem
from archivist.readers.parts import Unpackable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 65536
# Text shrinks to a third or a tenth, logs to a hundredth; 1032 is the most that deflate can.
RATIO = 200
FREE = 64 * 1024 * 1024  # bytes that may come out of whatever little


class Growth:
    """How much comes out of how little. Raises Unpackable (R054) for a bomb.

    `most` is the size of the file, where known: members that overlap are not counted twice.
    """

    def __init__(self, location: str, most: int | None = None) -> None:
        self._location = location
        self._most = most
        self._packed = 0
        self._unpacked = 0

    def add(self, packed: int, unpacked: int) -> None:
        self._packed += packed
        self._unpacked += unpacked
        if self._most is not None:
            self._packed = min(self._packed, self._most)
        if self._unpacked > FREE and self._unpacked > RATIO * self._packed:
            message = (
                f"found {self._unpacked:,} bytes out of {self._packed:,} and no end, "
                f"wanted at most {RATIO} out of one"
            )
            hint = "a file made to fill disks; if it is honest, unpack it first"
            raise Unpackable(problem("R054", message, Location(self._location), hint=hint))


class Forward(io.BufferedIOBase):
    """A stream out of pieces. Raises Unpackable after the last good byte, never amid them.

    A child has `_piece`: some more bytes, none at the end, or Unpackable.
    """

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._ready = bytearray()
        self._ended = False
        self._trouble: Unpackable | None = None

    def _piece(self) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._opened.close()
        super().close()

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = -1 if size is None else size
        while (wanted < 0 or len(self._ready) < wanted) and self._more():
            pass
        return self._take(len(self._ready) if wanted < 0 else wanted)

    def read1(self, size: int = -1, /) -> bytes:
        if not self._ready:
            self._more()
        return self._take(len(self._ready) if size < 0 else size)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def readline(self, size: int | None = -1, /) -> bytes:
        limit = -1 if size is None else size
        searched = 0
        while (end := self._ready.find(b"\n", searched)) < 0:
            searched = len(self._ready)
            if 0 <= limit <= searched or not self._more():
                break
        length = end + 1 if end >= 0 else len(self._ready)
        return self._take(length if limit < 0 else min(limit, length))

    def _more(self) -> bool:
        """Whether some more bytes could be made ready."""
        if self._ended:
            return False
        try:
            piece = self._piece()
        except Unpackable as trouble:
            self._trouble, piece = trouble, b""
        self._ready += piece
        self._ended = not piece
        return not self._ended

    def _take(self, size: int) -> bytes:
        if not self._ready and size and self._trouble is not None:
            raise self._trouble
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken


class Window(Forward):
    """`size` bytes of a stream, from where it stands now; `left` are not taken from it yet."""

    def __init__(self, opened: BinaryIO, size: int, location: str) -> None:
        super().__init__(opened)
        self._location = location
        self.size = self.left = size

    def _piece(self) -> bytes:
        data = self._opened.read(min(PIECE, self.left)) if self.left else b""
        if self.left and not data:
            what = f"found {self.size - self.left:,} bytes of it, wanted {self.size:,}"
            raise broken_off(self._location, what)
        self.left -= len(data)
        return data


class Excerpt(Window):
    """A window on a stream that goes on after it, and stays open."""

    def close(self) -> None:
        io.BufferedIOBase.close(self)


def broken_off(location: str, message: str) -> Unpackable:
    """R059, with the help that all boxes need."""
    hint = "often a copy that broke off: fetch it again; what came before it is read"
    return Unpackable(problem("R059", message, Location(location), hint=hint))
