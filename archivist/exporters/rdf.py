"""This module writes a record as RDF 1.1 in five syntaxes, and reads each back.

Turtle, N-Triples and RDF/XML carry the triples; N-Quads and TriG name the graph by the document's
IRI. N-Triples and N-Quads are sorted, which makes them canonical (RDFC-1.0: no blank nodes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archivist.errors import InvalidRecord
from archivist.exporters import graph
from archivist.exporters.graph import rdfxml
from archivist.exporters.graph.lines import document_iri, grouped, lines
from archivist.exporters.graph.statements import Literal, Statement
from archivist.jsontext.walk import short
from archivist.namespaces import PREFIXES, PROFILE, SYNTAXES
from archivist.problems import Location, problem
from archivist.record import Record
from archivist.settings import Settings

if TYPE_CHECKING:
    import rdflib

# No literal of ours spans lines, so a line that opens a block opens a named graph.
_GRAPH_BLOCK = re.compile(rb"^\S+ \{", re.MULTILINE)
# A whole statement; the last group is the graph that only N-Quads name.
_STATEMENT = re.compile(
    rb'<[^>]*> <[^>]*> (?:<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)( <[^>]*>)? \.'
)


def write(record: Record, settings: Settings, syntax: str) -> bytes:
    """The graph at `settings.detail`: UTF-8, ends with a newline.

    `syntax`: turtle, ntriples, nquads, trig or rdfxml. Raises InvalidRecord (X010) when RDF/XML
    is asked to carry a character that XML has no way to write.
    """
    if syntax == "rdfxml":
        return rdfxml.write(record, settings)
    named = syntax in ("nquads", "trig")
    if syntax in ("ntriples", "nquads"):
        # One letter beyond Latin-1 would make a joined text twice as wide: join the bytes.
        return b"".join([f"{line}\n".encode() for line in lines(record, settings, named=named)])
    return _pretty(record, settings, syntax, named=named)


def _pretty(record: Record, settings: Settings, syntax: str, *, named: bool) -> bytes:
    """Turtle or TriG in the order of the record, one block a subject, by pyoxigraph."""
    import pyoxigraph as ox

    written = "\n".join(grouped(record, settings, named=named)).encode("utf-8")
    found = ox.parse(written, format=ox.RdfFormat.N_QUADS if named else ox.RdfFormat.N_TRIPLES)
    prefixes = {"": document_iri(record, settings) + "#", **PREFIXES}
    data = ox.serialize(found, format=getattr(ox.RdfFormat, SYNTAXES[syntax][1]), prefixes=prefixes)
    return bytes(data or b"")


def read(data: bytes, file: str, syntax: str) -> Record:
    """The record of such a file at detail `full`.

    Raises InvalidRecord: R030 not well-formed, R032-R035 see `graph.record_of`.
    """
    return graph.record_of(parse(data, file, syntax), file)


def parse(data: bytes, file: str, syntax: str) -> list[Statement]:
    """The statements of a file, graph names left out. Raises InvalidRecord (R030)."""
    import pyoxigraph as ox

    try:
        quads = list(ox.parse(data, format=getattr(ox.RdfFormat, SYNTAXES[syntax][1])))
    except SyntaxError as error:
        where = Location(file, error.lineno, error.offset)
        raise not_well_formed(error.msg, syntax, where) from None
    except ValueError as error:
        raise not_well_formed(str(error), syntax, Location(file)) from None
    return _statements(quads, file)


def not_well_formed(why: str, syntax: str, where: Location) -> InvalidRecord:
    """R030, in one line; the parser's own account of the place is in `where`."""
    why = short(" ".join(_PLACE.sub("", why).split()), 200)
    hint = "cut off, or changed by hand? archivist export makes it again from the record"
    return InvalidRecord(
        (problem("R030", f"{why}; wanted {SYNTAXES[syntax][0]}", where, hint=hint),)
    )


_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")


def _statements(quads: Iterable[Any], file: str) -> list[Statement]:
    import pyoxigraph as ox

    found = []
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
            message = f"a blank node: {short(str(quad), 200)}"
            raise InvalidRecord((problem("R035", message, Location(file)),))
        if isinstance(value, ox.Literal):
            part = Literal(value.value, value.datatype.value, value.language)
            found.append(Statement(subject.value, predicate.value, part))
        else:
            found.append(Statement(subject.value, predicate.value, value.value))
    return found


def recognises(data: bytes, syntax: str) -> bool:
    """Whether the bytes look like an export of ours in that syntax."""
    if PROFILE.encode() not in data:
        return False
    start = data.lstrip()[:1000]
    match syntax:
        case "rdfxml":
            return b"<rdf:RDF" in start
        case "turtle" | "trig":
            named = _GRAPH_BLOCK.search(data) is not None
            return start.startswith(b"@prefix") and named == (syntax == "trig")
        case _:
            first = _STATEMENT.match(data.lstrip())
            return first is not None and (first[1] is not None) == (syntax == "nquads")


def to_graph(record: Record, settings: Settings) -> rdflib.Graph:
    """The graph for rdflib, with our prefixes; literals keep every character as written."""
    import rdflib

    found = rdflib.Graph(identifier=document_iri(record, settings), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    for subject, predicate, value in graph.quads(record, settings):
        found.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), _term(value)))
    return found


def _term(value: str | Literal) -> Any:
    import rdflib

    if isinstance(value, str):
        return rdflib.URIRef(value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    plain = value.datatype == PREFIXES["xsd"] + "string"
    datatype = None if plain else rdflib.URIRef(value.datatype)
    return rdflib.Literal(value.value, datatype=datatype, normalize=False)
