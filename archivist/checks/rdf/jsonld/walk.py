"""This module goes through a JSON-LD document as a processor does, and says what would get lost.

Expansion (JSON-LD 1.1 API section 5.1) without its result: what a key, a link and a typed value
mean is asked of the active context, and told to the findings with its JSON Pointer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.checks.rdf.iris import is_absolute
from archivist.checks.rdf.jsonld.contexts import KEYWORDS, UNSET, Context, Definition, elsewhere
from archivist.checks.rdf.jsonld.findings import Findings
from archivist.jsontext.walk import escape

_NO_TERM = Definition("")


class Walk:
    """One walk through a document."""

    def __init__(self, findings: Findings) -> None:
        self._say = findings

    def document(self, value: Any) -> None:
        """All of it."""
        for at, one in _each(value, ""):
            if isinstance(one, dict) and set(one) <= {"@context", "@graph"} and "@graph" in one:
                self._element(Context(), one, at, None, node=False)
            else:
                self._element(Context(), one, at, None)

    # ------------------------------------------------------------------ elements

    def _element(
        self,
        found: Context,
        value: Any,
        at: str,
        term: Definition | None,
        *,
        from_map: bool = False,
        node: bool = True,
    ) -> None:
        """A value of a term, None at the top. `node`: whether it would be a node of the graph."""
        if isinstance(value, list):
            for index, one in enumerate(value):
                self._element(found, one, f"{at}/{index}", term, from_map=from_map)
        elif isinstance(value, dict):
            self._object(found, value, at, term, from_map, node)
        elif value is not None and term is not None:
            if term.context is not UNSET:
                found = self._within(found, term.context, at)
            self._say.scalar(found, value, at, term)

    def _object(
        self,
        found: Context,
        value: dict[str, Any],
        at: str,
        term: Definition | None,
        from_map: bool,
        node: bool,
    ) -> None:
        if found.previous is not None and not from_map and not _is_slight(found, value):
            found = found.previous
        if term is not None and term.context is not UNSET:
            found = self._within(found, term.context, at)
        if "@context" in value:
            found = self._within(found, value["@context"], f"{at}/@context")
        typed = self._by_type(found, value, at)
        keys = {typed.key(key) for key in value}
        if "@value" in keys:
            self._say.value(typed, _by_keyword(typed, value, at), at)
        elif "@list" in keys or "@set" in keys:
            for key, inner in value.items():
                if typed.key(key) in ("@list", "@set"):
                    self._element(typed, inner, f"{at}/{escape(key)}", term or _NO_TERM)
        else:
            # Below a context elsewhere any key may mean @id.
            named = "@id" in keys or typed.unknown
            if node and not named and (term is not None or set(value) - {"@context"}):
                self._say.blank(at)
            self._members(typed, value, at, found)

    def _within(self, found: Context, local: Any, at: str) -> Context:
        """The context with a local one; what of it is elsewhere is told."""
        for address in elsewhere(local):
            self._say.not_fetched(address, at)
        return found.with_local(local)

    def _by_type(self, found: Context, value: dict[str, Any], at: str) -> Context:
        """The context with those that belong to the types of the node."""
        typed = found
        for key in sorted(value):
            if found.key(key) == "@type":
                given = value[key] if isinstance(value[key], list) else [value[key]]
                for name in sorted(one for one in given if isinstance(one, str)):
                    definition = found.of(name)
                    if definition is not None and definition.context is not UNSET:
                        for address in elsewhere(definition.context):
                            self._say.not_fetched(address, at)
                        typed = typed.with_local(definition.context, propagate=False)
        return typed

    # ------------------------------------------------------------------ members

    def _members(self, found: Context, value: dict[str, Any], at: str, outer: Context) -> None:
        for key, inner in value.items():
            if key == "@context":
                continue
            place = f"{at}/{escape(key)}"
            meant = found.key(key)
            if meant in KEYWORDS:
                self._keyword(found, str(meant), inner, place, outer)
            elif meant is None or not _is_property(meant):
                self._say.dropped(found, key, place, meant)
            else:
                self._say.property(found, key, meant, place)
                self._property(found, found.of(key) or _NO_TERM, inner, place)

    def _keyword(self, found: Context, keyword: str, inner: Any, at: str, outer: Context) -> None:
        match keyword:
            case "@id" if isinstance(inner, str):
                self._say.id(found, inner, at)
            case "@type":
                for place, one in _each(inner, at):
                    if isinstance(one, str):
                        self._say.type(outer, one, place)
            case "@graph" | "@included":
                self._element(found, inner, at, None)
            case "@reverse" if isinstance(inner, dict):
                self._members(found, inner, at, outer)
            case "@nest":
                for place, one in _each(inner, at):
                    if isinstance(one, dict):
                        self._members(found, one, place, outer)

    def _property(self, found: Context, term: Definition, inner: Any, at: str) -> None:
        box = term.container
        if term.type == "@json":
            return
        if "@language" in box and isinstance(inner, dict):
            for key in inner:
                if found.key(key) != "@none":
                    self._say.language(key, f"{at}/{escape(key)}", of_key=True)
        elif box & {"@index", "@id", "@type"} and isinstance(inner, dict):
            self._map(found, term, inner, at)
        else:
            self._element(found, inner, at, term)

    def _map(self, found: Context, term: Definition, inner: dict[str, Any], at: str) -> None:
        """Values under keys that say which index, id or type they have."""
        kind = next(name for name in ("@id", "@type", "@index") if name in term.container)
        start = found.previous if kind in ("@id", "@type") and found.previous else found
        for key, one in inner.items():
            place = f"{at}/{escape(key)}"
            mapped = start
            if kind == "@type":
                definition = start.of(key)
                if definition is not None and definition.context is not UNSET:
                    mapped = start.with_local(definition.context, propagate=False)
            named = found.key(key) == "@none"
            if kind == "@id" and not named:
                self._say.id(found, key, place, of_key=True)
            if kind == "@type" and not named:
                self._say.type(found, key, place, of_key=True)
            has_name = kind == "@id" and not named
            self._element(mapped, one, place, term, from_map=True, node=not has_name)


def _each(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield f"{at}/{index}", one
    else:
        yield at, value


def _is_property(meant: str) -> bool:
    return is_absolute(meant) or meant.startswith("_:")


def _is_slight(found: Context, value: dict[str, Any]) -> bool:
    """A value, or a mere reference: the context of a type goes on into it."""
    keys = [found.key(key) for key in value]
    return "@value" in keys or keys == ["@id"]


def _by_keyword(found: Context, value: dict[str, Any], at: str) -> dict[str, tuple[str, Any]]:
    """Keyword → (pointer, value) of a value object."""
    named = ((str(found.key(key)), key) for key in value)
    return {keyword: (f"{at}/{escape(key)}", value[key]) for keyword, key in named}
