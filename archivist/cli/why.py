"""This module lists every value of a record with its place, rule and confidence: `show --why`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archivist.cli import console
from archivist.cli.layout import Lines, cells, clip, count, pad
from archivist.cli.words import evidence_words
from archivist.record import Evidence, Record, Span, json_key

GAP = "–"
LEAST = 20  # cells for a value beside its columns; with fewer it gets a line of its own
NAMES = ("value", "iri", "name", "verbatim", "notice", "code", "target", "how")


@dataclass(frozen=True, slots=True)
class Reason:
    """One value: JSON Pointer, what it says, and its evidence; `span` of the text, if any."""

    path: str
    value: str
    evidence: Evidence
    span: Span | None


def reasons(record: Record) -> Iterator[Reason]:
    """All values that carry evidence, in the order of the record."""
    yield from _walk(record, "", record.text)


def why(record: Record, width: int) -> list[str]:
    """The lines of the table, styled; where columns leave no room each value takes two lines."""
    lines = Lines(record.text)
    rows = [(reason, _place(reason, lines)) for reason in reasons(record)]
    columns = Columns.of(rows, width)
    head = f"  {count(len(rows), 'value')}; {GAP} is a confidence not measured"
    out = [console.styled(clip(head, width), dim=True)]
    for reason, place in rows:
        if columns.value >= LEAST:
            out.append(_wide(reason, place, columns))
        else:
            out.extend(_narrow(reason, place, width))
    return out


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the table: what the longest entry needs, the rest for the value."""

    path: int
    value: int
    place: int
    rule: int

    @classmethod
    def of(cls, rows: list[tuple[Reason, str]], width: int) -> Columns:
        path = max((cells(reason.path) for reason, _ in rows), default=0)
        place = min(34, max((cells(place) for _, place in rows), default=0))
        rule = max((cells(reason.evidence.rule) for reason, _ in rows), default=0)
        value = width - path - place - rule - cells("  " * 5 + "100 %")
        return cls(path, value, place, rule)


def _wide(reason: Reason, place: str, columns: Columns) -> str:
    return (
        f"  {console.styled(pad(reason.path, columns.path), fg='cyan')}"
        f"  {pad(console.visible(reason.value), columns.value)}"
        f"  {console.styled(pad(place, columns.place), dim=True)}"
        f"  {pad(reason.evidence.rule, columns.rule)}  {_confidence(reason.evidence)}"
    )


def _narrow(reason: Reason, place: str, width: int) -> list[str]:
    path = console.styled(reason.path, fg="cyan")
    value = clip(console.visible(reason.value), max(10, width - cells(reason.path) - 4))
    below = f"{place}  {reason.evidence.rule}  {_confidence(reason.evidence).strip()}"
    return [f"  {path}  {value}", f"    {console.styled(clip(below, width - 4), dim=True)}"]


def _confidence(evidence: Evidence) -> str:
    known = evidence.confidence
    return f"{GAP:>5}" if known is None else f"{known:>3} %"


def _place(reason: Reason, lines: Lines) -> str:
    """`1:7 [6, 13)`: line, column and code points; or what the source format calls it."""
    span = reason.span
    if span is None:
        return console.visible(evidence_words(reason.evidence)) or GAP
    return f"{lines.at(span.start)}:{lines.column(span.start)} [{span.start}, {span.end})"


def _walk(value: Any, path: str, text: str) -> Iterator[Reason]:
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, f"{path}/{number}", text)
        return
    if not dataclasses.is_dataclass(value) or isinstance(value, Span | Evidence):
        return
    evidence = getattr(value, "evidence", None)
    if evidence is not None:
        span = evidence.span or _own_span(value)
        yield Reason(path, _said(value, span, text), evidence, span)
    for field in dataclasses.fields(value):
        yield from _walk(getattr(value, field.name), f"{path}/{json_key(field.name)}", text)


def _own_span(value: Any) -> Span | None:
    own = getattr(value, "span", None)
    if isinstance(own, Span):
        return own
    spans = getattr(value, "spans", ())
    return Span(spans[0].start, spans[-1].end) if spans else None


def _said(value: Any, span: Span | None, text: str) -> str:
    role = getattr(value, "role", "")
    names = (getattr(value, name, None) for name in NAMES)
    said = next((name for name in names if isinstance(name, str)), None)
    if span is not None and not any(hasattr(value, name) for name in ("value", "iri", "verbatim")):
        said = span.of(text)
    return f"{role}: {said}" if role else str(said or "")
