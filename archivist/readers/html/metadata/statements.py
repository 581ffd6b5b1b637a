"""This module holds what one place of a page states, before places are weighed against others."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

LONGEST = 2000  # code points of a statement that are kept; a headline or name is far shorter


@dataclass(frozen=True, slots=True)
class Statement:
    """One value as one place of the page gives it.

    `field` is that of `Declared`, or one of the helpers `site` (a name of the site), `heading`
    and `title`; `path` is the place (`json-ld[0]/headline`, `meta[og:title]`, `/html/body/h1`),
    `weight` how far such a place is believed, 0 to 100 (measured on pages with known answers).
    """

    field: str
    value: str
    path: str
    rule: str
    weight: int


def tidy(value: str) -> str:
    """The value in one line: white space of any kind is one blank, nothing invisible."""
    return " ".join(value.translate(_UNSEEN).split())


# Zero-width characters and soft hyphens that templates leave in headlines and names, control
# characters, and halves of characters that JSON can hold and UTF-8 cannot.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x200B, 0x2060, 0xFEFF, 0x7F, *range(0x09), *range(0xD800, 0xE000)), None
)


def plain(value: str) -> str:
    """A string of JSON-LD without the entities and tags that templates leave in it."""
    for _ in range(2):
        if "&" in value:
            value = html.unescape(value)
    if "<" in value:
        value = _TAG.sub("", value)
    return tidy(value)


_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
