"""How fast graphs go out, beside a bare HTTP loop that sends the same bodies in the same run.

    python tests/bench/bench_publish.py [--articles 1000] [--rounds 5]

Both send to servers of Oxigraph over empty folders, taking turns; the best of the rounds counts,
since whatever else the machine does only makes it slower.
"""

from __future__ import annotations

import argparse
import functools
import http.client
import os
import resource
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from collection.keeping import AS_OF, archivist, articles
from reuse.stores import Oxigraph, oxigraph

from archivist.cli.held import Holdings
from archivist.publishing import graphs, sending, servers
from archivist.publishing.endpoint import Endpoint
from archivist.publishing.graphs import Parcel
from archivist.publishing.sending import Sleep, Task
from archivist.publishing.spool import Spool
from archivist.settings import Settings


def parcels(folder: Path, number: int) -> list[Parcel]:
    """Bodies as they are sent by default."""
    articles(folder / "in", number)
    done = archivist("archive", folder / "in", "-o", folder / "kept", "-j1", "--as-of", AS_OF, "-q")
    assert not done.returncode, done.stderr
    settings = Settings(detail="core")
    names = ("strict", "fail_fast", "verbose", "allow_empty")
    given = {"named": [str(folder / "kept")], "files_from": None, **dict.fromkeys(names)}
    with Holdings({**given, "quiet": True}, made="shown") as holdings:
        return [graphs.parcel(held.record, settings, held.location) for held in holdings]


def bare(store: Oxigraph, bodies: Sequence[Parcel]) -> None:
    """http.client on one connection that is kept open, and nothing else."""
    connection = http.client.HTTPConnection("127.0.0.1", store.port)
    for one in bodies:
        target = f"/store?graph={urllib.parse.quote(one.graph, safe='')}"
        connection.request("PUT", target, one.body, {"Content-Type": "application/n-triples"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (201, 204)
    connection.close()


def ours(store: Oxigraph, _: Sequence[Parcel], *, spool: Spool, jobs: int) -> None:
    """What `archivist publish` does once its plan is made: packed bodies from the disk."""

    def connect(sleep: Sleep) -> Endpoint:
        return Endpoint(servers.doors(store.url, updating=False), sleep=sleep)

    tasks = (Task(one.graph, one) for one in spool)
    for outcome in sending.send(tasks, sending.put, connect, jobs):
        assert outcome.refused is None


def whole(store: Oxigraph, _: Sequence[Parcel], *, kept: Path) -> None:
    """The command, from the collection to the last graph."""
    done = archivist("publish", kept, "--to", store.url, "-q")
    assert not done.returncode, done.stderr


Way = Callable[[Oxigraph, Sequence[Parcel]], None]


def timed(way: Way, bodies: Sequence[Parcel]) -> tuple[float, float, float]:
    """Seconds by the clock; of this process's time; of that and the server's together."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = _spent(resource.RUSAGE_CHILDREN)
        with oxigraph(Path(folder) / "db") as store:
            before, started = _spent(resource.RUSAGE_SELF), time.perf_counter()
            way(store, bodies)
            took = time.perf_counter() - started
            spent = _spent(resource.RUSAGE_SELF) - before
            assert len(store.graphs()) == len(bodies)
    return took, spent, spent + _spent(resource.RUSAGE_CHILDREN) - theirs


def _spent(whose: int) -> float:
    found = resource.getrusage(whose)
    return found.ru_utime + found.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Spool() as spool:
        bodies = parcels(Path(folder), options.articles)
        for one in bodies:
            spool.add(one)
        size = sum(len(one.body) for one in bodies)
        print(f"{len(bodies):,} graphs, {sum(one.quads for one in bodies):,} quads, {size:,} bytes")
        ways: dict[str, Way] = {
            "bare loop": bare,
            "publish -j1": functools.partial(ours, spool=spool, jobs=1),
            "publish -j2": functools.partial(ours, spool=spool, jobs=2),
            "publish -j4": functools.partial(ours, spool=spool, jobs=4),
            "whole command": functools.partial(whole, kept=Path(folder) / "kept"),
        }
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, way in ways.items():
                found[name].append(timed(way, bodies))
    report(found, options.articles)


def report(found: dict[str, list[tuple[float, float, float]]], number: int) -> None:
    base = [min(column) for column in zip(*found["bare loop"], strict=True)]
    print(f"{os.cpu_count()} cores; the best of {len(found['bare loop'])}")
    for name, times in found.items():
        took, own, both = (min(column) for column in zip(*times, strict=True))
        line = f"{name:14} {number / took:6.0f} graphs/s ({base[0] / took:.0%} of the bare loop)"
        if name != "whole command":
            own, both = own / number * 1000, both / number * 1000
            line += f"; CPU a graph {own:.2f} ms, with the server {both:.2f} ms"
            line += f" ({base[2] / number * 1000 / both:.0%})"
        print(line)


if __name__ == "__main__":
    main()
