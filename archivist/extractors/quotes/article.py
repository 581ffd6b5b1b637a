"""This module takes an article through the steps: pair, lay out, find reports, name speakers."""

from __future__ import annotations

from bisect import bisect_left

from archivist.extractors.quotes import speech
from archivist.extractors.quotes.asides import Aside, aside
from archivist.extractors.quotes.attribution import Attribution, Attributions
from archivist.extractors.quotes.clauses import Clauses
from archivist.extractors.quotes.cues import cues, frames
from archivist.extractors.quotes.dashes import dialogue
from archivist.extractors.quotes.drafts import Draft, numbered
from archivist.extractors.quotes.headings import heading
from archivist.extractors.quotes.lexicon import lexicon
from archivist.extractors.quotes.marks import Quoted, pair
from archivist.extractors.quotes.memory import Memory
from archivist.extractors.quotes.names import Mentions
from archivist.extractors.quotes.narration import (
    COMMA,
    DASH,
    PARAGRAPH,
    QUOTE,
    SPACE,
    STOP,
    Narration,
)
from archivist.extractors.quotes.reports import Report, Reports
from archivist.extractors.quotes.speakers import Speakers
from archivist.extractors.quotes.subjects import Subjects
from archivist.record import Block, Entity, Quote, Span, Speaker

NEXT = 12  # items from a tag to the second half of the quotation it interrupts


class Article:
    """One article on its way to quotes."""

    def __init__(
        self,
        text: str,
        blocks: tuple[Block, ...],
        language: str | None,
        entities: tuple[Entity, ...],
    ) -> None:
        self.text, self.blocks, self.lexicon = text, blocks, lexicon(language)
        self.pairs = pair(text, blocks, self.lexicon.elisions)
        if self.lexicon.dialogue_dashes:
            self.pairs = dialogue(text, blocks, self.pairs, self.lexicon)
        self.pair_starts = [quoted.start for quoted in self.pairs]
        self.narration = Narration(text, blocks, self._solid(), self.lexicon)
        self.merged: set[int] = set()
        self.said: dict[int, Attribution | None] = {}  # quotations that are speech
        self.verbatim: dict[int, Draft] = {}
        self._prepare(entities)

    def _solid(self) -> list[Quoted]:
        outer = (quoted for quoted in self.pairs if quoted.parent is None)
        return [q for q in outer if speech.is_solid(self.text, q, self.lexicon.fragment)]

    def _prepare(self, entities: tuple[Entity, ...]) -> None:
        self.entities, self.mentions = entities, Mentions(entities)
        self.attributions = self._attributions(self.narration)
        self.reports = Reports(self.narration, self.attributions)
        memory = Memory(self.narration.folded, entities, self.lexicon)
        self.speakers = Speakers(self.narration, self.attributions, memory)

    def _attributions(self, narration: Narration) -> Attributions:
        found = cues(narration)
        subjects = Subjects(narration, self.mentions, found)
        clauses = Clauses(narration, found, subjects)
        return Attributions(narration, found, frames(narration), subjects, clauses)

    def quotes(self) -> tuple[Quote, ...]:
        """All quotes in text order: each quotation and report knows who spoke before."""
        drafts: list[Draft] = []
        steps: list[tuple[int, int, Report | None]] = [
            (item, 1, None) for item in self.narration.quoted
        ]
        reports = [*self.reports.find(), *self.reports.continued()]
        steps += [(report.start, 0, report) for report in reports]
        covered: set[int] = set()
        for item, _, report in sorted(steps, key=lambda step: step[:2]):
            if report is not None:
                drafts += self._reported(report, covered)
            elif item not in covered and item not in self.merged:
                drafts += self._direct(item)
        return numbered([*drafts, *self.verbatim.values(), *self._heading(drafts)])

    def _heading(self, drafts: list[Draft]) -> list[Draft]:
        """What the headline reports, unless its sentence was read already."""
        found = heading(self.text, self.blocks, self.entities, self.lexicon)
        if found is None:
            return []
        (said,) = found.spans
        reported = any(d.kind != "direct" and d.spans[0].start < said.end for d in drafts)
        quoted = any(said.end - d.spans[0].end < 3 > d.spans[0].start - said.start for d in drafts)
        return [] if reported or quoted else [found]

    # -------------------------------------------------------------- direct speech

    def _direct(self, item: int) -> list[Draft]:
        quoted = self.narration.quoted[item]
        found = self.attributions.find(item)
        joined = self._joined(item)
        if joined is not None and not (found and found.tight and found.end > item):
            found = self.said[joined]
        elif not self._is_speech(item, quoted, found):
            return []
        self.said[item] = found
        named = found is not None and found.tight and found.cue is not None
        inside = None if named else self._aside(quoted)
        if inside:
            found = inside.attribution
        speaker = self.speakers.of_quotation(item, found)
        via = self.speakers.via(found)
        spans = list(inside.spans if inside else quoted.spans)
        last = self._interrupted(item, found, spans)
        inserted = speech.interpolations(self.text, spans, self.lexicon.editors)
        if speaker:
            self.speakers.spoken(speaker, item, last)
        cue = found.cue if found else None
        draft = Draft("direct", spans, quoted.rule, cue, speaker, via, inserted)
        return [draft, *self._nested(quoted)]

    def _joined(self, item: int) -> int | None:
        """`"A", "B" and "C"`: the speech to which a comma or an `and` joins this quotation."""
        n, before = self.narration, item - 1
        if before > 0 and n.small[before] in self.lexicon.conjunctions and n.gaps[before] == SPACE:
            before -= 1
        if before not in self.said or max(n.gaps[before:item]) > COMMA:
            return None
        quoted = n.quoted[item]
        plain = speech.words(self.text, quoted, 2) > 1 and not quoted.single
        return before if plain and not speech.is_named(self.text, quoted, self.lexicon) else None

    def _aside(self, quoted: Quoted) -> Aside | None:
        """The narrator between dashes inside the marks."""
        if not self.lexicon.dialogue_dashes:
            return None

        def inner(start: int, end: int) -> Narration:
            return self.narration.part((), start, end)

        return aside(self.text, quoted, inner, self._attributions)

    def _nested(self, quoted: Quoted) -> list[Draft]:
        """`"He told me: 'Go home.'"`: what the speaker quotes, when the words beside it say who."""
        inner = [
            pair
            for span in quoted.spans
            for pair in self._inside(span)
            if pair.parent is quoted and speech.words(self.text, pair, 3) > 2
        ]
        if not inner:
            return []
        start, end = quoted.spans[0].start, quoted.spans[-1].end
        narration = self.narration.part(inner, start, end)
        attributions = self._attributions(narration)
        found = [(pair, attributions.find(item)) for item, pair in narration.quoted.items()]
        return [
            Draft("direct", list(pair.spans), pair.rule, at.cue, self.speakers.named(at))
            for pair, at in found
            if at and at.cue and (at.tight or self._is_led_in(pair))
            if self._is_somebody_else(at, attributions)
        ]

    def _is_led_in(self, quoted: Quoted) -> bool:
        """`told me, ‘…’`: a comma or colon before the marks."""
        return self.text[max(0, quoted.start - 3) : quoted.start].rstrip()[-1:] in (",", ":")

    def _is_somebody_else(self, found: Attribution, attributions: Attributions) -> bool:
        """Not `I said` or `they thought of us saying`: another one who has spoken."""
        if found.subject is None or found.cue is None:
            return False
        cue = attributions.by_start.get(attributions.n.item_at(found.cue.start))
        span, said = found.subject.span, cue is None or (cue.says and cue.finite)
        named = self.narration.folded[span.start : span.end]
        return said and named not in self.lexicon.person_words

    def _is_speech(self, item: int, quoted: Quoted, found: Attribution | None) -> bool:
        if not self.lexicon.triggers:  # no tables: only what is a sentence by its form
            return speech.is_plain(self.text, quoted)
        if quoted.rule == "quote.unclosed":
            return (found is not None and found.tight) or speech.words(self.text, quoted) > 4
        if not quoted.rule.endswith("marks"):
            return True
        tight = found is not None and found.tight and not self._is_title(item, quoted, found)
        if speech.is_named(self.text, quoted, self.lexicon) and not tight:
            return speech.words(self.text, quoted) > speech.SENTENCE
        cued = found is not None and found.cue is not None
        around = speech.Around(
            tight=tight,
            cued=cued or self.speakers.reported(item),
            follows=self.speakers.follows(item) or self._in_exchange(item),
            alone=self._is_alone(item, quoted),
            fragment=self.lexicon.fragment,
            turn=found is None and self.speakers.alternation.turn(item) is not None,
        )
        return speech.is_speech(self.text, quoted, around)

    def _is_title(self, item: int, quoted: Quoted, found: Attribution) -> bool:
        """`on CBS's "Face the Nation," X said`: capitals in a phrase that runs into the marks."""
        n = self.narration
        if item == 0 or n.gaps[item - 1] != SPACE or not speech.is_title(self.text, quoted):
            return False
        return found.cue is None or found.cue.start > quoted.start

    def _is_alone(self, item: int, quoted: Quoted) -> bool:
        """The quotation is a sentence with its full stop behind the marks."""
        ended = self.text[quoted.end : quoted.end + 1] in (".", "!", "?")
        return ended and self.narration.sentence(item) == (item, item + 1)

    def _in_exchange(self, item: int) -> bool:
        """`»Du!« »Ja?«`: between other quotations, as in a dialogue."""
        n = self.narration
        if self.text[n.ends[item] - 2] not in ".!?…":
            return False
        return item - 1 in n.quoted or item + 1 in n.quoted

    def _interrupted(self, item: int, found: Attribution | None, spans: list[Span]) -> int:
        """`"A", said X, "b"`: the second half joins the first; the item the words end with."""
        tagged = found is not None and found.end > item and found.cue is not None
        at = self._second_half(found.end) if found and tagged else None
        if at is None or not self._same_sentence(spans[-1], at):
            return item
        spans.extend(self.narration.quoted[at].spans)
        self.merged.add(at)
        return at

    def _second_half(self, end: int) -> int | None:
        """The quotation that follows the tag after a comma, a few words on at most."""
        n = self.narration
        for at in range(end, min(end + NEXT, len(n))):
            if n.gaps[at - 1] >= STOP or at in self.attributions.by_start:
                return None
            if n.lows[at] == QUOTE:
                gap = n.gaps[at - 1]
                return at if gap in (COMMA, DASH) or (gap == SPACE and at == end) else None
        return None

    def _same_sentence(self, before: Span, item: int) -> bool:
        """The first half did not end its sentence, or the second does not begin one."""
        inner = self.narration.quoted[item].spans[0]
        return self.text[before.end - 1] not in ".!?" or self.text[inner.start].islower()

    # -------------------------------------------------------------- reported speech

    def _reported(self, report: Report, covered: set[int]) -> list[Draft]:
        """The report, and the words quoted in it; its quotations are covered by it."""
        n = self.narration
        cue = Span(n.starts[report.cue[0]], n.ends[report.cue[1] - 1]) if report.has_cue else None
        found = Attribution(report.how, report.speaker_rule, cue, report.subject, 0, True)
        speaker = self.speakers.named(found) or self._unnamed(report)
        if speaker is None and not self.speakers.is_nobody(report.subject):
            return []
        spans = [Span(n.starts[start], n.ends[end - 1]) for start, end in report.content]
        if speaker:
            self.speakers.spoken(speaker, report.start, report.content[-1][1] - 1)
        covered.update(item for item in report.items() if item in n.quoted)
        via = self.speakers.via(found)
        mixed = any(map(self._has_marks, spans))
        draft = Draft("mixed" if mixed else "indirect", spans, report.rule, cue, speaker, via)
        self._quote_words(draft)
        return [draft]

    def _unnamed(self, report: Report) -> Speaker | None:
        """Nobody is named: the verb alone stands for who spoke before, or the mood goes on."""
        start = report.start
        if not report.has_cue and self.narration.gaps[start - 1] == PARAGRAPH:
            return None
        if self.speakers.is_nobody(report.subject):
            return None
        if report.has_cue and not self.lexicon.null_subject:
            return None
        return self.speakers.before(start)

    def _inside(self, span: Span) -> list[Quoted]:
        """The pairs of marks inside a stretch of text."""
        at = bisect_left(self.pair_starts, span.start)
        found = []
        while at < len(self.pairs) and self.pairs[at].end <= span.end:
            found.append(self.pairs[at])
            at += 1
        return found

    def _has_marks(self, span: Span) -> bool:
        """Words of the report stand in marks, and not as a title or a name."""
        return any(not speech.is_named(self.text, q, self.lexicon) for q in self._inside(span))

    def _quote_words(self, report: Draft) -> None:
        """The quoted words of a report are quotes of their own; the innermost report has them."""
        for span in report.spans:
            for quoted in self._inside(span):
                if quoted.parent or not speech.is_verbatim(self.text, quoted, self.lexicon):
                    continue
                spans = list(quoted.spans)
                draft = Draft("direct", spans, "quote.verbatim", report.cue, report.speaker)
                self.verbatim[quoted.start] = draft
