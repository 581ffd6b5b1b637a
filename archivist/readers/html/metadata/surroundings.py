"""This module reads what a page shows around the headline: bylines and printed dates.

Reach: some elements in front of the heading and the first of the text behind it; menus, teasers,
comments and boxes of related articles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lxml import html

from archivist.readers.html.metadata import printed
from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.place import (
    after,
    before,
    elsewhere,
    path_of,
    words_of,
)
from archivist.readers.html.metadata.statements import Statement, tidy
from archivist.readers.html.metadata.words import among

BEFORE, AFTER = 60, 300  # elements around the heading that are looked at
PROSE = 55  # code points beside a date that make a sentence of a line
SHORT = 220  # code points: a line with a date; what is longer is the text of the article

_DATED = re.compile(
    r"date|datum|time|publi|posted|pubdat|fecha|data|dato|created|veröff|erstellt|stand|meta|info"
    r"|stamp|released|day|zeit",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{4}|\d\D{0,3}\d")
_NO_LINES = {
    "script", "style", "option", "time", "textarea", "svg", "noscript", "button", "iframe",
}  # fmt: skip


Inside = Container[html.HtmlElement]  # what is around the heading
_LABELS = {"strong", "b", "span", "label", "em", "i", "small"}


@dataclass(frozen=True, slots=True)
class Near:
    """An element near the heading: how many elements away, and its class and id."""

    element: html.HtmlElement
    distance: int
    named: str


def anchor(
    tree: html.HtmlElement, headings: Sequence[html.HtmlElement], headline: str
) -> html.HtmlElement | None:
    """The element that shows the headline, a heading if there is one."""
    wanted = folded(headline)
    shown = [(element, folded(words_of(element, ""))) for element in headings]
    same = [element for element, words in shown if words and words == wanted]
    if same:
        return same[0]
    for element, words in shown:
        if len(words) > 8 and wanted and (words in wanted or wanted in words):
            return element
    opening = tidy(headline)[:20]
    for element in tree.iter(*_SHOWING) if len(wanted) > 8 else ():
        if element.text and element.text.strip()[:20] == opening:
            heading = element.tag[0] == "h"
            if folded(words_of(element, "")) == wanted and (heading or not elsewhere(element)):
                return element
    return next((e for e, words in shown if words and not elsewhere(e)), None)


_SHOWING = ("h3", "h4", "h5", "h6", "a", "b", "strong", "font", "span", "p", "td", "div")


def around(heading: html.HtmlElement, reach: int = AFTER) -> list[Near]:
    """The elements around the heading: behind it first, then those in front of it."""
    behind = islice(chain(heading.iterdescendants("*"), after(heading)), reach)
    front = islice(before(heading), BEFORE)
    found = [_near(element, distance) for distance, element in enumerate(behind)]
    return found + [_near(element, 40 + distance) for distance, element in enumerate(front)]


def _near(element: html.HtmlElement, distance: int) -> Near:
    return Near(element, distance, f"{element.get('class') or ''} {element.get('id') or ''}")


# ------------------------------------------------------------------ dates


def dates(
    near: Sequence[Near], times: Sequence[html.HtmlElement], inside: Inside
) -> Iterator[Statement]:
    """Dates in `<time>` and in printed lines, believed less the farther they stand."""
    distances = {item.element: item.distance for item in near}
    for number, element in enumerate(times[:100]):
        if not elsewhere(element, inside):
            yield from _time(element, number, distances.get(element))
    for item in near:
        if item.element.tag not in _NO_LINES:
            yield from _lines(item, inside)


def _time(element: html.HtmlElement, number: int, distance: int | None) -> Iterator[Statement]:
    stated = tidy(element.get("datetime") or "")
    value = stated if _DIGITS.search(stated) else words_of(element, " ", SHORT)
    if not _DIGITS.search(value):
        return
    weight = 60 - min(number, 20) if distance is None else 76 - min(distance // 8, 20)
    if element.get("pubdate") is not None or "published" in (element.get("class") or ""):
        weight += 6
    field = "date.modified" if among("changed").search(_context(element)) else "date.published"
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


def _lines(near: Near, inside: Inside) -> Iterator[Statement]:
    """Short lines with a date; an element whose class speaks of dates is believed more."""
    for line in _own_lines(near):
        if len(line) > SHORT:
            line = line[:_OPENING] if near.distance < 40 else ""
        if not _DIGITS.search(line) or among("another-day").search(line):
            continue
        found = list(printed.find(line))
        if len(line) == _OPENING:
            found = [item for item in found if item.start == 0]
        if found and not elsewhere(near.element, inside):
            yield from _of_line(line, found, near)


def _own_lines(near: Near) -> Iterator[str]:
    """The pieces of text directly in an element; all its words where its class names a date."""
    element = near.element
    if 0 < len(element) < 12 and len(near.named) > 1 and _DATED.search(near.named):
        yield words_of(element, " ", SHORT + 1)
    if element.text and len(element.text) > 5 and _DIGITS.search(element.text):
        yield tidy(element.text[: SHORT * 4])
    for child in element[:40]:
        if child.tail and len(child.tail) > 5 and _DIGITS.search(child.tail):
            label = (child.text or "")[:40] if child.tag in _LABELS else ""
            yield tidy(f"{label} {child.tail[: SHORT * 4]}")


def _of_line(line: str, found: Sequence[printed.Found], near: Near) -> Iterator[Statement]:
    weight = 62 - min(near.distance // 8, 30)
    weight += 6 if _DATED.search(near.named) else 0
    rest = len(line) - sum(item.end - item.start for item in found)
    if rest >= PROSE and found[0].start > 1 and not _DATED.search(near.named):
        return
    weight -= 0 if rest < 40 else 12 if rest < 120 else 24
    weight -= 20 if near.element.tag in _TEASING or _leads_away(near.element) else 0
    start = 0
    for number, item in enumerate(found[:4]):
        words = near.named + " " + line[start : item.start]
        start = item.end
        field = "date.modified" if among("changed").search(words) else "date.published"
        path = path_of(near.element)
        yield Statement(field, item.text, path, "html.text", max(weight - 3 * number, 5))


_OPENING = 30  # code points of a long paragraph that may open with the day
_TEASING = {"h2", "h3", "h4", "h5", "h6"}


def _leads_away(element: html.HtmlElement) -> bool:
    """Whether the line is a link with more in it than the date: a teaser of another article."""
    for above in islice(element.iterancestors(), 4):
        if above.tag == "a" or above.tag in _TEASING:
            return True
    return False


def of_title(titles: Iterable[Statement]) -> Iterator[Statement]:
    """The date at the end of a title: `Headline | Site | 25.10.2024`."""
    for title in titles:
        if title.rule == "html.title" or title.path == "meta[og:title]":
            for item in printed.find(title.value):
                if item.end > len(title.value) - 3 and item.start > 10:
                    yield Statement("date.published", item.text, title.path, title.rule, 46)
