"""This module reads what office files state of themselves: OPC core properties, ODF meta.xml.

They speak of the file. When it was made and its keywords are kept; its title counts only where
the text begins with it, for templates and copies keep the titles of other texts; its creator is
whoever the program is registered for, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from archivist.readers.office.package import Package
from archivist.record import Declared


class Properties(NamedTuple):
    """The title of the file ("" for none), and what is declared of the article."""

    title: str
    declared: tuple[Declared, ...]


def opc(opened: Package) -> Properties:
    """ISO/IEC 29500-2, core properties: `docProps/core.xml`."""
    return _properties(opened.optional("docProps/core.xml"), "docProps/core.xml", "opc")


def odf(opened: Package) -> Properties:
    """ODF 1.3, part 3, 4.3: `meta.xml`."""
    return of_meta(opened.optional("meta.xml"))


def of_meta(root: etree._Element | None) -> Properties:
    return _properties(root, "meta.xml", "odf")


def _meta(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of the properties; in a flat file those of its `office:meta` only."""
    held = next(root.iter("{*}meta"), root)
    return held.iter()


_CREATED = ("created", "creation-date")
_KEYWORDS = ("keywords", "keyword")


def _properties(root: etree._Element | None, member: str, rule: str) -> Properties:
    title, facts = "", []
    meta = _meta(root) if root is not None else ()
    for element in meta:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        value = (element.text or "").strip()
        if not value:
            continue
        if name == "title":
            title = value
        elif name in _CREATED:
            facts.append(Declared("date.created", value, f"{member}#{name}", f"{rule}.created"))
        elif name in _KEYWORDS:
            facts.extend(
                Declared("topic", word, f"{member}#{name}", f"{rule}.keywords")
                for word in words(value)
            )
    return Properties(title, tuple(facts))


def words(value: str) -> Iterator[str]:
    """`ferry; harbour` or `ferry, harbour`: keywords of one property."""
    parts = re.split(r"[;\n]" if ";" in value else r"[,\n]", value)
    return (part.strip() for part in parts if part.strip())


def same(printed: str, title: str) -> bool:
    """Whether a paragraph is the title of the file, whatever its case and blanks."""
    return bool(title) and printed.split() != [] and _folded(printed) == _folded(title)


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
