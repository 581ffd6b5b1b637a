"""This module writes cells of CSV (RFC 4180) so that a spreadsheet shows them, and runs none.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and one that reads
commas as text does so behind every semicolon, tab and line end too. There an apostrophe is put
before the sign, which is how one types such a text into a spreadsheet; `original` takes it off
again. Control characters have no place in CSV (section 2, TEXTDATA): their pictures stand for
them (U+2400 and following), and a picture that the text itself has follows `␚`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The start of the text or of a cell in it, blanks and quotation marks that are passed over,
# apostrophes that are there, and the sign (also in full width, which Excel takes for the same).
_START = '((?:^|[;\t\r\n])[ "\xa0]*)'
_SIGN = "([=+\\-@\uff1d\uff0b\uff0d\uff20])"
_RUNS = re.compile(f"{_START}('*){_SIGN}")
_RAN = re.compile(f"{_START}('*)'{_SIGN}")

_SUBSTITUTE = "\u241a"
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_PICTURES |= {0x1A: "\u2426", 0x7F: "\u2421"}  # ␚ is taken: it marks pictures of the text
_CONTROLS = {picture: chr(code) for code, picture in _PICTURES.items()}
_SHOWN = {**_PICTURES}
_SHOWN |= {ord(one): _SUBSTITUTE + one for one in (*_PICTURES.values(), _SUBSTITUTE)}
_PICTURE = re.compile(f"{_SUBSTITUTE}(.)|([{''.join(_CONTROLS)}])")

_QUOTED = re.compile('[",\r\n]')

Cell = str | int | bool | None


def inert(text: str) -> str:
    """The text as it stands in a cell: no formula, no control character but tab and line ends."""
    return _RUNS.sub(r"\1\2'\3", text.translate(_SHOWN))


def original(cell: str) -> str:
    """The text again: the inverse of `inert`."""
    return _PICTURE.sub(_control, _RAN.sub(r"\1\2\3", cell))


def _control(found: re.Match[str]) -> str:
    return found[1] or _CONTROLS[found[2]]


def row(cells: Iterable[Cell]) -> str:
    """One line of CSV with its line end (LF); None is an empty cell, a flag `true` or `false`."""
    return exact_row(inert(cell) if isinstance(cell, str) else cell for cell in cells)


def exact_row(cells: Iterable[Cell]) -> str:
    """The same line with texts as they are, also those a spreadsheet would run."""
    return ",".join(map(_cell, cells)) + "\n"


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value
