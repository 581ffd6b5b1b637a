"""This module sorts parcels into those to be sent and those that the store has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from archivist.errors import UsageError
from archivist.publishing import asking
from archivist.publishing.endpoint import Endpoint, Refused
from archivist.publishing.graphs import Parcel
from archivist.publishing.sending import Task
from archivist.publishing.spool import Spool
from archivist.publishing.state import State


class Known:
    """What the store has, as far as it can be told: by what was remembered, else by asking.

    `silence`: why the store could not be asked, once it could not.
    """

    def __init__(self, endpoint: Endpoint, state: State | None, *, must_answer: bool) -> None:
        self.silence: str | None = None if endpoint.doors.query else "no address for questions"
        self._endpoint = endpoint
        self._state = state
        self._must_answer = must_answer

    def digests(self, graphs: Sequence[str]) -> Mapping[str, str]:
        """graph → digest. Raises NetworkFailed, UsageError when it must answer and does not."""
        kept = self._state.digests(graphs) if self._state else {}
        rest = [graph for graph in graphs if graph not in kept]
        if not rest or self.silence:
            return kept
        try:
            return {**kept, **asking.digests(self._endpoint, rest)}
        except Refused as refused:
            self._fell_silent(refused)
            return kept

    def present(self, graphs: Sequence[str]) -> list[str]:
        """Those that the store has, or may have. Raises as `digests` does."""
        kept = self._state.digests(graphs) if self._state else {}
        graphs = [graph for graph in graphs if kept.get(graph) != ""]
        if self.silence:
            return graphs
        try:
            return asking.present(self._endpoint, graphs)
        except Refused as refused:
            self._fell_silent(refused)
            return graphs

    def _fell_silent(self, refused: Refused) -> None:
        if self._must_answer:
            at = self._endpoint.doors.query
            raise UsageError(f"{at}: {refused}", hint="does it answer SPARQL there?") from refused
        self.silence = str(refused)


class Plan:
    """What is to be sent, counted. Use as a context."""

    def __init__(self, known: Known, *, all_of_them: bool) -> None:
        self.graphs = self.quads = self.bytes = 0
        self.gone: list[str] = []
        self._known = known
        self._all = all_of_them
        self._spool = Spool()

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    def sort(self, parcels: Iterable[Parcel]) -> Iterator[tuple[Parcel, bool]]:
        """Each parcel in its order, and whether it is to be sent. Raises NetworkFailed."""
        waiting = iter(parcels)
        while batch := list(islice(waiting, asking.BATCH)):
            names = [one.graph for one in batch]
            there = {} if self._all else self._known.digests(names)
            for one in batch:
                due = there.get(one.graph) != one.digest
                if due:
                    self._add(one)
                yield one, due

    def withdraw(self, graphs: Sequence[str]) -> None:
        """These are not to be in the store. Raises NetworkFailed."""
        for at in range(0, len(graphs), asking.BATCH):
            self.gone += self._known.present(graphs[at : at + asking.BATCH])

    def tasks(self) -> Iterator[Task]:
        """What is to go first, then what is to come."""
        yield from map(Task, self.gone)
        for one in self._spool:
            yield Task(one.graph, one)

    def _add(self, one: Parcel) -> None:
        self._spool.add(one)
        self.graphs += 1
        self.quads += one.quads
        self.bytes += len(one.body)
