"""This module is an item as the rules see it: its catalogs, its version, what was seen of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from archivist.checks.newsml import tables
from archivist.namespaces import NAR

_NAR = "{" + NAR + "}"
ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
OLDEST = 32  # of IPTC's catalogs in the table; none has dropped an alias of an older one
_STANDARDS = re.compile(
    r"https?://(?:www\.)?iptc\.org/std/catalog/catalog\.IPTC-G2-Standards_([0-9]+)\.xml", re.I
)


@dataclass(slots=True)
class Catalogs:
    """The aliases of an item: `own` by their URIs, numbers of IPTC's catalogs, and others."""

    own: dict[str, str] = field(default_factory=dict)
    standards: list[int] = field(default_factory=list)
    unknown: list[tuple[Any, str]] = field(default_factory=list)

    @classmethod
    def of(cls, item: Any) -> Catalogs:
        found = cls()
        for reference in item.iterchildren(_NAR + "catalogRef"):
            href = (reference.get("href") or "").strip()
            match = _STANDARDS.fullmatch(href)
            number = int(match[1][:6]) if match else None
            if number is not None:
                found.standards.append(number)
            if number is None or number > tables.newest_catalog():
                found.unknown.append((reference, href))
        for scheme in item.iterchildren(_NAR + "catalog"):
            for inner in scheme.iterchildren(_NAR + "scheme"):
                found.own[inner.get("alias", "")] = inner.get("uri", "")
        return found

    def uri(self, alias: str) -> str | None:
        """The scheme of an alias, None where it cannot be told offline."""
        if alias in self.own:
            return self.own[alias]
        scheme = tables.schemes().get(alias)
        if scheme is not None and any(has(number, scheme) for number in self.standards):
            return scheme.uri
        return None


def has(number: int, scheme: tables.Scheme) -> bool:
    """Whether IPTC's catalog of that number declares the scheme."""
    since = 0 if scheme.since == OLDEST else scheme.since
    until = scheme.until if scheme.until < tables.newest_catalog() else number
    return since <= number <= until


@dataclass(slots=True)
class Scope:
    """One item, or the header of a message; `kind` is its element."""

    item: Any
    kind: str
    catalogs: Catalogs
    version: tuple[int, int] | None
    used: dict[str, tuple[Any, str]] = field(default_factory=dict)  # alias → where it was first
    known: set[str] = field(default_factory=set)  # aliases of which all is said
    power: tuple[Any, str] | None = None  # the first thing that only the level power knows

    @classmethod
    def of(cls, item: Any) -> Scope:
        kind = str(item.tag).rpartition("}")[2]
        version = tables.version((item.get("standardversion") or "").strip())
        return cls(item, kind, Catalogs.of(item), version)

    def child(self, *path: str) -> Any | None:
        """The first element at the end of a path of names."""
        return self.item.find("/".join(_NAR + name for name in path))
