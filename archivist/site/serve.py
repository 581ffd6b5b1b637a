"""This module shows a site on this machine, as a file server with content negotiation would.

`article/{uuid}` answers with what the Accept header asks for (RFC 9110, section 12.5.1), pages to
browsers; 404 for what is not there, 410 for what is gone. On 127.0.0.1 only, for a look.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from archivist.errors import UsageError, WorldRefused
from archivist.exporters import BY_NAME
from archivist.site import intake, linkset
from archivist.site.addresses import STATE

HOST = "127.0.0.1"
# What can be asked for, in the order of preference where a client does not care.
OFFERED = (
    ("text/html", ".html"),
    ("text/turtle", ".ttl"),
    ("application/ld+json", ".jsonld"),
    ("application/n-quads", ".nq"),
    ("application/vnd.iptc.g2.newsitem+xml", ".newsml.xml"),
    ("application/json", ".record.json"),
    (linkset.MEDIA_TYPE, linkset.SUFFIX),
    ("text/plain", ".txt"),
)
_TYPES = {BY_NAME[name].suffix: BY_NAME[name].media_type for name in intake.FORMATS} | {
    linkset.SUFFIX: linkset.MEDIA_TYPE,
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".gz": "application/gzip",
}
_RESOURCE = re.compile(r"(article/[0-9a-f-]{36}|id/[^/]+/[^/.]+|dataset)")


class Server(ThreadingHTTPServer):
    """The server of one site; `address`: where it is."""

    daemon_threads = True

    def __init__(self, root: Path, port: int) -> None:
        self.root = Path(os.path.realpath(root))
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}/"


@contextmanager
def serving(root: Path, port: int) -> Iterator[Server]:
    """A server that listens; 0 for any free port. Raises UsageError, WorldRefused."""
    if not (root / "index.html").is_file():
        raise UsageError(
            f"{root}: found no site there", hint="archivist site RECORDS -o DIR makes one"
        )
    try:
        server = Server(root, port)
    except OSError as refused:
        hint = "another program listens there; --port 0 takes a free one"
        raise WorldRefused(f"port {port}: {refused.strerror or refused}", hint=hint) from refused
    try:
        yield server
    finally:
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files below the root; nothing else is answered."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "archivist"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: it is for a look."""

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
        found = self._place(path)
        headers = {}
        if _RESOURCE.fullmatch(path):
            headers["Vary"] = "Accept"
            chosen = negotiated(self.headers.get("Accept"), self._there(path))
            if chosen is None and self._there(path):
                self._say(HTTPStatus.NOT_ACCEPTABLE, headers, body=body)
                return
            path += chosen or ""
            found = self._place(path) if chosen else None
        if found is None or not found.is_file():
            self._say(HTTPStatus.NOT_FOUND, headers, body=body)
            return
        content = found.read_bytes()
        status = HTTPStatus.GONE if self._is_gone(path, found) else HTTPStatus.OK
        self._send(status, content, {**headers, **self._headers_of(path)}, body=body)

    def _place(self, path: str) -> Path | None:
        """The file of a path; None for one outside of the site, whatever it is written like."""
        if "\0" in path or "\\" in path or path.split("/")[0] == STATE:
            return None
        found = Path(os.path.realpath(self.server.root / path))
        if found.is_dir():
            found = found / "index.html"
        inside = found.is_relative_to(self.server.root)
        return found if inside and STATE not in found.parts else None

    def _there(self, path: str) -> list[str]:
        found = ((suffix, self._place(path + suffix)) for _, suffix in OFFERED)
        return [suffix for suffix, place in found if place is not None and place.is_file()]

    def _is_gone(self, path: str, found: Path) -> bool:
        """A tombstone: a page of an article that has no data beside it."""
        if not path.startswith("article/") or not path.endswith(".html"):
            return False
        return not found.with_suffix(linkset.SUFFIX).is_file()

    def _headers_of(self, path: str) -> dict[str, str]:
        suffixes = sorted(_TYPES, key=len, reverse=True)
        suffix = next((one for one in suffixes if path.endswith(one)), "")
        if path == ".well-known/void":
            suffix = ".ttl"
        kind = _TYPES.get(suffix, "application/octet-stream")
        if kind.startswith("text/") or kind == "application/n-quads":
            kind += "; charset=utf-8"
        found = {"Content-Type": kind}
        stem = re.match(r"article/[0-9a-f-]{36}", path)
        if stem and suffix == ".html":
            links = (
                f'</{stem[0]}{one}>; rel="{_relation(one)}"; type="{media_type}"'
                for media_type, one in OFFERED
                if one in self._there(stem[0]) and one != ".html"
            )
            found["Link"] = ", ".join(links)
        return {key: value for key, value in found.items() if value}

    def _say(self, status: HTTPStatus, headers: dict[str, str], *, body: bool) -> None:
        said = f"{status.value} {status.phrase}\n".encode()
        headers = {**headers, "Content-Type": "text/plain; charset=utf-8"}
        self._send(status, said, headers, body=body)

    def _send(
        self, status: HTTPStatus, content: bytes, headers: dict[str, str], *, body: bool
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if body:
            self.wfile.write(content)


def negotiated(accept: str | None, there: list[str]) -> str | None:
    """The suffix of the best format of those that are there; None where none is acceptable."""
    if not there:
        return None
    ranges = _ranges(accept or "*/*")
    best: tuple[float, str] | None = None
    for media_type, suffix in OFFERED:
        quality = _quality(media_type, ranges)
        if suffix in there and quality > 0 and (best is None or quality > best[0]):
            best = (quality, suffix)
    return best[1] if best else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for one in accept.split(","):
        media_type, *parameters = (part.strip() for part in one.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if re.fullmatch(r"[01](\.\d{0,3})?", value.strip()) else 0.0
        found.append((media_type.lower(), quality))
    return found


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """By the most specific range that fits (RFC 9110, section 12.5.1)."""
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        fitting = [quality for name, quality in ranges if name == wanted]
        if fitting:
            return max(fitting)
    return 0.0


def _relation(suffix: str) -> str:
    return {linkset.SUFFIX: "linkset", ".txt": "item"}.get(suffix, "describedby")
