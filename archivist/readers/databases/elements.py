"""This module finds things in the tree of a page: elements by class, the words of an element."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archivist import markup
from archivist.readers.xhtml import fragment, plain


def tree(text: str) -> etree._Element | None:
    """The tree of a slice of a page; None when it is nested too deeply to be held."""
    return markup.parse_html(text)


def classed(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Elements that have one of the classes, case aside, in document order."""
    wanted = {name.casefold() for name in names}
    for element in root.iter(etree.Element):
        held = str(element.get("class") or "").casefold().split()
        if wanted.intersection(held):
            yield element


def first(root: etree._Element, *names: str) -> etree._Element | None:
    """The first element that has the first of the classes that any has."""
    found = (next(classed(root, name), None) for name in names)
    return next((element for element in found if element is not None), None)


def words(element: etree._Element | None) -> str:
    """What an element shows, as one line."""
    return plain(element) if element is not None else ""


def paragraphs(element: etree._Element) -> Iterator[str]:
    """What an element shows, as paragraphs."""
    return (leaf.text for leaf in fragment(element))
