"""This module says where an element stands: its path, its words, in the article or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice
from typing import cast

from lxml import etree, html

from archivist.readers.html.metadata.statements import LONGEST, tidy
from archivist.readers.html.metadata.words import whole

# Parts of a page that speak of something else, by element; by class and id: `elsewhere` in
# `data/page-words.tsv`.
_ELSEWHERE_TAGS = {"aside", "nav", "noscript", "template", "select", "dialog"}
_FOOT = re.compile(r"(?:^|[\s_-])footer(?:$|[\s_-])", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:article|post|entry|single|node|news|story)(?:$|[\s_-])", re.I
)
_HIGHEST = 40  # ancestors that are looked at
_PIECES = 400  # pieces of text of an element that are looked at
_SHOWN = etree.XPath(
    ".//text()[not(parent::script or parent::style or parent::svg or parent::noscript)]",
    smart_strings=False,
)


def elements(path: etree.XPath, root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements on a path, in the order of the page."""
    return cast("list[html.HtmlElement]", path(root))


def elsewhere(element: html.HtmlElement, inside: Container[html.HtmlElement] = ()) -> bool:
    """Whether an element stands in a list of teasers, a comment, a menu or a foot.

    What is around the headline, `inside`, is around the article too, whatever it is called; and
    the foot of an article is part of it.
    """
    foot = False
    for above in islice(element.iterancestors(), _HIGHEST):
        if above in inside or above.tag in ("body", "html", "main"):
            return foot
        named = f"{above.get('class') or ''} {above.get('id') or ''}"[:300]
        if above.tag == "article" or _ARTICLE.search(named):
            foot = False
        if above.tag in _ELSEWHERE_TAGS:
            return True
        if len(named) > 1:
            foot = foot or above.tag == "footer" or _FOOT.search(named) is not None
            if whole("elsewhere").search(named):
                return True
        else:
            foot = foot or above.tag == "footer"
    return foot


def words_of(element: html.HtmlElement, joint: str = " ", most: int = LONGEST) -> str:
    """The words an element shows, in one line, at most `most` code points.

    `joint` stands between the words of different elements.
    """
    pieces: list[str] = []
    length = 0
    for piece in cast("list[str]", _SHOWN(element))[:_PIECES]:
        pieces.append(piece)
        length += len(piece)
        if length > most:
            break
    return tidy(joint.join(pieces)[:most])


def path_of(element: html.HtmlElement) -> str:
    """The XPath of an element."""
    return str(element.getroottree().getpath(element))


def after(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements behind one in the order of the page, its own descendants left out."""
    at: html.HtmlElement | None = element
    while at is not None:
        for sibling in at.itersiblings():
            yield from sibling.iter("*")
        at = at.getparent()


def before(element: html.HtmlElement, levels: int = 6) -> Iterator[html.HtmlElement]:
    """The elements in front of one, the nearest first, up to some levels above it."""
    at: html.HtmlElement | None = element
    for _ in range(levels):
        if at is None or at.tag == "body":
            return
        for sibling in at.itersiblings(preceding=True):
            yield from reversed(list(islice(sibling.iter("*"), 60)))
        at = at.getparent()
