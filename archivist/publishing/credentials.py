"""This module says who we are to a store: Bearer (RFC 6750), Basic (RFC 7617), Digest (RFC 7616).

Secrets come from the environment and from nowhere else, and stand in no message.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archivist import network
from archivist.errors import UsageError

USER, PASSWORD = "ARCHIVIST_ENDPOINT_USER", "ARCHIVIST_ENDPOINT_PASSWORD"
TOKEN = "ARCHIVIST_ENDPOINT_TOKEN"

# The algorithms of RFC 7616, the safer first.
_ALGORITHMS: dict[str, Callable[[bytes], hashlib._Hash]] = {
    "SHA-256": hashlib.sha256,
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, or a name and a password."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def hidden(self, text: str) -> str:
        """The text without our secrets, should a server repeat them."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        for secret in (self.token, self.password, basic if self.password else ""):
            text = text.replace(secret, "…") if secret else text
        return text


def of_environment(environ: Mapping[str, str] = os.environ) -> Credentials | None:
    """What the environment holds. Raises UsageError for what no header can carry."""
    user, password, token = (environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if not (user or password or token):
        return None
    if token and (user or password):
        raise UsageError(f"{TOKEN} and {USER} are both set", hint="a store takes one: unset one")
    if password and not user:
        raise UsageError(f"{PASSWORD} is set, {USER} is not", hint=f"set {USER}, too")
    if ":" in user or not (user + password).isprintable():
        raise UsageError(f"{USER} or {PASSWORD} holds what no header can", hint="no : in a name")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UsageError(f"{TOKEN} holds what no header can", hint="the token alone, on one line")
    return Credentials(user, password, token)


def ensure_private(url: str, credentials: Credentials | None) -> None:
    """Raises UsageError when credentials would go over plain http to another machine."""
    parts = urllib.parse.urlsplit(url)
    if credentials and parts.scheme == "http" and not network.is_loopback(parts.hostname or ""):
        name = TOKEN if credentials.token else PASSWORD
        hint = f"name the store with https, or unset {name}"
        raise UsageError(f"{name} would go over plain http to {parts.hostname}", hint=hint)


class Authorization:
    """The header for each request to one store, on one connection."""

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials
        self._challenge: dict[str, str] = {}
        self._count = 0

    def header(self, method: str, target: str) -> str | None:
        """The value of Authorization. `target`: path and query, as they are sent."""
        known = self._credentials
        if known is None:
            return None
        if known.token:
            return f"Bearer {known.token}"
        if self._challenge:
            return self._digest(method, target, os.urandom(8).hex())
        pair = f"{known.user}:{known.password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"

    def learn(self, challenges: Sequence[str]) -> bool:
        """Whether a 401 with these values of WWW-Authenticate is worth another try."""
        if self._credentials is None or not self._credentials.user:
            return False
        found = [asked for value in challenges if (asked := _asked(value))]
        found.sort(key=lambda asked: [*_ALGORITHMS].index(asked["algorithm"]))
        if not found or found[0].get("nonce") == self._challenge.get("nonce"):
            return False
        self._challenge, self._count = found[0], 0
        return True

    def _digest(self, method: str, target: str, own: str) -> str:
        """Section 3.4 of RFC 7616. `own`: the client's nonce."""
        asked, known = self._challenge, self._credentials
        assert known is not None
        algorithm = _ALGORITHMS[asked["algorithm"]]

        def hashed(*parts: str) -> str:
            return algorithm(":".join(parts).encode("utf-8")).hexdigest()

        self._count += 1
        secret = hashed(known.user, asked["realm"], known.password)
        what = hashed(method, target)
        said = {"username": known.user, "realm": asked["realm"], "nonce": asked["nonce"]}
        said |= {"uri": target}
        if "qop" in asked:
            count = f"{self._count:08x}"
            said["response"] = hashed(secret, asked["nonce"], count, own, "auth", what)
            said["cnonce"] = own
            plain = f", qop=auth, nc={count}"
        else:
            said["response"] = hashed(secret, asked["nonce"], what)
            plain = ""
        if "opaque" in asked:
            said["opaque"] = asked["opaque"]
        quoted = ", ".join(f'{name}="{_escaped(value)}"' for name, value in said.items())
        return f"Digest {quoted}, algorithm={asked['algorithm']}{plain}"


def _asked(challenge: str) -> dict[str, str] | None:
    """The parameters of a Digest challenge that we can answer."""
    found = re.search(r"(?:^|,)\s*Digest\s+(.*)", challenge, re.IGNORECASE | re.DOTALL)
    if not found:
        return None
    items = [item for item in urllib.request.parse_http_list(found[1]) if "=" in item]
    asked = {name.lower(): value for name, value in urllib.request.parse_keqv_list(items).items()}
    asked["algorithm"] = asked.get("algorithm", "MD5").upper()
    if "qop" in asked and "auth" not in re.split(r"[\s,]+", asked["qop"]):
        return None
    return (
        asked if {"realm", "nonce"} <= asked.keys() and asked["algorithm"] in _ALGORITHMS else None
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
