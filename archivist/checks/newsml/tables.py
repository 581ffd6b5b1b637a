"""This module reads the tables of the package: facts of NewsML-G2 2.35, its catalogs and lists."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple


class Scheme(NamedTuple):
    """What an alias means in IPTC's catalogs `since` to `until` (those known are 32 to 41)."""

    uri: str
    since: int
    until: int


class Deprecated(NamedTuple):
    """What is not used any more from version `since` on, and what is used instead."""

    since: tuple[int, int]
    instead: str


class MediaTypes(NamedTuple):
    """Registered top-level types and structured suffixes, mistakes, namespaces of contents."""

    top: frozenset[str]
    suffixes: frozenset[str]
    mistakes: dict[str, str]
    namespaces: dict[str, str]


class Kind(NamedTuple):
    """An attribute is a qcode, qcodes, id, idref, idrefs or language; but not on `others`."""

    kind: str
    others: frozenset[str]


def rows(name: str) -> list[list[str]]:
    """The rows of a table, columns divided by tabs."""
    text = (files(__package__) / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@functools.cache
def attributes() -> dict[str, Kind]:
    return {
        name: Kind(kind, frozenset(" ".join(others).split()))
        for name, kind, *others in rows("attributes")
    }


@functools.cache
def code_attributes() -> frozenset[str]:
    """Those that hold QCodes on every element."""
    found = attributes().items()
    return frozenset(name for name, it in found if it.kind[:5] == "qcode" and not it.others)


@functools.cache
def schemes() -> dict[str, Scheme]:
    """By alias; IPTC never gave one alias to two schemes."""
    return {
        alias: Scheme(uri, int(since), int(until)) for alias, uri, since, until in rows("catalogs")
    }


@functools.cache
def newest_catalog() -> int:
    return max(scheme.until for scheme in schemes().values())


@functools.cache
def topics() -> dict[str, str]:
    """Code of a Media Topic → the day it was retired, empty for those in use (list of 2019)."""
    return {code: " ".join(retired) for code, *retired in rows("mediatopics")}


@functools.cache
def deprecated() -> dict[tuple[str, str], Deprecated]:
    """By (element or parent/element, attribute), each may be `*`."""
    return {
        (element, attribute): Deprecated(version(since) or (0, 0), instead)
        for element, attribute, since, instead in rows("deprecated")
    }


@functools.cache
def either() -> dict[str, tuple[str, ...]]:
    """Element → the attributes of which it has one."""
    return {element: tuple(names.split()) for element, names in rows("either")}


@functools.cache
def power_only() -> frozenset[tuple[str, str]]:
    """(element or `*`, attribute or empty) that the level core does not know."""
    return frozenset((element, attribute) for element, attribute in rows("power-only"))


@functools.cache
def media_types() -> MediaTypes:
    found = rows("media-types")
    return MediaTypes(
        frozenset(row[1] for row in found if row[0] == "top"),
        frozenset(row[1] for row in found if row[0] == "suffix"),
        {row[1]: row[2] for row in found if row[0] == "mistake"},
        {row[1]: row[2] for row in found if row[0] == "namespace"},
    )


def version(text: str) -> tuple[int, int] | None:
    """`2.9` is older than `2.10`; None for what is no version."""
    major, dot, minor = text.partition(".")
    digits = major.isascii() and minor.isascii() and major.isdigit() and minor.isdigit()
    return (int(major[:6]), int(minor[:6])) if dot and digits else None
