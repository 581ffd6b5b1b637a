"""This module takes ZIP files apart (PKWARE APPNOTE 6.3): members, safely and within limits.

Office documents and books are ZIP files too, and are left to their readers.
"""

from __future__ import annotations

import io
import shutil
import stat
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from archivist.problems import Location, problem
from archivist.readers.boxes import members, names
from archivist.readers.boxes.forward import PIECE, Forward, Growth
from archivist.readers.boxes.inflate import BROKEN
from archivist.readers.parts import Part, Stream, Unpackable
from archivist.record import Aside
from archivist.settings import Settings

_DOS = (0, 10, 11, 14)  # FAT, NTFS and their kin: a backslash there is a separator
LISTED = 24 * 1024 * 1024  # bytes of a directory: some 250,000 members, 150 MB in memory
_TAIL = 22 + 0xFFFF + 20 + 56  # what may stand at the end, with the longest comment
_LOCKED = 0x1
_UTF8 = 0x800
# What zipfile raises for bytes that are no ZIP.
_BROKEN = (zipfile.BadZipFile, ValueError, IndexError, OverflowError, struct.error, *BROKEN)


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The members in the order of the directory. Raises OSError from the stream."""
    with _seekable(stream) as opened:
        listed = _directory(opened)
        if listed > LISTED:
            message = f"found a directory of {listed:,} bytes, wanted at most {LISTED:,}"
            hint = "unpack it, and name the folder"
            yield members.refused(stream, "!", b"", "R058", message, hint)
            return
        try:
            box = zipfile.ZipFile(opened)
        except (*_BROKEN, NotImplementedError):
            hint = "often a copy that broke off: fetch it again; zip -FF may save what is there"
            message = "found no directory of its members that can be read, wanted a whole ZIP"
            yield members.refused(stream, "!", b"", "R050", message, hint)
            return
        with box:
            size = opened.seek(0, io.SEEK_END)
            yield from _Box(stream, box, settings.max_size, size).parts()


def _directory(opened: BinaryIO) -> int:
    """The bytes of the directory (APPNOTE 4.3.16, 4.3.14): zipfile holds all of it at once."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, size - _TAIL))
    tail = opened.read(_TAIL)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 16:
        return 0
    listed = int.from_bytes(tail[end + 12 : end + 16], "little")
    if listed == 0xFFFFFFFF and tail[end - 20 : end - 16] == b"PK\x06\x07":
        opened.seek(min(size, int.from_bytes(tail[end - 12 : end - 4], "little")))
        listed = int.from_bytes(opened.read(48)[40:48], "little")
    return min(listed, size)


def _seekable(stream: Stream) -> BinaryIO:
    """The file, laid on the disk where it can only be read forward (a ZIP in a tar.gz)."""
    opened = stream.open()
    if opened.seekable():
        return opened
    with opened:
        copy = tempfile.TemporaryFile(prefix="archivist-")  # noqa: SIM115 - closed by the caller
        shutil.copyfileobj(opened, copy)
    copy.seek(0)
    return cast(BinaryIO, copy)


@dataclass(frozen=True, slots=True)
class _Box:
    """One ZIP: `most` bytes of a member are held, `size` is its own."""

    stream: Stream
    box: zipfile.ZipFile
    most: int
    size: int

    def parts(self) -> Iterator[Part]:
        growth = Growth(self.stream.location, self.size)
        numbering = names.Numbering()
        for number, info in enumerate(self.box.filelist):
            name = _name(info)
            if name.endswith("/") or names.is_passed(name):
                continue
            place = numbering.unique(names.part_of(name))
            if number >= members.MOST:
                yield self._too_many(place)
                return
            found = self._part(place, name, info, growth)
            yield found
            if any(item.code == "R054" for item in found.problems):
                return

    def _part(self, place: str, name: str, info: zipfile.ZipInfo, growth: Growth) -> Part:
        if stat.S_ISLNK(info.external_attr >> 16):
            return Part(self.stream.source(place, b""), aside=Aside("other-type", "a link"))
        if info.flag_bits & _LOCKED:
            hint = "unpack it with its password, and name the folder"
            message = "found a member locked with a password, wanted an open one"
            return members.refused(self.stream, place, b"", "R053", message, hint)
        location = self.stream.location + place
        try:
            opened = _Member(self.box, info, location, growth)
        except Unpackable as trouble:
            return Part(self.stream.source(place, b""), problems=(trouble.problem,))
        with opened:
            part = members.part(
                self.stream, place, cast(BinaryIO, opened), self.most, self._again(info, location)
            )
        return names.checked(part, name)

    def _again(self, info: zipfile.ZipInfo, location: str) -> Callable[[], BinaryIO]:
        """What opens a large member when its turn comes."""
        stream, size = self.stream, self.size

        def opened() -> BinaryIO:
            return cast(BinaryIO, _Alone(_seekable(stream), info, location, size))

        return opened

    def _too_many(self, place: str) -> Part:
        message = f"found {len(self.box.filelist):,} members, wanted at most {members.MOST:,}"
        hint = "unpack it, and name the folder"
        return members.refused(self.stream, place, b"", "R058", message, hint)


class _Member(Forward):
    """The bytes of a member; what zipfile raises becomes Unpackable."""

    def __init__(
        self, box: zipfile.ZipFile, info: zipfile.ZipInfo, location: str, growth: Growth
    ) -> None:
        self._location = location
        self._growth = growth
        self._packed = info.compress_size
        try:
            super().__init__(cast(BinaryIO, box.open(info)))
        except NotImplementedError as error:
            hint = "unpack it with the program that made it, and name the folder"
            message = (
                f"found the method {info.compress_type}, wanted deflate or another that is known"
            )
            where = Location(location)
            raise Unpackable(problem("R056", message, where, hint=hint)) from error
        except _BROKEN as error:
            raise self._broken(error) from error

    def _piece(self) -> bytes:
        try:
            data = self._opened.read(PIECE)
        except Unpackable:  # of a box around this one
            raise
        except _BROKEN as error:
            raise self._broken(error) from error
        self._growth.add(self._packed, len(data))
        self._packed = 0
        return data

    def _broken(self, error: Exception) -> Unpackable:
        hint = "often a copy that broke off: fetch it again"
        message = f"found a broken member ({error}), wanted it whole"
        return Unpackable(problem("R050", message, Location(self._location), hint=hint))


class _Alone(_Member):
    """A member that is read after its box was left; closes the file with it."""

    def __init__(self, file: BinaryIO, info: zipfile.ZipInfo, location: str, size: int) -> None:
        self._file = file
        try:
            super().__init__(zipfile.ZipFile(file), info, location, Growth(location, size))
        except Unpackable:
            file.close()
            raise

    def close(self) -> None:
        super().close()
        self._file.close()


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 though no flag says so (macOS), else what zipfile makes of it."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        name = _unflagged(name)
    return name.replace("\\", "/") if info.create_system in _DOS else name


def _unflagged(name: str) -> str:
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
