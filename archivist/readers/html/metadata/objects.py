"""This module takes out of the JSON-LD objects of an article what they state of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.readers.html.metadata.linked_data import RULE, Graph, Node, listed, texts
from archivist.readers.html.metadata.statements import Statement

# Member → field and how far it is believed of an article; a page or video is believed less.
_MEMBERS = {
    "headline": ("headline", 92),
    "description": ("summary", 72),
    "datePublished": ("date.published", 96),
    "dateCreated": ("date.published", 62),
    "uploadDate": ("date.published", 70),
    "dateModified": ("date.modified", 96),
    "inLanguage": ("language", 70),
    "url": ("address", 60),
    "articleSection": ("section", 80),
    "keywords": ("topic", 78),
    "copyrightNotice": ("rights.notice", 80),
    "license": ("rights.statement", 80),
    "copyrightHolder": ("rights.holder", 80),
}
_LESS = {4: 0, 3: 8, 2: 14, 1: 10}
_PEOPLE = {
    "author": ("credit.author", 94),
    "creator": ("credit.author", 80),
    "editor": ("credit.editor", 80),
    "translator": ("credit.translator", 80),
    "contributor": ("credit.contributor", 70),
    "sourceOrganization": ("credit.source", 70),
    "publisher": ("site", 84),
}
_ORGANIZATIONS = ("organization", "corporation", "newspaper", "thing", "brand")
_LANGUAGE_KEYS = ("@value", "alternateName", "name", "identifier")


def read(graph: Graph, articles: list[Node]) -> Iterator[Statement]:
    """What the objects of the article state, the best object first."""
    ranks: dict[int, int] = {}
    for node in articles:
        number = ranks[node.rank] = ranks.get(node.rank, -1) + 1
        less = _LESS[node.rank] + min(4 * number, 20)
        for member, (field, weight) in _MEMBERS.items():
            for value in _values(member, node.data):
                path = f"{node.path}/{member}"
                yield Statement(field, value, path, RULE, weight - less)
        if not node.data.get("headline"):
            for value in texts(node.data.get("name")):
                yield Statement("headline", value, f"{node.path}/name", RULE, 66 - less)
        yield from _people(graph, node, less)
        yield from _pictures(graph, node)
        yield from _addresses(node)


def _values(member: str, data: dict[str, Any]) -> Iterator[str]:
    value = data.get(member)
    if member == "inLanguage" and isinstance(value, dict):
        value = next((value[key] for key in _LANGUAGE_KEYS if value.get(key)), None)
    if member == "license" and isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return texts(value)


def _people(graph: Graph, node: Node, less: int) -> Iterator[Statement]:
    for member, (field, weight) in _PEOPLE.items():
        for index, item in enumerate(listed(node.data.get(member))):
            whole = graph.whole(item)
            path = f"{node.path}/{member}"
            if isinstance(node.data.get(member), list):
                path = f"{path}/{index}"
            stated = field
            organization = is_organization(whole)
            if field == "credit.author" and organization:
                stated = "organization"
            for name in _names(whole):
                if field == "site" and organization:
                    yield Statement("publisher", name, path, RULE, weight - less)
                yield Statement(stated, name, path, RULE, weight - less)


def _names(item: Any) -> Iterator[str]:
    """The names of a person or body, from name parts where there is no name."""
    if isinstance(item, dict) and not item.get("name"):
        parts = [item.get(key) for key in ("givenName", "additionalName", "familyName")]
        item = " ".join(part for part in parts if isinstance(part, str))
    return texts(item)


def is_organization(item: Any) -> bool:
    """Whether an object says it is a body, not a person."""
    if not isinstance(item, dict):
        return False
    kinds = [kind.lower() for kind in listed(item.get("@type")) if isinstance(kind, str)]
    return any(kind.endswith(_ORGANIZATIONS) for kind in kinds) and "person" not in kinds


def _pictures(graph: Graph, node: Node) -> Iterator[Statement]:
    """`creditText`, `creator` and `copyrightNotice` of the pictures of the article."""
    for index, item in enumerate(listed(node.data.get("image"))[:20]):
        whole = graph.whole(item)
        if not isinstance(whole, dict):
            continue
        path = f"{node.path}/image/{index}"
        for key, field in (("creditText", "credit.image"), ("creator", "credit.photographer")):
            for name in texts(graph.whole(whole.get(key))):
                yield Statement(field, name, f"{path}/{key}", RULE, 70)


def _addresses(node: Node) -> Iterator[Statement]:
    page = node.data.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    for value in texts(page):
        yield Statement("address", value, f"{node.path}/mainEntityOfPage", RULE, 55)


def sites(graph: Graph) -> Iterator[Statement]:
    """The names of the site and of who runs it, where they stand as objects of their own."""
    for node in graph.nodes:
        if any(kind in _RUN_BY for kind in node.types):
            for name in texts([node.data.get("name"), *listed(node.data.get("alternateName"))]):
                if is_organization(node.data):
                    yield Statement("publisher", name, f"{node.path}/name", RULE, 70)
                yield Statement("site", name, f"{node.path}/name", RULE, 70)


_RUN_BY = {"website", "newsmediaorganization", "organization", "newspaper", "corporation"}
