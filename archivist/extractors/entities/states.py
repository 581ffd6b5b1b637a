"""This module reads the acronyms of states: `RPDV` beside Valdoria, a people's republic.

The forms of state have few letters (`R`, `RP`, `RPD`, `DPR`, …); with the initial of a place that
the document names, on either side, they are no party or company.
"""

from __future__ import annotations

from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name

FORMS = frozenset(("RP", "RD", "RPD", "RDP", "RPS", "RSS", "RF", "RSF", "DR", "DPR", "SSR"))
RULE = "entity.state-acronym"
STATES = ("entity.place-keyword", "entity.capital", "entity.capitals", "entity.gazetteer.country")


def named_states(names: list[Name], lexicon: Lexicon) -> set[tuple[str, ...]]:
    """The short names of states whose long names the document prints: `Repubblica di Valdoria`."""
    return {
        name.words[1:]
        for name in names
        if name.rule == "entity.place-keyword" and name.words[0].lower() in lexicon.long_names
    }


def name_states(names: list[Name]) -> None:
    """Makes a place of each acronym of a form of state and the initial of a state."""
    acronyms = [name for name in names if _is_open_acronym(name) and _initials(name)]
    if not acronyms:
        return
    states = {
        letter
        for name in names
        if name.kind == "place" and name.rule in STATES
        for letter in (name.words[0][0], name.words[-1][0])
    }
    for name in acronyms:
        if not states.isdisjoint(_initials(name)):
            name.kind, name.rule = "place", RULE


def _is_open_acronym(name: Name) -> bool:
    """Not one that is written out in the document, nor one of the tables."""
    return name.rule == "entity.acronym" and name.entry is None and len(name.words) == 1


def _initials(name: Name) -> tuple[str, ...]:
    """The letters that may be a name's: `V` of `RPDV`."""
    word = name.words[0]
    found = []
    if word[:-1] in FORMS:
        found.append(word[-1])
    if word[1:] in FORMS:
        found.append(word[0])
    return tuple(found)
