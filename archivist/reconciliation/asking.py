"""This module asks about the names of a table: the cache first, then the service batch by batch.

Nothing is decided: that a service calls a candidate certain is only noted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archivist.errors import NetworkFailed, UsageError
from archivist.jsontext import canonical
from archivist.reconciliation import service as api
from archivist.reconciliation.answers import Answers
from archivist.reconciliation.service import Candidate, Query, Service
from archivist.reconciliation.table import Table
from archivist.reconciliation.transport import Fetched, TooLarge, Transport, checked


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a service.

    `types`: our type (`person`) → types of the service; `properties`: property of the service →
    column with its value; `decided`: ask of rows that have an id, too; `anew`: pass over answers
    in the cache; `offline`: ask nobody else.
    """

    endpoint: str
    types: Mapping[str, Sequence[str]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    limit: int = 3
    decided: bool = False
    anew: bool = False
    offline: bool = False


@dataclass(slots=True)
class Count:
    """What became of the rows, and what it took."""

    rows: int = 0
    passed: int = 0  # have an id, or no name
    answered: int = 0
    cached: int = 0  # of the answered
    certain: int = 0  # of the answered: the service calls a candidate a match
    nobody: int = 0  # of the answered: no candidate
    requests: int = 0
    done: int = 0  # names answered so far, for who watches

    @property
    def unanswered(self) -> int:
        return self.rows - self.passed - self.answered

    def brief(self) -> str:
        return f"{self.answered:,} answered"

    def __str__(self) -> str:
        return (
            f"rows {self.rows:,} = answered {self.answered:,} + without an answer"
            f" {self.unanswered:,} + not asked {self.passed:,}; {self.certain:,} with a match,"
            f" {self.nobody:,} without a candidate"
        )


class Asked(NamedTuple):
    """One query, and the rows it is about: a name may stand in several."""

    query: Query
    rows: list[int]


class Asking:
    """One go through a table. `count`, `answers` by row and `service` grow on the way.

    Raises UsageError for a wish that cannot be meant; `failure` is what ended it early, if
    anything: what was answered before is there.
    """

    def __init__(self, table: Table, wish: Wish, cache: Answers, transport: Transport) -> None:
        self._wish = wish
        self._cache = cache
        self._transport = transport
        self._waiting = _queries(table, wish)
        self.names = len(self._waiting)
        asked = sum(len(item.rows) for item in self._waiting.values())
        self.count = Count(len(table.rows), len(table.rows) - asked)
        self.answers: dict[int, list[Candidate]] = {}
        self.service: Service | None = None
        self.failure: NetworkFailed | None = None

    def go(self) -> None:
        """Raises WorldRefused for a cache that cannot be read or written."""
        self.service = self._cache.service(self._wish.endpoint)
        if not self._wish.anew:
            self._from_cache()
        if self._wish.offline or not self._waiting:
            return
        try:
            self._in_batches(self._introduced())
        except NetworkFailed as failure:
            self.failure = failure

    def _from_cache(self) -> None:
        """Answers of an earlier time; of a service that is not known, ids say nothing."""
        if self.service is None:
            return
        for key, item in list(self._waiting.items()):
            found = self._cache.find(self._wish.endpoint, item.query)
            if found is not None:
                self.count.cached += len(item.rows)
                self._book(key, found)

    def _introduced(self) -> Service:
        """The manifest, once a run: a service may have changed since the last."""

        def read(fetched: Fetched) -> Service:
            return api.manifest(api.strict(fetched.data), fetched.url)

        self.count.requests += 1
        self.service = self._transport.get(self._wish.endpoint, read)
        self._cache.keep_service(self._wish.endpoint, self.service)
        return self.service

    def _in_batches(self, service: Service) -> None:
        """Raises NetworkFailed; each batch is on the disk before the next one is asked."""
        size, strange = service.batch, 0
        keys = list(self._waiting)
        while keys:
            batch = keys[:size]
            try:
                found = self._answered(service, [self._waiting[key].query for key in batch])
            except TooLarge as refused:
                if len(batch) == 1:
                    raise NetworkFailed(f"{service.shown}: {refused}, of one name") from None
                size = len(batch) // 2
                continue
            keys = keys[size:]
            strange += self._keep(batch, found)
        if strange:
            what = f"{strange:,} of its answers cannot be understood"
            raise NetworkFailed(f"{service.shown}: {what}", hint="those rows are as they were")

    def _answered(self, service: Service, queries: list[Query]) -> list[list[Candidate] | None]:
        def read(fetched: Fetched) -> list[list[Candidate] | None]:
            return api.candidates(api.strict(fetched.data), len(queries))

        self.count.requests += 1
        return self._transport.post(service.endpoint, api.batch(queries), read)

    def _keep(self, batch: list[str], found: list[list[Candidate] | None]) -> int:
        """How many of the answers were none."""
        good = [(key, item) for key, item in zip(batch, found, strict=True) if item is not None]
        self._cache.keep(
            self._wish.endpoint, [(self._waiting[key].query, item) for key, item in good]
        )
        for key, item in good:
            self._book(key, item)
        return len(batch) - len(good)

    def _book(self, key: str, found: list[Candidate]) -> None:
        rows = self._waiting.pop(key).rows
        self.answers.update((row, found) for row in rows)
        self.count.done += 1
        self.count.answered += len(rows)
        self.count.certain += len(rows) * any(one.match for one in found)
        self.count.nobody += len(rows) * (not found)


def _queries(table: Table, wish: Wish) -> dict[str, Asked]:
    """What is to be asked, each once, in the order of the table. Raises UsageError."""
    checked(wish.endpoint)
    for column in wish.properties.values():
        if column not in table.columns:
            hint = f"there are: {', '.join(table.columns)}"
            raise UsageError(f"the table has no column {column!r}", hint=hint)
    found: dict[str, Asked] = {}
    for number, row in enumerate(table.rows):
        name = " ".join(table.value(row, "name").split())
        if not name or (table.value(row, "id") and not wish.decided):
            continue
        values = [(pid, table.value(row, column)) for pid, column in wish.properties.items()]
        types = wish.types.get(table.value(row, "type").lower(), ())
        query = api.query(name, types, [pair for pair in values if pair[1]], wish.limit)
        found.setdefault(canonical(query).decode(), Asked(query, [])).rows.append(number)
    return found
