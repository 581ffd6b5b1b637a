"""This module turns printed phrases of time into EDTF (Library of Congress, 2019), or refuses.

    >>> phrase_to_edtf("venerdì 25 ottobre 2024", "it").value
    '2024-10-25'
    >>> phrase_to_edtf("circa 1870-1879", "en").value
    '1870~/1879~'
    >>> phrase_to_edtf("03/04/2024", "en").why
    'ambiguous'
    >>> phrase_to_edtf("early 20th century", "en")

Every word has to be known and every reading has to give the same value; else nothing is said.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archivist import edtf
from archivist.extractors.phrases import (
    calendars,
    clocks,
    eras,
    numeric,
    points,
    relative,
    spans,
    tokens,
)
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.phrases.words import Token, all_languages, base, full_stops, months
from archivist.extractors.wording import fold

Why = Literal["read", "undated", "ambiguous", "impossible", "relative"]
MAX_LENGTH = 120  # code points; a longer text is no phrase
MAX_READINGS = 256  # words such as `c` (circa, century) multiply; beyond this nobody is sure


@dataclass(frozen=True, slots=True)
class Reading:
    """`value`: EDTF; None unless `why` is "read". `undated`: the phrase says there is no date."""

    value: str | None
    why: Why


@functools.lru_cache(maxsize=4096)
def phrase_to_edtf(
    text: str, language: str | None, *, order: Order | None = None, reference: date | None = None
) -> Reading | None:
    """What the phrase says, None when it is not wholly understood.

    `order`: how `03/04/2024` is to be read; `reference`: the day from which `yesterday` counts.
    The language's own words are tried first, then each other language's where they agree.
    """
    phrase = tokens.normalise(" ".join(text[: MAX_LENGTH + 1].split()))
    if not phrase or len(phrase) > MAX_LENGTH or _PRIVATE.search(phrase):
        return None
    if language is not None and base(language) not in all_languages():
        language = None  # `und`, or a language that no table has
    own = eras.in_christian_years(phrase, language)
    if own is None:
        return None
    found = _exact(own)
    if found is None and language is not None:
        found = _words(own, language, order, reference)
    return found or _anywhere(own, language, order, reference)


# characters that stand for dates while a phrase is read; and weeks of ISO 8601, which EDTF lacks
_PRIVATE = re.compile(r"[\ue000-\uf8ff]|\d{4}-?W\d")


def _exact(phrase: str) -> Reading | None:
    """EDTF itself, instants of ISO 8601, the cards of catalogues, the Republic's calendar."""
    if phrase[0] not in "~?%-" and edtf.is_valid(phrase) and not _season_or_range(phrase):
        return Reading(phrase, "read")
    if _MISSING_DIGITS.fullmatch(phrase):
        return Reading(phrase.replace("-", "X"), "read")
    converted = calendars.read(phrase) or numeric.instant(phrase)
    return _reading(converted) if converted else None


# `19--?`, `198-`: the catalogue cards of ISBD and AACR2.
_MISSING_DIGITS = re.compile(r"(?:\d\d--|\d{3}-)\??")


def _season_or_range(phrase: str) -> bool:
    """`1914-21`: the spring of 1914 for EDTF, seven years for everybody else."""
    return len(phrase) == 7 and phrase[4] == "-" and "21" <= phrase[5:] <= "41"


def _reading(found: numeric.Figures) -> Reading:
    return Reading(found.value, found.fault or "read")


def _anywhere(
    phrase: str, language: str | None, order: Order | None, reference: date | None
) -> Reading | None:
    """What the languages that understand the whole phrase agree on, None where they do not.

    A phrase is of one language: words of two are never put together. In an article of another
    language only English, the name of a month, signs of East Asia and `o. J.` are believed: `bre`
    is March in Czech, `nyår` looks like the summer in Hungarian.
    """
    found: dict[Reading, None] = {}
    for code in all_languages():
        reading = _words(phrase, code, order, reference)
        if reading and (
            language is None or code == "en" or reading.why == "undated" or _proves(phrase, code)
        ):
            found[reading] = None
    values = [item for item in found if item.value is not None] or list(found)
    return values[0] if len(values) == 1 else None


_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SIGN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff가-힣]")


def _proves(phrase: str, code: str) -> bool:
    """Whether a month of at least four letters or a sign of East Asia tells the language."""
    if _SIGN.search(phrase):
        return True
    return any(fold(word) in months(code) for word in _LONG_WORD.findall(phrase))


def _words(
    phrase: str, language: str, order: Order | None, reference: date | None
) -> Reading | None:
    text, known = calendars.replace(phrase)
    text, figures, fault = numeric.replace(text, order, full_stops(language), known)
    body, clock = clocks.cut(text, language)
    choices = tokens.choices(body, language, figures)
    if not choices:
        return None
    if fault:
        return Reading(None, fault) if _is_date(choices) else None
    found = _agreed(choices, reference)
    if clock and found and found.value:
        value = clocks.with_time(found.value, clock)
        return Reading(value, "read") if value else Reading(None, "impossible")
    return found


def _is_date(choices: Sequence[Sequence[Token]]) -> bool:
    """Whether a phrase with faulty figures would be one: all its other words were understood."""
    return any(token.kind == "#" for options in choices for token in options)


def _agreed(choices: Sequence[Sequence[Token]], reference: date | None) -> Reading | None:
    """The one value of all readings of the words; two different ones cancel each other: `jul 1914`
    is July or Christmas in Danish.
    """
    if _count(choices) > MAX_READINGS:
        return None
    found: dict[Reading, None] = {}
    for reading in itertools.product(*choices):
        value = _read(tokens.without_fillers(reading), reference)
        if value:
            found[value] = None
    possible = [item for item in found if item.why != "impossible"] or list(found)
    if len(possible) > 1:
        return Reading(None, "ambiguous")
    return possible[0] if possible else None


def _count(choices: Sequence[Sequence[Token]]) -> int:
    count = 1
    for options in choices:
        count *= len(options)
    return count


def _read(reading: Sequence[Token], reference: date | None) -> Reading | None:
    if "".join(token.kind for token in reading) == "0":
        return Reading(None, "undated")
    counted = relative.days(reading)
    if counted:
        if reference is None:
            return Reading(None, "relative")
        return Reading((reference + counted(reference)).isoformat(), "read")
    try:
        value = spans.read(reading)
    except points.Impossible:
        return Reading(None, "impossible")
    return Reading(value, "read") if value and edtf.is_valid(value) else None
