"""This module reads NewsML-G2, every version: items alone, in messages, and what lacks a namespace.

Text items are articles. Pictures, films, packages, planning, concepts and catalogs are set aside.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from archivist.namespaces import ARC_NEWSML
from archivist.problems import Problem
from archivist.readers import xmlhead
from archivist.readers.feeds import slices
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import content, g2facts, nitf, standard, xmlfile
from archivist.readers.news.tree import attribute, child, children, in_language, inside, said
from archivist.readers.parts import Part, Stream, fitting
from archivist.record import Aside, Declared, Document, Source, Value
from archivist.settings import Settings

ITEMS = (
    *("newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"),
)
ROOTS = frozenset({"newsmessage", "catalog", "contentset", *ITEMS})
TITLE = "NewsML-G2"
TEXTS = ("", "text", "composite")  # classes of items that may be articles
KINDS = 8  # names of items in one message: more are those of an attack


def opens(head: bytes) -> bool:
    """Whether the root is one of NewsML-G2, or wraps an item in its namespace.

    What archivist wrote itself is read back elsewhere.
    """
    name, attributes = xmlhead.root(head)
    if not name or ARC_NEWSML.encode() in head[:4096]:
        return False
    if name.lower() not in ROOTS:
        wrapped = standard.NAR.encode() in head and _ITEM.search(head) is not None
        return wrapped and name.lower() not in FEEDS
    g2 = standard.NAR in attributes or "NewsML-G2" in attributes
    return g2 or name in ("newsMessage", "newsItem", "packageItem", "contentSet")


_ITEM = re.compile(rb"<(?:\w+:)?(?:newsItem|newsMessage)[\s>]")
FEEDS = frozenset({"rss", "feed", "rdf", "html", "channel"})


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part an item; a file of one item is itself the part."""
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    parsed, problems = xmlfile.parse(source, settings)
    if parsed is None:
        yield Part(source, problems=problems)
        return
    root = parsed.root
    if standard.name(root) not in ROOTS and next(inside(root, "newsItem"), None) is None:
        yield Part(source, problems=(standard.other(root, TITLE, source.location),))
        return
    found = [e for e in _items(root) if isinstance(e.tag, str)]
    message = standard.name(root) == "newsmessage"
    around = tuple(standard.of_message(root)) if message else ()
    if not found:
        yield Part(source, aside=Aside("no-article", "a message without items"))
    elif len(found) == 1:
        yield _part(source, found[0], around, parsed.encoding, parsed.problems)
    else:
        for number, (item, data) in enumerate(_bytes(found, source.data), 1):
            part = stream.source(f"#{number}", data)
            yield _part(part, item, around, parsed.encoding, parsed.problems)


def _items(root: etree._Element) -> list[etree._Element]:
    """The items of a message, or those somewhere in a wrapper of somebody's own."""
    if standard.name(root) == "newsmessage":
        sets = list(children(root, "itemSet")) or [root]
        return [item for group in sets for item in group if standard.name(item) in ITEMS]
    return [root] if standard.name(root) in ROOTS else list(inside(root, "newsItem"))


def _bytes(items: list[etree._Element], data: bytes) -> list[tuple[etree._Element, bytes]]:
    """Each item with its own bytes in the file; in canonical form where they cannot be found."""
    cut: dict[str, list[bytes]] = {}
    tags = sorted({_printed(item) for item in items})
    for tag in tags[:KINDS]:
        opened = io.BytesIO(data)
        cut[tag] = [s.data for s in slices.slices(opened, tag.encode(), len(data)) if s.closed]
    counts = Counter(map(_printed, items))
    if any(len(cut.get(tag, ())) != counts[tag] for tag in tags):
        return [(item, etree.tostring(item, method="c14n", with_tail=False)) for item in items]
    queues = {tag: iter(found) for tag, found in cut.items()}
    return [(item, next(queues[_printed(item)])) for item in items]


def _printed(item: etree._Element) -> str:
    """The name of an element with its prefix."""
    name = str(item.tag).rpartition("}")[2]
    return f"{item.prefix}:{name}" if item.prefix else name


# ------------------------------------------------------------------ one item


def _part(
    source: Source,
    item: etree._Element,
    around: tuple[str, ...],
    encoding: Value,
    repaired: tuple[Problem, ...],
) -> Part:
    name = standard.name(item)
    if name not in ("newsitem", "contentset"):
        return Part(source, aside=Aside("other-type", f"a {name} of NewsML-G2"), problems=repaired)
    at = str(item.tag).rpartition("}")[2]
    facts = tuple(g2facts.declared(item, at))
    kind = attribute(child(item, "itemMeta", "itemClass"), "qcode").rpartition(":")[2].lower()
    leaves, inner = _text(item, facts, at)
    if not leaves and kind in TEXTS and _is_empty(item):
        leaves = nitf.with_headline([], facts)
    if not leaves:
        return Part(source, aside=_aside(item, kind), problems=repaired)
    text, blocks = lay_out(leaves)
    faults = list(standard.of_item(item)) if name == "newsitem" else []
    faults += around
    document = Document(
        source,
        "application/vnd.iptc.g2.newsitem+xml",
        text,
        encoding,
        blocks,
        (*source.declared, *facts, *_further(facts, inner)),
    )
    status = attribute(child(item, "itemMeta", "pubStatus"), "qcode")
    recalled = standard.withdrawn(status, f"{at}/itemMeta/pubStatus", source.location)
    warnings = standard.warning(TITLE, faults, source.location)
    return Part(source, document, problems=(*repaired, *warnings, *recalled))


def _text(
    item: etree._Element, facts: tuple[Declared, ...], at: str
) -> tuple[list[Leaf], tuple[Declared, ...]]:
    """The pieces of the article, and what a NITF document inside states."""
    headline = next((fact.value for fact in facts if fact.field == "headline"), "")
    held = item if standard.name(item) == "contentset" else child(item, "contentSet")
    contents = content.of_set(held, f"{at}/contentSet")
    leaves, inner = content.chosen(contents, headline)
    leaves = content.headed(leaves, headline)
    meta = child(item, "contentMeta")
    for line in in_language(list(children(meta, "dateline")), "")[:1]:
        path = f"{at}/contentMeta/dateline"
        leaf = Leaf("dateline", "newsml-g2.dateline", path, said(line))
        leaves = content.datelined(leaves, leaf)
    return (nitf.with_headline(leaves, facts) if leaves else leaves), inner


def _is_empty(item: etree._Element) -> bool:
    """Whether there is a place for text, and none in it: a flash is its headline."""
    held = child(item, "contentSet")
    return held is not None and len(held) > 0 and child(held, "remoteContent") is None


def _further(facts: tuple[Declared, ...], inner: tuple[Declared, ...]) -> Iterator[Declared]:
    """What the content states and the item does not; the item leads."""
    stated = {fact.field for fact in facts}
    return (fact for fact in inner if fact.field not in stated)


def _aside(item: etree._Element, kind: str) -> Aside:
    if kind not in TEXTS:
        return Aside(
            "other-type", f"itemClass {kind}: {said(child(item, 'contentMeta', 'headline'))}"[:200]
        )
    remote = child(item, "contentSet", "remoteContent")
    if remote is not None:
        return Aside("other-type", f"the content lies elsewhere: {attribute(remote, 'href')}"[:200])
    return Aside("no-article", "an item without content")
