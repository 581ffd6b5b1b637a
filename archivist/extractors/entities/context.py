"""This module reads a known name in its sentence: a building that acts, a city that plays.

`alla Casa Bianca` is a place, `la Casa Bianca smentisce` a body; where cities have no article,
`il Napoli` is a club, and so is every city in a line of results.
"""

from __future__ import annotations

import re

from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.persons import CITIES

SCORE = re.compile(r" \d{1,3}(?=\n|$| \d| [A-Z])")
# What may stand before a city all the same: `nella Ferrara del Cinquecento`, `una Milano nuova`.
BEFORE_CITIES = frozenset(("un", "una", "nel", "nella", "nell"))


def read_in_context(name: Name, lexicon: Lexicon) -> bool:
    """Changes the kind of a gazetteer name where its sentence says so; False if it is no name."""
    if name.entry is None or name.hinted:
        return True
    words = name.before.replace("'", " ").replace("’", " ").split()[-2:]
    last = words[-1].lower() if words and not name.initial else ""
    if name.entry.kind == "building":
        second = words[0].lower() if last in lexicon.bare_articles else ""
        if last in lexicon.place_at or second in lexicon.place_at:
            name.kind, name.metonym = "place", False
    elif name.kind == "place" and name.entry.kind != "country":
        if is_scored(name):
            name.kind, name.entry, name.rule = "organization", None, "entity.score"
        elif name.entry.kind in CITIES and is_club(last, lexicon):
            name.kind, name.entry, name.rule = "organization", None, "entity.club"
        elif lexicon.bare_cities and is_town(name) and last in lexicon.articles:
            return False  # `in der Lage`, `das Essen`
    return True


def is_club(last: str, lexicon: Lexicon) -> bool:
    return lexicon.clubs and last in lexicon.articles and last not in BEFORE_CITIES


def is_scored(name: Name) -> bool:
    """`Reading 2 Stoke 2`, `Lincoln 4 1 3 0 5 3 6`: a line of results."""
    before = name.before.rstrip(" ")
    opens = not before or before[-1] == "\n" or before[-1].isdigit()
    return opens and SCORE.match(name.after) is not None


def is_town(name: Name) -> bool:
    """A city of one word, which may as well be a surname: `Clinton`, `Hamilton`."""
    return (
        name.entry is not None
        and name.entry.kind in CITIES
        and name.kind == "place"
        and len(name.words) == 1
        and not name.hinted
    )
