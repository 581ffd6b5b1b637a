"""This module cuts a source into units, one for each article-to-be, and reads a unit.

Cutting opens boxes, tables and files of many articles; it is cheap and in the order of the source.
Reading a unit is dear, needs nothing but the unit, and can be done in another process.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from archivist import own, readers
from archivist.problems import Location, Problem, problem
from archivist.readers import Part, Stream, Unpackable, supplied
from archivist.readers.parts import empty, is_within
from archivist.record import Aside, Document, Record, Source
from archivist.settings import Settings

DEEPEST = 5  # boxes inside each other
UNREAD = ("R002", "R008")  # problems of what is in no format of the list


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a source before it is read: its bytes, and what the cutting knows of it.

    With `document`, `aside` or an error among the `problems` it is read already. Else `reader`
    names who reads it, `why` says what it is where nobody does, and `line` is the line of a
    record in JSON Lines. `fetched`: it lay in a crawl, where not everything is an article.
    """

    source: Source
    document: Document | None = None
    aside: Aside | None = None
    problems: tuple[Problem, ...] = ()
    reader: str | None = None
    why: str = ""
    line: int | None = None
    forced: bool = False
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A unit after reading: a document, a record read back, or neither."""

    source: Source
    document: Document | None = None
    record: Record | None = None
    aside: Aside | None = None
    problems: tuple[Problem, ...] = ()


# ------------------------------------------------------------------ cutting


def cut(stream: Stream, settings: Settings) -> Iterator[Unit]:
    """Every unit of a stream in its order, boxes in it opened; `stream.only` limits them.

    Raises OSError where the stream fails.
    """
    for unit in _cut(stream, settings, 0):
        if stream.only is None or is_within(unit.source.part or "", stream.only):
            yield unit


def _cut(stream: Stream, settings: Settings, depth: int) -> Iterator[Unit]:
    if not settings.format and own.is_lines(stream):
        for number, line in own.lines(stream, settings.max_size):
            yield _checked(Unit(line, line=number), Stream.of(line), settings)
        return
    choice = readers.choose(stream, settings)
    box = choice.reader is not None and choice.reader.split is not None
    stream = dataclasses.replace(stream, declared=supplied.of_stream(stream, settings, box=box))
    if choice.reader is not None and choice.reader.split is not None:
        yield from _split(stream, choice.reader, settings, depth)
        return
    name = choice.reader.name if choice.reader is not None else None
    source = stream.whole(settings.max_size)
    unit = Unit(source, reader=name, why=choice.why, forced=settings.format is not None)
    yield _checked(unit, stream, settings)


def _split(
    stream: Stream, reader: readers.Reader, settings: Settings, depth: int
) -> Iterator[Unit]:
    """The units of a box, in its order."""
    assert reader.split is not None
    inner = settings if reader.packed else dataclasses.replace(settings, format=None)
    for part in reader.split(stream, settings):
        if stream.only is not None and not _leads_to(part.source.part or "", stream.only):
            continue
        for unit in _part(part, inner, depth, stream.only):
            yield dataclasses.replace(unit, fetched=True) if reader.crawl else unit


def _leads_to(part: str, place: str) -> bool:
    """Whether a part is in the place that is wanted, or the place is in it."""
    return is_within(part, place) or is_within(place, part)


def _part(part: Part, settings: Settings, depth: int, only: str | None) -> Iterator[Unit]:
    """A part as its reader left it; bytes for another reader stay unread, boxes are opened."""
    if part.document is not None or part.aside is not None or has_error(part.problems):
        part = supplied.with_facts(part, settings)
        yield Unit(part.source, part.document, part.aside, part.problems)
        return
    media = readers.media.aside(part.source)
    if media:
        yield Unit(part.source, aside=media, problems=part.problems)
    elif depth < DEEPEST:
        yield from _opened(part, settings, depth + 1, only)
    else:
        message = f"found a box inside {DEEPEST} others, wanted an article"
        deep = problem("R026", message, Location(part.source.location))
        yield Unit(part.source, problems=(*part.problems, deep))


def _opened(part: Part, settings: Settings, depth: int, only: str | None) -> Iterator[Unit]:
    """What is in a part; where its bytes end in trouble, what came before stays."""
    remarks = part.problems  # of the part as a whole: said with the first thing in it
    stream = dataclasses.replace(part.stream or Stream.of(part.source), only=only)
    try:
        for unit in _cut(stream, settings, depth):
            yield dataclasses.replace(unit, problems=(*remarks, *unit.problems))
            remarks = ()
    except Unpackable as trouble:
        yield Unit(part.source, problems=(*remarks, trouble.problem))


def _checked(unit: Unit, stream: Stream, settings: Settings) -> Unit:
    """The unit, with what is wrong with its bytes before anybody looks into them."""
    refused = refusal(unit.source, stream, settings.max_size)
    return dataclasses.replace(unit, problems=(refused,)) if refused else unit


def refusal(source: Source, stream: Stream, most: int) -> Problem | None:
    """R001 for a source without bytes, R004 for one with too many. Raises OSError."""
    if not source.data:
        return empty(source.location)
    if len(source.data) <= most:
        return None
    return readers.too_large(source.location, stream.size(), most)


# ------------------------------------------------------------------ reading


def read(unit: Unit, settings: Settings) -> Found:
    """The document of a unit, the record it is an export of, or the reason why neither."""
    found = _read(unit, settings)
    found = dataclasses.replace(found, problems=(*unit.problems, *found.problems))
    if found.document is not None and settings.identifiers is not None:
        document = supplied.with_identifiers(found.document, settings)
        found = dataclasses.replace(found, document=document)
    return _not_wanted(found) if unit.fetched else found


def _read(unit: Unit, settings: Settings) -> Found:
    """What is found, without the problems that the cutting saw."""
    source = unit.source
    if unit.document is not None or unit.aside is not None or has_error(unit.problems):
        return Found(source, unit.document, None, unit.aside)
    if unit.line is not None:
        record, problems = own.read_line(source, unit.line)
        return Found(source, record=record, problems=problems)
    if not unit.forced and own.exporter_of(source):
        record, problems = own.read(source)
        return Found(source, record=record, problems=problems)
    reader = readers.BY_NAME[unit.reader] if unit.reader is not None else None
    if reader is None or reader.read is None:
        return Found(source, problems=(readers.not_read(unit.why, source.location),))
    return _document(source, reader.read(source, settings))


def _document(source: Source, reading: readers.Reading) -> Found:
    found, problems = reading
    if isinstance(found, Aside):
        return Found(source, aside=found, problems=problems)
    return Found(source, found, problems=problems)


def _not_wanted(found: Found) -> Found:
    """What a crawl fetched and nobody reads (fonts, adverts, answers of programs) is no article."""
    errors = tuple(item for item in found.problems if item.severity == "error")
    if not errors or any(item.code not in UNREAD for item in errors):
        return found
    others = tuple(item for item in found.problems if item not in errors)
    aside = Aside("other-type", errors[0].message)
    return dataclasses.replace(found, aside=aside, problems=others)


def has_error(problems: tuple[Problem, ...]) -> bool:
    """Whether one of the problems is an error."""
    return any(item.severity == "error" for item in problems)
