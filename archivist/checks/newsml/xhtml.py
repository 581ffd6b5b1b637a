"""This module checks the structure of embedded XHTML: which element stands in which.

`xhtml.tsv` allows what XHTML 1.0 (transitional) or HTML in XML syntax allows: what is reported here
is wrong in both. Attributes are looked at as far as an element needs one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from archivist.checks.newsml import tables
from archivist.checks.newsml.fault import Fault, fault
from archivist.namespaces import XHTML

_XHTML = "{" + XHTML + "}"
# What may not stand within itself, however deep.
_NOT_WITHIN_ITSELF = frozenset({"a", "form", "label", "button"})
_NEEDED = {"html": ("head", "body")}
_BROKEN = frozenset({"html", "head", "body", "title"})  # once


class Rule(NamedTuple):
    """`kinds` the element is of; `holds` kinds, names or text; `needs` attributes."""

    kinds: frozenset[str]
    holds: frozenset[str]
    needs: tuple[str, ...]


@functools.cache
def _rules() -> dict[str, Rule]:
    return {
        name: Rule(
            frozenset(kinds.split()), frozenset(holds.split()), tuple(" ".join(more).split())
        )
        for name, kinds, holds, *more in tables.rows("xhtml")
    }


# HTML lets anybody make an element with a hyphen in its name ("custom elements").
_CUSTOM = Rule(frozenset({"inline"}), frozenset({"transparent"}), ())


def _rule(name: str) -> Rule | None:
    return _rules().get(name) or (_CUSTOM if "-" in name else None)


def check(root: Any) -> Iterator[Fault]:
    """G022 for each thing that stands where it must not, in the order of the document."""
    ids: set[str] = set()
    # (element, what it may hold, names of the elements around it)
    waiting = [(root, frozenset({"anything"}), frozenset[str]())]
    while waiting:
        element, allowed, around = waiting.pop()
        name = str(element.tag).removeprefix(_XHTML)
        rule = _rule(name)
        if rule is None:
            yield fault("G022", element, "element", f"<{name}>", "an element of XHTML")
            continue
        yield from _own(element, name, rule, around, ids)
        holds = _held(rule, allowed)
        yield from _text(element, name, holds)
        inside = around | {name} if name in _NOT_WITHIN_ITSELF else around
        for child in element.iterchildren(_XHTML + "*"):
            yield from _place(child, name, holds)
        waiting += [
            (child, holds, inside) for child in reversed(list(element.iterchildren(_XHTML + "*")))
        ]


def _held(rule: Rule, allowed: frozenset[str]) -> frozenset[str]:
    """What an element holds; `transparent` is what the element around it does."""
    if "transparent" not in rule.holds:
        return rule.holds
    outer = allowed if allowed & {"flow", "inline"} else frozenset({"flow"})
    return (rule.holds | outer) - {"transparent"}


def _own(
    element: Any, name: str, rule: Rule, around: frozenset[str], ids: set[str]
) -> Iterator[Fault]:
    if name in around:
        yield fault("G022", element, "XHTML", f"<{name}> in <{name}>", "one after the other")
    for attribute in rule.needs:
        if element.get(attribute) is None:
            yield fault("G022", element, f"attribute {attribute} of <{name}>", None, "one")
    names = [str(child.tag).removeprefix(_XHTML) for child in element.iterchildren(_XHTML + "*")]
    for needed in _NEEDED.get(name, ()):
        if names.count(needed) != 1 and not (needed == "body" and "frameset" in names):
            count = f"{names.count(needed)} of them"
            yield fault("G022", element, f"<{needed}> in <{name}>", count, "one")
    identity = element.get("id")
    if identity is not None:
        if identity in ids:
            right = "an id of its own in the content"
            yield fault("G022", element, "id", identity, right, attribute="id")
        ids.add(identity)


def _place(child: Any, parent: str, holds: frozenset[str]) -> Iterator[Fault]:
    name = str(child.tag).removeprefix(_XHTML)
    rule = _rule(name)
    if rule is None or "anything" in holds or name in holds or "everywhere" in rule.kinds:
        return
    if "flow" in holds and rule.kinds & {"block", "inline"}:
        return
    if rule.kinds & holds:
        return
    yield fault("G022", child, f"child of <{parent}>", f"<{name}>", _shown(parent, holds))


def _text(element: Any, name: str, holds: frozenset[str]) -> Iterator[Fault]:
    """Characters where only elements stand."""
    if holds & {"flow", "inline", "text", "anything"}:
        return
    pieces = [element.text, *(child.tail for child in element)]
    text = next((piece.strip() for piece in pieces if piece and piece.strip()), None)
    if text is not None:
        yield fault("G022", element, f"text in <{name}>", text, _shown(name, holds))


def _shown(parent: str, holds: frozenset[str]) -> str:
    """What may stand there, in words."""
    if "nothing" in holds:
        return f"nothing in <{parent}>"
    words = {"flow": "blocks or text", "inline": "text and its markup", "metadata": "metadata"}
    return ", ".join(
        sorted(words.get(name, name if name == "text" else f"<{name}>") for name in holds)
    )
