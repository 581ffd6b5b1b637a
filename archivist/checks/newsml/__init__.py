"""This package checks NewsML-G2 by anybody: rules of the standard, and its XML Schema when cached.

One module a theme; `tour` goes through a document once and asks them all. Nothing is fetched:
schemas come from the cache that `archivist schema fetch` fills, catalogs from our own tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from archivist import official
from archivist.checks.newsml import schema, siblings, tables, tour
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import ITEMS
from archivist.namespaces import NAR
from archivist.problems import Location, Problem, problem
from archivist.xmlplaces import Places

_NAR = "{" + NAR + "}"
FAMILY = "newsml-g2"
NO_NAMESPACE = "wrong namespace: nothing else was checked"


def is_one(root: Any) -> bool:
    """Whether the document is NewsML-G2, or would be in the right namespace."""
    namespace, _, name = str(root.tag).removeprefix("{").rpartition("}")
    is_named = name in (*ITEMS, "newsMessage") and (not namespace or "iptc" in namespace)
    return namespace == NAR or is_named


def faults(root: Any) -> Iterator[Fault]:
    """What the rules say, then what the XML Schema says."""
    if not root.tag.startswith(_NAR):
        namespace, _, name = str(root.tag).removeprefix("{").rpartition("}")
        what = f"namespace of <{name}>"
        yield fault("G024", root, what, namespace or None, NAR, hint=NO_NAMESPACE)
        return
    yield from tour.faults(root)
    yield from by_schema(root)
    for content in root.iter(_NAR + "inlineXML"):
        for inner in content.iterchildren("*"):
            if siblings.is_one(inner):
                yield from siblings.faults(inner)


def by_schema(root: Any) -> Iterator[Fault]:
    """G020 for each deviation from the XML Schema of its version, G021 when it was not asked."""
    item, why = chosen(root)
    if item is None:
        yield Fault("G021", root, why)
    elif schema.compiled(item) is None:
        hint = f"{official.FETCH} {item.family}/{item.version}"
        yield Fault(
            "G021", root, f"{item.name} is not in the cache: not checked against it", None, hint
        )
    elif next(root.iter(etree.Entity), None) is not None:
        yield Fault("G021", root, "found entities of its own: not checked by the XML Schema")
    else:
        if why:
            yield Fault("G021", root, why)
        yield from schema.deviations(root, item, "G020")


def chosen(root: Any) -> tuple[official.Official | None, str]:
    """The schema of the highest version in the document, and what is to be said about the choice.

    Of 2.0 to 2.8 there is no schema in one file: that of 2.9 stands for them. Core has schemas of
    its own up to 2.24; elsewhere that of power is asked, and G008 looks at the level.
    """
    items = [part for part in tour.parts(root) if str(part.tag).removeprefix(_NAR) in ITEMS]
    versions = [tables.version((item.get("standardversion") or "").strip()) for item in items]
    version = max((found for found in versions if found is not None), default=None)
    known = {
        (tables.version(item.version), item.level): item
        for item in official.schemas()
        if item.family == FAMILY
    }
    newest = max(number for number, _ in known if number is not None)
    if version is None:
        return known[newest, "power"], ""
    if version > newest or version[0] != 2:
        stated = ".".join(map(str, version))
        return None, f"found version {stated}, of which no XML Schema is known: not checked by one"
    level = (
        "core" if items and all(item.get("conformance") != "power" for item in items) else "power"
    )
    item = known.get((version, level)) or known.get((version, "power"))
    if item is not None:
        return item, ""
    stated = ".".join(map(str, version))
    return known[(2, 9), "power"], f"found version {stated}, which was checked by the schema of 2.9"


def placed(found: tuple[Fault, ...], data: bytes, root: Any, file: str) -> tuple[Problem, ...]:
    """Problems with their places, in the order of the document, each once."""
    if not found:
        return ()
    places = Places(data, root).of((item.element, item.attribute) for item in found)
    problems = {
        problem(item.code, item.message, Location(file, line, column), hint=item.hint): None
        for item, (line, column) in zip(found, places, strict=True)
    }
    return tuple(sorted(problems, key=order))


def order(item: Problem) -> tuple[int, int, str, str]:
    """Of the document; what stands in one place by code and message."""
    return item.location.line or 0, item.location.column or 0, item.code, item.message
