"""This module finds what is said in an infinitive or object: `vowed to build`, `accused Y of lies`.

The verbs are in `[cues]` of each language: `promises` take an infinitive, `judges` whom or what
they are about, and fixed wordings that end in a preposition do so too (`called for`). A
quotation that is nearly all of it stays a quotation.
"""

from __future__ import annotations

from archivist.extractors.quotes.cues import CueGroup
from archivist.extractors.quotes.lexicon import FINITE, GERUND, PARTICIPLE
from archivist.extractors.quotes.narration import QUOTE, SPACE, Narration

LONGEST = 60  # items of an object or infinitive
SHORTEST = 4  # items; fewer are `called a friend`


class Objects:
    """The objects of the cues of one narration."""

    def __init__(self, narration: Narration, cue_starts: frozenset[int]) -> None:
        self.n, self.lexicon, self.cue_starts = narration, narration.lexicon, cue_starts

    def find(self, cue: CueGroup) -> tuple[int, str] | None:
        """One past the last item of what begins behind the cue, and the rule."""
        n, lexicon = self.n, self.lexicon
        last = n.sentence(cue.verb)[1]
        if cue.end >= last or n.gaps[cue.end - 1] != SPACE or n.lows[cue.end] == QUOTE:
            return None
        promise = n.small[cue.end] in lexicon.purposes
        if not self._takes_object(cue, promise=promise):
            return None
        if not cue.kind & (FINITE | PARTICIPLE | GERUND) or not (promise or self._is_noun(cue.end)):
            return None
        end = self._object_end(cue.end, last, commas=promise)
        if end - cue.end < SHORTEST or self._mostly_quoted(cue.end, end):
            return None
        return end, "quote.indirect-infinitive" if promise else "quote.indirect-object"

    def _takes_object(self, cue: CueGroup, *, promise: bool) -> bool:
        """`accused Y`, `vowed to`, or a fixed wording that ends in a preposition: `called for`."""
        lexicon, verb = self.lexicon, self.n.lows[cue.verb]
        if promise:
            return verb in lexicon.promises
        worded = cue.end > cue.verb + 1 and self.n.small[cue.end - 1] in lexicon.prepositions
        return verb in lexicon.judges or (worded and verb in lexicon.verbs)

    def _mostly_quoted(self, begin: int, end: int) -> bool:
        """`called it “…”`: the words in the marks are what was said."""
        n = self.n
        inside = sum(n.ends[i] - n.starts[i] for i in range(begin, end) if n.lows[i] == QUOTE)
        return 2 * inside > n.ends[end - 1] - n.starts[begin]

    def _is_noun(self, item: int) -> bool:
        """A noun phrase can begin here: what is spoken about."""
        n, lexicon = self.n, self.lexicon
        low = n.small[item]
        if low in lexicon.complementizers or n.lows[item] in lexicon.time:
            return False
        if low in lexicon.prepositions or low in lexicon.breaks or low in lexicon.conjunctions:
            return False
        return item not in self.cue_starts

    def _object_end(self, begin: int, last: int, *, commas: bool) -> int:
        """Up to a comma or, where `commas` are all that ends it, to a word like `while`."""
        n = self.n
        last = min(last, begin + LONGEST)
        for item in range(begin + 2, last):
            word = not commas and n.small[item] in self.lexicon.afterthoughts
            if n.gaps[item - 1] != SPACE or word:
                return item
            if item in self.cue_starts and n.small[item - 1] in self.lexicon.coordinators:
                return item - 1
        return last
