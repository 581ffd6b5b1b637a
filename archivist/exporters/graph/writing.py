"""This module walks a record along the mapping table and says it in statements.

A statement is (local name of the subject, term, value); "" is the document itself, `#q1` one of
its nodes. How values are spelled is the business of `lines` (RDF) and `jsonld`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from archivist import record as r
from archivist.exporters.graph import derived, wordless
from archivist.exporters.graph.mapping import (
    ARTICLE,
    CLASSES,
    DOCUMENT,
    EVIDENCE,
    FULL,
    LEVELS,
    SHAPES,
    Field,
    Shape,
)
from archivist.exporters.graph.terms import TERM, Term
from archivist.exporters.unmeasured import is_unmeasured
from archivist.settings import Settings

Said = tuple[str, Term, Any]

TYPE = TERM["type"]
# A longer range (a paragraph, a quotation) is not repeated word by word beside its offsets.
EXACT_LIMIT = 128


def statements(record: r.Record, settings: Settings) -> list[Said]:
    """Everything the graph says at `settings.detail`, in the order of the record.

    All formats say the same: the list is shared, and not to be changed.
    """
    licence, without_text = settings.metadata_licence, settings.without_text
    return _statements(record, settings.detail, licence, without_text=without_text)


@r.once_in_a_row
def _statements(
    record: r.Record, detail: str, licence: str | None, *, without_text: bool
) -> list[Said]:
    level = LEVELS[detail]
    walk = _Walk(level)
    walk.node("", record, None, "document")
    derived.document(record, detail, walk.out)
    if licence is not None:
        derived.licence(licence, walk.out)
    walk.node("#article", record, None, "article")
    derived.article(record, level, walk.out)
    if level == FULL:
        walk.ranges_and_rules(record.text)
    return wordless.statements(record, walk.out) if without_text else walk.out


class _Walk:
    """What has been said so far, and the ranges and rules that were named on the way."""

    __slots__ = ("level", "out", "plans", "ranges", "rules")

    def __init__(self, level: int) -> None:
        self.level = level
        self.out: list[Said] = []
        self.plans = _plans(level)
        self.ranges: dict[str, r.Span] = {}
        self.rules: dict[str, None] = {}

    def node(self, subject: str, value: Any, number: int | None, shape: Any) -> None:
        """A node of its own: types, position, fields."""
        types, positioned, steps = self.plans[shape]
        out = self.out
        for name in types:
            out.append((subject, TYPE, name))
        if positioned and number is not None:
            out.append((subject, TERM["position"], number))
        self.fields(subject, value, steps)

    def fields(self, subject: str, value: Any, steps: Any) -> None:
        for attribute, term, write, name in steps:
            item = getattr(value, attribute)
            if item is None:
                continue
            if write is None:
                self.out.append((subject, term, item))
            else:
                write(self, subject, term, name, item)

    def range(self, span: r.Span) -> str:
        name = f"#char={span.start},{span.end}"  # as RFC 5147 spells it
        self.ranges[name] = span
        return name

    def ranges_and_rules(self, text: str) -> None:
        """What only detail `full` says of the ranges and rules that were named."""
        for name, span in self.ranges.items():
            self.out += _range(name, span, text)
        for rule in self.rules:
            self.out += _rule(rule)


# ------------------------------------------------------------------ one writer a `how`


def _true(walk: _Walk, subject: str, term: Term, _: str, item: bool) -> None:
    if item:
        walk.out.append((subject, term, item))


def _node(walk: _Walk, subject: str, term: Term, name: str, item: Any) -> None:
    own = _named(name, subject, 0)
    walk.out.append((subject, term, own))
    walk.node(own, item, None, type(item))


def _nodes(walk: _Walk, subject: str, term: Term, name: str, items: tuple[Any, ...]) -> None:
    for number, item in enumerate(items, 1):
        own = _named(name, subject, number)
        walk.out.append((own, term, subject) if term.reverse else (subject, term, own))
        walk.node(own, item, number, type(item))


def _by_id(walk: _Walk, subject: str, term: Term, _: str, items: tuple[Any, ...]) -> None:
    for number, item in enumerate(items, 1):
        own = "#" + item.id
        walk.out.append((subject, term, own))
        walk.node(own, item, number, type(item))


def _mapping(walk: _Walk, subject: str, term: Term, name: str, items: dict[str, str]) -> None:
    for key in sorted(items):
        own = name.format(key=key)
        walk.out += (
            (subject, term, own),
            (own, TYPE, "schema:SoftwareApplication"),
            (own, TERM["label"], key),
            (own, TERM["softwareVersion"], items[key]),
        )


def _strings(walk: _Walk, subject: str, term: Term, name: str, items: tuple[str, ...]) -> None:
    for number, item in enumerate(items, 1):
        own = _named(name, subject, number)
        walk.out += (
            (subject, term, own),
            (own, TYPE, "prov:Location"),
            (own, TERM["label"], item),
        )


def _valued(walk: _Walk, subject: str, term: Term, name: str, item: Any) -> None:
    walk.out.append((subject, term, item.value))
    if walk.level == FULL:
        walk.out.append((subject, TERM["evidence"], name))
        walk.node(name, item, None, type(item))
        walk.out.append((name, TERM["supports"], term.name))


def _evidence(walk: _Walk, subject: str, _term: Term, _: str, item: r.Evidence) -> None:
    walk.fields(subject, item, walk.plans["evidence"])
    if walk.level == FULL and is_unmeasured(item):
        walk.out.append((subject, TERM["notMeasured"], True))


def _rule_of(walk: _Walk, subject: str, term: Term, _: str, item: str) -> None:
    walk.rules[item] = None
    walk.out.append((subject, term, "#rule-" + item))


def _corrected(walk: _Walk, subject: str, _term: Term, _: str, item: r.Corrected) -> None:
    walk.out.append((subject, TERM["correctedBy"], item.by))
    walk.out.append((subject, TERM["correction"], item.patch))


def _span(walk: _Walk, subject: str, term: Term, _: str, item: r.Span) -> None:
    walk.out.append((subject, term, walk.range(item)))


def _cue(walk: _Walk, subject: str, term: Term, _: str, item: r.Cue) -> None:
    walk.out.append((subject, term, walk.range(item.span)))


def _spans(walk: _Walk, subject: str, term: Term, name: str, items: tuple[r.Span, ...]) -> None:
    for number, item in enumerate(items, 1):
        own = _named(name, subject, number)
        walk.out += (
            (subject, term, own),
            (own, TYPE, "arch:QuotePart"),
            (own, TERM["span"], walk.range(item)),
        )


def _entity(walk: _Walk, subject: str, term: Term, _: str, item: str) -> None:
    walk.out.append((subject, term, "#" + item))


def _date(walk: _Walk, subject: str, term: Term, _: str, item: int) -> None:
    walk.out.append((subject, term, f"#d{item + 1}"))


def _class(walk: _Walk, subject: str, term: Term, _: str, item: str) -> None:
    for name in _TYPES_OF[item]:
        walk.out.append((subject, term, name))


def _json(walk: _Walk, subject: str, term: Term, _: str, item: Any) -> None:
    """A JSON value: scalars as literals, containers as nodes with a node a member."""
    if not isinstance(item, dict | list):
        walk.out.append((subject, term, item))
        return
    own = subject + "-v"
    walk.out.append((subject, TERM["container"], own))
    members = sorted(item.items()) if isinstance(item, dict) else [(None, one) for one in item]
    walk.out.append((own, TYPE, "arch:Array" if isinstance(item, list) else "arch:Object"))
    for number, (key, value) in enumerate(members, 1):
        member = f"{own}{number}"
        walk.out.append((own, TERM["member"], member))
        walk.out.append((member, TYPE, "arch:Member"))
        place = (member, TERM["position"], number) if key is None else (member, _KEY, key)
        walk.out.append(place)
        _json(walk, member, term, "", value)


_KEY = TERM["memberKey"]
_TYPES_OF = {value: types for rows in CLASSES.values() for value, types in rows}

_WRITE: dict[str, Callable[..., None] | None] = {
    "literal": None,
    "true": _true,
    "node": _node,
    "nodes": _nodes,
    "named": _by_id,
    "mapping": _mapping,
    "valued": _valued,
    "evidence": _evidence,
    "rule": _rule_of,
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


def _named(name: str, parent: str, number: int) -> str:
    """`#c{n}` → `#c2`; `+-n{n}` below `#c2` → `#c2-n1`."""
    own = name.replace("{n}", str(number))
    return parent + own[1:] if own[0] == "+" else own


@functools.cache
def _plans(level: int) -> dict[Any, tuple[tuple[str, ...], bool, tuple[Any, ...]]]:
    """For each class: its types, whether its position is said, and its steps at this level."""
    shapes: dict[Any, Shape] = {**SHAPES, "document": DOCUMENT, "article": ARTICLE}
    plans: dict[Any, Any] = {
        key: (shape.types, shape.position and level == FULL, _steps(shape.fields, level))
        for key, shape in shapes.items()
    }
    plans["evidence"] = _steps(EVIDENCE, level)
    return plans


def _steps(fields: tuple[Field, ...], level: int) -> tuple[Any, ...]:
    return tuple(
        (field.attribute, TERM.get(field.key), _WRITE[field.how], field.name)
        for field in fields
        if field.level <= level
    )


def _range(name: str, span: r.Span, text: str) -> list[Said]:
    position, exact = name + "-position", name + "-exact"
    said: list[Said] = [
        (name, TYPE, "oa:SpecificResource"),
        (name, TERM["hasSource"], "#text"),
        (name, TERM["hasSelector"], position),
        (position, TYPE, "oa:TextPositionSelector"),
        (position, TERM["start"], span.start),
        (position, TERM["end"], span.end),
    ]
    if span.end - span.start <= EXACT_LIMIT:
        said += (
            (name, TERM["hasSelector"], exact),
            (exact, TYPE, "oa:TextQuoteSelector"),
            (exact, TERM["exact"], span.of(text)),
        )
    return said


def _rule(rule: str) -> list[Said]:
    name = "#rule-" + rule
    return [
        (name, TYPE, "prov:Activity"),
        (name, TERM["rule"], rule),
        (name, TERM["wasAssociatedWith"], "#generator"),
    ]
