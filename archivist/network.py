"""This module is what all that talks over the network shares: addresses, patience and its end.

What may pass by itself is tried again a few times, after the pause that `Retry-After` asks for
(RFC 9110, section 10.2.3); an answer has a size and a time it must keep to.
"""

from __future__ import annotations

import ipaddress
import re
import time
import urllib.parse
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from archivist.errors import NetworkFailed, UsageError

PAUSES = (1.0, 2.0, 4.0)  # seconds before the second, third and fourth try
LONGEST_PAUSE = 60.0  # seconds that Retry-After may ask for

Done = TypeVar("Done")


class Passing(Exception):
    """What may be over the next time; `pause`: seconds that the service asks for, or None."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


def split(url: str, example: str) -> urllib.parse.SplitResult:
    """The parts of an http or https address. Raises UsageError for what is none."""
    try:
        parts = urllib.parse.urlsplit(url)
        named = parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        named = None
    if not named or parts.scheme not in ("http", "https") or not url.isascii():
        shown = re.sub(r"//.*@", "//…@", url)  # a password is not repeated
        hint = f"for example {example}"
        raise UsageError(f"{shown!r} is no http or https address of a service", hint=hint)
    return parts


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def tried(url: str, attempt: Callable[[], Done], sleep: Callable[[float], object]) -> Done:
    """What the attempt gives, which is made again when it raises Passing or ValueError.

    Raises NetworkFailed when no try gave anything, and what else the attempt raises.
    """
    for pause in (*PAUSES, None):
        try:
            return attempt()
        except (Passing, ValueError) as trouble:
            why = str(trouble)
            asked = trouble.pause if isinstance(trouble, Passing) else None
        if pause is None:
            raise failed(url, f"{why}; tried {len(PAUSES) + 1} times")
        if asked is not None and asked > LONGEST_PAUSE:
            raise failed(url, f"{why}; it asks to wait {asked:,.0f} s")
        sleep(pause if asked is None else asked)
    raise AssertionError  # the last round returns or raises


def failed(url: str, why: str) -> NetworkFailed:
    return NetworkFailed(f"{url.partition('?')[0]}: {why}")  # behind the mark may be a key


def bounded(response: Any, until: float, largest: int, url: str) -> bytes:
    """All of a body. Raises Passing when it drips, NetworkFailed when it does not end.

    `until`: the end of our patience, of the monotonic clock.
    """
    data = bytearray()
    while piece := response.read1(65536):
        data += piece
        if len(data) > largest:
            raise failed(url, f"its answer is larger than {largest:,} bytes")
        if time.monotonic() > until:
            raise Passing("its answer did not end in time")
    return bytes(data)


def seconds(retry_after: str | None) -> float | None:
    """Of `120` and of `Fri, 31 Dec 1999 23:59:59 GMT`; None for what is neither."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
