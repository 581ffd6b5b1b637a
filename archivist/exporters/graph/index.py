"""This module indexes the statements of a graph for reading: objects, subjects, numbers, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archivist.exporters.graph.statements import Literal, Statement, line
from archivist.exporters.graph.terms import TERM
from archivist.record import Span

_NUMBER = re.compile(r"[0-9]{1,18}$")
_INTEGER = re.compile(r"-?[0-9]{1,18}")


class Incomplete(Exception):
    """What the graph does not say: something a node needs."""


class Index:
    """The statements by subject and predicate, and by predicate and object."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.objects: dict[tuple[str, str], list[str | Literal]] = {}
        self.subjects: dict[tuple[str, str], list[str]] = {}
        self.lines: set[str] = set()
        self._entered: set[str] = set()
        for statement in statements:
            subject, predicate, found = statement
            self.objects.setdefault((subject, predicate), []).append(found)
            if isinstance(found, str):
                self.subjects.setdefault((predicate, found), []).append(subject)
            self.lines.add(line(statement))

    def literal(self, node: str, key: str) -> Literal | None:
        """The least literal of that term: there is one, or `_compare` will say so."""
        found = self.objects.get((node, TERM[key].iri), ())
        return min((one for one in found if isinstance(one, Literal)), default=None)

    def text(self, node: str, key: str) -> str | None:
        found = self.literal(node, key)
        return found.value if found else None

    def nodes(self, node: str, key: str) -> list[str]:
        """The nodes of that term in the order of their numbers."""
        term = TERM[key]
        if term.reverse:
            return sorted(self.subjects.get((term.iri, node), ()), key=_order)
        found = self.objects.get((node, term.iri), ())
        return sorted((one for one in found if isinstance(one, str)), key=_order)

    def integer(self, node: str, key: str) -> int | None:
        found = self.literal(node, key)
        return integer(found) if found else None

    def node(self, node: str, key: str) -> str | None:
        return next(iter(self.nodes(node, key)), None)

    def span(self, node: str) -> Span:
        """The offsets of a range, by its position selector."""
        for selector in self.nodes(node, "hasSelector"):
            start, end = self.literal(selector, "start"), self.literal(selector, "end")
            if start and end:
                return Span(integer(start), integer(end))
        raise Incomplete(f"oa:start and oa:end of <{node}>")

    def enter(self, node: str) -> None:
        """Come to a value with parts. Raises Incomplete the second time: a value has one place.

        Else one that is a member of itself, or of two others sixty times over, had no end.
        """
        if node in self._entered:
            raise Incomplete(f"a place of its own for <{node}>")
        self._entered.add(node)


def number(name: str) -> int:
    """The number at the end of a node's name: 2 of `…#c2`, `…#e7-m2`."""
    match = _NUMBER.search(name)
    return int(match[0]) if match else 0


def _order(name: str) -> tuple[int, str]:
    return number(name), name


def integer(found: Literal) -> int:
    """Raises Incomplete when the lexical form is no whole number."""
    if not _INTEGER.fullmatch(found.value):
        raise Incomplete(f"a whole number, it has {found.value!r}")
    return int(found.value)
