"""This module checks that parts lie inside their wholes: interpolations, nested quotes, names."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.checks.finding import Finding
from archivist.record import Quote, Record, Span


def check(record: Record) -> Iterator[Finding]:
    """V015 a part outside its whole, V016 the order of the pieces of a quote."""
    yield from _credits(record)
    yield from _dateline(record)
    for index, quote in enumerate(record.quotes):
        yield from _pieces(f"/quotes/{index}", quote)
        yield from _interpolations(f"/quotes/{index}", quote)
    yield from _nested(record)


def _credits(record: Record) -> Iterator[Finding]:
    for index, credit in enumerate(record.credits):
        for number, name in enumerate(credit.names):
            path = f"/credits/{index}/names/{number}/span"
            yield from _inside(path, "name", name.span, "credit line", credit.evidence.span)


def _dateline(record: Record) -> Iterator[Finding]:
    line = record.dateline
    if line is not None:
        whole = line.evidence.span
        yield from _inside("/dateline/place", "place", line.place, "dateline", whole)
        yield from _inside("/dateline/agency", "agency", line.agency, "dateline", whole)


def _pieces(path: str, quote: Quote) -> Iterator[Finding]:
    """`"I was," she said, "there."`: two spans, in the order of the text."""
    end = 0
    for number, span in enumerate(quote.spans):
        if span.start < end:
            message = f"pieces of a quote out of order: found start {span.start}"
            right = f", would be right: at or after {end}, where the piece before ends"
            yield Finding("V016", f"{path}/spans/{number}", message + right)
        end = max(end, span.end)


def _interpolations(path: str, quote: Quote) -> Iterator[Finding]:
    for number, span in enumerate(quote.interpolations):
        if not any(span in piece for piece in quote.spans):
            place = f"{path}/interpolations/{number}"
            yield _outside(place, "interpolation", span, "a piece of its quote", quote.spans[0])


def _nested(record: Record) -> Iterator[Finding]:
    """A quote within a quote lies between the first and the last character of that quote."""
    by_id = {quote.id: quote for quote in record.quotes}
    for index, quote in enumerate(record.quotes):
        parent = by_id.get(quote.within or "")
        if parent is not None and parent is not quote:
            path = f"/quotes/{index}/spans"
            yield from _inside(
                path, "nested quote", hull(quote), f"quote {parent.id}", hull(parent)
            )


def hull(quote: Quote) -> Span:
    """From the first to the last character of a quote, the interruptions included."""
    return Span(min(s.start for s in quote.spans), max(s.end for s in quote.spans))


def _inside(
    path: str, part: str, span: Span | None, whole: str, around: Span | None
) -> Iterator[Finding]:
    if span is not None and around is not None and span not in around:
        yield _outside(path, part, span, whole, around)


def _outside(path: str, part: str, span: Span, whole: str, around: Span) -> Finding:
    message = f"{part} outside its whole: found [{span.start}, {span.end}]"
    right = f", would be right: inside {whole}, [{around.start}, {around.end}]"
    return Finding("V015", path, message + right)
