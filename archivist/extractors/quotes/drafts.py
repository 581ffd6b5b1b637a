"""This module numbers the quotes of an article and says which lies within which."""

from __future__ import annotations

from dataclasses import dataclass, field

from archivist.record import Cue, Evidence, Quote, QuoteKind, Span, Speaker, Via


@dataclass(slots=True)
class Draft:
    """A quote before it has its id; `cue`, `speaker`, `via` None where nothing is printed."""

    kind: QuoteKind
    spans: list[Span]
    rule: str
    cue: Span | None = None
    speaker: Speaker | None = None
    via: Via | None = None
    interpolations: list[Span] = field(default_factory=list)


def numbered(drafts: list[Draft]) -> tuple[Quote, ...]:
    """Quotes in text order, outer before inner; `within` is the innermost that holds one."""
    hulls = [Span(draft.spans[0].start, draft.spans[-1].end) for draft in drafts]
    order = sorted(range(len(drafts)), key=lambda i: (hulls[i].start, -hulls[i].end))
    quotes: list[Quote] = []
    around: list[tuple[str, Span]] = []
    for number, index in enumerate(order, 1):
        hull, name = hulls[index], f"q{number}"
        around = [outer for outer in around if outer[1].end > hull.start]
        within = next((n for n, span in reversed(around) if hull in span and hull != span), None)
        around.append((name, hull))
        quotes.append(_quote(name, within, drafts[index]))
    return tuple(quotes)


def _quote(name: str, within: str | None, draft: Draft) -> Quote:
    return Quote(
        id=name,
        kind=draft.kind,
        spans=tuple(draft.spans),
        within=within,
        cue=Cue(draft.cue) if draft.cue else None,
        speaker=draft.speaker,
        via=draft.via,
        interpolations=tuple(draft.interpolations),
        evidence=Evidence(draft.rule),
    )
