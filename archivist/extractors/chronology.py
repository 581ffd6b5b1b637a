"""This module puts the dates of an article together: declared, header, date lines, dateline.

All are kept, each with its evidence. What cannot be read, or cannot be true together, is a
problem: E001 ambiguous order, E002 impossible date, E003 dates that disagree, E005 not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist.extractors import datelines, dates, declared, printed_dates
from archivist.extractors.dates import Fault
from archivist.extractors.phrases import Reading
from archivist.problems import Location, Problem, problem
from archivist.record import Block, Date, Declared, Document
from archivist.settings import Settings
from archivist.text import line_and_column


@dataclass(frozen=True, slots=True)
class Chronology:
    """`dateline`: index of the dateline's date in `dates`, None where it has none."""

    dates: tuple[Date, ...]
    dateline: int | None
    problems: tuple[Problem, ...]


def read(
    document: Document,
    blocks: Sequence[Block],
    line: datelines.Parts | None,
    language: str | None,
    settings: Settings,
) -> Chronology:
    """All dates of the article, declared ones first, then in the order of the text."""
    order, text = settings.date_order, document.text
    stated, unread = declared.dates(document.declared, language, order)
    found: list[Date] = list(stated)
    problems = [_unread(item, reading, document) for item, reading in unread]
    for item in printed(text, blocks, language, settings):
        if isinstance(item, Fault):
            problems.append(_fault(item, document))
        else:
            found.append(dates.with_year(item, found))
    at = None
    if line and line.date:
        day = dates.of_dateline(line.date, text, language, order, found)
        if isinstance(day, Fault):
            problems.append(_fault(day, document))
        elif day:
            at = len(found)
            found.append(day)
    problems.extend(_disagreements(found, document))
    return Chronology(tuple(found), at, tuple(problems))


def printed(
    text: str, blocks: Sequence[Block], language: str | None, settings: Settings
) -> Iterator[Date | Fault]:
    """The dates of header, date line, byline and notice blocks, in the order of the text."""
    order = settings.date_order
    for block in blocks:
        line = block.span.of(text)
        if block.evidence.rule == "block.pseudo-header":
            match = printed_dates.header(text)
            if match:
                yield dates.of_header(match)
            continue
        find = _FINDERS.get(block.evidence.rule)
        if find is None and block.role == "byline":
            find = printed_dates.after_names
        for item in find(line, language, order) if find else ():
            yield dates.date(item, text, block.span.start)


# Rule that named the block → how its dates are found.
_FINDERS = {
    "block.date-line": printed_dates.in_line,
    "block.imprint": printed_dates.after_names,
    "credit.label": printed_dates.after_names,
}


# ------------------------------------------------------------------ problems


def _where(document: Document, offset: int) -> Location:
    """File, line and column of an offset, as the source prints them where the text is verbatim."""
    file = document.source.location
    if document.media_type != "text/plain":
        return Location(file, _declared_line(document, offset))
    return Location(file, *line_and_column(document.text, offset))


def _declared_line(document: Document, offset: int) -> int | None:
    """The line that the reader noted for the block (`line 12`)."""
    for block in document.blocks:
        if block.span.start <= offset < block.span.end and block.evidence.declared:
            number = block.evidence.declared.removeprefix("line ")
            return int(number) if number.isdecimal() else None
    return None


_MESSAGES = {
    "ambiguous": (
        "E001",
        "ambiguous date: found {0!r}, would be right: a month in words, or its order given",
        "say how to read it with --date-order dmy, mdy or ymd",
    ),
    "impossible": (
        "E002",
        "impossible date: found {0!r}, would be right: a day that the calendar has",
        "the printed form stays in the text; no date was taken from it",
    ),
}
_NOT_UNDERSTOOD = (
    "E005",
    "declared date not understood: found {0!r}, would be right: a date such as 2024-10-25",
    "no date was taken from it",
)


def _fault(item: Fault, document: Document) -> Problem:
    surface = item.span.of(document.text)
    code, message, hint = _MESSAGES.get(item.why, _NOT_UNDERSTOOD)
    where = _where(document, item.span.start)
    return problem(code, message.format(surface), where, path="/dates", hint=hint)


def _unread(item: Declared, reading: Reading | None, document: Document) -> Problem:
    code, message, hint = _MESSAGES.get(reading.why if reading else "", _NOT_UNDERSTOOD)
    where = Location(document.source.location)
    shown = item.value[:60]
    return problem(code, f"{item.path}: {message.format(shown)}", where, path="/dates", hint=hint)


def _disagreements(found: Sequence[Date], document: Document) -> Iterator[Problem]:
    """Each date that contradicts the first of its role, and a dateline that cannot be true."""
    first: dict[str, Date] = {}
    for index, date in enumerate(found):
        other = first.setdefault(date.role, date)
        if other is not date and dates.disagree(other, date):
            yield _disagreement(index, date, other, document)
        published = first.get("published")
        if date.role == "dateline" and published and dates.is_out_of_place(date, published):
            yield _disagreement(index, date, published, document)


def _disagreement(index: int, date: Date, other: Date, document: Document) -> Problem:
    place = date.evidence.span
    where = _where(document, place.start) if place else Location(document.source.location)
    if date.role == other.role:
        message = f"{date.role} dates disagree: found {date.value}, but also {other.value}"
        right = ", would be right: one day that is in both"
    else:
        message = f"dateline and publication disagree: found {date.value} and {other.value}"
        right = ", would be right: a dateline of the days before"
    hint = "both are kept; correct the wrong one"
    return problem("E003", message + right, where, path=f"/dates/{index}", hint=hint)
