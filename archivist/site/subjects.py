"""This module says what of an article goes into pages that gather articles: names, dates, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archivist import edtf
from archivist.collection.reports import year_of
from archivist.record import Date, Entity, Record
from archivist.site import addresses

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?")
_MONTH = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))(?:-XX)?")
SCHEMES = {"medtop": "http://cv.iptc.org/newscodes/mediatopic/"}


@dataclass(frozen=True, slots=True)
class Named:
    """A name as one article has it, and its page. `node`: its local name in the article's graph;
    `identifiers`: (scheme, IRI)."""

    page: str
    kind: str
    name: str
    node: str
    mentions: int = 0
    quotes: int = 0
    role: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


def of_entity(entity: Entity) -> str:
    """The page of an entity's name, or of what it was found to be."""
    return addresses.named(entity.type, entity.name, _iris(entity))


def names(record: Record) -> Iterator[Named]:
    """The entities and topics of an article."""
    said: dict[str, int] = {}
    for quote in record.quotes:
        if quote.speaker and quote.speaker.entity:
            said[quote.speaker.entity] = said.get(quote.speaker.entity, 0) + 1
    for entity in record.entities:
        yield Named(
            of_entity(entity),
            entity.type,
            entity.name,
            entity.id,
            len(entity.mentions),
            said.get(entity.id, 0),
            entity.roles[0].value if entity.roles else None,
            tuple(_iris(entity).items()),
        )
    for number, topic in enumerate(record.topics, 1):
        name = topic.name or topic.code
        if name:
            iris = topic_iris(topic.scheme, topic.code)
            page = addresses.named("topic", name, iris)
            yield Named(page, "topic", name, f"t{number}", identifiers=tuple(iris.items()))


def topic_iris(scheme: str | None, code: str | None) -> dict[str, str]:
    """The IRI of a topic of a scheme that has IRIs."""
    if scheme in SCHEMES and code and code.isdecimal():
        return {scheme: SCHEMES[scheme] + code}
    return {}


def _iris(entity: Entity) -> dict[str, str]:
    """scheme → IRI; of two of one scheme neither says which it is, so the first in order."""
    found: dict[str, str] = {}
    for identifier in sorted((i.scheme, i.iri) for i in entity.identifiers):
        found.setdefault(*identifier)
    return found


# ------------------------------------------------------------------ dates


def filed_date(record: Record) -> Date | None:
    """The date an article is filed by: of publication, else the first there is."""
    published = next((date for date in record.dates if date.role == "published"), None)
    return published or (record.dates[0] if record.dates else None)


def shelf(value: str | None) -> str:
    """The page of a date: its day, month or year, as exact as it is; `other`, `undated`.

    An uncertain or approximate day is filed by what is sure of it at most: its year.
    """
    if value is None:
        return "undated"
    year = year_of(value)
    if year is None or not 0 < year <= 9999:
        return "other"
    if found := _DAY.fullmatch(value):
        return found[1]
    if found := _MONTH.fullmatch(value):
        return found[1]
    return f"{year:04d}"


def earliest(value: str | None) -> str:
    """The first day a date can mean, for sorting; empty where there is none."""
    try:
        day = edtf.parse(value).earliest() if value else None
    except edtf.EdtfError:
        return ""
    return str(day) if day and 0 < day.year <= 9999 else ""
