"""This module says what a run would do and take, before anything is written.

The plan is made as for the run itself, in a folder of its own; time and size are those of a few
inputs that are really made, in memory.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archivist import fingerprint, pipeline
from archivist.collection import layout, plan
from archivist.collection.archive import Order
from archivist.collection.index import Index
from archivist.collection.journal import Journal
from archivist.collection.plan import Looked
from archivist.collection.shard import make
from archivist.collection.task import Entry, Task, Wanted
from archivist.settings import Settings

SAMPLED = 60  # inputs that are made, at most
PATIENCE = 2.0  # seconds they may take
PER_INPUT = 10  # units of one input that are made


@dataclass(frozen=True, slots=True)
class Forecast:
    """What there is, in inputs, units and bytes; `todo` units would be made.

    `formats`: (name, inputs) by number; "" are our own records, what is known and what nobody
    reads. `seconds`: of one process; None where nothing is to be made. `kept`: bytes that the
    accession would have, about.
    """

    inputs: int
    units: int
    bytes: int
    todo: int
    duplicates: int
    unchanged: int
    set_aside: int
    quarantined: int
    formats: tuple[tuple[str, int], ...]
    seconds: float | None
    kept: int


def forecast(order: Order, work: Path) -> Iterator[Looked | Forecast]:
    """Plan into the folder `work`; a `Looked` for each input, and the forecast as the last.

    Raises OSError, WorldRefused.
    """
    settings = pipeline.checked(order.settings)
    settings = dataclasses.replace(settings, as_of=fingerprint.as_of(settings.as_of))
    begun = time.monotonic()
    there = layout.is_collection(order.collection)
    with Journal(work / "journal.sqlite") as journal:
        index = Index(order.collection, work / "index.sqlite") if there else None
        known = index if index is not None and index.accessions() else None
        digest = fingerprint.of(settings)
        keep = order.originals == "kept"
        yield from plan.plan(
            journal, order.inputs, settings, known, digest, keep=keep, bag_size=order.bag_size
        )
        yield _forecast(journal, order, settings, time.monotonic() - begun)


def _forecast(journal: Journal, order: Order, settings: Settings, planning: float) -> Forecast:
    counted = "SELECT coalesce(CASE WHEN twin THEN 'twin' ELSE outcome END, 'todo'), count(*)"
    units = dict(journal.sql.execute(f"{counted} FROM unit GROUP BY 1"))
    inputs, size = journal.sql.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM input"
    ).fetchone()
    formats = journal.sql.execute(
        "SELECT coalesce(format, ''), count(*) FROM input GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    todo = units.get("todo", 0)
    seconds, kept = _sampled(journal, order, settings, todo)
    return Forecast(
        inputs=inputs,
        units=sum(units.values()),
        bytes=size,
        todo=todo,
        duplicates=units.get("twin", 0),
        unchanged=units.get("unchanged", 0),
        set_aside=units.get("set-aside", 0),
        quarantined=units.get("quarantined", 0),
        formats=tuple(formats),
        seconds=seconds + planning if seconds is not None else None,
        kept=kept,
    )


def _sampled(
    journal: Journal, order: Order, settings: Settings, todo: int
) -> tuple[float | None, int]:
    """(seconds, bytes) of all that is to be made, by what some of it takes."""
    large = "SELECT coalesce(sum(size), 0) FROM input WHERE large AND NOT held"
    files = journal.sql.execute(large).fetchone()[0] if order.originals == "kept" else 0
    made = written = 0
    begun = None
    for entry in _entries(journal, order):
        if begun is None:
            make(Task("", "000000", (entry,), order.formats, settings))  # tables are loaded now
            begun = time.monotonic()
        done = make(Task("", "000000", (entry,), order.formats, settings))
        made += max(1, len(entry.wanted))
        written += sum(file.size for file, _ in done.files)
        if time.monotonic() - begun > PATIENCE:
            break
    if begun is None or not todo:
        return None, files
    share = todo / made
    return (time.monotonic() - begun) * share, files + int(written * share)


def _entries(journal: Journal, order: Order) -> Iterator[Entry]:
    """Inputs from all over the plan, with some of their units."""
    query = (
        "SELECT no, name, path, only_part, size, sha256, held, large FROM input WHERE EXISTS"
        " (SELECT 1 FROM unit WHERE unit.input = input.no AND outcome IS NULL) AND no % ? = 0"
    )
    (last,) = journal.sql.execute("SELECT coalesce(max(no), 0) FROM input").fetchone()
    step = max(1, last // SAMPLED)
    for row in journal.sql.execute(query, (step,)).fetchall():
        no, name, path, only, size, digest, held, large = row
        wanted = journal.sql.execute(
            "SELECT at FROM unit WHERE input = ? AND outcome IS NULL ORDER BY no LIMIT ?",
            (no, PER_INPUT),
        )
        indexes = tuple(Wanted(at) for (at,) in wanted)
        keep = order.originals == "kept" and not held and not large
        yield Entry(no, name, os.fsdecode(path), size, digest, indexes, keep, only=only)
