"""This module judges whether text decoded from a legacy encoding has the letters it should have.

Every byte is a letter in cp1252, so that Russian in cp1251 becomes `Ìýð ãîðîäà`: text, and wrong.
What tells is which letters a language writes beyond ASCII, how many of them, and where they stand.
"""

from __future__ import annotations

import re

FIT = 0.93  # share of the characters beyond ASCII that must be plausible; below it we do not guess
SAMPLE = 262144  # characters looked at
MOST = 0.4  # letters beyond ASCII among all: French has 0.05, a French headline 0.25, Greek 1.0
FEW = 0.015  # below it they are those of foreign names, and any language's will do
SOME = 0.07  # below it, names of two foreigners in a German article count half
SHORT = 3  # so few letters say nothing about their share

# Lower-case letters beyond ASCII that each language writes; English borrows from all.
LETTERS: dict[str, str] = {
    "it": "àèéìíîòóùú",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "de": "äöüßéàè",
    "es": "áéíóúüñç",
    "pt": "áâãàçéêíóôõúü",
    "nl": "éëèêïóöüáàâûç",
    "ca": "àçèéíïòóúü·",
    "sv": "åäöé",
    "da": "æøåéöü",
}
ANY = frozenset("".join(LETTERS.values()) + "šžýðþ")
SETS: tuple[frozenset[str], ...] = tuple(frozenset(letters) for letters in LETTERS.values())
LONE = frozenset("àáèéóòôåöøÀÈÉ")  # words of one letter: à, è, é, ó, å, ö, ø
ITALIAN = SETS[0]
FINAL = frozenset("àìòù")  # in Italian only at the end of a word

OPENING = frozenset("¿¡„‚")  # never behind a letter
BULLETS = frozenset("•§¶†‡")  # with blanks around them, or a figure behind
FIGURES = frozenset("¼½¾")
POWERS = frozenset("²³¹")
PRINTED = frozenset("«»‹›“”‘’–—…€£¥§©®°ºª·•´\u00a0\u00ad×") | OPENING | BULLETS | FIGURES | POWERS
INSIDE = frozenset("’‘–—·\u00ad")  # marks that stand between two letters: l’eau, co·laborar

# A character beyond ASCII, up to three before it and two behind.
_BEYOND = re.compile(r"(?<=(...))?(?<=(.))?([^\x00-\x7f])(?=(.))?(?=.(.))?", re.DOTALL)
_ASCII_LETTERS = re.compile(r"[A-Za-z]+")


def fit(text: str) -> float:
    """Share of the characters beyond ASCII that stand where a language would have them, 0 to 1.

    0.0 for text without any, and for text that consists of them.
    """
    sample = text[:SAMPLE]
    beyond = list(_BEYOND.finditer(sample))
    foreign = sum(match[3].isalpha() for match in beyond)
    letters = foreign + sum(map(len, _ASCII_LETTERS.findall(sample)))
    if not beyond or (foreign > letters * MOST and foreign > SHORT) or foreign * 2 > letters > 0:
        return 0.0
    anywhere = _share(beyond, ANY)
    if foreign <= letters * FEW:
        return anywhere
    somewhere = max(_share(beyond, known) for known in SETS)
    return (anywhere + somewhere) / 2 if foreign <= letters * SOME else somewhere


def _share(beyond: list[re.Match[str]], known: frozenset[str]) -> float:
    return sum(_plausible(match, known) for match in beyond) / len(beyond)


def letters_beyond(text: str) -> int:
    """How many letters beyond ASCII the text has, as far as it is looked at."""
    return sum(char.isalpha() for char in _NOT_ASCII.findall(text, 0, SAMPLE))


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _plausible(match: re.Match[str], known: frozenset[str]) -> bool:
    before, char, after = match[2] or " ", match[3], match[4] or " "
    if char in PRINTED:
        return _mark(match[1] or "   ", before, char, after)
    lower = char.lower()
    if lower not in known or (before.islower() and char != lower):
        return False
    if after.isupper() and (char == lower or (match[5] or " ").islower()):  # ìHello, ÒHello
        return False
    if known is ITALIAN and char in FINAL and after.isalpha():
        return False
    return before.isalpha() or after.isalpha() or char in LONE


def _mark(three: str, before: str, char: str, after: str) -> bool:
    if char in OPENING:
        return not before.isalnum()
    if char in BULLETS:
        return not before.isalpha()
    if char in FIGURES:
        return not before.isalpha() and not after.isalpha()
    if char in POWERS:  # m², km³, a note¹ behind a figure or a mark
        return not after.isalpha() and not three.isalpha()
    return char in INSIDE or not (before.isalpha() and after.isalpha())
