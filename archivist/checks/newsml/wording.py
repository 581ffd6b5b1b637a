"""This module says in the words of the house what libxml2 says of an XML Schema or DTD."""

from __future__ import annotations

import re
from typing import NamedTuple

from archivist.checks.finding import shown
from archivist.jsontext.walk import short
from archivist.official import Official

MOST = 60  # characters of a type or pattern in a message
NAMES = 8  # of what may stand in a place
_NAMESPACE = re.compile(r"\{(?:[a-z]+:)[^{}\s]*\}")
_BEGIN = re.compile(
    r"Element '([^']*)'(?:, attribute '([^']*)')?: (?:\[facet '\w+'\] )?(.*)", re.DOTALL
)
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")
_ATTRIBUTE = re.compile(r"The attribute '([^']*)' is (required but missing|not allowed)")
# Of a DTD.
_UNDECLARED = re.compile(r"No declaration for (element|attribute) (\S+)(?: of element (\S+))?")
_VALUES = (
    re.compile(r"'(.*)' is not a valid value of the (?:[\w ]+ )?type '?([^']*)'?\.", re.DOTALL),
    re.compile(r"The value '(.*)' is not accepted by the pattern ('.*')\.", re.DOTALL),
    re.compile(r"The value '(.*)' is not an element of the set (\{.*\})\.", re.DOTALL),
)


class Said(NamedTuple):
    """`attribute` it is about, whether it is about what the element holds, and the message."""

    attribute: str | None
    content: bool
    message: str


def said(kind: str, text: str, item: Official) -> Said:
    """For one line of libxml2's log; `kind` is the name of its error type."""
    plain = _NAMESPACE.sub("", text).strip()
    begin = _BEGIN.match(plain)
    if begin is None and (undeclared := _UNDECLARED.search(plain)):
        _, name, element = undeclared.groups()
        what = f"attribute of <{element}>" if element else "element"
        named = name if element else f"<{name}>"
        message = f"{what}: found {named}, would be right: one that {item.name} declares"
        return Said(name if element else None, not element, message)
    if begin is None:
        return Said(None, False, f"found {short(plain, 160)}, would be right: as {item.name} says")
    name, attribute, rest = begin.groups()
    if "ELEMENT_CONTENT" in kind or rest.startswith(("This element is not", "Missing child")):
        return Said(None, True, _order(name, rest))
    named = _ATTRIBUTE.search(rest)
    if named is not None:
        return _named(name, named[1], missing=named[2].startswith("required"))
    what = f"attribute {attribute} of <{name}>" if attribute else f"<{name}>"
    return Said(attribute, False, _value(what, rest, item))


def _order(name: str, rest: str) -> str:
    expected = _EXPECTED.search(rest)
    right = _listed(expected[1]) if expected is not None else "nothing more here"
    if rest.startswith("Missing child"):
        return f"elements in <{name}>: found too few, would be right: also {right}"
    return f"order of elements: found <{name}>, would be right: {right}"


def _named(name: str, attribute: str, *, missing: bool) -> Said:
    if missing:
        # There is no such attribute to point to; it tells several missing ones apart.
        message = f"attribute {attribute} of <{name}>: found nothing, would be right: one"
    else:
        message = f"attribute of <{name}>: found {attribute}, would be right: none of this name"
    return Said(attribute, False, message)


def _value(what: str, rest: str, item: Official) -> str:
    for pattern in _VALUES:
        match = pattern.match(rest)
        if match is not None:
            right = short(match[2], MOST)
            return f"{what}: found {shown(match[1])}, would be right: a value of {right}"
    return f"{what}: found {short(rest, 160)}, would be right: as {item.name} says"


def _listed(names: str) -> str:
    """As tags, not more of them than fit in a line."""
    tags = [
        "an element of another namespace" if name.startswith(("##", "*")) else f"<{name}>"
        for name in (part.strip() for part in names.split(","))
    ]
    more = f" and {len(tags) - NAMES} others" if len(tags) > NAMES else ""
    return f"{', '.join(tags[:NAMES])}{more}"
