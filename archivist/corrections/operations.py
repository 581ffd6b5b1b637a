"""This module runs the operations of a JSON Patch on a JSON value (RFC 6902, RFC 6901).

In place, on a copy that the caller owns: what is refused in the middle leaves the copy for waste.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from archivist.checks.finding import shown
from archivist.jsontext import MAX_DEPTH, canonical
from archivist.jsontext.walk import short
from archivist.record import PatchOperation

WITH_FROM = ("move", "copy")
WITH_VALUE = ("add", "replace", "test")
MOST_OPERATIONS = 10_000
# Values that the operations of one patch may put in: a patch of 40 copies of a list into itself
# would fill the memory of any machine.
MOST_VALUES = 1_000_000

# What a correction may touch. The rest says where the record comes from: id, source, text.
CORRECTABLE = (
    "identifiers",
    "language",
    "blocks",
    "title",
    "headline",
    "summary",
    "dates",
    "dateline",
    "credits",
    "rights",
    "topics",
    "entities",
    "quotes",
    "notes",
    "relations",
    "status",
)

_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*+)*+")  # RFC 6901 section 3
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)  # section 4


class Refused(Exception):
    """An operation cannot be done: code, what was found and would be right, which operation."""

    def __init__(self, code: str, message: str, number: int = 0, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.number = number
        self.hint = hint


def is_pointer(value: object) -> bool:
    """Whether it is a JSON Pointer of at most as many parts as a record has levels."""
    return (
        isinstance(value, str)
        and _POINTER.fullmatch(value) is not None
        and value.count("/") <= MAX_DEPTH
    )


def tokens(pointer: str) -> list[str]:
    """The parts of a pointer, unescaped."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def index(token: str) -> int | None:
    """The index a token is, None when it is none."""
    return int(token) if _INDEX.fullmatch(token) else None


def resolve(data: Any, parts: Sequence[str]) -> Any:
    """The value at a pointer. Raises Refused (C076)."""
    value = data
    for depth, token in enumerate(parts):
        value = _child(value, token, parts[: depth + 1])
    return value


def same(one: Any, other: Any) -> bool:
    """JSON equality: true is not 1."""
    return canonical(one) == canonical(other)


def run(data: dict[str, Any], operations: Sequence[PatchOperation]) -> None:
    """Does them all, in order. Raises Refused with the number of the one that cannot be done."""
    budget = MOST_VALUES
    for number, operation in enumerate(operations):
        try:
            _refuse_protected(operation)
            budget -= _one(data, operation, budget)
        except Refused as refused:
            refused.number = number
            raise


def _refuse_protected(operation: PatchOperation) -> None:
    if operation.op == "test":
        return
    written = [operation.path, *([operation.from_] if operation.op == "move" else [])]
    for pointer in written:
        root = (tokens(pointer or "") or [""])[0]
        if root not in CORRECTABLE:
            right = "one of " + ", ".join(CORRECTABLE)
            what = f"not to be corrected: found {shown(pointer)}, would be right: {right}"
            raise Refused("C077", what, hint="id, source, text and history say what was found")


def _one(data: dict[str, Any], operation: PatchOperation, budget: int) -> int:
    """Does one, and returns how many values it put in."""
    path = tokens(operation.path)
    match operation.op:
        case "test":
            _test(resolve(data, path), operation)
        case "remove":
            _take(data, path)
        case "replace":
            resolve(data, path)
            weight = _weigh(operation.value, budget)
            _put(data, path, copy.deepcopy(operation.value), over=True)
            return weight
        case "add":
            weight = _weigh(operation.value, budget)
            _put(data, path, copy.deepcopy(operation.value))
            return weight
        case "copy":
            value = resolve(data, tokens(operation.from_ or ""))
            weight = _weigh(value, budget)
            _put(data, path, copy.deepcopy(value))
            return weight
        case "move":
            return _move(data, tokens(operation.from_ or ""), path, budget)
    return 0


def _test(value: Any, operation: PatchOperation) -> None:
    if not same(value, operation.value):
        what = f"{operation.path} found {said(value)}, wanted {said(operation.value)}"
        raise Refused("C075", f"value differs: at {what}")


def said(value: Any) -> str:
    """A value in the words of JSON, shortened: what a conflict names on both sides."""
    if isinstance(value, str):
        return shown(value)
    return short(canonical(value).decode(), 80)


def _move(data: dict[str, Any], source: list[str], path: list[str], budget: int) -> int:
    if path[: len(source)] == source and path != source:
        what = "leads nowhere: a value does not go into itself"
        raise Refused("C076", f"{what}: found {shown('/'.join(path))}, would be right: elsewhere")
    value = resolve(data, source)
    weight = _weigh(value, budget)
    _take(data, source)
    _put(data, path, value)
    return weight


def _weigh(value: Any, budget: int) -> int:
    """How many values are in it, level by level. Raises Refused for too many, or too deep."""
    level, weight = [value], 0
    for _ in range(MAX_DEPTH):
        weight += len(level)
        if weight > budget:
            raise Refused(
                "C083", f"patch too large: found over {MOST_VALUES:,} values, wanted less"
            )
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return weight
    raise Refused("C083", f"patch too large: found more than {MAX_DEPTH} levels, wanted fewer")


def _child(value: Any, token: str, upto: Sequence[str]) -> Any:
    if isinstance(value, dict):
        if token in value:
            return value[token]
        raise _nowhere(upto, "no such key", "one of " + short(", ".join(map(str, value)), 120))
    if isinstance(value, list):
        at = index(token)
        if at is not None and at < len(value):
            return value[at]
        raise _nowhere(upto, "no such index", _indices(len(value)))
    raise _nowhere(upto, "nothing below", f"a pointer that ends at {said(value)}")


def _indices(length: int) -> str:
    return f"0 to {length - 1}" if length else "none, the list is empty"


def _nowhere(parts: Sequence[str], what: str, right: str) -> Refused:
    pointer = "".join(f"/{part}" for part in parts)
    return Refused(
        "C076", f"leads nowhere: {what}: found {shown(pointer)}, would be right: {right}"
    )


def _take(data: Any, path: list[str]) -> None:
    holder = resolve(data, path[:-1])
    _child(holder, path[-1], path)
    del holder[path[-1] if isinstance(holder, dict) else int(path[-1])]


def _put(data: Any, path: list[str], value: Any, *, over: bool = False) -> None:
    """Into an object, or before the item of a list (`-`: at its end); `over`: in its place."""
    holder = resolve(data, path[:-1])
    token = path[-1]
    if isinstance(holder, dict):
        holder[token] = value
    elif isinstance(holder, list):
        at = len(holder) if token == "-" else index(token)
        if at is None or at > len(holder):
            raise _nowhere(path, "no such index", f"0 to {len(holder)}, or -")
        holder[at : at + over] = [value]
    else:
        raise _nowhere(path, "nothing below", f"a pointer that ends at {said(holder)}")
