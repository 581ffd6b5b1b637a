"""This module reads NewsML 1.0 to 1.2: text in DataContent, as NITF, XHTML or plain."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from archivist.problems import Problem
from archivist.readers.feeds import slices
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import content, nitf, standard, xmlfile
from archivist.readers.news.tree import (
    attribute,
    child,
    children,
    in_language,
    inside,
    language,
    said,
)
from archivist.readers.parts import Part, Stream, too_large
from archivist.record import Aside, Declared, Document, Source, Value
from archivist.settings import Settings

TITLE = "NewsML 1.2"
MEDIA = ("photo", "picture", "image", "graphic", "video", "audio", "animation", "complexdata")


def opens(head: bytes) -> bool:
    """Whether the root element is `<NewsML>`."""
    return standard.root(head)[0] == "NewsML"


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a NewsItem; a file of one is itself the part."""
    source = stream.whole(settings.max_size)
    if len(source.data) > settings.max_size:
        yield Part(source, problems=(too_large(source.location, stream.size(), settings.max_size),))
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
    facts = tuple(_declared(item, envelope, at))
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
    return Part(source, document, problems=(*repaired, *faults))


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
            return attribute(role, "FormalName").lower() in ("caption", *MEDIA)
        if standard.name(above) == "newsitem":
            return False
    return False


# ------------------------------------------------------------------ what is stated


def _declared(item: etree._Element, envelope: etree._Element | None, at: str) -> Iterator[Declared]:
    component = child(item, "NewsComponent")
    descriptive = next(inside(item, "DescriptiveMetadata"), None)
    stated = {
        "/DescriptiveMetadata/Language/@FormalName": attribute(
            child(descriptive, "Language"), "FormalName"
        ),
        "@xml:lang": language(item),
        "NewsComponent/@xml:lang": language(component),
    }
    path, tag = next(((p, t) for p, t in stated.items() if t), ("", ""))
    if tag:
        yield Declared("language", tag, f"{at}/{path}", "newsml1.language")
    yield from _identifiers(item, f"{at}/Identification")
    yield from _lines(item, tag, f"{at}/NewsComponent/NewsLines")
    yield from _dates(item, envelope, at)
    yield from _administrative(item, f"{at}//AdministrativeMetadata")
    yield from _topics(item, f"{at}//DescriptiveMetadata")


def _identifiers(item: etree._Element, at: str) -> Iterator[Declared]:
    identifier = child(item, "Identification", "NewsIdentifier")
    for key, scheme in (("PublicIdentifier", "guid"), ("RevisionId", "version")):
        value = said(child(identifier, key))
        if value:
            path = f"{at}/NewsIdentifier/{key}"
            yield Declared(f"identifier.{scheme}", value, path, f"newsml1.{scheme}")


_LINES = (
    ("HeadLine", "headline"),
    ("ByLine", "credit.author"),
    ("CreditLine", "credit.agency"),
    ("CopyrightLine", "rights.notice"),
    ("RightsLine", "rights.notice"),
    ("SlugLine", "identifier.slugline"),
)


def _lines(item: etree._Element, tag: str, at: str) -> Iterator[Declared]:
    """The NewsLines; those of the first component that has such a line."""
    for name, field in _LINES:
        for line in in_language(list(inside(item, name)), tag)[:1]:
            yield Declared(field, said(line), f"{at}/{name}", f"newsml1.{name.lower()}")
    for line in in_language(list(inside(item, "SubHeadLine")), tag)[:1]:
        if not any(said(e) for e in inside(item, "HeadLine")):
            yield Declared("headline", said(line), f"{at}/SubHeadLine", "newsml1.subheadline")
    for number, line in enumerate(inside(item, "KeywordLine"), 1):
        if said(line):
            yield Declared("topic", said(line), f"{at}/KeywordLine[{number}]", "newsml1.keyword")


def _dates(item: etree._Element, envelope: etree._Element | None, at: str) -> Iterator[Declared]:
    """As in NewsML-G2: the first revision is published, a later one modifies it."""
    management = child(item, "NewsManagement")
    first = said(child(management, "FirstCreated"))
    this = said(child(management, "ThisRevisionCreated"))
    revision = said(child(item, "Identification", "NewsIdentifier", "RevisionId"))
    later = revision.isdigit() and int(revision) > 1 and bool(first)
    sent = said(child(envelope, "DateAndTime"))
    found = [
        ("modified" if later else "published", this, f"{at}/NewsManagement/ThisRevisionCreated"),
        (
            "published" if later or not this else "created",
            first,
            f"{at}/NewsManagement/FirstCreated",
        ),
    ]
    if not this and not first:
        found.append(("published", sent, "NewsML/NewsEnvelope/DateAndTime"))
    for element in list(inside(item, "DateLineDate"))[:1]:
        path = f"{at}//DescriptiveMetadata/DateLineDate"
        found.append(("dateline", said(element), path))
    for role, value, path in found:
        if value:
            yield Declared(
                f"date.{role}", value, path, f"newsml1.{path.rpartition('/')[2].lower()}"
            )


def _party(element: etree._Element | None) -> str:
    party = child(element, "Party")
    return attribute(party, "FormalName") or said(party)


def _administrative(item: etree._Element, at: str) -> Iterator[Declared]:
    metadata = next(inside(item, "AdministrativeMetadata"), None)
    for name, field in (("Provider", "credit.publisher"), ("Source", "credit.source")):
        for number, element in enumerate(children(metadata, name), 1):
            if _party(element):
                path = f"{at}/{name}[{number}]/Party"
                yield Declared(field, _party(element), path, f"newsml1.{name.lower()}")
    for number, element in enumerate(children(metadata, "Creator"), 1):
        for party in children(element, "Party"):
            value = attribute(party, "FormalName") or said(party)
            if value and not any(said(e) for e in inside(item, "ByLine")):
                path = f"{at}/Creator[{number}]/Party"
                yield Declared("credit.author", value.strip(), path, "newsml1.creator")
    for element in list(inside(item, "CopyrightHolder"))[:1]:
        if said(element):
            path = "NewsML//RightsMetadata//CopyrightHolder"
            yield Declared("rights.holder", said(element), path, "newsml1.copyrightholder")


def _topics(item: etree._Element, at: str) -> Iterator[Declared]:
    seen = set()
    for code in inside(item, "SubjectCode"):
        for subject in code:
            value = attribute(subject, "FormalName")
            if value and value not in seen and isinstance(subject.tag, str):
                seen.add(value)
                path = f"{at}/SubjectCode[{len(seen)}]"
                yield Declared("topic.subj", value, path, "newsml1.subjectcode")
    for number, element in enumerate(inside(item, "Property"), 1):
        if attribute(element, "FormalName") == "Keyword" and attribute(element, "Value"):
            path = f"{at}/Property[{number}]"
            yield Declared("topic", attribute(element, "Value"), path, "newsml1.keyword")
