"""This module reads WordPress exports (WXR 1.0 to 1.2): posts; pages, media and drafts stand aside.

Beside the content an item states everything an archive wants: both clocks of its date, the login
of its author, which the head of the file gives a name, categories, tags and its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archivist.readers import layout, xmlhead
from archivist.readers.feeds import slices
from archivist.readers.parts import Part, Stream
from archivist.readers.xhtml import fragment, plain
from archivist.record import Aside, Declared, Document, Source
from archivist.settings import Settings

# The prefixes of an export; what they are bound to differs from version to version.
PREFIXES = {name: f"urn:wxr:{name}" for name in ("wp", "content", "excerpt", "dc", "wfw")}
ARTICLES = frozenset({"post", "article", "news", "noticia", "noticias", "blog"})
_SHOWN = frozenset({"publish", "inherit", "private", "future", ""})
_NEVER = "0000-00-00"
_BLOCK = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
# [caption id="…"]…[/caption]: the marks go, the words between them stay
_SHORTCODE = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\[\]<>]*)?/?\]")
_AUTHOR = re.compile(rb"<wp:author>(.*?)</wp:author>", re.DOTALL)
_LANGUAGE = re.compile(rb"<language>([A-Za-z-]{2,35})</language>")


def opens(head: bytes) -> bool:
    """Whether the head of an RSS file binds WordPress' export namespace."""
    return b"wordpress.org/export/" in head and xmlhead.root(head)[0] == "rss"


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part an item, `#` and the id of the post."""
    head = stream.head(1 << 20)
    label, names = slices.encoding_of(stream), _names(head)
    language = _LANGUAGE.search(head)
    tag = language[1].decode() if language else None
    with stream.open() as opened:
        for number, found in enumerate(slices.slices(opened, b"item", settings.max_size), 1):
            post = re.search(rb"<wp:post_id>(\d+)</wp:post_id>", found.data)
            part = f"#{post[1].decode() if post else number}"
            source = stream.source(part, found.data)
            yield slices.refused(found, source, settings) or _item(source, label, names, tag)


def _names(head: bytes) -> dict[str, str]:
    """Login → display name, from the list of authors before the first item."""
    found = {}
    for author in _AUTHOR.finditer(head.partition(b"<item>")[0]):
        element, _, _ = slices.element(Source("", "", author[0]), "utf-8", PREFIXES)
        if element is not None:
            login, name = (
                _said(element, "wp:author_login"),
                _said(element, "wp:author_display_name"),
            )
            found[login] = name or login
    return found


def _item(source: Source, label: str, names: dict[str, str], language: str | None) -> Part:
    item, decoded, problems = slices.element(source, label, PREFIXES)
    if item is None or decoded is None:
        return Part(source, problems=problems or (slices.cut_off(source),))
    aside = _aside(item)
    if aside:
        return Part(source, aside=aside, problems=problems)
    text, blocks = layout.lay_out(fragment(_content(item)))
    if not text:
        only = layout.Leaf("headline", "wxr.title", "item/title", _said(item, "title"))
        text, blocks = layout.lay_out([only])
    if not text:
        aside = Aside("no-article", "a post without title and text")
        return Part(source, aside=aside, problems=problems)
    stated = (
        ()
        if language is None
        else (Declared("language", language, "channel/language", "wxr.language"),)
    )
    facts = (*source.declared, *stated, *_facts(item, names))
    document = Document(source, "application/rss+xml", text, decoded.encoding, blocks, facts)
    return Part(source, document, problems=problems)


def _aside(item: etree._Element) -> Aside | None:
    """Why the item is no article of the paper: its type or its status."""
    kind, status = _said(item, "wp:post_type") or "post", _said(item, "wp:status")
    if kind == "attachment":
        return Aside("media", "wp:post_type attachment")
    if kind not in ARTICLES:
        return Aside("other-type", f"wp:post_type {kind}")
    if status not in _SHOWN:
        return Aside("draft", f"wp:status {status}")
    return None


def _content(item: etree._Element) -> str:
    """The markup of the post; WordPress makes paragraphs of empty lines where it has no `<p>`."""
    found = _SHORTCODE.sub("", _BLOCK.sub("", _said(item, "content:encoded")))
    if re.search(r"<(?:p|div)\b", found, re.IGNORECASE):
        return found
    return re.sub(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)+", "<br><br>", found)


def _said(item: etree._Element, name: str) -> str:
    return _text(item.find(_tag(name)))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def _tag(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{PREFIXES[prefix]}}}{local}" if prefix else local


# ------------------------------------------------------------------ what is stated


SIMPLE = (
    ("headline", "title", "wxr.title"),
    ("identifier.url", "link", "wxr.link"),
    ("identifier.guid", "guid", "wxr.guid"),
    ("summary", "excerpt:encoded", "wxr.excerpt"),
)


def _facts(item: etree._Element, names: dict[str, str]) -> Iterator[Declared]:
    for field, name, rule in SIMPLE:
        value = _said(item, name)
        if value and (name != "link" or "://" in value):
            yield Declared(
                field, plain(value) if field == "summary" else value, f"item/{name}", rule
            )
    yield from _dates(item)
    login = _said(item, "dc:creator")
    if login:
        yield Declared("credit.author", names.get(login, login), "item/dc:creator", "wxr.creator")
    for category in item.findall("category"):
        kind, name = category.get("domain") or "category", _text(category)
        if name and kind in ("category", "post_tag", "tag"):
            yield Declared("topic", name, f"item/category[@domain={kind}]", "wxr.category")


def _dates(item: etree._Element) -> Iterator[Declared]:
    """The local clock, with its distance to the other one where both are there."""
    local, utc = _said(item, "wp:post_date"), _said(item, "wp:post_date_gmt")
    if local and not local.startswith(_NEVER):
        yield Declared("date.published", _zoned(local, utc), "item/wp:post_date", "wxr.post-date")
    elif _said(item, "pubDate"):
        yield Declared("date.published", _said(item, "pubDate"), "item/pubDate", "wxr.pub-date")
    changed, changed_utc = _said(item, "wp:post_modified"), _said(item, "wp:post_modified_gmt")
    if changed and not changed.startswith(_NEVER) and changed != local:
        value = _zoned(changed, changed_utc)
        yield Declared("date.modified", value, "item/wp:post_modified", "wxr.post-modified")


def _zoned(local: str, utc: str) -> str:
    """`2024-10-25 14:00:00` beside GMT's `12:00:00` is 14:00 in +02:00; as printed else."""
    from datetime import datetime

    try:
        here, there = datetime.fromisoformat(local), datetime.fromisoformat(utc)
    except ValueError:
        return local
    minutes = round((here - there).total_seconds() / 60)
    if here.tzinfo or there.tzinfo or abs(minutes) > 14 * 60 or minutes % 15:
        return local
    sign = "-" if minutes < 0 else "+"
    return f"{local}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
