"""This module finds the narrator inside the marks: `"È la prima volta - dice la sindaca - …"`.

Italian, Spanish and French papers leave the marks open around the tag. The tag stands between
two dashes, or, when its subject is a pronoun or a name, between two commas (`« Moi, dit-il, … »`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archivist.extractors.quotes.attribution import Attribution, Attributions
from archivist.extractors.quotes.marks import Quoted
from archivist.extractors.quotes.narration import COMMA, DASH, SPACE, Narration
from archivist.record import Span

LONGEST = 20  # items between the two dashes


@dataclass(frozen=True, slots=True)
class Aside:
    """The attribution inside the marks, and the spoken stretches around it."""

    attribution: Attribution
    spans: tuple[Span, ...]


def aside(
    text: str,
    quoted: Quoted,
    narration: Callable[[int, int], Narration],
    attributions: Callable[[Narration], Attributions],
) -> Aside | None:
    """The first tag inside the marks, or None; `narration` lays out a stretch of the text."""
    for span in quoted.spans:
        if not any(mark in text[span.start : span.end] for mark in (" -", " –", " —", ", ")):
            continue
        inner = narration(span.start, span.end)
        found = attributions(inner)
        for cue in found.cues:
            if not (cue.says and cue.finite and cue.start):
                continue
            tag = _tag(inner, found, cue.start, cue.end)
            if tag:
                return Aside(tag[0], _around(text, quoted, span, tag[1]))
    return None


def _tag(
    inner: Narration, found: Attributions, start: int, end: int
) -> tuple[Attribution, Span] | None:
    """The attribution whose cue opens between two equal gaps, and the span of its words."""
    kind = inner.gaps[start - 1]
    if kind not in (DASH, COMMA):
        return None
    subject = found.subjects.after(end, min(end + LONGEST, len(inner)))
    last = max(end, subject.items[1] if subject else end)
    while last < min(end + LONGEST, len(inner)) and inner.gaps[last - 1] == SPACE and kind == DASH:
        last += 1
    if last >= len(inner) or not _closes(inner, last, kind):
        return None
    if kind == COMMA and (subject is None or subject.kind == "noun"):
        return None
    cue = Span(inner.starts[start], inner.ends[end - 1])
    words = Span(inner.starts[start], inner.ends[last - 1])
    return Attribution("aside", "speaker.aside", cue, subject, 0, True), words


def _closes(inner: Narration, item: int, kind: int) -> bool:
    """The gap before this item ends the tag: a comma, or a dash with what belongs to the speech."""
    between = inner.text[inner.ends[item - 1] : inner.starts[item]]
    return inner.gaps[item - 1] == COMMA if kind == COMMA else any(m in between for m in "-–—")


def _around(text: str, quoted: Quoted, cut: Span, words: Span) -> tuple[Span, ...]:
    """The spans of the quotation without the tag, its dashes and commas."""
    before, after = words.start, words.end
    while before > cut.start and not (text[before - 1].isalnum() or text[before - 1] in ".!?…"):
        before -= 1
    while after < cut.end and (text[after].isspace() or text[after] in "-–—,;:."):
        after += 1
    spans: list[Span] = []
    for span in quoted.spans:
        parts = [Span(cut.start, before), Span(after, cut.end)] if span == cut else [span]
        spans += [part for part in parts if part.start < part.end]
    return tuple(spans)
