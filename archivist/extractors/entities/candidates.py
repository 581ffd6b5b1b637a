"""This module cuts the capitalised words of a block into names and says what each might be.

A name gets its kind from the gazetteer, from words inside it (given names, `Ministero`, `S.p.A.`)
or stays open (`kind` None) until the whole document has been read (memory.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archivist.extractors.entities.gazetteer import Entry, Gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.words import Word

SPACES = (" ", "\u00a0", "\u202f")
LONGEST = 8  # words of a name


@dataclass(slots=True)
class Name:
    """A candidate: half-open span, kind or None, the rule that found it, its gazetteer entry."""

    start: int
    end: int
    kind: str | None
    rule: str
    entry: Entry | None = None
    initial: bool = False
    metonym: bool = False
    before: str = ""  # text of the same block before it, a few words
    after: str = ""
    words: tuple[str, ...] = ()
    votes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Cutter:
    """Walks over the words of one block, left to right; `names` is what it found."""

    text: str
    start: int
    end: int
    words: list[Word]
    lexicon: Lexicon
    gazetteer: Gazetteer
    lower: frozenset[str]  # words the document prints in small letters
    loud: bool = False
    names: list[Name] = field(default_factory=list)

    def cut(self) -> list[Name]:
        index = 0
        while index < len(self.words):
            index = self.step(index)
        return self.names

    # --- one name

    def step(self, i: int) -> int:
        """Reads the name that begins at word `i`, returns the index of the word after it."""
        word = self.words[i]
        folded = word.text.casefold()
        table = self.gazetteer.longest(self.text, word.start, word.text, self.end)
        tail = self.org_tail(i)
        if tail and (not table or self.words[tail - 1].end > table[0]):
            return self.add(i, tail, "organization", "entity.organization-keyword")
        if table:
            return self.add_table(i, table[0], table[1])
        if self.is_common(word, folded):
            return i + 1
        if folded in self.lexicon.org_heads:
            stop = self.org_stop(i)
            if stop > i + 1:
                return self.add(i, stop, "organization", "entity.organization-keyword")
        if folded in self.lexicon.place_heads:
            stop = self.place_stop(i)
            if stop > i + 1:
                return self.add(i, stop, "place", "entity.place-keyword")
        if folded in self.lexicon.roles or folded in self.lexicon.honorifics:
            return i + 1
        if word.text in self.gazetteer.given:
            stop = self.person_stop(i)
            if stop > i + 1:
                return self.add(i, stop, "person", "entity.given-name")
        entry = self.gazetteer.entry(word.text)
        if entry and not (word.initial and folded in self.lower):
            return self.add_entry(i, i + 1, entry)
        return self.step_open(i)

    def step_open(self, i: int) -> int:
        """A name no table knows: an acronym, or a run of capitalised words."""
        word = self.words[i]
        if is_acronym(word.text) and not self.loud:
            if word.text in self.lexicon.not_acronyms:
                return i + 1
            return self.add(i, i + 1, "organization", "entity.acronym")
        stop = self.open_stop(i)
        rule = "entity.capitals" if stop - i > 1 else "entity.capital"
        return self.add(i, stop, None, rule)

    def is_common(self, word: Word, folded: str) -> bool:
        """Is this capital no name: an article or adverb, a demonym, a word printed small too?"""
        if folded in self.lexicon.function:
            return not self.is_particled(word)
        if len(word.text) == 1:
            return not self.text.startswith(".", word.end)
        if word.text in self.lexicon.demonyms:
            return True
        return word.initial and folded in self.lower

    def is_particled(self, word: Word) -> bool:
        """`De la Serna`, `Di Pietro` in mid-sentence: a capital particle opens a surname."""
        if word.initial or word.text.casefold() not in self.lexicon.particles:
            return False
        return self.text[word.end : word.end + 1] == " " and not word.text.isupper()

    # --- how far a name goes: the index after its last word

    def adjacent(self, i: int) -> bool:
        """Does word `i` follow the one before it with nothing but a blank, a dot or apostrophe?"""
        if i >= len(self.words):
            return False
        gap = self.words[i].gap
        if gap in SPACES:
            return True
        before = self.words[i - 1].text
        if gap == ". ":
            return len(before) == 1 or before in ("St", "Ste", "Jr", "Mt", "Ft")
        if gap == ".":
            return len(before) == 1
        if gap in ("'", "’"):
            return len(before) == 1 and not self.words[i - 1].initial or before in ("O", "D")
        return gap == " & "

    def org_tail(self, i: int) -> int:
        """`Yale University`, `Fincantieri S.p.A.`: the index after the keyword, 0 if none."""
        j, found = i + 1, 0
        while j < len(self.words) and j < i + LONGEST and self.adjacent(j):
            folded = self.words[j].text.casefold()
            if folded in self.lexicon.org_tails or folded in self.lexicon.org_suffixes:
                found = j + 1
            j += 1
        if not found or self.is_common(self.words[i], self.words[i].text.casefold()):
            return 0
        if self.words[found - 1].text.isupper() and self.loud:
            return 0
        return self.of_complement(found)

    def of_complement(self, j: int) -> int:
        """`Bank of England`, `Ministry of Foreign Affairs`."""
        while j < len(self.words) and self.words[j].gap in (" of ", " of the ", " for "):
            j += 1
            while self.adjacent(j) and self.words[j].text.casefold() not in self.lexicon.function:
                j += 1
        return j

    def org_stop(self, i: int) -> int:
        """`Ministero della Difesa Nazionale della Repubblica di Corea`: to the last complement."""
        j = i + 1
        while j < len(self.words) and j - i < 12:
            gap = self.words[j].gap
            if gap is None or self.words[j].initial:
                break
            if not (self.adjacent(j) or self.is_linked(gap)):
                break
            if self.words[j].text in self.gazetteer.common_given and self.starts_person(j):
                break
            j += 1
        return j

    def is_linked(self, gap: str) -> bool:
        """Only links, or adjectives and then links: ` della `, ` di sicurezza delle `."""
        parts = gap.replace("'", " ").replace("’", " ").split()
        if (
            not parts
            or gap[0] not in SPACES
            or not gap.replace("'", " ").replace("’", " ")[-1] == " "
        ):
            return False
        if any(not part.isalpha() for part in parts) or len(parts) > 4:
            return False
        if parts[-1] not in self.lexicon.links:
            return False
        rest = [part for part in parts if part not in self.lexicon.links]
        return len(rest) < 2 and not any(part in self.lexicon.function for part in rest)

    def starts_person(self, j: int) -> bool:
        return self.words[j].gap in SPACES and self.person_stop(j) > j + 1

    def place_stop(self, i: int) -> int:
        """`Lago di Garda`, `Piazza Tienanmen`, `San Vito`."""
        j = i + 1
        if j < len(self.words) and not self.adjacent(j):
            gap = self.words[j].gap
            if (
                not gap
                or gap.split()
                and gap.split()[0].strip("'’") not in self.lexicon.links
                or not self.is_linked(gap)
            ):
                return j
            if self.words[j].initial:
                return j
            j += 1
        while (
            self.adjacent(j)
            and j - i < 5
            and not self.is_common(self.words[j], self.words[j].text.casefold())
        ):
            j += 1
        return j

    def person_stop(self, i: int) -> int:
        """`Gilberto De Luca`, `Ursula von der Leyen`, `George W. Bush`."""
        j = i + 1
        while j < len(self.words) and j - i < 6:
            word = self.words[j]
            if self.adjacent(j):
                if not self.may_be_surname(word):
                    break
            elif not (self.is_particle(word.gap) and self.may_follow_particle(word)):
                break
            j += 1
        while j > i + 1 and len(self.words[j - 1].text) == 1:
            j -= 1
        return j

    def may_be_surname(self, word: Word) -> bool:
        folded = word.text.casefold()
        if folded in self.lexicon.function and folded not in self.lexicon.particles:
            return False
        if (
            word.text in self.lexicon.demonyms
            or is_acronym(word.text)
            and not self.loud
            and not is_roman(word.text)
        ):
            return False
        if folded in self.lexicon.roles and word.text not in self.gazetteer.given:
            return False
        entry = self.gazetteer.names.get(word.text)
        return entry is None or word.text in self.gazetteer.given

    def may_follow_particle(self, word: Word) -> bool:
        return (
            self.gazetteer.entry(word.text) is None
            and word.text not in self.lexicon.departments
            and word.text.casefold() not in self.lexicon.org_heads
            and self.may_be_surname(word)
        )

    def is_particle(self, gap: str | None) -> bool:
        if not gap:
            return False
        parts = gap.replace("'", " ").replace("’", " ").replace("-", " ").split()
        return 0 < len(parts) < 4 and all(part in self.lexicon.particles for part in parts)

    def open_stop(self, i: int) -> int:
        j = i + 1
        while j < len(self.words) and j - i < LONGEST:
            word = self.words[j]
            if not self.adjacent(j):
                if not (
                    j - i == 1 and self.is_particle(word.gap) and self.may_follow_particle(word)
                ):
                    break
            elif word.text in self.gazetteer.names or word.text in self.lexicon.demonyms:
                break
            elif word.text in self.gazetteer.common_given and self.starts_person(j):
                break
            elif word.text.casefold() in self.lexicon.function:
                break
            j += 1
        return j

    # --- what was found

    def add_table(self, i: int, stop: int, entry: Entry) -> int:
        j = i
        while j < len(self.words) and self.words[j].start < stop:
            j += 1
        self.append(i, j, stop, None, "", entry)
        return j

    def add_entry(self, i: int, j: int, entry: Entry) -> int:
        self.append(i, j, self.words[j - 1].end, None, "", entry)
        return j

    def add(self, i: int, j: int, kind: str | None, rule: str) -> int:
        self.append(i, j, self.words[j - 1].end, kind, rule, None)
        return j

    def append(
        self, i: int, j: int, stop: int, kind: str | None, rule: str, entry: Entry | None
    ) -> None:
        start = self.words[i].start
        if entry:
            kind = "organization" if entry.kind in ("body", "building") else "place"
            rule = f"entity.gazetteer.{entry.kind}"
        self.names.append(
            Name(
                start,
                stop,
                kind,
                rule,
                entry,
                self.words[i].initial,
                bool(entry and entry.kind == "building"),
                self.text[max(self.start, start - 60) : start],
                self.text[stop : min(self.end, stop + 60)],
                tuple(word.text for word in self.words[i:j]),
            )
        )


def is_acronym(word: str) -> bool:
    return (
        2 <= len(word) <= 7
        and word.isupper()
        and word.isalnum()
        and not word.isdigit()
        and not is_roman(word)
    )


def is_roman(word: str) -> bool:
    return not word.strip("IVXL")
