"""This module says who spoke a quotation: by the words of its sentence or by a lead-in.

The order of trust: a cue or a colon right before the marks, a tag behind the closing comma
(`," said X`), a signature behind a dash, a cue further off in the same sentence, the subject of
the sentence around it. What the sentence does not say is left to the article.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archivist.extractors.quotes.clauses import Clauses
from archivist.extractors.quotes.cues import CueGroup, Frame, match
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import (
    COLON,
    COMMA,
    DASH,
    QUOTE,
    SPACE,
    STOP,
    Narration,
)
from archivist.extractors.quotes.subjects import Subjects
from archivist.record import Span

TAG = 30  # items between a closing comma and its verb: `," X, who has run the town for years, said`
_SIGNED = frozenset(("—", "–", "―", "--", "-", "~"))
HEADLINE = 6  # items of a lead-in that may be nothing but a name: `I medici: "…"`


@dataclass(frozen=True, slots=True)
class Attribution:
    """The construction, the cue and the speaker; `subject` None: the verb names nobody.

    `tight`: the words are tied to the marks (a comma, a colon, a cue beside them), so that even
    a single word in the marks is speech. `end`: one past the last item of the attribution.
    """

    how: str
    rule: str
    cue: Span | None
    subject: Subject | None
    end: int
    tight: bool


class Attributions:
    """Attributions of the quotation items of one narration."""

    def __init__(
        self,
        narration: Narration,
        cues: list[CueGroup],
        frames: list[Frame],
        subjects: Subjects,
        clauses: Clauses,
    ) -> None:
        self.n, self.subjects, self.clauses = narration, subjects, clauses
        self.frames = {frame.start: frame for frame in frames}
        self.cues = cues
        self.by_start = {cue.start: cue for cue in cues}

    def find(self, item: int) -> Attribution | None:
        """By the words of the same sentence, or by a lead-in that ends in a colon."""
        first, last = self._bounds(item)
        before = self.clauses.nearest(first, item)
        if item > first and self.n.gaps[item - 1] == COLON:
            tag = self._tag(item, first, last)
            if tag and before is None:
                return tag
            lead_in = self._lead_in(first, item, before)
            return self._over(tag, lead_in) if tag else lead_in
        if before and before.end == item and self.n.gaps[item - 1] <= COMMA:
            return self._governed(first, item, before, tight=True)
        tag = self._tag(item, first, last) or self._signature(item)
        if tag:
            return tag
        if item == first and self.n.colon_before(item):
            start, _ = self.n.sentence(item - 1)
            return self._lead_in(start, item, self.clauses.nearest(start, item))
        if before:
            return self._frame_in(before.end, item) or self._governed(
                first, item, before, tight=False
            )
        found = self._frame(first, item) or self._far_tag(item, last)
        return found or self._sentence(first, item, last)

    def _over(self, tag: Attribution, lead_in: Attribution | None) -> Attribution | None:
        """`X is sure of it: "…", said Y`: the tag counts; `she said` behind `X said:` is X."""
        subject = tag.subject
        if not (tag.tight and tag.cue and subject):
            return lead_in
        named = lead_in.subject if lead_in else None
        if named and named.kind == "name" and subject.kind == "pronoun":
            return replace(tag, subject=replace(subject, entity=named.entity))
        return tag

    def _sentence(self, first: int, item: int, last: int) -> Attribution | None:
        """By the subject of the sentence, also over an earlier quotation in it."""
        found = self._closing_tag(item, last) or self._around(first, item, last)
        if found or first == self.n.sentence(item)[0]:
            return found
        first = self.n.sentence(item)[0]
        cue = self.clauses.nearest(first, item)
        return self._governed(first, item, cue, tight=False) if cue else None

    def _closing_tag(self, item: int, last: int) -> Attribution | None:
        """`The “old” bridge is a “danger”, said X`: the tag behind the last marks is for all."""
        n, end = self.n, self.n.sentence(item)[1]
        near = range(end - 1, max(last, end - TAG) - 1, -1)
        closing = next((at for at in near if n.lows[at] == QUOTE), None)
        found = None if closing is None else self._tag(closing, last, end)
        return replace(found, tight=False) if found and found.tight and found.cue else None

    def _bounds(self, item: int) -> tuple[int, int]:
        """The stretch of its sentence between the quotations left and right of it."""
        first, last = self.n.sentence(item)
        left = item
        while left > first and self.n.lows[left - 1] != QUOTE:
            left -= 1
        right = item + 1
        while right < last and self.n.lows[right] != QUOTE:
            right += 1
        return left, right

    # -------------------------------------------------------------- before the quotation

    def _lead_in(self, first: int, item: int, cue: CueGroup | None) -> Attribution | None:
        """`X said: "…"`, `X: "…"`, a lead-in paragraph that ends in a colon."""
        if cue:
            subject = self.clauses.document(cue, first, item) or self.clauses.cited(cue, item)
            subject = subject or self.clauses.subject(first, cue, item)
            if subject is None and self.n.small[first] in self.n.lexicon.views:
                subject = self.subjects.after(first + 1, cue.start, any_case=True)
            span = self._cue_span(cue)
            return Attribution("colon lead-in", "speaker.colon", span, subject, item, True)
        frame = self._frame(first, item) or self._noun_cue(first, item)
        if frame:
            return frame
        subject = self.subjects.opening(first, item) or self.subjects.nominative(first, item)
        subject = subject or self.subjects.only_person(first, item)
        short = item - first <= HEADLINE
        if subject is None and short:
            subject = self.subjects.names.head(first, item)
        if subject is None:
            return None
        return Attribution("colon lead-in", "speaker.lead-in", None, subject, item, short)

    def _governed(self, first: int, item: int, cue: CueGroup, *, tight: bool) -> Attribution:
        """`X said, "…"`, `X told reporters that the plan was "…"`."""
        subject = self.clauses.document(cue, item, item) or self.clauses.subject(first, cue, item)
        span = self._cue_span(cue)
        return Attribution("cue verb", "speaker.cue-verb", span, subject, item, tight)

    def _frame(self, first: int, item: int) -> Attribution | None:
        """`According to X, "…"`."""
        return self._frame_in(first, item) or self._view(first, item)

    def _opinion(self, at: int, item: int) -> Attribution | None:
        """`in his view`, `a suo parere`, `seiner Meinung nach`: the possessive says whose."""
        n, lexicon = self.n, self.n.lexicon
        if n.small[at] not in lexicon.possessives or at + 1 >= item:
            return None
        behind = lexicon.opinions_behind
        if n.lows[at + 1] not in lexicon.opinions:
            return None
        if behind and (at + 2 >= len(n) or n.lows[at + 2] not in behind):
            return None
        end = at + 2 + bool(behind)
        cue = Span(n.starts[at + 1], n.ends[end - 1])
        subject = self.subjects.names.pronoun(at)
        return Attribution("prepositional frame", "speaker.frame", cue, subject, end, False)

    def _frame_in(self, first: int, item: int) -> Attribution | None:
        """A frame of the items [first, item) that names its source in them."""
        for at in range(first, item):
            opinion = self._opinion(at, item)
            if opinion:
                return opinion
            frame = self.frames.get(at)
            subject = self.subjects.of_frame(frame, first, item) if frame else None
            if frame and subject:
                cue = Span(self.n.starts[at], self.n.ends[frame.end - 1])
                how, end = "prepositional frame", max(frame.end, subject.items[1])
                return Attribution(how, "speaker.frame", cue, subject, end, False)
        return None

    def _view(self, first: int, item: int) -> Attribution | None:
        """`Pour X, « … »`: a preposition that opens the sentence, and a comma before the marks."""
        n = self.n
        if n.small[first] not in n.lexicon.views or n.gaps[item - 1] != COMMA:
            return None
        subject = self.subjects.after(first + 1, item, any_case=True)
        if subject is None or subject.kind != "name":
            return None
        plain = item - first <= HEADLINE and not any(n.gaps[at] for at in range(first, item - 1))
        if not plain and not self._is_apposition(subject.items[1], item):
            return None
        cue = Span(n.starts[first], n.ends[first])
        return Attribution("prepositional frame", "speaker.frame", cue, subject, item, True)

    def _is_apposition(self, start: int, item: int) -> bool:
        """`Pour X, députée de la circonscription, « … »`: commas around it, no verb in it."""
        n = self.n
        inside = n.gaps[start : item - 1]
        verbal = any(n.small[at] in n.lexicon.auxiliaries for at in range(start, item))
        return n.gaps[start - 1] == COMMA and not any(inside) and not verbal and item - start <= TAG

    def _noun_cue(self, first: int, item: int) -> Attribution | None:
        """`in den Worten von X`, `sono le parole di X`: a noun of saying and whose it is."""
        n, lexicon = self.n, self.n.lexicon
        for at in range(first, item - 1):
            if n.lows[at] not in lexicon.nouns or n.lows[at + 1] not in lexicon.of:
                continue
            if n.gaps[at] != SPACE:
                continue  # `ein Kommentar, der …`
            subject = self.subjects.after(at + 2, item, any_case=True)
            if subject:
                cue = Span(n.starts[at], n.ends[at + 1])
                end = subject.items[1]
                return Attribution("noun of saying", "speaker.noun", cue, subject, end, True)
        return None

    # -------------------------------------------------------------- behind the quotation

    def _tag(self, item: int, first: int, last: int) -> Attribution | None:
        """`," said X`, `," X said`, `," X, role, said`, `", according to X`."""
        at = item + 1
        if at >= last:
            return None
        n = self.n
        if self._is_complement(item, first):
            return None
        tight = n.gaps[item] in (COMMA, DASH) or self._ends_open(item)
        if n.lows[at] in n.lexicon.conjunctions:
            return None  # `"…", and added that`: the next report, not a tag
        cue = self._cue_at(at, last)
        if cue and cue.finite and (tight or item == first):
            return self._inversion(cue, last, tight=tight or n.gaps[item] == SPACE)
        if at in self.frames:
            found = self._frame(at, last)
            return replace(found, tight=tight) if found else None
        if not tight:
            return None
        return (
            self._subject_first(at, last) or self._noun_cue(at, last) or self._bare_tag(item, last)
        )

    def _is_complement(self, item: int, first: int) -> bool:
        """`author of “…”, wrote`: a title, and what follows is not its tag."""
        n = self.n
        return item > first and n.gaps[item - 1] == SPACE and n.small[item - 1] in n.lexicon.of

    def _ends_open(self, item: int) -> bool:
        """The quotation ends in a comma or a mark that lets the sentence go on."""
        return self.n.text[self.n.quoted[item].spans[-1].end - 1] in ",!?…"

    def _cue_at(self, at: int, last: int) -> CueGroup | None:
        while at < last and at not in self.by_start and self.n.lexicon.is_adverb(self.n.lows[at]):
            at += 1
        cue = self.by_start.get(at)
        return cue if cue and cue.end <= last else None

    def _inversion(self, cue: CueGroup, last: int, *, tight: bool) -> Attribution:
        subject = self.clauses.document(cue, cue.start, last) or self.subjects.after(cue.end, last)
        if self.n.lows[cue.verb] in self.n.lexicon.cites and subject:
            subject = self.subjects.after(subject.items[1], last) or subject
        end = max(cue.end, subject.items[1] if subject else 0)
        span = self._cue_span(cue)
        return Attribution("inversion", "speaker.inversion", span, subject, end, tight)

    def _subject_first(self, at: int, last: int) -> Attribution | None:
        if self.n.lexicon.verb_second and self.n.small[at] not in self.n.lexicon.like:
            first, _ = self.n.sentence(at)
            if self.clauses.nearest(first, at - 1):
                return None  # `X nannte es „…“, Y sprach von …`: the next clause
        for start in range(at + 1, min(last, at + TAG)):
            cue = self.by_start.get(start)
            if not cue:
                continue
            subject = self.subjects.before(at, cue.start)
            if subject is None or subject.items[0] > at + 12:
                return None
            span = self._cue_span(cue)
            return Attribution("cue verb", "speaker.cue-verb", span, subject, cue.end, True)
        return None

    def _bare_tag(self, item: int, last: int) -> Attribution | None:
        """`," Moor sings`: a name behind the comma, with a verb we do not know."""
        if self.n.text[self.n.quoted[item].spans[-1].end - 1] != "," and not self._comma(item):
            return None
        unknown = self._unknown_verb(item + 1, last)
        if unknown:
            return unknown
        end = min(last, item + 8)
        for at in range(item + 1, end):
            subject = self.subjects.names.head(item + 1, at + 1)
            if subject and subject.kind in ("name", "pronoun") and subject.items[0] == item + 1:
                if self.n.small[item + 1] in self.n.lexicon.impersonal:
                    return None
                end = subject.items[1]
                return Attribution("tag", "speaker.tag", None, subject, end, False)
        return None

    def _unknown_verb(self, at: int, last: int) -> Attribution | None:
        """`", telt boswachter X`: one small word, then a person the article knows."""
        n = self.n
        if at + 1 >= last or n.capitals[at] or n.gaps[at] != SPACE:
            return None
        lexicon = n.lexicon
        small = lexicon.prepositions | lexicon.determiners | lexicon.conjunctions
        if n.small[at] in small | lexicon.relatives or lexicon.is_adverb(n.small[at]):
            return None
        subject = self.subjects.after(at + 1, last)
        if subject is None or subject.entity is None or subject.entity.type != "person":
            return None
        return Attribution("tag", "speaker.tag", None, subject, subject.items[1], False)

    def _comma(self, item: int) -> bool:
        after = self.n.quoted[item].end
        return self.n.text[after : after + 1] == ","

    def _signature(self, item: int) -> Attribution | None:
        """`"…" — X` at the end of a line."""
        n = self.n
        if item + 1 >= len(n):
            return None
        between = n.text[n.ends[item] : n.starts[item + 1]].strip()
        if between not in _SIGNED:
            return None
        end = item + 1
        while end < min(len(n), item + 10) and n.gaps[end] < STOP:
            end += 1
        subject = self.subjects.names.whole(item + 1, min(end + 1, len(n)))
        if subject is None:
            return None
        return Attribution("signature", "speaker.signature", None, subject, subject.items[1], True)

    def _far_tag(self, item: int, last: int) -> Attribution | None:
        """`"…" was how X described it`: any cue behind, when nothing stands before."""
        for at in range(item + 1, last):
            cue = self.by_start.get(at)
            if cue and cue.says:
                subject = self.subjects.before(item + 1, cue.start)
                if subject is None and self.n.lexicon.verb_second:  # `Von „…“ sprach X`
                    subject = self.subjects.after(cue.end, last)
                if subject is None:
                    return None
                span = self._cue_span(cue)
                return Attribution(
                    "cue verb", "speaker.cue-verb-far", span, subject, cue.end, False
                )
        return None

    def _around(self, first: int, item: int, last: int) -> Attribution | None:
        """`Moor attacked "…"`: the subject of the sentence the quotation is part of."""
        found = self._noun_cue(first, item) or self._noun_cue(item + 1, last)
        if found:
            return found
        subject = self.subjects.opening(first, item)
        if subject is None:
            return None
        return Attribution("sentence subject", "speaker.sentence", None, subject, item, False)

    def _cue_span(self, cue: CueGroup) -> Span:
        return Span(self.n.starts[cue.start], self.n.ends[cue.end - 1])

    def through(self, subject: Subject) -> Subject | None:
        """`through its spokesman Y`, behind or before the organization, in the same sentence."""
        n, phrases = self.n, self.n.lexicon.through
        first, last = n.sentence(subject.items[0])
        for at in range(max(first, subject.items[0] - TAG), min(last, subject.items[1] + TAG)):
            end = match(n, at, phrases) if n.lows[at] in phrases else None
            if end is not None and end < last:
                return self.subjects.after(end, last, any_case=True)
        return None
