"""This module gathers names across articles for a person to decide: nothing is merged by itself.

A row is one name as printed, of one type. Whoever edits the table gives rows of one person the
same `id`; what comes back with --authority is then sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archivist import edtf
from archivist.extractors.authority import folded
from archivist.record import Entity, Record

COLUMNS = (
    *("name", "type", "id", "forms", "sameAs", "lang", "articles", "mentions", "roles"),
    *("first", "last", "quote1", "quote2", "quote3", "candidates"),
)
QUOTES = 3
LONGEST = 200  # code points of a quote shown


@dataclass(slots=True)
class _Name:
    """What all articles so far say of one name."""

    names: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    candidates: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    mentions: int = 0
    dates: set[str] = field(default_factory=set)
    quotes: list[str] = field(default_factory=list)


class Proposal:
    """Takes records one by one; `rows` gives the table, the most frequent names first."""

    def __init__(self, types: Iterable[str]) -> None:
        self._types = frozenset(types)
        self._found: dict[tuple[str, str], _Name] = {}

    def add(self, record: Record) -> None:
        """Count the names of an article."""
        said = _quotes_by_entity(record)
        for entity in record.entities:
            if entity.type in self._types:
                key = (entity.type, folded(entity.name))
                _add(self._found.setdefault(key, _Name()), entity, record, said)

    def rows(self, at_least: int = 1) -> Iterator[tuple[str, ...]]:
        """The rows of names that at least so many articles have, in the order of `COLUMNS`."""
        order = sorted(self._found.items(), key=lambda item: (-item[1].mentions, item[0]))
        for (kind, _), name in order:
            if name.articles >= at_least:
                yield _row(kind, name)


def _quotes_by_entity(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quote in record.quotes:
        if quote.speaker and quote.speaker.entity and quote.kind != "indirect":
            text = " … ".join(" ".join(span.of(record.text).split()) for span in quote.spans)
            shown = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…"
            found.setdefault(quote.speaker.entity, []).append(f"{shown} ({record.source.name})")
    return found


def _add(name: _Name, entity: Entity, record: Record, said: dict[str, list[str]]) -> None:
    name.articles += 1
    name.mentions += len(entity.mentions)
    name.names[entity.name] += 1
    name.forms.update(" ".join(m.span.of(record.text).split()) for m in entity.mentions)
    name.roles.update(role.value for role in entity.roles)
    name.candidates.update(item.iri for item in entity.identifiers)
    if record.language:
        name.languages[record.language.value] += 1
    name.dates.update(date.value for date in record.dates if date.role == "published")
    name.quotes += said.get(entity.id, [])[: QUOTES - len(name.quotes)]


def _row(kind: str, name: _Name) -> tuple[str, ...]:
    (chosen, _), *_ = sorted(name.names.items(), key=lambda item: (-item[1], item[0]))
    forms = [form for form in _ranked(name.forms) if _tells(form, kind, chosen)]
    dates = sorted(name.dates, key=lambda value: (str(edtf.parse(value).earliest()), value))
    quotes = [*name.quotes, *[""] * QUOTES][:QUOTES]
    return (
        *(chosen, kind, "", "|".join(forms), "", " ".join(_ranked(name.languages))),
        *(str(name.articles), str(name.mentions), " | ".join(_ranked(name.roles))),
        *((dates[0], dates[-1]) if dates else ("", "")),
        *quotes,
        " ".join(_ranked(name.candidates)),
    )


def _tells(form: str, kind: str, chosen: str) -> bool:
    """Another form of the name that means nobody else: a bare surname may be anybody's."""
    return folded(form) != folded(chosen) and (kind != "person" or " " in form)


def _ranked(counter: Counter[str]) -> list[str]:
    """The most frequent first, equals by spelling."""
    return [item for item, _ in sorted(counter.items(), key=lambda item: (-item[1], item[0]))]
