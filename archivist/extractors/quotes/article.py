"""This module takes an article through the steps and puts its quotes in order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from archivist.extractors.quotes import speech
from archivist.extractors.quotes.attribution import Attribution, Attributions
from archivist.extractors.quotes.cues import cues, frames
from archivist.extractors.quotes.dashes import dialogue
from archivist.extractors.quotes.indirect import Report, Reports
from archivist.extractors.quotes.lexicon import lexicon
from archivist.extractors.quotes.marks import Quoted, pair
from archivist.extractors.quotes.memory import Memory
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import (
    COMMA,
    DASH,
    PARAGRAPH,
    QUOTE,
    SPACE,
    STOP,
    Narration,
)
from archivist.extractors.quotes.subjects import Subjects
from archivist.record import Block, Cue, Entity, Evidence, Quote, QuoteKind, Span, Speaker


@dataclass(slots=True)
class _Draft:
    """A quote before it has its id."""

    kind: QuoteKind
    spans: list[Span]
    cue: Span | None
    speaker: Speaker | None
    rule: str
    interpolations: list[Span]
    item: int = -1

    @property
    def hull(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)


@dataclass(slots=True)
class _Known:
    """A speaker already found: what a quotation without a tag falls back on."""

    speaker: Speaker
    subject: Subject | None
    item: int


class Article:
    """One article on its way to quotes."""

    def __init__(
        self,
        text: str,
        blocks: tuple[Block, ...],
        language: str | None,
        entities: tuple[Entity, ...],
    ) -> None:
        self.text, self.lexicon = text, lexicon(language)
        self.pairs = pair(text, blocks, self.lexicon.elisions)
        if self.lexicon.dialogue_dashes:
            self.pairs = dialogue(text, blocks, self.pairs, self.lexicon)
        self.pair_starts = [quoted.start for quoted in self.pairs]
        tops = [
            q
            for q in self.pairs
            if q.parent is None and speech.is_solid(text, q, self.lexicon.fragment)
        ]
        self.narration = Narration(text, blocks, tops, self.lexicon)
        self.cues = cues(self.narration)
        self.subjects = Subjects(self.narration, entities, self.cues)
        self.frames = frames(self.narration)
        self.attributions = Attributions(self.narration, self.cues, self.frames, self.subjects)
        self.memory = Memory(text, entities, self.lexicon)
        self.known: _Known | None = None
        self.merged: set[int] = set()

    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, in order, numbered, with `within`."""
        finder = Reports(self.narration, self.cues, self.frames, self.subjects, self.attributions)
        reports = [*finder.find(), *finder.continued()]
        found = self._walk(reports)
        found.sort(key=lambda draft: (draft.hull.start, -draft.hull.end))
        return _numbered(found)

    # -------------------------------------------------------------- in the order of the text

    def _walk(self, reports: list[Report]) -> list[_Draft]:
        """Quotations and reports in text order, so that each knows who spoke before."""
        drafts: list[_Draft] = []
        steps: list[tuple[int, int, Report | None]] = [
            (item, 1, None) for item in self.narration.quoted
        ]
        steps += [(min(r.cue[0], r.content[0][0]), 0, r) for r in reports]
        covered: set[int] = set()
        for item, _, report in sorted(steps, key=lambda step: step[:2]):
            if report is None:
                if item in covered or item in self.merged:
                    continue
                draft = self._direct(item)
            else:
                draft = self._report(report)
                if draft:
                    covered |= self._fragments(report)
            if draft:
                drafts.append(draft)
                if report is not None:
                    drafts += self._verbatim(draft)
        return drafts

    def _verbatim(self, report: _Draft) -> list[_Draft]:
        """The quoted words of a mixed report: quotes of their own inside it."""
        found = []
        for span in report.spans:
            at = bisect_left(self.pair_starts, span.start)
            while at < len(self.pairs) and self.pairs[at].end <= span.end:
                quoted = self.pairs[at]
                at += 1
                if quoted.parent is None and self._is_verbatim(quoted):
                    spans = list(quoted.spans)
                    draft = _Draft(
                        "direct", spans, report.cue, report.speaker, "quote.verbatim", []
                    )
                    found.append(draft)
        return found

    def _is_verbatim(self, quoted: Quoted) -> bool:
        named = speech.is_named(self.text, quoted, self.lexicon)
        return speech.is_verbatim(self.text, quoted, self.lexicon.fragment) and not named

    def _fragments(self, report: Report) -> set[int]:
        """Quotations inside a report: they make it mixed and are no quotes of their own."""
        n = self.narration
        return {i for start, end in report.content for i in range(start, end) if i in n.quoted}

    # -------------------------------------------------------------- direct speech

    def _direct(self, item: int) -> _Draft | None:
        quoted = self.narration.quoted[item]
        found = self.attributions.find(item)
        if not self._is_speech(item, quoted, found):
            return None
        speaker = self._quoted_speaker(item, found)
        spans = list(quoted.spans)
        last = self._interrupted(item, found, spans)
        inside = [
            Span(*at) for at in speech.interpolations(self.text, quoted, self.lexicon.editors)
        ]
        draft = _Draft(
            "direct", spans, found.cue if found else None, speaker, quoted.rule, inside, item
        )
        if speaker:
            self.known = _Known(speaker, found.subject if found else None, last)
        return draft

    def _is_speech(self, item: int, quoted: Quoted, found: Attribution | None) -> bool:
        if not quoted.rule.endswith("marks"):
            return True
        tight = found is not None and found.tight
        if speech.is_named(self.text, quoted, self.lexicon) and not tight:
            return speech.words(self.text, quoted) > speech.SENTENCE
        around = speech.Around(
            tight=tight,
            cued=(found is not None and found.cue is not None) or self._reported(item),
            follows=self._follows(item) or self._in_exchange(item),
            alone=self.narration.sentence(item) == (item, item + 1)
            and self.text[quoted.end : quoted.end + 1] in (".", "!", "?"),
            fragment=self.lexicon.fragment,
        )
        return speech.is_speech(self.text, quoted, around)

    def _reported(self, item: int) -> bool:
        """The sentence is in a mood that marks reported speech."""
        first, last = self.narration.sentence(item)
        return any(low in self.lexicon.subjunctives for low in self.narration.lows[first:last])

    def _in_exchange(self, item: int) -> bool:
        """`»Du!« »Ja?«`: between other quotations, as in a dialogue."""
        n = self.narration
        if self.text[n.ends[item] - 2] not in ".!?…":
            return False
        return item - 1 in n.quoted or item + 1 in n.quoted

    def _follows(self, item: int) -> bool:
        """Right behind a quotation of the same paragraph that has a speaker."""
        if self.known is None:
            return False
        return PARAGRAPH not in self.narration.gaps[self.known.item : item]

    def _interrupted(self, item: int, found: Attribution | None, spans: list[Span]) -> int:
        """`"A", said X, "b"`: the second half joins the first."""
        n = self.narration
        while found and found.rule in ("speaker.inversion", "speaker.cue-verb", "speaker.frame"):
            if found.end <= item:
                return item
            at = self._next_quotation(item, found.end)
            if at is None or not self._same_sentence(spans[-1], at):
                return item
            spans.extend(n.quoted[at].spans)
            self.merged.add(at)
            item, found = at, None
        return item

    def _next_quotation(self, item: int, end: int) -> int | None:
        """The quotation that follows the tag after a comma, a few words on at most."""
        n = self.narration
        for at in range(end, min(end + 12, len(n))):
            if n.gaps[at - 1] >= STOP or at in self.attributions.by_start:
                return None
            if n.lows[at] == QUOTE:
                return at if n.gaps[at - 1] in (COMMA, DASH, SPACE) else None
        return None

    def _same_sentence(self, before: Span, item: int) -> bool:
        """The first half did not end its sentence, and the second does not begin one."""
        inner = self.narration.quoted[item].spans[0]
        last = self.text[before.end - 1]
        return last not in ".!?" or self.text[inner.start].islower()

    # -------------------------------------------------------------- reported speech

    def _report(self, report: Report) -> _Draft | None:
        if report.cue[0] == report.cue[1]:
            return self._continued(report)
        n = self.narration
        spans = [self._content(start, end) for start, end in report.content]
        cue = Span(n.starts[report.cue[0]], n.ends[report.cue[1] - 1])
        found = Attribution(report.how, _RULES[report.how], cue, report.subject, 0, True)
        speaker = self._speaker(found) or (
            self._fallback(report.cue[0]) if self.lexicon.null_subject else None
        )
        if speaker is None:
            return None
        return self._reporting(report, spans, cue, speaker)

    def _continued(self, report: Report) -> _Draft | None:
        """A report that goes on in the mood of its verbs, while its speaker is known."""
        ((start, end),) = report.content
        speaker = self._fallback(start)
        if speaker is None or self.narration.gaps[start - 1] == PARAGRAPH:
            return None
        return self._reporting(report, [self._content(start, end)], None, speaker)

    def _reporting(
        self, report: Report, spans: list[Span], cue: Span | None, speaker: Speaker
    ) -> _Draft:
        quoted = any(self._has_marks(span) for span in spans)
        self.known = _Known(speaker, report.subject, report.content[-1][1] - 1)
        return _Draft("mixed" if quoted else "indirect", spans, cue, speaker, report.rule, [])

    def _has_marks(self, span: Span) -> bool:
        """Words of the report stand in marks, and not as a title or a name."""
        at = bisect_left(self.pair_starts, span.start)
        while at < len(self.pairs) and self.pairs[at].end <= span.end:
            if not speech.is_named(self.text, self.pairs[at], self.lexicon):
                return True
            at += 1
        return False

    def _content(self, start: int, end: int) -> Span:
        n = self.narration
        return Span(n.starts[start], n.ends[end - 1])

    # -------------------------------------------------------------- speakers

    def _speaker(self, found: Attribution) -> Speaker | None:
        """The named subject, resolved where it is a role or a pronoun; None for a bare verb."""
        subject = found.subject
        if subject is None:
            return None
        entity, how, rule = subject.entity, found.how, found.rule
        if entity is None and subject.kind == "noun":
            entity = self.memory.role(subject)
            if entity:
                how, rule = "role anaphora", "speaker.role"
        elif subject.kind == "pronoun":
            entity = self.memory.pronoun(subject, self._last_person())
            how, rule = "pronoun", "speaker.pronoun"
        return Speaker(entity.id if entity else None, subject.span, how, Evidence(rule))

    def _last_person(self) -> tuple[int, Entity] | None:
        known = self.known
        if known is None or known.speaker.entity is None or known.speaker.span is None:
            return None
        entity = self.memory.by_id.get(known.speaker.entity)
        return (known.speaker.span.start, entity) if entity else None

    def _quoted_speaker(self, item: int, found: Attribution | None) -> Speaker | None:
        """By the sentence, else by what came before."""
        if found and (found.cue or found.how != "sentence subject"):
            return self._speaker(found) or self._fallback(item)
        if found and not self._reported(item):
            return self._speaker(found)
        speaker = self._fallback(item)
        if speaker is None or not self._follows(item):
            earlier = self.attributions.sentence_before(item)
            speaker = (self._speaker(earlier) if earlier else None) or speaker
        if speaker is None and found and found.subject and found.subject.kind == "pronoun":
            return self._speaker(found)
        return speaker

    def _fallback(self, item: int) -> Speaker | None:
        """The speaker before, in the same paragraph or right before it."""
        known = self.known
        if known is None:
            return None
        between = self.narration.gaps[known.item : item]
        if between.count(PARAGRAPH) > 1:
            return None
        if PARAGRAPH in between and self.narration.gaps[item - 1] != PARAGRAPH:
            return None
        return replace(known.speaker, how="previous speaker", evidence=Evidence("speaker.previous"))


_RULES = {
    "cue verb": "speaker.cue-verb",
    "inversion": "speaker.inversion",
    "prepositional frame": "speaker.frame",
}


def _numbered(drafts: list[_Draft]) -> tuple[Quote, ...]:
    """Ids in order, and for each the innermost quote that holds all of it."""
    quotes: list[Quote] = []
    open_: list[tuple[str, Span]] = []
    for number, draft in enumerate(drafts, 1):
        hull, name = draft.hull, f"q{number}"
        while open_ and open_[-1][1].end <= hull.start:
            open_.pop()
        within = next((n for n, span in reversed(open_) if hull in span and hull != span), None)
        open_.append((name, hull))
        quotes.append(
            Quote(
                id=name,
                kind=draft.kind,
                spans=tuple(draft.spans),
                within=within,
                cue=Cue(draft.cue) if draft.cue else None,
                speaker=draft.speaker,
                via=None,
                interpolations=tuple(draft.interpolations),
                evidence=Evidence(draft.rule),
            )
        )
    return tuple(quotes)
