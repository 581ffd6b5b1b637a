"""This module checks what content is said to be, and that it is of the namespace it should be of.

Media types: RFC 6838, the top-level types and suffixes that IANA registers, and some well-known
mistakes; whether a subtype is registered is not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archivist.checks.newsml import tables, xhtml
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import Scope
from archivist.checks.newsml.siblings import NITF
from archivist.namespaces import NAR, XHTML

_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&\-^_.+]*"
_TYPE = re.compile(rf"({_NAME})/({_NAME})\s*(?:;.*)?", re.DOTALL)


def media_type(element: Any, value: str) -> Iterator[Fault]:
    """G006 for a contenttype that is no media type."""
    right = _right(value)
    if right is not None:
        yield fault("G006", element, "contenttype", value, right, attribute="contenttype")


def _right(value: str) -> str | None:
    """What would be right, None for a media type."""
    known = tables.media_types()
    match = _TYPE.fullmatch(value.strip())
    name = value.partition(";")[0].strip().lower()
    if name in known.mistakes:
        return known.mistakes[name]
    if match is None:
        return "a media type, such as text/plain"
    top, subtype = match[1].lower(), match[2].lower()
    if top not in known.top:
        return f"a type that begins with one of {', '.join(sorted(known.top))}"
    _, plus, suffix = subtype.rpartition("+")
    if plus and suffix not in known.suffixes:
        return f"a registered suffix, such as +xml, not +{suffix}"
    return None


def embedded(element: Any, scope: Scope) -> Iterator[Fault]:
    """Of inlineXML: G006 for content of another namespace, G022 for what is wrong in XHTML."""
    root = next(element.iterchildren("*"), None)
    if root is None:
        return
    known = tables.media_types()
    declared = (element.get("contenttype") or "").partition(";")[0].strip().lower()
    wanted = known.namespaces.get(known.mistakes.get(declared, declared))
    namespace, _, name = str(root.tag).removeprefix("{").rpartition("}")
    if wanted is None and namespace == NAR and name == "html":
        wanted = XHTML  # events and sports are NAR's own; HTML is not
    if wanted and namespace != wanted and not (wanted == NITF and not namespace):
        # NITF was written without a namespace as long as it had a DTD only.
        what = f"namespace of <{name}> in inlineXML"
        yield fault("G006", root, what, namespace or None, wanted)
    elif namespace == XHTML:
        yield from xhtml.check(root)
