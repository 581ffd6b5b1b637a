"""This module applies the rules of a house to what was read: demands, schemas, shapes, severity."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archivist import checks
from archivist.checks import google, house
from archivist.checks.finding import Finding
from archivist.cli.house import House
from archivist.cli.inputs import Input
from archivist.errors import ArchivistError, InvalidRecord, UsageError
from archivist.jsontext import load
from archivist.problems import Location, Problem
from archivist.record import Record, Source

if TYPE_CHECKING:
    from archivist.checks.constraints import Shapes
    from archivist.checks.contract import Contract


class Judge:
    """The rules of a house, ready to use.

    Raises UsageError for a schema or shapes that are none, MissingPart without pySHACL.
    """

    def __init__(self, rules: House) -> None:
        self._rules = rules
        self._contracts = [_contract(file) for file in rules.schemas]
        self._shapes = _shapes(rules.shapes)
        self._looks = bool(rules.require or rules.rules or rules.profile or self._contracts)

    @property
    def wants_records(self) -> bool:
        """Whether there are rules of the house to be asked of a record that is fine."""
        return bool(self._looks or self._shapes)

    @staticmethod
    def is_refusal(raised: Exception) -> bool:
        """Whether it says something to the caller, and is no bug."""
        return isinstance(raised, ArchivistError)

    def judged(
        self,
        item: Input,
        line: int | None,
        source: Source,
        record: Record | None,
        problems: tuple[Problem, ...],
    ) -> tuple[Problem, ...]:
        """The problems with those of the house, in the order of the file, as severe as it says."""
        names = [item.location.replace("\\", "/").removeprefix("./"), item.name]
        if self._looks or self._shapes:
            held = record or _of_right_shape(source, problems)
            if held is not None:
                names.append(held.source.name)
                problems = self._with_house(item, line, source, held, problems, names)
            if record is not None:
                problems = (*problems, *self._constrained(record, Location(item.location, line)))
            elif self._shapes and line is None:
                problems = (*problems, *self._shaped(source, problems))
        severities = self._rules.severities(names)
        return tuple(_as_severe(problems, severities)) if severities else problems

    def _with_house(
        self,
        item: Input,
        line: int | None,
        source: Source,
        record: Record,
        problems: tuple[Problem, ...],
        names: list[str],
    ) -> tuple[Problem, ...]:
        findings = tuple(self._findings(record, self._rules.demands(names)))
        if not findings:
            return problems
        return checks.merged(problems, findings, source.data, item.location, line)

    def _findings(self, record: Record, demands: dict[str, house.Wanted]) -> Iterator[Finding]:
        yield from house.check(record, demands)
        if self._rules.profile == "google":
            yield from google.check(record)
        data = record.to_json() if self._contracts else None
        for file, contract in zip(self._rules.schemas, self._contracts, strict=True):
            try:
                yield from contract.check(data)
            except ValueError as error:
                raise UsageError(f"{file}: {error}", hint="put it into the same file") from None

    def _constrained(self, record: Record, where: Location) -> Iterator[Problem]:
        if self._shapes:
            from archivist import pipeline

            graph = pipeline.to_graph(record)
            for shapes in self._shapes:
                yield from shapes.check(graph, where)

    def _shaped(self, source: Source, problems: tuple[Problem, ...]) -> Iterator[Problem]:
        """What shapes say of the graph of somebody else, when it can be read."""
        from archivist import anybody

        if any(found.severity == "error" for found in problems):
            return
        graph = anybody.graph_of(source)
        if graph is not None:
            where = Location(source.location)
            for shapes in self._shapes:
                yield from shapes.check(graph, where, anybody.places_in(source))


def _of_right_shape(source: Source, problems: tuple[Problem, ...]) -> Record | None:
    """The record with errors of meaning only: what a house demands can be asked of it too."""
    if not all(found.code.startswith("V0") and found.code > "V002" for found in problems):
        return None
    try:
        return Record.from_json(load(source.data, source.location))
    except InvalidRecord:  # an export that is no JSON
        return None


def _as_severe(problems: Iterable[Problem], severities: dict[str, str]) -> Iterator[Problem]:
    for found in problems:
        severity: Any = severities.get(found.code, found.severity)
        if severity != "off":
            yield dataclasses.replace(found, severity=severity)


def _contract(file: str) -> Contract:
    from archivist.checks.contract import Contract

    try:
        schema = json.loads(Path(file).read_bytes())
        return Contract(Path(file).name, schema)
    except OSError as refused:
        raise UsageError(f"{file}: {refused.strerror or refused}", hint="--schema FILE") from None
    except (ValueError, RecursionError) as error:
        hint = "wanted a JSON Schema, e.g. of draft 2020-12"
        raise UsageError(f"{file}: {error}", hint=hint) from None


def _shapes(files: Iterable[str]) -> list[Shapes]:
    if not files:
        return []
    from archivist.checks.constraints import Shapes

    return [Shapes(file) for file in files]
