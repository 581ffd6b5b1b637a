"""This module gathers the names of the site, which are neither authors nor parts of a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archivist.readers.html.metadata.statements import Statement

_HOST = re.compile(r"(?:https?:)?//([^/?#\s:@]+)", re.IGNORECASE)
_GENERIC = {
    "www",
    "com",
    "co",
    "org",
    "net",
    "news",
    "m",
    "amp",
    "blog",
    "edition",
    "web",
    "archive",
}


def names(found: Iterable[Statement], addresses: Sequence[str]) -> list[str]:
    """The names as stated, the best first, then host names with and without their ending."""
    stated = sorted((item for item in found if item.field == "site"), key=lambda s: -s.weight)
    result = [item.value for item in stated if len(item.value) <= 80]
    for address in addresses:
        name = host(address)
        if name:
            labels = name.split(".")
            result += [name, ".".join(labels[-2:]), *(x for x in labels[:-1] if x not in _GENERIC)]
    return list(dict.fromkeys(result))


def host(address: str) -> str:
    """The host of an address in lower case, without `www.`; empty where there is none."""
    match = _HOST.match(address.strip())
    return match[1].lower().removeprefix("www.") if match else ""
