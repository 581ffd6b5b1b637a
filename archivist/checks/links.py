"""This module checks the links between parts of a record: ids, entities, quotes, dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from archivist.checks.finding import Finding, found
from archivist.record import Record


def check(record: Record) -> Iterator[Finding]:
    """V030 entities, V031 quotes, V032 ids, V033 dates, V034 evidence of entities, V035, V036."""
    yield from _counted("/entities", "e", [entity.id for entity in record.entities])
    yield from _counted("/quotes", "q", [quote.id for quote in record.quotes])
    yield from _entity_links(record)
    yield from _quote_links(record)
    yield from _date_link(record)
    yield from _unnamed(record)
    yield from _metonyms(record)


def _counted(path: str, letter: str, ids: Iterable[str]) -> Iterator[Finding]:
    for index, own in enumerate(ids):
        right = f"{letter}{index + 1}"
        if own != right:
            yield found("V032", f"{path}/{index}/id", "id not in order", own, right)


def _entity_links(record: Record) -> Iterator[Finding]:
    types = {entity.id: entity.type for entity in record.entities}
    for path, linked in _credit_links(record):
        yield from _known(path, linked, types)
    for path, linked in _speaker_links(record):
        yield from _known(path, linked, types)
        if types.get(linked) == "place":
            message = f"a place does not speak: found {linked}, a place, would be right: a person "
            hint = "a capital or building that acts is an organization, its mention a metonym"
            yield Finding("V035", path, message + "or an organization", hint)


def _credit_links(record: Record) -> Iterator[tuple[str, str]]:
    for index, credit in enumerate(record.credits):
        for number, name in enumerate(credit.names):
            if name.entity is not None:
                yield f"/credits/{index}/names/{number}/entity", name.entity


def _speaker_links(record: Record) -> Iterator[tuple[str, str]]:
    for index, quote in enumerate(record.quotes):
        for key, party in (("speaker", quote.speaker), ("via", quote.via)):
            if party is not None and party.entity is not None:
                yield f"/quotes/{index}/{key}/entity", party.entity


def _known(path: str, linked: str, types: Collection[str]) -> Iterator[Finding]:
    if linked not in types:
        right = _one_of("e", len(types)) if types else "null, the record has no entity"
        yield found("V030", path, "no such entity", linked, right)


def _one_of(letter: str, count: int) -> str:
    return f"{letter}1 to {letter}{count}" if count > 1 else f"{letter}1"


def _quote_links(record: Record) -> Iterator[Finding]:
    parents = {quote.id: quote.within for quote in record.quotes}
    for index, quote in enumerate(record.quotes):
        if quote.within is None:
            continue
        path = f"/quotes/{index}/within"
        if quote.within not in parents:
            right = f"another quote, {_one_of('q', len(parents))}"
            yield found("V031", path, "no such quote", quote.within, right)
        elif _circular(quote.id, parents):
            yield found("V031", path, "quote within itself", quote.within, "a quote around it")


def _circular(own: str, parents: dict[str, str | None]) -> bool:
    seen, outer = {own}, parents[own]
    while outer is not None and outer not in seen:
        seen.add(outer)
        outer = parents.get(outer)
    return outer == own


def _date_link(record: Record) -> Iterator[Finding]:
    line = record.dateline
    if line is not None and line.date is not None and line.date >= len(record.dates):
        right = f"0 to {len(record.dates) - 1}, or null" if record.dates else "null, no dates"
        yield found("V033", "/dateline/date", "no such date", line.date, right)


def _unnamed(record: Record) -> Iterator[Finding]:
    credited = {linked for _, linked in _credit_links(record)}
    for index, entity in enumerate(record.entities):
        if not entity.mentions and entity.id not in credited:
            right = "a mention, or a credit that links it"
            yield found("V034", f"/entities/{index}", "entity without evidence", entity.name, right)


def _metonyms(record: Record) -> Iterator[Finding]:
    for index, entity in enumerate(record.entities):
        for number, mention in enumerate(entity.mentions):
            if mention.metonym and entity.type != "organization":
                path = f"/entities/{index}/mentions/{number}/metonym"
                right = "an organization, or metonym false"
                yield found("V036", path, "metonym of the wrong kind", entity.type, right)
