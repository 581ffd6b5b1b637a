"""This module checks what an item says of itself: standard, version, level, guid, rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.checks.iris import is_iri
from archivist.checks.newsml import tables
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import ITEMS, Scope

STANDARD = "NewsML-G2"
# Other standards of the family are written in the same namespace.
_SIBLINGS = ("EventsML-G2", "SportsML-G2")


def standard(scope: Scope) -> Iterator[Fault]:
    """G012: the item says which standard it follows, in which version."""
    if scope.kind not in ITEMS:
        return
    item = scope.item
    stated = item.get("standard")
    if stated != STANDARD and stated not in _SIBLINGS:
        yield fault("G012", item, "standard", stated, STANDARD, attribute="standard")
    stated = item.get("standardversion")
    if scope.version is None or scope.version[0] != 2:
        right = "a version of NewsML-G2, such as 2.35"
        yield fault("G012", item, "standardversion", stated, right, attribute="standardversion")


def level(scope: Scope) -> Iterator[Fault]:
    """G008: what only the level power knows is used, and the item is of the level core."""
    stated = scope.item.get("conformance")
    if scope.kind in ITEMS and stated != "power" and scope.power is not None:
        element, attribute = scope.power
        name = str(element.tag).rpartition("}")[2]
        used = f"attribute {attribute} of <{name}>" if attribute else f"<{name}>"
        right = f"power, as core, the default, has no {used}"
        yield fault("G008", scope.item, "conformance", stated, right, attribute="conformance")


def identity(scope: Scope) -> Iterator[Fault]:
    """G011: a guid is an IRI."""
    guid = scope.item.get("guid")
    if scope.kind in ITEMS and guid is not None and not is_iri(guid.strip()):
        right = "an absolute IRI, such as urn:newsml:… or tag:…"
        yield fault("G011", scope.item, "guid", guid, right, attribute="guid")


def rights(scope: Scope) -> Iterator[Fault]:
    """G014: the rights of an item are stated."""
    if scope.kind in ITEMS[:-1] and scope.child("rightsInfo") is None:
        yield fault(
            "G014", scope.item, f"rightsInfo of {scope.kind}", None, "who holds what rights"
        )


def identified(element: Any, name: str) -> Iterator[Fault]:
    """G009: of two attributes that say the same, by QCode or by URI, one is there."""
    wanted = tables.either().get(name)
    if wanted and not any(element.get(attribute) for attribute in wanted):
        yield fault("G009", element, f"identifier of <{name}>", None, " or ".join(wanted))


def deprecated(element: Any, name: str, attribute: str | None, scope: Scope) -> Iterator[Fault]:
    """G010: what the item's version does not use any more."""
    parent = element.getparent()
    above = f"{str(parent.tag).rpartition('}')[2]}/{name}" if parent is not None else name
    keys = [(name, attribute), ("*", attribute)] if attribute else [(name, "*"), (above, "*")]
    for key in keys:
        entry = tables.deprecated().get(key)
        if entry is not None and (scope.version or entry.since) >= entry.since:
            what = f"attribute of <{name}>" if attribute else "element"
            value = attribute or f"<{name}>"
            right = f"{entry.instead} (deprecated since {'.'.join(map(str, entry.since))})"
            yield fault("G010", element, what, value, right, attribute=attribute)
