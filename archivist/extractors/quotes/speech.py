"""This module tells speech from what only stands in quotation marks: titles, slogans, names.

Layout and length decide first, the word before the marks next; a cue beside the marks makes a
short quotation speech (`"Denver," he answered`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archivist.extractors.quotes.lexicon import Lexicon
from archivist.extractors.quotes.marks import Quoted
from archivist.record import Span

FRAGMENT = 3  # words: fewer are a name or a scare quote unless punctuation says otherwise
SENTENCE = 8  # words: from here on quoted words are nobody's title

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INTERPOLATION = re.compile(r"\[[^\[\]\n]{1,80}\]|\([^()\n]{1,60}\)")
_ELLIPSIS = frozenset(".…[]() \u00a0")


def words(text: str, quoted: Quoted, most: int = 12) -> int:
    """How many words are inside, counted up to `most`."""
    count = 0
    for span in quoted.spans:
        for _ in _WORD.finditer(text, span.start, span.end):
            count += 1
            if count == most:
                return count
    return count


def is_solid(text: str, quoted: Quoted, fragment: int) -> bool:
    """It can be speech: taken as one item of the narration rather than as words of a sentence."""
    if not quoted.rule.endswith("marks"):
        return True
    count = words(text, quoted, FRAGMENT)
    if count == 0:
        return False
    if count >= FRAGMENT:
        return True
    if quoted.single:
        return False
    if count >= fragment and is_lower(text, quoted):
        return True
    last = text[quoted.spans[-1].end - 1]
    return last in ",.!?…" or text[quoted.end : quoted.end + 1] == "," or _after_colon(text, quoted)


def _after_colon(text: str, quoted: Quoted) -> bool:
    return text[max(0, quoted.start - 3) : quoted.start].rstrip().endswith(":")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the marks.

    `tight`: a cue is tied to them; `cued`: the sentence has a cue or is in the mood of reported
    speech; `follows`: right behind an attributed quotation of the same paragraph; `alone`: the
    quotation is the whole sentence; `fragment`: the fewest words that a cue makes speech; `turn`:
    it is a paragraph of a dialogue.
    """

    tight: bool
    cued: bool
    follows: bool
    alone: bool
    fragment: int
    turn: bool = False


def is_speech(text: str, quoted: Quoted, around: Around) -> bool:
    """Whether the words in the marks were said, by their form and what stands around them."""
    count = words(text, quoted)
    ended = is_ended(text, quoted)
    if quoted.single and not around.tight:
        return count >= SENTENCE and ended
    if count > SENTENCE:
        return not is_title(text, quoted) or around.tight or ended
    if around.tight and (count > 1 or ended):
        return True
    if around.turn and ended:
        return True
    if is_title(text, quoted):
        return False
    if is_lower(text, quoted):
        return count >= (around.fragment if around.cued else around.fragment + 3)
    if ended or around.alone:
        return count >= FRAGMENT or around.cued or around.follows
    return around.cued and count > FRAGMENT


def is_plain(text: str, quoted: Quoted) -> bool:
    """Speech by form alone: a capital or none, many words, an end mark inside the marks."""
    if quoted.rule == "quote.unclosed":
        return False
    ended = text[quoted.spans[-1].end - 1] in ".!?…。！？,"
    return (
        ended
        and not quoted.single
        and words(text, quoted) >= SENTENCE
        and not is_title(text, quoted)
    )


def is_verbatim(text: str, quoted: Quoted, lexicon: Lexicon) -> bool:
    """Quoted words inside reported speech that are worth a quote of their own."""
    if is_named(text, quoted, lexicon):
        return False
    if quoted.single or not quoted.rule.endswith("marks"):
        return False
    if is_lower(text, quoted):
        return words(text, quoted, 2) >= min(lexicon.fragment, 2)
    return words(text, quoted, 2) > 1 and not is_title(text, quoted)


def is_lower(text: str, quoted: Quoted) -> bool:
    """It begins with a small letter: a part of a sentence."""
    span = quoted.spans[0]
    for at in range(span.start, span.end):
        if text[at].isalpha():
            return text[at].islower()
    return False


def is_title(text: str, quoted: Quoted) -> bool:
    """Every long word has a capital, as names and English titles have."""
    found = 0
    for span in quoted.spans:
        for match in _WORD.finditer(text, span.start, span.end):
            word = match.group()
            if len(word) > 3 and not word[0].isupper():
                return False
            found += len(word) > 3
            if found > SENTENCE:
                return False
    return found > 0 or not is_lower(text, quoted)


def is_ended(text: str, quoted: Quoted) -> bool:
    """An end mark or comma inside, or a full sentence closed right behind the marks."""
    if text[quoted.spans[-1].end - 1] in ".!?…,":
        return True
    return text[quoted.end : quoted.end + 1] in (".", "!", "?", ",") and words(text, quoted, 5) > 4


def is_gloss(text: str, quoted: Quoted) -> bool:
    """`("Who's there?")`: a translation or a title in brackets."""
    return (
        text[max(0, quoted.start - 1) : quoted.start] == "("
        and text[quoted.end : quoted.end + 1] == ")"
    )


def is_named(text: str, quoted: Quoted, lexicon: Lexicon) -> bool:
    """The words before say that a title or a name follows: `the film “…”`, `so-called "…"`."""
    before = text[max(0, quoted.start - 40) : quoted.start].lower()
    if is_gloss(text, quoted):
        return True
    found = _WORD.findall(before)[-2:]
    if not before.rstrip(" \u00a0\"'“«„(").endswith(tuple(found[-1:]) or "\0"):
        return False
    return bool(found) and found[-1] in lexicon.named_by


def interpolations(text: str, spans: list[Span], editors: frozenset[str]) -> list[Span]:
    """What an editor put into the quotation: `[il presidente]`, `(Carlo, ndr)`; not `[…]`."""
    found = []
    for span in spans:
        for match in _INTERPOLATION.finditer(text, span.start, span.end):
            inside = match.group()[1:-1]
            if set(inside) <= _ELLIPSIS:
                continue
            if match.group()[0] == "[" or inside.lower().replace(" ", "").endswith(tuple(editors)):
                found.append(Span(*match.span()))
    return found
