"""This module maps entities: a subject each, assert for what is said of it, inlineRef for where.

An entity with a usable IRI is the concept of that IRI, any other the literal of its own id; where
there is an IRI, `arc:ref` keeps the id, for two entities can share one.
"""

from __future__ import annotations

from typing import Any

from archivist.exporters.newsml import names
from archivist.exporters.newsml.draft import INFERRED, Draft, Path
from archivist.exporters.newsml.found import Element, Found
from archivist.exporters.newsml.strings import in_attribute, is_iri
from archivist.record import Entity, EntityIdentifier, Record, Role

METONYM = {False: "mention", True: "mention.metonym"}

# ------------------------------------------------------------------ to NewsML-G2


def concepts(record: Record) -> dict[str, str]:
    """The attributes by which each entity is named wherever it occurs, by its id."""
    return {entity.id: _concept(entity) for entity in record.entities}


def _concept(entity: Entity) -> str:
    for identifier in entity.identifiers:
        if is_iri(identifier.iri):
            return f' uri="{in_attribute(identifier.iri)}" arc:ref="{entity.id}"'
    return f' literal="{entity.id}"'


def write_mentions(draft: Draft, record: Record) -> None:
    """One part a mention: these come first, so that others point at them."""
    number = 0
    for index, entity in enumerate(record.entities):
        for at, mention in enumerate(entity.mentions):
            number += 1
            own, evidence = f"m{number}", mention.evidence
            cited = draft.cite(evidence, own, ("entities", index, "mentions", at))
            draft.part(own, METONYM[mention.metonym], mention.span, cited)


def write_entities(draft: Draft, record: Record) -> None:
    """Subjects, what is asserted of them, and which parts mention them."""
    number = 0
    for index, entity in enumerate(record.entities):
        concept, kind = draft.concepts[entity.id], names.ENTITY[entity.type]
        name = draft.line("name", "", entity.name, ("entities", index, "name"))
        draft.subjects.append(f'<subject id="{entity.id}"{concept} type="{kind}">{name}</subject>')
        said = _said(draft, entity, index)
        if said:
            draft.asserts += [f"<assert{concept}>", *said, "</assert>"]
        if entity.mentions:
            first, number = number + 1, number + len(entity.mentions)
            parts = " ".join(f"m{at}" for at in range(first, number + 1))
            draft.references.append(f'<inlineRef idrefs="{parts}"{concept} type="{kind}"/>')


def _said(draft: Draft, entity: Entity, index: int) -> list[str]:
    identifiers = [
        _same_as(
            draft, identifier, f"{entity.id}-i{at + 1}", ("entities", index, "identifiers", at)
        )
        for at, identifier in enumerate(entity.identifiers)
    ]
    roles = [
        _role(draft, role, f"{entity.id}-r{at + 1}", ("entities", index, "roles", at))
        for at, role in enumerate(entity.roles)
    ]
    return identifiers + roles


def _same_as(draft: Draft, identifier: EntityIdentifier, own: str, path: Path) -> str:
    # A name in the text led to it, by look-up.
    cited = draft.cite(identifier.evidence, own, path, why=INFERRED)
    if is_iri(identifier.iri):
        known = f' uri="{in_attribute(identifier.iri)}"'
    else:
        known = draft.literal(identifier.iri, (*path, "iri"))
    return f'<sameAs id="{own}"{known} type="arcrel:id.{identifier.scheme}"{cited}/>'


def _role(draft: Draft, role: Role, own: str, path: Path) -> str:
    if role.span is not None:
        draft.point(role.span, own)
    cited = draft.cite(role.evidence, own, path)
    value = draft.attribute("value", role.value, (*path, "value"))
    return f'<related id="{own}" rel="arcrel:role"{value}{cited}/>'


# ------------------------------------------------------------------ from NewsML-G2


def read_entities(found: Found) -> list[dict[str, Any]]:
    """In the order of their subjects."""
    kinds = names.backwards(names.ENTITY)
    said = {found.entity(element): element for element in found.sections("assert")}
    mentions = {
        found.entity(element): element.get("idrefs").split()
        for element in found.sections("inlineRef")
    }
    parts = {part.get("partid"): part for part in found.sections("partMeta")}
    return [
        {
            "id": subject.get("id"),
            "type": kinds[subject.get("type")],
            "name": found.text(found.one(subject, "name")),
            "roles": _read_roles(found, said.get(subject.get("id"))),
            "mentions": [
                _read_mention(found, parts[partid])
                for partid in mentions.get(subject.get("id"), ())
            ],
            "identifiers": _read_identifiers(found, said.get(subject.get("id"))),
        }
        for subject in found.all(found.section("contentMeta"), "subject")
        if subject.get("type") != names.TOPIC
    ]


def _read_mention(found: Found, part: Element) -> dict[str, Any]:
    return {
        "span": found.range(part.get("partid")),
        "metonym": found.kind(part) == METONYM[True],
        "evidence": found.evidence(part, placed=True),
    }


def _read_roles(found: Found, element: Element) -> list[dict[str, Any]]:
    if element is None:
        return []
    return [
        {
            "value": role.get("value"),
            "span": found.derived.get(role.get("id")),
            "evidence": found.evidence(role, placed=True),
        }
        for role in found.all(element, "related")
    ]


def _read_identifiers(found: Found, element: Element) -> list[dict[str, Any]]:
    if element is None:
        return []
    return [
        {
            "scheme": found.code(same.get("type")).removeprefix("id."),
            "iri": same.get("uri") or found.literal(same),
            "evidence": found.evidence(same),
        }
        for same in found.all(element, "sameAs")
    ]
