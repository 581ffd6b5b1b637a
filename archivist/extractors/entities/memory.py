"""This module lets the document decide what an open name is, and who a bare surname is.

Names of several words are settled first; then single words: a surname joins its full name, the
rest goes by the signs over all mentions of the same spelling.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from archivist.extractors.entities.context import is_town, read_in_context
from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.hinted import spread
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.signs import ENOUGH, signs
from archivist.extractors.entities.states import name_states
from archivist.extractors.entities.surnames import narrow, remember, surnames_of
from archivist.extractors.entities.votes import (
    BESIDE,
    KINDS,
    Votes,
    count,
    doubt_bodies,
    in_row,
    spelling,
)


def settle(
    text: str, names: list[Name], lexicon: Lexicon, gazetteer: Gazetteer, lower: frozenset[str]
) -> list[Name]:
    """The names that have a kind now, in text order; `lower`: words also printed small."""
    names = [name for name in names if read_in_context(name, lexicon)]
    spread(names, text, surnames_of(names, text, lexicon))
    names = _split(names, text, lexicon)
    narrow(names, text, lexicon)
    remember(names, text, lexicon)
    if not lexicon.is_own:
        return [name for name in names if name.kind and _is_plain(name)]
    _place(names, lexicon)
    doubt_bodies(text, names, lexicon)
    votes = count(text, names, lexicon, gazetteer, lower)
    sure = {id(name) for name in names if name.kind}
    _settle([name for name in names if name.kind is None and len(name.words) > 1], text, votes)
    remember(names, text, lexicon)
    _settle([name for name in names if name.kind is None and len(name.words) == 1], text, votes)
    _doubt_towns(names, text, votes)
    _settle_rows(names, text, votes, sure, lexicon)
    name_states(names)
    return [name for name in names if name.kind]


def _is_plain(name: Name) -> bool:
    """In a language without tables no sentence says that `Most` is a town and no bridge."""
    if not is_town(name):
        return True
    return name.entry is not None and name.entry.kind == "city" and not name.initial


def _settle(names: list[Name], text: str, votes: dict[str, Votes]) -> None:
    for name in names:
        tally = votes[spelling(name, text)]
        best = max(tally)
        if best >= ENOUGH:
            name.kind = KINDS[tally.index(best)]


def _settle_rows(
    names: list[Name], text: str, votes: dict[str, Votes], sure: set[int], lexicon: Lexicon
) -> None:
    """`Aldmoor, Kelm e Nuova Threnn`: what was settled in a row speaks for what is still open.

    `sure`: the ids of names whose kind has been counted for their neighbours already.
    """
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(names)
        if not (first.kind and second.kind) and in_row(text[first.end : second.start], lexicon)
    ]
    swapped = [(second, first) for first, second in reversed(pairs)]
    for known, name in (*pairs, *swapped):
        if known.kind and name.kind is None and id(known) not in sure:
            kind = KINDS.index(known.kind)
            if votes[spelling(name, text)][kind] + BESIDE >= ENOUGH:
                name.kind = known.kind


def _doubt_towns(names: list[Name], text: str, votes: dict[str, Votes]) -> None:
    """A town that does what persons do is one; one that nothing speaks for is none."""
    for name in names:
        if is_town(name):
            person, _, place = tally = votes[spelling(name, text)]
            if person > place:
                name.kind, name.rule, name.entry = "person", "entity.capital", None
            elif max(tally) < 1:
                name.kind = None


def _split(names: list[Name], text: str, lexicon: Lexicon) -> list[Name]:
    """`portavoce del Triangolo Zylla Korvath`, where the document also has `il Triangolo`."""
    alone = {name.words[0] for name in names if name.kind is None and len(name.words) == 1}
    found = []
    for name in names:
        found.append(name)
        begins = name.kind is None and len(name.words) > 1 and name.words[0] in alone
        if begins and lexicon.articled_bodies and "article" in signs(name, lexicon):
            found.append(_halved(name, text))
    return found


def _halved(name: Name, text: str) -> Name:
    """Cuts the first word off as a name of its own and returns the rest as another."""
    first, *rest = name.words
    start = text.index(rest[0], name.start + len(first))
    second = replace(name, start=start, words=tuple(rest), initial=False)
    second.before = name.before + text[name.start : start]
    name.end, name.words, name.rule = name.start + len(first), (first,), "entity.capital"
    name.after = text[name.end : second.end] + second.after
    return second


def _place(names: list[Name], lexicon: Lexicon) -> None:
    """`nella regione di Novi Sad`: what only looks like a person's name."""
    for name in names:
        if name.kind == "person" and name.rule == "entity.given-name" and not name.hinted:
            words = name.before[-30:].replace("'", " ").replace("’", " ").split()[-2:]
            if len(words) == 2 and words[1] in lexicon.links and words[0] in lexicon.regions:
                name.kind, name.rule = "place", "entity.capitals"
