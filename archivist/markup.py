"""This module is the only place that configures lxml: no entities, no DTD, no network."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, Literal

from lxml import etree


def xml_parser(*, recover: bool = False) -> etree.XMLParser:
    """A parser for one document; entities stay unresolved, nothing is fetched.

    `recover`: go on behind what is not well-formed.
    """
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Raises `etree.XMLSyntaxError` (line and column in it)."""
    return etree.fromstring(data, xml_parser())


def parse_html(markup: str) -> etree._Element | None:
    """The `html` element of a page or fragment; None for what is nested too deeply to be held."""
    parser = etree.HTMLParser(
        recover=True,
        no_network=True,
        huge_tree=True,  # 2,048 levels for 256, and texts over 10 MB; the source is in memory
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    page = f"<html><body>{markup}" if "<body" not in markup[:65536] else markup
    root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    halted = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return None if halted else root


def local_name(element: etree._Element) -> str:
    """The name without its namespace, lower case."""
    return str(element.tag).rpartition("}")[2].lower()


Step = tuple[Literal["open", "close"], etree._Element] | tuple[Literal["text"], str]


def walk(root: etree._Element) -> Iterator[Step]:
    """Every element as it opens and closes, and the text between; the root's tail is left out.

    Entities that no parser resolved are text: the characters of HTML's names, else `&name;`.
    """
    node: Any = root
    while True:
        if not isinstance(node.tag, str):
            if node.tag is etree.Entity:
                yield "text", html.unescape(node.text)
        else:
            yield "open", node
            if node.text:
                yield "text", node.text
            if len(node):
                node = node[0]
                continue
            yield "close", node
        while node is not root and node.getnext() is None:
            if node.tail:
                yield "text", node.tail
            node = node.getparent()
            yield "close", node
        if node is root:
            return
        if node.tail:
            yield "text", node.tail
        node = node.getnext()
