"""This module reads the credits of pictures: in a caption, marked by class or by their words.

`Foto: Anna Muster/dpa`, `(AP Photo/Jo Example)`, `© Jo Example`, `<span class="credit">…</span>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from lxml import etree, html

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.place import elements, elsewhere, path_of, words_of
from archivist.readers.html.metadata.statements import Statement

MOST = 40  # captions of a page that are looked at
LONGEST = 120  # code points of a credit

_CAPTIONS = etree.XPath(".//figcaption | .//*[contains(@class, 'aption')]")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|source|quelle|fotograf\w*|photographer|photocredit|rights"
    r"|agency|author|fuente|creditos?|crédits?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABEL = (
    r"(?:fotos?|photos?|photograph|bild(?:er|quelle|nachweis|rechte)?|fotocredit|images?|picture"
    r"|illustration|grafik|crédits?(?:\s+photo)?|credit(?:s|o|i)?(?:\s+immagin\w+)?|quelle|source"
    r"|fonte|fuente|bron|beeld|kuva|foto\s+de|foto\s+di|photo\s+by|foto\s+von|zdjęcie|fot)"
)
_PRINTED = re.compile(
    rf"(?:^|[\s(\[|.])(?:{_LABEL}\s*[.:：]|©|\(c\)|(?:photo|image|picture)\s+(?:by|credit:?)\s)"
    r"\s*([^()\[\]]{2,120}?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\(((?:AP|AFP|EPA|Reuters|Getty|dpa|PA)\b[^()]{0,100})\)\s*$")
_OPENING = re.compile(
    rf"^(?:(?:{_LABEL}\s*[.:：]|{_LABEL}(?=\s*[©(]|\s+(?:by|von|de|di)\s)|©|\(c\)|by\s)\s*)+",
    re.IGNORECASE,
)
_INNER = re.compile(rf"(?:^|.*?[\s.])(?:{_LABEL}\s*[:：]|{_LABEL}\s*©|©)\s*(?=\S)", re.IGNORECASE)
MANY = 8  # words: what has more tells of the picture, not of who made it


def read(figures: Sequence[html.HtmlElement], found: Sequence[Statement]) -> Iterator[Statement]:
    """The credits of the pictures of the article, each once; those of JSON-LD first."""
    stated = [item for item in found if item.field in ("credit.image", "credit.photographer")]
    seen: dict[str, None] = {}
    for item in chain(stated, _printed(figures)):
        value = _name(item.value)
        fitting = 1 < len(value) <= LONGEST and len(value.split()) <= MANY
        if fitting and folded(value) not in seen and not _BARE.fullmatch(value):
            seen[folded(value)] = None
            yield replace(item, value=value)


_BARE = re.compile(_LABEL, re.IGNORECASE)


def _printed(figures: Sequence[html.HtmlElement]) -> Iterator[Statement]:
    for figure in figures[:MOST]:
        if elsewhere(figure):
            continue
        for caption in elements(_CAPTIONS, figure)[:4]:
            for element, words in _credits(caption):
                yield Statement("credit.image", words, path_of(element), "html.caption", 60)


def _credits(caption: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Marked parts of a caption, else what its last words say."""
    marked = [item for item in caption.iter("*") if _MARKED.search(item.get("class") or "")]
    for item in marked[:3]:
        yield item, words_of(item, " ", LONGEST * 2)
    if marked:
        return
    words = words_of(caption, " ", 1000)
    match = _PRINTED.search(words[-LONGEST * 2 :]) or _AGENCY.search(words[-LONGEST * 2 :])
    if match:
        yield caption, match[1]


def _name(words: str) -> str:
    """Whom the words name: without label, and without what tells of the picture before it."""
    inner = _INNER.match(words)
    words = words[inner.end() :] if inner and inner.end() > 12 else _OPENING.sub("", words)
    words = _OPENING.sub("", words).strip(" |/·•,;:.")
    if words.count("(") != words.count(")") or words[:1] == "(":
        words = words.strip("()")
    return words.strip(" |/·•,;:.[]")
