"""This module reads what a page shows around the headline: bylines and printed dates.

Reach: some elements in front of the heading and the first of the text behind it; menus, teasers,
comments and boxes of related articles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lxml import etree, html

from archivist.readers.html.metadata import printed
from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.place import (
    after,
    before,
    elements,
    elsewhere,
    path_of,
    words_of,
)
from archivist.readers.html.metadata.statements import Statement, tidy

BEFORE, AFTER = 60, 300  # elements around the heading that are looked at
SHORT = 220  # code points: a line with a date; what is longer is the text of the article
MOST = 60  # elements of a page with a class for authors that are looked at

_DATED = re.compile(
    r"date|datum|time|publi|posted|pubdat|fecha|data|dato|created|veröff|erstellt|stand|meta|info"
    r"|stamp|released|day|zeit",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modif|aktuali[sz]|geändert|zuletzt|last |revis|edited|mis à jour|aggiornat|actualizad"
    r"|atualizad|bijgewerkt|gewijzigd|oppdater|opdater|uppdater|päivitet|muokat|zmodyf|güncel"
    r"|обновл|изменен|更新|수정|muutet|atnaujin|módos",
    re.IGNORECASE,
)
_NOT_OF_THE_ARTICLE = re.compile(
    r"copyright|©|\(c\)|all rights|heute ist|today is|aufrufe|abruf|abgerufen|retrieved|archiv"
    r"|kommentar|comment|event|termin|veranstalt|geboren|born|expire|deadline|bis zum|valid"
    r"|wayback|joined|mitglied seit|registr",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{4}|\d\D{0,3}\d")
_NO_LINES = {
    "script", "style", "option", "time", "textarea", "svg", "noscript", "button", "iframe",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """An element near the heading: how many elements away, and its class and id."""

    element: html.HtmlElement
    distance: int
    named: str


def anchor(headings: Sequence[html.HtmlElement], headline: str) -> html.HtmlElement | None:
    """The heading that shows the headline, else the first one of the article."""
    wanted = folded(headline)
    shown = [(element, folded(words_of(element, ""))) for element in headings]
    same = [element for element, words in shown if words and words == wanted]
    if same:
        return same[0]
    for element, words in shown:
        if len(words) > 8 and wanted and (words in wanted or wanted in words):
            return element
    return next((e for e, words in shown if words and not elsewhere(e)), None)


def around(heading: html.HtmlElement) -> list[Near]:
    """The elements around the heading: behind it first, then those in front of it."""
    behind = islice(chain(heading.iterdescendants("*"), after(heading)), AFTER)
    front = islice(before(heading), BEFORE)
    found = [_near(element, distance) for distance, element in enumerate(behind)]
    return found + [_near(element, 40 + distance) for distance, element in enumerate(front)]


def _near(element: html.HtmlElement, distance: int) -> Near:
    return Near(element, distance, f"{element.get('class') or ''} {element.get('id') or ''}")


# ------------------------------------------------------------------ dates


def dates(near: Sequence[Near], times: Sequence[html.HtmlElement]) -> Iterator[Statement]:
    """Dates in `<time>` and in printed lines, believed less the farther they stand."""
    distances = {item.element: item.distance for item in near}
    for number, element in enumerate(times[:100]):
        if not elsewhere(element):
            yield from _time(element, number, distances.get(element))
    for item in near:
        if item.element.tag not in _NO_LINES:
            yield from _lines(item)


def _time(element: html.HtmlElement, number: int, distance: int | None) -> Iterator[Statement]:
    stated = tidy(element.get("datetime") or "")
    value = stated if _DIGITS.search(stated) else words_of(element, " ", SHORT)
    if not _DIGITS.search(value):
        return
    weight = 60 - min(number, 20) if distance is None else 76 - min(distance // 8, 20)
    if element.get("pubdate") is not None or "published" in (element.get("class") or ""):
        weight += 6
    field = "date.modified" if _CHANGED.search(_context(element)) else "date.published"
    yield Statement(field, value, path_of(element), "html.time", weight)


def _context(element: html.HtmlElement) -> str:
    """Class and id of an element and the words just before it."""
    parent = element.getparent()
    words = [element.get("class") or "", element.get("id") or "", element.get("itemprop") or ""]
    earlier = element.getprevious()
    if earlier is not None:
        shown = (earlier.tail or "").strip()[-60:]
        words.append(shown or words_of(earlier, " ", 60))
    elif parent is not None:
        words += [parent.get("class") or "", (parent.text or "")[-60:]]
    return " ".join(words) + " " + (element.text or "")[:60]


def _lines(near: Near) -> Iterator[Statement]:
    """Short lines with a date; an element whose class speaks of dates is believed more."""
    for line in _own_lines(near):
        if len(line) > SHORT or not _DIGITS.search(line) or _NOT_OF_THE_ARTICLE.search(line):
            continue
        found = list(printed.find(line))
        if found and not elsewhere(near.element):
            yield from _of_line(line, found, near)


def _own_lines(near: Near) -> Iterator[str]:
    """The pieces of text directly in an element; all its words where its class names a date."""
    element = near.element
    if 0 < len(element) < 12 and len(near.named) > 1 and _DATED.search(near.named):
        yield words_of(element, " ", SHORT + 1)
    for piece in (element.text, *(child.tail for child in element[:40])):
        if piece and len(piece) > 5 and _DIGITS.search(piece):
            yield tidy(piece[: SHORT * 4])


def _of_line(line: str, found: Sequence[printed.Found], near: Near) -> Iterator[Statement]:
    weight = 62 - min(near.distance // 8, 30)
    weight += 6 if _DATED.search(near.named) else 0
    rest = len(line) - sum(item.end - item.start for item in found)
    weight -= 0 if rest < 40 else 12 if rest < 120 else 24
    start = 0
    for number, item in enumerate(found[:4]):
        words = near.named + " " + line[start : item.start]
        start = item.end
        field = "date.modified" if _CHANGED.search(words) else "date.published"
        path = path_of(near.element)
        yield Statement(field, item.text, path, "html.text", weight - 3 * number)


# ------------------------------------------------------------------ bylines

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es|in|a|e|i)?|auteurs?|redakteur(?:in)?"
    r"|redacteur|verfasser|writers?|journalists?|reporters?|written-?by|posted-?by"
    r"|(?:author|byline)(?:-?names?)|vcard)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"bio|image|img|avatar|photo|social|twitter|desc|role|title|follow|link-list|icon|about|share"
    r"|box|info|count|comment|job|position|thumb|picture|more|posts|date|time|email|contact"
    r"|tagline|teaser|related",
    re.IGNORECASE,
)
_WHOLE = {"body", "html", "meta", "link", "img", "article", "main", "script", "style"}
_LINKED = etree.XPath("//a[contains(@rel, 'author')]")
_MARKED = etree.XPath(
    "//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor')"
    " or contains(@class, 'uteur') or contains(@class, 'edakt') or contains(@class, 'riter')"
    " or contains(@class, 'ournalist') or contains(@class, 'eporter')"
    " or contains(@id, 'uthor') or contains(@id, 'utor')]"
)


def bylines(tree: html.HtmlElement, near: Sequence[Near]) -> Iterator[Statement]:
    """What elements marked as bylines show: by `rel=author`, class or id."""
    distances = {item.element: item.distance for item in near}
    for number, element in enumerate(elements(_LINKED, tree)[:MOST]):
        yield from _byline(element, number, distances, 68)
    for number, element in enumerate(elements(_MARKED, tree)[:MOST]):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _BYLINE.search(named) and not _NO_NAME.search(named):
            yield from _byline(element, number, distances, 64)


def _byline(
    element: html.HtmlElement, number: int, distances: dict[html.HtmlElement, int], weight: int
) -> Iterator[Statement]:
    if element.tag in _WHOLE or elsewhere(element):
        return
    words = words_of(element, " ", 200)
    if not 2 <= len(words) <= 160:
        return
    distance = distances.get(element)
    weight -= 16 + min(number, 10) if distance is None else min(distance // 10, 10)
    yield Statement("credit.author", words, path_of(element), "html.byline", weight)
