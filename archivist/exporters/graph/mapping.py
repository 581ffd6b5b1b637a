"""This module maps the record to the graph: for each class its types, for each field its term.

The one table that writing, reading, the JSON-LD context and the vocabulary share. What follows
from other fields (schema:datePublished, schema:spokenByCharacter, …) is in `derived`, and is
written, never read.

Local names: an article's nodes are hash IRIs of its document. `{n}` counts from 1; a name that
begins with `+` is appended to its parent's: the first name of credit 2 is `#c2` + `-n1`.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import Any, Literal, NamedTuple

from archivist import record as r

CORE, COMPACT, FULL = 0, 1, 2
LEVELS: dict[str, int] = {"core": CORE, "compact": COMPACT, "full": FULL}

How = Literal[
    "literal",  # the value itself, of the kind that the term has
    "true",  # a boolean of which only true is written
    "node",  # one part: a node with the fixed name
    "nodes",  # a list of parts
    "named",  # a list of parts that have ids of their own: e1, q1
    "mapping",  # a mapping of names to strings
    "valued",  # the value on this node, its evidence on the node with the fixed name
    "evidence",  # rule, confidence and place, on this node
    "rule",  # the activity of that rule
    "span",  # a range of the text
    "spans",  # a list of them, one node each, for their order
    "cue",  # a part that is nothing but a span
    "entity",  # a part of the record by its id
    "date",  # a date by its index
    "strings",  # a list of strings, one node each, for their order
    "class",  # the type, from CLASSES
    "corrected",
    "json",
]


class Field(NamedTuple):
    """`attribute` of the record's class is said with the term `key` from `level` on."""

    attribute: str
    how: How
    key: str
    level: int = FULL
    name: str = ""


class Shape(NamedTuple):
    """A class of the record in the graph. `position`: its order is not in its local name."""

    types: tuple[str, ...]
    fields: tuple[Field, ...]
    position: bool = False


EVIDENCE = (
    Field("rule", "rule", "wasGeneratedBy", COMPACT),
    Field("confidence", "literal", "confidence", COMPACT),
    Field("span", "span", "wasDerivedFrom", COMPACT),
    Field("declared", "literal", "declared", COMPACT),
    Field("context", "literal", "context", COMPACT),
    Field("corrected", "corrected", "correctedBy", COMPACT),
)
_EVIDENCE = Field("evidence", "evidence", "")
_VALUE = (_EVIDENCE,)

DOCUMENT = Shape(
    ("schema:WebPage",),
    (
        Field("schema_version", "literal", "schemaVersion", CORE),
        Field("generator", "node", "wasAttributedTo", COMPACT, "#generator"),
    ),
)
ARTICLE = Shape(
    ("schema:NewsArticle",),
    (
        Field("id", "literal", "identifier", CORE),
        Field("status", "literal", "status", CORE),
        Field("revision", "literal", "version", CORE),
        Field("language", "valued", "inLanguage", CORE, "#language"),
        Field("title", "valued", "name", CORE, "#title"),
        Field("headline", "valued", "headline", CORE, "#headline"),
        Field("summary", "valued", "abstract", CORE, "#summary"),
        Field("identifiers", "nodes", "identifiers", COMPACT, "#i{n}"),
        Field("dateline", "node", "printedDateline", COMPACT, "#dateline"),
        Field("dates", "nodes", "dates", CORE, "#d{n}"),
        Field("credits", "nodes", "credits", CORE, "#c{n}"),
        Field("rights", "node", "rights", CORE, "#rights"),
        Field("topics", "nodes", "about", CORE, "#t{n}"),
        Field("entities", "named", "mentions", CORE),
        Field("quotes", "named", "quotes", CORE),
        Field("text", "literal", "articleBody", CORE),
        Field("source", "node", "encoding", CORE, "#source"),
        Field("blocks", "nodes", "blocks", FULL, "#p{n}"),
        Field("notes", "nodes", "notes", FULL, "#n{n}"),
        Field("relations", "nodes", "relations", FULL, "#r{n}"),
        Field("history", "nodes", "history", FULL, "#h{n}"),
    ),
)

SHAPES: dict[type, Shape] = {
    r.Value: Shape(("arch:Evidence",), _VALUE),
    r.Title: Shape(("arch:Evidence",), (Field("kind", "literal", "titleKind", COMPACT), *_VALUE)),
    r.Generator: Shape(
        ("prov:SoftwareAgent", "schema:SoftwareApplication"),
        (
            Field("name", "literal", "label", COMPACT),
            Field("version", "literal", "softwareVersion", COMPACT),
            Field("as_of", "literal", "asOf", FULL),
            Field("components", "mapping", "component", FULL, "#component-{key}"),
        ),
    ),
    r.SourceInfo: Shape(
        ("schema:MediaObject",),
        (
            Field("name", "literal", "label", COMPACT),
            Field("part", "literal", "containerPart", COMPACT),
            Field("media_type", "literal", "encodingFormat", CORE),
            Field("size", "literal", "size", CORE),
            Field("sha256", "literal", "sha256", CORE),
            Field("url", "literal", "contentUrl", CORE),
            Field("puid", "literal", "puid", FULL),
            Field("encoding", "valued", "characterEncoding", FULL, "#encoding"),
            Field("places", "strings", "location", FULL, "#l{n}"),
        ),
    ),
    r.Identifier: Shape(
        ("schema:PropertyValue",),
        (
            Field("scheme", "literal", "propertyID", COMPACT),
            Field("value", "literal", "value", COMPACT),
            _EVIDENCE,
        ),
    ),
    r.Block: Shape(
        ("arch:Block",),
        (Field("role", "literal", "role"), Field("span", "span", "span"), _EVIDENCE),
    ),
    r.Date: Shape(
        ("arch:Date",),
        (
            Field("role", "literal", "role", CORE),
            Field("value", "literal", "date", CORE),
            Field("verbatim", "literal", "verbatim", COMPACT),
            Field("evidence", "evidence", "", COMPACT),
        ),
    ),
    r.Dateline: Shape(
        ("arch:Dateline",),
        (
            Field("verbatim", "literal", "verbatim", COMPACT),
            Field("place", "span", "place", COMPACT),
            Field("agency", "span", "agency", COMPACT),
            Field("date", "date", "datelineDate", COMPACT),
            _EVIDENCE,
        ),
    ),
    r.Credit: Shape(
        ("arch:Credit",),
        (
            Field("role", "literal", "role", CORE),
            Field("verbatim", "literal", "verbatim", CORE),
            Field("names", "nodes", "names", CORE, "+-n{n}"),
            _EVIDENCE,
        ),
    ),
    r.CreditName: Shape(
        ("arch:CreditName",),
        (
            Field("name", "literal", "name", CORE),
            Field("entity", "entity", "entity", CORE),
            Field("span", "span", "span"),
        ),
    ),
    r.Rights: Shape(
        ("dcterms:RightsStatement",),
        (
            Field("statement", "literal", "statement", CORE),
            Field("holder", "literal", "holder", CORE),
            Field("notice", "literal", "notice", CORE),
            _EVIDENCE,
        ),
    ),
    r.Topic: Shape(
        ("schema:DefinedTerm",),
        (
            Field("scheme", "literal", "scheme", CORE),
            Field("code", "literal", "termCode", CORE),
            Field("name", "literal", "label", CORE),
            _EVIDENCE,
        ),
    ),
    r.Entity: Shape(
        (),
        (
            Field("type", "class", "type", CORE),
            Field("name", "literal", "name", CORE),
            Field("roles", "nodes", "roles", FULL, "+-r{n}"),
            Field("identifiers", "nodes", "identifiers", FULL, "+-i{n}"),
            Field("mentions", "nodes", "occurrences", COMPACT, "+-m{n}"),
        ),
        position=True,
    ),
    r.Role: Shape(
        ("schema:Role",),
        (Field("value", "literal", "roleName"), Field("span", "span", "span"), _EVIDENCE),
    ),
    r.EntityIdentifier: Shape(
        ("schema:PropertyValue",),
        (
            Field("scheme", "literal", "propertyID"),
            Field("iri", "literal", "value"),
            _EVIDENCE,
        ),
    ),
    r.Mention: Shape(
        ("oa:Annotation",),
        (
            Field("span", "span", "hasTarget", COMPACT),
            Field("metonym", "true", "metonym", COMPACT),
            Field("evidence", "evidence", "", COMPACT),
        ),
    ),
    r.Quote: Shape(
        (),
        (
            Field("kind", "class", "type", CORE),
            Field("spans", "spans", "parts", COMPACT, "+-s{n}"),
            Field("within", "entity", "within", CORE),
            Field("cue", "cue", "cue"),
            Field("speaker", "node", "speaker", FULL, "+-speaker"),
            Field("via", "node", "via", FULL, "+-via"),
            Field("interpolations", "spans", "interpolations", FULL, "+-x{n}"),
            Field("evidence", "evidence", "", COMPACT),
        ),
        position=True,
    ),
    r.Speaker: Shape(
        ("arch:Speaker",),
        (
            Field("entity", "entity", "entity"),
            Field("span", "span", "span"),
            Field("how", "literal", "how"),
            _EVIDENCE,
        ),
    ),
    r.Via: Shape(
        ("arch:Via",),
        (Field("entity", "entity", "entity"), Field("span", "span", "span"), _EVIDENCE),
    ),
    r.Note: Shape(
        ("oa:Annotation",),
        (Field("code", "literal", "code"), Field("span", "span", "hasTarget"), _EVIDENCE),
    ),
    r.Relation: Shape(
        ("arch:Relation",),
        (
            Field("type", "literal", "relationType"),
            Field("target", "literal", "target"),
            _EVIDENCE,
        ),
    ),
    r.HistoryEntry: Shape(
        ("prov:Activity",),
        (
            Field("action", "literal", "action"),
            Field("tool", "literal", "tool"),
            Field("version", "literal", "softwareVersion"),
            Field("rules", "literal", "rules"),
            Field("by", "literal", "by"),
            Field("patch", "nodes", "patch", FULL, "+-o{n}"),
        ),
    ),
    r.PatchOperation: Shape(
        ("arch:Operation",),
        (
            Field("op", "literal", "op"),
            Field("path", "literal", "path"),
            Field("from_", "literal", "from"),
            Field("value", "json", "json"),
        ),
    ),
}

# The types that stand for a value: Entity.type and Quote.kind.
CLASSES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "type": (
        ("person", ("schema:Person",)),
        ("organization", ("schema:Organization",)),
        ("place", ("schema:Place",)),
        ("event", ("schema:Event",)),
        ("work", ("schema:CreativeWork",)),
    ),
    # A mixed quote holds the speaker's own words and a report of them: it is both.
    "kind": (
        ("mixed", ("schema:Claim", "schema:Quotation")),
        ("direct", ("schema:Quotation",)),
        ("indirect", ("schema:Claim",)),
    ),
}


@functools.cache
def item_of(cls: Any, attribute: str) -> Any:
    """The class that a field holds: `tuple[Block, ...]` → Block, `Value | None` → Value."""
    hint = typing.get_type_hints(cls)[attribute]
    inner = [one for one in typing.get_args(hint) if dataclasses.is_dataclass(one)]
    return inner[0] if inner else hint
