"""This module finds elements by their local name, whatever namespace they are in or lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archivist.markup import local_name, walk

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The child elements of that name, in order; none of no element."""
    for item in element if element is not None else ():
        if isinstance(item.tag, str) and local_name(item) == name.lower():
            yield item


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first element down the path of names, None where a step is missing."""
    for name in names:
        element = next(children(element, name), None)
    return element


def inside(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """All elements of that name below, in order."""
    for item in element.iterdescendants() if element is not None else ():
        if isinstance(item.tag, str) and local_name(item) == name.lower():
            yield item


def said(element: etree._Element | None) -> str:
    """The words of an element and all it holds, on one line; empty where there is none."""
    if element is None:
        return ""
    parts = [
        node if isinstance(node, str) else " "
        for _, node in walk(element)
        if isinstance(node, str) or local_name(node) in APART
    ]
    return " ".join("".join(parts).split())


APART = frozenset({"br", "p", "li", "div", "hl1", "hl2", "byttl"})  # no word goes on behind them


def step(element: etree._Element) -> str:
    """The element's name as a step of a path, with its number where it is not the first."""
    name = str(element.tag).rpartition("}")[2]
    number = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
    return name if number == 1 else f"{name}[{number}]"


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute's value without outer blanks, whatever its namespace; empty where missing."""
    for key, value in element.attrib.items() if element is not None else ():
        if str(key).rpartition("}")[2] == name:
            return str(value).strip()
    return ""


def language(element: etree._Element | None) -> str:
    """`xml:lang`, empty where missing."""
    return (element.get(XML_LANG) or "").strip() if element is not None else ""


def in_language(found: list[etree._Element], wanted: str) -> list[etree._Element]:
    """The elements with words, those in the wanted language first; the order stays otherwise."""
    with_words = [item for item in found if said(item)]
    short = wanted.partition("-")[0].lower()
    return sorted(
        with_words, key=lambda e: language(e).partition("-")[0].lower() not in ("", short)
    )


def is_later(version: str) -> bool:
    """Whether a version is a number above 1."""
    return re.fullmatch(r"0*(?:[2-9]|[1-9][0-9]+)", version) is not None
