"""Several processes, a Dask cluster, one of them dead: the bytes are those of one process."""

from __future__ import annotations

import contextlib
import http.server
import importlib.util
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles, contents

from archivist.cli.addresses import parted
from archivist.collection import workers
from archivist.collection.opening import expand, open_input
from archivist.collection.task import Entry, Task
from archivist.errors import UsageError, WorldRefused
from archivist.settings import Settings

if importlib.util.find_spec("distributed") is None:
    pytest.skip("the extra [cluster] is not installed", allow_module_level=True)

NUMBER = 280  # articles: 14 shards
START = str(Path(__file__).with_name("small_shards.py"))
OPTIONS = ("--as-of", AS_OF, "--to", "nquads")
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return articles(tmp_path_factory.mktemp("cluster") / "in", NUMBER)


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    collection = tmp_path_factory.mktemp("alone") / "kept"
    with begun(inputs, collection, "-j1") as process:
        assert ended(process) == (0, "")
    return contents(collection)


# ------------------------------------------------------------------ processes


@contextlib.contextmanager
def process(*command: object) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with the test, by its id."""
    begun = subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield begun
    finally:
        begun.kill()
        begun.communicate()


def begun(
    inputs: object, collection: Path, *how: str
) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    return process(START, "archive", inputs, "-o", collection, "-q", *how, *OPTIONS)


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code, and what was said beside the account."""
    said = run.communicate(timeout=PATIENCE)[1].splitlines()
    return run.returncode, "\n".join(line for line in said if not line.startswith("read "))


@contextlib.contextmanager
def cluster(number: int, *how: object) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler, and its process with those of its workers."""
    address = f"tcp://127.0.0.1:{port()}"
    where = ("--port", address.rpartition(":")[2], "--host", "127.0.0.1", "--no-dashboard")
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", *how)
    with contextlib.ExitStack() as stack:
        scheduler = stack.enter_context(process("-m", "dask", "scheduler", *where))
        others = [stack.enter_context(process("-m", "dask", *worker)) for _ in range(number)]
        yield address, [scheduler, *others]


def port() -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.005)


def shards(collection: Path) -> int:
    """How many shards are committed."""
    journal = collection / ".work/journal.sqlite"
    if not journal.is_file():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as sql:
        try:
            found: int = sql.execute("SELECT count(*) FROM shard").fetchone()[0]
        except sqlite3.OperationalError:  # the tables are being made
            return 0
        return found


def kill(victim: int, collection: Path) -> None:
    """Kill a process when some shards are committed, and others are not."""
    until(lambda: shards(collection) >= 3)
    os.kill(victim, signal.SIGKILL)
    assert shards(collection) < NUMBER / 20 - 2, "too late: nothing was left to do"


# ------------------------------------------------------------------ deaths


def test_a_worker_of_a_cluster_dies(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    with (
        cluster(2) as (address, (_, first, _)),
        begun(f"file://{inputs}/", tmp_path / "kept", "--cluster", address) as run,
    ):
        kill(first.pid, tmp_path / "kept")
        assert ended(run) == (0, "")
    assert contents(tmp_path / "kept") == undisturbed


def test_the_scheduler_dies_and_the_run_goes_on_without_it(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    with (
        cluster(1) as (address, (scheduler, _)),
        begun(inputs, tmp_path / "kept", "--cluster", address) as run,
    ):
        kill(scheduler.pid, tmp_path / "kept")
        code, said = ended(run)
    assert code == 5, said
    assert [line for line in said.splitlines() if line.startswith("error: ")] == [
        f"error: {address}: the scheduler is gone"
    ]
    assert len(said.splitlines()) <= 2, said
    with begun(inputs, tmp_path / "kept", "-j2") as run:
        code, said = ended(run)
    assert code == 0, said
    assert contents(tmp_path / "kept") == undisturbed


def test_a_worker_of_the_pool_dies(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    with begun(inputs, tmp_path / "kept", "-j2") as run:
        until(lambda: shards(tmp_path / "kept") >= 1)
        kill(pool_workers(run.pid)[0], tmp_path / "kept")
        assert ended(run) == (0, "")
    assert contents(tmp_path / "kept") == undisturbed


def pool_workers(parent: int) -> list[int]:
    import psutil

    found = psutil.Process(parent).children()
    return [child.pid for child in found if "spawn_main" in " ".join(child.cmdline())]


# ------------------------------------------------------------------ no disk in common

WATCHED = """
import sys

def watch(event, given):
    if event == "open" and isinstance(given[0], (str, bytes)):
        with open(LOG, "ab", buffering=0) if given[0] != LOG else DEVNULL as log:
            log.write(repr(given[0]).encode() + b"\\n")

import contextlib, io, os
LOG = {log!r}
DEVNULL = contextlib.nullcontext(io.BytesIO())
sys.addaudithook(watch)
"""


class Store(http.server.BaseHTTPRequestHandler):
    """A folder as a Hadoop name node gives it (WebHDFS): a store that is no disk of the workers."""

    folder: Path
    asked: Counter[str]

    def do_GET(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        given = dict(urllib.parse.parse_qsl(url.query))
        path = self.folder / urllib.parse.unquote(url.path).removeprefix("/webhdfs/v1").lstrip("/")
        self.asked[given["op"]] += 1
        if given["op"] == "LISTSTATUS":
            found = [self._status(item, item.name) for item in sorted(path.iterdir())]
            self._say(json.dumps({"FileStatuses": {"FileStatus": found}}).encode())
        elif given["op"] == "GETFILESTATUS":
            self._say(json.dumps({"FileStatus": self._status(path, "")}).encode())
        else:
            start = int(given.get("offset", 0))
            self._say(path.read_bytes()[start : start + int(given.get("length", 1 << 30))])

    def _status(self, path: Path, name: str) -> dict[str, object]:
        kind = "DIRECTORY" if path.is_dir() else "FILE"
        return {"pathSuffix": name, "type": kind, "length": path.stat().st_size}

    def _say(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def store(folder: Path) -> Iterator[tuple[str, Counter[str]]]:
    """The address of a folder in a store, and how often what was asked of it."""
    asked: Counter[str] = Counter()
    handler = type("Shelf", (Store,), {"folder": folder, "asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"webhdfs://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_workers_need_no_disk_in_common(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    """They read from the store, and what they make goes back over the wire."""
    pytest.importorskip("requests")
    log = tmp_path / "opened"
    (tmp_path / "watch.py").write_text(WATCHED.format(log=str(log)), "utf-8")
    with (
        store(inputs) as (address, asked),
        cluster(2, "--preload", tmp_path / "watch.py") as (scheduler, _),
        begun(address, tmp_path / "kept", "--cluster", scheduler) as run,
    ):
        assert ended(run) == (0, "")
    assert contents(tmp_path / "kept") == undisturbed
    assert asked["OPEN"] >= 2 * NUMBER, "each is read by who plans, and by who makes it"
    opened = log.read_text("utf-8")
    assert "archivist/data" in opened or "languages" in opened, "the watch sees what is opened"
    assert str(inputs) not in opened
    assert str(tmp_path / "kept") not in opened


# ------------------------------------------------------------------ clusters that cannot work


def test_nobody_answers(inputs: Path, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{port()}"
    with begun(inputs, tmp_path / "kept", "--cluster", address) as run:
        code, said = ended(run)
    assert code == 5
    assert said.startswith(f"error: {address}: no scheduler answers"), said


def test_nobody_works(inputs: Path, tmp_path: Path) -> None:
    with cluster(0) as (address, _), begun(inputs, tmp_path / "kept", "--cluster", address) as run:
        code, said = ended(run)
    assert code == 5
    assert said.startswith(f"error: {address}: the scheduler has had no worker for 2 seconds")


def test_a_worker_with_other_rules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task("accession-0001", "000001", (), (), Settings())
    here = workers.kit(task)
    assert workers._make_there(task, here).counts.read == 0
    monkeypatch.setattr(workers, "kit", lambda task: {**here, "lxml": "0.1"})
    with pytest.raises(WorldRefused, match=r"lxml 0\.1"):
        workers._make_there(task, here)


# ------------------------------------------------------------------ addresses


def test_an_address_is_named_as_a_path_would_be(inputs: Path, tmp_path: Path) -> None:
    below = articles(tmp_path / "a" / "b", 3)
    found = dict(expand(f"file://{tmp_path}/a/**/*1.txt"))
    assert found == {"b/ferry-00001.txt": f"file://{below}/ferry-00001.txt"}
    assert sorted(dict(expand(f"file://{tmp_path}/a/"))) == [
        f"b/ferry-0000{n}.txt" for n in range(3)
    ]
    one = f"file://{below}/ferry-00002.txt"
    assert list(expand(one)) == [("ferry-00002.txt", one)]
    with open_input(one) as opened:
        assert opened.read() == (below / "ferry-00002.txt").read_bytes()


def test_an_address_keeps_its_host_and_its_chain(inputs: Path, tmp_path: Path) -> None:
    pytest.importorskip("requests")
    below = articles(tmp_path / "a" / "b", 2)
    with store(tmp_path) as (address, _):
        found = list(expand(f"{address}a/"))
        assert found == [
            (f"b/ferry-0000{n}.txt", f"{address}a/b/ferry-0000{n}.txt") for n in range(2)
        ]
        assert found == list(expand(f"{address}a/**/*.txt"))
        with open_input(found[1][1]) as opened:
            assert opened.read() == (below / "ferry-00001.txt").read_bytes()
    assert list(expand(f"simplecache::file://{below}/")) == [
        (f"ferry-0000{n}.txt", f"simplecache::file://{below}/ferry-0000{n}.txt") for n in range(2)
    ]


def test_a_store_that_is_no_disk() -> None:
    import fsspec

    store = fsspec.filesystem("memory")
    for name in ("b.txt", "a.txt", "1998/c.txt"):
        store.pipe(f"/shelf/{name}", name.encode())
    found = list(expand("memory://shelf/"))
    assert [name for name, _ in found] == ["1998/c.txt", "a.txt", "b.txt"]
    for name, address in found:
        with open_input(address) as opened:
            assert opened.read() == name.encode()


def test_addresses_and_paths_are_told_apart() -> None:
    named = ["a.txt", "s3://b/c.txt", "C:\\x.txt", "box.zip!/a.txt", "simplecache::https://x/y"]
    assert parted(named) == (
        ["a.txt", "C:\\x.txt", "box.zip!/a.txt"],
        ["s3://b/c.txt", "simplecache::https://x/y"],
    )


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(expand(f"file://{tmp_path}/none.txt"))
    with pytest.raises(UsageError, match="nowhere://x"):
        list(expand("nowhere://x"))
    done = archivist("archive", f"file://{tmp_path}/none.txt", "-o", tmp_path / "kept")
    assert done.returncode == 5
    assert "R007" in done.stderr


# ------------------------------------------------------------------ a shard that is deadly


class Deadly(Settings):
    """Settings that end the process they come to."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (9,)


def test_the_shard_that_ends_its_workers_is_named() -> None:
    def task(at: int) -> Task:
        name = f"in/{at}.txt"
        entry = Entry(at, name, os.devnull, 0, sha256(b"").hexdigest(), (), keep=False)
        return Task("accession-0001", f"{at:06}", (entry,), (), Deadly() if at == 2 else Settings())

    made = []
    with pytest.raises(WorldRefused, match=r"shard 000002 ended its worker 3 times.*in/2\.txt"):
        made += [item.shard for item in workers.Pool(2).run(map(task, range(6)))]
