"""This module lists the formats a record is written to, and read back from.

An exporter is two functions: `write(record, settings)` gives bytes that depend on nothing else,
`read(data, file)` gives the same record again. The order of `EXPORTERS` is the order in which a
file is asked whose export it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from archivist.exporters import jsonld, newsml, rdf, record_json
from archivist.record import Record
from archivist.settings import Settings


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format: name for `--to`, suffix of its files, and the two directions.

    `read` raises InvalidRecord (problems with place) when the bytes are not ours or incomplete.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Record, Settings], bytes]
    read: Callable[[bytes, str], Record]
    recognises: Callable[[bytes], bool]


def _rdf(name: str, title: str, suffix: str, media_type: str) -> Exporter:
    return Exporter(
        name,
        title,
        suffix,
        media_type,
        partial(rdf.write, syntax=name),
        partial(rdf.read, syntax=name),
        partial(rdf.recognises, syntax=name),
    )


EXPORTERS: tuple[Exporter, ...] = (
    Exporter(
        "record",
        "the archivist record, canonical JSON",
        ".record.json",
        "application/json",
        record_json.write,
        record_json.read,
        record_json.recognises,
    ),
    Exporter(
        "jsonld",
        "JSON-LD 1.1, context inside",
        ".jsonld",
        "application/ld+json",
        jsonld.write,
        jsonld.read,
        jsonld.recognises,
    ),
    Exporter(
        "newsml-g2",
        "NewsML-G2 2.35 (power)",
        ".newsml.xml",
        "application/vnd.iptc.g2.newsitem+xml",
        newsml.write,
        newsml.read,
        newsml.recognises,
    ),
    _rdf("turtle", "RDF 1.1 Turtle", ".ttl", "text/turtle"),
    _rdf("ntriples", "RDF 1.1 N-Triples", ".nt", "application/n-triples"),
    _rdf("nquads", "RDF 1.1 N-Quads, one named graph", ".nq", "application/n-quads"),
    _rdf("trig", "RDF 1.1 TriG, one named graph", ".trig", "application/trig"),
    _rdf("rdfxml", "RDF/XML", ".rdf", "application/rdf+xml"),
)

BY_NAME: dict[str, Exporter] = {exporter.name: exporter for exporter in EXPORTERS}
