"""This module joins mentions to entities and gives states and places their identifiers.

Within an article a bare surname joins its full name, an acronym its expansion, `RPDC` and
`Corea del Nord` one state by their code. Two names are one only by such a rule.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left, bisect_right
from typing import cast

from archivist.extractors.entities.gazetteer import rows
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.roles import roles
from archivist.extractors.entities.signs import is_located
from archivist.extractors.entities.unknown import ACRONYM
from archivist.record import (
    Entity,
    EntityIdentifier,
    EntityType,
    Evidence,
    Mention,
    Role,
    Span,
)

AUTHORITIES = (
    ("iso3166-1a2", "http://cvx.iptc.org/iso3166-1a2/"),
    ("eu-country", "http://publications.europa.eu/resource/authority/country/"),
    ("geonames", "https://sws.geonames.org/"),
    ("wikidata", "http://www.wikidata.org/entity/"),
)
Key = tuple[str, str]


def entities(text: str, names: list[Name], lexicon: Lexicon) -> tuple[Entity, ...]:
    """The entities in order of first mention, ids `e1`, `e2`, …"""
    groups: dict[Key, list[Name]] = {}
    people = [name.end for name in names if name.kind == "person"]
    for name, key in zip(names, _keys(text, names, lexicon), strict=True):
        groups.setdefault(key, []).append(name)
    return tuple(
        _entity(f"e{number}", text, group, lexicon, people)
        for number, group in enumerate(groups.values(), 1)
    )


# ------------------------------------------------------------------ which names are one


def _keys(text: str, names: list[Name], lexicon: Lexicon) -> list[Key]:
    """The key of each name: equal keys are one entity."""
    people = _People(names)
    bodies = _bodies(text, names, lexicon)
    return [_key(text, name, people, bodies) for name in names]


def _key(text: str, name: Name, people: _People, bodies: dict[str, str]) -> Key:
    kind = name.kind or ""
    if name.kind == "person":
        return kind, people.full(name)
    if name.entry and name.entry.key:
        return kind, f"{name.entry.kind} {name.entry.key}"
    spelled = folded(text[name.start : name.end])
    return kind, bodies.get(spelled, spelled) if kind == "organization" else spelled


class _People:
    """Full names of the document; a bare surname or given name joins the one before it."""

    def __init__(self, names: list[Name]) -> None:
        people = [
            (name.start, whole(name))
            for name in names
            if name.kind == "person" and len(name.words) > 1
        ]
        shorts = {tail for _, full in people for tail in tails(full)}
        self.by_ends: dict[tuple[str, str], str] = {}
        self.by_tail: dict[str, list[tuple[int, str]]] = {}
        self.by_given: dict[str, list[tuple[int, str]]] = {}
        for start, name in people:
            if name not in shorts:  # `De Santis` is no full name beside `Marta De Santis`
                full = self.by_ends.setdefault(ends(name), name)
                self.by_given.setdefault(name.partition(" ")[0], []).append((start, full))
                for tail in tails(name):
                    self.by_tail.setdefault(tail, []).append((start, full))

    def full(self, name: Name) -> str:
        """The full name of a person of the document, else the name itself."""
        short = whole(name)
        known = self.by_tail.get(short)
        if known is None and len(name.words) > 1:
            return self.by_ends.get(ends(short), short)
        known = known or self.by_given.get(short) or self.by_tail.get(short.removesuffix("s"))
        if not known:
            return short
        return known[max(0, bisect_left(known, (name.start,)) - 1)][1]


def whole(name: Name) -> str:
    return " ".join(map(folded, name.words))


def ends(full: str) -> tuple[str, str]:
    """First and last word: `George W. Bush` and `George Bush` are one."""
    return full.partition(" ")[0], full.rpartition(" ")[2]


def tails(full: str) -> list[str]:
    """What a name may be shortened to: `de santis` and `santis` of `marta de santis`."""
    words = full.split(" ")
    return [" ".join(words[position:]) for position in range(1, len(words))]


def _bodies(text: str, names: list[Name], lexicon: Lexicon) -> dict[str, str]:
    """Acronym → the full name it stands for: `Federal Signals Bureau (FSB)`, or by its letters."""
    found: dict[str, str] = {}
    acronyms = {n.words[0] for n in names if n.kind == "organization" and n.words[0].isupper()}
    for name in names:
        if name.kind != "organization" or (name.entry and name.entry.key):
            continue
        bracketed = ACRONYM.match(name.after)  # `Bundesamt für Verfassungsschutz (BfV)`
        if bracketed and bracketed.group(1)[0] == name.words[0][0]:
            found.setdefault(folded(bracketed.group(1)), folded(text[name.start : name.end]))
        if len(name.words) > 1:
            letters = "".join(word[0] for word in name.words).upper()
            if letters in acronyms and len(letters) > 1:
                found.setdefault(folded(letters), folded(text[name.start : name.end]))
    return found


def folded(name: str) -> str:
    """Small letters without accents: `Juščenko` and `Juscenko` are one spelling."""
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")


# ------------------------------------------------------------------ what an entity says


def _entity(own: str, text: str, group: list[Name], lexicon: Lexicon, people: list[int]) -> Entity:
    kind = cast("EntityType", group[0].kind)
    mentions = tuple(
        Mention(Span(name.start, name.end), name.metonym, _evidence(_rule(name, lexicon)))
        for name in group
    )
    longest = max(group, key=lambda name: len(name.words)) if kind != "place" else group[0]
    return Entity(
        own,
        kind,
        " ".join(_in_small(text, longest, group).split()),
        _roles(text, group, lexicon, people) if kind == "person" else (),
        mentions,
        _identifiers(group) if kind == "place" else (),
    )


@functools.cache
def _evidence(rule: str) -> Evidence:
    """The same for all mentions by one rule."""
    return Evidence(rule)


def _in_small(text: str, name: Name, group: list[Name]) -> str:
    """`HARWICK` in a headline or dateline is called `Harwick` where that is printed, too."""
    surface = text[name.start : name.end]
    if not surface.isupper():
        return surface
    others = (text[other.start : other.end] for other in group)
    small = (other for other in others if not other.isupper() and folded(other) == folded(surface))
    return next(small, surface)


def _roles(text: str, group: list[Name], lexicon: Lexicon, people: list[int]) -> tuple[Role, ...]:
    """Each role once, at its first place; none goes over a person (`people`: where names end)."""
    found: dict[str, Role] = {}
    for name in group:
        before = bisect_right(people, name.start)
        start = max(name.block.start, people[before - 1] if before else 0)
        for role in roles(text, name, lexicon, start, name.block.end):
            found.setdefault(folded(role.value), role)
    return tuple(found.values())


# `in Italia` is a place, `l'Italia` may be a government or a team: the one is surer.
_LOCATED = ("entity.gazetteer.country", "entity.gazetteer.region")


def _rule(name: Name, lexicon: Lexicon) -> str:
    """The rule of a mention; a state or region that something lies in has one of its own."""
    if name.rule in _LOCATED and name.kind == "place" and is_located(name, lexicon):
        return f"{name.rule}.located"
    return name.rule


def _identifiers(group: list[Name]) -> tuple[EntityIdentifier, ...]:
    """The identifiers of a state, region or city; none where the name has several bearers."""
    first = next((name for name in group if name.entry and name.entry.key), None)
    if first is None or first.entry is None:
        return ()
    kind, key = first.entry
    evidence = Evidence(f"link.{kind}", span=Span(first.start, first.end))
    if kind in ("city", "town"):
        return (EntityIdentifier("geonames", AUTHORITIES[2][1] + key + "/", evidence),)
    return tuple(
        EntityIdentifier(scheme, base + value, evidence) for scheme, base, value in _links(key)
    )


def _links(code: str) -> list[tuple[str, str, str]]:
    """Scheme, base and value of what countries.tsv knows of a code."""
    alpha3, geoname, qid = _countries().get(code, ("", "", ""))
    values = (code if len(code) == 2 else "", alpha3, geoname and geoname + "/", qid)
    found = [
        (scheme, base, value)
        for (scheme, base), value in zip(AUTHORITIES, values, strict=True)
        if value
    ]
    if "-" in code:
        found.insert(0, ("iso3166-2", "http://cvx.iptc.org/iso3166-2/", code))
    return found


@functools.cache
def _countries() -> dict[str, tuple[str, str, str]]:
    return {code: (alpha3, geoname, qid) for code, alpha3, geoname, qid in rows("countries.tsv")}
