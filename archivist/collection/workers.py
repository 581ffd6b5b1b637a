"""This module runs shards: in this process, in several, or on a Dask cluster; one code path.

A worker that dies takes nothing with it: its shards are made again by another.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, cast

from archivist import fingerprint
from archivist.collection.shard import make
from archivist.collection.task import Made, Task
from archivist.errors import MissingPart, UsageError, WorldRefused

AHEAD = 2  # tasks a worker has waiting, so that it is never idle
LOOK = 5.0  # seconds without a shard after which we look whether anybody works
CONNECT = "10s"
ALONE = 60  # seconds that a cluster may be without workers
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
                yield from _through(executor, queue, lambda: self._number)
                return
            except BrokenProcessPool:
                queue.again()
            finally:
                _stop(executor)

    def _executor(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._number, context, initializer=_begin)


class Cluster:
    """The workers of a Dask cluster at `address`, `tcp://…`; what they run must be what we run."""

    def __init__(self, address: str) -> None:
        self._address = address

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """The shards as they are done. Raises MissingPart, WorldRefused."""
        with _client(self._address) as client:
            executor = _Submitting(client)
            try:
                yield from _through(executor, _Queue(tasks), _places(client), self._watch(client))
            except CancelledError as lost:
                raise self._lost("the scheduler is gone") from lost
            except Exception as refused:
                if type(refused).__module__.partition(".")[0] != "distributed":
                    raise
                gone = isinstance(refused, OSError)  # its CommClosedError
                said = f"{type(refused).__name__}: {refused}"
                raise self._lost("the scheduler is gone" if gone else said) from refused

    def _watch(self, client: Any) -> Callable[[], None]:
        """Asked now and then while nothing is done: raises WorldRefused when nobody works."""
        seen = time.monotonic()

        def look() -> None:
            nonlocal seen
            try:
                working = client.status == "running" and client.nthreads()
            except OSError as gone:
                raise self._lost("the scheduler is gone") from gone
            if working:
                seen = time.monotonic()
            elif time.monotonic() - seen > ALONE:
                raise self._lost(f"the scheduler has had no worker for {ALONE} seconds")

        return look

    def _lost(self, what: str) -> WorldRefused:
        hint = "what is done is kept: the same command goes on"
        return WorldRefused(f"{self._address}: {what}", hint=hint)


def workers(jobs: int, cluster: str | None) -> Workers:
    """Who makes the shards. Raises UsageError for a cluster's address that is none."""
    if cluster is not None:
        if "://" not in cluster:
            hint = "for example tcp://10.0.0.5:8786"
            raise UsageError(f"--cluster {cluster}: no address of a scheduler", hint=hint)
        return Cluster(cluster)
    return Pool(jobs) if jobs > 1 else Alone()


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    """A client of the scheduler; Dask's own talk is left out, we say it in one line."""
    try:
        import dask
        from distributed import Client
    except ImportError as missing:
        hint = "pip install 'archivist[cluster]'"
        raise MissingPart("Dask distributed is not installed", hint=hint) from missing
    for name in [n for n in logging.root.manager.loggerDict if n.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # each has a level of its own
    connect: Any = Client
    with dask.config.set(_DASK):
        try:
            client = connect(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as refused:
            hint = "is the scheduler running there? dask scheduler prints its address"
            raise WorldRefused(f"{address}: no scheduler answers", hint=hint) from refused
        try:
            yield client
        finally:
            client.close(timeout=5)


# A task holds up to a shard of articles, which Dask would warn of. A scheduler that went away is
# not waited for: what is done is kept, and the same command goes on.
_DASK = {
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    "distributed.comm.retry.count": 2,
    "distributed.comm.timeouts.connect": "10s",
}


def _places(client: Any) -> Callable[[], int]:
    """The threads of a cluster's workers: some come later, others go."""
    known, asked = 1, float("-inf")

    def places() -> int:
        nonlocal known, asked
        if time.monotonic() - asked > LOOK and client.status == "running":
            asked = time.monotonic()
            with contextlib.suppress(OSError):  # a scheduler that is gone is told by who waits
                known = max(1, sum(client.nthreads().values()))
        return known

    return places


class _Submitting(Executor):
    """A cluster as an executor."""

    def __init__(self, client: Any) -> None:
        self._executor = client.get_executor(pure=False, retries=0)

    def submit(self, fn: Any, /, *args: Any, **more: Any) -> Future[Any]:
        task: Task = args[0]
        return cast("Future[Any]", self._executor.submit(_make_there, task, kit(task)))


def kit(task: Task) -> dict[str, str]:
    """All that the bytes of a shard depend on beside its task. Raises OSError."""
    found = fingerprint.components()
    return {
        **found,
        "archivist": fingerprint.VERSION,
        "settings": fingerprint.of(task.settings),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _make_there(task: Task, wanted: Mapping[str, str]) -> Made:
    """Make a task on a worker that has what we have. Raises WorldRefused for another one."""
    host = socket.gethostname()
    try:
        there = kit(task)
    except OSError as refused:
        hint = "files that options name must lie at the same path on every worker"
        raise WorldRefused(f"a worker on {host}: {refused}", hint=hint) from refused
    other = [name for name in sorted({*there, *wanted}) if there.get(name) != wanted.get(name)]
    if other:
        differ = ", ".join(f"{n} {there.get(n)} (here {wanted.get(n)})" for n in other)
        hint = "install on every worker what is installed here, else the bytes would differ"
        raise WorldRefused(f"a worker on {host} has {differ}", hint=hint)
    return make(task)


class _Queue:
    """The tasks that are not done: those given out, those to give out again, those to come.

    A task that was out when a worker died is given out again alone: who dies with it shows whether
    it was the one.
    """

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._coming = iter(tasks)
        self._waiting: deque[Task] = deque()
        self._tries: Counter[str] = Counter()
        self.out: dict[str, Task] = {}

    def take(self, most: int) -> Task | None:
        """The next task, None when there is none or `most` are out."""
        if len(self.out) >= (1 if self._waiting else most):
            return None
        task = self._waiting.popleft() if self._waiting else next(self._coming, None)
        if task is not None:
            self.out[task.shard] = task
        return task

    def again(self) -> None:
        """Whoever had the tasks is dead. Raises WorldRefused for one that was out too often."""
        self._waiting.extendleft(reversed(self.out.values()))
        self._tries.update(self.out.keys())
        self.out.clear()
        deadly = next((t for t in self._waiting if self._tries[t.shard] >= TRIES), None)
        if deadly is not None:
            names = ", ".join(entry.name for entry in deadly.entries[:3])
            hint = "often memory ran out: fewer workers (-j 1), or leave that input out"
            what = f"shard {deadly.shard} ended its worker {TRIES} times; it holds {names}"
            raise WorldRefused(what, hint=hint)


def _through(
    executor: Executor,
    queue: _Queue,
    places: Callable[[], int],
    look: Callable[[], None] = lambda: None,
) -> Iterator[Made]:
    """What is made, as it is. Raises what the executor raises; `queue.out` is not done then.

    `places`: how many tasks can be made at a time, which may change. `look` is asked when nothing
    was done for a while.
    """
    running: set[Future[Made]] = set()
    while True:
        while (task := queue.take(places() * AHEAD)) is not None:
            running.add(executor.submit(make, task))
        if not running:
            return
        done, running = wait(running, LOOK, return_when=FIRST_COMPLETED)
        if not done:
            look()
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
