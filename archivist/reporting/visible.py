"""This module makes visible what a terminal would obey and what a reader could not see."""

from __future__ import annotations

import re
import unicodedata

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text on one line; controls and bidirectional overrides, which a terminal obeys, shown.

    A file name or a title may hold an escape sequence: it is shown as `\\x1b`, never sent.
    """
    line = re.sub(r"[ \t]*[\r\n\x0b\x0c\x85\u2028\u2029]+[ \t]*", " ", text)
    return _OBEYED.sub(escaped, line)


def escaped(found: re.Match[str]) -> str:
    """A matched character as Python would write it: `\\x1b`, `\\u202e`."""
    return found.group().encode("unicode_escape").decode()


def cells(char: str, column: int, tab: int = 4) -> tuple[str, int]:
    """(what is printed, how many cells of a terminal it fills) of a character at a cell from 0."""
    if char == "\t":
        width = tab - column % tab
        return " " * width, width
    shown = _OBEYED.sub(escaped, char)
    if shown != char:
        return shown, len(shown)
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
