"""This module reads microdata and RDFa: what the elements of the article itself state of it.

A teaser, a comment and an author's box have the same properties as the article; where the element
stands and which item it belongs to tell them apart.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from lxml import etree, html

from archivist.readers.html.metadata.place import elements, elsewhere, path_of, words_of
from archivist.readers.html.metadata.statements import LONGEST, Statement, tidy

_NAMES = etree.XPath('.//*[@itemprop="name" or @property="name" or @property="schema:name"]')
MOST = 400  # elements of a page that are looked at

_PROPERTIES = {
    "headline": ("headline", 84),
    "datepublished": ("date.published", 84),
    "datecreated": ("date.published", 60),
    "uploaddate": ("date.published", 60),
    "datemodified": ("date.modified", 80),
    "author": ("credit.author", 82),
    "creator": ("credit.author", 72),
    "editor": ("credit.editor", 60),
    "translator": ("credit.translator", 70),
    "publisher": ("site", 60),
    "inlanguage": ("language", 60),
    "keywords": ("topic", 60),
    "articlesection": ("section", 60),
    "copyrightholder": ("rights.holder", 60),
    "license": ("rights.statement", 70),
    "doi": ("identifier.doi", 70),
}
_ITEMS = ("article", "posting", "report", "webpage", "review", "recipe", "creativework", "video")
_OTHERS = ("comment", "person", "organization", "imageobject", "breadcrumb", "event", "product")


def read(
    found: Sequence[html.HtmlElement], inside: Container[html.HtmlElement]
) -> Iterator[Statement]:
    """What elements with `itemprop` or `property` state of the article."""
    articles: dict[str, int] = {}
    for element in found[:MOST]:
        printed = element.get("itemprop") or element.get("property") or ""
        for name in printed.lower().split():
            known = _PROPERTIES.get(name.rpartition(":")[2].rpartition("/")[2])
            if known is None or elsewhere(element, inside):
                continue
            scope = _scope(element)
            if scope is not None and not _speaks_of_the_article(scope):
                continue
            field, weight = known
            value, organization = _value(element, field)
            if not value:
                continue
            number = _number(scope, articles)
            if field == "credit.author" and organization:
                field = "organization"
            path = f"{path_of(element)}[@{'itemprop' if element.get('itemprop') else 'property'}]"
            yield Statement(field, value, path, "html.microdata", max(weight - 12 * number, 10))


def _number(scope: html.HtmlElement | None, seen: dict[str, int]) -> int:
    """Which article of the page an item is: the second and third are believed less."""
    place = "" if scope is None else path_of(scope)
    return seen.setdefault(place, min(len(seen), 3))


def _scope(element: html.HtmlElement) -> html.HtmlElement | None:
    """The item an element belongs to."""
    for above in element.iterancestors():
        if above.get("itemscope") is not None or above.get("typeof") is not None:
            return above
    return None


def _speaks_of_the_article(scope: html.HtmlElement) -> bool:
    kind = (scope.get("itemtype") or scope.get("typeof") or "").lower()
    if any(word in kind for word in _OTHERS):
        return False
    return not kind or any(word in kind for word in _ITEMS) or scope.tag in ("html", "body")


def _value(element: html.HtmlElement, field: str) -> tuple[str, bool]:
    """The value of a property, and whether it says it is an organization."""
    kind = (element.get("itemtype") or element.get("typeof") or "").lower()
    if element.get("itemscope") is not None or kind:
        inner = elements(_NAMES, element)
        if inner:
            return _printed(inner[0]), "organization" in kind
    if field.startswith("date."):
        stated = element.get("content") or element.get("datetime")
        return tidy(stated or "") or _printed(element), False
    return _printed(element), "organization" in kind


def _printed(element: html.HtmlElement) -> str:
    content = element.get("content")
    if content is None and element.tag == "link":
        content = element.get("href")
    return tidy(content[:LONGEST]) if content is not None else words_of(element)
