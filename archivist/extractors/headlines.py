"""This module finds the printed headline of a plain text, with good reasons or not at all.

Reasons: the first thing on the page, short, not closed like a sentence, alone on its lines, and
running text below it. Lines after a pseudo-header are leads, captions or navigation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivist.extractors.extent import count_words, extent, has_no_blanks
from archivist.extractors.lines import is_prose
from archivist.record import BlockRole

LONGEST = 150  # Latin letters; 98 % of the headlines of wire services are below
MOST_WORDS = 26
LONGEST_SUBHEAD = 80
FULL_ROW = 35  # code points of the first row of a headline that goes on in the next
EDGE = 24  # lines looked at below a headline,
DECKS = 6  # of them before running text: decks, place, day and hour of a match, bylines

Line = tuple[BlockRole | None, str]
# `…` and `...` leave a headline open; so do abbreviations.
_CLOSED = re.compile(r"(?:(?<!\.\.)\.|[,;:。、，：；۔।։።])['\"”’»)」』）]*$")
_CLOCK_OR_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{1,2}:\d{2}\b")
_BRACKETED = re.compile(r"\([^()]*\)")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b[A-Z]\.[A-Z]|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|etc|vs|p\.m|a\.m))\.$"
)
# Roles that stand between a headline and its text.
_BETWEEN = ("byline", "header", "notice", "credit", "caption", "dateline")


def position(pieces: Sequence[Line]) -> tuple[int, str] | None:
    """Index and rule of the headline, None where the format gave one or there is none."""
    if any(role == "headline" for role, _ in pieces):
        return None
    for index, (role, text) in enumerate(pieces):
        if role == "header" and index == 0 and text.startswith("date"):
            return None
        if role is None or (role == "correction" and is_capitals(text)):
            rule = _rule(text, pieces[index + 1 :])
            return (index, rule) if rule else None
        if role not in _BETWEEN:
            return None
    return None


def _rule(text: str, below: Sequence[Line]) -> str | None:
    if not looks_like_headline(text) or not _text_below(below):
        return None
    return "headline.capitals" if is_capitals(text) else "headline.first-line"


def looks_like_headline(text: str) -> bool:
    """Short, begun with a capital, not closed; one line, or two in capitals."""
    words = text.split()
    size, count = extent(text), count_words(text)
    if not 2 <= count <= MOST_WORDS * 2 or len(words) > MOST_WORDS or not 6 <= size <= LONGEST:
        return count == 1 and 4 <= size <= 40 and is_capitals(text)
    if _CLOCK_OR_DATE.search(text) or not _has_few_lines(text):
        return False
    if _CLOSED.search(text) and not _ABBREVIATED.search(text):
        return False
    return (
        _begins_well(text)
        and not _BRACKETED.fullmatch(text)
        and (has_no_blanks(text) or _is_worded(words))
    )


def _has_few_lines(text: str) -> bool:
    """One line; up to three in capitals, two where the first was full and the second goes on."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) < 2 or is_capitals(text):
        return len(rows) <= 3
    goes_on = rows[1][0].islower() or rows[1][0].isdigit()
    return len(rows) == 2 and goes_on and FULL_ROW <= len(rows[0]) <= 2 * FULL_ROW


def _begins_well(text: str) -> bool:
    """With a capital, a figure, a mark of quotation or a bracket; not a bullet, not a control."""
    return not text[0].islower() and (text[0].isalnum() or text[0] in _OPENING)


_OPENING = "\"'“”«»„‘’(¿¡€$£#<…`「『【〈《（"


def _is_worded(words: Sequence[str]) -> bool:
    """Mostly words: `eca062 4 i 211` and `34-17 (16-0)` are codes and scores."""
    return sum(any(char.isalpha() for char in word) for word in words) * 5 >= len(words) * 3


def is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha() and (char.isupper() or char.islower())]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) * 10 >= len(letters) * 8


def _text_below(below: Sequence[Line]) -> bool:
    """Running text follows, with a few short lines between."""
    prose = [line for line in below[:EDGE] if not _is_legend(line[1])]
    for role, text in prose[:DECKS]:
        if role is None and is_prose(text):
            return True
        if role is None and not _is_deck(text):
            return False
        if role == "dateline":
            return True
    return False


def _is_legend(text: str) -> bool:
    """`██ Labour Party - 203 seats`: what a map or chart between headline and text printed."""
    return "\u2580" <= text[0] <= "\u25ff"


def _is_deck(text: str) -> bool:
    """A second line of a headline, a byline not recognised, a kicker: short and not a list."""
    return extent(text) <= LONGEST and text[0] not in "-–—•*"


def is_subhead(text: str) -> bool:
    """A short line between paragraphs: capital first, not closed, no speech, mostly letters."""
    if not 3 <= extent(text) <= LONGEST_SUBHEAD or "\n" in text:
        return False
    if text[0].islower() or text[0] in "-–—•*([\"“”«»„'‘’|「『【（・◆■" or _CLOSED.search(text):
        return False
    letters = sum(char.isalpha() for char in text)
    return letters * 2 >= len(text) and len(text.split()) <= 12
