"""This module collects what the page says of its own text: headline, summary, whole body.

They are witnesses: they help to tell the main text from what stands around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from archivist.readers.html.leaves import Leaf, key

_JSON = re.compile(r'"(articleBody|headline|description)"\s*:\s*"((?:[^"\\]|\\.)*)"', re.S)
_TITLES = ("og:title", "twitter:title")
_SUMMARIES = ("description", "og:description", "twitter:description")
_CUT = re.compile(r"\s[|–—»·•-]\s|\s*[|»]\s*")
SHORT = 12  # letters: what is shorter is no headline to be recognised by


@dataclass(frozen=True, slots=True)
class Claims:
    """Letters and digits of headlines and summaries; the body as the page's data state it."""

    headlines: frozenset[str]
    summaries: tuple[str, ...]
    body: str


def read(tree: html.HtmlElement, leaves: Iterable[Leaf]) -> Claims:
    """What the head of the page, its JSON-LD and its headings claim."""
    headlines = {leaf.key for leaf in leaves if leaf.box.heading() == "h1"}
    summaries: list[str] = []
    body = ""
    for name, value in [*_metas(tree), *_data(tree)]:
        if name in ("headline", *_TITLES):
            headlines |= {key(part) for part in (value, *_CUT.split(value))}
        elif name == "articleBody":
            body = max(body, value, key=len)
        else:
            summaries.append(key(value))
    return Claims(
        frozenset(found for found in headlines if len(found) >= SHORT),
        tuple(found for found in summaries if len(found) >= SHORT),
        body,
    )


def _metas(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in _TITLES or name in _SUMMARIES:
            yield name, meta.get("content") or ""
    for title in tree.iter("title"):
        yield "headline", title.text or ""


def _data(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for script in tree.iter("script"):
        text = script.text
        if text and "ld+json" in (script.get("type") or ""):
            for name, value in _JSON.findall(text):
                yield name, _unquoted(value)


def _unquoted(value: str) -> str:
    try:
        found: Any = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return value
    return str(found)
