"""This module says who does what a cue says: the subject of its clause, in each language's order.

English and the Romance languages set it before the verb, German and Dutch before or right behind
it, with the auxiliary second and the participle last; a gerund or infinitive has the subject of
the verb before it; `zitiert` and `si legge` name whom, or what text, they quote.
"""

from __future__ import annotations

from bisect import bisect_left

from archivist.extractors.quotes.cues import CueGroup
from archivist.extractors.quotes.lexicon import GERUND, INFINITIVE, PARTICIPLE
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import BRACKET, COLON, COMMA, SPACE, Narration
from archivist.extractors.quotes.subjects import Subjects

JOINED = 4  # verbs that share a subject: `kam, sah und sagte`


class Clauses:
    """The subjects of the cues of one narration."""

    def __init__(self, narration: Narration, cues: list[CueGroup], subjects: Subjects) -> None:
        self.n, self.subjects = narration, subjects
        self.by_start = {cue.start: cue for cue in cues}
        self.cues, self.starts = cues, [cue.start for cue in cues]

    def subject(self, first: int, cue: CueGroup, limit: int) -> Subject | None:
        """Who does what the cue says, in the clause from item `first` on."""
        if cue.kind & (GERUND | INFINITIVE) and not cue.finite:
            return self._shared(first, cue, limit)
        if cue.start > first and self.n.small[cue.start - 1] in self.n.lexicon.like:
            return self.subjects.after(cue.end, limit)  # `comme le rappelle X`
        before = self.subjects.before(first, cue.start)
        if self.n.lexicon.verb_second:
            return self._second(first, cue, limit, before)
        if before:
            return before
        return self._behind(first, cue, limit) or self.subjects.opening(first, cue.start)

    def _behind(self, first: int, cue: CueGroup, limit: int) -> Subject | None:
        """`Dice X: «…»`: a verb that opens its clause, or a name behind one without a subject."""
        found = self.subjects.after(cue.end, limit)
        if found is None or first == cue.start:
            return found
        return found if self.n.lexicon.null_subject and found.kind != "noun" else None

    def _second(
        self, first: int, cue: CueGroup, limit: int, before: Subject | None
    ) -> Subject | None:
        """German, Dutch: the verb stands second, its subject before or right behind it."""
        inverted = self.subjects.after(cue.end, limit)
        joined = None if inverted else self._joined(first, cue)
        if joined:
            return joined
        clean = before is not None and self.subjects.is_clean(first, before)
        if inverted and self._is_pronoun_at(cue.end, inverted):
            if before and clean and self._is_nominative(before, inverted):
                return before  # `Der Verband nannte sie „…“`
            return inverted  # `Im Brief, den X geschickt hat, erklärt er`
        if before and before.kind == "pronoun":
            return before
        if self._is_verb_last(cue, limit):
            found = self._verb_last(first, cue)
            if found:
                return found
        helper = self._far_auxiliary(first, cue)
        if helper is not None:
            before = self.subjects.before(first, helper)
            clean = before is not None and self.subjects.is_clean(first, before)
            behind = self.subjects.after(helper + 1, cue.start)
        else:
            behind = inverted
        if behind and behind.kind == "noun" and not self._can_follow(behind, cue):
            behind = None
        if behind is None:
            if clean:
                return before
            return self._verb_last(first, cue) or self._not_oblique(before)
        if before is None or not clean:
            return behind
        bare = not self.subjects.is_marked(before) and not self._is_plural(first, before, cue)
        if before.kind == "noun" and (behind.kind == "name" or bare):
            return behind
        return before

    def _joined(self, first: int, cue: CueGroup) -> Subject | None:
        """`befand der Minister … und nannte es „…“`: the subject of the verb before."""
        n, earlier = self.n, cue
        for _ in range(JOINED):
            at = earlier.start
            if at == first or n.small[at - 1] not in n.lexicon.conjunctions:
                return None if earlier is cue else self.subject(first, earlier, cue.start - 1)
            before = self.nearest(first, at - 1)
            if before is None:
                return self.subjects.nominative(first, at - 1, last=True)
            earlier = before
        return None

    def _can_follow(self, behind: Subject, cue: CueGroup) -> bool:
        """`warnte der Minister`, `warnten Vertreter der Verbände`; not `sprach Klartext`."""
        n, (start, end) = self.n, behind.items
        plural = n.lows[cue.verb].endswith("ten")
        alone = end - start == 1 and n.gaps[start] == COMMA  # `sagte Franziskus, dass`
        beside = cue.end == start and n.capitals[start]
        return self.subjects.is_marked(behind) or (beside and (plural or alone))

    def _is_plural(self, first: int, before: Subject, cue: CueGroup) -> bool:
        """`Medienvertreter bezeichneten das Auftreten als …`: a bare plural and a plural verb."""
        return before.items[0] == first and self.n.lows[cue.verb].endswith("en")

    def _is_nominative(self, before: Subject, pronoun: Subject) -> bool:
        """A name or `der` phrase before the verb; the pronoun behind it may be its object."""
        n, nominative = self.n, self.n.lexicon.nominative
        if not nominative or n.small[pronoun.items[0]] in nominative:
            return False
        return before.kind == "name" or n.small[before.items[0]] in nominative

    def _is_pronoun_at(self, item: int, subject: Subject) -> bool:
        """Right behind the verb, and somebody: not `hieß es`."""
        named = self.n.lows[item] not in self.n.lexicon.impersonal
        return named and subject.kind == "pronoun" and subject.items[0] == item

    def _not_oblique(self, subject: Subject | None) -> Subject | None:
        """Not `den Verdacht`: its article says that it is no subject."""
        if subject is None or self.n.small[subject.items[0]] in self.n.lexicon.oblique:
            return None
        return subject

    def _far_auxiliary(self, first: int, cue: CueGroup) -> int | None:
        """`hat … gesagt`: the item of the auxiliary that stands second in the clause."""
        lexicon, n = self.n.lexicon, self.n
        if cue.start != cue.verb or not lexicon.verbs.get(n.lows[cue.verb], 0) & PARTICIPLE:
            return None
        for at in range(cue.verb - 1, first - 1, -1):
            if n.small[at] in lexicon.auxiliaries:
                return at
            if n.gaps[at - 1] >= COLON:
                return None
        return None

    def _is_verb_last(self, cue: CueGroup, limit: int) -> bool:
        """`…, die X erklärt hatte`: the auxiliary closes a subordinate clause."""
        n = self.n
        if cue.end > limit - 1 or n.gaps[cue.end - 1] != SPACE:
            return False
        return n.small[cue.end] in n.lexicon.auxiliaries and n.gaps[cue.end] != SPACE

    def _verb_last(self, first: int, cue: CueGroup) -> Subject | None:
        """`die X in seiner Amtszeit erklärt hatte`: the subject opens the clause."""
        at = cue.start
        while at > first and self.n.gaps[at - 1] in (SPACE, BRACKET):
            at -= 1
        if at > first and self._is_relative(at):
            return self.subjects.antecedent(first, at)
        return self.subjects.opening(at, cue.start)

    def _is_relative(self, item: int) -> bool:
        """`X, der in Rom`, `X, die sich`: no noun can follow, so it is no article."""
        n, lexicon = self.n, self.n.lexicon
        if n.gaps[item - 1] != COMMA or n.small[item] not in lexicon.determiners:
            return False
        if item + 1 >= len(n):
            return False
        low = n.small[item + 1]
        small = (lexicon.prepositions, lexicon.adverbs, lexicon.breaks, lexicon.clitics)
        return low not in lexicon.determiners and any(low in words for words in small)

    def cited(self, cue: CueGroup, limit: int) -> Subject | None:
        """`Die Zeitung zitiert einen Augenzeugen mit den Worten: „…“`."""
        if self.n.lows[cue.verb] not in self.n.lexicon.cites:
            return None
        return self.subjects.after(cue.end, limit, any_case=True)

    def _shared(self, first: int, cue: CueGroup, limit: int) -> Subject | None:
        """`X left, saying`, `ha risposto di aver detto`: the subject of the verb before."""
        earlier = self.nearest(first, cue.start)
        if earlier:
            return self.subject(first, earlier, cue.start)
        found = self.subjects.of_verb_before(first, cue.start)
        found = found or self.subjects.opening(first, cue.start)
        return found or self.subjects.opening(cue.end, limit)

    def document(self, cue: CueGroup, first: int, last: int) -> Subject | None:
        """`heißt es in dem Schreiben`, `si legge in una nota`: a text speaks, nobody is named."""
        n, lexicon = self.n, self.n.lexicon
        if not any(low in lexicon.documents for low in n.lows[cue.start : cue.end]):
            return None
        for at in (*self._near(cue, last), *range(first, cue.start)):
            if n.small[at] in lexicon.inside:
                found = self.subjects.inside(at + 1, last)
                if found:
                    return found
        return None

    def _near(self, cue: CueGroup, last: int) -> range:
        """The items behind the cue up to a comma."""
        at = cue.end
        while at < last - 1 and self.n.gaps[at - 1] == SPACE:
            at += 1
        return range(cue.end, at)

    def nearest(self, first: int, item: int) -> CueGroup | None:
        """The last cue of the items [first, item)."""
        at = bisect_left(self.starts, item) - 1
        while at >= 0 and self.cues[at].end > item:
            at -= 1
        found = self.cues[at] if at >= 0 and self.cues[at].start >= first else None
        while found and (doubled := self._same_before(found)):
            found = doubled
        return found

    def _same_before(self, cue: CueGroup) -> CueGroup | None:
        """`si è espresso si è espresso`: a cue printed twice counts where it stands first."""
        size = cue.end - cue.start
        before = self.by_start.get(cue.start - size)
        same = self.n.lows[cue.start - size : cue.start] == self.n.lows[cue.start : cue.end]
        return before if before and before.end == cue.start and same else None
