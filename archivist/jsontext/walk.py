"""This module walks through a JSON text and says where each thing stands (RFC 8259).

It is the slow, explaining reader: iterative, so that no nesting exhausts the stack, and exact
about the first character that breaks the grammar. The fast parsers never say as much.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "key", "string", "word"]

_TOKEN = re.compile(
    r"""[ \t\n\r]*+(?:
        (?P<mark>[{}\[\],:])
      | (?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")
      | (?P<word>[-+.\w]++)
      | (?P<end>\Z))""",
    re.VERBOSE,
)
_BLANK = re.compile(r"[ \t\n\r]*+")
_GOOD_START = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LITERALS = ("true", "false", "null")
CONSTANTS = ("NaN", "Infinity", "-Infinity")  # JavaScript, not JSON; named for the message


class Event(NamedTuple):
    """One thing at `start` (a code point offset): `raw` is how it is written.

    `pointer` is that of the value, for a key that of its member; `depth` counts the open
    arrays and objects around it, itself included.
    """

    kind: Kind
    pointer: str
    start: int
    raw: str
    depth: int


class Malformed(Exception):
    """The text breaks the grammar at `offset`."""

    def __init__(self, offset: int, message: str, pointer: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.pointer = pointer


@dataclass(slots=True)
class _Level:
    """One open array (`index` counts) or object (`index` is None)."""

    pointer: str
    close: Literal["]", "}"]
    index: int | None


class Lines:
    """Offsets as line and column, both from 1; LF, CR LF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def walk(text: str) -> Iterator[Event]:
    """The events of `text` in order. Raises Malformed at the first break of the grammar."""
    return _Walk(text).events()


class _Walk:
    """The state machine: `expect` is what may come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.levels: list[_Level] = []
        self.pointer = ""  # of the value that comes next or came last
        self.expect: Callable[[str, str, int], Event | None] = self._value

    def events(self) -> Iterator[Event]:
        offset = 0
        while True:
            match = _TOKEN.match(self.text, offset)
            if match is None:
                raise self._stray(offset)
            kind = match.lastgroup or ""
            start, offset = match.start(kind), match.end()
            event = self.expect(kind, match[kind], start)
            if event is not None:
                yield event
            if kind == "end":
                return

    # --- what may come next

    def _value(self, kind: str, raw: str, start: int) -> Event:
        if raw == "[" or raw == "{":
            return self._opened(raw, start)
        if kind == "string":
            return self._scalar("string", raw, start)
        if kind == "word":
            self._check_word(raw, start)
            return self._scalar("word", raw, start)
        raise self._unexpected(raw, start, "a value")

    def _value_or_close(self, kind: str, raw: str, start: int) -> Event:
        return self._closed(raw, start) if raw == "]" else self._value(kind, raw, start)

    def _key_or_close(self, kind: str, raw: str, start: int) -> Event:
        return self._closed(raw, start) if raw == "}" else self._key(kind, raw, start)

    def _key(self, kind: str, raw: str, start: int) -> Event:
        if kind != "string":
            raise self._unexpected(raw, start, "a key in double quotes")
        self.pointer = self.levels[-1].pointer + "/" + escape(json.loads(raw))
        self.expect = self._colon
        return Event("key", self.pointer, start, raw, len(self.levels))

    def _colon(self, kind: str, raw: str, start: int) -> None:
        if raw != ":":
            raise self._unexpected(raw, start, "a colon after the key")
        self.expect = self._value

    def _comma_or_close(self, kind: str, raw: str, start: int) -> Event | None:
        level = self.levels[-1]
        if raw == level.close:
            return self._closed(raw, start)
        if raw != ",":
            raise self._unexpected(raw, start, f"a comma or {level.close}")
        if level.index is None:
            self.expect = self._key
        else:
            level.index += 1
            self.pointer = f"{level.pointer}/{level.index}"
            self.expect = self._value
        return None

    def _nothing(self, kind: str, raw: str, start: int) -> None:
        if kind != "end":
            raise self._unexpected(raw, start, "nothing after the value")

    # --- steps

    def _scalar(self, kind: Kind, raw: str, start: int) -> Event:
        self._after_value()
        return Event(kind, self.pointer, start, raw, len(self.levels))

    def _opened(self, raw: str, start: int) -> Event:
        if raw == "[":
            self.levels.append(_Level(self.pointer, "]", 0))
            event = Event("open", self.pointer, start, raw, len(self.levels))
            self.pointer += "/0"
            self.expect = self._value_or_close
            return event
        self.levels.append(_Level(self.pointer, "}", None))
        self.expect = self._key_or_close
        return Event("open", self.pointer, start, raw, len(self.levels))

    def _closed(self, raw: str, start: int) -> Event:
        self.pointer = self.levels[-1].pointer
        event = Event("close", self.pointer, start, raw, len(self.levels))
        self.levels.pop()
        self._after_value()
        return event

    def _after_value(self) -> None:
        self.expect = self._comma_or_close if self.levels else self._nothing

    # --- what to say when it breaks

    def _check_word(self, raw: str, start: int) -> None:
        if raw in _LITERALS or raw in CONSTANTS or _NUMBER.fullmatch(raw):
            return
        lower = raw.lower()
        right = {"none": "null", "undefined": "null"}.get(lower, lower)
        if right in _LITERALS:
            raise self._broken(start, f"not a JSON word: found {raw}, would be right: {right}")
        if raw[0] in "+-.0123456789":
            raise self._broken(
                start, f"not a number: found {short(raw)}, would be right: 0, -1, 42"
            )
        raise self._unexpected(raw, start, "a value")

    def _unexpected(self, raw: str, start: int, right: str) -> Malformed:
        if raw == "":
            return self._broken(
                start, f"the text ends too early: found its end, would be right: {right}"
            )
        if raw in ("]", "}") and self.expect in (self._value, self._key) and self.levels:
            right += f", or no comma before {raw}"
        return self._broken(start, f"not JSON here: found {short(raw)}, would be right: {right}")

    def _stray(self, offset: int) -> Malformed:
        match = _BLANK.match(self.text, offset)
        start = match.end() if match else offset
        found = self.text[start]
        if found == '"':
            return self._broken_string(start)
        if found == "/":
            return self._broken(start, "a comment: found /, would be right: JSON without comments")
        if found == "'":
            return self._broken(start, "a single quote: found ', would be right: double quotes")
        return self._broken(start, f"not JSON here: found {short(found)}, would be right: a value")

    def _broken_string(self, start: int) -> Malformed:
        match = _GOOD_START.match(self.text, start)
        end = match.end() if match else start
        if end == len(self.text):
            return self._broken(
                start,
                "a string does not end: found the end of the text, would be right: a closing quote",
            )
        if self.text[end] == "\\":
            found = self.text[end : end + 2]
            message = f'not an escape: found {found!r}, would be right: \\" \\\\ \\/ \\b \\f \\n'
            return self._broken(end, message + " \\r \\t or \\u with four hex digits")
        found = f"U+{ord(self.text[end]):04X}"
        right = f"\\u{ord(self.text[end]):04x}"
        return self._broken(end, f"a raw control character: found {found}, would be right: {right}")

    def _broken(self, offset: int, message: str) -> Malformed:
        return Malformed(offset, message, self.pointer)


def escape(key: str) -> str:
    """A key as one token of a JSON Pointer (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def short(text: str, most: int = 40) -> str:
    """`text` for a message: one line, at most `most` characters from both ends, visible."""
    shown = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"')
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in shown)
    return shown if len(shown) <= most else shown[: most - 13] + "…" + shown[-12:]
