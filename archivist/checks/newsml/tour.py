"""This module goes through a document once, and asks every rule at each element.

The content of inlineXML and elements of other namespaces are not asked: they have rules of their
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from archivist.checks.newsml import (
    codes,
    conformance,
    contents,
    instants,
    tables,
    tongue,
    versions,
)
from archivist.checks.newsml.fault import Fault
from archivist.checks.newsml.references import References
from archivist.checks.newsml.scope import ITEMS, Scope
from archivist.namespaces import NAR, XML

_NAR = "{" + NAR + "}"
_START = len(_NAR)
_XML_ID = "{" + XML + "}id"
# Other standards stand in these; they are looked at from outside.
_OPAQUE = frozenset({"inlineXML", "rightsExpressionXML"})

Rule = Callable[[Any, Scope], Iterator[Fault]]

# What is asked at elements of a name.
AT: dict[str, Rule] = {
    **dict.fromkeys(instants.DATED, instants.dated),
    "itemClass": codes.item_class,
    "pubStatus": codes.status,
    "inlineXML": contents.embedded,
}
# What is asked of an item once all of it was seen.
OF_ITEM: tuple[Callable[[Scope], Iterator[Fault]], ...] = (
    conformance.standard,
    conformance.level,
    conformance.identity,
    conformance.rights,
    tongue.of_item,
    codes.no_status,
    codes.undeclared,
    instants.out_of_order,
)


def faults(root: Any) -> Iterator[Fault]:
    """What the rules say of a document: an item, a message of items, or a catalog."""
    references = References()
    scopes = [Scope.of(part) for part in parts(root)]
    for scope in scopes:
        yield from _Tour(scope, references).faults()
    yield from references.dangling()
    yield from versions.compared([scope.item for scope in scopes])


def parts(root: Any) -> list[Any]:
    """The items of a message behind its header; else the root alone."""
    if root.tag != _NAR + "newsMessage":
        return [root]
    found = list(root.iterchildren(_NAR + "header"))
    for items in root.iterchildren(_NAR + "itemSet"):
        found += list(items.iterchildren(*(_NAR + name for name in ITEMS)))
    return found


class _Tour:
    """Through one item."""

    def __init__(self, scope: Scope, references: References) -> None:
        self._scope = scope
        self._references = references
        self._kinds = tables.attributes()
        # Who is of the level power may use what only power knows.
        self._asks_level = scope.item.get("conformance") != "power"
        self._old = {name.rpartition("/")[2] for name, _ in tables.deprecated() if name != "*"}
        self._old_attributes = {name for _, name in tables.deprecated() if name != "*"}
        self._asked = {
            *self._kinds,
            *self._old_attributes,
            "contenttype",
            "uri",
            tongue.LANG,
            _XML_ID,
        }

    def faults(self) -> Iterator[Fault]:
        scope, asked, either = self._scope, self._asked, tables.either()
        codes_in, known = tables.code_attributes(), scope.known
        for element in elements(scope.item):
            name = element.tag[_START:]
            if self._asks_level and scope.power is None:
                self._level(element, name)
            for key, value in element.items():
                if key not in asked:
                    continue
                if key in codes_in and value.partition(":")[0] in known and " " not in value:
                    continue  # of a list that was seen, as most are: all is said of it
                yield from self._attribute(element, name, key, value)
            if name in either:
                yield from conformance.identified(element, name)
            if name in self._old:
                yield from conformance.deprecated(element, name, None, scope)
            rule = AT.get(name)
            if rule is not None:
                yield from rule(element, scope)
        for closing in OF_ITEM:
            yield from closing(scope)

    def _level(self, element: Any, name: str) -> None:
        """Remember the first thing that only the level power knows."""
        power = tables.power_only()
        keys = [key for key in element.attrib if ("*", key) in power or (name, key) in power]
        if (name, "") in power:
            self._scope.power = (element, "")
        elif keys:
            self._scope.power = (element, keys[0])

    def _attribute(self, element: Any, name: str, key: str, value: str) -> Iterator[Fault]:
        scope, kind = self._scope, self._kinds.get(key)
        if kind is not None and name not in kind.others:
            match kind.kind:
                case "qcode" | "qcodes":
                    yield from codes.seen(element, key, value, scope)
                case "idref" | "idrefs":
                    self._references.wants(element, key, value)
                case "id":
                    yield from self._references.has(element, key, value)
                case "language":
                    yield from tongue.tag(element, key, value)
        elif key == tongue.LANG:
            yield from tongue.tag(element, "lang", value)
        elif key == _XML_ID:
            yield from self._references.has(element, "id", value)
        elif key == "uri":
            yield from codes.topic(element, key, value, scope)
        elif key == "contenttype":
            yield from contents.media_type(element, value)
        if key in self._old_attributes:
            yield from conformance.deprecated(element, name, key, scope)


def elements(item: Any) -> Iterator[Any]:
    """The elements of the standard in an item, itself included, in the order of the document."""
    hidden: set[Any] = set()
    for element in item.iter(_NAR + "*"):
        if hidden and element in hidden:
            continue
        yield element
        if element.tag[_START:] in _OPAQUE:
            hidden.update(element.iterdescendants(_NAR + "*"))
