"""This module finds reported speech: what somebody is said to have said, without marks.

Constructions: verb + complementizer (`ha detto che …`), English `said he would …`, German
`sagte, er habe …`, a tag at the end or in the middle (`…, officials said.`), frames
(`according to X, …`). Content runs to the end of the sentence or to the next report in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archivist.extractors.quotes.attribution import Attributions
from archivist.extractors.quotes.complements import ADDRESSEE, Complements
from archivist.extractors.quotes.cues import CueGroup, Frame
from archivist.extractors.quotes.lexicon import FINITE, GERUND, INFINITIVE, PARTICIPLE
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import (
    COLON,
    COMMA,
    DASH,
    QUOTE,
    SEMICOLON,
    SPACE,
    STOP,
    Narration,
)
from archivist.extractors.quotes.objects import Objects

LONGEST = 250  # items of content; a longer sentence is no prose, and keeps the search linear
APPOSITION = 10  # items of a role between commas
SHORTEST = 3  # items of content; fewer are a misreading


@dataclass(frozen=True, slots=True)
class Report:
    """Items [start, end) of each stretch of content; `cue` items; `subject` None: not named."""

    content: tuple[tuple[int, int], ...]
    cue: tuple[int, int]
    subject: Subject | None
    how: str
    rule: str

    @property
    def start(self) -> int:
        """The first item of cue or content."""
        return min(self.cue[0], self.content[0][0])

    @property
    def has_cue(self) -> bool:
        """False for a report that goes on in the mood of its verbs."""
        return self.cue[0] < self.cue[1]

    @property
    def speaker_rule(self) -> str:
        """The rule that named the subject."""
        return _RULES[self.how]

    def items(self) -> Iterator[int]:
        """The items of its content."""
        for start, end in self.content:
            yield from range(start, end)


_RULES = {
    "cue verb": "speaker.cue-verb",
    "inversion": "speaker.inversion",
    "prepositional frame": "speaker.frame",
    "previous speaker": "speaker.previous",
}


class Reports:
    """Reported speech of one narration."""

    def __init__(self, narration: Narration, attributions: Attributions) -> None:
        self.n, self.lexicon = narration, narration.lexicon
        self.cues, self.cue_starts = attributions.cues, attributions.by_start
        self.frames, self.frame_starts = attributions.frames.values(), attributions.frames
        self.subjects, self.clauses = attributions.subjects, attributions.clauses
        self.complements = Complements(narration, self.cues, self.subjects)
        self.objects = Objects(narration, frozenset(self.cue_starts))

    def find(self) -> list[Report]:
        """All reports, in the order of their cues."""
        found = [self._frame(frame) for frame in self.frames]
        found += [
            self._clause(cue) or self._as(cue) or self._tag(cue) or self._object(cue)
            for cue in self.cues
        ]
        return [report for report in found if report and self._plausible(report)]

    def continued(self) -> list[Report]:
        """Sentences in the mood of reported speech without a cue: `Er habe nichts gewusst.`

        Neighbours in a paragraph are one report; who speaks is known from the text before.
        """
        found: list[Report] = []
        if not self.lexicon.reported:
            return found
        starts = self.n.sentence_starts
        run: int | None = None
        for start, end in zip(starts, [*starts[1:], len(self.n)], strict=True):
            goes_on = run is not None and self.n.gaps[start - 1] == STOP
            if run is not None and not (goes_on and self._in_mood(start, end)):
                found.append(self._continuation(run, start))
                run = None
            if run is None and self._in_mood(start, end):
                run = start
        if run is not None:
            found.append(self._continuation(run, len(self.n)))
        return [report for report in found if self._plausible(report)]

    def _in_mood(self, start: int, end: int) -> bool:
        lows = self.n.small[start:end]
        if not any(low in self.lexicon.reported for low in lows):
            return False
        spoken = any(
            item in self.cue_starts or item in self.frame_starts for item in range(start, end)
        )
        return not spoken

    def _continuation(self, start: int, end: int) -> Report:
        how = "previous speaker"
        return Report(((start, end),), (start, start), None, how, "quote.subjunctive")

    def _plausible(self, report: Report) -> bool:
        """Some words of its own, not a quotation alone."""
        words = sum(
            self.n.lows[item] != QUOTE
            for start, end in report.content
            for item in range(start, end)
        )
        return words >= SHORTEST

    # -------------------------------------------------------------- verb + clause

    def _clause(self, cue: CueGroup) -> Report | None:
        """`X said that …`."""
        first, last = self.n.sentence(cue.verb)
        if not cue.kind & (FINITE | PARTICIPLE | GERUND):
            return None
        found = self.complements.begin(cue, last)
        if found is None or last - found[0] > LONGEST:
            return None
        begin, cue_end = found
        end = self.complements.end(begin, last)
        if begin >= end:
            return None
        subject = self._subject(first, cue)
        how = "inversion" if subject and subject.items[0] >= cue.end else "cue verb"
        return Report(((begin, end),), (cue.start, cue_end), subject, how, "quote.indirect-clause")

    def _subject(self, first: int, cue: CueGroup) -> Subject | None:
        limit = min(cue.end + ADDRESSEE, len(self.n))
        return self.clauses.subject(self._clause_start(first, cue.start), cue, limit)

    def _clause_start(self, first: int, at: int) -> int:
        """Back to the cue before this one: its content holds this report's subject."""
        for item in range(at - 1, first - 1, -1):
            if item in self.cue_starts:
                end = self.cue_starts[item].end
                return end + 1 if end < at and self._complements(end) else end
        return first

    def _complements(self, item: int) -> bool:
        return self.n.lows[item] in self.lexicon.complementizers

    def _as(self, cue: CueGroup) -> Report | None:
        """`Wie X berichtet, …`, `As X said, …`, `Come ha detto X, …`."""
        n = self.n
        first, last = n.sentence(cue.verb)
        if n.small[first] not in self.lexicon.like or cue.start - first > ADDRESSEE:
            return None
        comma = next((i for i in range(first, cue.start) if n.gaps[i] != SPACE), None)
        closing = next((i for i in range(cue.verb, last - 1) if n.gaps[i] != SPACE), None)
        if comma is not None or closing is None or n.gaps[closing] != COMMA:
            return None
        subject = self.subjects.before(first + 1, cue.start)
        subject = subject or self.subjects.after(cue.end, closing + 1)
        if subject is None or last - closing > LONGEST:
            return None
        cue_items = (cue.start, cue.end)
        return Report(((closing + 1, last),), cue_items, subject, "cue verb", "quote.indirect-as")

    # -------------------------------------------------------------- verb + infinitive or object

    def _object(self, cue: CueGroup) -> Report | None:
        """`X vowed to build it`, `X accused Y of a lie`: said without a clause."""
        found = self.objects.find(cue)
        if found is None:
            return None
        end, rule = found
        subject = self._subject(self.n.sentence(cue.verb)[0], cue)
        if subject is None or subject.items[0] >= cue.end:
            return None
        return Report(((cue.end, end),), (cue.start, cue.end), subject, "cue verb", rule)

    # -------------------------------------------------------------- tags

    def _tag(self, cue: CueGroup) -> Report | None:
        """`…, officials said on Monday.`, `…, X said, …`, `…, ha detto X.`"""
        n = self.n
        if not cue.says or not cue.kind & (FINITE | PARTICIPLE) or cue.kind & GERUND:
            return None
        first, last = n.sentence(cue.verb)
        comma = self._comma_before(first, cue.start)
        if comma is None or comma - first + 1 < 4 or self._quoted_before(first, comma):
            return None
        begin = comma + 1
        if n.small[begin] in self.lexicon.conjunctions or self._is_adverbial(first, comma + 1):
            return None
        begin += n.small[begin] in self.lexicon.like
        inverted = begin == cue.start
        subject = (
            self.subjects.after(cue.end, last)
            if inverted
            else self.subjects.before(begin, cue.start)
        )
        if subject is None or (not inverted and subject.items[0] > begin + 1):
            return None
        if not inverted and self._is_misread(cue, subject):
            return None
        end = max(cue.end, subject.items[1])
        content = self._around_tag(first, comma, end, last)
        if content is None:
            return None
        how = "inversion" if inverted else "cue verb"
        return Report(content, (cue.start, cue.end), subject, how, "quote.indirect-tag")

    def _is_misread(self, cue: CueGroup, subject: Subject) -> bool:
        """`, the mere mention`, `, new questions`: a noun with the form of a verb."""
        n, lexicon = self.n, self.lexicon
        if not lexicon.compounds or subject.kind != "noun":
            return False
        last = n.lows[subject.items[1] - 1]
        plain = bool(cue.kind & INFINITIVE) and n.lows[cue.verb] not in lexicon.plain
        if plain and not last.endswith("s"):
            return True
        start = subject.items[0]
        marked = self.subjects.is_marked(subject) or n.capitals[start] or last.endswith("s")
        return not marked and n.small[start] not in lexicon.others

    def _is_adverbial(self, first: int, end: int) -> bool:
        """`On his campaign website, X promised`: no verb, so nothing that is said."""
        lexicon, small = self.lexicon, self.n.small
        if lexicon.verb_second or lexicon.null_subject or end - first > LONGEST:
            return False
        opens = next((low for low in small[first:end] if not lexicon.is_adverb(low)), "")
        if opens in lexicon.breaks and max(self.n.gaps[first : end - 1]) == SPACE:
            return True  # `Though nobody asked, X said`
        return not any(
            low in lexicon.auxiliaries
            or low in lexicon.verbs
            or low in lexicon.pronouns
            or low.endswith(lexicon.verb_endings)
            for low in small[first:end]
        )

    def _comma_before(self, first: int, at: int) -> int | None:
        for item in range(at - 1, max(first, at - 12) - 1, -1):
            if self.n.gaps[item] in (COMMA, DASH):
                return item
            if self.n.gaps[item] != SPACE:
                return None
        return None

    def _quoted_before(self, first: int, comma: int) -> bool:
        """A quotation right before the tag takes the tag for itself."""
        return self.n.lows[comma] == QUOTE or self.n.lows[first] == QUOTE

    def _around_tag(
        self, first: int, comma: int, end: int, last: int
    ) -> tuple[tuple[int, int], ...] | None:
        """Content before the tag, and behind it when a comma closes the tag."""
        n, lexicon = self.n, self.lexicon
        item = end
        if item < last and n.lows[item] == QUOTE:
            return None
        while item < last and n.gaps[item - 1] == SPACE:
            if n.lows[item] == QUOTE or n.lows[item] in lexicon.complementizers:
                return None
            item += 1
        if item < last and n.gaps[item - 1] == COLON:
            return None
        if item - end > 10 or (item > end and not self._trailing(end)):
            return None
        before = (self._after_colon(first, comma), comma + 1)
        if item >= last:
            return (before,)
        verbal = any(n.small[i] in lexicon.auxiliaries for i in range(item, last))
        if n.gaps[item - 1] in (COMMA, SEMICOLON) and item == end and verbal:
            return (before, (item, last))
        return (before,)

    def _trailing(self, item: int) -> bool:
        low, lexicon = self.n.lows[item], self.lexicon
        if low in lexicon.purposes:
            return False  # `promised to take`
        return low in lexicon.prepositions or low in lexicon.time or lexicon.is_adverb(low)

    # -------------------------------------------------------------- frames

    def _frame(self, frame: Frame) -> Report | None:
        """`according to X, …` and `…, according to X`."""
        n = self.n
        first, last = n.sentence(frame.start)
        subject = self.subjects.of_frame(frame, first, last)
        if subject is None:
            return None
        start, end = min(frame.start, subject.items[0]), max(frame.end, subject.items[1])
        content = self._around_frame(first, start, end, last)
        if not content:
            return None
        cue = (frame.start, frame.end)
        return Report(content, cue, subject, "prepositional frame", "quote.indirect-frame")

    def _around_frame(
        self, first: int, start: int, end: int, last: int
    ) -> tuple[tuple[int, int], ...]:
        n, lexicon = self.n, self.lexicon
        first = self._after_colon(first, start)
        while first < start and n.lows[first] in lexicon.conjunctions | lexicon.adverbs:
            first += 1
        before = (first, start) if start - first >= SHORTEST else None
        while end < last and n.gaps[end - 1] == SPACE and before:
            end += 1  # the rest of an adverbial: `according to X on Monday`
        if end < last and n.small[end] in lexicon.relatives - lexicon.determiners:
            last = end  # `secondo X, che ha aggiunto: …`: no more of what X is the source of
        last = next(
            (i for i in range(end, last) if n.lows[i] == QUOTE and self.complements.introduced(i)),
            last,
        )
        end = self._past_apposition(end, last)
        after = (end, last) if last - end >= SHORTEST else None
        if before and after and n.gaps[end - 1] not in (COMMA, DASH, COLON):
            after = None
        return tuple(part for part in (before, after) if part)

    def _after_colon(self, first: int, start: int) -> int:
        """`It was not clear who would pay: …, according to X`: the report is behind the colon."""
        for item in range(start - 1, first, -1):
            if self.n.gaps[item - 1] in (COLON, SEMICOLON):
                return item
        return first

    def _past_apposition(self, end: int, last: int) -> int:
        """`Selon X, maire de Y, la source …`: the words between the commas are about X."""
        n, lexicon = self.n, self.lexicon
        if end >= last or n.gaps[end - 1] != COMMA or self._opens_clause(end):
            return end
        for item in range(end, min(last - SHORTEST, end + APPOSITION)):
            if n.small[item] in lexicon.auxiliaries or n.lows[item] == QUOTE:
                return end
            if n.gaps[item] == COMMA:
                return item + 1
            if n.gaps[item] != SPACE:
                return end
        return end

    def _opens_clause(self, item: int) -> bool:
        """A small word that begins a clause or an adverbial, not an apposition."""
        low, lexicon = self.n.small[item], self.lexicon
        if lexicon.compounds and low in lexicon.determiners:
            return False  # `according to X, the mayor of Y, …`
        return low in lexicon.small
