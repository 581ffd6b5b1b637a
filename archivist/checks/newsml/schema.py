"""This module asks the official schema, when it is in the cache: XML Schema and DTD, with libxml2.

libxml2 differs from other validators twice: it does not look at IDREF (`references` does), and it
takes blanks around a date for a fault (`assessment` sees to it).
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archivist import official
from archivist.checks.newsml.assessment import Assessment
from archivist.checks.newsml.fault import Fault
from archivist.checks.newsml.wording import said

MOST = 1000  # deviations of a document that are told


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
    told: set[tuple[Any, str | None, bool]] = set()
    for element, entry in Assessment(root, asked, grammar).log():
        attribute, content, message = said(entry.type_name, entry.message, item)
        key = (element, attribute, content)
        if key not in told and len(told) < MOST:  # a pattern and its type are one fault
            told.add(key)
            yield Fault(code, element, message, attribute, f"demanded by {item.name}")
