"""This module joins mentions to entities and gives states and places their identifiers."""

from __future__ import annotations

from archivist.extractors.entities.candidates import Name
from archivist.extractors.entities.lexicon import Lexicon
from archivist.record import Entity, Evidence, Mention, Span


def entities(text: str, names: list[Name], lexicon: Lexicon) -> tuple[Entity, ...]:
    groups: dict[tuple[str, str], list[Name]] = {}
    for n in names:
        key = n.entry.key if n.entry and n.entry.key else text[n.start : n.end]
        groups.setdefault((n.kind or "", key), []).append(n)
    return tuple(
        Entity(
            f"e{i}",
            kind,
            text[g[0].start : g[0].end],
            (),
            tuple(Mention(Span(n.start, n.end), n.metonym, Evidence(n.rule)) for n in g),
            (),
        )
        for i, ((kind, _), g) in enumerate(groups.items(), 1)
    )
