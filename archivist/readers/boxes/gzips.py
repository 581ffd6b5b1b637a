"""This module unpacks a single file: `.gz`, `.bz2`, `.xz`; what is in it may be of any size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from archivist.readers.boxes import members, names
from archivist.readers.boxes.inflate import Inflated
from archivist.readers.parts import HEAD, Part, Stream, Unpackable
from archivist.settings import Settings

_NAMED = 0x08
_EXTRA = 0x04
_SUFFIXES = (".gz", ".gzip", ".bz2", ".xz")
_SHORT = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".warcgz": ".warc"}


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The one file that was packed. Raises OSError from the stream."""
    name = _name(stream)
    place = names.part_of(name)

    def again() -> BinaryIO:
        return cast(BinaryIO, Inflated(stream.open(), stream.location + place))

    try:
        with again() as opened:
            head = opened.read(HEAD)
    except Unpackable as trouble:
        yield Part(stream.source(place, b""), problems=(trouble.problem,))
        return
    yield names.checked(members.large(stream, place, head, again), name)


def _name(stream: Stream) -> str:
    """The name of the file without its suffix: what gunzip would write, whatever the header says.

    The header's own name counts where the file is not named after its packing.
    """
    base = (stream.part or stream.name).rpartition("/")[2].rpartition("!")[2]
    lower = base.lower()
    for suffix in _SUFFIXES:
        if lower.endswith(suffix) and len(base) > len(suffix):
            return base[: -len(suffix)]
    short = next((end for end in _SHORT if lower.endswith(end)), None)
    if short:
        return base[: -len(short)] + _SHORT[short]
    return _stated(stream.head(4096)) or base or "content"


def _stated(head: bytes) -> str | None:
    """The file name in a gzip header (RFC 1952 section 2.3), without folders."""
    if len(head) < 12 or head[:3] != b"\x1f\x8b\x08" or not head[3] & _NAMED:
        return None
    at = 10
    if head[3] & _EXTRA:
        at += 2 + int.from_bytes(head[10:12], "little")
    name, nul, _ = head[at:].partition(b"\0")
    base = name.decode("latin-1").replace("\\", "/").rpartition("/")[2]
    return base if nul and base else None
