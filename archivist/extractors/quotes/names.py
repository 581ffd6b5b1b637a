"""This module finds names in a stretch of narration and says whether one heads its phrase.

Names are the mentions of the article's entities; where there is none, a run of capitals. A place
is no name here: it never speaks.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from archivist.extractors.quotes.narration import BRACKET, STOP, Narration
from archivist.record import Entity, Span

Kind = Literal["name", "pronoun", "noun"]

# Lower-case words inside names, in languages where a small word cannot also open a phrase.
_PARTICLES = frozenset(
    ("de", "di", "da", "del", "della", "von", "van", "der", "den", "la", "le", "el", "al", "ten")
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: `span` of the name or the whole phrase, `items` [start, end) of the phrase."""

    span: Span
    entity: Entity | None
    kind: Kind
    items: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """Items [start, end) of a name."""

    start: int
    end: int
    entity: Entity | None


class Mentions:
    """The mentions of an article in order, the longer first; made once for all its narrations."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        found = [
            (mention.span.start, mention.span.end, entity)
            for entity in entities
            for mention in entity.mentions
        ]
        self.all = sorted(found, key=lambda one: (one[0], -one[1]))
        self.starts = [one[0] for one in self.all]


class Names:
    """Names and heads of one narration."""

    def __init__(self, narration: Narration, mentions: Mentions) -> None:
        self.n, self.lexicon = narration, narration.lexicon
        self.mentions, self.starts = mentions.all, mentions.starts

    def head(self, start: int, end: int) -> Subject | None:
        """Who the phrase of items [start, end) is about: its name, else the phrase."""
        if start >= end:
            return None
        if end - start == 1 and self.is_pronoun(start):
            return self.pronoun(start)
        for name in reversed(self.within(start, end)):
            if self.hangs(name, start) or not self._ends_phrase(name, end):
                continue
            return None if self.is_opening_word(name) else self.subject(name, start, end)
        return self._noun(start, end)

    def whole(self, start: int, end: int) -> Subject | None:
        """The items are nothing but a name of two words or more: `Dr. Ada Fenn`."""
        while start < end - 2 and self.n.lows[start] in self.lexicon.abbreviations:
            start += 1
        names = self.within(start, end)
        if len(names) == 1 and (names[0].start, names[0].end) == (start, end) and end - start > 1:
            return self.subject(names[0], start, end)
        return None

    def is_opening_word(self, name: Name) -> bool:
        """`Preguntada por el dinero, respondió`: a word with a capital only because it opens."""
        n = self.n
        opens = name.start == 0 or n.gaps[name.start - 1] >= STOP
        single = name.entity is None and name.end - name.start == 1
        return opens and single and n.lows[name.start] not in n.inner_capitals

    def ends_mention(self, item: int) -> bool:
        """The item ends the mention of a person or an organization."""
        at = bisect_left(self.starts, self.n.ends[item]) - 1
        if at < 0 or self.mentions[at][1] != self.n.ends[item]:
            return False
        return self.mentions[at][2].type in ("person", "organization")

    def is_genitive(self, item: int) -> bool:
        """`Moors Partei`: a name of the article with an `s`, and a noun behind it."""
        n, at = self.n, bisect_left(self.starts, self.n.starts[item])
        if not self.lexicon.noun_capitals or not n.lows[item].endswith("s") or n.gaps[item]:
            return False
        if item + 1 >= len(n) or not n.capitals[item + 1]:
            return False
        known = {mention[2].name.lower() for mention in self.mentions[at : at + 1]}
        begins = at < len(self.mentions) and self.starts[at] == n.starts[item]
        return begins or any(name.endswith(n.lows[item][:-1]) for name in known)

    def is_pronoun(self, item: int) -> bool:
        """`he`, `some`: stands alone as a subject."""
        low = self.n.small[item]
        return low in self.lexicon.pronouns or low in self.lexicon.others

    def pronoun(self, item: int) -> Subject:
        """The pronoun at this item as a subject."""
        n = self.n
        return Subject(Span(n.starts[item], n.ends[item]), None, "pronoun", (item, item + 1))

    def subject(self, name: Name, start: int, end: int) -> Subject:
        """The name as the subject of the phrase of items [start, end)."""
        span = Span(self.n.starts[name.start], self.n.ends[name.end - 1])
        return Subject(span, name.entity, "name", (start, end))

    def hangs(self, name: Name, start: int) -> bool:
        """`of X`, `X's`: the name belongs to another noun."""
        n, lexicon = self.n, self.lexicon
        at = name.start
        surname = name.end - name.start == 1  # a full name stands beside an office
        while surname and at > start and self._is_title(at - 1):
            at -= 1  # `del Presidente Moor`, but not `alla Difesa Ada Moor`
        while lexicon.noun_capitals and at - 1 > start and self._is_title(at - 1):
            at -= 1  # `des Anwaltes Ugo Moor`
        if at > start and lexicon.noun_capitals and n.small[at - 1] in lexicon.determiners:
            if at < name.start:
                return at - 1 > start and n.small[at - 1] in lexicon.oblique
            return at - 1 > start and n.capitals[at - 2] and not n.gaps[at - 2]  # `Unmut der CDU`
        if at > start + 1 and n.small[at - 1] in lexicon.determiners:
            at -= 1  # `presidente de la Liga`, `a spokesman for the League`
        if at > start and self._governs(at - 1):
            return True
        after = n.text[n.ends[name.end - 1] : n.ends[name.end - 1] + 2]
        return after in ("'s", "’s") or (after[:1] in ("'", "’") and after[1:] == " ")

    def _governs(self, item: int) -> bool:
        """A preposition or genitive, and no article of the same form."""
        low, lexicon = self.n.small[item], self.lexicon
        governs = low in lexicon.prepositions or low in lexicon.genitives
        return governs and not (low in lexicon.determiners and low not in lexicon.oblique)

    def _is_title(self, item: int) -> bool:
        """A capital in the same phrase that is no name of its own."""
        return self.n.capitals[item] and not self.n.gaps[item] and not self._is_mention(item)

    def _is_mention(self, item: int) -> bool:
        """The item ends a mention of its own."""
        at = bisect_left(self.starts, self.n.ends[item]) - 1
        return at >= 0 and self.mentions[at][1] == self.n.ends[item]

    def _ends_phrase(self, name: Name, end: int) -> bool:
        """Nothing but small words behind it: `Moor on Monday`, not `Moor aides`."""
        n, lexicon = self.n, self.lexicon
        if name.end == end:
            return True
        low = n.small[name.end]
        if low in lexicon.genitives and name.start > 0:
            title = n.small[name.start - 1] in lexicon.determiners
            if name.entity is None and title:
                return False  # `il Segretario alla Difesa`: a title, not a name
            short = name.end - name.start == 1 and name.end + 1 < end
            if short and n.capitals[name.end + 1] and not n.capitals[name.start - 1]:
                return False  # `la cooperativa Flor de Octubre`: a part of a name
        return (
            low in lexicon.prepositions
            or low in lexicon.determiners
            or low in lexicon.conjunctions
            or low in lexicon.reflexives
            or n.lows[name.end] in lexicon.time
            or lexicon.is_adverb(low)
        )

    # -------------------------------------------------------------- phrases without a name

    def _noun(self, start: int, end: int) -> Subject | None:
        """The phrase without opening adverbials and closing ones: `On Monday the minister`."""
        n, lexicon = self.n, self.lexicon
        while start < end and (
            lexicon.is_adverb(n.small[start]) or n.small[start] in lexicon.conjunctions
        ):
            start += 1
        while start < end and (
            lexicon.is_adverb(n.small[end - 1]) or n.lows[end - 1] in lexicon.time
        ):
            end -= 1
        while start < end and (
            self.is_preposition(end - 1)
            or n.small[end - 1] in lexicon.determiners
            or n.small[end - 1] in lexicon.conjunctions
        ):
            end -= 1
        if start < end and self.is_preposition(start):
            start = self._free_determiner(start, end)
        if start >= end or n.small[start] in lexicon.breaks:
            return None
        if n.small[end - 1] in lexicon.breaks:
            return None
        return Subject(Span(n.starts[start], n.ends[end - 1]), None, "noun", (start, end))

    def is_preposition(self, item: int) -> bool:
        """A preposition, and not an article of the same form."""
        low = self.n.small[item]
        return low in self.lexicon.prepositions and low not in self.lexicon.determiners

    def _free_determiner(self, start: int, end: int) -> int:
        """`In a statement the minister`: the determiner that no preposition governs."""
        n, lexicon = self.n, self.lexicon
        for item in range(start + 2, end):
            low = n.small[item]
            free = low in lexicon.determiners and low not in lexicon.oblique
            if free and not self.is_preposition(item - 1):
                return item
            if n.lows[item - 1] in lexicon.time and not self.is_preposition(item):
                return item
        return end

    # -------------------------------------------------------------- names

    def within(self, start: int, end: int) -> list[Name]:
        """Persons and organizations mentioned in the items, and runs of capitals elsewhere."""
        found = self._mentioned(start, end)
        if self.lexicon.noun_capitals:
            return [name for name in found if name.entity and name.entity.type != "place"]
        covered = {item for name in found for item in range(name.start, name.end)}
        found = [name for name in found if name.entity and name.entity.type != "place"]
        item = start
        while item < end:
            if item in covered or not self._capital(item):
                item += 1
                continue
            stop = item + 1
            while stop < end and stop not in covered and self._goes_on(stop, end):
                stop += 1
            found.append(Name(item, stop, None))
            item = stop
        return sorted(found, key=lambda name: name.start)

    def _mentioned(self, start: int, end: int) -> list[Name]:
        n = self.n
        low, high = n.starts[start], n.ends[end - 1]
        found: list[Name] = []
        reach = 0
        for index in range(bisect_left(self.starts, low), bisect_left(self.starts, high)):
            at, until, entity = self.mentions[index]
            if at < reach or until > high or entity.type in ("event", "work"):
                continue
            reach = until
            first, last = n.item_at(at), n.item_at(until)
            if first < last and n.starts[first] == at:
                found.append(Name(self._with_particles(first, last, start, entity), last, entity))
        return found

    def _with_particles(self, first: int, last: int, start: int, entity: Entity) -> int:
        """`Von der Leyen` of an `Ursula von der Leyen` whose mention is `Leyen`."""
        n, name = self.n, entity.name.lower()
        at = first
        while at > start and n.lows[at - 1] in _PARTICLES and not n.gaps[at - 1]:
            at -= 1
        while at < first and not name.endswith(" " + n.folded[n.starts[at] : n.ends[last - 1]]):
            at += 1
        return at

    def _capital(self, item: int) -> bool:
        n, lexicon = self.n, self.lexicon
        if not n.capitals[item] or n.lows[item] in lexicon.time:
            return False
        starts = item == 0 or n.gaps[item - 1] >= BRACKET or item - 1 in n.quoted
        return not starts or n.lows[item] not in lexicon.small

    def _goes_on(self, item: int, end: int) -> bool:
        n = self.n
        if n.gaps[item - 1]:
            return False
        if n.capitals[item]:
            return n.lows[item] not in self.lexicon.time
        between = n.lows[item] in _PARTICLES and item + 1 < end and n.capitals[item + 1]
        return between and not self.lexicon.null_subject
