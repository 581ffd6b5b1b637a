"""This module collects what the page says of its own text: headline, summary, whole body.

They are witnesses: they help to tell the main text from what stands around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html

from archivist.readers.html.boxes import Leaf, key

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
    path: str = ""  # where the body is stated


def read(tree: html.HtmlElement, leaves: Iterable[Leaf]) -> Claims:
    """What the head of the page, its JSON-LD and its headings claim."""
    headlines = {leaf.key for leaf in leaves if leaf.box.heading() == "h1"}
    summaries: list[str] = []
    body, path = "", ""
    for name, value, place in [*_metas(tree), *_data(tree)]:
        if name in ("headline", *_TITLES):
            headlines |= {key(part) for part in (value, *_CUT.split(value))}
        elif name == "articleBody":
            if len(value) > len(body):
                body, path = unmarked(value), place
        else:
            summaries.append(key(value))
    return Claims(
        frozenset(found for found in headlines if len(found) >= SHORT),
        tuple(found for found in summaries if len(found) >= SHORT),
        body,
        path,
    )


def _metas(tree: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in _TITLES or name in _SUMMARIES:
            yield name, meta.get("content") or "", ""
    for title in tree.iter("title"):
        yield "headline", title.text or "", ""


def _data(tree: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    for script in tree.iter("script"):
        text = script.text
        if text and "ld+json" in (script.get("type") or ""):
            for name, value in _JSON.findall(text):
                place = script.getroottree().getpath(script) if name == "articleBody" else ""
                yield name, _unquoted(value), f"{place}/articleBody"


def unmarked(value: str) -> str:
    """A stated body without the tags and entities that some pages leave in it."""
    return unescape(_TAG.sub(" ", unescape(value)))


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _unquoted(value: str) -> str:
    try:
        found: Any = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return value
    return str(found)
