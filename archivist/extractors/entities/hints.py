"""This module says what dateline and credits already know of names: a place, an agency, an author.

A hint stands where the name is printed. Of desks and initials it says that they are no names; a
person's name that the tables know as something else gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archivist.extractors.entities.gazetteer import Entry, Gazetteer, gazetteer
from archivist.extractors.entities.lexicon import Lexicon, lexicon
from archivist.extractors.entities.reader import BODIES
from archivist.extractors.names import is_agency
from archivist.record import Credit, CreditName, CreditRole, EntityType, Span

BODY_ROLES: tuple[CreditRole, ...] = ("agency", "publisher", "source")
PERSON_ROLES: tuple[CreditRole, ...] = ("author", "photographer", "editor", "translator")
NO_NAMES = ("byline.initials", "byline.desk")  # rules of credits that name nobody
SHORTEST_UNKNOWN = 3  # letters of an agency no table knows: `(ks)` are initials


@dataclass(frozen=True, slots=True)
class Hint:
    """The name at `span` is a `type`, or no name; `rule` is the evidence of the mention there."""

    span: Span
    type: EntityType | None
    rule: str


def hints(
    text: str, place: Span | None, credits: Sequence[Credit], language: str | None
) -> tuple[Hint, ...]:
    """The hints of a dateline's place and of the credits, in text order, none over another."""
    code = (language or "").split("-")[0].lower()
    words, table = lexicon(code), gazetteer(code)
    found = [*_places(text, place, table), *_bodies(text, credits, words, table)]
    found += [*_persons(text, credits, words, table), *_none(credits)]
    kept: list[Hint] = []
    for hint in sorted(found, key=lambda hint: (hint.span.start, -hint.span.end)):
        if not kept or kept[-1].span.end <= hint.span.start:
            kept.append(hint)
    return tuple(kept)


def _places(text: str, place: Span | None, table: Gazetteer) -> Iterator[Hint]:
    """`LONDON/PARIS` are two places; `PENTAGON` is none."""
    if place is None:
        return
    at = place.start
    for part in place.of(text).split("/"):
        start, name = at + len(part) - len(part.lstrip()), part.strip()
        at += len(part) + 1
        if name[:1].isupper() and _known_kind(name, table) in (None, "place"):
            yield Hint(Span(start, start + len(name)), "place", "entity.dateline-place")


def known_entry(name: str, table: Gazetteer) -> Entry | None:
    """What the gazetteer says of a whole name, in capitals or not."""
    entry = table.entry(name)
    if entry is None and name.isupper() and len(name) > 3:
        return table.entry(name.title())
    return entry


def kind_of_entry(entry: Entry) -> EntityType:
    return "organization" if entry.kind in BODIES else "place"


def _known_kind(name: str, table: Gazetteer) -> EntityType | None:
    entry = known_entry(name, table)
    return kind_of_entry(entry) if entry else None


# ------------------------------------------------------------------ credits


def _bodies(
    text: str, credits: Iterable[Credit], words: Lexicon, table: Gazetteer
) -> Iterator[Hint]:
    """Agencies; beside a picture (`Efemar/Inés Cabal`) those of the tables or the other credits."""
    named = [(credit.role, name) for credit in credits for name in _printed(text, credit)]
    agencies = {
        name.name.casefold()
        for role, name in named
        if role in BODY_ROLES and _is_body(name.name, words, table)
    }
    for _, name in named:
        if name.span and (name.name.casefold() in agencies or is_agency(name.name)):
            yield Hint(name.span, "organization", "entity.credit-agency")


def _printed(text: str, credit: Credit) -> Iterator[CreditName]:
    """The names of a credit that stand in the text as they are."""
    if credit.evidence.rule not in NO_NAMES:
        for name in credit.names:
            if name.span and name.span.of(text) == name.name:
                yield name


def _none(credits: Iterable[Credit]) -> Iterator[Hint]:
    """`By News Desk`, `MCS // RPL`."""
    for credit in credits:
        if credit.evidence.rule in NO_NAMES:
            for name in credit.names:
                if name.span:
                    yield Hint(name.span, None, credit.evidence.rule)


def _is_body(name: str, words: Lexicon, table: Gazetteer) -> bool:
    if is_agency(name):
        return True
    if len(name) < SHORTEST_UNKNOWN or not any(map(str.isalpha, name)):
        return False
    first, blank, _ = name.partition(" ")
    called = bool(blank) and first.title() in table.given and not _names_body(name, words)
    return not called and _known_kind(name, table) != "place" and not words.names_role(name)


def _persons(
    text: str, credits: Iterable[Credit], words: Lexicon, table: Gazetteer
) -> Iterator[Hint]:
    for credit in credits:
        names = tuple(_printed(text, credit)) if credit.role in PERSON_ROLES else ()
        if not any(map(str.isdigit, "".join(name.name for name in names))):  # an address
            for name in names:
                if name.span and _is_person(name.name, words, table):
                    yield Hint(name.span, "person", "entity.credit-name")


def _is_person(name: str, words: Lexicon, table: Gazetteer) -> bool:
    """Two words or more, all with capitals but the particles; no role, desk or body among them."""
    parts = name.split()
    if len(parts) < 2 or is_agency(name) or _known_kind(name, table):
        return False
    if not all(part[0].isupper() or part in words.particles for part in parts):
        return False
    if not parts[-1][0].isupper() or max(map(len, parts)) < SHORTEST_UNKNOWN:
        return False
    spelled = all(char.isalpha() or char in " .'’-‐‑" for char in name)
    return spelled and not _names_body(name, words) and not words.names_role(name)


def _names_body(name: str, words: Lexicon) -> bool:
    """`Sports Desk`, `Redazione Esteri`: a word that bodies are named by."""
    parts = name.lower().split()
    bodies = words.org_heads | words.org_tails | words.org_suffixes | words.articles
    return any(part in bodies for part in parts)
