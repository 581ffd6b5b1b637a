"""This module reads JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archivist.problems import Location, problem
from archivist.readers import layout
from archivist.readers.parts import Part, Stream, fitting
from archivist.readers.xhtml import fragment, plain
from archivist.record import Aside, Declared, Document, Evidence, Source, Value
from archivist.settings import Settings

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
UTF8 = Value("utf-8", Evidence("decode.utf-8", 100, declared="bytes"))
SIMPLE = (
    ("identifier.guid", "id", "json-feed.id"),
    ("identifier.url", "url", "json-feed.url"),
    ("date.published", "date_published", "json-feed.published"),
    ("date.modified", "date_modified", "json-feed.modified"),
    ("language", "language", "json-feed.language"),
    ("summary", "summary", "json-feed.summary"),
)


def opens(head: bytes) -> bool:
    """Whether it is a JSON object that states the version of JSON Feed."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _VERSION.search(head) is not None


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part an item, `#1` for the first."""
    whole = fitting(stream, settings.max_size)
    if isinstance(whole, Part):
        yield whole
        return
    try:
        feed = json.loads(whole.data)
    except (ValueError, RecursionError) as error:
        message = f"found no JSON: {error}"[:200]
        yield Part(whole, problems=(problem("R021", message, Location(whole.location)),))
        return
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        yield Part(whole, aside=Aside("no-article", "a feed without items"))
        return
    for number, item in enumerate(items, 1):
        data = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        yield _item(stream.source(f"#{number}", data), item, feed, number - 1)


def _item(source: Source, item: Any, feed: dict[str, Any], at: int) -> Part:
    if not isinstance(item, dict):
        return Part(source, aside=Aside("no-article", "an item that is no object"))
    text, blocks = layout.lay_out(_leaves(item, f"/items/{at}"))
    if not text:
        return Part(source, aside=Aside("no-article", "an item without text and title"))
    facts = (*source.declared, *_facts(item, feed, f"/items/{at}"))
    return Part(source, Document(source, "application/feed+json", text, UTF8, blocks, facts))


def _leaves(item: dict[str, Any], place: str) -> Iterator[layout.Leaf]:
    markup, text = _string(item, "content_html"), _string(item, "content_text")
    if markup:
        for leaf in fragment(markup):
            yield leaf._replace(path=f"{place}/content_html")
        return
    yield from layout.paragraphs(text, "json-feed.text", f"{place}/content_text")
    title = plain(_string(item, "title"))
    if not text.strip() and title:
        yield layout.Leaf("headline", "json-feed.title", f"{place}/title", title)


def _facts(item: dict[str, Any], feed: dict[str, Any], place: str) -> Iterator[Declared]:
    title = plain(_string(item, "title"))
    if title:
        yield Declared("headline", title, f"{place}/title", "json-feed.title")
    for field, key, rule in SIMPLE:
        value = _string(item, key)
        if value:
            yield Declared(field, value, f"{place}/{key}", rule)
    if not _string(item, "language") and _string(feed, "language"):
        yield Declared("language", _string(feed, "language"), "/language", "json-feed.language")
    for name in _names(item) or _names(feed):
        yield Declared("credit.author", name, f"{place}/authors", "json-feed.author")
    tags = item.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, str) and tag.strip():
            yield Declared("topic", tag.strip(), f"{place}/tags", "json-feed.tag")


def _names(found: dict[str, Any]) -> list[str]:
    """Version 1.1 has a list of authors, 1.0 had one."""
    listed = found.get("authors")
    authors = listed if isinstance(listed, list) else [found.get("author")]
    return [_string(a, "name") for a in authors if isinstance(a, dict) and _string(a, "name")]


def _string(found: dict[str, Any], key: str) -> str:
    """A string without the lone surrogates that JSON can spell and no text can hold."""
    value = found.get(key)
    return value.encode("utf-8", "replace").decode().strip() if isinstance(value, str) else ""
