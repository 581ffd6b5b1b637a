"""This module compares versions of one item: numbers, instants, and ids that must stay."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from archivist.checks.newsml import instants
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import ITEMS, Scope
from archivist.namespaces import NAR

_NAR = "{" + NAR + "}"
_CONTENTS = ("inlineXML", "inlineData", "remoteContent")


class Version(NamedTuple):
    """One version of an item: its number, instant, and the ids of its contents by their kind."""

    number: int
    created: str
    ids: tuple[tuple[str, str], ...]
    item: Any


def compared(scopes: list[Scope]) -> Iterator[Fault]:
    """G011 and G016 for items of one message that have one guid."""
    by_guid: dict[str, list[Version]] = {}
    for scope in scopes:
        guid = scope.item.get("guid")
        if scope.kind in ITEMS and guid:
            by_guid.setdefault(guid, []).append(_version(scope))
    for versions in by_guid.values():
        yield from _of_one(versions)


def _version(scope: Scope) -> Version:
    number = (scope.item.get("version") or "1").strip()  # 1 is the default
    created = scope.child("itemMeta", "versionCreated")
    content = scope.child("contentSet")
    ids = tuple(
        (str(inner.tag).removeprefix(_NAR), inner.get("id"))
        for inner in (() if content is None else content.iterchildren(*map(_tag, _CONTENTS)))
        if inner.get("id")
    )
    text = "" if created is None else (created.text or "").strip()
    return Version(
        int(number) if number.isascii() and number.isdigit() else 0, text, ids, scope.item
    )


def _tag(name: str) -> str:
    return _NAR + name


def _of_one(versions: list[Version]) -> Iterator[Fault]:
    seen: dict[int, Version] = {}
    for version in versions:
        if version.number in seen:
            right = "a guid and version of its own in the message"
            what = "version of the same guid"
            yield fault("G011", version.item, what, version.number, right, attribute="version")
        seen.setdefault(version.number, version)
    ordered = [seen[number] for number in sorted(seen)]
    for older, newer in itertools.pairwise(ordered):
        one, other = instants.between(older.created), instants.between(newer.created)
        if one is not None and other is not None and one.first > other.last:
            right = f"after that of version {older.number}, {older.created}"
            what = f"versionCreated of version {newer.number}"
            yield fault("G011", newer.item, what, newer.created, right)
        yield from _kept(older, newer)


def _kept(older: Version, newer: Version) -> Iterator[Fault]:
    """G016: content of a kind that both versions have once keeps its id."""
    for kind in _CONTENTS:
        before = [name for found, name in older.ids if found == kind]
        now = [name for found, name in newer.ids if found == kind]
        if len(before) == len(now) == 1 and before != now:
            right = f'"{before[0]}", as in version {older.number}'
            yield fault("G016", newer.item, f"id of <{kind}>", now[0], right)
