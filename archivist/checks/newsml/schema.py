"""This module asks the official schema, when it is in the cache: XML Schema and DTD, with libxml2.

libxml2 differs from other validators twice: it does not look at IDREF (`references` does), and it
takes blanks around a date for a fault, which XML Schema does not (3.2.7: whiteSpace is collapse).
"""

from __future__ import annotations

import copy
import functools
import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archivist import official
from archivist.checks.newsml.fault import Fault
from archivist.checks.newsml.wording import said

MOST = 1000  # deviations of a document that are told
_STEP = re.compile(r"([^/\[]+)(?:\[(\d+)\])?")
_DATE = re.compile(r"'xs:(?:dateTime|date|gYearMonth|gYear)'|DateTime|DateOptTime")


class _Cached(etree.Resolver):
    """What a schema includes comes from the cache or not at all."""

    def resolve(self, system_url: Any, public_id: Any, context: Any) -> Any:  # type: ignore[override]
        name = (system_url or "").replace("\\", "/").rpartition("/")[2]
        item = official.by_name().get(name)
        data = official.cached(item) if item is not None else None
        if data is None:
            raise etree.XMLSchemaParseError(f"{system_url} is not in the cache")
        return self.resolve_string(data, context, base_url=name)


def compiled(item: official.Official) -> Any | None:
    """The XMLSchema or DTD, None when it is not in the cache as it should be."""
    try:
        return _compiled(item, str(official.folder()))
    except FileNotFoundError:
        return None


@functools.lru_cache(maxsize=64)
def _compiled(item: official.Official, folder: str) -> Any:
    """Raises FileNotFoundError, which is not remembered: it may be fetched any time."""
    data = official.cached(item)
    if data is None or not official.is_complete(item):
        raise FileNotFoundError(item.name)
    if item.name.endswith(".dtd"):
        return etree.DTD(io.BytesIO(data))
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Cached())
    return etree.XMLSchema(etree.fromstring(data, parser, base_url=item.name))


def is_valid(root: Any, item: official.Official) -> bool | None:
    """The verdict of libxml2 as it is; None without the schema."""
    grammar = compiled(item)
    return None if grammar is None else bool(grammar.validate(root))


def deviations(
    root: Any, item: official.Official, code: str, asked: Any | None = None
) -> Iterator[Fault]:
    """A fault for each deviation of a document or part of one; nothing without the schema.

    `asked` is what the schema is asked about instead: a document of the same elements.
    """
    grammar = compiled(item)
    asked = root if asked is None else asked
    if grammar is None or grammar.validate(asked):
        return
    log = _without_blanks(asked, grammar)
    seen: set[tuple[str, str | None, bool]] = set()
    for entry in log[:MOST]:
        element = _at(root, entry.path)
        attribute, content, message = said(entry.type_name, entry.message, item)
        key = (entry.path or entry.message, attribute, content)
        if key not in seen:  # a pattern and the type that has it are one fault
            seen.add(key)
            yield Fault(code, element, message, attribute, f"demanded by {item.name}")


def _without_blanks(root: Any, grammar: Any) -> list[Any]:
    """The log; where dates have blanks around them, that of a copy without them."""
    log = list(grammar.error_log)
    blank = [
        entry.path
        for entry in log
        if _DATE.search(entry.message) and _has_blanks(_at(root, entry.path))
    ]
    if not blank:
        return log
    again = copy.deepcopy(root)
    for path in blank:
        element = _at(again, path)
        element.text = element.text.strip()
    return [] if grammar.validate(again) else list(grammar.error_log)


def _has_blanks(element: Any) -> bool:
    text = element.text or ""
    return bool(text.strip()) and text != text.strip()


def _at(root: Any, path: str | None) -> Any:
    """The element that libxml2 means: `/*/*[3]/o:Policy[2]`, as xmlGetNodePath writes it."""
    element = root
    for number, (name, position) in enumerate(_STEP.findall(path or "")):
        if number == 0:
            continue  # the root itself
        inner = _named(element, name, int(position or 1))
        if inner is None:
            return element  # an attribute or a text
        element = inner
    return element


def _named(element: Any, name: str, position: int) -> Any | None:
    for child in element.iterchildren("*"):
        prefix = f"{child.prefix}:" if child.prefix else ""
        if name == "*" or name == prefix + child.tag.rpartition("}")[2]:
            position -= 1
            if position == 0:
                return child
    return None
