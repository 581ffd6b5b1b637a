"""This module writes a record as a NewsML-G2 2.35 news item (power), and reads it back.

IPTC NewsML-G2 2.35, conformance level power. Every fact stands in the structure that the standard
has for it; a few attributes of our own namespace carry what it has no place for (offsets, EDTF,
confidence where it knows none, strings that it normalises). Each module holds one theme, both ways:

    item      itemMeta, rightsInfo         generator, source, title, relations, status, history
    content   contentMeta                  dates, language, headline, dateline, topics, identifiers
    credits   creator, contributor, by …   credits
    entities  subject, assert, inlineRef   entities, their roles, identifiers and mentions
    quotes    partMeta                     quotes, speakers, cues, interpolations
    body      partMeta, contentSet         blocks, notes, text

`names` holds the codes, `strings` what XML can carry, `draft` and `found` the two ends, `profile`
the check against `schemas/newsml-profile.rng`.
"""

from __future__ import annotations

from typing import Any

from archivist import markup
from archivist.errors import InvalidRecord
from archivist.exporters.newsml import names, profile, rules
from archivist.exporters.newsml.body import read_parts, read_text, write_body, write_parts
from archivist.exporters.newsml.content import read_content, write_content
from archivist.exporters.newsml.credits import read_credits, write_credits
from archivist.exporters.newsml.draft import Draft
from archivist.exporters.newsml.entities import (
    concepts,
    read_entities,
    write_entities,
    write_mentions,
)
from archivist.exporters.newsml.found import Found, find
from archivist.exporters.newsml.item import (
    read_item,
    read_provider,
    read_rights,
    write_item,
    write_rights,
)
from archivist.exporters.newsml.quotes import read_quotes, write_quotes
from archivist.exporters.newsml.residual import restore
from archivist.exporters.newsml.strings import in_attribute
from archivist.namespaces import ARC_NEWSML, IPTC_CATALOG, NAR
from archivist.problems import Location, Problem, problem
from archivist.record import Record
from archivist.settings import Settings

__all__ = ["check", "read", "recognises", "write"]


def write(record: Record, settings: Settings) -> bytes:
    """The news item: UTF-8, one element a line, ends with a newline; checked against the profile.

    Raises InvalidRecord: X020 no valid item can hold it, X021 too long for XML, R023 half a
    character, which has no UTF-8.
    """
    try:
        data = _written(record, settings.provider)
    except UnicodeEncodeError as error:
        message = f"{error.object[error.start]!a} is half a character"
        where = Location(record.source.name)
        raise InvalidRecord((problem("R023", message, where),)) from error
    profile.ensure(data, record.source.name)
    return data


def _written(record: Record, provider: str | None) -> bytes:
    draft = Draft(record.text, concepts(record), {item.id: item.name for item in record.entities})
    # Parts first: values whose evidence has the same span point at them.
    write_parts(draft, record)
    write_mentions(draft, record)
    write_quotes(draft, record)
    write_content(draft, record)
    write_entities(draft, record)
    write_credits(draft, record)
    rights = write_rights(draft, record.rights)
    item = write_item(draft, record, provider)
    return "\n".join(_lines(record, draft, rights, item)).encode()


def _lines(record: Record, draft: Draft, rights: list[str], item: list[str]) -> list[str]:
    tag = names.UNDETERMINED if record.language is None else record.language.value
    language = in_attribute(tag)
    schemes = {**names.SCHEMES, **draft.schemes}
    derivations = list(draft.derivations())
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<newsItem xmlns="{NAR}" xmlns:arc="{ARC_NEWSML}" standard="NewsML-G2"'
        f' standardversion="{names.STANDARD_VERSION}" conformance="power" guid="{record.id}"'
        f' version="{record.revision}" xml:lang="{language}">',
        f'<catalogRef href="{IPTC_CATALOG}"/>',
        "<catalog>",
        *(f'<scheme alias="{alias}" uri="{iri}"/>' for alias, iri in schemes.items()),
        "</catalog>",
        *rights,
        "<itemMeta>",
        *item,
        "</itemMeta>",
        "<contentMeta>",
        *draft.dates,
        *draft.administrative,
        *draft.language,
        *draft.subjects,
        *draft.descriptive,
        *draft.properties,
        *draft.residuals,
        "</contentMeta>",
        *draft.parts,
        *draft.asserts,
        *draft.references,
        *derivations,
        *write_body(record, language),
        "</newsItem>",
        "",
    ]


def read(data: bytes, file: str) -> Record:
    """The record that `write` was given.

    Raises InvalidRecord: R040 to R046 not an item of ours, R047 a value is not of the record's
    form, R048 the item says something that the record does not.
    """
    root = profile.parse(data, file)
    found = find(root)
    try:
        value = _value(found)
        restore(found, value)
        record = Record.from_json(value)
    except (ValueError, TypeError, LookupError) as error:
        # What the profile leaves open: JSON within a residual or a patch.
        message = f"a value is not of the record's form: {error}"
        raise InvalidRecord((problem("R047", message, Location(file)),)) from error
    again = markup.parse_xml(_written(record, read_provider(found)))
    changed = rules.placed(rules.altered(root, again), data, root, file)
    if changed:
        raise InvalidRecord(changed)
    return record


def check(data: bytes, file: str) -> tuple[Problem, ...]:
    """What is wrong with an item that should be ours, with lines; nothing when it is right."""
    try:
        read(data, file)
    except InvalidRecord as error:
        return error.problems
    return ()


def recognises(data: bytes) -> bool:
    """Whether the bytes look like an item of ours: the root and our namespace at their start."""
    head = data[:4096]
    return b"<newsItem" in head and ARC_NEWSML.encode() in head


def _value(found: Found) -> dict[str, Any]:
    return {
        **read_item(found),
        **read_content(found),
        **read_parts(found),
        "text": read_text(found),
        "rights": read_rights(found),
        "credits": read_credits(found),
        "entities": read_entities(found),
        "quotes": read_quotes(found),
    }
