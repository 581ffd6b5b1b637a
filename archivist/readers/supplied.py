"""This module gives sources what the archivist supplies: rows of a catalogue, and path patterns."""

from __future__ import annotations

import dataclasses

from archivist.readers import catalogue, identifiers, mapping, path_patterns
from archivist.readers.parts import Part, Stream
from archivist.record import Declared, Document
from archivist.settings import Settings


def check(settings: Settings) -> None:
    """Raises UsageError or WorldRefused for a mapping, table or pattern that is none."""
    if settings.mapping:
        mapping.load(settings.mapping)
    catalogue.load(settings)
    identifiers.load(settings)
    for pattern in settings.paths:
        path_patterns.compiled(pattern)


def of_stream(stream: Stream, settings: Settings, *, box: bool) -> tuple[Declared, ...]:
    """What is declared of a stream, with what is supplied first; of a `box` what holds for all."""
    found = _facts(stream.name, stream.part, stream.declared, settings)
    said = catalogue.of_box(found) if box else found
    return (*said, *stream.declared)


def with_facts(part: Part, settings: Settings) -> Part:
    """A part that is read already, with what is supplied of it."""
    source = part.source
    found = _facts(source.name, source.part, source.declared, settings) if source.part else ()
    if not found:
        return part
    source = dataclasses.replace(source, declared=(*found, *source.declared))
    document = part.document
    if document is not None:
        declared = (*found, *document.declared)
        document = dataclasses.replace(document, source=source, declared=declared)
    return dataclasses.replace(part, source=source, document=document)


def with_identifiers(document: Document, settings: Settings) -> Document:
    """A document, with the identifiers that the library has given its source."""
    listed = identifiers.load(settings)
    found = listed.facts(document.source) if listed else ()
    if not found:
        return document
    return dataclasses.replace(document, declared=(*found, *document.declared))


def _facts(
    name: str, part: str | None, known: tuple[Declared, ...], settings: Settings
) -> tuple[Declared, ...]:
    """Rows of the catalogue, then the pattern that fits; each is looked for once a source."""
    listed = catalogue.load(settings)
    found = listed.facts(name, part) if listed else ()
    if settings.paths and not any(item.rule == path_patterns.RULE for item in known):
        found += path_patterns.facts(f"{name}{part or ''}", settings.paths)
    return found
