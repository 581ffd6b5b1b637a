"""This module takes TAR files apart (POSIX ustar and pax, GNU, V7), packed or not, as they come.

Of Python's tarfile only the header block is used: its walk ends silently at a garbled header, and
holds in memory whatever size a pax header claims.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from archivist.readers.boxes import members, names
from archivist.readers.boxes.forward import PIECE, Excerpt, Window
from archivist.readers.boxes.inflate import Inflated
from archivist.readers.parts import Part, Stream, Unpackable
from archivist.record import Aside
from archivist.settings import Settings

BLOCK = 512
LONGEST = 1024 * 1024  # bytes of names and facts before a member
_LONG_NAME = b"L"
_FACTS = (b"x", b"X")
_NOTES = (_LONG_NAME, b"K", *_FACTS, b"g")  # K: long target of a link, g: facts of all members
_KINDS = {
    b"1": "a link to another member",
    b"2": "a symbolic link",
    b"3": "a device",
    b"4": "a device",
    b"6": "a pipe",
    b"S": "a file with holes",
}
_FOLDERS = (b"5", b"D")
_FACT = re.compile(rb"(\d{1,9}) ([^=\n]+)=")


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The files in a TAR, in its order. Raises OSError from the stream."""
    with _unpacked(stream) as opened:
        yield from _Tar(stream, opened, settings.max_size).parts()


def _unpacked(stream: Stream) -> BinaryIO:
    return cast(BinaryIO, Inflated(stream.open(), stream.location))


def _header(block: bytes) -> tarfile.TarInfo | None:
    """The header in a block, None where its checksum or a number is wrong."""
    try:
        found = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None
    return found if found.name and found.size >= 0 else None


@dataclass(slots=True)
class _Tar:
    """One walk through a TAR; `at` is the offset in the unpacked bytes."""

    stream: Stream
    opened: BinaryIO
    most: int
    at: int = 0
    name: str | None = None  # what is said of the next member before its header
    size: int | None = None
    holes: bool = False
    numbering: names.Numbering = field(default_factory=names.Numbering)

    def parts(self) -> Iterator[Part]:
        try:
            for number, info in enumerate(self._headers()):
                if isinstance(info, Part):
                    yield info
                elif number >= members.MOST:
                    yield self._too_many()
                    return
                else:
                    yield from self._member(info)
        except Unpackable as trouble:
            yield Part(self.stream.source("!", b""), problems=(trouble.problem,))

    def _headers(self) -> Iterator[tarfile.TarInfo | Part]:
        """Headers of members; for each run of blocks that are none a part that says so."""
        garbled = since = ended = 0
        while block := self._read(BLOCK):
            if not block.strip(b"\0"):
                ended += 1
                continue
            info = _header(block) if len(block) == BLOCK else None
            if info is None:
                since = since if garbled else self.at - len(block)
                garbled += len(block)
                continue
            if garbled and ended < 2:
                yield self._garbled(garbled, since)
            garbled = ended = 0
            if info.type in _NOTES:
                self._note(info)
            else:
                yield info
                self.name, self.size, self.holes = None, None, False
        if garbled and ended < 2:
            yield self._garbled(garbled, since)

    def _garbled(self, size: int, since: int) -> Part:
        place = f"!@{since}"
        message = f"found {size:,} bytes that are no member, wanted a header"
        hint = "often a copy that broke off, or mail that changed it: fetch it again"
        return members.refused(self.stream, place, b"", "R050", message, hint)

    def _note(self, info: tarfile.TarInfo) -> None:
        """Keep what a block before the header says of the next member."""
        data = self._read(min(info.size, LONGEST))
        self._skip(info.size - len(data) + -info.size % BLOCK)
        if info.type == _LONG_NAME:
            self.name = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        elif info.type in _FACTS:
            facts = dict(_facts(data))
            self.name = facts.get("path", self.name)
            self.holes = any(key.startswith("GNU.sparse") for key in facts)
            if facts.get("size", "").isdigit():
                self.size = int(facts["size"])

    def _member(self, info: tarfile.TarInfo) -> Iterator[Part]:
        name = self.name or info.name
        size = info.size if self.size is None else self.size
        kind = b"S" if self.holes else info.type
        if kind in (b"1", b"2", b"3", b"4", b"5", b"6"):
            size = 0  # whatever the header says, no data follow
        end = self.at + size + -size % BLOCK
        if kind not in _FOLDERS and not name.endswith("/") and not names.is_passed(name):
            place = self.numbering.unique(names.part_of(name))
            if kind in _KINDS:
                aside = Aside("other-type", _KINDS[kind])
                yield Part(self.stream.source(place, b""), aside=aside)
            else:
                yield names.checked(self._file(place, size), name)
        self._skip(end - self.at)

    def _file(self, place: str, size: int) -> Part:
        stream, start = self.stream, self.at
        location = stream.location + place

        def again() -> BinaryIO:
            opened = _unpacked(stream)
            _pass(opened, start)
            return cast(BinaryIO, Window(opened, size, location))

        window = Excerpt(self.opened, size, location)
        part = members.part(stream, place, cast(BinaryIO, window), self.most, again)
        self.at += size - window.left
        return part

    def _too_many(self) -> Part:
        message = f"found more than {members.MOST:,} members, wanted at most that many"
        hint = "unpack it, and name the folder"
        return members.refused(self.stream, "!", b"", "R058", message, hint)

    def _read(self, size: int) -> bytes:
        data = self.opened.read(size)
        self.at += len(data)
        return data

    def _skip(self, size: int) -> None:
        self.at += _pass(self.opened, size)


def _pass(opened: BinaryIO, size: int) -> int:
    """Read over so many bytes; how many there were."""
    left = size
    while left > 0 and (data := opened.read(min(left, PIECE))):
        left -= len(data)
    return size - left


def _facts(data: bytes) -> Iterator[tuple[str, str]]:
    """The records `27 path=a/b.txt` of a pax header, each with its length first."""
    at = 0
    while (found := _FACT.match(data, at)) and int(found[1]) > len(found[0]):
        end = at + int(found[1])
        value = data[found.end() : end - 1]
        yield found[2].decode("utf-8", "replace"), value.decode("utf-8", "surrogateescape")
        at = end
