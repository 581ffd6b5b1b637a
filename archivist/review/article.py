"""This module prepares one record for the page on which it is reviewed."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

from archivist import checks
from archivist.corrections import content_digest
from archivist.problems import Problem
from archivist.record import Record

TITLE = 160  # characters of a title in the list of articles


class Held(Protocol):
    """A record, and where it lies."""

    @property
    def record(self) -> Record: ...
    @property
    def digest(self) -> str: ...
    @property
    def location(self) -> str: ...


class Article:
    """A record to review; what costs time is done when it is asked for.

    `digest`: the sha256 of its canonical JSON.
    """

    def __init__(self, held: Held) -> None:
        self.record: Record = held.record
        self.digest = held.digest
        self._location = held.location

    @cached_property
    def content(self) -> str:
        """The digest that a patch of this record names."""
        return content_digest(self.record)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the checks find."""
        return checks.validate_record(self.record, self._location)

    def index(self) -> dict[str, Any]:
        """Its line in the list of articles."""
        record = self.record
        return {
            "digest": self.digest,
            "title": record.title.value[:TITLE],
            "name": record.source.name + (record.source.part or ""),
            "language": record.language.value if record.language else None,
            "date": next((d.value for d in record.dates if d.role == "published"), None),
            "status": record.status,
            "notes": len(record.notes),
            "problems": len(self.problems),
        }

    def data(self) -> dict[str, Any]:
        """All that the page shows of it. Earlier patches stay in the record."""
        record = self.record.to_json()
        for key in ("history", "generator", "topics", "relations", "rights", "summary"):
            del record[key]
        problems = [
            {"code": p.code, "severity": p.severity, "message": p.message, "path": p.path}
            | ({"hint": p.hint} if p.hint else {})
            for p in self.problems
        ]
        return {"record": record, "content": self.content, "problems": problems}
