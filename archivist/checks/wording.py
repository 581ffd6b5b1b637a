"""This module has the words for each way to deviate from the schema: what, found, right."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from archivist import schema
from archivist.checks.finding import shown
from archivist.jsontext.walk import escape

Words = Iterator[tuple[str, str]]  # the pointer below the place of the deviation, and the message


class Deviation(NamedTuple):
    """What the reference validator says: the keyword that failed, its value, the data, the rule.

    `schema` is the (sub)schema that holds the keyword.
    """

    keyword: str
    wanted: Any
    instance: Any
    schema: dict[str, Any]


def say(deviation: Deviation) -> Words:
    """One message or several for one deviation."""
    return _WORDS.get(deviation.keyword, _other)(deviation)


def _missing(deviation: Deviation) -> Words:
    for key in deviation.wanted:
        if key not in deviation.instance:
            near = _near(key, [k for k in deviation.instance if k not in deviation.wanted])
            right = f'"{key}"' + (f' instead of "{near}"' if near else ", null or [] if absent")
            yield "", f'missing key: found no "{key}", would be right: {right}'


def _unknown(deviation: Deviation) -> Words:
    known = deviation.schema.get("properties", {})
    for key in deviation.instance:
        if key not in known:
            near = _near(key, known)
            right = f'"{near}"' if near else "only " + ", ".join(known)
            yield f"/{escape(key)}", f"unknown key: found {shown(key)}, would be right: {right}"


def _near(key: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(key, list(known), 1)), None)


_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "object": "an object",
    "string": "a string",
}


def _type(deviation: Deviation) -> Words:
    wanted = deviation.wanted
    names = [wanted] if isinstance(wanted, str) else wanted
    yield _one("wrong type", deviation, " or ".join(_TYPES[name] for name in names))


def _one_of(deviation: Deviation) -> Words:
    right = " or ".join([", ".join(deviation.wanted[:-1]), deviation.wanted[-1]])
    yield _one("unknown value", deviation, right)


def _constant(deviation: Deviation) -> Words:
    yield _one("wrong value", deviation, shown(deviation.wanted))


def _pattern(deviation: Deviation) -> Words:
    examples = [shown(example) for example in deviation.schema.get("examples", ())]
    yield _one(
        "wrong form", deviation, "like " + ", ".join(examples) if examples else "its pattern"
    )


def _length(deviation: Deviation) -> Words:
    low, high = deviation.schema.get("minLength", 0), deviation.schema.get("maxLength")
    right = _range(low, high, "characters")
    if deviation.instance == "":
        yield _one("empty string", deviation, right)
    else:
        yield (
            "",
            f"wrong length: found {len(deviation.instance)} characters, would be right: {right}",
        )


def _bounds(deviation: Deviation) -> Words:
    low, high = deviation.schema.get("minimum", 0), deviation.schema.get("maximum")
    yield _one("number out of range", deviation, _range(low, high, ""))


def _items(deviation: Deviation) -> Words:
    low, high = deviation.schema.get("minItems", 0), deviation.schema.get("maxItems")
    right = _range(low, high, "items")
    yield "", f"wrong length of a list: found {len(deviation.instance)}, would be right: {right}"


def _range(low: int, high: int | None, unit: str) -> str:
    if high is None:
        return f"{low} or more {unit}".rstrip()
    text = str(low) if low == high else f"{low} to {high}"
    return f"{text} {unit}".rstrip()


def _places(deviation: Deviation) -> Words:
    """The number of members is only limited in evidence: rule, confidence, and one place."""
    known = deviation.schema.get("properties", {})
    places = [key for key in known if key not in ("rule", "confidence")]
    have = [key for key in places if key in deviation.instance]
    listed = ", ".join(have) or "none"
    right = "exactly one of " + ", ".join(places or ("span", "declared", "context", "corrected"))
    yield "", f"evidence without one place: found {listed}, would be right: {right}"


def _alternatives(deviation: Deviation) -> Words:
    """`anyOf`: null or something else, or that one of two members says something."""
    branches = deviation.wanted
    if {"type": "null"} in branches:
        wanted = _resolved(branches[0]).get("type", "")
        yield _one("wrong type", deviation, f"{_TYPES.get(wanted, wanted)} or null")
        return
    keys = [key for branch in branches for key in branch["properties"]]
    names = ["evidence with a place" if key == "evidence" else key for key in keys]
    either = " or ".join(names)
    yield "", f"nothing says where or what: found neither, would be right: {either}"


def _resolved(branch: dict[str, Any]) -> dict[str, Any]:
    """A branch of the schema, or the definition it refers to."""
    name = branch.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema.record_schema()["$defs"].get(name, branch)
    return found


def _other(deviation: Deviation) -> Words:
    yield _one(
        "not as the schema says", deviation, f"{deviation.keyword} {shown(deviation.wanted)}"
    )


def _one(what: str, deviation: Deviation, right: str) -> tuple[str, str]:
    return "", f"{what}: found {shown(deviation.instance)}, would be right: {right}"


_WORDS: dict[str, Callable[[Deviation], Words]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _one_of,
    "const": _constant,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minimum": _bounds,
    "maximum": _bounds,
    "minItems": _items,
    "maxItems": _items,
    "minProperties": _places,
    "maxProperties": _places,
    "anyOf": _alternatives,
}
