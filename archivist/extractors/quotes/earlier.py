"""This module looks in the sentences before a quotation for who speaks in it.

`X was furious. "…"`; German goes on in the mood of reports: `X berichtet … . Der Plan sei „…“`.
"""

from __future__ import annotations

from archivist.extractors.quotes.attribution import Attribution, Attributions
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import STOP
from archivist.record import Span

DATELINE = 8  # items of place, date and agency before the dash


class Earlier:
    """The sentences before the quotations of one narration."""

    def __init__(self, attributions: Attributions) -> None:
        self.n, self.cues = attributions.n, attributions.cues
        self.subjects, self.clauses = attributions.subjects, attributions.clauses
        self.moods: dict[int, bool] = {}  # by the first item of the sentence

    def sentence_before(self, item: int, *, inside: bool = False) -> Attribution | None:
        """`X was furious. "…"`: the subject of the sentence before, in the same paragraph.

        `inside`: the quotation need not open its sentence, whose mood says that it is reported.
        """
        first, _ = self.n.sentence(item)
        if (first != item and not inside) or first == 0 or self.n.gaps[first - 1] != STOP:
            return None
        start, end = self.n.sentence(first - 1)
        start = self._past_dateline(start, end)
        subject = self.subjects.opening(start, end) or self.subjects.only_person(start, end)
        if subject is None or not self._is_somebody(subject):
            return None
        return Attribution(
            "previous sentence", "speaker.sentence-before", None, subject, item, False
        )

    def _past_dateline(self, start: int, end: int) -> int:
        """`LISBOA (Lusa) – O ministro`: the first item behind the dash."""
        n = self.n
        if not n.text[n.starts[start] : n.ends[start]].isupper():
            return start
        for at in range(start, min(start + DATELINE, end - 1)):
            between = n.text[n.ends[at] : n.starts[at + 1]]
            if any(dash in between for dash in (" -", " –", " —")):
                return at + 1
        return start

    def cue_before(self, item: int) -> Attribution | None:
        """`X berichtet von … . Der Plan sei „…“`: who reports, in a sentence before this one."""
        first, _ = self.n.sentence(item)
        while first > 0 and self.n.gaps[first - 1] == STOP:
            start, end = self.n.sentence(first - 1)
            for cue in reversed([c for c in self.cues if start <= c.start < end]):
                subject = self.clauses.subject(start, cue, end) if cue.says and cue.finite else None
                if subject:
                    span = Span(self.n.starts[cue.start], self.n.ends[cue.end - 1])
                    how, rule = "previous sentence", "speaker.cue-before"
                    return Attribution(how, rule, span, subject, item, False)
            if not self.is_reported(start):
                return None
            first = start
        return None

    def is_reported(self, item: int) -> bool:
        """The sentence of the item is in a mood that marks reported speech."""
        first, last = self.n.sentence(item)
        if first not in self.moods:
            moods = self.n.lexicon.moods
            self.moods[first] = any(low in moods for low in self.n.small[first:last])
        return self.moods[first]

    def _is_somebody(self, subject: Subject) -> bool:
        """A pronoun, a person, or what looks like a full name: no noun, no body, no single word."""
        if subject.entity is not None:
            return subject.entity.type in ("person", "organization")
        return (
            subject.kind == "pronoun" or " " in self.n.text[subject.span.start : subject.span.end]
        )
