"""This module chooses the reader of a source: by the caller's word, media type, name, content.

A reader turns a source into a document, before judgement, or into the problem that says why not.
The order of `READERS` is the priority: specific before general; the last takes what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archivist.problems import Location, Problem, problem
from archivist.readers import frontmatter, markdown, plain
from archivist.record import Document, Source
from archivist.settings import Settings

Reading = tuple[Document | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name for `--from`, how it is known, and the function that reads it."""

    name: str
    title: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Source, Settings], Reading]


READERS: tuple[Reader, ...] = (
    Reader(
        "markdown",
        "Markdown with YAML or TOML front matter",
        ("text/markdown",),
        (".md", ".markdown", ".mdown"),
        frontmatter.opens,
        markdown.read,
    ),
    Reader(
        "plain",
        "plain text in any encoding of the ladder",
        ("text/plain",),
        (".txt", ".text"),
        lambda head: True,
        plain.read,
    ),
)

# What is known and not read: first bytes (after blanks, lower case) or suffix → what it is.
UNREAD_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML document"),
    (b"<newsitem", "an XML document"),
    (b"<rdf:rdf", "an RDF/XML document"),
    (b"@prefix", "a Turtle document"),
    (b"@base", "a Turtle document"),
    (b"{\\rtf", "an RTF document"),
    (b"warc/", "a WARC file"),
)
UNREAD_SUFFIXES: dict[str, str] = {
    ".html": "an HTML page",
    ".htm": "an HTML page",
    ".xhtml": "an HTML page",
    ".xml": "an XML document",
    ".json": "a JSON document",
    ".jsonl": "a file of JSON Lines",
    ".ndjson": "a file of JSON Lines",
    ".jsonld": "a JSON-LD document",
    ".ttl": "a Turtle document",
    ".nt": "a list of N-Triples",
    ".nq": "a list of N-Quads",
    ".trig": "a TriG document",
    ".rdf": "an RDF/XML document",
    ".csv": "a table",
    ".tsv": "a table",
    ".eml": "a mail",
    ".mbox": "a mailbox",
    ".sgm": "an SGML document",
    ".sgml": "an SGML document",
    ".warc": "a WARC file",
}
# What archivist writes as well: here it is somebody else's, or was damaged.
EXPORTED = (".xml", ".json", ".jsonl", ".jsonld", ".ttl", ".nt", ".nq", ".trig", ".rdf")

SNIFFED = 65536  # bytes: a front matter ends before


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader chosen for a source, and why; no reader when the format is not read."""

    reader: Reader | None
    why: str


def choose(source: Source, settings: Settings) -> Choice:
    """The first reader that the caller, the media type, the suffix or the first bytes name."""
    suffix = _suffix(source.name)
    for reader in READERS:
        if settings.format == reader.name:
            return Choice(reader, f"--from {reader.name}")
    for reader in READERS:
        if source.media_type in reader.media_types:
            return Choice(reader, f"media type {source.media_type}")
    for reader in READERS:
        if suffix in reader.suffixes:
            return Choice(reader, f"suffix {suffix}")
    unread = _unread(source.data, suffix)
    if unread:
        return Choice(None, unread)
    for reader in READERS[:-1]:
        if reader.sniff(source.data[:SNIFFED]):
            return Choice(reader, "first bytes")
    return Choice(READERS[-1], "nothing else fits")


def read(source: Source, settings: Settings) -> Reading:
    """The document of a source, or the problem R008 when nobody reads its format."""
    choice = choose(source, settings)
    if choice.reader is None:
        return None, (_not_read(choice.why, source.location),)
    return choice.reader.read(source, settings)


def _not_read(what: str, file: str) -> Problem:
    hint = "archivist formats lists what is read"
    if what in {UNREAD_SUFFIXES[suffix] for suffix in EXPORTED}:
        hint = "if archivist wrote it, archivist validate says what is wrong with it"
    message = f"found {what}, which this version does not read"
    return problem("R008", message, Location(file), hint=f"{hint}; --from plain takes it as text")


def _suffix(name: str) -> str:
    base = name.rpartition("/")[2].lower()
    return base[base.rfind(".") :] if "." in base else ""


def _unread(data: bytes, suffix: str) -> str | None:
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, what in UNREAD_STARTS:
        if head.startswith(start):
            return what
    if suffix in UNREAD_SUFFIXES:
        return UNREAD_SUFFIXES[suffix]
    return UNREAD_SUFFIXES[".json"] if head[:1] in (b"{", b"[") and _is_json(data) else None


def _is_json(data: bytes) -> bool:
    """`[Update] The ferry…` begins like JSON, and is none."""
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
