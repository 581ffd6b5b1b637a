"""This module checks what anybody wrote: RDF, JSON-LD, standards of news agencies, tables.

Exports of ours are compared with the record they say; what others wrote is checked by the rules of
its own standard. Which it is, is known by the bytes, then by the name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archivist import checks, own, schema
from archivist.checks import rdf
from archivist.checks.constraints import Places
from archivist.checks.rdf.grammar import Grammar
from archivist.checks.rdf.jsonld.contexts import KEYWORDS
from archivist.errors import InvalidRecord, MissingPart
from archivist.exporters import BY_NAME
from archivist.namespaces import ARCH, SYNTAXES
from archivist.own import Reading
from archivist.problems import Location, Problem, problem
from archivist.record import Source

SHAPES = "shapes.ttl"
_SAID_OF_US = (ARCH + "detail", ARCH + "contentDigest", ARCH + "schemaVersion")
_SUFFIXES = {
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
}
_BOM = b"\xef\xbb\xbf"
_MARKUP = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<rdf:RDF\b",
    re.DOTALL,
)
_TURTLE = re.compile(
    rb"(?:#[^\r\n]*\s+)*(?:@prefix|@base|(?i:prefix)\s+[\w.-]*:\s*<|(?i:base)\s+<)"
)
_STATEMENT = re.compile(
    rb"(?:#[^\r\n]*\s+)*(?:<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>|_:\w+) <[^<>\s]*> [<\"_]"
)


def read(source: Source) -> Reading:
    """The record of one of our exports if it is one, and all that is wrong with a file."""
    form = own.exporter_of(source)
    syntax = syntax_of(source) if form is None or form.name in SYNTAXES else None
    if form is None:
        if syntax is not None:
            problems = rdf.check(source.data, source.location, syntax)
            lost = _is_ours(source, syntax)  # only its statement of the profile
            return None, (*problems, *own.read(source)[1]) if lost else problems
        found = _documents().check(source.data, source.location)
        if found is None:
            found = _beside().check(source)
        return own.read(source) if found is None else (None, found)
    record, problems = own.read(source)
    if form.name == "newsml-g2" and record is not None:
        problems += _documents().of_ours(source.data, source.location)
    if form.name in SYNTAXES and (problems or form.name == "jsonld"):
        problems = _with_rdf(source, form.name, problems)
    return record, problems


def _documents() -> Any:
    """The standards of news agencies; loaded when needed, as lxml is dear."""
    from archivist.checks.newsml import documents

    return documents


def _beside() -> Any:
    """What is supplied beside sources; loaded when needed, as its readers are many."""
    from archivist import beside

    return beside


def syntax_of(source: Source) -> str | None:
    """The syntax of RDF that a file is in, None when it is no RDF."""
    name = source.name.lower()
    for suffix, syntax in _SUFFIXES.items():
        if name.endswith(suffix):
            return syntax
    head = source.data[:65536].removeprefix(_BOM).lstrip()
    if head[:1] in (b"{", b"["):
        return "jsonld" if _is_jsonld(source.data) else None
    if _MARKUP.match(head):
        return "rdfxml"
    if _TURTLE.match(head):
        return "turtle"
    return "nquads" if _STATEMENT.match(head) else None


def graph_of(source: Source) -> Any | None:
    """The triples for shapes; None when it is no RDF, or needs a context that is not known."""
    syntax = syntax_of(source)
    return None if syntax is None else rdf.to_graph(source.data, syntax)


def places_in(source: Source) -> Places:
    """Finds where the subjects of a file of RDF stand."""
    syntax = syntax_of(source) or "turtle"
    return lambda wanted: rdf.subjects(source.data, syntax, wanted)


def _is_jsonld(data: bytes) -> bool:
    """Whether the objects at the top have a keyword of JSON-LD for a key."""
    if not re.search(rb'"@(?:context|graph|id|type|value|included)"\s*:', data):
        return False
    try:
        value = json.loads(data.removeprefix(_BOM))
    except (ValueError, RecursionError):
        return b'"@context"' in data[:4096]
    top = value if isinstance(value, list) else [value]
    return any(isinstance(one, dict) and not KEYWORDS.isdisjoint(one) for one in top)


# ------------------------------------------------------------------ exports of ours


def _with_rdf(source: Source, syntax: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems of an export with those of its syntax; they often say what is behind them."""
    whole = rdf.check(source.data, source.location, syntax)
    found = tuple(item for item in whole if item.severity != "note")
    errors = any(item.severity == "error" for item in found)
    if errors:  # they have the place
        problems = tuple(item for item in problems if item.code != "R030")
    codes = {item.code for item in problems}
    if not errors and codes == {"R033"}:
        problems = tuple(_of_lower_detail(source, syntax, problems[0].message))
    elif codes == {"R032"}:
        graphs = list(_graphs(source.data, syntax))
        if len(graphs) > 1:
            return (*found, *_of_graphs(graphs, source))
        if not _is_ours(source, syntax):  # it only mentions the profile
            return whole
        if "nothing" not in problems[0].message:
            what = f"{problems[0].message}: its RDF was checked"
            problems = (problem("L015", what, Location(source.location)),)
    return (*found, *problems)


def _is_ours(source: Source, syntax: str) -> bool:
    """Whether a graph says what only our exports say of themselves."""
    if ARCH.encode() not in source.data:
        return False
    quads = rdf.quads(source.data, syntax)
    return quads is not None and any(quad.predicate.value in _SAID_OF_US for quad in quads)


def _of_lower_detail(source: Source, syntax: str, said: str) -> Iterator[Problem]:
    """An export that never was meant to be read back: it follows the shapes of the profile."""
    where = Location(source.location)
    try:
        shapes = _shapes()
    except MissingPart:
        what = "its RDF was checked, its shapes were not"
        hint = "pip install 'archivist[shacl]' has the shapes checked too"
        yield problem("L015", f"{said}: {what}", where, hint=hint)
        return
    graph = rdf.to_graph(source.data, syntax)
    yield problem("L015", f"{said}: its RDF and shapes were checked", where)
    if graph is not None:
        yield from shapes.check(graph, where, places_in(source))


def _of_graphs(graphs: list[tuple[str, bytes]], source: Source) -> Iterator[Problem]:
    """Of articles in named graphs: those at detail full are compared with their records."""
    compared = 0
    found: dict[str, tuple[Problem, ...]] = {}
    for name, data in graphs:
        try:
            record = BY_NAME["ntriples"].read(data, source.location)
            found[name] = checks.validate_record(record, source.location)
        except InvalidRecord as error:
            found[name] = error.problems
        lesser = {item.code for item in found[name]} & {"R032", "R033"}
        found[name] = () if lesser else found[name]
        compared += not lesser
    yield from _of_graph({name: items for name, items in found.items() if items}, source)
    if compared < len(graphs):
        what = f"{len(graphs):,} graphs, {compared:,} of them in full detail and compared"
        yield problem("L015", f"found {what}: their RDF was checked", Location(source.location))


def _graphs(data: bytes, syntax: str) -> Iterator[tuple[str, bytes]]:
    """(name, N-Triples) of each graph; of what is no JSON-LD, which names none."""
    import pyoxigraph as ox

    if syntax == "jsonld":
        return
    found: dict[str, list[Any]] = {}
    for quad in Grammar(data, syntax):
        found.setdefault(str(quad.graph_name), []).append(quad.triple)
    for name, triples in found.items():
        yield name.strip("<>"), ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _of_graph(found: dict[str, tuple[Problem, ...]], source: Source) -> Iterator[Problem]:
    """The problems of graphs, where the name of each first stands."""
    places = places_in(source)(set(found)) if found else {}
    for name, problems in found.items():
        where = Location(source.location, *places.get(name, (None, None)))
        for item in problems:
            yield replace(item, message=f"{name}: {item.message}", location=where)


def _shapes() -> Any:
    from archivist.checks.constraints import Shapes

    return Shapes(SHAPES, schema.read(SHAPES), code="L017")
