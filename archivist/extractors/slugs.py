"""This module knows the lines that archives and wire services print above an article for
themselves: item codes (`eca062 4 i 211 ccccb dpa 061`) and the count of a press cutting
(`Nuevo Diario.    27/02/1968.  Páginas: 1. Párrafos: 42.`).
"""

from __future__ import annotations

import re

LONGEST = 40  # code points of a code
DIGITS = 3  # figures in a code: `COVID-19` and `G20` are headlines

_NUMBER = re.compile(r"\d{1,3}\.?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{4,300}")
_ONE_TOKEN = re.compile(r"[\w.:/#-]+")
# A name, a date in figures, and one to four counts, each closed by a full stop.
_CUTTING = re.compile(
    r"[^\W\d_][^\n]{1,78}?[.,]\s{1,8}\d{1,2}[./-]\d{1,2}[./-]\d{4}\.?\s{1,8}"
    r"(?:[^\W\d_]{3,12}:\s?\d{1,5}\.?(?:[^\S\n]{1,8}|$|(?=\n))){1,4}"
)


def is_code(line: str) -> bool:
    """Whether a first line is a number, key or address of the item, no wording."""
    if _NUMBER.fullmatch(line) or _ADDRESS.fullmatch(line):
        return True
    if len(line) > LONGEST or not line.isascii() or sum(map(str.isdigit, line)) < DIGITS:
        return False
    if not any(map(str.isalpha, line)):
        return False
    if _ONE_TOKEN.fullmatch(line):
        return True
    words = line.split()
    keys = [word for word in words if any(map(str.isdigit, word))]
    return words[0] in keys and not words[0][0].isdigit() and len(keys) * 2 >= len(words)


def cutting_end(text: str, start: int, end: int) -> int:
    """Where the count of a cutting that begins at `start` ends; `start` where there is none."""
    found = _CUTTING.match(text, start, min(end, start + 200))
    return start + len(found.group().rstrip()) if found else start
