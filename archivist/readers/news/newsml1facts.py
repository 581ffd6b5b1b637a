"""This module says what a NewsItem of NewsML 1 states of itself."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archivist.markup import local_name
from archivist.readers.news.g2facts import sending
from archivist.readers.news.tree import (
    attribute,
    child,
    children,
    in_language,
    inside,
    is_later,
    language,
    said,
)
from archivist.record import Declared


def declared(item: etree._Element, envelope: etree._Element | None, at: str) -> Iterator[Declared]:
    """All facts of an item; `at` is its path, `envelope` what it was sent in."""
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
    media = _with_media(item)
    yield from _identifiers(item, f"{at}/Identification")
    yield from _lines(item, media, tag, f"{at}/NewsComponent/NewsLines")
    yield from _dates(item, envelope, at)
    yield from _administrative(item, media, f"{at}//AdministrativeMetadata")
    yield from _topics(item, f"{at}//DescriptiveMetadata")


def _identifiers(item: etree._Element, at: str) -> Iterator[Declared]:
    identifier = child(item, "Identification", "NewsIdentifier")
    for key, scheme in (("PublicIdentifier", "guid"), ("RevisionId", "version")):
        value = said(child(identifier, key))
        if value:
            path = f"{at}/NewsIdentifier/{key}"
            yield Declared(f"identifier.{scheme}", value, path, f"newsml1.{scheme}")


MEDIA = frozenset(
    {"photo", "picture", "image", "graphic", "video", "audio", "animation", "complexdata"}
)
_LINES = (
    ("HeadLine", "headline"),
    ("ByLine", "credit.author"),
    ("CreditLine", "credit.agency"),
    ("CopyrightLine", "rights.notice"),
    ("RightsLine", "rights.notice"),
    ("SlugLine", "identifier.slugline"),
)


def _own(item: etree._Element, name: str, media: set[etree._Element]) -> list[etree._Element]:
    """The elements of that name which speak of the article and not of a picture in it."""
    return [e for e in inside(item, name) if not media.intersection(_components(e)[:1])]


def _lines(
    item: etree._Element, media: set[etree._Element], tag: str, at: str
) -> Iterator[Declared]:
    """The NewsLines of the article; bylines and credits of its pictures are theirs."""
    for name, field in _LINES:
        for line in in_language(_own(item, name, media), tag)[:1]:
            yield Declared(field, said(line), f"{at}/{name}", f"newsml1.{name.lower()}")
    if not any(said(line) for line in inside(item, "HeadLine")):
        for line in in_language(list(inside(item, "SubHeadLine")), tag)[:1]:
            yield Declared("headline", said(line), f"{at}/SubHeadLine", "newsml1.subheadline")
    for name in ("ByLine", "CreditLine"):
        for number, line in enumerate(inside(item, name), 1):
            if said(line) and media.intersection(_components(line)[:1]):
                path = f"{at}/{name}[{number}]"
                yield Declared("credit.image", said(line), path, f"newsml1.media-{name.lower()}")
    for number, line in enumerate(inside(item, "KeywordLine"), 1):
        if said(line):
            yield Declared("topic", said(line), f"{at}/KeywordLine[{number}]", "newsml1.keyword")


def _components(element: etree._Element) -> list[etree._Element]:
    """The NewsComponents around an element, the nearest first."""
    return [above for above in element.iterancestors() if local_name(above) == "newscomponent"]


def _with_media(item: etree._Element) -> set[etree._Element]:
    """The components inside that of the article which hold a picture, film or sound."""
    found: set[etree._Element] = set()
    for kind in inside(item, "MediaType"):
        if attribute(kind, "FormalName").lower() in MEDIA:
            found.update(_components(kind)[:-1])
    return found


def _dates(item: etree._Element, envelope: etree._Element | None, at: str) -> Iterator[Declared]:
    """As in NewsML-G2: the first revision is published, a later one modifies it."""
    management = child(item, "NewsManagement")
    first = said(child(management, "FirstCreated"))
    this = said(child(management, "ThisRevisionCreated"))
    revision = said(child(item, "Identification", "NewsIdentifier", "RevisionId"))
    later = bool(first) and is_later(revision)
    now, earlier = sending(later=later or not this, held=False)
    place = f"{at}/NewsManagement"
    yield from _date(now, this, f"{place}/ThisRevisionCreated")
    yield from _date(earlier, first, f"{place}/FirstCreated")
    if not this and not first:
        sent = said(child(envelope, "DateAndTime"))
        yield from _date("published", sent, "NewsML/NewsEnvelope/DateAndTime")
    line = next(inside(item, "DateLineDate"), None)
    yield from _date("dateline", said(line), f"{at}//DescriptiveMetadata/DateLineDate")


def _date(role: str, value: str, path: str) -> Iterator[Declared]:
    if value:
        rule = f"newsml1.{path.rpartition('/')[2].lower()}"
        yield Declared(f"date.{role}", value, path, rule)


def _party(element: etree._Element | None) -> str:
    party = child(element, "Party")
    return attribute(party, "FormalName") or said(party)


def _administrative(
    item: etree._Element, media: set[etree._Element], at: str
) -> Iterator[Declared]:
    metadata = next(iter(_own(item, "AdministrativeMetadata", media)), None)
    for name, field in (("Provider", "credit.publisher"), ("Source", "credit.source")):
        for number, element in enumerate(children(metadata, name), 1):
            if _party(element):
                path = f"{at}/{name}[{number}]/Party"
                yield Declared(field, _party(element), path, f"newsml1.{name.lower()}")
    bylines = any(map(said, _own(item, "ByLine", media)))
    for number, element in enumerate(children(metadata, "Creator") if not bylines else (), 1):
        for party in children(element, "Party"):
            value = attribute(party, "FormalName") or said(party)
            if value:
                path = f"{at}/Creator[{number}]/Party"
                yield Declared("credit.author", value, path, "newsml1.creator")
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
