"""This module notes what is odd in a text and was kept: nothing is repaired.

`glued-sentences` Kursk.Lo · `doubled-words` si è espresso si è espresso · `space-before-mark`
Unite ; · `hard-wrapped` · `letter-spaced` R o m a · `mojibake` perchÃ© · `hidden-characters` soft
hyphens, zero-width and control characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from heapq import merge

from archivist import languages
from archivist.extractors import lines
from archivist.extractors.wording import words
from archivist.record import Block, Evidence, Note, Span

MOST = 200  # notes of one code; a table or a log would give thousands
LONGEST_REPEAT = 6  # words in a phrase printed twice

_GLUED = re.compile(r"([^\W\d_]{3,})([.!?…])(?=[^\W\d_])([^\W\d_]['’]?[^\W\d_]+)")
_SPACED = re.compile(r"(?<=[^\W_]) ([;:!?,])(?=\s|$)|(?<=[^\W_]) (\.)(?=\s|$)")
_LETTERS = re.compile(r"(?<!\S)(?:[^\W_] ){4,}[^\W_](?!\S)")
_MOJIBAKE = re.compile(
    r"[^\W\d_]*(?:Ã[\x80-\xbf©¨¢ª«¬®¯°±²³´µ¶·¹º»¼½¾¿ ¡£¤¥¦§€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    r"|Â[\x80-\xbf«»°©®·]|â€[\x80-\xbf™œ\x9d\x9c“”˜¦žš¢]|ï»¿|\ufffd)[^\W\d_]*"
)
_HIDDEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]*)?")
# Before `; : ! ?` French prints a blank.
_SPACING_LANGUAGES = frozenset({"fr"})


def read(text: str, blocks: Sequence[Block], language: str | None) -> tuple[Note, ...]:
    """The notes in the order of the text."""
    found = (
        _first(_glued(text)),
        _first(_doubled(text, language)),
        _first(_space_before_mark(text, language)),
        _first(_wrapped(text, blocks)),
        _first(_spans(_LETTERS, text, "letter-spaced")),
        _first(_mojibake(text)),
        _first(_spans(_HIDDEN, text, "hidden-characters")),
    )
    return tuple(merge(*found, key=lambda note: (note.span, note.code)))


def _first(notes: Iterator[Note]) -> list[Note]:
    return [note for note, _ in zip(notes, range(MOST), strict=False)]


def _note(code: str, start: int, end: int) -> Note:
    return Note(code, Span(start, end), Evidence(f"note.{code}"))


def _spans(pattern: re.Pattern[str], text: str, code: str) -> Iterator[Note]:
    for match in pattern.finditer(text):
        yield _note(code, *match.span())


def _glued(text: str) -> Iterator[Note]:
    """A small letter, a full stop, a capital: no abbreviation, no host name, no `S.p.A.`"""
    for match in _GLUED.finditer(text):
        before, _, after = match.groups()
        if not before[-2:].islower() or not after[0].isupper() or after[1:].isupper():
            continue
        if _in_address(text, *match.span()):
            continue
        yield _note("glued-sentences", *match.span())


def _in_address(text: str, start: int, end: int) -> bool:
    """Inside `www.Name.it`, `name@Host`, `file.Name.txt`: no blank before the next full stop."""
    return text[start - 1 : start] in ("/", "@", ".", "_") or text[end : end + 1] in ("/", "@", "_")


def _doubled(text: str, language: str | None) -> Iterator[Note]:
    """A phrase of two words or more printed twice; of single words only those never meant so."""
    found = [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]
    surfaces = [word for word, _, _ in found]
    once, doubled = _never_doubled(language), _doubled_on_purpose(language)
    last: dict[str, int] = {}
    at = 0
    for index, word in enumerate(surfaces):
        length = index - last.get(word, -LONGEST_REPEAT - 1)
        last[word] = index
        if length > LONGEST_REPEAT or index < at:
            continue
        if surfaces[index - length : index] != surfaces[index : index + length]:
            continue
        meant = length == 1 and not (word in once or _is_content(text, found[index], doubled))
        if not meant and _only_blanks(text, found, index, length):
            at = index + length
            yield _note("doubled-words", found[index - length][1], found[at - 1][2])


def _only_blanks(text: str, found: Sequence[tuple[str, int, int]], index: int, length: int) -> bool:
    """Whether nothing but single blanks stands between the words, so that no comma is between."""
    words_apart = zip(
        found[index - length : index + length - 1],
        found[index - length + 1 : index + length],
        strict=True,
    )
    if length > 1 and len({word for word, _, _ in found[index - length : index]}) == 1:
        return False  # `bla bla bla bla`
    return all(
        text[end:start] in (" ", "\n", "\r\n", "") for (_, _, end), (_, start, _) in words_apart
    )


def _is_content(text: str, word: tuple[str, int, int], doubled: frozenset[str]) -> bool:
    """`cantiere cantiere`: a long word in small letters; `piano piano` is meant so."""
    surface, start, end = word
    return len(surface) >= 5 and text[start:end].islower() and surface not in doubled


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
        mark = match.group().strip()
        if not (spacing and mark in ";:!?"):
            yield _note("space-before-mark", *match.span())


def _wrapped(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    """A paragraph whose lines are broken at a width, not at sentences."""
    for block in blocks:
        if block.role == "paragraph":
            found = lines.lines_of(text, block.span)
            if len(found) <= 1000 and lines.is_wrapped(found):
                yield _note("hard-wrapped", block.span.start, block.span.end)


def _mojibake(text: str) -> Iterator[Note]:
    """`perchÃ©`: UTF-8 read as cp1252 before it came to us. `São` and `Ângela` are none."""
    if text.isascii():
        return
    yield from _spans(_MOJIBAKE, text, "mojibake")
