"""This module writes the canonical form of JSON values (RFC 8785).

Floats have no place in a record, so the number rules of RFC 8785 section 3.2.2.3 are not here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from archivist.record import Record, once_in_a_row

try:
    import orjson
except ImportError:  # optional: the standard library writes the same bytes, slower
    _dumps: Callable[[Any], bytes] | None = None
else:
    _OPTIONS = (
        orjson.OPT_SORT_KEYS
        | orjson.OPT_PASSTHROUGH_DATACLASS
        | orjson.OPT_PASSTHROUGH_DATETIME
        | orjson.OPT_PASSTHROUGH_SUBCLASS
    )

    def _dumps(value: Any) -> bytes:
        return orjson.dumps(value, option=_OPTIONS)


# orjson sorts keys by code point, RFC 8785 by UTF-16 code unit. The two orders differ only
# between U+E000..U+FFFF (UTF-8 EE, EF) and the astral planes (UTF-8 F0..F4).
_BELOW_ASTRAL = (b"\xee", b"\xef")
_ASTRAL = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")


def canonical(value: Any) -> bytes:
    """The canonical form: sorted keys, no blanks, UTF-8, no newline at the end.

    `value`: dicts with string keys, lists or tuples, strings, integers, booleans, None.
    Raises TypeError for anything else that is seen, UnicodeEncodeError for a lone surrogate.
    """
    if _dumps is None:
        return canonical_in_python(value)
    try:
        data = _dumps(value)
    except TypeError:  # beyond 64 bits, a surrogate, a float key …: say it the same way as below
        return canonical_in_python(value)
    if _has(data, _ASTRAL) and _has(data, _BELOW_ASTRAL):
        return canonical_in_python(value)
    return data


def _has(data: bytes, leads: tuple[bytes, ...]) -> bool:
    """Whether one of the bytes occurs; a class of a pattern would be sought ten times as long."""
    return any(lead in data for lead in leads)


@once_in_a_row
def of_record(record: Record) -> tuple[dict[str, Any], bytes]:
    """The JSON value of a record, not to be changed, and its canonical form.

    Raises as `canonical` does.
    """
    data = record.to_json()
    return data, canonical(data)


def canonical_in_python(value: Any) -> bytes:
    """The same bytes by the standard library alone: what the fast path is tested against."""
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def _ordered(value: Any) -> Any:
    """`value` with the keys of all objects in the order of RFC 8785 section 3.2.3."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, str | int | None):  # a bool is an int
        return value
    raise TypeError(f"{type(value).__name__} has no place in a record")


def _utf16(key: Any) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"a key is a string, not {type(key).__name__}")
    return key.encode("utf-16-be")
