"""This module writes the preservation metadata of an accession: PREMIS 3.0, one XML file.

Objects are the accession and each payload file, with sizes, digests and formats; events are what
the run did, at the instant of the run; agents are archivist with all that can change a value, the
operator and the organization. The file streams: 20,000 shards are never held. Order and names of
the elements are those of the PREMIS 3.0 schema, http://www.loc.gov/standards/premis/v3/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid5

from archivist.collection import formats
from archivist.collection.facts import Accession, PayloadFile, Shard
from archivist.collection.premis_events import EVENT_CODES, Event, EventType, events_of
from archivist.collection.premis_markup import element, identifier, plain, term
from archivist.record import NAMESPACE

XMLNS = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{XMLNS} https://www.loc.gov/standards/premis/premis.xsd"
CHUNK = 1 << 16  # characters of a written piece, about

_AGENT_CODES = {"software": "sof", "person": "per", "organization": "org"}


def write(
    accession: Accession,
    shards: Iterable[Shard],
    others: Iterable[PayloadFile],
    *,
    events: Iterable[Event] = (),
) -> Iterator[bytes]:
    """`data/premis/premis.xml` in chunks of UTF-8.

    `others`: payload files outside the shards, without premis.xml itself. `events` stand after
    those that follow from the facts: a deaccession, for example.
    """
    lines: list[str] = []
    size = 0
    for line in _lines(accession, shards, others, tuple(events)):
        lines.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(lines).encode()
            lines, size = [], 0
    yield "".join(lines).encode()


def accession_id(accession: Accession) -> str:
    """`urn:uuid:` of the accession: from its number, instant, fingerprint and part."""
    seed = "\0".join(
        ("accession", accession.name, accession.as_of, accession.fingerprint, str(accession.part))
    )
    return f"urn:uuid:{uuid5(NAMESPACE, seed)}"


def file_id(accession: Accession, file: PayloadFile) -> str:
    """`urn:uuid:` of a payload file: from its place in the accession and its content."""
    seed = f"{accession_id(accession)}\0{file.path}\0sha256:{file.sha256}"
    return f"urn:uuid:{uuid5(NAMESPACE, seed)}"


def _lines(
    accession: Accession,
    shards: Iterable[Shard],
    others: Iterable[PayloadFile],
    more: tuple[Event, ...],
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<premis xmlns="{XMLNS}" xmlns:xsi="{XSI}"\n'
    yield f'        xsi:schemaLocation="{LOCATION}" version="3.0">\n'
    happened = (*events_of(accession), *more)
    ids = [_event_id(accession, at, event) for at, event in enumerate(happened)]
    yield _entity(accession, ids)
    made = {event.type: name for event, name in zip(happened, ids, strict=True)}
    for shard in shards:
        yield from _shard(accession, shard, made)
    for file in others:
        yield _file(accession, file)
    for event, name in zip(happened, ids, strict=True):
        yield _event(accession, event, name)
    for agent in _agents(accession):
        yield _agent(agent)
    yield _rights(accession)
    yield "</premis>\n"


# ------------------------------------------------------------------ objects


def _entity(accession: Accession, events: list[str]) -> str:
    """The accession itself, an intellectual entity of which the files are parts."""
    replaced = [*accession.supersedes, *([accession.replaces] if accession.replaces else [])]
    word = "replaces" if accession.replaces else "supersedes"
    return element(
        'object xsi:type="intellectualEntity"',
        identifier("object", "URN", accession_id(accession)),
        identifier("object", "local", accession.name),
        plain("originalName", accession.name),
        *(_relation("replacement", word, "local", name) for name in replaced),
        *(identifier("linkingEvent", "URN", name) for name in events),
        identifier("linkingRightsStatement", "URN", _rights_id(accession))
        if _rights_iri(accession)
        else "",
    )


def _shard(accession: Accession, shard: Shard, made: Mapping[EventType, str]) -> Iterator[str]:
    """Its files; records come from the originals of the shard, exports from the records."""
    of = {
        kind: tuple(file_id(accession, f) for f in shard.files if f.path.startswith(f"data/{kind}"))
        for kind in ("originals/", "records/")
    }
    for file in shard.files:
        if file.path.startswith("data/records/"):
            yield _file(accession, file, of["originals/"], made.get("metadata extraction"))
        elif file.path.startswith("data/exports/"):
            yield _file(accession, file, of["records/"], made.get("exporting"))
        else:
            yield _file(accession, file)


def _file(
    accession: Accession,
    file: PayloadFile,
    sources: tuple[str, ...] = (),
    event: str | None = None,
) -> str:
    return element(
        'object xsi:type="file"',
        identifier("object", "URN", file_id(accession, file)),
        identifier("object", "local", file.path),
        *_characteristics(accession, file),
        plain("originalName", file.path),
        _relation("structural", "is part of", "URN", accession_id(accession)),
        *(_relation("derivation", "has source", "URN", name, event) for name in sources),
    )


def _characteristics(accession: Accession, file: PayloadFile) -> Iterator[str]:
    """One for each layer of encoding, from the inside; sizes and digests are of the outermost."""
    found = formats.layers(file.path)
    for level, kind in enumerate(found):
        outermost = level == len(found) - 1
        yield element(
            "objectCharacteristics",
            plain("compositionLevel", str(level)),
            *(_fixity(file) if outermost else ()),
            plain("size", str(file.size)) if outermost else "",
            _format(kind),
            _application(accession) if outermost and _is_ours(file.path) else "",
        )


def _is_ours(path: str) -> bool:
    return not path.startswith(("data/originals/files/", "data/corrections/"))


def _fixity(file: PayloadFile) -> Iterator[str]:
    for algorithm, digest in (("SHA-256", file.sha256), ("SHA-512", file.sha512)):
        yield element(
            "fixity", plain("messageDigestAlgorithm", algorithm), plain("messageDigest", digest)
        )


def _format(kind: formats.Format) -> str:
    return element(
        "format",
        element(
            "formatDesignation",
            plain("formatName", kind.name),
            plain("formatVersion", kind.version) if kind.version else "",
        ),
        element(
            "formatRegistry",
            plain("formatRegistryName", "PRONOM"),
            plain("formatRegistryKey", kind.puid),
        )
        if kind.puid
        else "",
    )


def _application(accession: Accession) -> str:
    return element(
        "creatingApplication",
        plain("creatingApplicationName", "archivist"),
        plain("creatingApplicationVersion", accession.version),
        plain("dateCreatedByApplication", accession.as_of),
    )


def _relation(kind: str, sub: str, type_: str, target: str, event: str | None = None) -> str:
    return element(
        "relationship",
        term("relationshipType", kind, "relationshipType", _RELATIONS.get(kind)),
        term("relationshipSubType", sub, "relationshipSubType", _RELATIONS.get(sub)),
        identifier("relatedObject", type_, target),
        identifier("relatedEvent", "URN", event) if event else "",
    )


_RELATIONS = {
    "structural": "str",
    "derivation": "der",
    "replacement": "rep",
    "is part of": "isp",
    "has source": "hss",
    "supersedes": "sup",
}

# ------------------------------------------------------------------ events


def _event_id(accession: Accession, at: int, event: Event) -> str:
    seed = "\0".join((accession_id(accession), str(at), event.type, event.detail, *event.objects))
    return f"urn:uuid:{uuid5(NAMESPACE, seed)}"


def _event(accession: Accession, event: Event, name: str) -> str:
    roles = {"software": "executing program", "person": "implementer", "organization": "authorizer"}
    return element(
        "event",
        identifier("event", "URN", name),
        term("eventType", event.type, "eventType", EVENT_CODES[event.type]),
        plain("eventDateTime", accession.as_of),
        element("eventDetailInformation", plain("eventDetail", event.detail)),
        element(
            "eventOutcomeInformation",
            plain("eventOutcome", event.outcome),
            *(
                element("eventOutcomeDetail", plain("eventOutcomeDetailNote", note))
                for note in event.notes
            ),
        ),
        *(
            identifier("linkingAgent", "URN", _agent_id(agent), role=roles[agent.type])
            for agent in _agents(accession)
        ),
        *(
            identifier("linkingObject", "URN", target)
            for target in (accession_id(accession), *event.objects)
        ),
    )


# ------------------------------------------------------------------ agents


@dataclass(frozen=True, slots=True)
class _Agent:
    type: str
    name: str
    version: str | None = None
    notes: tuple[str, ...] = ()


def _agents(accession: Accession) -> tuple[_Agent, ...]:
    components = sorted(accession.components.items())
    notes = [f"component {name}: {version}" for name, version in components]
    notes += [f"options: {accession.options}"] if accession.options else []
    notes += [f"fingerprint: {accession.fingerprint}"]
    found = [_Agent("software", "archivist", accession.version, tuple(notes))]
    if accession.operator:
        found.append(_Agent("person", accession.operator))
    if accession.organization:
        found.append(_Agent("organization", accession.organization))
    return tuple(found)


def _agent_id(agent: _Agent) -> str:
    """The same for the same agent in every accession; of a program, with its version."""
    seed = "\0".join(("agent", agent.type, agent.name, agent.version or ""))
    return f"urn:uuid:{uuid5(NAMESPACE, seed)}"


def _agent(agent: _Agent) -> str:
    return element(
        "agent",
        identifier("agent", "URN", _agent_id(agent)),
        plain("agentName", agent.name),
        term("agentType", agent.type, "agentType", _AGENT_CODES[agent.type]),
        plain("agentVersion", agent.version) if agent.version else "",
        *(plain("agentNote", note) for note in agent.notes),
    )


# ------------------------------------------------------------------ rights


def _rights_iri(accession: Accession) -> str | None:
    """The rights, if they are an IRI: words alone are no PREMIS rights statement."""
    rights = accession.rights
    return rights if rights and re.fullmatch(r"https?://[^\s<>\"]+", rights) else None


def _rights_id(accession: Accession) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, f'rights:{accession.rights}')}"


def _rights(accession: Accession) -> str:
    iri = _rights_iri(accession)
    if iri is None:
        return ""
    licensed = re.match(r"https?://creativecommons\.org/licenses/", iri) is not None
    kind = "license" if licensed else "otherRights"
    document = element(
        f"{kind}DocumentationIdentifier",
        plain(f"{kind}DocumentationIdentifierType", "URI"),
        plain(f"{kind}DocumentationIdentifierValue", iri),
    )
    basis = "" if licensed else plain("otherRightsBasis", "rights statement")
    return element(
        "rights",
        element(
            "rightsStatement",
            identifier("rightsStatement", "URN", _rights_id(accession)),
            plain("rightsBasis", "license" if licensed else "other"),
            element(f"{kind}Information", document, basis),
            identifier("linkingObject", "URN", accession_id(accession)),
        ),
    )
