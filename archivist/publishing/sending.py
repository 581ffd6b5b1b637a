"""This module sends: some workers, each with a connection of its own, take task after task.

Whatever happens, an outcome tells what became of a task; when the store fails, the tasks that are
left are not begun.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archivist.errors import NetworkFailed
from archivist.publishing.endpoint import Endpoint, Refused
from archivist.publishing.graphs import Parcel

REST = 0.01  # seconds between two looks at what came: a look for each takes a sixth of the time
REFUSALS = 5  # one after another, and none taken: it is not the graphs
LINGER = 2.0  # seconds that a worker has to hang up when we go

Sleep = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Task:
    """A graph to put, or with no parcel one to delete."""

    graph: str
    parcel: Parcel | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused`: why the store did not take it; None: it did."""

    task: Task
    refused: Refused | None = None


class _Over(Exception):
    """We leave, while a worker waits."""


def put(endpoint: Endpoint, task: Task) -> None:
    """By the Graph Store Protocol. Raises Refused, NetworkFailed."""
    if task.parcel is None:
        endpoint.delete(task.graph)
    else:
        endpoint.put(task.parcel)


def update(endpoint: Endpoint, task: Task) -> None:
    """By SPARQL Update. Raises Refused, NetworkFailed."""
    if task.parcel is None:
        endpoint.drop(task.graph)
    else:
        endpoint.replace(task.parcel)


def send(
    tasks: Iterable[Task],
    do: Callable[[Endpoint, Task], None],
    connect: Callable[[Sleep], Endpoint],
    workers: int,
) -> Iterator[Outcome]:
    """The outcome of every task that was begun. Raises NetworkFailed when all have ended.

    `connect`: an endpoint that waits as it is told.
    """
    crew = _Crew(iter(tasks), do, connect)
    threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield from crew.outcomes(workers)
    finally:
        crew.over.set()
        for thread in threads:
            thread.join(LINGER)


class _Crew:
    def __init__(
        self,
        tasks: Iterator[Task],
        do: Callable[[Endpoint, Task], None],
        connect: Callable[[Sleep], Endpoint],
    ) -> None:
        self.over = threading.Event()
        self._tasks = tasks
        self._do = do
        self._connect = connect
        self._turn = threading.Lock()
        self._taken = self._refused = 0
        self._said: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()

    def outcomes(self, workers: int) -> Iterator[Outcome]:
        failure: BaseException | None = None
        while workers:
            if self._said.empty():
                time.sleep(REST)
            said = self._said.get()
            if isinstance(said, Outcome):
                yield said
            elif said is None:
                workers -= 1
            else:
                failure = failure or said
        if failure is not None:
            raise failure

    def work(self) -> None:
        """What a worker does all day."""
        endpoint = self._connect(self._wait)
        try:
            while (task := self._next()) is not None:
                self._said.put(self._done(endpoint, task))
        except _Over:
            pass
        except BaseException as failure:  # noqa: BLE001 - it is raised where outcomes are taken
            self.over.set()
            self._said.put(failure)
        finally:
            endpoint.close()
            self._said.put(None)

    def _next(self) -> Task | None:
        with self._turn:
            if self._refused >= REFUSALS and not self._taken:
                raise NetworkFailed(f"the store refused the first {REFUSALS} graphs")
            return None if self.over.is_set() else next(self._tasks, None)

    def _done(self, endpoint: Endpoint, task: Task) -> Outcome:
        try:
            self._do(endpoint, task)
        except Refused as refused:
            self._refused += 1
            return Outcome(task, refused)
        self._taken += 1
        return Outcome(task)

    def _wait(self, seconds: float) -> None:
        if self.over.wait(seconds):
            raise _Over
