"""This module reads one article of Europresse, in its newer (`article`) and older markup."""

from __future__ import annotations

import re

from lxml import etree

from archivist.readers.databases import elements, printed_days
from archivist.readers.databases.articles import Article
from archivist.readers.databases.profiles import Profile

_NUMBER = re.compile(r"\b[a-z]+·\d{8}·[\w·.-]+")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)\s*\d{4}.*", re.IGNORECASE)
_PAGE = re.compile(r"p(?:ages?|p)?\.?\s*\d", re.IGNORECASE)


def read(markup: str, profile: Profile) -> Article:
    """The article of a slice of a page."""
    article = Article("europresse")
    root = elements.tree(markup)
    if root is None:
        return article
    classes = profile.tables["classes"]
    publication = elements.words(elements.first(root, *classes["publication"]))
    name = re.split(r",\s*(?:no|nº|n°|n\.)\W", publication, maxsplit=1)[0]
    article.state("credit.publisher", name, "DocPublicationName", "publication")
    for element in elements.classed(root, *classes["header"]):
        _header(elements.words(element), article)
    title = elements.first(root, *classes["headline"])
    article.head(elements.words(title), "titreArticle")
    for element in elements.classed(root, *classes["subhead"]):
        article.show("subhead", elements.words(element), "rdp__subtitle", "subhead")
    author = elements.words(elements.first(root, *classes["author"]))
    article.state("credit.author", author, "docAuthors", "author")
    _body(root, article, classes)
    found = _NUMBER.search(markup)
    if found:
        article.state("identifier.europresse", found[0], "publiC-lblNodoc", "number")
    return article


def _header(words: str, article: Article) -> None:
    """`Seine-Saint-Denis, lundi 28 janvier 2013, p. 93`: section, date, page, in any order."""
    day = printed_days.find(words)
    if day is None:
        return
    article.state("date.published", day[0], "DocHeader", "date")
    section = words[: day.start()].split(",")[0].strip()
    weekday = words[: day.start()].strip(" ,").rpartition(",")[2].strip()
    if section and section != weekday and not _PAGE.match(section):
        article.state("topic", section, "DocHeader", "section")


def _body(root: etree._Element, article: Article, classes: dict[str, tuple[str, ...]]) -> None:
    """The paragraphs of the body; in the older markup, what stands behind the title."""
    for name in classes["body"]:
        boxes = list(elements.classed(root, name))
        texts = [text for box in boxes for text in elements.paragraphs(box)]
        if texts:
            for at, text in enumerate(texts, start=1):
                article.show("paragraph", text, f"{name}/p[{at}]", "body")
            return
    title = elements.first(root, *classes["headline"])
    texts = list(elements.paragraphs(root))
    shown = elements.words(title)
    lines = [" ".join(text.split()) for text in texts]
    start = next((at for at, line in enumerate(lines) if shown and shown in line), -1)
    for at, text in enumerate(texts[start + 1 :], start=1):
        if _RIGHTS.match(text):
            article.state("rights.notice", text, f"p[{at}]", "copyright")
        elif not _NUMBER.search(text):
            article.show("paragraph", text, f"p[{at}]", "body")
