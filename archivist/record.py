"""This module holds the record and everything on the way to it, as immutable data.

A source becomes a document, a document becomes a record. The published contract is
`schemas/record.schema.json`; these classes are its Python face and a test keeps the two in step.
Offsets are Unicode code points, half-open `[start, end)`, into `Record.text`.
Absent scalars are None, absent lists are empty tuples. There are no floats: confidence is an
integer percent, None when it was never measured.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID, uuid5

SCHEMA_VERSION = "1.0"

# The one namespace of every record id: uuid5(NAMESPACE_URL, "https://w3id.org/archivist/").
NAMESPACE = UUID("e180c474-b0b3-5b9b-83ee-1e8dcdfdd7f9")

BlockRole = Literal[
    "header",
    "headline",
    "subhead",
    "dateline",
    "byline",
    "paragraph",
    "list-item",
    "caption",
    "credit",
    "correction",
    "notice",
    "end-mark",
    "other",
]
CreditRole = Literal[
    "author",
    "photographer",
    "image",
    "illustrator",
    "editor",
    "translator",
    "agency",
    "publisher",
    "source",
    "contributor",
    "other",
]
DateRole = Literal["published", "created", "modified", "coverage", "dateline", "captured"]
EntityType = Literal["person", "organization", "place", "event", "work"]
QuoteKind = Literal["direct", "indirect", "mixed"]
RelationType = Literal["revisionOf", "translationOf", "partOf", "duplicateOf", "nearDuplicateOf"]
Status = Literal["usable", "withheld", "withdrawn"]


# ------------------------------------------------------------------ evidence


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The surface this span claims in `text`."""
        return text[self.start : self.end]

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Corrected:
    """A human changed the value: who, and the patch that did it."""

    by: str
    patch: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a value is there: the rule, how sure, and exactly one of four places.

    `span`: characters of the text; `declared`: a path in the source format; `context`: what the
    archivist supplied; `corrected`: a human. An object with a span of its own needs none of them.
    """

    rule: str
    confidence: int | None = None
    span: Span | None = None
    declared: str | None = None
    context: str | None = None
    corrected: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One string and its evidence: language, encoding, headline, summary."""

    value: str
    evidence: Evidence


# ------------------------------------------------------------------ parts of a record


@dataclass(frozen=True, slots=True)
class Generator:
    """The tool that wrote the record; `components` is whatever can change text or values."""

    name: str
    version: str
    components: dict[str, str]
    as_of: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the bytes came from; `name` is a path below the given input, never absolute."""

    name: str
    part: str | None
    places: tuple[str, ...]
    media_type: str
    encoding: Value | None
    size: int
    sha256: str
    url: str | None
    puid: str | None


@dataclass(frozen=True, slots=True)
class Identifier:
    scheme: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text by layout; blocks are ordered and disjoint, only white space between."""

    role: BlockRole
    span: Span
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Title:
    """`formal`: printed or declared; `devised`: the opening words (DACS 2.3), never a headline."""

    value: str
    kind: Literal["formal", "devised"]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Date:
    """`value` is EDTF (levels 0-2); `verbatim` is what was printed or declared."""

    role: DateRole
    value: str
    verbatim: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Dateline:
    """`PARIS, 25 oct 2024 (AFP) -`: spans of its parts; `date` is an index into `Record.dates`."""

    place: Span | None
    agency: Span | None
    date: int | None
    verbatim: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CreditName:
    """One name of a credit line; no span when it was declared outside the text."""

    name: str
    span: Span | None
    entity: str | None


@dataclass(frozen=True, slots=True)
class Credit:
    role: CreditRole
    names: tuple[CreditName, ...]
    verbatim: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Rights:
    statement: str | None
    holder: str | None
    notice: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Topic:
    scheme: str | None
    code: str | None
    name: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed or declared: `segretario generale della NATO`."""

    value: str
    span: Span | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text names an entity; `metonym`: a building or capital that acts."""

    span: Span
    metonym: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class EntityIdentifier:
    scheme: str
    iri: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organization, place, event or work of this article; ids are `e1`, `e2`, …"""

    id: str
    type: EntityType
    name: str
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]
    identifiers: tuple[EntityIdentifier, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it; `how` is the construction: `colon lead-in`, `cue verb`, `role anaphora`, …"""

    entity: str | None
    span: Span | None
    how: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Via:
    """The spokesperson through whom an organization spoke."""

    entity: str | None
    span: Span | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Quote:
    """Reported speech; `spans` without the marks, several when interrupted; ids `q1`, `q2`, …"""

    id: str
    kind: QuoteKind
    spans: tuple[Span, ...]
    within: str | None
    cue: Cue | None
    speaker: Speaker | None
    via: Via | None
    interpolations: tuple[Span, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd in the text that was kept as it is: `glued-sentences`, `doubled-words`, …"""

    code: str
    span: Span
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Relation:
    type: RelationType
    target: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PatchOperation:
    """One operation of a JSON Patch (RFC 6902); members an `op` has no use for are None."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    from_: str | None
    value: Any


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What was done to the record, by which tool and rule tables or by whom."""

    action: Literal["extracted", "corrected", "migrated"]
    tool: str
    version: str
    rules: str | None
    by: str | None
    patch: tuple[PatchOperation, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One article: its text, and every statement about it as standoff annotation with evidence."""

    schema_version: str
    id: str
    generator: Generator
    source: SourceInfo
    identifiers: tuple[Identifier, ...]
    language: Value | None
    text: str
    blocks: tuple[Block, ...]
    title: Title
    headline: Value | None
    summary: Value | None
    dates: tuple[Date, ...]
    dateline: Dateline | None
    credits: tuple[Credit, ...]
    rights: Rights | None
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[Note, ...]
    relations: tuple[Relation, ...]
    revision: int
    status: Status
    history: tuple[HistoryEntry, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON value of the contract: plain dicts, lists, strings, integers, booleans, None."""
        return typing.cast("dict[str, Any]", to_json(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Record:
        """The record of a JSON value that passed `schemas/record.schema.json`."""
        return typing.cast("Record", _reader(typing.cast("Any", cls))(data))


def record_id(digest: str) -> str:
    """`urn:uuid:` of the bytes whose SHA-256 is `digest` (hex): the same on every machine."""
    return f"urn:uuid:{uuid5(NAMESPACE, 'sha256:' + digest)}"


_P = typing.ParamSpec("_P")
_Made = typing.TypeVar("_Made")
_OfRecord = typing.Callable[typing.Concatenate[Record, _P], _Made]


def once_in_a_row(make: _OfRecord[_P, _Made]) -> _OfRecord[_P, _Made]:
    """`make`, which keeps what it made last: a record is checked, then written in many formats.

    What is made is shared, and not to be changed.
    """
    last: tuple[Any, ...] = (None, (), None)

    @functools.wraps(make)
    def kept(record: Record, /, *more: Any, **named: Any) -> Any:
        nonlocal last
        held = last
        if held[0] is not record or held[1] != (more, named):
            held = last = (record, (more, named), make(record, *more, **named))
        return held[2]

    return kept


# ------------------------------------------------------------------ on the way to a record


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes and where they came from.

    `location` is where a person should look (`box.zip!/a.txt`), `name` the path below the given
    input with `/`, `part` a place inside a container (`#3`, `!/a.txt`) or None. `charset` is the
    encoding a container states (HTTP, mail), `declared` what it states of the article or the
    archivist supplied, `places` where else in it the same bytes lie.
    """

    location: str
    name: str
    data: bytes
    part: str | None = None
    media_type: str | None = None
    url: str | None = None
    charset: str | None = None
    declared: tuple[Declared, ...] = ()
    places: tuple[str, ...] = ()

    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Declared:
    """One fact the source format itself states, before judgement.

    `field` names what it is about: `headline`, `summary`, `language`, `date.published`,
    `credit.author`, `identifier.canonical`, `rights.notice`, `topic`, … (dotted, lower case).
    `path` is the place in the format's own path language (`front-matter/date`, `meta[author]`).
    `supplied`: the archivist said so, and `path` is where (`metadata.csv:17#dc.date`); the
    evidence is then a context. `name`: what the code of a topic is called.
    """

    field: str
    value: str
    path: str
    rule: str
    supplied: bool = False
    name: str | None = None


AsideReason = Literal[
    "media",
    "redirect",
    "error-page",
    "front-page",
    "index-page",
    "no-article",
    "robots",
    "duplicate",
    "revisit",
    "draft",
    "other-type",
    "not-usable",
]


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a part is no article, and is set aside: the reason and what shows it, in words."""

    reason: AsideReason
    evidence: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader recovered from a source, before judgement.

    `blocks` cover the text by layout alone (a reader knows paragraphs, headings and list items,
    not bylines). `components` names libraries that shaped the text, with their versions.
    """

    source: Source
    media_type: str
    text: str
    encoding: Value | None
    blocks: tuple[Block, ...]
    declared: tuple[Declared, ...] = ()
    components: tuple[tuple[str, str], ...] = ()


# ------------------------------------------------------------------ data <-> JSON


def to_json(value: Any) -> Any:
    """A dataclass of this module (or a tuple, or a scalar) as its JSON value."""
    kind = type(value)
    if kind is Span:
        return [value.start, value.end]
    if kind is Evidence:
        return _evidence_to_json(value)
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return dict(value)
    if kind is PatchOperation:
        return {"op": value.op, "path": value.path, "from": value.from_, "value": value.value}
    return {
        key: item if type(item := getattr(value, name)) in _SCALARS else to_json(item)
        for name, key in _keys(typing.cast("Any", kind))
    }


# Most values are of these types exactly: not worth a call.
_SCALARS = frozenset({str, int, bool, type(None)})


def _evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """Only the one place that holds: the other three keys are left out."""
    data: dict[str, Any] = {"rule": evidence.rule, "confidence": evidence.confidence}
    if evidence.span is not None:
        data["span"] = to_json(evidence.span)
    if evidence.declared is not None:
        data["declared"] = evidence.declared
    if evidence.context is not None:
        data["context"] = evidence.context
    if evidence.corrected is not None:
        data["corrected"] = to_json(evidence.corrected)
    return data


@functools.cache
def _keys(cls: Any) -> tuple[tuple[str, str], ...]:
    """(attribute, JSON key) of a dataclass in order: `media_type` is `mediaType` in JSON."""
    return tuple((field.name, json_key(field.name)) for field in dataclasses.fields(cls))


def json_key(attribute: str) -> str:
    """`media_type` → `mediaType`, `from_` → `from`."""
    first, *rest = attribute.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


_Reader = typing.Callable[[Any], Any]


@functools.cache
def _reader(annotation: Any) -> _Reader:
    """The function that turns a JSON value into the annotated type."""
    if annotation is Span:
        return lambda data: Span(*data)
    if dataclasses.is_dataclass(annotation):
        return _dataclass_reader(typing.cast("type", annotation))
    origin = typing.get_origin(annotation)
    if origin is tuple:
        item = _reader(typing.get_args(annotation)[0])
        return lambda data: tuple(map(item, data))
    if origin is types.UnionType or origin is typing.Union:
        inner = _reader(next(a for a in typing.get_args(annotation) if a is not types.NoneType))
        return lambda data: None if data is None else inner(data)
    if origin is dict:
        return dict
    return lambda data: data


def _dataclass_reader(cls: type) -> _Reader:
    hints = typing.get_type_hints(cls)
    plan = [(key, _reader(hints[name])) for name, key in _keys(cls)]
    if cls is Evidence:  # the only class whose JSON leaves keys out
        named = dict(plan)
        return lambda data: cls(**{key: named[key](item) for key, item in data.items()})
    return lambda data: cls(*[reader(data[key]) for key, reader in plan])
