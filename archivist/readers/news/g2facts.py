"""This module says what an item of NewsML-G2 states of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from archivist.readers.news.tree import (
    attribute,
    child,
    children,
    in_language,
    is_later,
    language,
    said,
    step,
)
from archivist.record import Declared

# Codes of IPTC's contentprodpartyrole and of agencies' own lists → the role of a credit.
ROLES = {
    "author": "author",
    "correspondent": "author",
    "reporter": "author",
    "writer": "author",
    "byline": "author",
    "editor": "editor",
    "contenteditor": "editor",
    "source": "source",
    "contentsource": "source",
    "origprov": "source",
    "translator": "translator",
    "photographer": "photographer",
    "cameraoperator": "photographer",
    "imgsupplier": "image",
    "supplier": "source",
}
HOUSES = 20  # bylines and credit lines in which a name is looked for
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")
_RELATIONS = {"previousversion": "revisionOf", "translatedfrom": "translationOf"}


def declared(item: etree._Element, at: str) -> Iterator[Declared]:
    """All facts of an item; `at` is its path."""
    content = child(item, "contentMeta")
    stated = attribute(child(content, "language"), "tag")
    tag = stated or language(item)
    if tag:
        path = "contentMeta/language/@tag" if stated else "@xml:lang"
        yield Declared("language", tag, f"{at}/{path}", "newsml-g2.language")
    for key in ("guid", "version"):
        if attribute(item, key):
            yield Declared(f"identifier.{key}", attribute(item, key), f"{at}/@{key}", _rule(key))
    yield from _titles(content, tag, f"{at}/contentMeta")
    yield from _dates(item, content, at)
    yield from _credits(item, content, tag, at)
    yield from _rights(child(item, "rightsInfo"), tag, f"{at}/rightsInfo")
    yield from _topics(content, tag, f"{at}/contentMeta")
    yield from _identifiers(content, f"{at}/contentMeta")
    yield from _relations(child(item, "itemMeta"), f"{at}/itemMeta")


def _rule(name: str) -> str:
    """`versionCreated` → `newsml-g2.version-created`."""
    return "newsml-g2." + re.sub(r"(?<=[a-z])[A-Z]", lambda upper: "-" + upper[0].lower(), name)


def _code(element: etree._Element, key: str) -> str:
    """The code of a QCode, without its alias, lower case."""
    return attribute(element, key).rpartition(":")[2].lower()


def headline(content: etree._Element | None, tag: str) -> etree._Element | None:
    """The headline without a role or with the main one, else the first with words."""
    found = in_language(list(children(content, "headline")), tag)
    main = (e for e in found if _code(e, "role") in ("", "main", "hl1", "headline", "full"))
    return next(main, found[0] if found else None)


def _titles(content: etree._Element | None, tag: str, at: str) -> Iterator[Declared]:
    main = headline(content, tag)
    if main is not None:
        yield Declared("headline", said(main), f"{at}/{step(main)}", _rule("headline"))
    descriptions = in_language(list(children(content, "description")), tag)
    for item in descriptions:
        if _code(item, "role") in ("", "summary", "abstract", "teaser", "lead"):
            yield Declared("summary", said(item), f"{at}/{step(item)}", _rule("description"))
            break


def _dates(item: etree._Element, content: etree._Element | None, at: str) -> Iterator[Declared]:
    """Version 1 is published when it is created; a later one modifies what was published first.

    `firstCreated` of a later version is the instant of version 1 (NewsML-G2, itemMeta). What is
    under embargo is published when that ends, and not when it is sent.
    """
    meta = child(item, "itemMeta")
    first, version = said(child(meta, "firstCreated")), said(child(meta, "versionCreated"))
    later = is_later(attribute(item, "version"))
    created = said(child(content, "contentCreated"))
    held = said(child(meta, "embargoed"))
    this, earlier = sending(later=later and bool(first), held=bool(held))
    roles = {
        "itemMeta/versionCreated": (this, version),
        "itemMeta/firstCreated": (earlier, first),
        "contentMeta/contentCreated": ("created", created),
        "contentMeta/contentModified": ("modified", said(child(content, "contentModified"))),
        "itemMeta/embargoed": ("published", held),
    }
    seen = set()
    for place, (role, value) in roles.items():
        if value and (role, value) not in seen:
            seen.add((role, value))
            rule = _rule(place.rpartition("/")[2])
            yield Declared(f"date.{role}", value, f"{at}/{place}", rule)


def sending(*, later: bool, held: bool) -> tuple[str, str]:
    """The roles of the instants of this version and of the first one."""
    if held:
        return "modified", "created"
    return ("modified", "published") if later else ("published", "created")


# ------------------------------------------------------------------ people and rights


def party(element: etree._Element, tag: str) -> str:
    """The name of a party: its name in the language, else its literal, else its code."""
    for item in in_language(list(children(element, "name")), tag):
        return said(item)
    code = attribute(element, "qcode").partition(":")[2]
    return attribute(element, "literal") or code or said(element)


def _credits(
    item: etree._Element, content: etree._Element | None, tag: str, at: str
) -> Iterator[Declared]:
    lines = in_language(list(children(content, "by")), tag)
    houses = [*children(content, "creditline"), *children(content, "infoSource")]
    said_already = [*map(said, lines[:HOUSES]), *(party(e, tag) for e in houses[:HOUSES])]
    for line in lines[:1]:
        yield Declared("credit.author", said(line), f"{at}/contentMeta/{step(line)}", _rule("by"))
    for number, element in enumerate(children(content, "creator"), 1):
        yield from _person(
            element, tag, "author", said_already, f"{at}/contentMeta/creator[{number}]"
        )
    for number, element in enumerate(children(content, "contributor"), 1):
        path = f"{at}/contentMeta/contributor[{number}]"
        yield from _person(element, tag, "contributor", said_already, path)
    for element in in_language(list(children(content, "creditline")), tag)[:1]:
        path = f"{at}/contentMeta/{step(element)}"
        yield Declared("credit.agency", said(element), path, _rule("creditline"))
    for number, element in enumerate(children(content, "infoSource"), 1):
        if party(element, tag):
            path = f"{at}/contentMeta/infoSource[{number}]"
            yield Declared("credit.source", party(element, tag), path, _rule("infoSource"))
    provider = child(item, "itemMeta", "provider")
    if provider is not None and party(provider, tag):
        path = f"{at}/itemMeta/provider"
        yield Declared("credit.publisher", party(provider, tag), path, _rule("provider"))


def _person(
    element: etree._Element, tag: str, default: str, known: Iterable[str], at: str
) -> Iterator[Declared]:
    """A creator or contributor, but for one in a byline or credit line.

    One whose name is its code is a login: `qcode="desk:rau"`, name `rau`.
    """
    value = party(element, tag)
    code = attribute(element, "qcode").partition(":")[2]
    if not value or value.casefold() == code.casefold():
        return
    if any(value.casefold() in line.casefold() for line in known):
        return
    role = ROLES.get(_code(element, "role"), default)
    yield Declared(f"credit.{role}", value, at, _rule(at.rpartition("/")[2].partition("[")[0]))


def _rights(info: etree._Element | None, tag: str, at: str) -> Iterator[Declared]:
    holder = child(info, "copyrightHolder")
    if holder is not None and party(holder, tag):
        yield Declared(
            "rights.holder", party(holder, tag), f"{at}/copyrightHolder", _rule("rights")
        )
    for key in ("copyrightNotice", "usageTerms"):
        for element in in_language(list(children(info, key)), tag)[:1]:
            yield Declared("rights.notice", said(element), f"{at}/{step(element)}", _rule(key))
        for element in children(info, key):
            address = attribute(element, "href") or attribute(element, "uri")
            if address.startswith("http"):
                yield Declared("rights.statement", address, f"{at}/{step(element)}", _rule(key))


# ------------------------------------------------------------------ topics and identifiers


def _topics(content: etree._Element | None, tag: str, at: str) -> Iterator[Declared]:
    for number, element in enumerate(children(content, "subject"), 1):
        path = f"{at}/subject[{number}]"
        alias, _, code = attribute(element, "qcode").partition(":")
        address = attribute(element, "uri")
        names = in_language(list(children(element, "name")), tag)
        label = said(names[0]) if names else attribute(element, "literal")
        if alias and code:
            yield Declared(f"topic.{alias}", code, path, _rule("subject"), name=label or None)
        elif address:
            yield Declared("topic.uri", address, path, _rule("subject"), name=label or None)
        elif label:
            yield Declared("topic", label, path, _rule("subject"))
    for number, element in enumerate(children(content, "keyword"), 1):
        if said(element):
            yield Declared("topic", said(element), f"{at}/keyword[{number}]", _rule("keyword"))


def _identifiers(content: etree._Element | None, at: str) -> Iterator[Declared]:
    for element in in_language(list(children(content, "slugline")), "")[:1]:
        yield Declared("identifier.slugline", said(element), f"{at}/slugline", _rule("slugline"))
    for number, element in enumerate(children(content, "altId"), 1):
        scheme = attribute(element, "type").replace(":", "-").lower() or "altid"
        if said(element):
            path = f"{at}/altId[{number}]"
            yield Declared(f"identifier.{scheme}", said(element), path, _rule("altId"))


def _relations(meta: etree._Element | None, at: str) -> Iterator[Declared]:
    for number, element in enumerate(children(meta, "link"), 1):
        kind = _RELATIONS.get(_code(element, "rel"))
        target = attribute(element, "residref") or attribute(element, "href")
        if kind and _IRI.fullmatch(target):
            yield Declared(f"relation.{kind}", target, f"{at}/link[{number}]", _rule("link"))
