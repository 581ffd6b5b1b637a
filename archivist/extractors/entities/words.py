"""This module finds the capitalised words of a block and says how each stands in its sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

UPPER = "".join(chr(c) for c in range(0x250) if chr(c).isupper()) + "Α-ΩА-ЯЀ-Џ"
# `U.S.`, `A.SE.CON.`, `S.p.A.`; else a capital and what belongs to it: `Jean-Pierre`, `G20`.
WORD = re.compile(
    rf"(?<!\w)(?:(?:[{UPPER}]{{1,3}}\.){{2,8}}(?:[{UPPER}]{{1,3}}(?!\w))?"
    rf"|S\.[pPrR]\.[AaLl]\.?|[{UPPER}]\w{{0,60}}(?:[-‐‑&+]\w{{1,40}}){{0,6}})"
)
QUOTES = "\"“”«»„‟'‘’‚"
OPENERS = '"“«„'
SKIPPED = " \t\u00a0\u202f([{" + QUOTES
ENDS = ".!?…:;•*–—·|>\n"
ABBREVIATION = re.compile(r"(?:^|[^\w.])(\w{1,5})\.$")


class Word(NamedTuple):
    """A capitalised word; `initial`: its capital may be due to its place and says nothing."""

    start: int
    end: int
    text: str
    gap: str | None  # text between the capitalised word before and this one; None at the start
    initial: bool


def capitalised(
    text: str, start: int, end: int, honorifics: frozenset[str], limit: int = 200
) -> list[Word]:
    """The capitalised words of `text[start:end]`, in order. Gaps over `limit` are cut to None."""
    found: list[Word] = []
    wrapped = is_wrapped(text, start, end)
    before = start
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        gap = text[before:first] if found and first - before <= limit else None
        adjacent = gap == " "
        initial = False if adjacent else is_initial(text, start, first, wrapped, honorifics)
        if wrapped and gap and "\n" in gap and not initial:
            gap = re.sub(r"\s+", " ", gap)
        found.append(Word(first, last, match.group(), gap, initial))
        before = last
    return found


def is_wrapped(text: str, start: int, end: int) -> bool:
    """Are line breaks of the block mere blanks (lines broken at a fixed width)?"""
    return len(re.findall(r"[a-zà-ÿ,]\n[a-zà-ÿ]", text[start:end])) > 1


def is_initial(
    text: str, start: int, first: int, wrapped: bool, honorifics: frozenset[str]
) -> bool:
    """Does a sentence, a line or a quotation begin here?"""
    position = first - 1
    if position >= start and text[position] in OPENERS:
        return True
    while position >= start and text[position] in SKIPPED:
        position -= 1
    if wrapped:
        while position >= start and text[position].isspace():
            position -= 1
    if position < start:
        return True
    if text[position] == ":":
        return False
    if text[position] not in ENDS:
        return False
    if text[position] != ".":
        return True
    abbreviation = ABBREVIATION.search(text[max(start, position - 7) : position + 1])
    if not abbreviation:
        return True
    word = abbreviation.group(1)
    return not (word.casefold() in honorifics or (len(word) == 1 and word.isupper()))
