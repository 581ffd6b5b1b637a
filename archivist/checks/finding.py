"""This module is what a check says: a code, a place in the record, and the three-part message."""

from __future__ import annotations

from typing import NamedTuple

from archivist.jsontext.walk import short


class Finding(NamedTuple):
    """One problem before it has a file, a line and a column. `path` is a JSON Pointer."""

    code: str
    path: str
    message: str
    hint: str | None = None


def found(code: str, path: str, what: str, value: object, right: str) -> Finding:
    """A finding with the message form of the house: what, what was found, what would be right."""
    return Finding(code, path, f"{what}: found {shown(value)}, would be right: {right}")


def shown(value: object) -> str:
    """A value for a message in JSON words: strings in quotes, shortened."""
    match value:
        case str():
            return f'"{short(value)}"'
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict():
            return "an object"
        case list() | tuple():
            return "a list"
        case _:
            return short(str(value))
