"""A small reconciliation service on loopback, as good or as bad as a test wants it."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import listening

MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Harbour Names",
    "identifierSpace": "https://names.example/id/",
    "schemaSpace": "https://names.example/schema/",
    "view": {"url": "https://names.example/page/{{id}}"},
    "batchSize": 2,
}


@dataclass
class Reply:
    """What is sent back: bytes as they are, anything else as JSON; `pause`: seconds before it."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    drip: bool = False

    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answer = Callable[[dict[str, Any], "Reconciler"], Reply]


def everybody(queries: dict[str, Any], _: Reconciler) -> Reply:
    """Each name is found, twice over."""
    return Reply({key: {"result": found(item["query"])} for key, item in queries.items()})


def found(name: str) -> list[dict[str, Any]]:
    slug = name.replace(" ", "-").lower()
    return [
        {"id": f"{slug}-1", "name": name, "score": 98.57, "match": True, "type": [{"id": "Q5"}]},
        {"id": f"{slug}-2", "name": f"{name} (rower)", "score": 40, "match": False},
    ]


@dataclass
class Reconciler:
    """`asked`: every name, request by request; `manifest`, `answer`: what it says."""

    url: str = ""
    manifest: Reply = field(default_factory=lambda: Reply(MANIFEST))
    answer: Answer = everybody
    asked: list[list[str]] = field(default_factory=list)
    queries: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def names(self) -> list[str]:
        return [name for batch in self.asked for name in batch]


@contextmanager
def serving() -> Iterator[Reconciler]:
    """The service, until the block is left."""
    it = Reconciler()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.headers.append(dict(self.headers))
            self.reply(it.manifest)

        def do_POST(self) -> None:
            it.headers.append(dict(self.headers))
            form = urllib.parse.parse_qs(
                self.rfile.read(int(self.headers["Content-Length"])).decode(), strict_parsing=True
            )
            queries = json.loads(form["queries"][0])
            it.asked.append([item["query"] for item in queries.values()])
            it.queries += queries.values()
            self.reply(it.answer(queries, it))

        def reply(self, reply: Reply) -> None:
            it.over.wait(reply.pause)
            data = reply.data()
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for at in range(0, len(data), 1 if reply.drip else 65536):
                    self.wfile.write(data[at : at + (1 if reply.drip else 65536)])
                    if reply.drip and it.over.wait(0.05):
                        return
            except OSError:
                return  # who asked went away

        def log_message(self, *_: object) -> None: ...

    with listening(Handler, it.over) as url:
        it.url = f"{url}/api"
        yield it
