"""This module reads RSS 0.9 to 2.0, RDF Site Summary, Atom 0.3 and 1.0, and CDF by feedparser.

An entry becomes an article of what the feed gives of it: the content, else the summary. Dates are
handed on as the feed prints them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from archivist.problems import Location, problem
from archivist.readers import layout, xmlhead
from archivist.readers.feeds import slices
from archivist.readers.parts import Part, Stream, fitting
from archivist.readers.xhtml import fragment, plain
from archivist.record import Aside, Declared, Document, Evidence, Source, Value
from archivist.settings import Settings

ROOTS = frozenset({"rss", "feed", "channel"})
_END = re.compile(rb"</[\w:]{3,20}>\s*\Z")  # of the root, whatever is broken before it
MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def opens(head: bytes) -> bool:
    """Whether the first element is that of a feed."""
    name, attributes = xmlhead.root(head)
    local = name.lower()
    if local == "rdf":
        return b"purl.org/rss/1.0" in head or b"my.netscape.com/rdf" in head
    if local == "feed":
        return "atom" in attributes.lower() or b"<entry" in head
    return local in ROOTS


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part an entry, `#1` for the first. A feed without entries is set aside."""
    whole = fitting(stream, settings.max_size)
    if isinstance(whole, Part):
        yield whole
        return
    feed = _parsed(whole)
    if not feed.entries:
        yield _nothing(whole, feed)
        return
    stated = tuple(_of_feed(feed))
    for number, (entry, data) in enumerate(zip(feed.entries, _bytes(whole, feed), strict=True), 1):
        source = stream.source(f"#{number}", data)
        yield _entry(source, entry, stated, feed.get("encoding") or "utf-8")


def _parsed(source: Source) -> Any:
    """The feed; given as a stream, since a string that looks like an address would be fetched."""
    import feedparser

    headers = {"content-type": f"{source.media_type}; charset={source.charset}"}
    stated = headers if source.charset and source.media_type else {}
    return feedparser.parse(io.BytesIO(source.data), response_headers=stated)


def _nothing(source: Source, feed: Any) -> Part:
    """A feed without entries, or a file that broke off before the first."""
    if not feed.bozo or _END.search(source.data[-200:]):
        return Part(source, aside=Aside("no-article", "a feed without entries"))
    message = f"found no entry: {str(feed.get('bozo_exception', 'broken markup'))[:200]}"
    return Part(source, problems=(problem("R096", message, Location(source.location)),))


def _bytes(source: Source, feed: Any) -> list[bytes]:
    """The bytes of each entry in the file; where they cannot be told apart, what was read of it."""
    tag = b"entry" if feed.version.startswith("atom") else b"item"
    found = slices.slices(io.BytesIO(source.data), tag, len(source.data))
    cut = [item.data for item in found]
    if len(cut) == len(feed.entries):
        return cut
    return [_read_of(entry) for entry in feed.entries]


def _read_of(entry: Any) -> bytes:
    """What tells an entry from the others: its id, title and content."""
    content = [item.get("value", "") for item in entry.get("content", ())]
    shown = (entry.get("id"), entry.get("title"), entry.get("summary"), *content)
    return "\n".join(item for item in shown if item).encode("utf-8", "replace")


def _entry(source: Source, entry: Any, stated: tuple[Declared, ...], encoding: str) -> Part:
    title = _title(entry)
    text, blocks = layout.lay_out(_leaves(entry))
    if not text and title:
        text, blocks = layout.lay_out([layout.Leaf("headline", "feed.title", "title", title)])
    if not text:
        return Part(source, aside=Aside("no-article", "an entry without title and text"))
    from importlib.metadata import version  # a whole mail parser: 10 ms

    facts = (*source.declared, *_own_or(stated, tuple(_of_entry(entry, bool(_body(entry))))))
    value = Value(encoding.lower(), Evidence("decode.stated", declared="xml/encoding"))
    parser = (("feedparser", version("feedparser")),)
    media_type = "application/feed+xml"
    return Part(source, Document(source, media_type, text, value, blocks, facts, parser))


def _title(entry: Any) -> str:
    """The title as a reader sees it: one line, without markup where it holds some."""
    detail = entry.get("title_detail") or {}
    title = entry.get("title", "")
    return plain(title) if detail.get("type") in MARKUP else " ".join(title.split())


def _own_or(stated: tuple[Declared, ...], own: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """What the entry says leads; what the feed says of all its entries holds where it is silent."""
    fields = {item.field for item in own}
    return (*own, *(item for item in stated if item.field not in fields))


def _body(entry: Any) -> list[Any]:
    """The content of an entry, without the summary that feedparser counts among it."""
    return [item for item in entry.get("content", ()) if item.get("value", "").strip()]


def _leaves(entry: Any) -> Iterator[layout.Leaf]:
    """The content in full, else the summary; of several contents the longest."""
    found = _body(entry)
    longest = max(found, key=lambda item: len(item["value"]), default=None)
    detail = longest or entry.get("summary_detail") or {}
    markup, kind = detail.get("value", ""), detail.get("type", "text/html")
    place = "content" if longest else "summary"
    for leaf in fragment(markup) if kind in MARKUP else layout.paragraphs(markup, "feed.text", ""):
        yield leaf._replace(path=f"{place}{leaf.path or ''}")


# ------------------------------------------------------------------ what is stated

OF_ENTRY = (
    ("identifier.url", "link", "feed.link"),
    ("identifier.guid", "id", "feed.id"),
    ("date.published", "published", "feed.published"),
    ("date.modified", "updated", "feed.updated"),
    ("date.created", "created", "feed.created"),
    ("rights.notice", "rights", "feed.rights"),
    ("language", "language", "feed.language"),
)
OF_FEED = (
    ("language", "language", "feed.channel-language"),
    ("rights.notice", "rights", "feed.channel-rights"),
    ("credit.publisher", "publisher", "feed.channel-publisher"),
)


def _of_entry(entry: Any, has_content: bool) -> Iterator[Declared]:
    headline = _title(entry)
    if headline:
        yield Declared("headline", headline, "title", "feed.title")
    for field, key, rule in OF_ENTRY:
        if _stated(entry, key) and (key != "link" or "://" in entry[key]):
            yield Declared(field, str(entry[key]).strip(), key, rule)
    if has_content and entry.get("summary") and entry["summary"] != entry["content"][0]["value"]:
        summary = plain(entry["summary"])
        if summary:
            yield Declared("summary", summary, "summary", "feed.summary")
    for author in _names(entry.get("authors", ())):
        yield Declared("credit.author", author, "author", "feed.author")
    for credit in entry.get("media_credit", ()):
        if credit.get("content"):
            yield Declared("credit.image", credit["content"], "media:credit", "feed.media-credit")
    for tag in entry.get("tags", ()):
        name = tag.get("label") or tag.get("term")
        if name and name.strip():
            yield Declared("topic", name.strip(), "category", "feed.category")


def _of_feed(feed: Any) -> Iterator[Declared]:
    for field, key, rule in OF_FEED:
        if _stated(feed.feed, key):
            yield Declared(field, str(feed.feed[key]).strip(), f"channel/{key}", rule)


def _stated(found: Any, key: str) -> bool:
    """feedparser answers `updated` with `published` where there is no update."""
    return dict.__contains__(found, key) and bool(str(dict.get(found, key)).strip())


def _names(authors: Any) -> Iterator[str]:
    seen = set()
    for author in authors:
        name = (author.get("name") or "").strip()
        if name and name not in seen:
            seen.add(name)
            yield name
