"""This module reads the bylines a page shows: marked by `rel`, class or id, or by their words.

`Von Anna Muster, Jan Beispiel und Eva Probe`, `By <a rel="author">…</a>`, `Posted by x on 3 May`.
The words before the names and the dates behind them are no names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice

from lxml import etree, html

from archivist.readers.html.metadata import printed
from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.place import elements, elsewhere, path_of, words_of
from archivist.readers.html.metadata.statements import Statement, tidy
from archivist.readers.html.metadata.surroundings import Inside, Near

MOST = 60  # marked elements of a page that are looked at
LONGEST = 200  # code points of a byline

_PART = re.compile(r"[^\W\d_]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = (
    "author", "autor", "auteur", "byline", "verfasser", "redakteur", "redacteur", "writer",
    "journalist", "reporter", "skribent", "forfatter", "vcard",
)  # fmt: skip
_UNNAMED = (
    "bio", "biography", "image", "img", "avatar", "photo", "social", "twitter", "desc",
    "description", "role", "title", "follow", "icon", "about", "share", "box", "info", "count",
    "comment", "comments", "job", "position", "thumb", "picture", "more", "posts", "date", "time",
    "email", "mail", "contact", "tagline", "teaser", "related", "list", "wrapper", "container",
    "publisher", "url", "facebook", "instagram", "articles", "location", "card", "function",
)  # fmt: skip
_WHOLE = {"body", "html", "meta", "link", "img", "article", "main", "script", "style", "section"}
_LINKED = etree.XPath("//a[contains(@rel, 'author')] | //byline")
_MARKED = etree.XPath(
    "//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor')"
    " or contains(@class, 'uteur') or contains(@class, 'edakt') or contains(@class, 'riter')"
    " or contains(@class, 'ournalist') or contains(@class, 'eporter') or contains(@class, 'vcard')"
    " or contains(@id, 'uthor') or contains(@id, 'utor')]"
)


def marked(tree: html.HtmlElement, near: Sequence[Near], inside: Inside) -> Iterator[Statement]:
    """What elements marked as bylines show: those near the heading, else those of the page."""
    distances = {item.element: item.distance for item in near}
    linked = elements(_LINKED, tree)[:MOST]
    close = [item.element for item in near if is_byline(item.named)]
    found = list(_shown(dict.fromkeys([*linked, *close]), linked, distances, inside))
    if not found:
        named = (item for item in elements(_MARKED, tree)[: MOST * 3] if is_byline(names_of(item)))
        found = list(_shown(dict.fromkeys(islice(named, MOST)), linked, distances, inside))
    yield from found


def _shown(
    chosen: dict[html.HtmlElement, None],
    linked: Sequence[html.HtmlElement],
    distances: dict[html.HtmlElement, int],
    inside: Inside,
) -> Iterator[Statement]:
    """The bylines of marked elements, the innermost of those in each other."""
    outer = {above for item in chosen for above in item.iterancestors()}
    for number, element in enumerate(chosen):
        if element.tag in _WHOLE or _pictured(element) or elsewhere(element, inside):
            continue
        words = words_of(element, " ", LONGEST)
        if element in outer and _said_within(element, chosen):
            continue
        distance = distances.get(element)
        weight = 68 if element in linked else 64
        weight -= 16 + min(number, 10) if distance is None else min(distance // 10, 10)
        name = cleaned(words)
        if name and len(words) < LONGEST:
            yield Statement("credit.author", name, path_of(element), "html.byline", weight)


def _pictured(element: html.HtmlElement) -> bool:
    """Whether the element names who made a picture."""
    return any(above.tag == "figure" for above in islice(element.iterancestors(), 5))


def _said_within(element: html.HtmlElement, chosen: dict[html.HtmlElement, None]) -> bool:
    """Whether marked elements inside say the names already."""
    inner = (item for item in element.iterdescendants() if item in chosen)
    return any(2 < len(cleaned(words_of(item, " ", LONGEST))) < 80 for item in inner)


def is_byline(named: str) -> bool:
    """Whether class or id say that names of authors stand here."""
    return any(_says_byline(name) for name in named[:300].split())


def names_of(element: html.HtmlElement) -> str:
    """Class and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


@functools.lru_cache(maxsize=4096)
def _says_byline(name: str) -> bool:
    """`c-page__author`, `autorenzeile`, `authorName`; not `author-image`."""
    parts = [part.lower() for part in _PART.findall(_HUMPS.sub("-", name))]
    marks = any(part.startswith(_MARKS) for part in parts)
    return marks and not any(part in _UNNAMED for part in parts)


def said(near: Sequence[Near], inside: Inside) -> Iterator[Statement]:
    """Short lines near the heading that open with `By` or its like and hold nothing but names."""
    for item in near:
        if item.element.tag in _WHOLE or len(item.element) > 8:
            continue
        first = item.element.text or ""
        if not first.strip() and len(item.element):
            first = item.element[0].text or ""
        opening = tidy(first[:80])
        if not opening or _label().match(opening) is None:
            continue
        line = _line(item.element)
        name = cleaned(words_of(line, " ", LONGEST))
        if name and _only_names(name) and not elsewhere(line, inside):
            weight = 60 - min(item.distance // 12, 24)
            yield Statement("credit.author", name, path_of(line), "html.byline", weight)


def _line(element: html.HtmlElement) -> html.HtmlElement:
    """The element, or the one above it where it holds a label only: `<span>By</span> <a>…`."""
    for _ in range(2):
        above = element.getparent()
        if above is None or cleaned(words_of(element, " ", 40)):
            break
        element = above
    return element


_NAMES = re.compile(
    r"[^\W\d_a-zà-ÿ][\w.’'-]*\.?(?:\s+(?:d[aeiou]l?|van|von|der|den|ter|la|le|al|el|bin|ibn|y|zu|[^\W\d_a-zà-ÿ][\w.’'-]*\.?)){1,4}"
)
AMONG = re.compile(r"\s*(?:,|;|/|\||&|\b(?:and|und|et|e|y|og|och|en|ja|i|a|ve|und|mit)\b)\s*")


def _only_names(words: str) -> bool:
    """Whether a line is one to six names of two words or more, and nothing else."""
    parts = [part for part in AMONG.split(words) if part]
    if len(words) > 120 or not 0 < len(parts) <= 6:
        return False
    return _NAMES.fullmatch(parts[0]) is not None and all(part[:1].isupper() for part in parts)


@functools.cache
def _label() -> re.Pattern[str]:
    """The words before the names, of all languages, with colon or blank behind."""
    text = files("archivist").joinpath("data", "page-bylines.tsv").read_text("utf-8")
    words = {word: None for line in text.splitlines() for word in line.split("\t")[1].split("|")}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    joined = "|".join(re.escape(word) for word in ordered)
    return re.compile(rf"(?:{joined})(?:\s*[:：]\s*|\s+|$)", re.IGNORECASE)


_BEHIND = re.compile(
    r"\s*(?:[»|•·›]|\s[–—-]\s|\(|\b(?:am|on|le|el|il|updated|aktualisiert|published|veröffentlicht"
    r"|publié|publicado|posted|edited|editiert|stand)\b\s*:?\s*(?=\W*\d|\W*$)|\d{1,4}[./:]\d"
    r"|\d{4}|\bago\b|\b(?:edited|reviewed|photos?|photography|illustrations?)\s+by\b|\b(?:fotos?|illustration(?:en)?|bild(?:er)?|photos?|photography)\b\s*(?::|von|by|de))",
    re.IGNORECASE,
)


def cleaned(words: str) -> str:
    """The names of a byline: without the words before them, and what comes after them."""
    words = words[:LONGEST]
    for _ in range(3):
        match = _label().match(words)
        if match is None or _is_name(words, match):
            break
        words = words[match.end() :].lstrip(" :.-–|·•")
    dated = next(iter(printed.find(words)), None)
    if dated is not None:
        words = _weekday().sub("", words[: dated.start].rstrip(" ,"))
    behind = _BEHIND.search(words)
    if behind is not None:
        words = words[: behind.start()]
    return words.strip(' ,;:|/·•-–—»«"“”')


@functools.cache
def _weekday() -> re.Pattern[str]:
    """A day of the week at the end of a line, in any language of the tables."""
    text = files("archivist").joinpath("data", "months.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    words = {form: None for row in rows if row[1] == "weekday" for form in row[3].split("|")}
    long = sorted((word for word in words if len(word) > 2), key=lambda word: (-len(word), word))
    joined = "|".join(map(re.escape, long))
    return re.compile(rf"(?:^|\s+)(?:{joined})\.?$", re.IGNORECASE)


def _is_name(words: str, match: re.Match[str]) -> bool:
    """`Text` and `Af` may open a name: a label is followed by a colon or is written small."""
    label = match.group().strip()
    short = folded(label) in ("de", "text", "af", "av", "e", "author", "reporter", "writer")
    return short and label[-1:] not in ":：" and match.end() < len(words) and label[0].isupper()


def named_once(found: Sequence[Statement]) -> list[Statement]:
    """Statements of which no later one says the same name."""
    return list({folded(item.value): item for item in reversed(found)}.values())[::-1]
