"""This module says who spoke a quotation: by the words beside it, else by what came before.

The order of trust: a tag behind the closing comma (`," said X`), a cue or a colon before the
marks, a cue further off in the same sentence, the speaker of the sentence or paragraph before.
"""

from __future__ import annotations

from dataclasses import dataclass

from archivist.extractors.quotes.cues import CueGroup, match_frame
from archivist.extractors.quotes.narration import (
    COLON,
    COMMA,
    DASH,
    PARAGRAPH,
    QUOTE,
    SPACE,
    STOP,
    Narration,
)
from archivist.extractors.quotes.subjects import Subject, Subjects
from archivist.record import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """The construction, the cue's items and the speaker; `subject` None: the verb names nobody."""

    how: str
    rule: str
    cue: Span | None
    subject: Subject | None
    end: int  # one past the last item that belongs to the attribution


class Attributions:
    """Attributions of the quotation items of one narration."""

    def __init__(self, narration: Narration, cues: list[CueGroup], subjects: Subjects) -> None:
        self.n, self.cues, self.subjects = narration, cues, subjects
        self.by_start = {cue.start: cue for cue in cues}
        self.starts = [cue.start for cue in cues]

    def find(self, item: int) -> Attribution | None:
        """By the words of the same sentence, or by a lead-in that ends in a colon."""
        first, last = self._bounds(item)
        before = self._nearest_before(first, item)
        adjacent = before is not None and before.end == item and self.n.gaps[item - 1] != SPACE
        if adjacent or (item > first and self.n.gaps[item - 1] == COLON):
            return self._lead_in(first, item, before)
        tag = self._tag(item, last)
        if tag:
            return tag
        if item == first and self.n.colon_before(item):
            start, _ = self.n.sentence(item - 1)
            return self._lead_in(start, item, self._nearest_before(start, item))
        if before:
            return self._governed(first, item, before)
        return self._frame(first, item) or self._far_tag(item, last)

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

    def _nearest_before(self, first: int, item: int) -> CueGroup | None:
        """The last cue of the items [first, item)."""
        found = None
        for at in range(item - 1, first - 1, -1):
            cue = self.by_start.get(at)
            if cue and cue.end <= item:
                found = cue
                break
        while found and (doubled := self._same_before(found)):
            found = doubled
        return found

    def _same_before(self, cue: CueGroup) -> CueGroup | None:
        """`si è espresso si è espresso`: a cue printed twice counts where it stands first."""
        size = cue.end - cue.start
        before = self.by_start.get(cue.start - size)
        same = self.n.lows[cue.start - size : cue.start] == self.n.lows[cue.start : cue.end]
        return before if before and before.end == cue.start and same else None

    # -------------------------------------------------------------- before the quotation

    def _lead_in(self, first: int, item: int, cue: CueGroup | None) -> Attribution | None:
        """`X said: "…"`, `X: "…"`, a lead-in paragraph that ends in a colon."""
        if cue:
            how = "colon lead-in" if self.n.colon_before(item) else "cue verb"
            subject = self._subject_of(first, cue, item)
            return Attribution(how, f"speaker.{_rule(how)}", self._cue_span(cue), subject, item)
        frame = self._frame(first, item)
        if frame:
            return frame
        subject = self.subjects.opening(first, item) or self.subjects.head(first, item)
        if subject is None:
            return None
        return Attribution("colon lead-in", "speaker.colon", None, subject, item)

    def _governed(self, first: int, item: int, cue: CueGroup) -> Attribution:
        """`X told reporters that the plan was "…"`."""
        subject = self._subject_of(first, cue, item)
        return Attribution("cue verb", "speaker.cue-verb", self._cue_span(cue), subject, item)

    def _subject_of(self, first: int, cue: CueGroup, limit: int) -> Subject | None:
        before = self.subjects.before(first, cue.start)
        if before and before.kind != "noun":
            return before
        lexicon = self.n.lexicon
        if lexicon.verb_second or before is None:
            behind = self.subjects.after(cue.end, limit) if self._may_invert(cue) else None
            if behind and (before is None or behind.kind != "noun"):
                return behind
        return before

    def _may_invert(self, cue: CueGroup) -> bool:
        return self.n.lexicon.verb_second or self.n.lexicon.null_subject

    def _frame(self, first: int, item: int) -> Attribution | None:
        """`According to X, "…"`."""
        for at in range(first, item):
            end = match_frame(self.n, at) if self.n.lows[at] in self.n.lexicon.frames else None
            if end:
                subject = self.subjects.after(end, item)
                if subject:
                    cue = Span(self.n.starts[at], self.n.ends[end - 1])
                    return Attribution(
                        "prepositional frame", "speaker.frame", cue, subject, subject.items[1]
                    )
        return None

    # -------------------------------------------------------------- behind the quotation

    def _tag(self, item: int, last: int) -> Attribution | None:
        """`," said X`, `," X said`, `," X, role, said`, `", according to X`."""
        at = item + 1
        if at >= last:
            return None
        gap, n = self.n.gaps[item], self.n
        tight = gap in (COMMA, DASH) or n.text[n.quoted[item].spans[-1].end - 1] in ",!?…"
        while at < last and n.lows[at] in n.lexicon.conjunctions:
            at += 1
        cue = self._cue_at(at, last)
        if cue:
            return self._inversion(item, cue, last)
        end = match_frame(n, at) if at < last else None
        if end:
            return self._frame(at, last)
        return self._tag_subject_first(at, last) if tight else None

    def _cue_at(self, at: int, last: int) -> CueGroup | None:
        while at < last and at not in self.by_start and self.n.lexicon.is_adverb(self.n.lows[at]):
            at += 1
        cue = self.by_start.get(at)
        return cue if cue and cue.end <= last else None

    def _inversion(self, item: int, cue: CueGroup, last: int) -> Attribution:
        subject = self.subjects.after(cue.end, last)
        end = max(cue.end, subject.items[1] if subject else 0)
        return Attribution("inversion", "speaker.inversion", self._cue_span(cue), subject, end)

    def _tag_subject_first(self, at: int, last: int) -> Attribution | None:
        for start in range(at + 1, min(last, at + 30)):
            cue = self.by_start.get(start)
            if not cue:
                continue
            subject = self.subjects.before(at, cue.start)
            if subject is None or subject.items[0] > at + 12:
                return None
            span = self._cue_span(cue)
            return Attribution("cue verb", "speaker.cue-verb", span, subject, cue.end)
        return None

    def _far_tag(self, item: int, last: int) -> Attribution | None:
        """`"…" was how X described it`: any cue behind, when nothing stands before."""
        for at in range(item + 1, last):
            cue = self.by_start.get(at)
            if cue and cue.says:
                subject = self.subjects.before(item + 1, cue.start)
                if subject is None:
                    return None
                span = self._cue_span(cue)
                return Attribution("cue verb", "speaker.cue-verb-far", span, subject, cue.end)
        return None

    def _cue_span(self, cue: CueGroup) -> Span:
        return Span(self.n.starts[cue.start], self.n.ends[cue.end - 1])


def _rule(how: str) -> str:
    return {"colon lead-in": "colon", "cue verb": "cue-verb"}[how]


__all__ = ["PARAGRAPH", "STOP", "Attribution", "Attributions"]
