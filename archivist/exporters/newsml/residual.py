"""This module puts back what XML could not carry: residuals, pointers and JSON values."""

from __future__ import annotations

import json
from typing import Any

from archivist.exporters.newsml.found import Found

REL = "arcrel:residual"


def restore(found: Found, record: dict[str, Any]) -> None:
    """Replaces the strings that the residuals name. Raises ValueError where one does not fit."""
    for element in found.properties(found.section("contentMeta"), REL):
        pointer, value = element.get("literal"), json.loads(element.get("value"))
        try:
            _put(record, pointer.split("/")[1:], value)
        except (LookupError, TypeError) as error:
            raise ValueError(f"no value at {pointer}") from error


def _put(record: Any, tokens: list[str], value: Any) -> None:
    """Our own pointers: keys without `~` or `/`, and indices."""
    *parents, last = tokens
    for token in parents:
        record = record[_key(record, token)]
    if not isinstance(record[_key(record, last)], str):
        raise TypeError
    record[_key(record, last)] = value


def _key(container: Any, token: str) -> int | str:
    return int(token) if isinstance(container, list) else token
