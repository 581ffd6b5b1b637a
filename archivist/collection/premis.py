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
from typing import Literal
from uuid import uuid5

from archivist.collection import formats
from archivist.collection.facts import Accession, PayloadFile, Shard
from archivist.record import NAMESPACE

XMLNS = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{XMLNS} https://www.loc.gov/standards/premis/premis.xsd"
VOCABULARY = "http://id.loc.gov/vocabulary/preservation"
CHUNK = 1 << 16  # characters of a written piece, about

EventType = Literal[
    "accession",
    "deaccession",
    "exporting",
    "fixity check",
    "information package creation",
    "ingestion",
    "message digest calculation",
    "metadata extraction",
    "quarantine",
    "validation",
]
# Label → code at id.loc.gov/vocabulary/preservation/eventType.
EVENT_CODES: Mapping[EventType, str] = {
    "accession": "acc",
    "deaccession": "dea",
    "exporting": "exp",
    "fixity check": "fix",
    "information package creation": "ipc",
    "ingestion": "ing",
    "message digest calculation": "mes",
    "metadata extraction": "mee",
    "quarantine": "qua",
    "validation": "val",
}
_AGENT_CODES = {"software": "sof", "person": "per", "organization": "org"}


@dataclass(frozen=True, slots=True)
class Event:
    """What was done, to which objects (`urn:uuid:…`, beside the accession), and how it ended."""

    type: EventType
    detail: str
    outcome: str
    notes: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


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


# ------------------------------------------------------------------ what happened


def events_of(accession: Accession) -> tuple[Event, ...]:
    """The events that the facts of an accession tell, in the order in which they happened."""
    found = [*_checked(accession)]
    if accession.kind == "articles":
        found += [*_of_articles(accession)]
    found.append(
        Event("message digest calculation", "SHA-256 and SHA-512 of every payload file", "success")
    )
    part = f", bag {accession.part} of {accession.of}" if accession.of > 1 else ""
    found.append(
        Event("information package creation", f"BagIt 1.0 bag {accession.name}{part}", "success")
    )
    return tuple(found)


def _checked(accession: Accession) -> Iterator[Event]:
    checked = accession.checked
    if checked is None:
        return
    notes = [f"{checked.held} held", f"{len(checked.failed)} failed"]
    notes += [f"{checked.unlisted} sources not listed"] if checked.unlisted else []
    notes += [f"failed: {name}" for name in checked.failed]
    outcome = "failure" if checked.failed else "success"
    detail = f"checksums supplied with the sources: {checked.source}"
    yield Event("fixity check", detail, outcome, tuple(notes))


def _of_articles(accession: Accession) -> Iterator[Event]:
    counts = accession.counts
    kept = "kept" if accession.originals == "kept" else "referenced by path and SHA-256, not kept"
    yield Event(
        "ingestion",
        f"{accession.inputs} inputs of {accession.input_bytes} bytes; originals {kept}",
        "success" if not counts.quarantined else "success, with units in quarantine",
        (
            f"read {counts.read} = written {counts.written} + unchanged {counts.unchanged}"
            f" + set aside {counts.set_aside} + quarantined {counts.quarantined}",
            *(f"set aside, {reason}: {n}" for reason, n in sorted(accession.reasons.items())),
        ),
    )
    if counts.quarantined:
        notes = tuple(f"{code}: {n}" for code, n in sorted(accession.codes.items()))
        detail = f"{counts.quarantined} units kept out, listed in data/reports/report.csv"
        yield Event("quarantine", detail, "success", notes)
    if counts.written:
        detail = f"{counts.written} records from the sources, fingerprint {accession.fingerprint}"
        yield Event("metadata extraction", detail, "success")
        warned = (f"{counts.warned} with warnings",) if counts.warned else ()
        detail = "records against record.schema.json and the checks of archivist"
        yield Event("validation", detail, "pass", warned)
    if counts.written and accession.formats:
        detail = f"{', '.join(accession.formats)}, detail {accession.detail}"
        yield Event("exporting", detail, "success")


# ------------------------------------------------------------------ objects


def _entity(accession: Accession, events: list[str]) -> str:
    """The accession itself, an intellectual entity of which the files are parts."""
    replaced = [*accession.supersedes, *([accession.replaces] if accession.replaces else [])]
    word = "replaces" if accession.replaces else "supersedes"
    return _element(
        'object xsi:type="intellectualEntity"',
        _identifier("object", "URN", accession_id(accession)),
        _identifier("object", "local", accession.name),
        _plain("originalName", accession.name),
        *(_relation("replacement", word, "local", name) for name in replaced),
        *(_identifier("linkingEvent", "URN", name) for name in events),
        _identifier("linkingRightsStatement", "URN", _rights_id(accession))
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
    return _element(
        'object xsi:type="file"',
        _identifier("object", "URN", file_id(accession, file)),
        _identifier("object", "local", file.path),
        *_characteristics(accession, file),
        _plain("originalName", file.path),
        _relation("structural", "is part of", "URN", accession_id(accession)),
        *(_relation("derivation", "has source", "URN", name, event) for name in sources),
    )


def _characteristics(accession: Accession, file: PayloadFile) -> Iterator[str]:
    """One for each layer of encoding, from the inside; sizes and digests are of the outermost."""
    found = formats.layers(file.path)
    for level, kind in enumerate(found):
        outermost = level == len(found) - 1
        yield _element(
            "objectCharacteristics",
            _plain("compositionLevel", str(level)),
            *(_fixity(file) if outermost else ()),
            _plain("size", str(file.size)) if outermost else "",
            _format(kind),
            _application(accession) if outermost and _is_ours(file.path) else "",
        )


def _is_ours(path: str) -> bool:
    return not path.startswith("data/originals/files/")


def _fixity(file: PayloadFile) -> Iterator[str]:
    for algorithm, digest in (("SHA-256", file.sha256), ("SHA-512", file.sha512)):
        yield _element(
            "fixity", _plain("messageDigestAlgorithm", algorithm), _plain("messageDigest", digest)
        )


def _format(kind: formats.Format) -> str:
    return _element(
        "format",
        _element(
            "formatDesignation",
            _plain("formatName", kind.name),
            _plain("formatVersion", kind.version) if kind.version else "",
        ),
        _element(
            "formatRegistry",
            _plain("formatRegistryName", "PRONOM"),
            _plain("formatRegistryKey", kind.puid),
        )
        if kind.puid
        else "",
    )


def _application(accession: Accession) -> str:
    return _element(
        "creatingApplication",
        _plain("creatingApplicationName", "archivist"),
        _plain("creatingApplicationVersion", accession.version),
        _plain("dateCreatedByApplication", accession.as_of),
    )


def _relation(kind: str, sub: str, type_: str, target: str, event: str | None = None) -> str:
    return _element(
        "relationship",
        _term("relationshipType", kind, "relationshipType", _RELATIONS.get(kind)),
        _term("relationshipSubType", sub, "relationshipSubType", _RELATIONS.get(sub)),
        _identifier("relatedObject", type_, target),
        _identifier("relatedEvent", "URN", event) if event else "",
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
    return _element(
        "event",
        _identifier("event", "URN", name),
        _term("eventType", event.type, "eventType", EVENT_CODES[event.type]),
        _plain("eventDateTime", accession.as_of),
        _element("eventDetailInformation", _plain("eventDetail", event.detail)),
        _element(
            "eventOutcomeInformation",
            _plain("eventOutcome", event.outcome),
            *(
                _element("eventOutcomeDetail", _plain("eventOutcomeDetailNote", note))
                for note in event.notes
            ),
        ),
        *(
            _identifier("linkingAgent", "URN", _agent_id(agent), role=roles[agent.type])
            for agent in _agents(accession)
        ),
        *(
            _identifier("linkingObject", "URN", target)
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
    return _element(
        "agent",
        _identifier("agent", "URN", _agent_id(agent)),
        _plain("agentName", agent.name),
        _term("agentType", agent.type, "agentType", _AGENT_CODES[agent.type]),
        _plain("agentVersion", agent.version) if agent.version else "",
        *(_plain("agentNote", note) for note in agent.notes),
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
    document = _element(
        f"{kind}DocumentationIdentifier",
        _plain(f"{kind}DocumentationIdentifierType", "URI"),
        _plain(f"{kind}DocumentationIdentifierValue", iri),
    )
    basis = "" if licensed else _plain("otherRightsBasis", "rights statement")
    return _element(
        "rights",
        _element(
            "rightsStatement",
            _identifier("rightsStatement", "URN", _rights_id(accession)),
            _plain("rightsBasis", "license" if licensed else "other"),
            _element(f"{kind}Information", document, basis),
            _identifier("linkingObject", "URN", accession_id(accession)),
        ),
    )


# ------------------------------------------------------------------ XML


def _element(tag: str, *content: str) -> str:
    """An element with its content two columns deeper, one element a line."""
    inner = "".join(content).replace("\n", "\n  ")[:-2]
    return f"<{tag}>\n  {inner}</{tag.partition(' ')[0]}>\n"


def _plain(tag: str, value: str) -> str:
    return f"<{tag}>{_text(value)}</{tag}>\n"


def _term(tag: str, label: str, scheme: str, code: str | None) -> str:
    """A word of a vocabulary of the Library of Congress, with its URI if it has one."""
    if code is None:
        return _plain(tag, label)
    base = f"{VOCABULARY}/{scheme}"
    said = f'authority="{scheme}" authorityURI="{base}" valueURI="{base}/{code}"'
    return f"<{tag} {said}>{_text(label)}</{tag}>\n"


def _identifier(of: str, type_: str, value: str, *, role: str | None = None) -> str:
    """`objectIdentifier`, `linkingEventIdentifier`, …: all are built alike."""
    name = f"{of}Identifier"
    last = _plain(f"{of}Role", role) if role else ""
    return _element(name, _plain(f"{name}Type", type_), _plain(f"{name}Value", value), last)


def _text(value: str) -> str:
    """Escaped for XML 1.0 on one line; what XML cannot hold becomes `\\x00`, visibly."""
    value = _FOREIGN.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_FOREIGN = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
