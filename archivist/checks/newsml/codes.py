"""This module checks QCodes (alias:code): is the alias declared, is the code one of the list.

What a catalog elsewhere declares is not fetched, so nothing is said against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.checks.newsml import tables
from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import Scope
from archivist.jsontext.walk import short

CV = "http://cv.iptc.org/newscodes/"
TOPICS = CV + "mediatopic/"
LISTS = ("conceptItem", "knowledgeItem")  # define topics, retired ones too
STATUS = CV + "pubstatusg2/"
# Which list an itemClass is of, by the kind of the item.
NATURES = {
    "newsItem": "ninature/",
    "packageItem": "ninature/",
    "conceptItem": "cinature/",
    "knowledgeItem": "cinature/",
    "planningItem": "plinature/",
    "catalogItem": "catinature/",
}


def seen(element: Any, attribute: str, value: str, scope: Scope) -> Iterator[Fault]:
    """Remember the aliases of an attribute; G015 for a Media Topic that is none or no more."""
    for code in value.split():
        alias, colon, local = code.partition(":")
        if not colon:
            continue  # no QCode at all: the XML Schema says so
        scope.used.setdefault(alias, (element, attribute))
        if _is_topic(alias, scope):
            yield from _topic(element, attribute, code, local)
        else:
            scope.known.add(alias)


def topic(element: Any, attribute: str, value: str, scope: Scope) -> Iterator[Fault]:
    """G015 for a Media Topic by its URI."""
    local = value.removeprefix(TOPICS)
    if local and local != value and scope.kind not in LISTS:
        yield from _topic(element, attribute, value, local)


def _is_topic(alias: str, scope: Scope) -> bool:
    """Whether it is of IPTC's Media Topics: an item may have an alias of its own for them."""
    uri = scope.catalogs.own.get(alias, TOPICS if alias == "medtop" else "")
    return uri == TOPICS and scope.kind not in LISTS


def _topic(element: Any, attribute: str, code: str, local: str) -> Iterator[Fault]:
    known = tables.topics()
    retired = known.get(local)
    if retired:
        right = f"a topic in use: this was retired on {retired}"
    elif retired is None and not (len(local) == 8 and local.isdigit() and local > max(known)):
        # Codes beyond the last of the list may be later ones.
        right = f"a code of {TOPICS}"
    else:
        return
    yield fault("G015", element, f"Media Topic in {attribute}", code, right, attribute=attribute)


def undeclared(scope: Scope) -> Iterator[Fault]:
    """G002 for an alias that no catalog declares; G019 once, where a catalog is not known here."""
    lacking = [alias for alias in scope.used if scope.catalogs.uri(alias) is None]
    elsewhere = scope.catalogs.unknown
    if lacking and elsewhere:
        reference, href = elsewhere[0]
        some = short(", ".join(lacking[:6]), 60) + (" …" if len(lacking) > 6 else "")
        what = f"aliases of {count(len(lacking), 'list', 'lists')} of codes: found {some}"
        right = f"a catalog known here; {short(href, 80)} is never fetched"
        yield Fault("G019", reference, f"{what}, would be right: {right}", "href")
        return
    for alias in lacking:
        element, attribute = scope.used[alias]
        right = _declared(tables.schemes().get(alias), scope)
        what = f"alias of a QCode in {attribute}"
        yield fault("G002", element, what, alias, right, attribute=attribute)


def count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _declared(scheme: tables.Scheme | None, scope: Scope) -> str:
    if scheme is None:
        return "an alias that a catalog of the item declares"
    since = f"IPTC-G2-Standards_{max(scheme.since, 1)}"
    if not scope.catalogs.standards:
        return f"a catalog that declares it, such as {since}"
    return f"a catalog that declares it: {since}, the item has {max(scope.catalogs.standards)}"


def item_class(element: Any, scope: Scope) -> Iterator[Fault]:
    """G005: the nature of an item is a code of IPTC's list for its kind."""
    nature = NATURES.get(scope.kind)
    if nature is not None and element.getparent().getparent() is scope.item:
        yield from _of_list(element, scope, CV + nature)


def status(element: Any, scope: Scope) -> Iterator[Fault]:
    """G005: a publishing status is a code of IPTC's list."""
    if element.getparent().getparent() is scope.item:
        yield from _of_list(element, scope, STATUS)


def _of_list(element: Any, scope: Scope, wanted: str) -> Iterator[Fault]:
    name = str(element.tag).rpartition("}")[2]
    qcode, uri = element.get("qcode"), element.get("uri")
    if uri is not None:
        if not uri.startswith(wanted):
            yield fault("G005", element, name, uri, f"a code of {wanted}", attribute="uri")
    elif qcode and ":" in qcode:
        found = scope.catalogs.uri(qcode.partition(":")[0])
        if found is not None and found != wanted:
            aliases = [alias for alias, known in tables.schemes().items() if known.uri == wanted]
            right = f"a code of {', '.join(aliases)} ({wanted})"
            yield fault("G005", element, name, qcode, right, attribute="qcode")


def no_status(scope: Scope) -> Iterator[Fault]:
    """G025: without one the default is usable; readers exist that fail."""
    meta = scope.child("itemMeta")
    if scope.kind in NATURES and meta is not None and scope.child("itemMeta", "pubStatus") is None:
        yield fault("G025", meta, "pubStatus", None, "one, such as stat:usable")
