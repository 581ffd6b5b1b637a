"""This module is the view of a parsed news item from which the record is put together again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archivist.exporters.newsml.strings import from_code
from archivist.namespaces import ARC_NEWSML, NAR

Element = Any  # lxml's stubs do not know None-able attributes; the profile was checked before
_ARC = "{" + ARC_NEWSML + "}"
_NAR = "{" + NAR + "}"
_OWN = {
    name: _ARC + name
    for name in (
        "char",
        "confidence",
        "creditRole",
        "dateRole",
        "edtf",
        "ref",
        "scheme",
        "verbatim",
    )
}


@dataclass(frozen=True, slots=True)
class Found:
    """The item, the spans of its parts, and what each element was derived from."""

    root: Element
    spans: dict[str, list[list[int]]]
    derived: dict[str, list[int]]
    stated: dict[str, dict[str, Any]]

    # --- elements

    def section(self, name: str) -> Element:
        """A child of newsItem, None where it has none of that name."""
        return self.root.find(_NAR + name)

    def sections(self, name: str) -> list[Element]:
        return list(self.root.iterchildren(_NAR + name))

    def one(self, parent: Element, name: str) -> Element:
        return parent.find(_NAR + name)

    def all(self, parent: Element, name: str) -> list[Element]:
        return list(parent.iterchildren(_NAR + name))

    def property(self, parent: Element, rel: str) -> Element:
        """The link or extension property with that relation, or None."""
        return next(iter(self.properties(parent, rel)), None)

    def properties(self, parent: Element, rel: str) -> list[Element]:
        return [child for child in parent if child.get("rel") == rel]

    # --- values

    def text(self, element: Element) -> str:
        """The exact string: `arc:verbatim` where the standard wants one line, else the content."""
        verbatim: str | None = element.get(_OWN["verbatim"])
        return (element.text or "") if verbatim is None else verbatim

    def literal(self, element: Element) -> str | None:
        """The exact literal, None where the element has none."""
        value: str | None = element.get(_OWN["verbatim"]) or element.get("literal")
        return value

    def own(self, element: Element, name: str) -> Any:
        """An attribute of our own namespace, a string or None."""
        return element.get(_OWN[name])

    def code(self, qcode: str) -> str:
        """What stands after the first colon of a QCode."""
        return qcode.partition(":")[2]

    def decoded(self, qcode: str) -> str:
        return from_code(self.code(qcode))

    def kind(self, part: Element) -> str:
        """The code of a part's role: `paragraph`, `mention`, `quote.direct`, …"""
        return self.code(part[0].get("qcode"))

    def entity(self, element: Element) -> str | None:
        """The entity that a uri with `arc:ref`, or a literal, stands for."""
        name: str | None = self.own(element, "ref") or element.get("literal")
        return name

    # --- evidence

    def evidence(self, element: Element, *, placed: bool = False) -> dict[str, Any]:
        """`placed`: the element has a span of its own, what it is derived from is that span."""
        own = element.get("id") or element.get("partid")
        confidence = element.get("confidence") or element.get(_OWN["confidence"])
        found = {
            "rule": self.code(element.get("creator")),
            "confidence": None if confidence is None else int(confidence),
        }
        if own in self.stated:
            return {**found, **self.stated[own]}
        if not placed and own in self.derived:
            return {**found, "span": self.derived[own]}
        return found

    def range(self, partid: str) -> list[int] | None:
        """The first range of a part, None where there is none."""
        return next(iter(self.spans.get(partid, ())), None)


def find(root: Element) -> Found:
    """The view of an item that follows the profile."""
    spans = {
        part.get("partid"): ranges(part.get(_OWN["char"]))
        for part in root.iterchildren(_NAR + "partMeta")
    }
    derived = {
        target: span
        for value in root.iterchildren(_NAR + "derivedFromValue")
        for target in value.get("idrefs").split()
        for span in spans.get(value.get("sourceidref"), ())[:1]
    }
    found = Found(root, spans, derived, {})
    for element in root.iterchildren(_NAR + "derivedFrom"):
        for target in element.get("idrefs").split():
            # A place of its own for each: a residual may change one of them.
            found.stated[target] = _place(found, element)
    return found


def ranges(char: str | None) -> list[list[int]]:
    """`6,13 20,24` as [[6, 13], [20, 24]]; a part outside the text has none."""
    return [[int(point) for point in pair.split(",")] for pair in (char or "").split()]


def _place(found: Found, element: Element) -> dict[str, Any]:
    kind = found.code(element.get("type"))
    value, *by = [found.text(name) for name in found.all(element, "name")]
    return {kind: {"by": by[0], "patch": value} if by else value}
