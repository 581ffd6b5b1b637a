"""This module reads one article of Kikuzo (Asahi Shimbun) and of Yomidasu (Yomiuri Shimbun)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from archivist.readers.databases import elements, printed_days
from archivist.readers.databases.articles import Article
from archivist.readers.databases.profiles import Profile
from archivist.record import Aside


def read_kikuzo(markup: str, profile: Profile) -> Article | Aside:
    """The article of a slice of a page; set aside where the database may not show the text."""
    article = Article("kikuzo")
    root = elements.tree(markup)
    if root is None:
        return article
    _columns(root, article, profile)
    detail = elements.first(root, "topic-detail")
    article.head(elements.words(elements.first(root, "font002")), "font002")
    body = elements.first(root, "detail001")
    if body is None:
        said = elements.words(detail)
        return Aside("no-article", f"no text, the database says: {said[-60:]}")
    _body(elements.paragraphs(body), "detail001", article)
    return article


def _columns(root: etree._Element, article: Article, profile: Profile) -> None:
    """The table above an article: its heads say what its cells are."""
    table = elements.first(root, "topic-list")
    if table is None:
        return
    heads = [elements.words(cell) for cell in table.iter("th")]
    cells = [elements.words(cell).replace(" ", "") for cell in table.iter("td")]
    for head, cell in zip(heads, cells, strict=False):
        name = profile.field_of("labels", head)
        if name:
            article.state(name, cell, f"topic-list/{head}", name.rpartition(".")[2])


def read_yomidasu(markup: str, profile: Profile) -> Article:
    """The article of a slice of a page."""
    article = Article("yomidasu")
    root = elements.tree(markup)
    if root is None:
        return article
    table = elements.first(root, "contentsTable")
    cells = [elements.words(cell) for cell in table.iter("th", "td")] if table is not None else []
    day = next((at for at, cell in enumerate(cells) if at and printed_days.begins(cell)), None)
    if day is not None:
        article.state("date.published", cells[day], f"contentsTable/th[{day + 1}]", "date")
        article.head(" ".join(cells[day + 1 : day + 2]), f"contentsTable/th[{day + 2}]")
    for body in elements.classed(root, "mb10"):
        if body.tag == "p":
            _body(elements.paragraphs(body), "p[mb10]", article)
    return article


def _body(found: Iterable[str], path: str, article: Article) -> None:
    """A line is a paragraph: Japanese papers begin each with a wide blank."""
    for text in found:
        for line in text.split("\n"):
            article.show("paragraph", line, path, "body")
