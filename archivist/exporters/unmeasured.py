"""This module says where a record has values whose confidence was never measured.

A rule that no annotated texts judged in the article's language gives no confidence. Exports say so
in words: a number that only lacks may have been lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from archivist.record import Evidence, Record


def is_unmeasured(evidence: Evidence) -> bool:
    """Whether a rule concluded a value, and nobody knows how often it is right.

    What a source, a catalogue or a correction says is no conclusion of ours.
    """
    said = (evidence.declared, evidence.context, evidence.corrected)
    return evidence.confidence is None and said == (None, None, None)


def fields(record: Record) -> tuple[str, ...]:
    """The fields with such values, in the order of the record: `("title", "quotes/speaker")`."""
    return tuple(name for name, values in _places(record) if _has_any(values))


def _has_any(values: Iterable[Any]) -> bool:
    return any(value is not None and is_unmeasured(value.evidence) for value in values)


def _places(record: Record) -> tuple[tuple[str, Iterable[Any]], ...]:
    """Every field with evidence, and its values."""
    entities, quotes = record.entities, record.quotes
    return (
        ("source/encoding", (record.source.encoding,)),
        ("identifiers", record.identifiers),
        ("language", (record.language,)),
        ("blocks", record.blocks),
        ("title", (record.title,)),
        ("headline", (record.headline,)),
        ("summary", (record.summary,)),
        ("dates", record.dates),
        ("dateline", (record.dateline,)),
        ("credits", record.credits),
        ("rights", (record.rights,)),
        ("topics", record.topics),
        ("entities/roles", chain.from_iterable(item.roles for item in entities)),
        ("entities/mentions", chain.from_iterable(item.mentions for item in entities)),
        ("entities/identifiers", chain.from_iterable(item.identifiers for item in entities)),
        ("quotes", quotes),
        ("quotes/speaker", (item.speaker for item in quotes)),
        ("quotes/via", (item.via for item in quotes)),
        ("notes", record.notes),
        ("relations", record.relations),
    )
