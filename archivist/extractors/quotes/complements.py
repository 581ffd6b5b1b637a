"""This module finds where the content of a report begins and ends behind its verb.

It begins behind a complementizer (`that`, `che`, `dass`), or without one where the language
leaves it out (`said he would`, `sagte, er habe`); it runs to the end of the sentence, or to the
next report or introduced quotation in it.
"""

from __future__ import annotations

from archivist.extractors.quotes.cues import CueGroup
from archivist.extractors.quotes.lexicon import GERUND
from archivist.extractors.quotes.narration import COLON, COMMA, DASH, QUOTE, SPACE, Narration
from archivist.extractors.quotes.subjects import Subjects

CLAUSE = 25  # items within which a clause without complementizer shows its verb
SEVERAL = 4  # items that make a clause behind `said` though none of them is a known verb
ADDRESSEE = 14  # items between verb and complementizer: `told reporters in Rome on Monday that`


class Complements:
    """The contents of the reports of one narration."""

    def __init__(self, narration: Narration, cues: list[CueGroup], subjects: Subjects) -> None:
        self.n, self.lexicon, self.subjects = narration, narration.lexicon, subjects
        self.cue_starts = {cue.start: cue for cue in cues}
        self.cue_ends = {cue.end: cue for cue in cues}

    def begin(self, cue: CueGroup, last: int) -> tuple[int, int] | None:
        """The first item of the content, and one past the last item of the cue with `that`."""
        begin = self._complementizer(cue, last)
        if begin is not None:
            return begin, begin if begin - cue.end <= 1 else cue.end
        begin = self._bare_clause(cue, last)
        return None if begin is None else (begin, cue.end)

    def end(self, begin: int, last: int) -> int:
        """The end of the sentence, or the conjunction before the next report of it."""
        n, lexicon = self.n, self.lexicon
        for item in range(begin + 1, last):
            cue = self.cue_starts.get(item)
            if n.lows[item] == QUOTE and self.introduced(item):
                return self._clause_before(begin, item)
            if cue is None or not cue.says:
                continue
            if n.small[item - 1] in lexicon.coordinators:
                return item - 1
            if cue.kind & GERUND and n.gaps[item - 1] in (COMMA, DASH):
                return item
            comma = self._clause_before(begin, item)
            if comma > begin and n.small[comma] in lexicon.coordinators:
                return comma
            subject = self.subjects.before(begin, item)
            start = subject.items[0] if subject else begin
            if start > begin + 1 and n.small[start - 1] in lexicon.coordinators:
                return start - 1
        return last

    def introduced(self, item: int) -> bool:
        """A cue or a colon stands right before the quotation: it is no part of this report."""
        before = self.cue_ends.get(item)
        return self.n.gaps[item - 1] == COLON or (before is not None and before.says)

    def _clause_before(self, begin: int, item: int) -> int:
        """One past the last item before the clause that introduces the quotation."""
        for at in range(item - 1, begin, -1):
            if self.n.gaps[at - 1] >= COMMA:
                return at
        return begin

    def _complementizer(self, cue: CueGroup, last: int) -> int | None:
        """The first item of the clause that `that`, `che`, `dass` opens."""
        n, lexicon = self.n, self.lexicon
        for item in range(cue.end, min(last, cue.end + ADDRESSEE)):
            low = n.lows[item]
            if low in lexicon.complementizers and self._opens(item):
                if item > cue.end and not self._addressed(cue, item):
                    return None
                if item + 1 < last and n.lows[item + 1] in lexicon.infinitives:
                    return None  # `how to`, no statement
                if item > cue.end and self._is_relative(item, last):
                    return None  # `said in a film that showed`
                return item + 1
            if low == QUOTE or item in self.cue_starts or n.gaps[item - 1] > DASH:
                return None
            if low in lexicon.auxiliaries or low in lexicon.breaks:
                return None
        return None

    def _is_relative(self, item: int, last: int) -> bool:
        """A verb right behind it: it is the subject itself."""
        n, lexicon = self.n, self.lexicon
        if lexicon.null_subject or lexicon.verb_second or item + 1 >= last:
            return False
        return n.small[item + 1] in lexicon.auxiliaries or item + 1 in self.cue_starts

    def _opens(self, item: int) -> bool:
        """`, dass` needs its comma; `, che` behind one is a relative pronoun."""
        gap, lexicon = self.n.gaps[item - 1], self.lexicon
        if lexicon.noun_capitals:
            return gap == COMMA
        relative = self.n.lows[item] in lexicon.relatives and not lexicon.verb_second
        return gap == SPACE or (gap == COMMA and not relative)

    def _addressed(self, cue: CueGroup, item: int) -> bool:
        """Between verb and complementizer stands whom or when, not a relative clause's noun."""
        n, lexicon = self.n, self.lexicon
        if lexicon.verb_second:
            return n.gaps[item - 1] == COMMA
        low = n.lows[cue.end]
        if n.lows[cue.verb] in lexicon.addressed:
            return True
        return (
            low in lexicon.prepositions
            or low in lexicon.time
            or lexicon.is_adverb(low)
            or n.gaps[cue.end - 1] == COMMA
        )

    def _bare_clause(self, cue: CueGroup, last: int) -> int | None:
        """`said he would`, `sagte, er habe`: a clause with a verb and no complementizer."""
        n, lexicon = self.n, self.lexicon
        at: int | None = cue.end
        if cue.end >= last or n.lows[cue.verb] not in lexicon.bare:
            return None
        if lexicon.verb_second:
            at = self._comma_after_subject(cue, last)
        elif n.gaps[cue.end - 1] != SPACE or self._preposition(cue.end):
            return None
        if at is None or n.lows[at] == QUOTE or n.lows[at] in lexicon.breaks | lexicon.relatives:
            return None
        reach = self._reach(cue, at, last)
        verbal = self._has_verb(at, reach) or self._is_clause(cue, at, last)
        return at if verbal and reach else None

    def _reach(self, cue: CueGroup, at: int, last: int) -> int:
        """Up to where the clause must show its verb; 0 where the verb is inverted: `", said X`."""
        n, before = self.n, cue.start - 1
        limit = min(last, at + CLAUSE)
        if self.lexicon.verb_second or cue.kind & GERUND or before < 0:
            return limit
        if n.lows[before] == QUOTE:
            return 0
        if n.gaps[before] == COMMA:  # `…, said the mayor, who was there`
            return next((i + 1 for i in range(at, limit) if n.gaps[i] != SPACE), limit)
        return limit

    def _is_clause(self, cue: CueGroup, at: int, last: int) -> bool:
        """`X said Moor deserves …`: behind a subject and `said`, several words are a clause."""
        n, lexicon = self.n, self.lexicon
        before = cue.start - 1
        if n.lows[cue.verb] not in lexicon.plain or last - at < SEVERAL or before < 0:
            return False
        joined = n.gaps[before] == SPACE or (n.gaps[before] == COMMA and cue.kind & GERUND)
        if not (joined or self._has_insertion(cue)) or n.lows[before] == QUOTE:
            return False
        low = n.small[at]
        opens = n.capitals[at] or low in lexicon.determiners or low in lexicon.possessives
        return (
            opens
            and not lexicon.time.intersection(n.lows[at : at + 2])
            and max(n.gaps[at : at + 3]) == SPACE
        )

    def _has_insertion(self, cue: CueGroup) -> bool:
        """`X, a member of the council, said`: the subject opens the sentence."""
        first, _ = self.n.sentence(cue.verb)
        subject = self.subjects.before(first, cue.start)
        return subject is not None and subject.items[0] == first and subject.kind == "name"

    def _has_verb(self, at: int, limit: int) -> bool:
        """What follows is a clause: a pronoun, or a verb before the next comma or in reach."""
        n, lexicon = self.n, self.lexicon
        if lexicon.subjunctives:
            return any(low in lexicon.subjunctives for low in n.small[at + 1 : limit])
        if n.small[at] in lexicon.pronouns:
            return True
        if n.lows[at] in lexicon.time or lexicon.is_adverb(n.small[at]):
            return False
        return any(
            n.small[item] in lexicon.auxiliaries or item in self.cue_starts
            for item in range(at + 1, limit)
        )

    def _comma_after_subject(self, cue: CueGroup, last: int) -> int | None:
        for item in range(cue.end, min(last, cue.end + ADDRESSEE)):
            if self.n.gaps[item - 1] == COMMA:
                return item
            if self.n.gaps[item - 1] != SPACE or self.n.lows[item] == QUOTE:
                return None
        return None

    def _preposition(self, item: int) -> bool:
        low = self.n.lows[item]
        return low in self.lexicon.prepositions and low not in self.lexicon.determiners
