"""This module reads the JSON-LD of a page: schema.org objects, and which one is the article.

Objects are found at the top, in arrays, in `@graph` and as `mainEntity`; what lies in lists of
teasers, comments, images or related works describes something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

from archivist.readers.html.metadata import tolerant
from archivist.readers.html.metadata.statements import LONGEST, plain

RULE = "html.json-ld"
MOST_SCRIPTS = 60
MOST_NODES = 2000  # objects of a page that are looked at

# How likely an object of this type is the article of the page; endings first.
_ENDINGS = (("article", 4), ("posting", 4), ("report", 4))
_TYPES = {
    "review": 3, "recipe": 3, "creativework": 3, "claimreview": 2, "howto": 3, "podcastepisode": 3,
    "newsvideo": 3, "videoobject": 2, "audioobject": 2, "episode": 2, "tvepisode": 2, "clip": 2,
    "radioepisode": 2, "event": 2, "book": 2, "course": 2, "mediaobject": 2, "product": 1,
    "qapage": 2, "faqpage": 1, "webpage": 1, "itempage": 1, "medicalwebpage": 2, "aboutpage": 1,
    "profilepage": 1, "dataset": 2, "photograph": 2, "imagegallery": 2, "mediagallery": 2,
    "question": 2, "quotation": 1, "episodearticle": 4, "contentpage": 3,
}  # fmt: skip
_INWARD = ("@graph", "mainEntity", "mainEntityOfPage", "about", "subjectOf", "article", "hasPart")


@dataclass(frozen=True, slots=True)
class Node:
    """One object: its place, its types in lower case, and its members."""

    path: str
    types: tuple[str, ...]
    data: dict[str, Any]

    @property
    def rank(self) -> int:
        """0: not the article; the higher the likelier."""
        return max((_rank(name) for name in self.types), default=_untyped(self.data))


def _rank(name: str) -> int:
    return next((rank for end, rank in _ENDINGS if name.endswith(end)), _TYPES.get(name, 0))


def _untyped(data: dict[str, Any]) -> int:
    return 1 if "headline" in data and "datePublished" in data else 0


def nodes(scripts: Sequence[html.HtmlElement]) -> list[Node]:
    """The objects that speak of the page or its site, in the order of the page."""
    found: list[Node] = []
    for number, script in enumerate(scripts[:MOST_SCRIPTS]):
        text = script.text or ""
        for value in tolerant.load(text) if "{" in text or "&quot;" in text else ():
            found.extend(_inside(value, f"json-ld[{number}]", MOST_NODES - len(found)))
    return found


def _inside(value: Any, path: str, most: int) -> Iterator[Node]:
    """The objects in a value, those that describe it from within included; no recursion."""
    waiting: list[tuple[str, Any]] = [(path, value)]
    while waiting and most > 0:
        most -= 1
        path, value = waiting.pop()
        if isinstance(value, list):
            inner = [(f"{path}/{index}", item) for index, item in enumerate(value[:MOST_NODES])]
            waiting.extend(reversed(inner))
        elif isinstance(value, dict):
            yield Node(path, _types(value), value)
            inner = [(f"{path}/{key}", value[key]) for key in _INWARD if key in value]
            waiting.extend(
                (at, item) for at, item in reversed(inner) if isinstance(item, dict | list)
            )


def _types(data: dict[str, Any]) -> tuple[str, ...]:
    stated = data.get("@type", data.get("type"))
    names = stated if isinstance(stated, list) else [stated]
    last = (
        name.rpartition("/")[2].rpartition(":")[2].lower()
        for name in names
        if isinstance(name, str)
    )
    return tuple(name for name in last if name)


class Graph:
    """The objects of a page, and those they name by `@id`."""

    def __init__(self, found: Sequence[Node]) -> None:
        self.nodes = found
        self._named: dict[str, dict[str, Any]] = {}
        for node in found:
            self._note(node.data)
            for key in ("author", "publisher", "creator"):
                for item in listed(node.data.get(key)):
                    self._note(item)

    def _note(self, data: Any) -> None:
        name = data.get("@id") if isinstance(data, dict) else None
        if isinstance(name, str) and len(data) > len(self._named.get(name, {})):
            self._named[name] = data

    def whole(self, value: Any) -> Any:
        """The object itself where only its `@id` stands."""
        if isinstance(value, dict) and "name" not in value:
            name = value.get("@id")
            return self._named.get(name, value) if isinstance(name, str) else value
        return value

    def article(self, addresses: Iterable[str], headings: Iterable[str]) -> list[Node]:
        """The objects that describe the article, the best first.

        Of a rank that is the best one, and those that have the page's address or headline too.
        """
        known, said = set(addresses), set(headings)
        fitting = [(node, _fits(node.data, known, said)) for node in self.nodes if node.rank]
        fitting.sort(key=lambda pair: -(pair[0].rank * 2 + pair[1] * 5))
        best: dict[int, Node] = {}
        for node, _ in fitting:
            best.setdefault(node.rank, node)
        return [node for node, fits in fitting if fits or best[node.rank] is node]


def _fits(data: dict[str, Any], known: set[str], said: set[str]) -> int:
    """How many of its address and headline are those of the page."""
    page = data.get("mainEntityOfPage")
    places = [data.get("url"), data.get("@id"), page]
    places += [page.get("@id"), page.get("url")] if isinstance(page, dict) else []
    address = any(isinstance(place, str) and bare(place) in known for place in places)
    name = data.get("headline") or data.get("name")
    return address + (isinstance(name, str) and folded(plain(name)) in said)


def bare(address: str) -> str:
    """An address without scheme, `www.`, query, fragment and closing slash, to compare it."""
    rest = address.strip().partition("#")[0].partition("?")[0].rpartition("://")[2]
    return rest.lstrip("/").removeprefix("www.").rstrip("/").lower()


def folded(words: str) -> str:
    """Letters and digits only, to compare headlines."""
    return _NO_LETTERS.sub("", words.casefold())


_NO_LETTERS = re.compile(r"[\W_]+")


def listed(value: Any) -> list[Any]:
    """One value or many as a list, lists in lists opened once."""
    if value is None:
        return []
    if not isinstance(value, list):
        return [value]
    return [inner for item in value[:200] for inner in (item if isinstance(item, list) else [item])]


def texts(value: Any) -> Iterator[str]:
    """The words of a value: a string, `@value`, `name`, or several of them."""
    for item in listed(value):
        if isinstance(item, dict):
            item = item.get("@value") or item.get("name")
            item = item[0] if isinstance(item, list) and item else item
        if isinstance(item, str) and (words := plain(item[:LONGEST])):
            yield words
