"""This station checks: a record becomes problems, an empty tuple when nothing is wrong.

One module a theme; `CHECKS` is the list of all that look at the meaning of a record. Shape comes
first, because a check relies on it. To add a check, write a module with a function
`check(record)` that yields findings, give it a code in problems.py and a line here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from archivist import migration
from archivist.checks import (
    carriage,
    history,
    links,
    shape,
    spans,
    surfaces,
    values,
    version,
    wholes,
)
from archivist.checks.finding import Finding
from archivist.errors import InvalidRecord
from archivist.jsontext import load, of_record, places
from archivist.problems import Location, Problem, problem
from archivist.record import Record

CHECKS: tuple[Callable[[Record], Iterable[Finding]], ...] = (
    spans.check,
    surfaces.check,
    wholes.check,
    values.check,
    links.check,
    history.check,
)


def validate_record(record: Record, file: str) -> tuple[Problem, ...]:
    """All problems of a record in memory: JSON carriage, shape, meaning. No lines."""
    findings = (
        tuple(carriage.check_record(record)) or shape.check(of_record(record)[0]) or meaning(record)
    )
    return tuple(_problem(finding, Location(file)) for finding in findings)


def validate_value(data: Any, file: str) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record of a JSON value that came from Python, and all problems; None if any error."""
    record, findings = None, tuple(carriage.check(data))
    if not findings:
        record, findings = _judged(data)
    problems = tuple(_problem(finding, Location(file)) for finding in findings)
    return (None if _errors(problems) else record), problems


def validate_bytes(data: bytes, file: str) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record in `data` and all problems with line and column, in the order of the file.

    The record is None when any of them is an error. Shape is only checked in what loads, meaning
    only in what has the shape of a record.
    """
    try:
        value = load(data, file)
    except InvalidRecord as error:
        return None, error.problems
    record, findings = _judged(value)
    if not findings:
        return record, ()
    problems = _placed(findings, places(data), file)
    return (None if _errors(problems) else record), problems


def merged(
    problems: Iterable[Problem],
    findings: Iterable[Finding],
    data: bytes,
    file: str,
    line: int | None,
) -> tuple[Problem, ...]:
    """Problems with further findings of the same record, in the order of the file.

    `data` is the record or an export of it, `line` its line in a file of records. What is no JSON
    says no place of a finding.
    """
    try:
        load(data, file)
    except InvalidRecord:
        where: Mapping[str, tuple[int, int]] = {}
    else:
        where = places(data)
    # JSON-LD is JSON with other pointers: without a text at its place it is no record.
    more = (
        _placed(findings, where, file)
        if "/text" in where
        else tuple(_problem(finding, Location(file)) for finding in findings)
    )
    if line is not None:
        more = tuple(
            dataclasses.replace(found, location=dataclasses.replace(found.location, line=line))
            for found in more
        )
    return tuple(sorted((*problems, *more), key=_order))


def _judged(value: Any) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record of a JSON value, of the current version whatever its own is, and what is wrong.

    An older record follows the schema of its version; its meaning is that of today.
    """
    findings = version.check(value) or shape.check(value, migration.version_of(value))
    if findings:
        return None, findings
    record = Record.from_json(migration.migrated(value))
    return record, meaning(record)


def meaning(record: Record) -> tuple[Finding, ...]:
    """What all checks find in a record that has its shape."""
    return tuple(finding for check in CHECKS for finding in check(record))


def _placed(
    findings: Iterable[Finding], where: Mapping[str, tuple[int, int]], file: str
) -> tuple[Problem, ...]:
    problems = {
        _problem(finding, Location(file, *_place(finding.path, where))) for finding in findings
    }
    return tuple(sorted(problems, key=_order))


def _place(path: str, where: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """The place of the value, or of the nearest value around it."""
    while path not in where:
        path = path.rpartition("/")[0]
    return where[path]


def _order(found: Problem) -> tuple[int, int, str, str, str]:
    place = found.location
    return place.line or 0, place.column or 0, found.code, found.path, found.message


def _problem(finding: Finding, where: Location) -> Problem:
    return problem(finding.code, finding.message, where, path=finding.path, hint=finding.hint)


def _errors(problems: Iterable[Problem]) -> bool:
    return any(found.severity == "error" for found in problems)
