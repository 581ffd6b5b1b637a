"""This module reads dialogue set off by dashes: `—Hola —dijo Juan—. ¿Y tú?`, `– Oui, dit-il.`

A dash at the start of a line also makes lists and signatures. A run of such lines is dialogue
when a verb of saying stands in one of them, or when long dashes set off questions and first
persons; a hyphen needs the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from archivist.extractors.quotes.lexicon import FINITE, SAY, Lexicon
from archivist.extractors.quotes.marks import Quoted
from archivist.record import Block, Span

_LINE = re.compile(r"(?m)^[ \t]*([—―–]|-(?=\s))[ \t\u00a0]*(?=[^\s—―–-])([^\n]*)")
# `—dijo`, `, dit`: where the narrator interrupts.
_ASIDE = re.compile(r"(?:,?\s*[—―–]\s?|(?:,|(?<=[!?…»]))\s+)(?=([^\W\d_]+))")
_ASIDE_END = re.compile(r"[—―–][.,;:]?\s*|[.;:!?]\s+(?:[—―–]\s*)?|,\s+|$")
_WORD = re.compile(r"[^\W\d_]+")


def dialogue(
    text: str, blocks: tuple[Block, ...], pairs: list[Quoted], lexicon: Lexicon
) -> list[Quoted]:
    """The pairs and the speech of dialogue lines; pairs inside a line are nested in it."""
    spans = [block.span for block in blocks] or [Span(0, len(text))]
    lines = [match for span in spans for match in _LINE.finditer(text, span.start, span.end)]
    found: list[Quoted] = []
    for run in _runs(text, lines):
        cut = [_speech(text, match, lexicon) for match in run]
        told = any(_next_aside(text, line.start(2), line.end(), lexicon) for line in run)
        if told or _plainly_speech(text, run, lexicon):
            found += [part for parts in cut for part in parts]
    if not found:
        return pairs
    outer = [pair for pair in pairs if not _across(pair, found)]
    return _nested(sorted(outer + found, key=lambda quoted: (quoted.start, -quoted.end)))


def _runs(text: str, lines: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Lines with a dash that follow one another."""
    number, numbers = 0, []
    for index, line in enumerate(lines):
        between = text[lines[index - 1].end() : line.start()] if index else ""
        number += bool(between.strip())
        numbers.append(number)
    for _, group in groupby(zip(numbers, lines, strict=True), key=lambda pair: pair[0]):
        yield [line for _, line in group]


def _plainly_speech(text: str, run: list[re.Match[str]], lexicon: Lexicon) -> bool:
    if any(line.group(1) not in "—―" for line in run) or len(run) < 2:
        return False
    words = {word.lower() for line in run for word in _WORD.findall(line.group(2))}
    asks = any("?" in line.group(2) for line in run)
    return asks and bool(words & lexicon.person_words)


def _speech(text: str, line: re.Match[str], lexicon: Lexicon) -> list[Quoted]:
    """The stretches of speech of one line, without the narrator's asides."""
    parts: list[Quoted] = []
    begin, at, end = line.start(2), line.start(2), line.end()
    aside = _next_aside(text, at, end, lexicon)
    while aside:
        _add(parts, text, line.start(1) if not parts else begin, begin, aside.start())
        closing = _ASIDE_END.search(text, aside.end(), end)
        begin = at = closing.end() if closing else end
        aside = _next_aside(text, at, end, lexicon)
    _add(parts, text, line.start(1) if not parts else begin, begin, end)
    return parts


def _next_aside(text: str, at: int, end: int, lexicon: Lexicon) -> re.Match[str] | None:
    for match in _ASIDE.finditer(text, at, end):
        kind = lexicon.verbs.get(match.group(1).lower(), 0)
        if kind & SAY and kind & FINITE:
            return match
    return None


def _add(parts: list[Quoted], text: str, start: int, begin: int, end: int) -> None:
    while end > begin and (text[end - 1].isspace() or text[end - 1] in "—―–"):
        end -= 1
    while begin < end and (text[begin].isspace() or text[begin] in ".,;:"):
        begin += 1
    if begin < end:
        start = min(start, begin)
        parts.append(Quoted(start, end, (Span(begin, end),), "—", "quote.dash"))


def _across(pair: Quoted, lines: list[Quoted]) -> bool:
    """A pair of marks that begins inside a line of speech and ends outside it."""
    return any(line.start < pair.start < line.end < pair.end for line in lines)


def _nested(quoted: list[Quoted]) -> list[Quoted]:
    stack: list[Quoted] = []
    for one in quoted:
        while stack and stack[-1].end <= one.start:
            stack.pop()
        one.parent = stack[-1] if stack else None
        stack.append(one)
    return quoted
