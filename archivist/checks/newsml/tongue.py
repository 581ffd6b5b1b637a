"""This module checks languages: stated at all, and by tags of BCP 47."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import ITEMS, Scope
from archivist.checks.tags import is_language_tag
from archivist.namespaces import NAR, XML

_NAR = "{" + NAR + "}"
LANG = "{" + XML + "}lang"
_TEXT = ("text", "application/xhtml+xml", "application/nitf+xml", "xhtml")


def tag(element: Any, attribute: str, value: str) -> Iterator[Fault]:
    """G027 for what is no language tag; an empty xml:lang says that there is none."""
    stated = value.strip()
    if not _is_tag(stated) and (stated or attribute != "lang"):
        shown = "xml:lang" if attribute == "lang" else attribute
        right = "a tag of BCP 47, such as en or de-AT"
        yield fault("G027", element, shown, value, right, attribute=attribute)


@functools.lru_cache(maxsize=1024)
def _is_tag(text: str) -> bool:
    return is_language_tag(text)


def of_item(scope: Scope) -> Iterator[Fault]:
    """G007 for an item without xml:lang, G026 for text whose language is not stated."""
    if scope.kind in ITEMS and scope.item.get(LANG) is None:
        yield fault("G007", scope.item, f"xml:lang of {scope.kind}", None, "a tag of BCP 47")
    if scope.kind == "newsItem" and _is_text(scope):
        meta = scope.child("contentMeta")
        if meta is None or meta.find(_NAR + "language") is None:
            where = scope.item if meta is None else meta
            yield fault("G026", where, "language in contentMeta", None, "the language of the text")


def _is_text(scope: Scope) -> bool:
    """Whether the item brings text: a picture has no language."""
    content = scope.child("contentSet")
    return content is not None and any(
        inner.tag == _NAR + "inlineXML" or (inner.get("contenttype") or "text").startswith(_TEXT)
        for inner in content.iterchildren(_NAR + "inlineXML", _NAR + "inlineData")
    )
