"""This module notes what is odd in a text and was kept: nothing is repaired.

`glued-sentences` Kursk.Lo · `doubled-words` si è espresso si è espresso ·
`space-before-punctuation` Unite ; · `hard-wrapped` · `letter-spaced` R o m a · `mojibake` perchÃ© ·
`hidden-characters` soft hyphens, zero-width and control characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

from archivist import languages
from archivist.extractors import lines
from archivist.extractors.wording import words
from archivist.record import Block, Evidence, Note, Span

MOST = 200  # notes of one code; a table or a log would give thousands
MOST_LINES = 1000  # of one paragraph
LONGEST_REPEAT = 6  # words in a phrase printed twice

# Each expression starts with a rare sign: what stands around it is looked at afterwards.
_STOP = re.compile(r"[.!?…](?=[^\W\d_])")
_BEFORE = re.compile(r"[^\W\d_]{3,40}$")
_AFTER = re.compile(r"[^\W\d_]['’]?[^\W\d_]{1,40}")
_SPACED = re.compile(r" [;:!?,.](?=\s|$)")
_LETTERS = re.compile(r" (?:\S ){2,}\S(?!\S)")
_MOJIBAKE = re.compile(
    r"Ã[\x80-\xbf ƒŠŒŽšœžŸ€‚„…†‡ˆ‰‹‘’“”•–—˜™›]|Â[\x80-\xbf]|â€[\x80-\xbf™œ“”˜¦žšŸ¢]|ï»¿|\ufffd"
)
_HIDDEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]*)?")
# Before `; : ! ?` French prints a blank.
_SPACING_LANGUAGES = frozenset({"fr"})


def read(text: str, blocks: Sequence[Block], language: str | None) -> tuple[Note, ...]:
    """The notes in the order of the text."""
    spaced = _first(_letter_spaced(text))
    found = (
        _first(_glued(text)),
        _first(_doubled(text, language)),
        _first(_outside(spaced, _space_before_mark(text, language))),
        _first(_wrapped(text, blocks)),
        spaced,
        _first(_mojibake(text)),
        _first(_spans(_HIDDEN, text, "hidden-characters")),
    )
    return tuple(merge(*found, key=lambda note: (note.span, note.code)))


def _first(notes: Iterator[Note]) -> list[Note]:
    return list(islice(notes, MOST))


def _outside(around: Sequence[Note], notes: Iterator[Note]) -> Iterator[Note]:
    """The notes that stand in none of the others: `R o m a ,` has a blank before each sign."""
    ends = iter(around)
    outer = next(ends, None)
    for note in notes:
        while outer and outer.span.end < note.span.end:
            outer = next(ends, None)
        if outer is None or note.span.start < outer.span.start:
            yield note


def _note(code: str, start: int, end: int) -> Note:
    return Note(code, Span(start, end), Evidence(f"note.{code}"))


def _spans(pattern: re.Pattern[str], text: str, code: str) -> Iterator[Note]:
    for match in pattern.finditer(text):
        yield _note(code, *match.span())


def _glued(text: str) -> Iterator[Note]:
    """A small letter, a full stop, a capital: no abbreviation, no host name, no `S.p.A.`"""
    for match in _STOP.finditer(text):
        after = _AFTER.match(text, match.end())
        before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
        if not before or not after:
            continue
        first, second = before.group(), after.group()
        if not first[-2:].islower() or not second[0].isupper() or second[1:].isupper():
            continue
        if not _in_address(text, before.start(), after.end()):
            yield _note("glued-sentences", before.start(), after.end())


def _letter_spaced(text: str) -> Iterator[Note]:
    """`R o m a , 2 9 s e t .`: four letters or more, each sign with a blank around it."""
    for match in _LETTERS.finditer(text):
        start = match.start()
        alone = text[start - 1 : start].strip() and (start < 2 or text[start - 2].isspace())
        start += -1 if start and alone else 1
        if sum(map(str.isalpha, text[start : match.end()])) >= 4:
            yield _note("letter-spaced", start, match.end())


def _in_address(text: str, start: int, end: int) -> bool:
    """Inside `www.Name.it`, `name@Host`, `file.Name.txt`: more of it stands before or behind."""
    if start and text[start - 1] in "/@._":
        return True
    behind = text[end : end + 2]
    return behind[:1] in ("/", "@", "_") or (behind[:1] == "." and behind[1:].isalnum())


def _doubled(text: str, language: str | None) -> Iterator[Note]:
    """A phrase of two words or more printed twice; of single words only those never meant so.

    Turkish, Malay and others double words on purpose: `yavaş yavaş`.
    """
    surfaces = _WORD.findall(text.casefold())
    once, meant = _never_doubled(language), _doubled_on_purpose(language)
    repeats = [
        (index, length)
        for index, length in islice(_repeats(surfaces), 10 * MOST)
        if length > 1
        or surfaces[index] in once
        or (language is not None and _is_content(surfaces[index], meant))
    ]
    if not repeats:
        return
    found = [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]
    if len(found) != len(surfaces):
        return  # a letter that casefold writes as two words; none is known
    end = 0
    for index, length in repeats:
        if index >= end and _is_slip(text, found, index, length):
            end = index + length
            yield _note("doubled-words", found[index - length][1], found[end - 1][2])


def _repeats(surfaces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(index, length) where `length` words are printed a second time from `index` on."""
    last: dict[str, int] = {}
    for index, word in enumerate(surfaces):
        before = last.get(word)
        last[word] = index
        if before is None or index - before > LONGEST_REPEAT:
            continue
        if surfaces[before:index] == surfaces[index : 2 * index - before]:
            yield index, index - before


def _is_slip(text: str, found: Sequence[tuple[str, int, int]], index: int, length: int) -> bool:
    """Whether nothing but single blanks stands between the words: no comma, no full stop."""
    _, start, end = found[index]
    if length == 1 and not text[start:end].islower():
        return False  # `Duran Duran`
    words_apart = zip(
        found[index - length : index + length - 1],
        found[index - length + 1 : index + length],
        strict=True,
    )
    return all(
        text[end:start] in (" ", "\n", "\r\n", "") for (_, _, end), (_, start, _) in words_apart
    )


def _is_content(word: str, meant: frozenset[str]) -> bool:
    """`cantiere cantiere`: a long word; `piano piano` is meant so."""
    return len(word) >= 5 and word not in meant


@functools.cache
def _doubled_on_purpose(language: str | None) -> frozenset[str]:
    codes = (language,) if language else languages.codes()
    return frozenset(word for code in codes for word in words(code, "notices", "doubled"))


@functools.cache
def _never_doubled(language: str | None) -> frozenset[str]:
    """Function words of the language but for those of `[notices] doubled`."""
    if language is None:
        return frozenset()
    every = str(languages.section(language, "language").get("words", "")).split()
    meant = _doubled_on_purpose(language)
    return frozenset(word for word in every if len(word) > 1 and word not in meant)


def _space_before_mark(text: str, language: str | None) -> Iterator[Note]:
    """A blank before `;` or `,`; in French, and where the language is unknown, only before `,`."""
    spacing = language is None or language.split("-")[0] in _SPACING_LANGUAGES
    for match in _SPACED.finditer(text):
        mark = match.group()[1]
        after_word = text[match.start() - 1 : match.start()].isalnum()
        if after_word and not (spacing and mark in ";:!?"):
            yield _note("space-before-punctuation", *match.span())


def _wrapped(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    """A paragraph whose lines are broken at a width, not at sentences."""
    for block in blocks:
        if block.role == "paragraph":
            if not 0 < lines.count_ends(text, block.span) <= MOST_LINES:
                continue
            if lines.is_wrapped(lines.lines_of(text, block.span)):
                yield _note("hard-wrapped", block.span.start, block.span.end)


def _mojibake(text: str) -> Iterator[Note]:
    """`perchÃ©`: UTF-8 read as cp1252 before it came to us. `São` and `Ângela` are none."""
    if text.isascii():
        return
    yield from _spans(_MOJIBAKE, text, "mojibake")
