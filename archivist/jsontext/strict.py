"""This module loads JSON that is UTF-8, I-JSON and shallow, or says exactly what it is not.

The C parser of the standard library decides, with a hook for each thing it lets pass
(measured: json and orjson accept duplicate keys silently, json accepts NaN and surrogates).
Only when it stumbles, the explaining walk runs and finds every problem with its place.
A byte order mark is refused: RFC 8259 section 8.1 forbids to write one and leaves reading one
to the reader; a strict reader keeps one text one sequence of bytes.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from archivist.errors import InvalidRecord
from archivist.jsontext.walk import CONSTANTS, Event, Lines, Malformed, short, walk
from archivist.problems import Location, Problem, problem

MAX_DEPTH = 64  # record.md; a record itself has 8 levels, the rest is for patches in history
MAX_INTEGER = 2**53 - 1  # RFC 7493 section 2.2
MAX_PROBLEMS = 1000  # a hostile file must not cost a gigabyte of complaints

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u(?P<lone>[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


def load(data: bytes, file: str) -> Any:
    """The JSON value of `data`: dicts, lists, strings, integers, booleans, None.

    Raises InvalidRecord with problems R020 to R026 (at most 1000), each with line, column and,
    where there is one, the JSON Pointer. `file` is the name they show.
    """
    return _loaded(_decoded(data, file), file, _DECODER)


def load_numbers(data: bytes, file: str) -> Any:
    """As `load`, for JSON that is not ours: any number is taken, fractions come as floats."""
    return _loaded(_decoded(data, file), file, _WITH_NUMBERS, ("R025",))


def _loaded(text: str, file: str, decoder: json.JSONDecoder, allowed: tuple[str, ...] = ()) -> Any:
    try:
        value = decoder.decode(text)
        doubtful = _SURROGATE_ESCAPE.search(text) is not None or _deeper(value, MAX_DEPTH)
    except (ValueError, RecursionError) as error:
        raise InvalidRecord(_explained(text, file, allowed) or _unexplained(file, error)) from None
    problems = _explained(text, file, allowed) if doubtful else ()
    if problems:
        raise InvalidRecord(problems)
    return value


def is_integer(raw: str) -> bool:
    """Whether a JSON number is an I-JSON integer: no fraction, no exponent, no -0."""
    return bool(_INTEGER.fullmatch(raw)) and raw != "-0" and abs(int(raw)) <= MAX_INTEGER


# ------------------------------------------------------------------ the fast way


def _integer(raw: str) -> int:
    if not is_integer(raw):
        raise ValueError(raw)
    return int(raw)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("duplicate key")
    return value


def _refuse(raw: str) -> NoReturn:
    raise ValueError(raw)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
)


def _any_integer(raw: str) -> int | float:
    return int(raw) if len(raw) < 400 else float(raw)  # int() has an end at 4,300 digits


_WITH_NUMBERS = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_any_integer, parse_constant=_refuse
)


def _deeper(value: Any, most: int) -> bool:
    """Whether arrays and objects nest deeper than `most`; level by level, without recursion."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(most):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return bool(level)


# ------------------------------------------------------------------ the explaining way


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "not UTF-8: found a UTF-16 byte order mark, would be right: UTF-8"
        raise InvalidRecord((problem("R020", message, Location(file, 1, 1)),))
    if data.startswith(b"\xef\xbb\xbf"):
        message = "a byte order mark: found EF BB BF, would be right: UTF-8 without it"
        raise InvalidRecord((problem("R020", message, Location(file, 1, 1)),))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _undecodable_place(data[: error.start])
        message = f"not UTF-8: found byte {data[error.start]:02X}, would be right: UTF-8"
        raise InvalidRecord((problem("R020", message, Location(file, *place)),)) from None


def _undecodable_place(before: bytes) -> tuple[int, int]:
    text = before.decode("utf-8")
    return Lines(text).place(len(text))


def _unexplained(file: str, error: Exception) -> tuple[Problem, ...]:
    """For a caller near the end of the stack: the fast way failed on a text without fault."""
    return (problem("R021", f"not readable here: {type(error).__name__}", Location(file)),)


def _explained(text: str, file: str, allowed: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    lines = Lines(text)
    found = (
        problem(code, message, Location(file, *lines.place(offset)), path=_whole(pointer))
        for code, message, offset, pointer in _findings(text, lines)
        if code not in allowed
    )
    return tuple(itertools.islice(found, MAX_PROBLEMS))


def _whole(pointer: str) -> str:
    """A pointer that can be printed, also where a key is half a character."""
    return pointer.encode("utf-8", "replace").decode("utf-8")


_Finding = tuple[str, str, int, str]  # code, message, offset, JSON Pointer


def _findings(text: str, lines: Lines) -> Iterator[_Finding]:
    """All of them, up to the first that leaves no sense in going on."""
    members: list[dict[str, int]] = []
    try:
        for event in walk(text):
            if event.depth > MAX_DEPTH:
                yield _too_deep(event)
                return
            if event.kind == "open":
                members.append({})
            if event.kind == "close":
                members.pop()
            if event.kind == "key":
                yield from _repeated(event, members[-1], lines)
            if event.kind in ("key", "string"):
                yield from _surrogates(event)
            if event.kind == "word":
                yield from _numbers(event)
    except Malformed as error:
        yield "R021", str(error), error.offset, error.pointer


def _too_deep(event: Event) -> _Finding:
    message = (
        f"nested too deeply: found level {event.depth}, would be right: {MAX_DEPTH} levels at most"
    )
    return "R026", message, event.start, event.pointer


def _repeated(event: Event, members: dict[str, int], lines: Lines) -> Iterator[_Finding]:
    first = members.setdefault(event.pointer, event.start)
    if first != event.start:
        line, column = lines.place(first)
        key = short(json.loads(event.raw))
        message = f'duplicate key: found "{key}" again (first at {line}:{column})'
        yield "R022", message + ", would be right: each key once", event.start, event.pointer


def _surrogates(event: Event) -> Iterator[_Finding]:
    for match in _ESCAPE.finditer(event.raw):
        if match["lone"]:
            message = f"half a character: found \\u{match['lone']} alone"
            offset = event.start + match.start()
            yield "R023", message + ", would be right: a surrogate pair", offset, event.pointer


def _numbers(event: Event) -> Iterator[_Finding]:
    raw = event.raw
    if raw in CONSTANTS:
        message = f"not a JSON number: found {raw}, would be right: an integer or null"
        yield "R024", message, event.start, event.pointer
    elif raw[0] in "-0123456789" and not is_integer(raw):
        message = f"not an I-JSON integer: found {short(raw)}, would be right: {_right(raw)}"
        yield "R025", message, event.start, event.pointer


def _right(raw: str) -> str:
    if raw == "-0":
        return "0"
    return f"a whole number from -{MAX_INTEGER} to {MAX_INTEGER}"
