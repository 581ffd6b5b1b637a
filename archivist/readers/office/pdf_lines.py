"""This module takes the printed lines of a page from PDFium, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its place on the page, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines(opened: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    """The lines of a page that hold words; none of a page that cannot be opened."""
    import pypdfium2

    try:
        page = opened[number].get_textpage()
        held = page.get_text_range() if page.count_chars() else ""
    except pypdfium2.PdfiumError:
        return
    # PDFium puts U+FFFE where a hyphen ends a line that the next word goes on from.
    at = 0
    for line in re.split(r"(\ufffe|\r\n|[\r\n])", held):
        start, at = at, at + len(line)
        hyphen = "-" if held.startswith("\ufffe", at) else ""
        words = line.strip()
        if words and words != "\ufffe":
            first = start + len(line) - len(line.lstrip())
            yield _placed(page, _words(line) + hyphen, first, first + len(words) - 1)


def _words(line: str) -> str:
    """The words of a line without control characters, which some fonts leave behind."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", "", line).strip()


def _placed(page: Any, line: str, first: int, last: int) -> Line:
    left, bottom, _, top = _box(page, first)
    _, low, right, high = _box(page, last)
    return Line(line, left, min(bottom, low), right, max(top, high))


def _box(page: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2
    from pypdfium2 import raw

    place = raw.FPDFText_GetCharIndexFromTextIndex(page, index)
    try:
        left, bottom, right, top = page.get_charbox(place, loose=True)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top
