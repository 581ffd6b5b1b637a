"""The published contract and its Python face say the same: keys, nulls, lists, choices."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

import pytest
from strategies import minimal_record, rich_record

from archivist import record as r
from archivist import schema

SCHEMA = schema.record_schema()
DEFS = SCHEMA["$defs"]
# Where the name of a definition is not the name of the class, and where there is none.
NAMES = {
    r.SourceInfo: "source",
    r.Evidence: "evidence",
    r.Value: "value",
    r.Span: "span",
}
INLINE = {
    r.CreditName: DEFS["credit"]["properties"]["names"]["items"],
    r.EntityIdentifier: DEFS["entity"]["properties"]["identifiers"]["items"],
    r.Cue: DEFS["quote"]["properties"]["cue"]["anyOf"][0],
    r.Record: SCHEMA,
}


def _parts(cls: type, seen: dict[type, None]) -> dict[type, None]:
    """The dataclasses a record is made of."""
    seen.setdefault(cls)
    for annotation in typing.get_type_hints(cls).values():
        for inner in (annotation, *typing.get_args(annotation)):
            if dataclasses.is_dataclass(inner) and inner not in seen:
                _parts(typing.cast("type", inner), seen)
    return seen


PARTS = [cls for cls in _parts(r.Record, {}) if cls is not r.Span]


def _rule(cls: type) -> dict[str, Any]:
    name = NAMES.get(cls, cls.__name__[0].lower() + cls.__name__[1:])
    rule: dict[str, Any] = INLINE.get(cls) or DEFS[name]
    return rule


def _resolved(rule: dict[str, Any]) -> dict[str, Any]:
    name = rule.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = DEFS[name] if name else rule
    return found


def _unnulled(rule: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The rule without its null, and whether it had one."""
    if {"type": "null"} in rule.get("anyOf", ()):
        return _resolved(rule["anyOf"][0]), True
    if isinstance(rule.get("type"), list):
        (kind,) = (kind for kind in rule["type"] if kind != "null")
        return {**rule, "type": kind}, "null" in rule["type"]
    return _resolved(rule), False


def _check(annotation: Any, rule: dict[str, Any]) -> None:
    """That a rule of the schema says what an annotation says."""
    arguments = typing.get_args(annotation)
    plain, nullable = _unnulled(rule)
    origin = typing.get_origin(annotation)
    assert nullable == (origin is types.UnionType)
    if nullable:
        (annotation,) = (inner for inner in arguments if inner is not types.NoneType)
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        assert plain["enum"] == list(arguments)
    elif origin is tuple:
        assert plain["type"] == "array"
        _check(arguments[0], plain["items"])
    elif annotation is Any:
        assert plain == {}
    elif annotation is r.Span:
        assert plain is DEFS["span"]
    elif annotation is r.Evidence:
        assert plain in (DEFS["evidence"], DEFS["placedEvidence"])
    elif dataclasses.is_dataclass(annotation):
        assert plain == _rule(typing.cast("type", annotation))
    elif origin is dict:
        assert plain["type"] == "object"
        assert plain["additionalProperties"] == {"$ref": "#/$defs/text"}
    else:
        kind = {str: "string", int: "integer", bool: "boolean"}[annotation]
        assert plain.get("type", "string" if "const" in plain else None) == kind


@pytest.mark.parametrize("cls", PARTS, ids=lambda cls: cls.__name__)
def test_schema_and_class_have_the_same_keys(cls: type) -> None:
    keys = [r.json_key(field.name) for field in dataclasses.fields(cls)]
    rule = _rule(cls)
    assert list(rule["properties"]) == keys
    assert rule["additionalProperties"] is False
    assert rule["required"] == (["rule", "confidence"] if cls is r.Evidence else keys)


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        (cls, field.name)
        for cls in PARTS
        if cls is not r.Evidence
        for field in dataclasses.fields(cls)
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_schema_and_class_have_the_same_types(cls: type, name: str) -> None:
    annotation = typing.get_type_hints(cls)[name]
    _check(annotation, _rule(cls)["properties"][r.json_key(name)])


def test_an_object_with_a_span_of_its_own_has_evidence_without_one() -> None:
    """Exactly these: the span is the evidence (record.md)."""
    placed = {
        cls.__name__
        for cls in PARTS
        if _rule(cls)["properties"].get("evidence") == {"$ref": "#/$defs/placedEvidence"}
    }
    assert placed == {"Block", "Mention", "Role", "Speaker", "Via", "Quote", "Note"}
    evidence, own = DEFS["evidence"]["properties"], DEFS["placedEvidence"]["properties"]
    assert [key for key in evidence if key not in own] == ["span"]


def test_every_definition_is_used() -> None:
    text = json.dumps(SCHEMA)
    assert [name for name in DEFS if f'"#/$defs/{name}"' not in text] == []


def test_the_schema_keeps_to_what_both_validators_read_alike() -> None:
    """Measured: they disagree on format and multipleOf; patterns are ASCII and anchored."""
    text = schema.read("record.schema.json").decode()
    for word in ('"format"', '"multipleOf"', '"unevaluatedProperties"', '"number"'):
        assert word not in text
    for rule in _rules(SCHEMA):
        if isinstance(rule.get("pattern"), str):
            assert rule["pattern"].isascii()
            assert rule["pattern"].startswith("^")
            assert rule["pattern"].endswith(r"(?!\n)$")
            assert rule["maxLength"] <= 127


def _rules(value: Any) -> list[dict[str, Any]]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) else []
    return [*own, *(rule for item in items for rule in _rules(item))]


@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
def test_a_record_and_its_json_are_one(record: r.Record) -> None:
    data = record.to_json()
    assert r.Record.from_json(json.loads(json.dumps(data))) == record
    assert list(data) == list(SCHEMA["properties"])


@pytest.mark.parametrize("cls", PARTS, ids=lambda cls: cls.__name__)
def test_the_rich_record_fills_every_field(cls: type) -> None:
    """Else a mapping that loses a field would go unseen."""
    made = [part for part in _instances(rich_record()) if type(part) is cls]
    for field in dataclasses.fields(cls):
        assert any(getattr(part, field.name) not in (None, (), {}) for part in made), field.name


def _instances(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [part for item in value for part in _instances(item)]
    if not dataclasses.is_dataclass(value):
        return []
    fields = dataclasses.fields(value)
    return [value, *(part for f in fields for part in _instances(getattr(value, f.name)))]


def test_the_id_is_that_of_the_bytes() -> None:
    """UUIDv5 of RFC 9562, section 5.5: SHA-1 of namespace and name, computed without uuid5."""
    assert r.record_id("0" * 64) == "urn:uuid:f4aaad33-6651-5dba-9682-71ff1eb3e0cb"
