"""This module makes the graph of an article as it goes to a store: N-Triples with a postmark.

The postmark is a statement of the document: the digest of all the others. By it a store is asked
whether it has this very graph, and anybody can tell whether what the store has is whole.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from archivist.exporters.graph import lines as spelled
from archivist.exporters.graph.lines import document_iri, postmark
from archivist.problems import Location, Problem, problem
from archivist.record import Record
from archivist.settings import Settings


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent of one article. `graph`: its IRI; `digest`: what the postmark says.

    `body`: sorted N-Triples, UTF-8, with the postmark; `quads`: how many. `location`: of the
    record, for messages.
    """

    graph: str
    digest: str
    body: bytes
    quads: int
    location: str


def parcel(record: Record, settings: Settings, location: str) -> Parcel:
    """The graph at `settings.detail`. Raises UsageError for a base that is no IRI."""
    graph = document_iri(record, settings)
    found = spelled(record, settings, named=False)
    mark = postmark(graph, found)
    digest = mark.rpartition(' "')[2].removesuffix('" .')
    insort(found, mark)
    body = "".join([f"{line}\n" for line in found]).encode("utf-8")
    return Parcel(graph, digest, body, len(found), location)


def problems(one: Parcel) -> tuple[Problem, ...]:
    """What keeps a parcel from being sent (P001): a body that no parser would take as it is.

    An older Oxigraph empties the graph before it finds that the new one cannot be read (#1895).
    """
    import pyoxigraph as ox

    try:
        found = sum(1 for _ in ox.parse(one.body, format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        what = f"found {' '.join(str(error).split())}"
    else:
        if found == one.quads:
            return ()
        what = f"found {found:,} statements in {one.quads:,} lines"
    return (problem("P001", f"{what}, wanted N-Triples", Location(one.location)),)


def nquads(one: Parcel) -> bytes:
    """The parcel for a file that holds many: N-Quads, in the same order."""
    ending = f" <{one.graph}> .".encode()
    return b"".join([line[:-2] + ending + b"\n" for line in one.body.rstrip(b"\n").split(b"\n")])


def update(one: Parcel) -> str:
    """The parcel as an update of SPARQL 1.1 that puts it in place of what is there.

    One request, so that a store without transactions over several never shows half of it.
    """
    body = one.body.decode("utf-8")
    into = f"GRAPH <{one.graph}> {{\n{body}}}"
    return f"{dropping(one.graph)} ;\nINSERT DATA {{ {into} }}"


def dropping(graph: str) -> str:
    """The update of SPARQL 1.1 that takes a graph away, whether it is there or not."""
    return f"DROP SILENT GRAPH <{graph}>"


def total(parcels: Sequence[Parcel]) -> tuple[int, int]:
    """(quads, bytes)"""
    return sum(one.quads for one in parcels), sum(len(one.body) for one in parcels)
