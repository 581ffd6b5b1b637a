"""This module follows a dialogue: two speakers are named, then their turns alternate.

A turn is a paragraph that begins with a quotation. Behind the turns of two named speakers, a
paragraph that is nothing but a quotation is the other one's turn: at once where dashes set the
turns off, elsewhere only when two such paragraphs follow one another, since papers also set a
long answer in several paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archivist.extractors.quotes.narration import PARAGRAPH, Narration
from archivist.record import Evidence, Speaker

SHORT = 200  # code points: a longer paragraph is no turn of a dialogue but goes on


@dataclass(frozen=True, slots=True)
class Turn:
    """Items [start, end) of what one speaker says in one paragraph; `told`: nobody is named."""

    start: int
    end: int
    speaker: Speaker
    told: bool


class Alternation:
    """The turns of one narration so far."""

    def __init__(self, narration: Narration) -> None:
        self.n = narration
        self.turns: list[Turn] = []

    def add(self, start: int, end: int, speaker: Speaker) -> None:
        """The words of the items [start, end) are this speaker's."""
        last = self.turns[-1] if self.turns else None
        told = speaker.evidence.rule == "speaker.alternation"
        if last and PARAGRAPH not in self.n.gaps[last.end - 1 : start]:
            same = self._who(last.speaker) == self._who(speaker)
            start, told = (last.start, last.told) if same else (-1, told)
            self.turns.pop()
        self.turns.append(Turn(start, end, speaker, told))

    def turn(self, item: int) -> Speaker | None:
        """Whose turn it is, when the quotation is a paragraph and two speakers alternate."""
        if len(self.turns) < 2 or not self.is_turn(item):
            return None
        first, second = self.turns[-2:]
        names = {self._who(first.speaker), self._who(second.speaker)}
        if len(names) < 2 or "" in names or not self._follow(first, second, item):
            return None
        if not self._is_two(names):
            return None
        running = second.told or self.is_turn(item + 1) or self._dashed(item)
        evidence = Evidence("speaker.alternation")
        return replace(first.speaker, how="alternation", evidence=evidence) if running else None

    def is_turn(self, item: int) -> bool:
        """A short quotation that is a paragraph of its own."""
        n = self.n
        if item not in n.quoted or n.gaps[item] != PARAGRAPH:
            return False
        return self._begins(item) and n.ends[item] - n.starts[item] <= SHORT

    def _begins(self, item: int) -> bool:
        return item == 0 or (item > 0 and self.n.gaps[item - 1] == PARAGRAPH)

    def _follow(self, first: Turn, second: Turn, item: int) -> bool:
        """They stand in paragraphs one behind the other, each opened by a quotation."""
        between = self.n.gaps[first.end - 1 : second.start], self.n.gaps[second.end - 1 : item]
        one = all(gaps.count(PARAGRAPH) == 1 for gaps in between)
        return one and all(self._begins(turn.start) for turn in (first, second))

    def _is_two(self, names: set[str]) -> bool:
        """Nobody else in the paragraphs before that belong to the dialogue."""
        third = self.turns[-3] if len(self.turns) > 2 else None
        if third is None or self.n.gaps[third.end - 1 : self.turns[-2].start].count(PARAGRAPH) > 1:
            return True
        return self._who(third.speaker) in names

    def _dashed(self, item: int) -> bool:
        return self.n.quoted[item].rule == "quote.dash"

    def _who(self, speaker: Speaker) -> str:
        """The entity or the printed words; nothing for a pronoun that stays open."""
        if speaker.entity:
            return speaker.entity
        if speaker.span is None:
            return ""
        words = self.n.folded[speaker.span.start : speaker.span.end]
        return "" if words in self.n.lexicon.pronouns else words
