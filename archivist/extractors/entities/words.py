"""This module finds the capitalised words of a block and says how each stands in its sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

UPPER = "".join(chr(c) for c in range(0x250) if chr(c).isupper()) + "Α-ΩА-ЯЀ-Џ"
# What words of alphabets with capitals are made of: no kana, no Han, no Arabic.
LETTER = "0-9A-Z_a-zªµºÀ-ʯ\u0300-\u03ff\u0400-\u052f\u1e00-\u1fff"
# `U.S.`, `A.SE.CON.`, `S.p.A.`; else a capital and what belongs to it: `Jean-Pierre`, `G20`.
# The capital comes first in the pattern: the engine then leaps from capital to capital.
WORD = re.compile(
    rf"[{UPPER}](?<![{LETTER}]{{2}})(?:[{UPPER}]{{0,2}}\.(?:[{UPPER}]{{1,3}}\.){{1,8}}(?:[{UPPER}]{{1,3}}(?![{LETTER}]))?"
    rf"|(?<=S)\.[pPrR]\.[AaLl]\.?(?![{LETTER}])"
    rf"|[{LETTER}]{{0,60}}(?:[-‐‑&+][{LETTER}]{{1,40}}){{0,6}}(?![{LETTER}]))"
)
WRAP = re.compile(r"[a-zà-ÿ,]\n[a-zà-ÿ]")
BLANK = re.compile(r"\s+")
OPENERS = '"“«„'
SKIPPED = " \t\u00a0\u202f([{" + "\"“”«»„‟'‘’‚"
ENDS = ".!?…:;•*–—·|>\n"
ABBREVIATION = re.compile(r"(?:^|[^\w.])(\w{1,5})\.$")
FARTHEST = 200  # characters between two words that can belong to one name


class Word(NamedTuple):
    """A capitalised word.

    `gap` is the text since the word before, None at the start or when it is long; `initial`: its
    capital may be due to its place in the sentence; `loud`: it stands in a line of capitals.
    """

    start: int
    end: int
    text: str
    folded: str
    gap: str | None
    initial: bool
    loud: bool


def capitalised(text: str, start: int, end: int, honorifics: frozenset[str]) -> list[Word]:
    """The capitalised words of `text[start:end]`, in order."""
    wrapped = "\n" in text[start:end] and len(WRAP.findall(text, start, end)) > 1
    matches = [
        (match.start(), match.end(), match.group()) for match in WORD.finditer(text, start, end)
    ]
    loud = _loud(matches)
    found: list[Word] = []
    before = -FARTHEST - 1
    for position, (first, last, word) in enumerate(matches):
        gap = text[before:first] if first - before <= FARTHEST else None
        initial = gap != " " and is_initial(text, start, first, wrapped, honorifics)
        if wrapped and gap and "\n" in gap and not initial:
            gap = BLANK.sub(" ", gap)
        found.append(Word(first, last, word, word.lower(), gap, initial, position in loud))
        before = last
    return found


def _loud(matches: list[tuple[int, int, str]]) -> set[int]:
    """Positions of words in capitals that have at least two such words around them."""
    high = [
        position
        for position, (_, _, word) in enumerate(matches)
        if len(word) > 1 and word.isupper()
    ]
    loud: set[int] = set()
    for left, middle, right in zip(high, high[1:], high[2:], strict=False):
        if right - left == 2 and matches[right][0] - matches[left][1] < 24:
            loud.update((left, middle, right))
    return loud


def is_initial(
    text: str, start: int, first: int, wrapped: bool, honorifics: frozenset[str]
) -> bool:
    """Does a sentence, a line or a quotation begin at `first`?"""
    position = first - 1
    if position >= start and text[position] in OPENERS:
        return True
    while position >= start and (
        text[position] in SKIPPED or (wrapped and text[position].isspace())
    ):
        position -= 1
    if position < start:
        return True
    if text[position] == ":":
        return False
    if text[position] != ".":
        return text[position] in ENDS
    abbreviation = ABBREVIATION.search(text[max(start, position - 7) : position + 1])
    if not abbreviation:
        return True
    word = abbreviation.group(1)
    return not (word.lower() in honorifics or (len(word) == 1 and word.isupper()))
