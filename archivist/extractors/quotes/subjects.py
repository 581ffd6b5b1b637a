"""This module finds the noun phrase that speaks: before its verb, or behind it.

Without a parser, by small words: a phrase goes back from the verb to a subordinator, a
preposition that does not belong to it, a comma; `X, role, said` skips the insertion; a name in
it is the speaker unless it hangs on another noun (`a spokesman for X`, `X's lawyer`).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from archivist.extractors.quotes.cues import CueGroup
from archivist.extractors.quotes.narration import (
    BRACKET,
    COMMA,
    DASH,
    QUOTE,
    SPACE,
    STOP,
    Narration,
)
from archivist.record import Entity, Span

LONGEST = 30  # items in a noun phrase; beyond it the phrase is a misreading

Kind = Literal["name", "pronoun", "noun", "null"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: `span` of the name or the whole phrase, `items` [start, end) of the phrase."""

    span: Span
    entity: Entity | None
    kind: Kind
    items: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    entity: Entity | None


class Subjects:
    """Looks up names and phrases in one narration."""

    def __init__(
        self, narration: Narration, entities: tuple[Entity, ...], cues: list[CueGroup]
    ) -> None:
        self.narration, self.lexicon = narration, narration.lexicon
        self.cue_items = {item for cue in cues for item in range(cue.start, cue.end)}
        mentions = [
            (mention.span.start, mention.span.end, entity)
            for entity in entities
            for mention in entity.mentions
        ]
        self.mentions = sorted(mentions, key=lambda found: (found[0], -found[1]))
        self.mention_starts = [found[0] for found in self.mentions]

    # -------------------------------------------------------------- before the verb

    def before(self, first: int, at: int) -> Subject | None:
        """The phrase that ends before item `at`, not reaching back over item `first`."""
        n, lexicon = self.narration, self.lexicon
        last = at - 1
        while last >= first and n.gaps[last] == SPACE and lexicon.is_adverb(n.lows[last]):
            last -= 1
        if last < first or n.lows[last] == QUOTE:
            return None
        low, gap = n.lows[last], n.gaps[last]
        if gap == SPACE and low in lexicon.conjunctions:
            return self._shared(first, last)
        if gap == SPACE and low in lexicon.relatives and last > first:
            return self._antecedent(first, last)
        if gap == SPACE and low in lexicon.pronouns | lexicon.others:
            return self._pronoun(last)
        if gap in (COMMA, DASH, BRACKET):
            return self._before_insertion(first, last, gap)
        if gap != SPACE:
            return None
        return self._phrase_before(first, last)

    def _phrase_before(self, first: int, last: int) -> Subject | None:
        """The phrase whose last item is `last`."""
        n, lexicon = self.narration, self.lexicon
        start = last
        while start > max(first, last - LONGEST) and n.gaps[start - 1] == SPACE:
            low = n.lows[start - 1]
            if low in lexicon.relatives and low not in lexicon.determiners:
                return self._antecedent(first, start - 1)
            if low in lexicon.breaks or low == QUOTE or start - 1 in self.cue_items:
                break
            if low in lexicon.auxiliaries or (
                low in lexicon.conjunctions and not self._joins(start - 1)
            ):
                break
            start -= 1
        return self.head(start, last + 1)

    def _joins(self, item: int) -> bool:
        """`Trump and Clinton`: a conjunction between two names, not between two clauses."""
        n = self.narration
        return item > 0 and n.is_capital(item - 1) and n.is_capital(item + 1)

    def _shared(self, first: int, conjunction: int) -> Subject | None:
        """`X left the room and said`: the subject of the clause before."""
        return self.opening(first, conjunction)

    def opening(self, first: int, limit: int) -> Subject | None:
        """The first phrase of a clause that can be its subject."""
        n, lexicon = self.narration, self.lexicon
        start = first
        while start < limit and (
            n.lows[start] in lexicon.conjunctions or n.lows[start] in lexicon.breaks
        ):
            start += 1
        end = start
        while end < limit and end - start < LONGEST:
            low = n.lows[end]
            if low in lexicon.auxiliaries or low in lexicon.verbs or low == QUOTE:
                break
            if end > start and n.gaps[end - 1] != SPACE:
                break
            end += 1
        if start == end:
            return None
        if n.lows[start] in lexicon.pronouns | lexicon.others and end == start + 1:
            return self._pronoun(start)
        if n.lows[start] in lexicon.pronouns:
            return self._pronoun(start)
        names = [name for name in self._names(start, end) if not self._hangs(name, start)]
        if names:
            return self._named(names[0])
        return None

    def _antecedent(self, first: int, relative: int) -> Subject | None:
        """`X, who said`: what the relative pronoun stands for."""
        last = relative - 1
        if last < first or self.narration.lows[last] == QUOTE:
            return None
        if self.narration.gaps[last] == BRACKET:
            return self._before_insertion(first, last, BRACKET)
        return self._phrase_before(first, last)

    def _before_insertion(self, first: int, last: int, gap: int) -> Subject | None:
        """`X, role, said`; `X (party) said`; `the minister, X, said`."""
        n = self.narration
        opened = last - 1
        while opened >= first and n.gaps[opened] != gap:
            opened -= 1
        if opened < first:
            return None
        inserted = self._whole_name(opened + 1, last + 1)
        outer = self._through_insertions(first, opened)
        if inserted and (outer is None or outer.kind != "name"):
            return inserted
        return outer

    def _through_insertions(self, first: int, last: int) -> Subject | None:
        """The phrase before an insertion, which may itself follow one: `X, 45, of Rome, said`."""
        n, at = self.narration, last
        found = self._phrase_before(first, at)
        for _ in range(3):
            if found and found.kind in ("name", "pronoun"):
                return found
            earlier = at - 1
            while earlier >= first and n.gaps[earlier] not in (COMMA, BRACKET):
                earlier -= 1
            if earlier < first:
                break
            outer = self._phrase_before(first, earlier)
            if outer and outer.kind == "name" and outer.items[1] == earlier + 1:
                return outer
            at = earlier
        return found

    def _whole_name(self, start: int, end: int) -> Subject | None:
        """The insertion is nothing but a person's name."""
        names = self._names(start, end)
        if len(names) == 1 and (names[0].start, names[0].end) == (start, end) and end - start > 1:
            return self._named(names[0])
        return None

    # -------------------------------------------------------------- behind the verb

    def after(self, at: int, limit: int) -> Subject | None:
        """The phrase that begins at item `at` or after adverbs, before item `limit`."""
        n, lexicon = self.narration, self.lexicon
        start = at
        while start < limit and n.gaps[start - 1] == SPACE and self._skippable(start):
            start += 1
        if start >= limit or (start > 0 and n.gaps[start - 1] != SPACE):
            return None
        low = n.lows[start]
        if low in lexicon.pronouns:
            return self._pronoun(start)
        if not self._can_begin(start):
            return None
        end = self._phrase_end(start, limit)
        found = self.head(start, end)
        if found and found.kind == "noun" and end < limit and n.gaps[end - 1] == COMMA:
            stop = end + 1
            while stop < limit and n.gaps[stop - 1] == SPACE:
                stop += 1
            return self._whole_name(end, stop) or found
        return found

    def _skippable(self, item: int) -> bool:
        low, lexicon = self.narration.lows[item], self.lexicon
        return (lexicon.is_adverb(low) or low in lexicon.clitics) and not (
            low in lexicon.pronouns or low in lexicon.determiners
        )

    def _can_begin(self, item: int) -> bool:
        n, lexicon = self.narration, self.lexicon
        low = n.lows[item]
        if low == QUOTE or low in lexicon.breaks or low in lexicon.complementizers:
            return False
        if low in lexicon.prepositions and low not in lexicon.determiners:
            return False
        if any(n.lows[item - 1] in forms for forms in lexicon.contractions.values()):
            return True  # the article is in the word before: `dalla portavoce`
        if low in lexicon.determiners or low in lexicon.possessives or low in lexicon.others:
            return True
        return n.is_capital(item) or not lexicon.null_subject

    def _phrase_end(self, start: int, limit: int) -> int:
        n, lexicon, end = self.narration, self.lexicon, start + 1
        while end < min(limit, start + LONGEST) and n.gaps[end - 1] == SPACE:
            low = n.lows[end]
            if low == QUOTE or low in lexicon.breaks or end in self.cue_items:
                break
            if low in lexicon.prepositions and low not in lexicon.genitives:
                break
            if low in lexicon.auxiliaries or lexicon.is_adverb(low) or low in lexicon.time:
                break
            if low in lexicon.determiners and not self._governed(end - 1):
                break  # `Sabrina Singh la Corea`: the next phrase begins
            if low in lexicon.conjunctions and not (end + 1 < limit and self._joins(end)):
                break
            end += 1
        return end

    def _governed(self, item: int) -> bool:
        """The word is one after which a determiner goes on with the same phrase."""
        low, lexicon = self.narration.lows[item], self.lexicon
        return low in lexicon.prepositions or low in lexicon.genitives or low in lexicon.determiners

    # -------------------------------------------------------------- names and heads

    def head(self, start: int, end: int) -> Subject | None:
        """Who the phrase of items [start, end) is about: its name, else the phrase."""
        n, lexicon = self.narration, self.lexicon
        if start >= end:
            return None
        if end - start == 1 and n.lows[start] in lexicon.pronouns | lexicon.others:
            return self._pronoun(start)
        names = self._names(start, end)
        for name in reversed(names):
            if not self._hangs(name, start) and self._ends_phrase(name, end):
                return self._named(name, start, end)
        return self._noun(start, end)

    def _hangs(self, name: _Name, start: int) -> bool:
        """`of X`, `X's`: the name belongs to another noun."""
        n, lexicon = self.narration, self.lexicon
        if name.start > start:
            low = n.lows[name.start - 1]
            if low in lexicon.prepositions | lexicon.genitives and low not in lexicon.determiners:
                return True
        between = n.text[n.ends[name.end - 1] : n.ends[name.end - 1] + 2]
        return between in ("'s", "’s") or (between[:1] in ("'", "’") and between[1:] == " ")

    def _ends_phrase(self, name: _Name, end: int) -> bool:
        """Nothing but small words behind it: `Trump on Monday`, not `Trump aides`."""
        n, lexicon = self.narration, self.lexicon
        if name.end == end:
            return True
        low = n.lows[name.end]
        if name.entity is None and name.start > 0 and low in lexicon.genitives:
            title = n.lows[name.start - 1] in lexicon.determiners
            if title:
                return False  # `il Segretario alla Difesa`: a title, not a name
        return (
            low in lexicon.prepositions
            or low in lexicon.time
            or low in lexicon.reflexives
            or low in lexicon.conjunctions
            or lexicon.is_adverb(low)
        )

    def _named(self, name: _Name, start: int | None = None, end: int | None = None) -> Subject:
        n = self.narration
        span = Span(n.starts[name.start], n.ends[name.end - 1])
        items = (name.start if start is None else start, name.end if end is None else end)
        return Subject(span, name.entity, "name", items)

    def _pronoun(self, item: int) -> Subject:
        n = self.narration
        return Subject(Span(n.starts[item], n.ends[item]), None, "pronoun", (item, item + 1))

    def _noun(self, start: int, end: int) -> Subject | None:
        """The phrase without opening adverbials and closing ones: `On Monday the minister`."""
        n, lexicon = self.narration, self.lexicon
        while start < end and (
            lexicon.is_adverb(n.lows[start]) or n.lows[start] in lexicon.conjunctions
        ):
            start += 1
        while start < end and (
            lexicon.is_adverb(n.lows[end - 1]) or n.lows[end - 1] in lexicon.time
        ):
            end -= 1
        if start < end and self._preposition(start):
            start = self._free_determiner(start, end)
        if start >= end or n.lows[end - 1] in lexicon.prepositions | lexicon.determiners:
            return None
        return Subject(Span(n.starts[start], n.ends[end - 1]), None, "noun", (start, end))

    def _preposition(self, item: int) -> bool:
        low = self.narration.lows[item]
        return low in self.lexicon.prepositions and low not in self.lexicon.determiners

    def _free_determiner(self, start: int, end: int) -> int:
        """`In a statement the minister`: the determiner that no preposition governs."""
        n, lexicon = self.narration, self.lexicon
        for item in range(start + 2, end):
            if n.lows[item] in lexicon.determiners and not self._preposition(item - 1):
                return item
            if n.lows[item - 1] in lexicon.time and not self._preposition(item):
                return item
        return end

    def _names(self, start: int, end: int) -> list[_Name]:
        """Persons and organizations mentioned in the items, else runs of capitals."""
        found = self._mentioned(start, end)
        covered = {item for name in found for item in range(name.start, name.end)}
        found = [name for name in found if name.entity and name.entity.type != "place"]
        item = start
        while item < end and not self.lexicon.verb_second:
            if item in covered or not self._capital(item):
                item += 1
                continue
            stop = item + 1
            while stop < end and stop not in covered and self._goes_on(stop, end):
                stop += 1
            found.append(_Name(item, stop, None))
            item = stop
        return sorted(found, key=lambda name: name.start)

    def _capital(self, item: int) -> bool:
        n, lexicon = self.narration, self.lexicon
        if not n.is_capital(item) or n.lows[item] in lexicon.time:
            return False
        if item == 0 or n.gaps[item - 1] >= STOP or item - 1 in n.quoted:
            low = n.lows[item]
            return low not in lexicon.small
        return True

    def _goes_on(self, item: int, end: int) -> bool:
        n = self.narration
        if n.is_capital(item):
            return n.lows[item] not in self.lexicon.time
        between = n.lows[item] in _PARTICLES and item + 1 < end and n.is_capital(item + 1)
        return between and not self.lexicon.null_subject

    def _mentioned(self, start: int, end: int) -> list[_Name]:
        n = self.narration
        low, high = n.starts[start], n.ends[end - 1]
        found: list[_Name] = []
        reach = 0
        for mention_start, mention_end, entity in self.mentions[
            bisect_left(self.mention_starts, low) : bisect_left(self.mention_starts, high)
        ]:
            if mention_start < reach or mention_end > high:
                continue
            reach = mention_end
            if entity.type in ("person", "organization", "place"):
                items = n.item_at(mention_start), n.item_at(mention_end)
                if items[0] < items[1] and n.starts[items[0]] == mention_start:
                    found.append(_Name(items[0], items[1], entity))
        return found


# Lower-case words inside names.
_PARTICLES = frozenset(
    ("de", "di", "da", "del", "della", "von", "van", "der", "den", "la", "le", "el", "al")
)
