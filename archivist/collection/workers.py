"""This module runs shards: in this process, in several, or on a Dask cluster; one code path.

A worker that dies takes nothing with it: its shards are made again by another.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from archivist.collection.shard import Made, Task, make
from archivist.errors import MissingPart, UsageError, WorldRefused

AHEAD = 2  # tasks a worker has waiting, so that it is never idle
TRIES = 3  # times a shard is given to a worker before it is taken for deadly


class Workers(Protocol):
    """Makes tasks, in whatever order they are done."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]: ...


class Alone:
    """This process does it all."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]:
        return map(make, tasks)


class Pool:
    """`number` processes of this machine."""

    def __init__(self, number: int) -> None:
        self._number = number

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """The shards as they are done. Raises WorldRefused when a task kills every worker."""
        queue = _Queue(tasks)
        while True:
            executor = self._executor()
            try:
                yield from _through(executor, queue, self._number)
                return
            except BrokenProcessPool:
                queue.again()
            finally:
                _stop(executor)

    def _executor(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._number, context, initializer=_begin)


class Cluster:
    """The workers of a Dask cluster at `address`, `tcp://…`."""

    def __init__(self, address: str) -> None:
        self._address = address

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """The shards as they are done. Raises MissingPart, WorldRefused."""
        with _client(self._address) as client:
            number = max(1, sum(client.nthreads().values()))
            executor = client.get_executor(pure=False, retries=TRIES)
            try:
                yield from _through(executor, _Queue(tasks), number)
            except Exception as refused:
                if type(refused).__module__.partition(".")[0] != "distributed":
                    raise
                what = f"{self._address}: {type(refused).__name__}: {refused}"
                hint = "what is done is kept: the same command goes on"
                raise WorldRefused(what, hint=hint) from refused


def workers(jobs: int, cluster: str | None) -> Workers:
    """Who makes the shards. Raises UsageError for a cluster's address that is none."""
    if cluster is not None:
        if "://" not in cluster:
            hint = "for example tcp://10.0.0.5:8786"
            raise UsageError(f"--cluster {cluster}: no address of a scheduler", hint=hint)
        return Cluster(cluster)
    return Pool(jobs) if jobs > 1 else Alone()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as missing:
        hint = "pip install 'archivist[cluster]'"
        raise MissingPart("Dask distributed is not installed", hint=hint) from missing
    try:
        connect: Any = Client
        return connect(address, timeout="10s", set_as_default=False)
    except OSError as refused:
        hint = "is the scheduler running there? dask scheduler prints its address"
        raise WorldRefused(f"{address}: no scheduler answers", hint=hint) from refused


class _Queue:
    """The tasks that are not done: those given out, those to give out again, those to come."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._coming = iter(tasks)
        self._waiting: deque[Task] = deque()
        self._tries: Counter[str] = Counter()
        self.out: dict[str, Task] = {}

    def take(self) -> Task | None:
        """The next task, None when there is none."""
        task = self._waiting.popleft() if self._waiting else next(self._coming, None)
        if task is not None:
            self.out[task.shard] = task
        return task

    def again(self) -> None:
        """Whoever had the tasks is dead. Raises WorldRefused for one that was out too often."""
        self._waiting.extendleft(reversed(self.out.values()))
        self._tries.update(self.out)
        self.out.clear()
        deadly = next((t for t in self._waiting if self._tries[t.shard] >= TRIES), None)
        if deadly is not None:
            names = ", ".join(entry.name for entry in deadly.entries[:3])
            hint = "often memory ran out: fewer workers (-j 1), or leave that input out"
            what = f"shard {deadly.shard} ended its worker {TRIES} times; it holds {names}"
            raise WorldRefused(what, hint=hint)


def _through(executor: Executor, queue: _Queue, number: int) -> Iterator[Made]:
    """What is made, as it is. Raises what the executor raises; `queue.out` is not done then."""
    running: set[Future[Made]] = set()
    while True:
        while len(running) < number * AHEAD and (task := queue.take()) is not None:
            running.add(executor.submit(make, task))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            made = future.result()
            del queue.out[made.shard]
            yield made


def _stop(executor: ProcessPoolExecutor) -> None:
    """End the workers at once: a shard half made is made again."""
    processes = list((executor._processes or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        with contextlib.suppress(OSError, ValueError):
            process.terminate()


def _begin() -> None:
    """A worker leaves signals to the one who started it, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
