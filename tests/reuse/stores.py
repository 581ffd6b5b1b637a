"""Stores for tests: the real server of Oxigraph, and a small one, as good or as bad as wanted."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from loopback import listening


def binary() -> str:
    """The command of the PyPI package oxigraph. Skips where it is not installed."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("oxigraph", path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip("the server of Oxigraph is not installed: pip install oxigraph")
    return found


@dataclass
class Oxigraph:
    """A server over a folder; it can be killed and started again on the same port."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/store"

    def start(self) -> None:
        self.port = self.port or _free_port()
        command = [binary(), "serve", "--location", str(self.folder)]
        with (self.folder.parent / "oxigraph.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{self.port}"], stdout=log, stderr=log
            )
        for _ in range(200):
            try:
                self.ask("ASK {}")
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise TimeoutError("the server of Oxigraph did not come up")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def request(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Content-Type": kind} if kind else {}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT, or for an ASK nothing."""
        status, data = self.request("POST", "/query", query.encode(), "application/sparql-query")
        assert status == 200, data
        found = json.loads(data).get("results", {"bindings": []})["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    def update(self, text: str) -> None:
        status, data = self.request("POST", "/update", text.encode(), "application/sparql-update")
        assert status == 204, data

    def graphs(self) -> dict[str, int]:
        """graph → number of its statements."""
        rows = self.ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {row["g"]: int(row["n"]) for row in rows if row}

    def dump(self) -> list[bytes]:
        """All statements as N-Quads, sorted."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/store", headers={"Accept": "application/n-quads"})
            return sorted(connection.getresponse().read().splitlines())
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[Oxigraph]:
    """The server, until the block is left."""
    it = Oxigraph(folder)
    it.start()
    try:
        yield it
    finally:
        it.kill()


# ------------------------------------------------------------------ a store of our own


@dataclass
class Request:
    method: str
    path: str
    headers: Message
    body: bytes
    connection: int

    @property
    def named(self) -> list[str]:
        """The graphs that the address names."""
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        return query.get("graph", []) + query.get("graph-uri", [])


@dataclass
class Reply:
    """`raw`: bytes instead of an answer; None with `cut`: the line is cut without a word.

    `drip`: a byte at a time; `hang_up`: after the answer.
    """

    status: int = 204
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    raw: bytes | None = None
    cut: bool = False
    drip: bool = False
    hang_up: bool = False


Answer = Callable[[Request], Reply]


@dataclass
class Store:
    """`answers`: what is said, one after another; then `rest`."""

    url: str = ""
    answers: list[Reply] = field(default_factory=list)
    rest: Answer = lambda _: Reply()
    asked: list[Request] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def of(self, method: str) -> list[Request]:
        return [one for one in self.asked if one.method == method]


@contextmanager
def store(path: str = "/gsp") -> Iterator[Store]:
    """A store that says what the test wants, until the block is left."""
    it = Store()
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with turn:
                it.connections += 1
                self.number = it.connections

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, self.headers, body, self.number)
            with turn:
                it.asked.append(request)
                reply = it.answers.pop(0) if it.answers else it.rest(request)
            it.over.wait(reply.pause)
            self.close_connection = reply.hang_up or reply.cut or reply.raw is not None
            if not reply.cut:
                self._write(reply)

        do_GET = do_PUT = do_POST = do_DELETE = do_CONNECT = answer  # noqa: N815

        def _write(self, reply: Reply) -> None:
            head = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
            length = "" if reply.drip else f"Content-Length: {len(reply.body)}\r\n"
            whole = f"HTTP/1.1 {reply.status} Said\r\n{head}{length}\r\n".encode() + reply.body
            data = whole if reply.raw is None else reply.raw
            try:
                for at in range(0, len(data), 1 if reply.drip else 65536):
                    self.wfile.write(data[at : at + (1 if reply.drip else 65536)])
                    if reply.drip and it.over.wait(0.05):
                        return
            except OSError:
                return  # who asked went away

        def log_message(self, *_: object) -> None: ...

    with listening(Handler, it.over) as url:
        it.url = f"{url}{path}"
        yield it
