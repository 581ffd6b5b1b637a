"""This module knows where stores keep their three doors: graphs, questions, updates.

SPARQL 1.1 Graph Store HTTP Protocol, Query and Update name no addresses; every store has its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from archivist import network
from archivist.errors import UsageError

EXAMPLE = "http://localhost:7878/store"


class Server(NamedTuple):
    """How the paths of a store end."""

    name: str
    graphs: str
    query: str
    update: str
    parameter: str = "graph"


SERVERS: tuple[Server, ...] = (
    Server("Oxigraph", "/store", "/query", "/update"),
    Server("Fuseki", "/data", "/query", "/update"),
    Server("GraphDB or RDF4J", "/rdf-graphs/service", "", "/statements"),
    Server(
        "Virtuoso", "/sparql-graph-crud-auth", "/sparql-auth", "/sparql-auth", parameter="graph-uri"
    ),
    Server("Virtuoso", "/sparql-graph-crud", "/sparql", "/sparql", parameter="graph-uri"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """The addresses of a store; `query` is None when nobody knows it. `parameter` names a graph."""

    graphs: str
    query: str | None
    update: str
    parameter: str = "graph"


def doors(url: str, *, updating: bool, query: str | None = None) -> Doors:
    """The doors of the store whose graphs, or with `updating` whose updates, are at `url`.

    Raises UsageError for what is no address, or is the wrong door.
    """
    checked(url)
    found = _known(url, updating=updating)
    if query is not None:
        checked(query)
        return replace(found, query=query)
    return found


def checked(url: str) -> str:
    """The address. Raises UsageError for one that is none, names a graph, or tells a secret."""
    parts = network.split(url, EXAMPLE)
    if parts.username is not None or parts.password is not None:
        hint = "leave it out; set ARCHIVIST_ENDPOINT_USER and ARCHIVIST_ENDPOINT_PASSWORD"
        raise UsageError("a name or password in an address is shown to everybody", hint=hint)
    if "?" in url or "#" in url:
        shown = url.partition("?")[0].partition("#")[0]
        hint = "graphs are named by us, and a token goes into ARCHIVIST_ENDPOINT_TOKEN"
        raise UsageError(f"{shown}: wanted the address without what follows ? or #", hint=hint)
    return url


def _known(url: str, *, updating: bool) -> Doors:
    trimmed = url.rstrip("/")
    for server in SERVERS:
        if trimmed.endswith(server.graphs):
            return _of(server, trimmed.removesuffix(server.graphs))
    for server in SERVERS:
        if trimmed.endswith(server.update):
            at = _of(server, trimmed.removesuffix(server.update))
            if updating:
                return replace(at, update=url)
            raise UsageError(f"{url} takes updates, not graphs", hint=_graphs_at(at))
        if server.query and trimmed.endswith(server.query):
            at = _of(server, trimmed.removesuffix(server.query))
            raise UsageError(f"{url} takes questions, not graphs", hint=_graphs_at(at))
    # QLever and others that have one door for all.
    return Doors(url, url, url)


def _of(server: Server, base: str) -> Doors:
    return Doors(base + server.graphs, base + server.query, base + server.update, server.parameter)


def _graphs_at(at: Doors) -> str:
    return f"the graph store may be {at.graphs}; or --mode update with {at.update}"
