"""This module keeps one HTTP connection open, for request after request (RFC 9112).

urllib opens a connection for each request; with a graph a request that would be half of the time.
Every request here may be sent again: PUT, DELETE, questions, and updates that replace.
"""

from __future__ import annotations

import base64
import functools
import http.client
import io
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from email.message import Message
from typing import Any, NamedTuple

from archivist import network
from archivist.publishing.credentials import Authorization, Credentials

LARGEST = 64 * 1024 * 1024  # bytes of an answer: a graph that somebody filled, in N-Triples


class Answer(NamedTuple):
    """What came back, whatever it was."""

    status: int
    reason: str
    headers: Message
    body: bytes


class Line:
    """For one thread. `timeout`: seconds in which an answer must have come, whole."""

    def __init__(self, url: str, credentials: Credentials | None, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        self._until = 0.0
        self._authorization = Authorization(credentials)
        self._connection, self._prefix, self._headers = _connection(url, timeout)
        self._connection.response_class = functools.partial(_response, self)  # type: ignore[assignment]

    def ask(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """`target`: path and query. Raises network.Passing, NetworkFailed."""
        answer = self._answer(method, target, body, headers)
        if answer.status == 401:
            challenges = answer.headers.get_all("WWW-Authenticate") or []
            if self._authorization.learn(challenges):
                answer = self._answer(method, target, body, headers)
        return answer

    def close(self) -> None:
        self._connection.close()

    @property
    def left(self) -> float:
        """Seconds until our patience ends."""
        return self._until - time.monotonic()

    def _answer(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """A connection that was kept may be closed at the other end: then a new one, at once."""
        kept = self._connection.sock is not None
        try:
            return self._once(method, target, body, headers)
        except (ConnectionError, http.client.BadStatusLine) as cut:
            self.close()
            if not kept:
                raise _trouble(self._url, cut) from None
        except (OSError, http.client.HTTPException) as trouble:
            self.close()
            raise _trouble(self._url, trouble) from None
        except BaseException:
            self.close()
            raise
        try:
            return self._once(method, target, body, headers)
        except (OSError, http.client.HTTPException) as trouble:
            self.close()
            raise _trouble(self._url, trouble) from None

    def _once(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = self._connection
        self._until = time.monotonic() + self._timeout
        if connection.sock is not None:
            connection.sock.settimeout(self._timeout)
        said = {**self._headers, **headers}
        if who := self._authorization.header(method, target):
            said["Authorization"] = who
        try:
            connection.request(method, self._prefix + target, body, said)
        except (BrokenPipeError, ConnectionResetError):
            if connection.sock is None:
                raise
            # It said no before it had all of the body: what it said counts.
        response = connection.getresponse()
        with response:
            empty = response.length == 0
            data = b"" if empty else network.bounded(response, self._until, LARGEST, self._url)
        return Answer(response.status, response.reason or "", response.headers, data)


# ------------------------------------------------------------------ connections


class _InOne(http.client.HTTPConnection):
    """Sends head and body in one piece: apart, a server wakes twice for every graph."""

    _rest = b""

    def endheaders(self, message_body: Any = None, **more: Any) -> None:
        self._rest = message_body or b""
        super().endheaders(**more)

    def send(self, data: Any) -> None:
        rest, self._rest = self._rest, b""
        super().send(data + rest if rest else data)


class _SecureInOne(_InOne, http.client.HTTPSConnection):
    """The same over TLS."""


def _connection(url: str, timeout: float) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """The connection, what stands before a target on it, and headers: a proxy wants more.

    Proxies as the environment names them (http_proxy, https_proxy, no_proxy); never to ourselves.
    """
    from archivist import __version__

    parts = urllib.parse.urlsplit(url)
    host, port = parts.hostname or "", parts.port
    headers = {"User-Agent": f"archivist/{__version__}"}
    proxy = None if network.is_loopback(host) else _proxy(parts.scheme, host)
    secure = parts.scheme == "https"
    if proxy is None:
        kind = _SecureInOne if secure else _InOne
        return kind(host, port, timeout=timeout), "", headers
    at = (proxy.hostname or "", proxy.port or 80)
    known = _proxy_header(proxy)
    if secure:
        tunnel = _SecureInOne(*at, timeout=timeout)
        tunnel.set_tunnel(host, port or 443, known)
        return tunnel, "", headers
    prefix = f"{parts.scheme}://{parts.netloc}"
    return _InOne(*at, timeout=timeout), prefix, {**headers, **known}


def _proxy(scheme: str, host: str) -> urllib.parse.SplitResult | None:
    found = urllib.request.getproxies().get(scheme)
    if not found or urllib.request.proxy_bypass(host):
        return None
    return urllib.parse.urlsplit(found if "://" in found else f"http://{found}")


def _proxy_header(proxy: urllib.parse.SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{urllib.parse.unquote(proxy.username)}:{urllib.parse.unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _trouble(url: str, error: Exception) -> Exception:
    if isinstance(error, ssl.SSLCertVerificationError):
        return network.failed(url, f"its certificate is not valid: {error.verify_message}")
    if isinstance(error, TimeoutError):
        return network.Passing("no answer in time")
    if isinstance(error, OSError):
        said = error.strerror or str(error) or type(error).__name__
        return network.Passing(f"no connection: {said}")
    return network.Passing(f"its answer is no HTTP: {type(error).__name__}")


# ------------------------------------------------------------------ an end to waiting


def _response(line: Line, sock: Any, *more: Any, **named: Any) -> http.client.HTTPResponse:
    return http.client.HTTPResponse(_Impatient(line, sock), *more, **named)  # type: ignore[arg-type]


class _Impatient:
    """A socket that lends a file. A server that sends a byte a second, head or body, ends too."""

    def __init__(self, line: Line, sock: Any) -> None:
        self._line = line
        self._sock = sock

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Raw(self._line, self._sock))


class _Raw(io.RawIOBase):
    def __init__(self, line: Line, sock: Any) -> None:
        self._line = line
        self._sock = sock
        self._raw = sock.makefile(
            "rb", buffering=0
        )  # holds the socket open after Connection: close

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._line.left
        if left <= 0:
            raise TimeoutError
        if self._sock.fileno() >= 0:
            self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
