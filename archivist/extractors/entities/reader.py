"""This module reads one block word by word: what stands between two capitalised words."""

from __future__ import annotations

from dataclasses import dataclass, field

from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.words import Word
from archivist.record import Span

BLANKS = (" ", "\u00a0", "\u202f")
APOSTROPHES = str.maketrans("'’", "  ")
# Abbreviations inside names: `St. Louis`, `Mt. Everest`.
DOTTED = ("St", "Ste", "Sta", "Mt", "Ft", "Jr")
BODIES = ("body", "building")


@dataclass(slots=True)
class Reader:
    """One block: its capitalised words and the tables of its language."""

    text: str
    start: int
    end: int
    words: list[Word]
    lexicon: Lexicon
    gazetteer: Gazetteer
    block: Span = field(init=False)

    def __post_init__(self) -> None:
        self.block = Span(self.start, self.end)

    # --- between two words

    def adjacent(self, i: int) -> bool:
        """Does word `i` follow the one before it at once: a blank, an initial's dot, `D'Alema`?"""
        if i >= len(self.words) or self.words[i].initial:
            return False
        gap, before = self.words[i].gap, self.words[i - 1].text
        if gap in BLANKS:
            return True
        if gap in (". ", "."):
            return len(before) == 1 or (before in DOTTED and gap == ". ")
        if gap in ("'", "’"):
            return len(before) == 1 or before == "Dell"
        return gap == " & "

    def parts(self, i: int) -> list[str] | None:
        """The small words between word `i` and the one before it; None if anything else is."""
        gap = self.words[i].gap
        if not gap or self.words[i].initial:
            return None
        if gap[0] not in BLANKS and self.words[i - 1].folded not in self.lexicon.elisions:
            return None  # `L'ex ministro degli Esteri` goes on
        parts = gap.translate(APOSTROPHES).split()
        if not parts or not all(map(str.isalpha, parts)):
            return None
        return parts if gap[-1] in "'’" or gap[-1] in BLANKS else None

    def complements(self, i: int) -> list[str] | None:
        """The prepositions that tie word `i` to the one before it; None if anything else does."""
        parts, lexicon = self.parts(i), self.lexicon
        if parts is None or not all(part in lexicon.complements for part in parts):
            return None
        if parts[0] in lexicon.conjunctions or parts[0] in lexicon.bare_articles:
            return None
        return parts

    def is_articled(self, i: int) -> bool:
        """Does an article, or a preposition with one in it, stand before word `i`?"""
        gap = self.words[i].gap
        if gap is None:  # the first capital of the block, or far from the one before
            gap = self.text[max(self.start, self.words[i].start - 12) : self.words[i].start]
        parts = gap.translate(APOSTROPHES).split()
        if i and gap and not parts:  # `Il Senato` at the start of a sentence
            return self.words[i - 1].folded in self.lexicon.articles
        return bool(parts) and parts[-1] in self.lexicon.articles

    def is_after_role(self, i: int) -> bool:
        """Does a noun for a role or a title stand right before word `i`: `ministra Anna Berg`?"""
        start = self.words[i].start
        if self.text[start - 1 : start] not in BLANKS or start <= self.start:
            return False
        before = self.text[max(self.start, start - 40) : start].translate(APOSTROPHES).split()
        folded = before[-1].lower() if before else ""
        return self.lexicon.is_role(folded) or folded.rstrip(".") in self.lexicon.honorifics

    # --- one word

    def is_common(self, word: Word) -> bool:
        """Is this capital no name's: an article, an adverb, a demonym, a lone letter?"""
        if word.folded in self.lexicon.function:
            return not (word.text.isupper() and len(word.text) > 2 and not word.loud)
        if len(word.text) == 1:
            return not self.text.startswith(".", word.end)
        return word.text in self.lexicon.demonyms

    def is_given(self, word: Word) -> bool:
        name = word.text.title() if word.loud else word.text
        return name in self.gazetteer.given and word.folded not in self.lexicon.function

    def is_department(self, i: int) -> bool:
        """`ministro degli Esteri`, `minister van Buitenlandse Zaken`: what a role is about."""
        word = self.words[i]
        if word.text not in self.lexicon.departments or not word.gap:
            return False
        if self.adjacent(i):
            return i > 0 and self.is_department(i - 1)
        parts = self.parts(i)
        return parts is not None and parts[-1] in self.lexicon.links

    # --- what the gazetteer knows

    def is_place(self, word: str) -> bool:
        entry = self.gazetteer.entry(word)
        return entry is not None and entry.kind not in (*BODIES, "thing")

    def begins_known(self, i: int) -> bool:
        """Does a name of several words begin at word `i` that the gazetteer knows?"""
        word = self.words[i]
        return self.gazetteer.longest(self.text, word.start, word.text, self.end) is not None

    def is_known(self, i: int) -> bool:
        """Does any name of the gazetteer begin at word `i`?"""
        return self.gazetteer.entry(self.words[i].text) is not None or self.begins_known(i)


def is_acronym(word: str) -> bool:
    """`NATO`, `M5S`, `U.S.`; not a Roman number."""
    return 2 <= len(word) <= 7 and word.isupper() and word[-1] != "." and not is_roman(word)


def is_roman(word: str) -> bool:
    return not word.strip("IVXLC")
