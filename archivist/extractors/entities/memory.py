"""This module lets the document decide: surnames, acronyms, repeated strings, open names."""

from __future__ import annotations

from archivist.extractors.entities.candidates import Name
from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.lexicon import Lexicon


def settle(text: str, names: list[Name], lexicon: Lexicon, gazetteer: Gazetteer) -> list[Name]:
    surnames = {n.words[-1]: n for n in names if n.kind == "person" and len(n.words) > 1}
    kinds: dict[str, str] = {}
    for n in names:
        if n.kind and len(n.words) > 1:
            kinds.setdefault(text[n.start : n.end], n.kind)
    for n in names:
        if n.kind is None or n.rule == "entity.gazetteer.city":
            if n.words[-1] in surnames:
                n.kind, n.rule = "person", "entity.surname-memory"
        if n.kind is None and len(n.words) > 1 and lexicon.language != "de" and not n.initial:
            n.kind = "person"
    return [n for n in names if n.kind]
