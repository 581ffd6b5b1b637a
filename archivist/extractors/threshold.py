"""This module leaves out what is less sure than `--min-confidence` asks, and mends what is left.

It concerns what our rules or an engine concluded of the text: mentions and roles of entities, their
identifiers, quotes, speakers and those through whom they spoke. Who asks for 70 wants what was
measured to be right 70 times in 100: a value that was never measured is left out too. Kept whatever
the number: what the source states, what a catalogue, an authority file or a correction says; and
text, blocks, title, language, dates, credits, rights, topics and notes, which are no such claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from archivist.record import Credit, Entity, Evidence, Quote, Speaker, Via

LISTED = (
    "entity.authority"  # a name that the archivist's own file lists, met as it is written there
)

Sure = Callable[[Evidence], bool]
Party = TypeVar("Party", Speaker, Via)


class Kept(NamedTuple):
    """Entities, quotes and credits whose ids count from 1 and whose links lead to one of them."""

    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    credits: tuple[Credit, ...]


def kept(found: Kept, text: str, least: int | None) -> Kept:
    """What is at least `least` percent sure, None for all of it."""
    if least is None:
        return found

    def sure(evidence: Evidence) -> bool:
        return _is_supplied(evidence) or _reaches(evidence, least)

    entities = tuple(left for item in found.entities if (left := _entity(item, text, sure)))
    ids = {item.id: f"e{number}" for number, item in enumerate(entities, 1)}
    return Kept(
        tuple(replace(item, id=ids[item.id]) for item in entities),
        _quotes(found.quotes, ids, sure),
        tuple(_credit(item, ids) for item in found.credits),
    )


def _is_supplied(evidence: Evidence) -> bool:
    """Whether a source or a person says so."""
    said = (evidence.declared, evidence.context, evidence.corrected)
    return said != (None, None, None) or evidence.rule == LISTED


def _reaches(evidence: Evidence, least: int) -> bool:
    return evidence.confidence is not None and evidence.confidence >= least


# ------------------------------------------------------------------ entities, credits


def _entity(entity: Entity, text: str, sure: Sure) -> Entity | None:
    """The entity with its sure mentions; None without one: nothing names it then."""
    mentions = tuple(item for item in entity.mentions if sure(item.evidence))
    if not mentions:
        return None
    surfaces = [" ".join(item.span.of(text).split()) for item in mentions]
    return replace(
        entity,
        name=_name(entity.name, surfaces),
        mentions=mentions,
        roles=tuple(item for item in entity.roles if sure(item.evidence)),
        identifiers=tuple(item for item in entity.identifiers if sure(item.evidence)),
    )


def _name(name: str, surfaces: list[str]) -> str:
    """The name, if it is still printed in a mention, else the longest form that is."""
    folded = {surface.casefold() for surface in surfaces}
    return name if name.casefold() in folded else max(surfaces, key=lambda form: len(form.split()))


def _credit(credit: Credit, ids: Mapping[str, str]) -> Credit:
    """The credit as printed; a name whose entity is gone is linked to nobody."""
    names = tuple(replace(name, entity=ids.get(name.entity or "")) for name in credit.names)
    return replace(credit, names=names)


# ------------------------------------------------------------------ quotes


def _quotes(
    quotes: tuple[Quote, ...], entities: Mapping[str, str], sure: Sure
) -> tuple[Quote, ...]:
    parents = {quote.id: quote.within for quote in quotes}
    left = [quote for quote in quotes if sure(quote.evidence)]
    ids = {quote.id: f"q{number}" for number, quote in enumerate(left, 1)}
    return tuple(
        replace(
            quote,
            id=ids[quote.id],
            within=_around(quote, parents, ids),
            speaker=_party(quote.speaker, entities, sure),
            via=_party(quote.via, entities, sure),
        )
        for quote in left
    )


def _around(quote: Quote, parents: Mapping[str, str | None], ids: Mapping[str, str]) -> str | None:
    """The nearest quote around it that is left."""
    outer = quote.within
    while outer is not None and outer not in ids:
        outer = parents[outer]
    return None if outer is None else ids[outer]


def _party(party: Party | None, entities: Mapping[str, str], sure: Sure) -> Party | None:
    """Who speaks, where that is sure; by the words only, where the entity is not."""
    if party is None or not sure(party.evidence):
        return None
    return replace(party, entity=entities.get(party.entity or ""))
