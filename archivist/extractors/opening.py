"""This module names what stands above the running text: item codes, mastheads, date lines,
bylines, the headline and its label (`Title: Old bridge opens again`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from archivist.extractors import (
    bylines,
    datelines,
    headlines,
    imprint,
    lines,
    names,
    printed_dates,
    slugs,
    standing,
)
from archivist.extractors.extent import has_no_blanks
from archivist.extractors.pieces import EDGE, Piece, next_visible, piece
from archivist.extractors.wording import fold

WHEN = 6  # words of `Updated 3 hours ago`; `CORRECTED - ACME INC 4TH QTR NET RISES` is a headline
LONGEST = 250  # code points of a headline with a label
MASTHEAD = 4  # words of the name of a paper
PAGE_HEAD = 40  # pieces of a page of a paper among which its day stands
KICKED = 3  # words of a headline below a kicker
NAVIGATION = 3  # words behind `25 Abril 2023 às 16:21`: Facebook, Twitter, Print

_KICKER = re.compile(r"[^\W\d_]{4,24}")
_PLACE = re.compile(r"[^\W\d_][^\W\d_]*(?:[ '’.-]{1,2}[^\W\d_]+){0,3},\s")
_LABEL = re.compile(r"([^\W\d_]{2,12})\s?[:：]\s{0,8}(?=\S)")
_PAGE = re.compile(
    r"(?:p|pp|pag|page|pages|pagina|página|pág|seite|s|blatt|blad|sida|side)\.?\s?\d{1,3}",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:nr|no|n|nro|num|núm|vol|issue|numéro|número|numero|ausgabe|heft|jg)[.°º]{0,2}\s?\d{1,6}\.?",
    re.IGNORECASE,
)


def name(text: str, pieces: Sequence[Piece], language: str | None) -> list[Piece]:
    """The pieces with the roles of those before and at the first running text."""
    found = _cut_label(text, pieces)
    body = next((i for i, item in enumerate(found) if _is_prose(item)), len(found))
    for index in range(min(body + 1, len(found), EDGE)):
        if found[index].role is None:
            above = found[index - 1] if index else None
            named = _by_wording(found[index].text, above, language)
            if named:
                found[index] = replace(found[index], role=named[0], rule=named[1])
    numbered = _is_numbered(found)
    _name_masthead(found, numbered)
    _name_kicker(found)
    if numbered:
        return _name_day(found, language)
    place = headlines.position([(item.role, item.text) for item in found])
    if place is not None and _heads(found[place[0]].text, language):
        found[place[0]] = replace(found[place[0]], role="headline", rule=place[1])
        _name_person_below(found, place[0], language)
    return found


def _is_prose(item: Piece) -> bool:
    return item.role is None and lines.is_prose(item.text)


# ------------------------------------------------------------------ labels


def _cut_label(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """`Title: Old bridge opens again` as a header and the headline behind it."""
    for index, item in enumerate(pieces[:EDGE]):
        if item.role is not None or "\n" in item.text or len(item.text) > LONGEST:
            continue
        label = _LABEL.match(item.text)
        if label and fold(label[1]) in _labels():
            colon = item.start + len(label.group().rstrip())
            start = next_visible(text, colon, item.end)
            header = piece(text, item.start, colon, "header", "block.headline-label")
            headline = piece(text, start, item.end, "headline", "headline.label")
            return [*pieces[:index], header, headline, *pieces[index + 1 :]]
    return list(pieces)


@functools.cache
def _labels() -> frozenset[str]:
    table = files("archivist").joinpath("data", "headline-labels.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return frozenset(fold(label) for _, *labels in rows for label in labels)


# ------------------------------------------------------------------ headers and bylines


def _by_wording(line: str, above: Piece | None, language: str | None) -> standing.Named | None:
    if len(line) > standing.LONGEST or "\n" in line:
        return None
    if _PAGE.fullmatch(line):
        return "header", "block.page"
    if _ISSUE.fullmatch(line):
        return "header", "block.issue"
    ago = len(line.split()) <= WHEN and printed_dates.says_when(line, language)
    if ago or printed_dates.in_line(line, language, None):
        return "header", "block.date-line"
    if standing.is_byline(line, language) and (above or " " in line.strip()):
        return "byline", "byline.line"
    if imprint.match(line, language, None) and not _is_sentence(line):
        return "header", "block.imprint"
    if _is_place_and_date(line, language):
        return "header", "block.imprint"
    if above is None:
        return ("header", "block.item-code") if slugs.is_code(line) else None
    if above.rule == "block.pseudo-header" and _is_dated_navigation(line, language):
        return "header", "block.imprint"
    if above.role == "byline" and names.is_agency(line):
        return "byline", "byline.agency"
    return None


def _is_sentence(line: str) -> bool:
    """A closed sentence in a script without blanks, where nothing parts names from text."""
    return has_no_blanks(line) and line[-1] in "。！？」"


def _is_place_and_date(line: str, language: str | None) -> bool:
    """`Roma, 4 gennaio 2019` alone on its line, as letters and communiqués begin."""
    place = _PLACE.match(line) if len(line) <= 60 else None
    if place is None or not printed_dates.has_year(line):
        return False
    printed = printed_dates.after_names(line, language, None)
    if len(printed) != 1 or line[printed[0].end :].strip(" ."):
        return False
    between = line[place.end() : printed[0].start]
    return printed_dates.without_labels(between, language) == (0, 0) or len(between.split()) <= 1


def _is_dated_navigation(line: str, language: str | None) -> bool:
    """` date 2023-04 25 Abril 2023 às 16:21 Facebook`: a date, then the buttons of the page."""
    printed = printed_dates.after_names(line, language, None) if len(line) <= 80 else ()
    if not printed or printed[0].start:
        return False
    behind = printed_dates.without_clocks(line[printed[-1].end :]).replace("\x00", " ")
    start, end = printed_dates.without_labels(behind, language)
    return len(behind[start:end].split()) <= NAVIGATION


# ------------------------------------------------------------------ headline


def _name_masthead(found: list[Piece], numbered: bool) -> None:
    """`Leeds Post`, then day and page, then a headline: the first line is the paper's name.

    Where the number of the issue stands among such lines, the text is a page of a paper, and no
    line on it is the headline of the whole.
    """
    for index in [i for i, item in enumerate(found[:EDGE]) if item.role is None]:
        words = found[index].text.split()
        if len(words) > MASTHEAD or not all(word[0].isupper() for word in words):
            return
        if not numbered and not _is_dated(found[index + 1 :], len(words)):
            return
        found[index] = replace(found[index], role="header", rule="block.masthead")


def _name_kicker(found: list[Piece]) -> None:
    """`POLITICS` alone above a headline of some words says in which section it stood."""
    first = next((i for i, item in enumerate(found[:EDGE]) if item.role is None), None)
    if first is None or first + 1 >= len(found) or not _KICKER.fullmatch(found[first].text):
        return
    below = found[first + 1]
    if below.role is None and _is_headline_of_words(below.text) and not has_no_blanks(below.text):
        found[first] = replace(found[first], role="header", rule="block.kicker")


def _is_headline_of_words(text: str) -> bool:
    return headlines.looks_like_headline(text) and len(text.split()) >= KICKED


def _is_dated(below: Sequence[Piece], words: int) -> bool:
    """Whether a date line is next, and then what is more of a headline."""
    if not below or below[0].rule not in ("block.date-line", "block.imprint"):
        return False
    second = next((item.text for item in below[:EDGE] if item.role is None), "")
    return headlines.looks_like_headline(second) and len(second.split()) > words


def _name_day(found: list[Piece], language: str | None) -> list[Piece]:
    """Old papers print prices and notices above the day: it is looked for further down."""
    for index, item in enumerate(found[:PAGE_HEAD]):
        if item.rule in ("block.date-line", "block.imprint"):
            break
        short = item.role is None and "\n" not in item.text
        if short and printed_dates.in_line(item.text, language, None):
            found[index] = replace(item, role="header", rule="block.date-line")
            break
    return found


def _is_numbered(below: Sequence[Piece]) -> bool:
    """Whether the number of the issue stands below, before any text: `Nr. 1051`."""
    for item in below[:EDGE]:
        if _ISSUE.fullmatch(item.text):
            return True
        if _is_prose(item):
            return False
    return False


def _heads(line: str, language: str | None) -> bool:
    """Not a person's name alone, not a dateline; but `Roma – …` heads articles too."""
    if bylines.is_person(line, language):
        return False
    found = datelines.match(line, language)
    return found is None or found.rule == "dateline.place"


def _name_person_below(found: list[Piece], headline: int, language: str | None) -> None:
    """A person's name alone between headline and text has written it."""
    for index in range(headline + 1, min(headline + 3, len(found) - 1)):
        item = found[index]
        if item.role is None and bylines.is_person(item.text, language):
            found[index] = replace(item, role="byline", rule="byline.name")
            return
