"""This module says in what a file departs from its standard: cheap looks, no schema.

Nothing is refused for it: the article is read, and one warning lists what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from archivist.markup import local_name
from archivist.problems import Location, Problem, problem
from archivist.readers.news.tree import attribute, child, children, inside, said

NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF = "http://iptc.org/std/NITF/2006-10-18/"
MOST = 8  # departures that a warning lists


def name(element: etree._Element) -> str:
    """The local name, lower case."""
    return local_name(element)


def namespace(element: etree._Element) -> str:
    """The namespace, empty where there is none."""
    return str(element.tag).rpartition("}")[0].lstrip("{")


def other(found: etree._Element, wanted: str, file: str) -> Problem:
    """R008: an XML document, but of another kind."""
    message = f"found an XML document <{name(found)[:60]}>, wanted {wanted}"
    return problem("R008", message, Location(file), hint="archivist formats says what a file is")


def warning(title: str, faults: Iterable[str], file: str) -> tuple[Problem, ...]:
    """R085 with all that was found, or nothing."""
    listed = list(dict.fromkeys(faults))
    if not listed:
        return ()
    more = f"; and {len(listed) - MOST} more" if len(listed) > MOST else ""
    message = f"{title}, found: {'; '.join(listed[:MOST])}{more}"
    hint = "it was read all the same; whoever sent it can say whether something is missing"
    return (problem("R085", message, Location(file), hint=hint),)


WITHDRAWN = frozenset({"canceled", "cancelled", "withheld", "withdrawn", "killed"})


def withdrawn(status: str, place: str, file: str) -> tuple[Problem, ...]:
    """R086 for an article that its agency took back; `status` as printed, with or without alias."""
    if status.rpartition(":")[2].strip().lower() not in WITHDRAWN:
        return ()
    message = f"{place}: found {status[:40]!r}; the record says usable"
    hint = "decide whether it may be shown, and correct the status of the record"
    return (problem("R086", message, Location(file), hint=hint),)


# ------------------------------------------------------------------ NewsML-G2

_MEDIA_TYPES = ("application", "text", "image", "audio", "video", "model", "message", "multipart")
_NO_TYPES = ("application/xhtml+html",)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")


def of_message(message: etree._Element) -> Iterator[str]:
    """What a newsMessage lacks."""
    if child(message, "header") is None:
        yield "newsMessage without header"


def of_item(item: etree._Element) -> Iterator[str]:
    """What an item of NewsML-G2 lacks or has wrong."""
    if namespace(item) != NAR:
        yield (
            f"namespace {namespace(item)!r}, would be right: {NAR}"
            if namespace(item)
            else "no namespace"
        )
    for key in ("guid", "version", "standard", "standardversion"):
        if not attribute(item, key):
            yield f"no @{key}"
    meta = child(item, "itemMeta")
    if meta is None:
        yield "no itemMeta"
        return
    for wanted in ("itemClass", "provider", "versionCreated"):
        if child(meta, wanted) is None:
            yield f"no {wanted}"
    for key in ("versionCreated", "firstCreated", "embargoed"):
        value = said(child(meta, key))
        if value and not _ZONE.search(value):
            yield f"{key} {value[:40]!r} without a zone as in +02:00"
    yield from _of_content(item)


def _of_content(item: etree._Element) -> Iterator[str]:
    for content in children(child(item, "contentSet"), "inlineXML"):
        kind = attribute(content, "contenttype")
        if not kind:
            yield "inlineXML without contenttype"
        elif kind.partition("/")[0] not in _MEDIA_TYPES or kind in _NO_TYPES:
            yield f"contenttype {kind[:60]!r}, which is no media type"
        inner = next((e for e in content if isinstance(e.tag, str)), None)
        if inner is not None and namespace(inner) == NAR:
            yield f"<{name(inner)}> in the namespace of NewsML-G2"


# ------------------------------------------------------------------ NITF, NewsML 1


def of_nitf(nitf: etree._Element) -> Iterator[str]:
    """The DTDs of NITF have no namespace, its schemas have one."""
    if namespace(nitf) not in ("", NITF):
        yield f"namespace {namespace(nitf)[:80]!r}"
    if child(nitf, "body") is None:
        yield "no body"
    for key in ("date.issue", "date.release"):
        for element in inside(child(nitf, "head", "docdata"), key):
            value = attribute(element, "norm")
            if value and not re.match(r"\d{4}-?\d{2}-?\d{2}", value):
                yield f"{key} {value[:40]!r}, which is no date of ISO 8601"


_IDENTIFIER = ("ProviderId", "DateId", "NewsItemId", "RevisionId", "PublicIdentifier")
_MANAGEMENT = ("NewsItemType", "FirstCreated", "ThisRevisionCreated", "Status")


def of_newsml1(envelope: etree._Element | None, item: etree._Element) -> Iterator[str]:
    """What the DTD of NewsML 1.2 demands of envelope and item."""
    if envelope is None:
        yield "no NewsEnvelope"
    identifier = child(item, "Identification", "NewsIdentifier")
    management = child(item, "NewsManagement")
    for found, wanted in ((identifier, _IDENTIFIER), (management, _MANAGEMENT)):
        for key in wanted:
            if child(found, key) is None:
                yield f"no {key}"
