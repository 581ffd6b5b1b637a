"""This module maps the values of a JSON text to their places in it (RFC 6901 pointers)."""

from __future__ import annotations

from collections.abc import Mapping

from archivist.jsontext.walk import Lines, walk


def places(data: bytes) -> Mapping[str, tuple[int, int]]:
    """JSON Pointer → (line, column) of the first character of that value, both from 1.

    Columns count code points. `data` is a text that `load` accepts.
    """
    text = data.decode("utf-8")
    lines = Lines(text)
    return {
        event.pointer: lines.place(event.start)
        for event in walk(text)
        if event.kind in ("open", "string", "word")
    }
