"""This package opens boxes of files: ZIP, TAR, gzip, bzip2, xz, and the crawls WARC and ARC.

Nothing is unpacked to the disk. Names that lead out of a box are refused, what expands without
end is stopped, and what is broken costs itself only. The modules that take boxes apart are loaded
when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.readers.boxes.inflate import beginning, packing
from archivist.readers.parts import Part, Stream
from archivist.settings import Settings

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
# First members of office documents and books, which are ZIP files too and have readers of theirs.
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")
_OCTAL = re.compile(rb"[ \0]*([0-7]{1,7})[ \0]*")


def is_warc(head: bytes) -> bool:
    """Whether the file begins with a WARC record, packed or not."""
    return beginning(head).startswith(b"WARC/")


def is_arc(head: bytes) -> bool:
    """Whether the file begins with the record that describes an ARC file, packed or not."""
    return re.match(rb"filedesc:\S+ \S+ \d{8,14} ", beginning(head)) is not None


def is_tar(head: bytes) -> bool:
    """Whether the file begins with a TAR header whose checksum is right, packed or not."""
    first = beginning(head, 512)
    stated = _OCTAL.fullmatch(first[148:156])
    if len(first) < 512 or stated is None:
        return False
    return int(stated[1], 8) == sum(first[:148]) + sum(first[156:]) + 8 * ord(" ")


def is_zip(head: bytes) -> bool:
    """Whether the file is a ZIP, and no office document or book."""
    return head.startswith(_ZIP) and not head[30:].startswith(_OFFICE)


def is_packed(head: bytes) -> bool:
    """Whether the file is packed as gzip, bzip2 or xz."""
    return packing(head) is not None


def split_warc(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The captures of a WARC file. Raises OSError from the stream."""
    from archivist.readers.boxes import captures

    return captures.split_warc(stream, settings)


def split_arc(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The captures of an ARC file. Raises OSError from the stream."""
    from archivist.readers.boxes import captures

    return captures.split_arc(stream, settings)


def split_tar(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The files in a TAR. Raises OSError from the stream."""
    from archivist.readers.boxes import tars

    return tars.split(stream, settings)


def split_zip(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The members of a ZIP. Raises OSError from the stream."""
    from archivist.readers.boxes import zips

    return zips.split(stream, settings)


def split_packed(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The one file that was packed. Raises OSError from the stream."""
    from archivist.readers.boxes import gzips

    return gzips.split(stream, settings)
