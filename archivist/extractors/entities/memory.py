"""This module lets the document decide what an open name is, and who a bare surname is.

Names of several words are settled first; then single words: a surname joins its full name, a
short form its organization, the rest goes by the signs over all mentions of the same spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from archivist.extractors.entities.candidates import Name
from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.signs import ENOUGH, WEIGHTS, signs

KINDS = ("person", "organization", "place")
Votes = list[int]
SCORE = re.compile(r" \d{1,3}(?=\n|$| \d| [A-Z])")
CLUBS = ("it", "es")


def settle(
    text: str, names: list[Name], lexicon: Lexicon, gazetteer: Gazetteer, lower: frozenset[str]
) -> list[Name]:
    """The names that have a kind now, in text order."""
    for name in names:
        if name.entry:
            _place_or_body(name, lexicon)
    towns = [name for name in names if _is_votable(name)]
    open_names = [name for name in names if name.kind is None]
    votes = _votes(text, names, lexicon, gazetteer, lower)
    _settle_by_votes([name for name in open_names if len(name.words) > 1], text, votes)
    _remember(names, text)
    _settle_by_votes([n for n in open_names if n.kind is None and len(n.words) == 1], text, votes)
    for name in towns:
        if name.kind == "place":
            tally = votes[text[name.start : name.end]]
            if tally[0] > tally[2]:
                name.kind, name.rule, name.entry = "person", "entity.capital", None
            elif max(tally) < 1:
                name.kind = None
    return [name for name in names if name.kind]


def _place_or_body(name: Name, lexicon: Lexicon) -> None:
    """`alla Casa Bianca` is a place; `il Napoli` is a club where cities have no article."""
    assert name.entry
    words = name.before.replace("'", " ").replace("’", " ").split()
    last = words[-1].casefold() if words and not name.initial else ""
    if name.entry.kind == "building":
        second = words[-2].casefold() if len(words) > 1 and last in lexicon.bare_articles else ""
        if last in lexicon.place_at or second in lexicon.place_at:
            name.kind, name.metonym = "place", False
    elif name.entry.kind != "country" and name.kind == "place" and _is_scored(name):
        name.kind, name.entry, name.rule = "organization", None, "entity.score"
    elif name.entry.kind in ("city", "town") and lexicon.language in CLUBS:
        if last in lexicon.articles and last not in ("un", "una", "nel", "nella", "nell"):
            name.kind, name.entry, name.rule = "organization", None, "entity.club"


def _is_scored(name: Name) -> bool:
    """`Reading 2 Stoke 2`, `Lincoln 4 1 3 0 5 3 6`: a line of results."""
    before = name.before.rstrip(" ")
    return (not before or before[-1] == "\n" or before[-1].isdigit()) and bool(
        SCORE.match(name.after)
    )


def _votes(
    text: str,
    names: list[Name],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    lower: frozenset[str],
) -> dict[str, Votes]:
    """Spelling → votes for person, organization, place, over all open mentions."""
    votes: dict[str, Votes] = defaultdict(lambda: [0, 0, 0])
    for position, name in enumerate(names):
        if name.kind is None or _is_votable(name):
            tally = votes[text[name.start : name.end]]
            found = list(signs(name, lexicon))
            if len(name.words) == 1 and name.words[0].casefold() in lower:
                found.append("small-too")
            if lexicon.language == "de" and name.rule != "entity.acronym":
                found.append("noun-language")
            if "article" in found and "country-ending" in found:
                found.append("country-article")
            if len(name.words) == 1 and name.words[0] in gazetteer.given:
                found.append("given")
            if name.entry:
                found.append(name.entry.kind)
            elif _is_scored(name):
                found.append("scored")
            _add(tally, found)
            _neighbours(tally, text, names, position, lexicon)
    return votes


def _is_votable(name: Name) -> bool:
    """A town that may as well be a surname: `Clinton`, `Hamilton`."""
    return (
        name.entry is not None
        and name.entry.kind in ("town", "city")
        and name.kind == "place"
        and len(name.words) == 1
    )


def _add(tally: Votes, found: Iterable[str]) -> None:
    for sign in found:
        for i, weight in enumerate(WEIGHTS[sign]):
            tally[i] += weight


def _neighbours(
    tally: Votes, text: str, names: list[Name], position: int, lexicon: Lexicon
) -> None:
    """`Rossi, Bianchi e Verdi`: what stands in a row with a known name is of its kind."""
    name = names[position]
    for other in (names[position - 1] if position else None, *names[position + 1 : position + 2]):
        if other is not None and other.kind:
            between = text[min(other.end, name.end) : max(other.start, name.start)]
            parts = between.replace("'", " ").split()
            if between == ", " or (
                parts
                and parts[0] in lexicon.conjunctions
                and (len(parts) == 1 or (len(parts) == 2 and parts[1] in lexicon.articles))
            ):
                tally[KINDS.index(other.kind)] += 2


def _settle_by_votes(names: list[Name], text: str, votes: dict[str, Votes]) -> None:
    for name in names:
        tally = votes[text[name.start : name.end]]
        best = max(tally)
        if best >= ENOUGH:
            name.kind = KINDS[tally.index(best)]


def _remember(names: list[Name], text: str) -> None:
    """Surnames and repeated strings: what the document said in full it may say in short."""
    surnames: dict[str, Name] = {}
    spelled: dict[str, Name] = {}
    for name in names:
        if name.kind == "person" and len(name.words) > 1:
            surnames.setdefault(name.words[-1], name)
        if name.kind and len(name.words) > 1:
            spelled.setdefault(text[name.start : name.end], name)
    for name in names:
        if name.kind is None or name.rule == "entity.gazetteer.city":
            if name.words[-1] in surnames:
                name.kind, name.rule, name.entry = "person", "entity.surname-memory", None
