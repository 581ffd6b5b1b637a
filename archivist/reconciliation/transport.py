"""This module fetches bytes over HTTP, and gives up in good time.

What may pass by itself (429, 5xx, a cut line) is tried again, as `network` does. Only http and
https, and a redirection leads nowhere else.
"""

from __future__ import annotations

import http.client
import os
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from archivist import network
from archivist.errors import UsageError

LARGEST = 16 * 1024 * 1024  # bytes of an answer; a batch of 50 with descriptions has some 100 KB
REDIRECTIONS = 5
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
AUTHORIZATION = "ARCHIVIST_AUTHORIZATION"  # secrets come from the environment, never from options

Read = TypeVar("Read")


class TooLarge(Exception):
    """413: the batch is larger than the service takes."""


class Fetched(NamedTuple):
    """The bytes, and the URL they came from in the end."""

    url: str
    data: bytes


def checked(url: str) -> str:
    """The URL of a service. Raises UsageError for one that is none, or would tell a secret."""
    parts = network.split(url, "https://wikidata.reconci.link/en/api")
    if parts.username is not None or parts.password is not None:
        hint = f"leave it out, and set {AUTHORIZATION}, for example to 'Bearer …'"
        raise UsageError("a name or password in an address is shown to everybody", hint=hint)
    host = parts.hostname or ""
    if os.environ.get(AUTHORIZATION) and parts.scheme == "http" and not network.is_loopback(host):
        hint = f"name the service with https, or unset {AUTHORIZATION}"
        raise UsageError(f"{AUTHORIZATION} would go over plain http to {host}", hint=hint)
    return url


@dataclass(frozen=True, slots=True)
class Transport:
    """`read` makes something of bytes, ValueError: not.

    `trusted`: the address that was named; what `ARCHIVIST_AUTHORIZATION` holds goes to its origin
    only, wherever it redirects to. `timeout`: seconds for one answer.
    """

    trusted: str
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    accept: str = "application/json"

    def get(self, url: str, read: Callable[[Fetched], Read]) -> Read:
        """Follows redirections. Raises NetworkFailed when no try gave what `read` wants."""
        return self._tried(url, None, read)

    def post(self, url: str, form: Mapping[str, str], read: Callable[[Fetched], Read]) -> Read:
        """Raises NetworkFailed as `get` does, TooLarge for a batch that is not taken."""
        return self._tried(url, urllib.parse.urlencode(form).encode("ascii"), read)

    def _tried(self, url: str, body: bytes | None, read: Callable[[Fetched], Read]) -> Read:
        return network.tried(url, lambda: read(self._followed(url, body)), self.sleep)

    def _followed(self, url: str, body: bytes | None) -> Fetched:
        """The bytes at the end of redirections; what is posted is not posted elsewhere."""
        at = url
        for _ in range(REDIRECTIONS + 1):
            secret = _origin(at) == _origin(self.trusted)
            found = self._once(at, body, secret=secret)
            if isinstance(found, Fetched):
                return found
            at = _next(at, found)
            if body is not None:
                raise network.failed(url, f"it moved to {at}: name that with --service")
        raise network.failed(url, f"more than {REDIRECTIONS} redirections")

    def _once(self, url: str, body: bytes | None, *, secret: bool) -> Fetched | str:
        """The answer, or where it is. Raises Passing, NetworkFailed, TooLarge."""
        headers = {"Accept": self.accept, **_headers(secret=secret)}
        request = urllib.request.Request(url, data=body, headers=headers)
        until = time.monotonic() + self.timeout
        try:
            with _opener().open(request, timeout=self.timeout) as response:
                return Fetched(url, network.bounded(response, until, LARGEST, url))
        except urllib.error.HTTPError as status:
            with status:
                return _status(url, status)
        except urllib.error.URLError as error:
            raise _trouble(url, error.reason) from None
        except (OSError, http.client.HTTPException) as error:
            raise _trouble(url, error) from None


# ------------------------------------------------------------------ one request


def _next(at: str, location: str) -> str:
    """Where a redirection leads. Raises NetworkFailed when that is not for us."""
    target = urllib.parse.urljoin(at, location)
    try:
        checked(target)
    except UsageError as wrong:
        raise network.failed(at, f"it redirects to what is no place for us: {wrong}") from None
    if at.startswith("https:") and not target.startswith("https:"):
        raise network.failed(at, f"it redirects from https to {target}")
    return target


def _origin(url: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.netloc


def _headers(*, secret: bool) -> dict[str, str]:
    from archivist import __version__

    headers = {"User-Agent": f"archivist/{__version__}"}
    said = os.environ.get(AUTHORIZATION, "")
    if said and not (said.isprintable() and said.isascii()):
        raise UsageError(f"{AUTHORIZATION} holds what no header can", hint="one line of ASCII")
    return {**headers, "Authorization": said} if said and secret else headers


def _opener() -> urllib.request.OpenerDirector:
    """Without the handlers of file:, ftp: and data:, and without one that follows by itself."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _status(url: str, status: urllib.error.HTTPError) -> str:
    """Where it moved to. Raises what any other status means."""
    location = status.headers.get("Location")
    if status.code in MOVED and location:
        return str(location)
    why = f"it answered {status.code} {status.reason or ''}".rstrip()
    if status.code == 413:
        raise TooLarge(why)
    if status.code in TRANSIENT:
        raise network.Passing(why, network.seconds(status.headers.get("Retry-After")))
    if status.code in (401, 403):
        why += f"; set {AUTHORIZATION} if it wants to know who asks"
    raise network.failed(url, why)


def _trouble(url: str, error: object) -> Exception:
    if isinstance(error, ssl.SSLCertVerificationError):
        return network.failed(url, f"its certificate is not valid: {error.verify_message}")
    if isinstance(error, TimeoutError):
        return network.Passing("no answer in time")
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return network.Passing(f"no connection: {said}")
