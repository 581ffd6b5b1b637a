"""This module finds what JSON cannot carry in values that come from Python, not from a file.

The counterpart of the strict loader for `Record` objects and dicts: the same codes, no lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.checks.finding import Finding, found
from archivist.jsontext import MAX_DEPTH, MAX_INTEGER, of_record
from archivist.jsontext.walk import escape
from archivist.record import Record

PATCH_DEPTH = 6  # record, history, entry, patch, operation: the value is the sixth level


def check_record(record: Record) -> Iterator[Finding]:
    """The same as `check` of the record's JSON value, at a tenth of the cost.

    Only the patches in its history are typed loosely; everywhere else the schema refuses what is
    no string or integer of its range, and writing finds the surrogates.
    """
    try:
        of_record(record)
    except (TypeError, UnicodeEncodeError):
        yield from check(record.to_json())
        return
    for index, entry in enumerate(record.history):
        for number, operation in enumerate(entry.patch):
            path = f"/history/{index}/patch/{number}/value"
            yield from check(operation.value, path, PATCH_DEPTH)


def check(data: Any, path: str = "", depth: int = 1) -> Iterator[Finding]:
    """R023 lone surrogates, R024 NaN, R025 numbers, R026 depth, V001 what is no JSON at all."""
    todo: list[tuple[str, int, Any]] = [(path, depth, data)]
    while todo:
        path, depth, value = todo.pop()
        if isinstance(value, dict | list):
            if depth > MAX_DEPTH:
                right = f"{MAX_DEPTH} levels at most"
                message = f"nested too deeply: found level {depth}, would be right: {right}"
                yield Finding("R026", path, message)
                continue
            todo.extend(
                (child, depth + 1, item) for child, item in reversed(_children(path, value))
            )
            if isinstance(value, dict):
                yield from _keys(path, value)
        else:
            yield from _scalar(path, value)


def _children(path: str, value: Any) -> list[tuple[str, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [(f"{path}/{escape(_printable(str(key)))}", item) for key, item in items]


def _keys(path: str, value: dict[Any, Any]) -> Iterator[Finding]:
    for key in value:
        if not isinstance(key, str):
            yield found("V001", path, "not a key", key, "a string")
        elif _printable(key) != key:
            yield _half(path, key)


def _scalar(path: str, value: Any) -> Iterator[Finding]:
    if isinstance(value, str):
        if _printable(value) != value:
            yield _half(path, value)
    elif isinstance(value, float):
        nan = value != value or value in (float("inf"), float("-inf"))
        yield found("R024" if nan else "R025", path, "not an integer", value, "a whole number")
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            right = f"-{MAX_INTEGER} to {MAX_INTEGER}"
            yield found("R025", path, "number out of range", value, right)
    elif value is not None:
        yield found("V001", path, "not JSON", type(value).__name__, "a JSON value")


def _half(path: str, value: str) -> Finding:
    return found("R023", path, "half a character", _printable(value), "no lone surrogate")


def _printable(text: str) -> str:
    """The string itself, with ? for a surrogate that no encoding carries."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
