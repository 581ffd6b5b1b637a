"""This module reads files of a bag and computes their digests, several at once, in one reading."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from archivist.collection.bag_manifests import beginning

if TYPE_CHECKING:
    from archivist.collection.bag_manifests import Digest

# Bytes read at a time: two digests take them from the cache, and Python is asked rarely.
PIECE = 1 << 18
SMALL = 1 << 15  # bytes of a file that is read at once, without what a stream costs
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Wanted(NamedTuple):
    """A file to read: its path below the bag, where it lies, and the algorithms asked for."""

    path: str
    where: str
    algorithms: tuple[str, ...]


class Read(NamedTuple):
    """What was read: bytes, and algorithm → digest in hexadecimal; or why it could not be."""

    path: str
    size: int
    digests: dict[str, str]
    refused: str | None = None


def read(wanted: Wanted, stop: threading.Event | None = None) -> Read:
    """The digests of one file. What the disk refuses is said, not raised; so is `stop`."""
    begun = [(name, begin) for name in wanted.algorithms if (begin := beginning(name))]
    try:
        handle = os.open(wanted.where, _FLAGS)
        try:
            data = os.read(handle, SMALL)
            if len(data) < SMALL and not os.read(handle, 1):
                digests = {name: begin(data).hexdigest() for name, begin in begun}
                return Read(wanted.path, len(data), digests)
            os.lseek(handle, 0, os.SEEK_SET)
            return _long(wanted.path, handle, {name: begin() for name, begin in begun}, stop)
        finally:
            os.close(handle)
    except OSError as refused:
        return Read(wanted.path, 0, {}, refused.strerror or str(refused))


def _long(path: str, handle: int, digests: dict[str, Digest], stop: threading.Event | None) -> Read:
    """The digests of a file of many pieces. Raises OSError."""
    feeding = [digest.update for digest in digests.values()]
    held = _buffer()
    size = 0
    with open(handle, "rb", buffering=0, closefd=False) as stream:
        while count := stream.readinto(held):
            piece = held[:count]
            for feed in feeding:
                feed(piece)
            size += count
            if stop is not None and stop.is_set():
                return Read(path, size, {}, "stopped")
    return Read(path, size, {name: digest.hexdigest() for name, digest in digests.items()})


def _buffer() -> memoryview:
    """Room for a piece, one for each thread."""
    held: memoryview | None = getattr(_LOCAL, "buffer", None)
    if held is None:
        held = _LOCAL.buffer = memoryview(bytearray(PIECE))
    return held


_LOCAL = threading.local()


def read_all(wanted: Iterable[Wanted], jobs: int, tick: Callable[[Read], None]) -> Iterator[Read]:
    """Each file read, in the order asked for; `jobs` at a time, as hashing frees Python's lock.

    `tick` is called with each in that order. An interrupt waits for the pieces under way
    only.
    """
    if jobs < 2:
        for item in wanted:
            done = read(item)
            tick(done)
            yield done
        return
    pool, stop = ThreadPoolExecutor(jobs), threading.Event()
    waiting: deque[Future[Read]] = deque()
    try:
        for item in wanted:
            waiting.append(pool.submit(read, item, stop))
            if len(waiting) >= 4 * jobs:
                done = waiting.popleft().result()
                tick(done)
                yield done
        while waiting:
            done = waiting.popleft().result()
            tick(done)
            yield done
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def of_bytes(data: bytes, algorithm: str) -> str | None:
    """The digest of bytes; None for an unknown algorithm."""
    begin = beginning(algorithm)
    return begin(data).hexdigest() if begin is not None else None


def default_jobs() -> int:
    """As many readers as processors that we may use, at most 4: disks are not faster than that."""
    usable = getattr(os, "sched_getaffinity", None)
    return min(4, len(usable(0)) if usable else os.cpu_count() or 1)


def empty(algorithm: str) -> str:
    """The digest of nothing."""
    return of_bytes(b"", algorithm) or ""
