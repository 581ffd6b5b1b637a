"""This module checks where things stand in the text: ranges, order of blocks, gaps (record.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archivist.checks.finding import Finding, shown
from archivist.record import Entity, Evidence, Quote, Record, Span

Placed = tuple[str, Span]  # a JSON Pointer and the span there


def check(record: Record) -> Iterator[Finding]:
    """V010 ranges, V011 order of blocks, V012 text that no block holds."""
    yield from out_of_range(record)
    yield from _unordered_blocks(record)
    yield from _text_outside(record)


def fits(span: Span, text: str) -> bool:
    """Whether the span is a range of `text` with at least one character."""
    return 0 <= span.start < span.end <= len(text)


def out_of_range(record: Record) -> Iterator[Finding]:
    """V010 for every span of the record, those of evidence too."""
    length = len(record.text)
    for path, span in all_spans(record):
        if not 0 <= span.start < span.end <= length:
            right = f"0 <= start < end <= {length}"
            message = (
                f"span out of range: found [{span.start}, {span.end}], would be right: {right}"
            )
            yield Finding("V010", path, message)


def _unordered_blocks(record: Record) -> Iterator[Finding]:
    end = 0
    for index, block in enumerate(record.blocks):
        if block.span.start < end:
            right = f"a start at or after {end}, where the block before ends"
            message = f"block out of order: found start {block.span.start}, would be right: {right}"
            yield Finding("V011", f"/blocks/{index}/span", message)
        end = max(end, block.span.end)


def _text_outside(record: Record) -> Iterator[Finding]:
    text, end = record.text, 0
    for index, block in enumerate(record.blocks):
        yield from _gap(text, end, block.span.start, f"/blocks/{index}/span")
        end = max(end, block.span.end)
    yield from _gap(text, end, len(text), "/blocks")


def _gap(text: str, start: int, end: int, path: str) -> Iterator[Finding]:
    between = text[start:end]
    if between and not between.isspace():
        start += len(between) - len(between.lstrip())
        end = start + len(between.strip())
        message = f"text outside blocks: found {shown(between.strip())} at [{start}, {end}]"
        yield Finding("V012", path, message + ", would be right: white space only")


# ------------------------------------------------------------------ every span of a record


def all_spans(record: Record) -> Iterator[Placed]:
    """Every span with its pointer, in the order of the record."""
    yield from _evidence("/source/encoding", record.source.encoding)
    yield from _evidences("/identifiers", record.identifiers)
    yield from _evidence("/language", record.language)
    for index, block in enumerate(record.blocks):
        yield f"/blocks/{index}/span", block.span
    yield from _evidence("/title", record.title)
    yield from _evidence("/headline", record.headline)
    yield from _evidence("/summary", record.summary)
    yield from _evidences("/dates", record.dates)
    yield from _dateline(record)
    yield from _credits(record)
    yield from _evidence("/rights", record.rights)
    yield from _evidences("/topics", record.topics)
    for index, entity in enumerate(record.entities):
        yield from _entity(f"/entities/{index}", entity)
    for index, quote in enumerate(record.quotes):
        yield from _quote(f"/quotes/{index}", quote)
    for index, note in enumerate(record.notes):
        yield f"/notes/{index}/span", note.span
    yield from _evidences("/relations", record.relations)


def _evidence(path: str, item: object) -> Iterator[Placed]:
    evidence: Evidence | None = getattr(item, "evidence", None)
    if evidence is not None and evidence.span is not None:
        yield f"{path}/evidence/span", evidence.span


def _evidences(path: str, items: Iterable[object]) -> Iterator[Placed]:
    for index, item in enumerate(items):
        yield from _evidence(f"{path}/{index}", item)


def _optional(path: str, span: Span | None) -> Iterator[Placed]:
    if span is not None:
        yield path, span


def _dateline(record: Record) -> Iterator[Placed]:
    if record.dateline is not None:
        yield from _optional("/dateline/place", record.dateline.place)
        yield from _optional("/dateline/agency", record.dateline.agency)
        yield from _evidence("/dateline", record.dateline)


def _credits(record: Record) -> Iterator[Placed]:
    for index, credit in enumerate(record.credits):
        for number, name in enumerate(credit.names):
            yield from _optional(f"/credits/{index}/names/{number}/span", name.span)
        yield from _evidence(f"/credits/{index}", credit)


def _entity(path: str, entity: Entity) -> Iterator[Placed]:
    for number, role in enumerate(entity.roles):
        yield from _optional(f"{path}/roles/{number}/span", role.span)
    for number, mention in enumerate(entity.mentions):
        yield f"{path}/mentions/{number}/span", mention.span
    yield from _evidences(f"{path}/identifiers", entity.identifiers)


def _quote(path: str, quote: Quote) -> Iterator[Placed]:
    for number, span in enumerate(quote.spans):
        yield f"{path}/spans/{number}", span
    if quote.cue is not None:
        yield f"{path}/cue/span", quote.cue.span
    if quote.speaker is not None:
        yield from _optional(f"{path}/speaker/span", quote.speaker.span)
    if quote.via is not None:
        yield from _optional(f"{path}/via/span", quote.via.span)
    for number, span in enumerate(quote.interpolations):
        yield f"{path}/interpolations/{number}", span
