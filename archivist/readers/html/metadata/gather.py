"""This module gathers the statements of a page from all their places in one look at its tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from archivist.readers.html.metadata import items, linked_data, metas, objects
from archivist.readers.html.metadata.linked_data import bare, folded
from archivist.readers.html.metadata.place import elements, elsewhere, path_of, words_of
from archivist.readers.html.metadata.statements import LONGEST, Statement, tidy
from archivist.readers.html.page import Page

MOST_HEADINGS = 60

_TAGS = ("meta", "title", "link", "script", "h1", "h2", "h3", "time", "figure")
_CLOCKS = ("relative-time", "time-ago", "local-time")  # elements made by scripts, as `<time>`
_ITEMS = etree.XPath("//*[@itemprop]")
_PROPERTIES = etree.XPath("//body//*[@property and not(self::meta)]")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The statements of a page, and the elements near which more may stand."""

    statements: tuple[Statement, ...]
    headings: tuple[html.HtmlElement, ...]
    times: tuple[html.HtmlElement, ...]
    figures: tuple[html.HtmlElement, ...]


def gather(page: Page) -> Gathered:
    """Everything the page states in markup, in no order of belief."""
    tags = _sorted(page.tree, page.markup)
    found = list(metas.read(tags["meta"]))
    found.extend(_titles(tags["title"]))
    found.extend(_links(tags["link"]))
    found.extend(_language(page.tree))
    headings = tags["h1"][:MOST_HEADINGS]
    found.extend(_headings(headings))
    found.extend(_lesser(tags["h2"] + tags["h3"], found))
    nodes = linked_data.nodes(tags["script"])
    graph = linked_data.Graph(nodes)
    addresses = [bare(item.value) for item in found if item.field == "address"]
    said = [folded(item.value) for item in found if item.field in ("headline", "title")]
    found.extend(objects.sites(graph))
    found.extend(objects.read(graph, graph.article(addresses, said)))
    found.extend(items.read(tags["item"], _inside(headings)))
    return Gathered(
        tuple(found), tuple(headings + tags["h2"]), tuple(tags["time"]), tuple(tags["figure"])
    )


def _sorted(tree: html.HtmlElement, markup: str) -> dict[str, list[html.HtmlElement]]:
    """The elements that state something, by tag; `item`: those with a property."""
    found: dict[str, list[html.HtmlElement]] = {name: [] for name in _TAGS}
    for element in tree.iter(*_TAGS, *_CLOCKS):
        found[element.tag if element.tag in found else "time"].append(element)
    found["script"] = [item for item in found["script"] if "json" in (item.get("type") or "")]
    found["item"] = elements(_ITEMS, tree) if "itemprop" in markup else []
    if "typeof" in markup:
        found["item"] += elements(_PROPERTIES, tree)
    return found


def _titles(tags: list[html.HtmlElement]) -> Iterator[Statement]:
    for tag in tags:
        parent = tag.getparent()
        if parent is not None and parent.tag in ("head", "html", "body"):
            value = tidy((tag.text or "")[:LONGEST])
            if value:
                yield Statement("headline", value, "title", "html.title", 50)
                return


def _links(tags: list[html.HtmlElement]) -> Iterator[Statement]:
    for tag in tags[:400]:
        rel, href = (tag.get("rel") or "").lower().split(), tidy(tag.get("href") or "")
        if not href:
            continue
        if "canonical" in rel:
            yield Statement("address", href, "link[canonical]", "html.canonical", 90)
        if "license" in rel:
            yield Statement("rights.statement", href, "link[license]", "html.link", 70)


def _language(tree: html.HtmlElement) -> Iterator[Statement]:
    for element in (tree, tree.find("body")):
        for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
            value = tidy((element.get(name) if element is not None else None) or "")
            if value:
                yield Statement("language", value, f"{element.tag}[lang]", "html.lang", 80)
                break


def _lesser(headings: list[html.HtmlElement], found: list[Statement]) -> Iterator[Statement]:
    """Lesser headings that the title of the page names: the first may be the masthead."""
    titles = [folded(item.value) for item in found if item.rule == "html.title"]
    first = [folded(item.value) for item in found if item.rule == "html.heading"]
    if any(words in title and 2 * len(words) > len(title) for title in titles for words in first):
        return
    for element in headings[:MOST_HEADINGS]:
        words = words_of(element, "")
        if len(words) > 10 and any(folded(words) in title for title in titles):
            yield Statement("headline", words, path_of(element), "html.heading", 62)
            return


def _inside(headings: list[html.HtmlElement]) -> set[html.HtmlElement]:
    """What is around the heading, where there is one only."""
    shown = [element for element in headings if words_of(element, "", 20)]
    return set(shown[0].iterancestors()) if len(shown) == 1 else set()


def _headings(headings: list[html.HtmlElement]) -> Iterator[Statement]:
    """The first headings of the highest kind; one among teasers is believed less."""
    shown = [(element, words) for element in headings if (words := words_of(element, ""))]
    number = 0
    for element, words in shown:
        aside = len(shown) > 1 and elsewhere(element)
        weight = 30 if aside else (96, 60, 40, 30)[min(number, 3)]
        number += not aside
        yield Statement("headline", words, path_of(element), "html.heading", weight)
