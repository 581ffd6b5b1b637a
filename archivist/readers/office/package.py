"""This module opens office files packed as ZIP: OPC (ISO/IEC 29500-2) and ODF packages.

Members are read up to a limit, whatever their headers promise, so that a bomb stays small. What
kind of package it is shows in the names of its first members (APPNOTE.TXT 4.3.7).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from archivist import markup
from archivist.problems import Location, Problem, problem
from archivist.record import Source

TIMES = 8  # markup is so many times larger than the text it marks: measured 3-20 in real DOCX

_LOCAL = b"PK\x03\x04"
_START = 1 << 20  # bytes of a member that are looked at to know what it is
_HEADER = struct.Struct("<4sHHHHHIIIHH")  # local file header, APPNOTE.TXT 4.3.7
_ODT = b"application/vnd.oasis.opendocument.text"

# First members that give a package away, and what it is.
_UNREAD = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("visio/", "a Visio drawing"),
)
_UNREAD_MIMES = (
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    (b"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
    (b"application/vnd.oasis.opendocument.graphics", "an OpenDocument drawing"),
)
_TYPES = "[Content_Types].xml"
_PARTS = (_TYPES, "_rels/", "docProps/", "word/", "xl/", "ppt/", "visio/", "custom")


class Broken(Exception):
    """A package, or a member of it, that cannot be read: what was found."""


class Package:
    """The members of a package by name, none larger than `most` bytes.

    Raises Broken for what is no ZIP.
    """

    def __init__(self, data: bytes, most: int) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Broken(f"a package that cannot be opened ({_said(error)})") from error
        self._most = most

    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Broken when there is none, or more than the limit."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._most + 1)
        except KeyError as error:
            raise Broken(f"no member {name}") from error
        except _REFUSALS as error:
            raise Broken(f"{name}: {_said(error)}") from error
        if len(data) > self._most:
            raise Broken(f"{name}: more than {self._most:,} bytes")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of a member. Raises Broken."""
        try:
            return markup.parse_xml(self.read(name))
        except etree.XMLSyntaxError as error:
            raise Broken(f"{name}: {error.msg}") from error

    def optional(self, name: str) -> etree._Element | None:
        """The root element of a member that need not be there, or be good."""
        try:
            return self.xml(name)
        except Broken:
            return None


# What zipfile raises for members that are damaged, encrypted or packed in a strange way.
_REFUSALS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    struct.error,
)


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__


def limit(most: int) -> int:
    """Bytes of markup that a source of `most` bytes of text may have."""
    return TIMES * most


def broken(found: Broken | str, source: Source) -> Problem:
    """R080 for a file that is damaged."""
    hint = "often a copy that broke off: fetch it again, or save it anew in the program it is of"
    return problem("R080", f"found {found}, wanted a whole file", _at(source), hint=hint)


def encrypted(source: Source) -> Problem:
    """R081 for a file that asks for a password."""
    hint = "save it without a password, and give that"
    return problem("R081", "found an encrypted file, wanted its text", _at(source), hint=hint)


def _at(source: Source) -> Location:
    return Location(source.location)


# ------------------------------------------------------------------ what kind of package


def is_docx(head: bytes) -> bool:
    """Whether the first members are those of a DOCX."""
    names = [name for name, _ in members(head)]
    return _is_opc(names) and any(name.startswith("word/") for name in names)


def is_odt(head: bytes) -> bool:
    """Whether a member says OpenDocument text (ODF 1.3, part 2, 3.3), or a flat file does."""
    if head.startswith(_LOCAL):
        return _mimetype(head).startswith(_ODT)
    start = head[:2048]
    return b"<office:document" in start and b'office:mimetype="' + _ODT + b'"' in start


def is_xlsx(head: bytes) -> bool:
    """Whether the first members are those of an Excel workbook."""
    names = [name for name, _ in members(head)]
    return _is_opc(names) and any(name.startswith("xl/") for name in names)


def unread(head: bytes) -> str | None:
    """What a package is that is not read here: a workbook, a presentation, a book."""
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in head
        return "an encrypted Office file" if locked else "an old Office file (.doc, .xls, .ppt)"
    mimetype = _mimetype(head)
    for start, what in _UNREAD_MIMES:
        if mimetype.startswith(start):
            return what
    names = [name for name, _ in members(head)]
    if not _is_opc(names):
        return None
    found = (what for start, what in _UNREAD if any(n.startswith(start) for n in names))
    return next(found, None)


def _is_opc(names: list[str]) -> bool:
    return bool(names) and (names[0].startswith(_PARTS) or _TYPES in names)


def _mimetype(head: bytes) -> bytes:
    """What the member `mimetype` holds: nearly always the first, stored, at byte 38."""
    if head[30:38] == b"mimetype" and head[8:10] == b"\0\0":
        return head[38:120] if head.startswith(_LOCAL) else b""
    return next((start for name, start in members(head) if name == "mimetype"), b"")


def members(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Names of the members that begin in the head, with the start of what they hold, unpacked."""
    at = 0
    while head.startswith(_LOCAL, at) and at + _HEADER.size <= len(head):
        fields = _HEADER.unpack_from(head, at)
        method, packed, named, extra = fields[3], fields[7], fields[9], fields[10]
        start = at + _HEADER.size + named + extra
        name = head[at + _HEADER.size : at + _HEADER.size + named].decode("utf-8", "replace")
        content, end = head[start : start + packed], start + packed
        if method == zipfile.ZIP_DEFLATED:
            content, end = _inflated(head, start)
        yield name, content
        at = head.find(_LOCAL, end, end + 40)  # behind the sizes, where those stand last
        if at < 0:
            return


def _inflated(head: bytes, start: int) -> tuple[bytes, int]:
    """The start of a deflated member, and where its data end, the end of the head at most."""
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(head[start:], _START)
        while not unpacker.eof and unpacker.unconsumed_tail:
            unpacker.decompress(unpacker.unconsumed_tail, _START)
    except zlib.error:
        return b"", len(head)
    return content, len(head) - len(unpacker.unused_data)
