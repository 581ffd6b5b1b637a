"""This module finds the canonical address of a page, and says when it identifies the article.

RFC 6596: the canonical link. It is an identifier only where its host is the page's own and its
path is not `/`; a saved page that does not say where it came from must name the same address
twice, for many templates give every page the address of the front page.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from archivist.readers.html.metadata.linked_data import bare
from archivist.readers.html.metadata.sites import host
from archivist.readers.html.metadata.statements import Statement


def canonical(found: Sequence[Statement], own: str | None) -> Statement | None:
    """The canonical address as an identifier; `own` is where the page was captured."""
    stated = [item for item in found if item.field == "address"]
    links = [item for item in stated if item.rule == "html.canonical"]
    if len({bare(item.value) for item in links}) != 1:
        return None
    link = links[0]
    address = _absolute(link.value, own)
    if address is None:
        return None
    if own is not None:
        agreed = host(own) == host(address)
    else:
        agreed = any(item is not link and bare(item.value) == bare(address) for item in stated)
    if not agreed:
        return None
    return Statement("identifier.canonical", address, link.path, link.rule, link.weight)


def _absolute(address: str, own: str | None) -> str | None:
    """The address with scheme and host; None for none, and for that of a whole site."""
    try:
        whole = urljoin(own, address) if own else address
        parts = urlsplit(whole)
        named = bool(parts.hostname) and parts.scheme in ("http", "https")
    except ValueError:
        return None
    only_host = parts.path in ("", "/") and not parts.query
    return whole if named and not only_host and not any(c.isspace() for c in whole) else None
