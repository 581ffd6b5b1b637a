"""This module compares versions of one item: numbers, instants, and ids that must stay.

Within a message by the elements; among the files of a run by what `editions` of `documents` gives.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from lxml import etree

from archivist.checks.newsml import instants
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import ITEMS
from archivist.namespaces import NAR

_NAR = "{" + NAR + "}"
_CONTENTS = ("inlineXML", "inlineData", "remoteContent")


class Version(NamedTuple):
    """One version of an item: guid, number, instant, ids of its contents by their kind, digest.

    `where`: the element, or whatever says its place to the caller.
    """

    guid: str
    number: int
    created: str
    ids: tuple[tuple[str, str], ...]
    digest: str
    where: Any


class Difference(NamedTuple):
    """What is wrong with `version`, compared with `other`: the words of a message."""

    code: str
    version: Version
    other: Version
    what: str
    value: object
    right: str


def of_item(item: Any, where: Any) -> Version | None:
    """None for what is no item, or has no guid."""
    guid = item.get("guid")
    if not guid or str(item.tag).removeprefix(_NAR) not in ITEMS:
        return None
    number = (item.get("version") or "1").strip()  # 1 is the default
    created = item.find(f"{_NAR}itemMeta/{_NAR}versionCreated")
    content = item.find(_NAR + "contentSet")
    ids = tuple(
        (str(inner.tag).removeprefix(_NAR), inner.get("id"))
        for inner in (() if content is None else content)
        if inner.get("id") and str(inner.tag).removeprefix(_NAR) in _CONTENTS
    )
    return Version(
        guid,
        int(number) if number.isascii() and number.isdigit() else 0,
        "" if created is None else (created.text or "").strip(),
        ids,
        sha256(etree.tostring(item, with_tail=False)).hexdigest(),
        where,
    )


def compared(items: Sequence[Any]) -> Iterator[Fault]:
    """G011 and G016 for items of one message that have one guid: no two are of one version."""
    if len(items) < 2:
        return
    versions = [version for item in items if (version := of_item(item, item)) is not None]
    for found in differences(versions, equals=True):
        attribute = "version" if found.what.startswith("version ") else None
        where = found.version.where
        yield fault(found.code, where, found.what, found.value, found.right, attribute=attribute)


def differences(versions: Iterable[Version], *, equals: bool) -> Iterator[Difference]:
    """Of versions with one guid; `equals`: one that is there twice and is the same is one too."""
    by_guid: dict[str, list[Version]] = {}
    for version in versions:
        by_guid.setdefault(version.guid, []).append(version)
    for several in by_guid.values():
        if len(several) > 1:
            yield from _of_one(several, equals=equals)


def _of_one(versions: list[Version], *, equals: bool) -> Iterator[Difference]:
    seen: dict[int, Version] = {}
    for version in versions:
        first = seen.setdefault(version.number, version)
        if first is not version and (equals or first.digest != version.digest):
            what, right = "version of the same guid", "a guid and version of its own"
            yield Difference("G011", version, first, what, version.number, right)
    ordered = [seen[number] for number in sorted(seen)]
    for older, newer in itertools.pairwise(ordered):
        one, other = instants.between(older.created), instants.between(newer.created)
        if one is not None and other is not None and one.first > other.last:
            right = f"after that of version {older.number}, {older.created}"
            what = f"versionCreated of version {newer.number}"
            yield Difference("G011", newer, older, what, newer.created, right)
        yield from _kept(older, newer)


def _kept(older: Version, newer: Version) -> Iterator[Difference]:
    """G016: content of a kind that both versions have once keeps its id."""
    for kind in _CONTENTS:
        before = [name for found, name in older.ids if found == kind]
        now = [name for found, name in newer.ids if found == kind]
        if len(before) == len(now) == 1 and before != now:
            right = f'"{before[0]}", as in version {older.number}'
            yield Difference("G016", newer, older, f"id of <{kind}>", now[0], right)
