"""This module reads a graph back into the record it says.

It follows the same mapping table, then writes the record it found and compares: a graph that lacks
a statement, or holds one more, is refused, since a record made of it would not say the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from archivist import record as r
from archivist.errors import InvalidRecord
from archivist.exporters.graph.derived import content_digest
from archivist.exporters.graph.index import Incomplete, Index, integer, number
from archivist.exporters.graph.lines import ARTICLE_PATH, document_iri, lines, postmark
from archivist.exporters.graph.mapping import (
    ARTICLE,
    CLASSES,
    DOCUMENT,
    EVIDENCE,
    SHAPES,
    Field,
    item_of,
)
from archivist.exporters.graph.statements import Literal, Statement
from archivist.exporters.graph.terms import TERM
from archivist.namespaces import PROFILE, XSD, expand
from archivist.problems import Location, problem
from archivist.settings import Settings


def record_of(statements: Iterable[Statement], file: str = "graph") -> r.Record:
    """The record that the statements of one graph at detail `full` say.

    Raises InvalidRecord: R032 it is no graph of ours or holds several articles, R033 it is of a
    lower detail, R034 it lacks something, R035 it says more than a record can keep.
    """
    graph = Index(statements)
    document = _document(graph, file)
    if graph.literal(document, "withoutText") is not None:
        hint = "publish leaves it out with --without-text; the record itself is kept elsewhere"
        raise _refused("R033", "the graph leaves out the text, a record needs it", file, hint)
    if graph.text(document, "detail") != "full":
        said = graph.text(document, "detail")
        raise _refused("R033", f"the graph has detail {said}, a record needs full", file)
    try:
        record = _record(graph, document)
    except Incomplete as missing:
        raise _refused("R034", f"the graph lacks {missing}", file) from None
    _compare(graph, record, document, file)
    return record


def _document(graph: Index, file: str) -> str:
    profile = (TERM["conformsTo"].iri, PROFILE)
    found = sorted(graph.subjects.get(profile, ()))
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} articles" if found else f"nothing that conforms to {PROFILE}"
    hint = "One file, one article: split it by named graph." if found else None
    raise _refused("R032", f"the graph holds {what}, expected one article", file, hint)


def _refused(code: str, message: str, file: str, hint: str | None = None) -> InvalidRecord:
    return InvalidRecord((problem(code, message, Location(file), hint=hint),))


def _compare(graph: Index, record: r.Record, document: str, file: str) -> None:
    base = document.removesuffix(ARTICLE_PATH + record.id.removeprefix("urn:uuid:"))
    settings = Settings(
        base_iri=None if document == record.id else base,
        metadata_licence=graph.node(document, "sdLicense"),
    )
    if document_iri(record, settings) != document:
        raise _refused("R034", f"the document {document} is not named for {record.id}", file)
    stated, digest = graph.text(document, "contentDigest"), content_digest(record)
    if stated != digest:
        message = f"the graph states the digest {stated}, what it says has {digest}"
        raise _refused("R034", message, file, "A statement was lost or changed on the way.")
    expected, found = set(lines(record, settings, named=False)), graph.lines
    found.discard(postmark(document, sorted(expected)))
    if missing := sorted(expected - found):
        raise _refused("R034", f"the graph lacks {_some(missing)}", file)
    if surplus := sorted(found - expected):
        hint = "A record has no place for it: take it out, or keep it in a graph of its own."
        raise _refused("R035", f"the graph says more than a record: {_some(surplus)}", file, hint)


def _some(found: list[str]) -> str:
    """The first of them, shortened, and how many more."""
    first = found[0] if len(found[0]) <= 200 else found[0][:199] + "…"
    return first if len(found) == 1 else f"{first} and {len(found) - 1} more"


# ------------------------------------------------------------------ nodes into dataclasses


def _record(graph: Index, document: str) -> r.Record:
    article = document + "#article"
    values = _fields(graph, document, document, r.Record, DOCUMENT.fields)
    values |= _fields(graph, document, article, r.Record, ARTICLE.fields)
    return r.Record(**_complete(r.Record, values, article))


def _part(graph: Index, document: str, node: str, cls: type, **known: str) -> Any:
    values = _fields(graph, document, node, cls, SHAPES[cls].fields)
    return cls(**_complete(cls, {**values, **known}, node))


def _fields(
    graph: Index, document: str, node: str, cls: type, fields: tuple[Field, ...]
) -> dict[str, Any]:
    return {
        field.attribute: _READ[field.how](graph, document, _Place(node, field, cls))
        for field in fields
    }


class _Place(NamedTuple):
    """A field of a node, and the class the node becomes."""

    node: str
    field: Field
    cls: type

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def item(self) -> Any:
        """The class of the part, or of the parts, that the field holds."""
        return item_of(self.cls, self.field.attribute)


def _complete(cls: type, values: dict[str, Any], node: str) -> dict[str, Any]:
    """`values`, when nothing is None that the class needs."""
    for name in _required(cls):
        if values.get(name) is None:
            raise Incomplete(f"{r.json_key(name)} of <{node}>")
    return values


def _required(cls: type) -> tuple[str, ...]:
    """The attributes that cannot be None, by their annotation."""
    fields = dataclasses.fields(cls)
    return tuple(one.name for one in fields if "None" not in str(one.type) and one.type != "Any")


# ------------------------------------------------------------------ one reader a `how`


def _literal(graph: Index, _: str, at: _Place) -> Any:
    kind = TERM[at.key].kind
    if kind == "link":  # an IRI, or a string where it is none
        return graph.node(at.node, at.key) or graph.text(at.node, at.key)
    if kind == "integer":
        return graph.integer(at.node, at.key)
    return graph.text(at.node, at.key)


def _true(graph: Index, _: str, at: _Place) -> bool:
    return graph.literal(at.node, at.key) is not None


def _node(graph: Index, document: str, at: _Place) -> Any:
    name = at.field.name
    own = at.node + name[1:] if name[0] == "+" else document + name
    if own not in graph.nodes(at.node, at.key):
        return None
    return _part(graph, document, own, at.item)


def _nodes(graph: Index, document: str, at: _Place) -> tuple[Any, ...]:
    names = graph.nodes(at.node, at.key)
    return tuple(_part(graph, document, name, at.item) for name in names)


def _by_id(graph: Index, document: str, at: _Place) -> tuple[Any, ...]:
    names = graph.nodes(at.node, at.key)
    names.sort(key=lambda name: graph.integer(name, "position") or 0)
    own = len(document) + 1
    return tuple(_part(graph, document, name, at.item, id=name[own:]) for name in names)


def _mapping(graph: Index, _: str, at: _Place) -> dict[str, str]:
    names = graph.nodes(at.node, at.key)
    pairs = ((graph.text(name, "label"), graph.text(name, "softwareVersion")) for name in names)
    return {key or "": value or "" for key, value in pairs}


def _strings(graph: Index, _: str, at: _Place) -> tuple[str, ...]:
    return tuple(graph.text(name, "label") or "" for name in graph.nodes(at.node, at.key))


def _valued(graph: Index, document: str, at: _Place) -> Any:
    value = graph.text(at.node, at.key)
    if value is None:
        return None
    return _part(graph, document, document + at.field.name, at.item, value=value)


def _evidence(graph: Index, document: str, at: _Place) -> r.Evidence | None:
    values = _fields(graph, document, at.node, r.Evidence, EVIDENCE)
    return r.Evidence(**values) if values["rule"] else None


def _rule(graph: Index, document: str, at: _Place) -> str | None:
    found = graph.node(at.node, at.key)
    return found.removeprefix(document + "#rule-") if found else None


def _corrected(graph: Index, _: str, at: _Place) -> r.Corrected | None:
    by, patch = graph.text(at.node, "correctedBy"), graph.text(at.node, "correction")
    return None if by is None or patch is None else r.Corrected(by, patch)


def _span(graph: Index, _: str, at: _Place) -> r.Span | None:
    found = graph.node(at.node, at.key)
    return graph.span(found) if found else None


def _spans(graph: Index, _: str, at: _Place) -> tuple[r.Span, ...]:
    found = [graph.node(name, "span") for name in graph.nodes(at.node, at.key)]
    return tuple(graph.span(name) for name in found if name)


def _cue(graph: Index, document: str, at: _Place) -> r.Cue | None:
    span = _span(graph, document, at)
    return r.Cue(span) if span else None


def _entity(graph: Index, document: str, at: _Place) -> str | None:
    found = graph.node(at.node, at.key)
    return found.removeprefix(document + "#") if found else None


def _date(graph: Index, _: str, at: _Place) -> int | None:
    found = graph.node(at.node, at.key)
    return number(found) - 1 if found else None


def _class(graph: Index, _: str, at: _Place) -> str | None:
    types = set(graph.nodes(at.node, at.key))
    for value, names in CLASSES[at.field.attribute]:
        if types.issuperset(map(expand, names)):
            return value
    return None


def _json(graph: Index, document: str, at: _Place) -> Any:
    found = graph.literal(at.node, at.key)
    if found is not None:
        return _scalar(found)
    own = graph.node(at.node, at.key)
    if own is None or own == expand("arch:null"):
        return None
    graph.enter(own)
    members = graph.nodes(own, "member")
    values = [_json(graph, document, at._replace(node=one)) for one in members]
    if expand("arch:Array") in graph.nodes(own, "type"):
        return values
    return {_key(graph, name): one for name, one in zip(members, values, strict=True)}


def _key(graph: Index, member: str) -> str:
    key = graph.text(member, "memberKey")
    if key is None:
        raise Incomplete(f"memberKey of <{member}>")
    return key


def _scalar(found: Literal) -> str | int | bool:
    match found.datatype.removeprefix(XSD):
        case "integer":
            return integer(found)
        case "boolean":
            return found.value == "true"
        case _:
            return found.value


_READ: dict[str, Callable[[Index, str, _Place], Any]] = {
    "literal": _literal,
    "true": _true,
    "node": _node,
    "nodes": _nodes,
    "named": _by_id,
    "mapping": _mapping,
    "valued": _valued,
    "evidence": _evidence,
    "rule": _rule,
    "span": _span,
    "spans": _spans,
    "cue": _cue,
    "entity": _entity,
    "date": _date,
    "strings": _strings,
    "class": _class,
    "corrected": _corrected,
    "json": _json,
}
