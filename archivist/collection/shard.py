"""This module makes one shard: from the sources of a task the bytes of its files, and nothing else.

`make` writes nowhere and asks nobody; it runs in this process, in another, or on another machine,
and gives the same bytes there.
"""

from __future__ import annotations

import dataclasses
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from archivist import exporters, fingerprint, pipeline, units
from archivist.collection import layout, ledger, packing, sketches
from archivist.collection.facts import Counts
from archivist.collection.ledger import Row
from archivist.collection.opening import open_input
from archivist.collection.sketches import Sketch
from archivist.collection.task import Entry, Made, Task, Wanted, payload
from archivist.pipeline import Conversion
from archivist.problems import Location, Problem, bug_problem, problem
from archivist.readers import Stream
from archivist.record import Date, Source
from archivist.units import Unit

RECORD = "record"  # the format that every record has
LINES = {"ntriples": ".nt.gz", "nquads": ".nq.gz"}  # formats of which two in a row are one


@dataclass(slots=True)
class _Making:
    """What grows while a shard is made."""

    task: Task
    rows: list[Row] = field(default_factory=list)
    records: list[bytes] = field(default_factory=list)
    sketches: list[bytes] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)  # record → its row
    exports: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    originals: list[bytes] = field(default_factory=list)
    offset: int = 0
    problems: list[Problem] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)
    quarantine: list[tuple[str, bytes, tuple[Problem, ...]]] = field(default_factory=list)
    bug: bool = False


def make(task: Task) -> Made:
    """The shard of a task. Raises OSError only where memory or the machine gives out."""
    making = _Making(task)
    for entry in task.entries:
        _entry(making, entry)
    return _made(making)


# ------------------------------------------------------------------ one input


def _entry(making: _Making, entry: Entry) -> None:
    first = len(making.rows)
    if entry.cut is not None:
        for wanted, unit in zip(entry.wanted, entry.cut, strict=True):
            _unit(making, entry, wanted, unit)
        return
    data, changed = _bytes_of(entry)
    if changed:
        for wanted in entry.wanted:
            _refuse(making, entry, wanted, changed)
    else:
        _units(making, entry, data)
    _keep(making, entry, data, first)


def _bytes_of(entry: Entry) -> tuple[bytes, Problem | None]:
    """The bytes of a loose input, and what is wrong when they are not those of the plan."""
    try:
        with open_input(entry.path) as opened:
            data = opened.read()
    except OSError as refused:
        found = f"found {refused.strerror or refused}, wanted the file that was planned"
        return b"", problem("R007", found, Location(entry.name))
    if sha256(data).hexdigest() == entry.sha256:
        return data, None
    found = "found other bytes than when the run was planned, wanted the same"
    hint = "it was written to meanwhile; archive it again when that is over"
    return data, problem("C030", found, Location(entry.name), hint=hint)


def _units(making: _Making, entry: Entry, data: bytes) -> None:
    """Read and book the wanted units of an input."""
    if not entry.wanted:
        return
    stream = stream_of(entry.name, lambda: io.BytesIO(data), entry.only)
    wanted = {item.index: item for item in entry.wanted}
    last = max(wanted)
    try:
        for index, unit in enumerate(units.cut(stream, making.task.settings)):
            if index in wanted:
                _unit(making, entry, wanted.pop(index), unit)
            if index == last:
                break
    except Exception as bug:  # noqa: BLE001 - said of the unit it happened on; the run goes on
        found = bug_problem(entry.name, bug)
        making.bug = True
        for item in wanted.values():
            _refuse(making, entry, item, found)


def stream_of(name: str, opened: Callable[[], BinaryIO], only: str | None = None) -> Stream:
    """An input by its name in the collection: no path of this machine gets into a record."""
    return Stream(name, name, opened, only=only)


def _unit(making: _Making, entry: Entry, wanted: Wanted, unit: Unit) -> None:
    unit = placed(unit, wanted.places)
    row = _row(making.task, entry, unit.source)
    try:
        formats = (RECORD, *making.task.formats)
        conversion = pipeline.convert_unit(unit, formats, making.task.settings)
    except Exception as bug:  # noqa: BLE001 - R009 quarantines the unit, the others go on
        making.bug = True
        conversion = Conversion(unit.source, None, (bug_problem(unit.source.location, bug),))
    making.problems += conversion.problems
    _book(making, conversion, row)


def placed(unit: Unit, places: tuple[str, ...]) -> Unit:
    """The unit, knowing where else its bytes lie."""
    if not places:
        return unit
    source = dataclasses.replace(unit.source, places=(*unit.source.places, *places))
    document = unit.document
    if document is not None:
        document = dataclasses.replace(document, source=source)
    return dataclasses.replace(unit, source=source, document=document)


# ------------------------------------------------------------------ what became of a unit


def _row(task: Task, entry: Entry, source: Source) -> Row:
    return Row(
        path=entry.name,
        part=source.part or "",
        bytes=len(source.data),
        sha256=source.digest(),
        accession=task.accession,
        shard=task.shard,
        original=entry.original,
    )


def _refuse(making: _Making, entry: Entry, wanted: Wanted, found: Problem) -> None:
    """Book a unit of an input that could not be read as planned."""
    source = Source(entry.name, entry.name, b"")
    making.problems.append(found)
    row = dataclasses.replace(_row(making.task, entry, source), bytes=None, sha256="")
    making.rows.append(_quarantined(row, (found,)))


def _book(making: _Making, conversion: Conversion, row: Row) -> None:
    if conversion.record is not None:
        _write(making, conversion, row)
    elif conversion.set_aside is not None:
        aside = conversion.set_aside
        making.rows.append(
            dataclasses.replace(
                row, outcome="set-aside", reason=aside.reason, message=one_line(aside.evidence)
            )
        )
    else:
        making.rows.append(_quarantined(row, conversion.problems))


def _quarantined(row: Row, problems: tuple[Problem, ...]) -> Row:
    first = next((item for item in problems if item.severity == "error"), problems[0])
    return dataclasses.replace(
        row, outcome="quarantined", reason=first.code, message=one_line(first.message)
    )


def one_line(text: str) -> str:
    """The text as one line of the ledger."""
    return " ".join(text.split())


def _write(making: _Making, conversion: Conversion, row: Row) -> None:
    """Book a record with its exports."""
    record = conversion.record
    assert record is not None
    date = _date(record.dates)
    # A correction that does not fit: the record is kept without it, and the report says so.
    conflict = next((p for p in conversion.problems if _is_conflict(p)), None)
    making.owners.append(len(making.rows))
    making.rows.append(
        dataclasses.replace(
            row,
            id=record.id,
            language=record.language.value if record.language else "",
            date=date.value if date else "",
            title=record.title.value,
            title_kind=record.title.kind,
            reason=conflict.code if conflict else row.reason,
            message=one_line(conflict.message) if conflict else row.message,
            warnings=sum(item.severity == "warning" for item in conversion.problems),
            status=record.status,
        )
    )
    if drawn := sketches.sketch(record.text):
        making.sketches.append(sketches.line(Sketch(record.id, row.path + row.part, drawn)))
    for name, content in conversion.exports:
        if name == RECORD:
            making.records.append(content)
            continue
        making.exports.setdefault(name, []).append((record.id, content))


def _is_conflict(found: Problem) -> bool:
    return found.severity == "error" and found.code.startswith(("C07", "C08"))


def _date(dates: tuple[Date, ...]) -> Date | None:
    """The date an article is filed by: when it was published, else the first there is."""
    published = (item for item in dates if item.role == "published")
    return next(published, dates[0] if dates else None)


# ------------------------------------------------------------------ originals


def _keep(making: _Making, entry: Entry, data: bytes, first: int) -> None:
    """Put the bytes of a loose input into the shard's WARC file, or into the quarantine."""
    mine = making.rows[first:]
    failed = bool(mine) and all(row.outcome == "quarantined" for row in mine)
    if failed:
        problems = tuple(p for p in making.problems if p.location.file.startswith(entry.name))
        making.quarantine.append((entry.name, data, problems))
        return
    if not entry.keep:
        return
    if not making.originals:
        _add(making, packing.warcinfo(making.task.settings.as_of or "", fingerprint.VERSION))
    path = layout.originals_of(making.task.shard)
    for at in range(first, len(making.rows)):
        making.rows[at] = dataclasses.replace(
            making.rows[at], original=path, original_offset=making.offset
        )
    making.kept.append((entry.no, making.offset))
    _add(making, packing.resource(entry.name, data, None, making.task.settings.as_of or ""))


def _add(making: _Making, packed: bytes) -> None:
    making.originals.append(packed)
    making.offset += len(packed)


# ------------------------------------------------------------------ the files


def _made(making: _Making) -> Made:
    task = making.task
    contents = {path: content for path, content in _contents(making) if content}
    outcomes = Counter(row.outcome for row in making.rows)
    return Made(
        shard=task.shard,
        files=tuple((payload(path, content), content) for path, content in contents.items()),
        rows=b"".join(ledger.write(making.rows)),
        sketches=packing.member(b"".join(making.sketches)) if making.sketches else b"",
        counts=Counts(
            written=outcomes["written"],
            set_aside=outcomes["set-aside"],
            quarantined=outcomes["quarantined"],
            warned=sum(bool(row.warnings) for row in making.rows),
        ),
        reasons=_counted(making.rows, "set-aside"),
        codes=_counted(making.rows, "quarantined"),
        problems=tuple(making.problems),
        kept=tuple(making.kept),
        quarantine=tuple(making.quarantine),
        bug=making.bug,
    )


def _contents(making: _Making) -> Iterator[tuple[str, bytes]]:
    """(path in the bag, bytes) of the shard's files; the rows learn where their records lie."""
    shard = making.task.shard
    yield layout.originals_of(shard), b"".join(making.originals)
    packed, places = packing.lines(making.records)
    for owner, (offset, line) in zip(making.owners, places, strict=True):
        making.rows[owner] = dataclasses.replace(making.rows[owner], offset=offset, line=line)
    yield layout.records_of(shard), packed
    for name, items in making.exports.items():
        if name in LINES:
            yield f"{layout.EXPORTS}/{name}/{shard}{LINES[name]}", packing.lines(_bodies(items))[0]
        else:
            suffix = exporters.BY_NAME[name].suffix
            entries = ((f"{id.rpartition(':')[2]}{suffix}", content) for id, content in items)
            yield f"{layout.EXPORTS}/{name}/{shard}.zip", packing.folder(entries)


def _bodies(items: list[tuple[str, bytes]]) -> list[bytes]:
    return [content for _, content in items]


def _counted(rows: list[Row], outcome: str) -> dict[str, int]:
    return dict(sorted(Counter(row.reason for row in rows if row.outcome == outcome).items()))
