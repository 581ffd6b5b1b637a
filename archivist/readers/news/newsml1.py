"""This module reads NewsML 1.0 to 1.2: text in DataContent, as NITF, XHTML or plain."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from archivist.problems import Problem
from archivist.readers import xmlhead
from archivist.readers.feeds import slices
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import content, newsml1facts, nitf, standard, xmlfile
from archivist.readers.news.tree import (
    attribute,
    child,
    children,
    inside,
    said,
)
from archivist.readers.parts import Part, Stream, fitting
from archivist.record import Aside, Declared, Document, Source, Value
from archivist.settings import Settings

TITLE = "NewsML 1.2"


def opens(head: bytes) -> bool:
    """Whether the root element is `<NewsML>`."""
    return xmlhead.root(head)[0] == "NewsML"


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a NewsItem; a file of one is itself the part."""
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    parsed, problems = xmlfile.parse(source, settings)
    if parsed is None:
        yield Part(source, problems=problems)
        return
    if standard.name(parsed.root) != "newsml":
        yield Part(source, problems=(standard.other(parsed.root, TITLE, source.location),))
        return
    items = list(children(parsed.root, "NewsItem"))
    envelope = child(parsed.root, "NewsEnvelope")
    if not items:
        yield Part(source, aside=Aside("no-article", "a NewsML document without NewsItem"))
    if len(items) == 1:
        yield _part(source, items[0], envelope, parsed.encoding, parsed.problems)
        return
    for number, (item, data) in enumerate(zip(items, _bytes(items, source.data), strict=True), 1):
        part = stream.source(f"#{number}", data)
        yield _part(part, item, envelope, parsed.encoding, parsed.problems)


def _bytes(items: list[etree._Element], data: bytes) -> list[bytes]:
    found = [s.data for s in slices.slices(io.BytesIO(data), b"NewsItem", len(data)) if s.closed]
    if len(found) == len(items):
        return found
    return [etree.tostring(item, method="c14n", with_tail=False) for item in items]


def _part(
    source: Source,
    item: etree._Element,
    envelope: etree._Element | None,
    encoding: Value,
    repaired: tuple[Problem, ...],
) -> Part:
    at = "NewsML/NewsItem"
    facts = tuple(newsml1facts.declared(item, envelope, at))
    leaves, inner = _text(item, facts, at)
    if not leaves:
        return Part(source, aside=_aside(item), problems=repaired)
    text, blocks = lay_out(leaves)
    stated = {fact.field for fact in facts}
    document = Document(
        source,
        "text/vnd.iptc.newsml",
        text,
        encoding,
        blocks,
        (*source.declared, *facts, *(fact for fact in inner if fact.field not in stated)),
    )
    faults = standard.warning(TITLE, standard.of_newsml1(envelope, item), source.location)
    status = attribute(child(item, "NewsManagement", "Status"), "FormalName")
    recalled = standard.withdrawn(status, f"{at}/NewsManagement/Status", source.location)
    return Part(source, document, problems=(*repaired, *faults, *recalled))


def _aside(item: etree._Element) -> Aside:
    kinds = sorted({attribute(e, "FormalName").lower() for e in inside(item, "MediaType")} - {""})
    if kinds:
        return Aside("other-type", f"no text; media types {', '.join(kinds)}"[:200])
    return Aside("no-article", "a NewsItem without content")


# ------------------------------------------------------------------ text


def _text(
    item: etree._Element, facts: tuple[Declared, ...], at: str
) -> tuple[list[Leaf], tuple[Declared, ...]]:
    headline = next((fact.value for fact in facts if fact.field == "headline"), "")
    found: list[content.Content] = []
    captions: list[content.Content] = []
    for number, data in enumerate(inside(item, "DataContent"), 1):
        if _is_no_text(data.getparent()):
            continue
        path = f"{at}//DataContent[{number}]"
        leaves = tuple(content.marked_up(data, path))
        inner = next(inside(data, "nitf"), None)
        stated = () if inner is None else tuple(nitf.declared(inner, f"{path}/nitf"))
        if any(leaf.text.strip() for leaf in leaves):
            one = content.Content(leaves, stated, content.rank(leaves), "")
            (captions if _is_caption(data) else found).append(one)
    leaves_, inner_facts = content.chosen(found or captions, headline)
    if found:
        leaves_ += (x._replace(role="caption") for one in captions for x in one.leaves)
    leaves_ = content.headed(leaves_, headline)
    for line in [e for e in inside(item, "DateLine") if said(e)][:1]:
        path = f"{at}/NewsComponent/NewsLines/DateLine"
        leaf = Leaf("dateline", "newsml1.dateline", path, said(line))
        leaves_ = content.datelined(leaves_, leaf)
    return leaves_, inner_facts


def _is_no_text(held: etree._Element | None) -> bool:
    """Whether a ContentItem says that it holds a style sheet, a picture, or what is encoded."""
    stated = [attribute(child(held, key), "FormalName").lower() for key in ("MimeType", "Format")]
    return attribute(held, "Notation") != "" or any(
        value.startswith(("text/css", "css", "image/", "video/", "audio/")) for value in stated
    )


def _is_caption(data: etree._Element) -> bool:
    """Whether the component that holds it is a picture's, or says that it is a caption."""
    for above in data.iterancestors():
        role = child(above, "Role")
        if role is not None:
            named = attribute(role, "FormalName").lower()
            return named == "caption" or named in newsml1facts.MEDIA
        if standard.name(above) == "newsitem":
            return False
    return False
