"""This package knows the formats: which reader takes a source, and why.

A reader turns a source into a document, before judgement, or a stream into its parts.
`registry` lists them.
Chosen is, in this order, what the caller says, what the first bytes say without doubt, the media
type that a container states, the suffix, what the first bytes look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archivist.problems import Location, Problem, problem
from archivist.readers import media
from archivist.readers.parts import (
    HEAD,
    Part,
    Reader,
    Reading,
    Stream,
    Unpackable,
    late,
    too_large,
)
from archivist.readers.registry import BY_NAME, READERS
from archivist.record import Source
from archivist.settings import Settings

__all__ = [
    "BY_NAME",
    "READERS",
    "Choice",
    "Part",
    "Reader",
    "Reading",
    "Stream",
    "Unpackable",
    "choose",
    "media",
    "not_read",
    "read",
    "too_large",
]

# What an office package holds that no reader takes; None for what is none.
_office_unread = late("office.package:unread", rb"\APK", rb"\A\xd0\xcf\x11\xe0")

# What is known and not read: first bytes (after blanks, lower case) or suffix → what it is.
UNREAD_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"<?xml", "an XML document"),
    (b"<newsitem", "an XML document"),
    (b"<rdf:rdf", "an RDF/XML document"),
    (b"@prefix", "a Turtle document"),
    (b"@base", "a Turtle document"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file, to be unpacked with zstd -d"),
    (b'\x04"m\x18', "an LZ4 file, to be unpacked with lz4 -d"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive, to be unpacked first"),
    (b"rar!\x1a\x07", "a RAR archive, to be unpacked first"),
)
UNREAD_SUFFIXES: dict[str, str] = {
    ".xml": "an XML document",
    ".pptx": "slides",
    ".odp": "slides",
    ".epub": "a book (EPUB)",
    ".json": "a JSON document",
    ".jsonld": "a JSON-LD document",
    ".ttl": "a Turtle document",
    ".nt": "a list of N-Triples",
    ".nq": "a list of N-Quads",
    ".trig": "a TriG document",
    ".rdf": "an RDF/XML document",
}
# What archivist writes as well: here it is somebody else's, or was damaged.
EXPORTED = (".xml", ".json", ".jsonld", ".ttl", ".nt", ".nq", ".trig", ".rdf")


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader chosen for a source, and why; no reader when the format is not read."""

    reader: Reader | None
    why: str


def choose(stream: Stream, settings: Settings) -> Choice:
    """The reader that takes the stream. Raises OSError when its first bytes cannot be read."""
    head = stream.head()
    found = _chosen(stream, head)
    if settings.format is None or (found.reader is not None and found.reader.packed):
        return found
    return Choice(BY_NAME[settings.format], f"--from {settings.format}")


def _chosen(stream: Stream, head: bytes) -> Choice:
    suffix = _suffix(stream.part or stream.name)
    known = next((reader for reader in READERS if reader.signature(head)), None)
    unread = _office_unread(head) if known is None or known.packed else None
    if unread:
        return Choice(None, unread)
    if known:
        return Choice(known, "first bytes")
    for reader in READERS:
        if stream.media_type in reader.media_types:
            return Choice(reader, f"media type {stream.media_type}")
    for reader in READERS:
        if suffix in reader.suffixes:
            return Choice(reader, f"suffix {suffix}")
    unread = _unread(head, suffix)
    if unread:
        return Choice(None, unread)
    for reader in READERS:
        if reader.sniff(head):
            return Choice(reader, "first bytes")
    return Choice(READERS[-1], "nothing else fits")


def read(source: Source, settings: Settings) -> Reading:
    """The document of a source that is one article, or the problem R008.

    A source of many articles is split by `Reader.split`.
    """
    choice = choose(Stream.of(source), settings)
    if choice.reader is None:
        return None, (not_read(choice.why, source.location),)
    if choice.reader.read is None:
        return None, (not_read(f"{choice.reader.title}: many articles", source.location),)
    return choice.reader.read(source, settings)


def not_read(what: str, file: str) -> Problem:
    """R008: what was found, and what would help."""
    hint = "archivist formats lists what is read"
    if what in {UNREAD_SUFFIXES[suffix] for suffix in EXPORTED}:
        hint = "if archivist wrote it, archivist validate says what is wrong with it"
    message = f"found {what}, which this version does not read"
    return problem("R008", message, Location(file), hint=f"{hint}; --from plain takes it as text")


def _suffix(name: str) -> str:
    base = name.rpartition("/")[2].lower()
    return base[base.rfind(".") :] if "." in base else ""


def _unread(head: bytes, suffix: str) -> str | None:
    start_of = head[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, what in UNREAD_STARTS:
        if start_of.startswith(start):
            return what
    if suffix in UNREAD_SUFFIXES:
        return UNREAD_SUFFIXES[suffix]
    return UNREAD_SUFFIXES[".json"] if start_of[:1] in (b"{", b"[") and _is_json(head) else None


def _is_json(head: bytes) -> bool:
    """`[Update] The ferry…` begins like JSON, and is none; of a long one the head must do."""
    import json

    try:
        json.loads(head)
    except (ValueError, RecursionError):
        return len(head) >= HEAD and re.match(rb'\s*\{\s*"|\s*\[\s*[{\["]', head) is not None
    return True
