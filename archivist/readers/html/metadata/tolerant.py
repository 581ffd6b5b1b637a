"""This module reads JSON as web pages have it: broken, and never more than what is there.

Accepted beside RFC 8259: comments, CDATA marks, trailing and missing commas, line breaks and bare
quotation marks in strings, unquoted keys, entities instead of quotation marks, several values in
a row, an end that is missing. What cannot be read is left out; nothing is made up. Numbers are
their text.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

MOST = 2_000_000  # code points of a script that are looked at

_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)


def load(text: str) -> list[Any]:
    """All JSON values of a script, in order."""
    text = text[:MOST]
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    try:
        return [_DECODER.decode(text.strip())]
    except (ValueError, RecursionError):
        return _Walk(text).values()


# What stands between tokens: blanks, CDATA marks, stray semicolons; comments are found by hand,
# because an open one would be looked for again and again.
_SKIP = re.compile(r"(?:[\s\ufeff;]+|//[^\n]*|<!\[CDATA\[|\]\]>|<!--|-->)*+")
_WORD = re.compile(r"[^\s,:{}\[\]\"/]+")
_KEY = re.compile(r"\s*[\w$@.-]{1,80}\s*:")
_CHUNK = re.compile(r'[^"\\]*+')
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_CONSTANTS = {"true": True, "false": False, "null": None}
_BLANKS = re.compile(r"\s*+")


class _Walk:
    """One pass over the text with a stack of open containers: no recursion, no step back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: list[Any] = []
        self.stack: list[Any] = []
        self.keys: list[str | None] = []

    def values(self) -> list[Any]:
        """Everything that can be read, containers closed at the end of the text."""
        text = self.text
        while True:
            self.at = _skip(text, self.at)
            if self.at >= len(text):
                return self.found
            self._token(text[self.at])

    def _token(self, sign: str) -> None:
        match sign:
            case "{":
                self._open({})
            case "[":
                self._open([])
            case "}" | "]":
                self._close(dict if sign == "}" else list)
            case '"':
                self._string()
            case ",":
                self.at += 1
                if self.keys:
                    self.keys[-1] = None  # a key without a value
            case ":":
                self.at += 1
            case _:
                self._word()

    def _open(self, container: Any) -> None:
        self._put(container)
        self.stack.append(container)
        self.keys.append(None)
        self.at += 1

    def _close(self, kind: type) -> None:
        """Closes the innermost container of that kind; a stray bracket closes nothing."""
        self.at += 1
        if any(isinstance(item, kind) for item in self.stack[-3:]):
            while not isinstance(self.stack[-1], kind):
                self._pop()
            self._pop()

    def _pop(self) -> None:
        self.stack.pop()
        self.keys.pop()

    def _string(self) -> None:
        value, closed = self._read_string()
        if not closed:
            return  # the text ends inside: half a value is no value
        if self._in_object() and self.keys[-1] is None:
            self._key(value)
        else:
            self._put(value)

    def _word(self) -> None:
        match = _WORD.match(self.text, self.at)
        if match is None:
            self.at += 1
            return
        self.at = match.end()
        word = match.group()
        if self._in_object() and self.keys[-1] is None:
            self._key(word.strip("'"))
        elif self.stack:
            self._put(_CONSTANTS.get(word, word))

    def _key(self, name: str) -> None:
        """A name is a key only where a colon follows."""
        after = _skip(self.text, self.at)
        if self.text[after : after + 1] == ":":
            self.keys[-1] = name
            self.at = after + 1

    def _put(self, value: Any) -> None:
        if not self.stack:
            if isinstance(value, dict | list):
                self.found.append(value)
            return
        holder = self.stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif self.keys[-1] is not None:
            holder[self.keys[-1]] = value
            self.keys[-1] = None

    def _in_object(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], dict)

    def _read_string(self) -> tuple[str, bool]:
        """The string that opens here, and whether it is closed."""
        text, at = self.text, self.at + 1
        parts: list[str] = []
        while True:
            end = _end(_CHUNK, text, at)
            parts.append(text[at:end])
            if end >= len(text):
                self.at = end
                return "".join(parts), False
            if text[end] == "\\":
                piece, at = _escape(text, end)
                parts.append(piece)
            elif self._closes(end):
                self.at = end + 1
                return "".join(parts), True
            else:
                parts.append('"')
                at = end + 1

    def _closes(self, at: int) -> bool:
        """Whether this mark ends the string: what follows can only follow a string."""
        text = self.text
        after = _end(_BLANKS, text, at + 1)
        sign = text[after : after + 1]
        if sign == ":":
            return self._in_object() and self.keys[-1] is None
        if sign != ",":
            lines = "\n" in text[at + 1 : after]  # `"a": "b"` and on the next line `"c": …`
            return sign in "}]" or (sign in '"/' and lines)
        after = _end(_BLANKS, text, after + 1)
        if not self._in_object():
            return text[after : after + 1] in '"{[]}0123456789-tfn/'
        return text[after : after + 1] in '"}/' or _KEY.match(text, after) is not None


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _skip(text: str, at: int) -> int:
    """Where the next token starts: behind blanks and comments."""
    while True:
        at = _end(_SKIP, text, at)
        if not text.startswith("/*", at):
            return at
        end = text.find("*/", at + 2)
        at = len(text) if end < 0 else end + 2


def _escape(text: str, at: int) -> tuple[str, int]:
    """What the escape at `at` stands for, and where it ends; a wrong one stands for itself."""
    sign = text[at + 1 : at + 2]
    if sign == "u":
        first = _HEX.match(text, at + 2)
        if first is None:
            return "u", at + 2
        code, end = int(first.group(), 16), at + 6
        if 0xD800 <= code < 0xDC00 and text[end : end + 2] == "\\u":
            second = _HEX.match(text, end + 2)
            low = int(second.group(), 16) if second else 0
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), end + 6
        return ("" if 0xD800 <= code < 0xE000 else chr(code)), end
    return _ESCAPES.get(sign, sign), at + 2
