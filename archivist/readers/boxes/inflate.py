"""This module unpacks gzip (RFC 1952), bzip2 and xz as they are read.

Several members after another are one file, as the three tools have it.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from archivist.readers.boxes.forward import PIECE, Forward, Growth, broken_off

MEMORY = 80 * 1024 * 1024  # of one xz decoder; `xz -9` wants 65 MiB


class Decoder(Protocol):
    """One packed member; `decompress` gives at most `max_length` bytes."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Gzip:
    """zlib's decoder with the face of the two others; `bits` tells gzip from its kin."""

    def __init__(self, bits: int = 31) -> None:
        self._decoder = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return not self._decoder.unconsumed_tail and not self._decoder.eof

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._decoder.decompress(self._decoder.unconsumed_tail + data, max_length)


def xz() -> Decoder:
    """A decoder for one stream of an .xz file."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)


# First bytes → how such a member is unpacked.
PACKINGS: tuple[tuple[bytes, Callable[[], Decoder]], ...] = (
    (b"\x1f\x8b\x08", Gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", xz),
)
BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError)  # bz2 raises OSError, with no number


def packing(head: bytes) -> Callable[[], Decoder] | None:
    """What unpacks a file that begins so; None when it is not packed."""
    return next((decoder for magic, decoder in PACKINGS if head.startswith(magic)), None)


def beginning(head: bytes, size: int = 1024) -> bytes:
    """The first bytes of what is packed, or of what is not."""
    decoder = packing(head)
    if decoder is None:
        return head[:size]
    try:
        return decoder().decompress(head, size)
    except BROKEN:
        return b""


class Inflated(Forward):
    """The unpacked bytes of a file; `opened` as it is when it is not packed."""

    def __init__(self, opened: BinaryIO, location: str) -> None:
        super().__init__(opened)
        self._location = location
        self._growth = Growth(location)
        self._raw = opened.read(PIECE)
        self._decoder = self._next_decoder()
        self._plain = self._decoder is None

    def _piece(self) -> bytes:
        if self._plain:
            data, self._raw = self._raw, b""
            return data or self._opened.read(PIECE)
        data = b""
        while self._decoder is not None and not data:
            data = self._unpacked(self._decoder)
        return data

    def _next_decoder(self) -> Decoder | None:
        made = packing(self._raw)
        return made() if made else None

    def _unpacked(self, decoder: Decoder) -> bytes:
        """Some bytes, or none and no end. Raises Unpackable."""
        if decoder.needs_input and not self._raw:
            self._raw = self._opened.read(PIECE)
            if not self._raw:
                message = "found the end of the file amid packed data, wanted all of it"
                raise broken_off(self._location, message)
        packed, self._raw = self._raw, b""
        try:
            data = decoder.decompress(packed, PIECE)
        except BROKEN as error:
            message = f"found packed data that is broken ({error}), wanted all of it whole"
            raise broken_off(self._location, message) from error
        self._growth.add(len(packed), len(data))
        if decoder.eof:
            self._raw = decoder.unused_data
            if len(self._raw) < PIECE:
                self._raw += self._opened.read(PIECE)
            self._decoder = self._next_decoder()
        return data
