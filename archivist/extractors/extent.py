"""This module measures text whatever its script: how much it says, how wide it prints, how many
words it has.

Chinese and Japanese print no blanks, and a sign says as much as two or three Latin letters and is
as wide as two (Unicode Standard Annex 11); Thai, Lao, Khmer and Burmese put blanks between phrases.
"""

from __future__ import annotations

import re
import unicodedata

# Kana, Chinese signs, their punctuation and full-width letters; Hangul has blanks, but is dense.
_SIGNS = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

LETTERS_A_SIGN = 2.5
LETTERS_A_SYLLABLE = 2.0
LETTERS_A_WORD = 5  # of the scripts that print no blanks between words
SIGNS_A_WORD = 2


def extent(text: str) -> int:
    """How many Latin letters would say the same, roughly."""
    if text.isascii():
        return len(text)
    signs, syllables = len(_SIGNS.findall(text)), len(_HANGUL.findall(text))
    rest = len(text) - signs - syllables
    return rest + int(signs * LETTERS_A_SIGN + syllables * LETTERS_A_SYLLABLE)


def columns(text: str) -> int:
    """How wide a text prints where a Latin letter is one column wide."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


_WIDE = re.compile(f"{_SIGNS.pattern}|{_HANGUL.pattern}")


def count_words(text: str) -> int:
    """How many words; an estimate where no blanks part them."""
    words = len(text.split())
    if text.isascii():
        return words
    return (
        words
        + len(_SIGNS.findall(text)) // SIGNS_A_WORD
        + (len(_UNSPACED.findall(text)) // LETTERS_A_WORD)
    )


def has_no_blanks(text: str) -> bool:
    """Whether a text is in a script that prints no blanks between words."""
    signs = len(_SIGNS.findall(text)) + len(_UNSPACED.findall(text))
    return signs * 2 > len(text)


def first_word(text: str) -> str:
    """What a line that is broken in a column cannot lose: a word, or one sign."""
    return text[0] if _SIGNS.match(text) else text.split(None, 1)[0]


def fitting(text: str, start: int, end: int, width: int) -> int:
    """The offset up to which a text fits into a width in columns, never inside a letter."""
    at = start
    while at < end:
        width -= 2 if _WIDE.match(text[at]) else 1
        if width < 0:
            break
        at += 1
    while start < at < end and unicodedata.category(text[at]).startswith("M"):
        at -= 1  # a vowel sign stays with its letter,
    while start < at < end and text[at - 1] in _LEADING_VOWELS:
        at -= 1  # in Thai and Lao also the one before it
    return at


_LEADING_VOWELS = "เแโใไເແໂໃໄ"
