"""This module makes the schema.org block of a page: JSON-LD for search engines and readers.

A selection of the statements of the graph, so that page and graph say the same, in the words of
schema.org alone, under its own context, which nobody needs to fetch. As Google's documentation of
Article asks, a date of publication is given only where its day is known; nothing is filled in.
"""

from __future__ import annotations

import re
from typing import Any

from archivist.exporters.graph.lines import document_iri, is_iri, work_iri
from archivist.exporters.graph.terms import TERM, Term
from archivist.exporters.graph.writing import statements
from archivist.pages.markup import script_json
from archivist.record import Record
from archivist.settings import Settings
from archivist.site.layout import NO_CHARACTER

ARTICLE = "#article"
# What is said, in this order. `label` is the name of what has no language: a credit, a topic.
_KEYS = (
    "identifier url inLanguage name label headline abstract datePublished dateCreated dateModified"
    " temporalCoverage dateline author editor translator contributor publisher sourceOrganization"
    " citation image creditText copyrightNotice usageInfo about termCode jobTitle sameAs mentions"
    " translationOfWork partOfWork quotes isPartOf appearance spokenByCharacter creator"
    " text articleBody"
).split()
_ORDER = {TERM[key]: at for at, key in enumerate(_KEYS)}
_TYPE = TERM["type"]
_EXACT = ("date", "dateTime")


def block(record: Record, settings: Settings) -> str:
    """The element with the block, for the head of the page."""
    written = NO_CHARACTER.sub(_escaped, script_json(value(record, settings)))
    return f'<script type="application/ld+json">{written}</script>'


def _escaped(found: re.Match[str]) -> str:
    """As JSON writes what a page cannot hold: by UTF-16 code units."""
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def value(record: Record, settings: Settings) -> dict[str, Any]:
    """The JSON value: the article, with what belongs to it where it is first named."""
    nodes: dict[str, list[tuple[Term, Any]]] = {}
    types: dict[str, list[str]] = {}
    for subject, term, said in statements(record, settings):
        if term is _TYPE and said.startswith("schema:"):
            types.setdefault(subject, []).append(said.removeprefix("schema:"))
        elif term in _ORDER:
            nodes.setdefault(subject, []).append((term, said))
    tree = _Tree(document_iri(record, settings), nodes, types)
    return {"@context": "https://schema.org", **tree.node(ARTICLE)}


class _Tree:
    """Statements as a tree: each node whole where it is first met, by its id afterwards."""

    def __init__(
        self, base: str, nodes: dict[str, list[tuple[Term, Any]]], types: dict[str, list[str]]
    ) -> None:
        self._base, self._nodes, self._types = base, nodes, types
        self._met: set[str] = set()

    def node(self, name: str) -> dict[str, Any]:
        own: dict[str, Any] = {"@id": self._base + name}
        if name in self._met:
            return own
        self._met.add(name)
        if name in self._types:
            types = self._types[name]
            own["@type"] = types[0] if len(types) == 1 else types
        said = sorted(self._nodes.get(name, ()), key=lambda one: _ORDER[one[0]])
        for term, found in said:
            written = self._value(term, found)
            if written is not None:
                _add(own, term.name.removeprefix("schema:"), written)
        return own

    def _value(self, term: Term, found: Any) -> Any:
        match term.kind:
            case "part" | "node":
                return self.node(found)
            case "dated":
                return found[0] if found[1] in _EXACT else None
            case "link":
                return found if is_iri(found) else None
            case "work":
                return {"@id": iri} if (iri := self._work(found)) else None
            case _:
                return str(found)

    def _work(self, target: str) -> str | None:
        return work_iri(target, self._base) or (target if is_iri(target) else None)


def _add(node: dict[str, Any], key: str, written: Any) -> None:
    if key not in node:
        node[key] = written
    elif not isinstance(node[key], list):
        node[key] = [node[key], written]
    else:
        node[key].append(written)
