"""This module lists the formats a record is written to, and read back from.

An exporter is a module with three functions: `write(record, settings)` gives bytes that depend on
nothing else, `read(data, file)` gives the same record again, `recognises(data)` knows its own. It
is loaded when it is first needed, so that a run pays for no format but those it uses. The order of
`EXPORTERS` is the order in which a file is asked whose export it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from archivist.namespaces import ARC_NEWSML, PROFILE
from archivist.record import Record
from archivist.settings import Settings


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format: name for `--to`, suffix of its files, and the module of its two directions.

    `marker` stands in every export of the format: bytes without it are nobody's, at no cost.
    `syntax`: the module writes several formats, and this is the one.
    `wordless`: it can leave out the words of the article (`Settings.without_text`).
    """

    name: str
    title: str
    suffix: str
    media_type: str
    module: str
    marker: str
    syntax: str | None = None
    wordless: bool = False

    def write(self, record: Record, settings: Settings) -> bytes:
        """The bytes of a valid record. Raises InvalidRecord when the format cannot carry it."""
        data: bytes = self._function("write")(record, settings, *self._which)
        return data

    def read(self, data: bytes, file: str) -> Record:
        """The record again. Raises InvalidRecord when the bytes are not ours or incomplete."""
        record: Record = self._function("read")(data, file, *self._which)
        return record

    def recognises(self, data: bytes) -> bool:
        """Whether the bytes look like an export of ours in this format."""
        if self.marker.encode() not in data:
            return False
        return bool(self._function("recognises")(data, *self._which))

    @property
    def _which(self) -> tuple[str, ...]:
        return () if self.syntax is None else (self.syntax,)

    def _function(self, name: str) -> Any:
        return getattr(import_module(f"archivist.exporters.{self.module}"), name)


def _rdf(name: str, title: str, suffix: str, media_type: str) -> Exporter:
    return Exporter(name, title, suffix, media_type, "rdf", PROFILE, name, wordless=True)


EXPORTERS: tuple[Exporter, ...] = (
    Exporter(
        "record",
        "the archivist record, canonical JSON",
        ".record.json",
        "application/json",
        "record_json",
        '"schemaVersion"',
    ),
    Exporter(
        "jsonld",
        "JSON-LD 1.1, context inside",
        ".jsonld",
        "application/ld+json",
        "jsonld",
        PROFILE,
        wordless=True,
    ),
    Exporter(
        "newsml-g2",
        "NewsML-G2 2.35 (power)",
        ".newsml.xml",
        "application/vnd.iptc.g2.newsitem+xml",
        "newsml",
        ARC_NEWSML,
    ),
    _rdf("turtle", "RDF 1.1 Turtle", ".ttl", "text/turtle"),
    _rdf("ntriples", "RDF 1.1 N-Triples", ".nt", "application/n-triples"),
    _rdf("nquads", "RDF 1.1 N-Quads, one named graph", ".nq", "application/n-quads"),
    _rdf("trig", "RDF 1.1 TriG, one named graph", ".trig", "application/trig"),
    _rdf("rdfxml", "RDF/XML", ".rdf", "application/rdf+xml"),
)

BY_NAME: dict[str, Exporter] = {exporter.name: exporter for exporter in EXPORTERS}

# How a document of a format begins, whoever wrote it (after blanks; the first that fits).
_BEGINNINGS: tuple[tuple[str, bytes], ...] = (
    ("jsonld", rb'\{\s*"@'),
    ("record", rb"[\[{]"),
    ("rdfxml", rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<rdf:RDF\b"),
    ("newsml-g2", rb"<\?xml|<(?:\w+:)?newsItem\b"),
    ("turtle", rb"(?i:@?prefix|@?base)\s"),
    ("ntriples", rb"<[A-Za-z][^<>\s]*:[^<>\s]*>\s"),
)


def meant(name: str, data: bytes) -> Exporter | None:
    """The format that bytes nobody recognises were meant to be: by file name, else by beginning."""
    for item in EXPORTERS:
        if name.lower().endswith(item.suffix):
            return item
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    found = (name for name, start in _BEGINNINGS if re.match(start, head, re.DOTALL))
    return BY_NAME.get(next(found, ""))
