"""This module cuts a phrase into tokens; a token has every meaning that the tables give it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archivist.extractors.phrases.calendars import roman
from archivist.extractors.phrases.numeric import PLACEHOLDER
from archivist.extractors.phrases.words import LONGEST, TOKEN, Token, lexicon
from archivist.extractors.wording import fold

# `XIXe`, `XIXth`: a roman numeral with an ordinal ending.
_ROMAN = re.compile(r"([ivxl]+)(?:e|eme|o|th|st|nd|rd)?")
_ROMAN_MONTH = re.compile(r"\b(?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})\b")  # `25 X 2024`, capitals only
_DASHES = str.maketrans(
    {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\xa0": " ", "\u200f": None, "\u200e": None}
)
DROPPED = frozenset("_.o,()")


def normalise(text: str) -> str:
    """One kind of dash, and no brackets around the whole: `[1998]` is a supplied date (ISBD)."""
    text = text.translate(_DASHES).replace("[?]", "?").strip()
    if text.startswith("[") and text.endswith("]") and "," not in text and ".." not in text:
        text = text[1:-1].strip()
    return text


def choices(text: str, language: str, figures: Sequence[str]) -> list[tuple[Token, ...]] | None:
    """For each word or phrase of the tables its possible tokens; None for an unknown word."""
    words = TOKEN.findall(fold(text))
    months = frozenset(match.lower() for match in _ROMAN_MONTH.findall(text))
    known = lexicon(language)
    found: list[tuple[Token, ...]] = []
    at = 0
    while at < len(words):
        if words[at][0] >= PLACEHOLDER:
            number = ord(words[at][0]) - ord(PLACEHOLDER)
            if number >= len(figures):
                return None
            options: tuple[Token, ...] = (Token("#", 0, figures[number]),)
            length = 1
        else:
            options, length = _longest(words, at, known, months)
        if not options:
            return None
        found.append(options)
        at += length
    return found


def _longest(
    words: Sequence[str],
    at: int,
    known: dict[str, tuple[tuple[str, int], ...]],
    months: frozenset[str],
) -> tuple[tuple[Token, ...], int]:
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        wording = " ".join(words[at : at + length])
        meanings = known.get(wording)
        if meanings:
            options = [Token(kind, number, wording) for kind, number in meanings]
            return (*options, *(_by_form(wording, months) if length == 1 else ())), length
    return _by_form(words[at], months), 1


def _by_form(word: str, months: frozenset[str]) -> tuple[Token, ...]:
    """What a word is by its letters: a number, a roman numeral, punctuation."""
    if word.isdecimal() and word.isascii():
        kind = {1: "n", 2: "n", 3: "h", 4: "y"}.get(len(word))
        return (Token(kind, int(word), word),) if kind else ()
    match = _ROMAN.fullmatch(word)
    if match and roman(match[1]):
        number = roman(match[1])
        month = (Token("m", number, word),) if word in months else ()
        return (Token("R", number, word), *month)
    return (Token(word, 0, word),) if word in (",", "(", ")") else ()


def without_fillers(reading: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens that carry the date: no articles, commas, ordinal endings."""
    return tuple(token for token in reading if token.kind not in DROPPED)
