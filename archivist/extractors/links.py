"""This module links the names in credits to the entities of the article, by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archivist.record import Credit, CreditName, Entity, Span

MOSTLY = 60  # percent of a name that a mention inside it must cover


def to_entities(found: Iterable[Credit], entities: Sequence[Entity]) -> tuple[Credit, ...]:
    """The credits, each name with the id of the entity that is mentioned where it stands."""
    mentions = [(mention.span, item) for item in entities for mention in item.mentions]
    mentions.sort(key=_start)
    return tuple(
        replace(credit, names=tuple(_linked(name, mentions, entities) for name in credit.names))
        for credit in found
    )


def _linked(
    name: CreditName, mentions: Sequence[tuple[Span, Entity]], entities: Sequence[Entity]
) -> CreditName:
    entity = _at(name.span, mentions) if name.span else _named(name.name, entities)
    return replace(name, entity=entity.id) if entity else name


def _at(span: Span, mentions: Sequence[tuple[Span, Entity]]) -> Entity | None:
    """The same range, else a mention around it, else a person or body that is most of it.

    Last, the one person it opens with: `Amanda Becker in Washington`.
    """
    first = max(0, bisect_left(mentions, span.start, key=_start) - 1)
    last = bisect_left(mentions, span.end, key=_start)
    near = [(place, item) for place, item in mentions[first:last] if place.end > span.start]
    for place, item in near:
        if place == span:
            return item
    for place, item in near:
        if span in place or (
            place in span
            and item.type in ("person", "organization")
            and (place.end - place.start) * 100 >= (span.end - span.start) * MOSTLY
        ):
            return item
    people = [(place, item) for place, item in near if item.type == "person"]
    if len(people) == 1 and people[0][0].start == span.start:
        return people[0][1]
    return None


def _start(mention: tuple[Span, Entity]) -> int:
    return mention[0].start


def _named(name: str, entities: Sequence[Entity]) -> Entity | None:
    """A declared name stands nowhere in the text: only the same full name is the same."""
    found = [item for item in entities if item.name.casefold() == name.casefold() and " " in name]
    return found[0] if len(found) == 1 else None
