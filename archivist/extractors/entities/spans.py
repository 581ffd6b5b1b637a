"""This module says how far a name goes that begins at a given capitalised word.

Each `…_stop` takes the index of a word and returns the index after the last word of the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.words import Word

BLANKS = (" ", "\u00a0", "\u202f")
AL = (" al-", " el-", " ul-", " as-", " ad-", " an-", " az-", " ash-", " bin ", " ibn ")
APOSTROPHES = str.maketrans("'’", "  ")
SMALL = re.compile(r"[ '’]([a-zß-öø-ÿ]{1,30})(?![\w-])")
SAINTS = ("san", "santa", "sant", "santo", "são", "saint", "sainte")
DOTTED = ("St", "Ste", "Sta", "Mt", "Ft", "Jr")
LONGEST = 8  # words of a name in a row
LONGEST_BODY = 12  # words of a body with its complements


@dataclass(slots=True)
class Reader:
    """One block: its capitalised words and the tables of its language."""

    text: str
    start: int
    end: int
    words: list[Word]
    lexicon: Lexicon
    gazetteer: Gazetteer

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
        if not gap or gap[0] not in BLANKS or self.words[i].initial:
            return None
        parts = gap.translate(APOSTROPHES).split()
        if not parts or not all(map(str.isalpha, parts)):
            return None
        return parts if gap[-1] in "'’" or gap[-1] in BLANKS else None

    def is_common(self, word: Word) -> bool:
        """Is this capital no name's: an article, an adverb, a demonym, a lone letter?"""
        if word.folded in self.lexicon.function:
            return not (word.text.isupper() and len(word.text) > 2 and not word.loud)
        if len(word.text) == 1:
            return not self.text.startswith(".", word.end)
        return word.text in self.lexicon.demonyms

    # --- organizations

    def tail_stop(self, i: int) -> tuple[int, str]:
        """`Yale University`, `Fincantieri S.p.A.`, `Bank of England`, `Daintree River`.

        The index after the name and its kind; 0 without a keyword.
        """
        j, found, kind = i + 1, 0, ""
        tails, suffixes = self.lexicon.org_tails, self.lexicon.org_suffixes
        while j < i + LONGEST and (self.adjacent(j) or self.before_suffix(j)):
            folded = self.words[j].folded
            if folded in tails or folded in suffixes:
                found, kind = j + 1, "organization"
            elif folded in self.lexicon.place_tails:
                found, kind = j + 1, "place"
            j += 1
        if kind == "organization":
            return self.of_stop(found), kind
        return found, kind

    def before_suffix(self, j: int) -> bool:
        """`Banc One, Inc.`"""
        return (
            j < len(self.words)
            and self.words[j].gap == ", "
            and self.words[j].folded in self.lexicon.org_suffixes
        )

    def of_stop(self, j: int) -> int:
        """`Ministry of Foreign Affairs`, `Department for Transport`."""
        while j < len(self.words) and self.words[j].gap in (" of ", " of the ", " for "):
            j += 1
            while self.adjacent(j) and not self.is_common(self.words[j]):
                j += 1
        return j

    def head_stop(self, i: int) -> int:
        """`Ministero della Difesa Nazionale della Repubblica di Corea`: to its last complement."""
        j = i + 1
        while j < len(self.words) and j - i < LONGEST_BODY:
            word = self.words[j]
            if self.adjacent(j):
                foreign = word.text in self.lexicon.demonyms  # `Federatie Vlaamse Molens`
                if (self.is_common(word) and not foreign) or self.starts_person(j):
                    break
            elif not self.links_complement(i, j):
                break
            j += 1
        return j

    def links_complement(self, i: int, j: int) -> bool:
        """` della `, ` di sicurezza delle `, ` e del `; not ` e il `, nor another head."""
        parts = self.parts(j)
        if parts is None or len(parts) > 4 or parts[-1] not in self.lexicon.complements:
            return False
        joined = parts[0] in self.lexicon.conjunctions
        if joined and (j == i + 1 or self.words[j].folded in self.lexicon.org_heads):
            return False
        if joined and (
            self.is_known(j) if len(parts) == 1 else parts[1] in self.lexicon.bare_articles
        ):
            return False
        if parts[0] in self.lexicon.bare_articles:
            return False
        rest = [part for part in parts if part not in self.lexicon.complements]
        if len(rest) > 1 or any(part in self.lexicon.function for part in rest):
            return False
        return not rest or parts[0] in self.lexicon.of or rest[0].endswith(self.lexicon.adjectives)

    def event_stop(self, i: int) -> int:
        """`Coppa del Mondo`, `Australian Open`: the index after it, 0 if it is none."""
        if self.words[i].folded in self.lexicon.event_heads:
            return self.place_stop(i)
        if self.words[i].folded in self.lexicon.org_heads:
            return 0
        j, found = i + 1, 0
        while j < i + LONGEST and self.adjacent(j):
            found = j + 1 if self.words[j].folded in self.lexicon.event_tails else 0
            j += 1
        return found

    def is_department(self, i: int) -> bool:
        """`ministro degli Esteri`, `minister van Buitenlandse Zaken`: what a role is about."""
        word = self.words[i]
        if word.text not in self.lexicon.departments or not word.gap:
            return False
        if self.adjacent(i):
            return i > 0 and self.is_department(i - 1)
        parts = self.parts(i)
        return parts is not None and parts[-1] in self.lexicon.links

    def small_stop(self, i: int) -> int:
        """End of `Comitato di vigilanza sui prezzi`, whose complements are in small letters."""
        lexicon, done = self.lexicon, self.words[i].end
        limit = self.words[i + 1].start if i + 1 < len(self.words) else self.end
        linked, complements, at = False, 0, done
        for match in SMALL.finditer(self.text, at, min(limit, at + 60)):
            word = match.group(1)
            if match.start() != at or complements == 3:
                break
            at = match.end()
            if word in lexicon.complements:
                if word in lexicon.bare_articles or word in lexicon.conjunctions:
                    break
                linked = True
            elif word in lexicon.function or word in lexicon.verbs:
                break
            elif linked:
                linked, complements, done = False, complements + 1, at
            elif not word.endswith(lexicon.adjectives):
                break
        return done if complements else self.words[i].end

    # --- places

    def place_stop(self, i: int) -> int:
        """`Lago di Garda`, `Piazza Tienanmen`, `San Vito`."""
        j = i + 1
        if j >= len(self.words):
            return j
        if not self.adjacent(j):
            parts = self.parts(j)
            if parts is None or not all(part in self.lexicon.complements for part in parts):
                return j
            if parts[0] in self.lexicon.conjunctions or parts[0] in self.lexicon.bare_articles:
                return j
            j += 1
        while self.adjacent(j) and j - i < 5 and not self.is_common(self.words[j]):
            if self.words[i].text in self.lexicon.departments and self.starts_person(j):
                break
            j += 1
        if self.words[i].folded in SAINTS and j < len(self.words):
            parts = self.parts(j)
            if parts and len(parts) < 3 and all(p in self.lexicon.complements for p in parts):
                if parts[0] not in self.lexicon.conjunctions and not self.words[j].text.isupper():
                    return j + 1
        return j

    # --- persons

    def person_stop(self, i: int) -> int:
        """`Gilberto De Luca`, `Ursula von der Leyen`, `George W. Bush`, `Benedetto XVI`."""
        j, given = i + 1, True
        while j < len(self.words) and j - i < 6:
            word = self.words[j]
            if self.adjacent(j):
                if not self.may_be_surname(word):
                    break
            elif not (self.particle(j, given) and self.may_follow_particle(j, j == i + 1)):
                break
            given = given and self.is_given(word)
            j += 1
        while j > i + 2 and len(self.words[j - 1].text) == 1:
            j -= 1
        if j == i + 2 and len(self.words[i + 1].text) == 1 and self.words[i + 1].text not in "IVX":
            j -= 1
        return j

    def starts_person(self, j: int) -> bool:
        return self.is_given(self.words[j]) and self.person_stop(j) > j + 1

    def is_given(self, word: Word) -> bool:
        name = word.text.title() if word.loud else word.text
        return name in self.gazetteer.given and word.folded not in self.lexicon.function

    def may_be_surname(self, word: Word) -> bool:
        folded, lexicon = word.folded, self.lexicon
        if len(word.text) == 1:
            return True
        if folded in lexicon.function and folded not in lexicon.particles:
            return False
        if word.text in lexicon.demonyms:
            return False
        if is_acronym(word.text) and not word.loud:
            return False
        if word.text in self.gazetteer.given:
            return True
        if lexicon.is_role(folded) or folded in lexicon.org_heads or folded in lexicon.event_heads:
            return False
        entry = self.gazetteer.names.get(word.text)
        return entry is None or entry.kind in ("city", "town")

    def may_follow_particle(self, j: int, alone: bool = False) -> bool:
        """Not a place, unless a given name stands `alone` before it: `Grégoire de Tours`."""
        word = self.words[j]
        return (
            (not self.is_known(j) or (alone and self.is_place(word.text)))
            and word.text not in self.lexicon.departments
            and self.may_be_surname(word)
        )

    def is_place(self, word: str) -> bool:
        entry = self.gazetteer.entry(word)
        return entry is not None and entry.kind not in ("body", "building")

    def is_known(self, j: int) -> bool:
        """Does a name of the gazetteer begin at word `j`?"""
        word, table = self.words[j], self.gazetteer
        return table.entry(word.text) is not None or (
            table.longest(self.text, word.start, word.text, self.end) is not None
        )

    def particle(self, i: int, given: bool = True) -> bool:
        """Are there only particles before word `i`: ` de la `, ` von der `, ` al-`?

        The particles of the language itself may be plain prepositions: they need a given name
        before them (`Mario di Stefano`), but where surnames are double (`Pablo Hermoso de Mendoza`).
        """
        if self.words[i].gap in AL:
            return True
        parts = self.parts(i)
        if parts is None or not all(part in self.lexicon.particles for part in parts):
            return False
        if parts[0] in self.lexicon.bare_articles and self.lexicon.language != "nl":
            return False
        native = parts[0] in self.lexicon.complements and self.lexicon.language not in ("es", "pt")
        return given or not native

    # --- names of no table

    def open_stop(self, i: int) -> int:
        """A row of capitalised words, up to a known name, a role or a person."""
        j = i + 1
        while j < len(self.words) and j - i < LONGEST:
            word = self.words[j]
            if not self.adjacent(j):
                first = self.words[i].folded in self.lexicon.particles
                if j - i > 1 or not self.particle(j, first) or not self.may_follow_particle(j):
                    break
            elif self.is_common(word) or self.is_boundary(i, j):
                break
            j += 1
        return j

    def is_boundary(self, i: int, j: int) -> bool:
        """Does something known begin at word `j` of the row that began at `i`?"""
        word = self.words[j]
        if (
            self.lexicon.is_role(word.folded)
            or word.text in self.gazetteer.names
            or self.is_multiple(j)
        ):
            return True
        # `Nguyen Van Lam` is one person, `portavoce del Triangolo Sabrina Singh` is not.
        if not self.starts_person(j):
            return False
        alone = j > i + 1 or self.words[i].initial or self.is_articled(i)
        return alone or self.lexicon.language == "de"

    def is_multiple(self, j: int) -> bool:
        """Does a name of several words begin here that the gazetteer knows?"""
        word = self.words[j]
        return self.gazetteer.longest(self.text, word.start, word.text, self.end) is not None

    def is_articled(self, i: int) -> bool:
        gap = self.words[i].gap
        parts = gap.translate(APOSTROPHES).split() if gap else []
        return bool(parts) and parts[-1] in self.lexicon.articles

    def direction_stop(self, j: int) -> int:
        """`Corea del Nord`: a direction after the name belongs to it."""
        if j < len(self.words) and self.words[j].text in self.lexicon.directions:
            parts = self.parts(j)
            linked = parts and all(part in self.lexicon.complements for part in parts)
            if self.adjacent(j) or (linked and parts[0] not in self.lexicon.conjunctions):
                return j + 1
        return j


def is_acronym(word: str) -> bool:
    """`NATO`, `M5S`, `U.S.`; not a Roman number."""
    return 2 <= len(word) <= 7 and word.isupper() and word[-1] != "." and not is_roman(word)


def is_roman(word: str) -> bool:
    return not word.strip("IVXLC")
