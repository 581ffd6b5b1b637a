"""This module asks a store what it has: which graphs, with which digest, and what is in them.

SPARQL 1.1 Query Language; SPARQL 1.1 Query Results JSON Format. What a store says is not believed
beyond what it was asked.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archivist.errors import InvalidRecord
from archivist.exporters import rdf
from archivist.exporters.graph import line
from archivist.jsontext.walk import short
from archivist.namespaces import expand
from archivist.publishing.endpoint import NTRIPLES, RESULTS, Endpoint
from archivist.publishing.graphs import Parcel

BATCH = 100  # graphs in a question

_DIGEST = re.compile("[0-9a-f]{64}")
_WHOLE = re.compile(r'"\^\^<http://www\.w3\.org/2001/XMLSchema#nonNegativeInteger> \.$')


def digests(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, str]:
    """graph → the digest that its postmark says, of those that have one and no other.

    Raises Refused, NetworkFailed.
    """
    values = " ".join(f"<{graph}>" for graph in graphs)
    mark = expand("arch:graphDigest")
    text = f"SELECT ?g ?d WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?g <{mark}> ?d }} }}"
    found: dict[str, str] = {}
    asked = set(graphs)
    for row in endpoint.query(text, RESULTS, functools.partial(_rows, names=("g", "d"))):
        graph, digest = row
        if graph in asked and _DIGEST.fullmatch(digest):
            found[graph] = "" if found.get(graph, digest) != digest else digest
    return {graph: digest for graph, digest in found.items() if digest}


def present(endpoint: Endpoint, graphs: Sequence[str]) -> list[str]:
    """Those of the graphs that hold anything. Raises Refused, NetworkFailed."""
    values = " ".join(f"<{graph}>" for graph in graphs)
    exists = "FILTER EXISTS { GRAPH ?g { ?s ?p ?o } }"
    text = f"SELECT ?g WHERE {{ VALUES ?g {{ {values} }} {exists} }}"
    rows = endpoint.query(text, RESULTS, functools.partial(_rows, names=("g",)))
    there = {graph for (graph,) in rows}
    return [graph for graph in graphs if graph in there]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a graph in the store is not the one that would be sent."""

    lacking: int
    surplus: int
    example: str

    def __str__(self) -> str:
        return f"{self.lacking:,} statements lack, {self.surplus:,} are more, e.g. {self.example}"


def difference(endpoint: Endpoint, parcel: Parcel) -> Difference | None:
    """None when the store has the graph: compared statement by statement, not by its postmark.

    Raises Refused, NetworkFailed.
    """
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{parcel.graph}> {{ ?s ?p ?o }} }}"
    found = endpoint.query(text, NTRIPLES, _statements)
    wanted = set(map(_by_value, parcel.body.decode("utf-8").rstrip("\n").split("\n")))
    if found == wanted:
        return None
    lacking, surplus = sorted(wanted - found), sorted(found - wanted)
    return Difference(len(lacking), len(surplus), short((lacking or surplus)[0], 200))


def _statements(data: bytes) -> set[str]:
    """The lines of N-Triples, spelled as ours are. Raises ValueError for what is none."""
    try:
        return {_by_value(line(one)) for one in rdf.parse(data, "answer", "ntriples")}
    except InvalidRecord as wrong:
        raise ValueError(f"its answer is no graph of ours: {wrong}") from None


def _by_value(found: str) -> str:
    """Oxigraph keeps a whole number as a number: of the type integer, whatever it was before."""
    return _WHOLE.sub('"^^<http://www.w3.org/2001/XMLSchema#integer> .', found)


def _rows(data: bytes, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The values of these variables, row by row; rows that lack one are left out.

    Raises ValueError for what is no result.
    """
    try:
        value = json.loads(data)
        rows = value["results"]["bindings"]
        if not isinstance(rows, list):
            raise TypeError
        return [
            tuple(_value(row[name]) for name in names)
            for row in rows
            if all(name in row for name in names)
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        shown = short(data[:100].decode("utf-8", "replace"), 60)
        raise ValueError(f"its answer is no result of a query: {shown!r}") from None


def _value(term: Mapping[str, Any]) -> str:
    value = term["value"]
    if not isinstance(value, str):
        raise TypeError
    return value
