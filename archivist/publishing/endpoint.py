"""This module is the client of a store: SPARQL 1.1 Graph Store HTTP Protocol, Query and Update.

Indirect graph identification only (section 4.2): every PUT and DELETE names its graph. Without it
Oxigraph and others take the request for the whole store, and empty it.
"""

from __future__ import annotations

import time
import urllib.parse
from collections.abc import Callable
from typing import TypeVar

from archivist import network
from archivist.errors import NetworkFailed
from archivist.exporters.graph.lines import is_iri
from archivist.jsontext.walk import short
from archivist.publishing import graphs
from archivist.publishing.credentials import PASSWORD, TOKEN, USER, Credentials
from archivist.publishing.graphs import Parcel
from archivist.publishing.line import Answer, Line
from archivist.publishing.servers import Doors

TIMEOUT = 60.0  # seconds; Virtuoso was seen to take 15 for a small graph
TRANSIENT = frozenset({408, 429, 502, 503, 504})
NTRIPLES = "application/n-triples"
RESULTS = "application/sparql-results+json"

Read = TypeVar("Read")


class Refused(Exception):
    """The store does not take this request; another may be taken."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Endpoint:
    """A store at its doors, for one thread. `sleep`: how to wait between tries."""

    def __init__(
        self,
        doors: Doors,
        credentials: Credentials | None = None,
        *,
        timeout: float = TIMEOUT,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.doors = doors
        self._credentials = credentials
        self._timeout = timeout
        self._sleep = sleep
        self._lines: dict[tuple[str, str], Line] = {}
        self._paths: dict[str, tuple[Line, str]] = {}

    def put(self, parcel: Parcel) -> None:
        """Put a graph in place of what has its name. Raises Refused, NetworkFailed."""
        self._of_graph("PUT", parcel.graph, parcel.body, {"Content-Type": NTRIPLES})

    def delete(self, graph: str) -> bool:
        """Whether there was such a graph; it is gone. Raises as `put` does."""
        return self._of_graph("DELETE", graph, None, {}).status != 404

    def replace(self, parcel: Parcel) -> None:
        """What `put` does, by an update. Raises as `put` does."""
        self._update(graphs.update(parcel))

    def drop(self, graph: str) -> None:
        """What `delete` does, by an update. Raises as `put` does."""
        self._update(graphs.dropping(_named(graph)))

    def query(self, text: str, accept: str, read: Callable[[bytes], Read]) -> Read:
        """What `read` makes of the answer, ValueError: nothing. Raises Refused, NetworkFailed."""
        assert self.doors.query is not None
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        body = text.encode("utf-8")
        at = self.doors.query
        return self._read("POST", at, "", body, headers, lambda answer: read(answer.body))

    def close(self) -> None:
        for line in self._lines.values():
            line.close()

    # -------------------------------------------------------------- requests

    def _of_graph(
        self, method: str, graph: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        name = urllib.parse.quote(_named(graph), safe="")
        query = f"?{self.doors.parameter}={name}"
        return self._tried(method, self.doors.graphs, query, body, headers)

    def _update(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        body = text.encode("utf-8")
        self._tried("POST", self.doors.update, "", body, headers)

    def _tried(
        self, method: str, url: str, query: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        return self._read(method, url, query, body, headers, lambda answer: answer)

    def _read(
        self,
        method: str,
        url: str,
        query: str,
        body: bytes | None,
        headers: dict[str, str],
        read: Callable[[Answer], Read],
    ) -> Read:
        self._guard(method, query)
        line, path = self._line(url)

        def attempt() -> Read:
            answer = line.ask(method, path + query, body, headers)
            self._judge(method, url, answer)
            return read(answer)

        return network.tried(url, attempt, self._sleep)

    def _guard(self, method: str, query: str) -> None:
        """No request that writes a graph goes out without the name of one, whoever made it."""
        if method in ("PUT", "DELETE"):
            before, _, name = query.partition(f"?{self.doors.parameter}=")
            if before or "&" in name or "%3A" not in name:
                raise AssertionError(f"a graph has an IRI for a name: {method} {query!r}")

    def _line(self, url: str) -> tuple[Line, str]:
        """The connection for an address, and the path on it. One connection an origin."""
        if url not in self._paths:
            parts = urllib.parse.urlsplit(url)
            origin = (parts.scheme, parts.netloc)
            if origin not in self._lines:
                self._lines[origin] = Line(url, self._credentials, self._timeout)
            self._paths[url] = self._lines[origin], parts.path or "/"
        return self._paths[url]

    # -------------------------------------------------------------- what an answer means

    def _judge(self, method: str, url: str, answer: Answer) -> None:
        """Raises what the status means, unless it is done. A redirection is not followed."""
        status = answer.status
        if 200 <= status < 300 or (method == "DELETE" and status == 404):
            return
        why = f"it answered {status} {answer.reason}".rstrip() + self._said(answer)
        if status in TRANSIENT:
            raise network.Passing(why, network.seconds(answer.headers.get("Retry-After")))
        if status in (401, 403, 407):
            who = "take who we are" if self._credentials else "know who we are"
            hint = f"set {USER} and {PASSWORD}, or {TOKEN}; it did not {who}"
            raise NetworkFailed(f"{url}: {why}", hint=hint)
        if 300 <= status < 400:
            there = answer.headers.get("Location") or "nowhere"
            hint = "name that address with --to, if you trust it"
            raise NetworkFailed(f"{url}: {why}; it leads to {there}", hint=hint)
        if status in (404, 405, 410, 501) and method != "POST":
            hint = "is that where it keeps graphs? docs/publishing.md has the addresses of stores"
            raise NetworkFailed(f"{url}: {why}", hint=f"{hint}; or try --mode update")
        raise Refused(status, why)

    def _said(self, answer: Answer) -> str:
        """The store's own words, shortened, on one line."""
        kind = answer.headers.get_content_type()
        words = " ".join(answer.body[:2000].decode("utf-8", "replace").split())
        if not words or kind == "text/html":
            return ""
        shown = short(words, 200)
        return f": {self._credentials.hidden(shown) if self._credentials else shown}"


def _named(graph: str) -> str:
    """The name of a graph. Raises ValueError for what is no IRI: nothing, above all."""
    if not is_iri(graph):
        raise AssertionError(f"a graph has an IRI for a name, not {graph!r}")
    return graph
