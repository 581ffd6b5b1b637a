"""Measures verify beside hashing the same bytes with the same algorithms; run by hand.

    python tests/bench/bench_verify.py [COLLECTION]

The baseline opens every file of the bag once and feeds SHA-256 and SHA-512, 256 KiB at a time:
what nobody can do less than. Both go in turns in one process, one thread; the best of some runs
each, once by the clock and once by CPU time. Without COLLECTION two bags are made: one of packed
shards as `archive` writes them, and one of many small files, the worst case.
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from collection.bags import bag

from archivist.collection.survey import survey
from archivist.collection.verify import verify

RUNS = 5
SHARDS, SHARD_SIZE = 48, 8 << 20  # a shard holds up to 16 MiB of sources
SMALL, SMALL_SIZE = 4_000, 4 << 10
PIECE = 1 << 18


def main() -> None:
    print(f"{'what':<30}{'files':>7}{'MB':>7}{'hash MB/s':>11}{'verify MB/s':>13}"
          f"{'ratio':>8}{'CPU ratio':>11}")  # fmt: skip
    if len(sys.argv) > 1:
        scope = survey(Path(sys.argv[1]), sys.argv[1])
        assert scope is not None, "neither a collection nor a bag"
        _row(sys.argv[1][-28:], [found.root for found in scope.bags])
        return
    with tempfile.TemporaryDirectory() as folder:
        _row("packed shards", [_made(Path(folder, "packed"), SHARDS, SHARD_SIZE)])
        _row("small files", [_made(Path(folder, "small"), SMALL, SMALL_SIZE)])


def _made(root: Path, number: int, size: int) -> Path:
    block = hashlib.shake_256(b"bench").digest(1 << 16)
    data = (block * -(-size // len(block)))[:size]
    return bag(root, {f"data/{at // 100:03d}/{at:06d}": data for at in range(number)})


def _row(what: str, roots: list[Path]) -> None:
    files = [path for root in roots for path in sorted(root.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    theirs: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for _ in range(RUNS):
        theirs.append(_timed(lambda: [_hash(path) for path in files]))
        ours.append(_timed(lambda: [_verify(root) for root in roots]))
    clock, cpu = (min(run[0] for run in theirs), min(run[1] for run in theirs))
    clock_ours, cpu_ours = (min(run[0] for run in ours), min(run[1] for run in ours))
    rates = f"{size / clock / 1e6:>11,.0f}{size / clock_ours / 1e6:>13,.0f}"
    ratios = f"{clock_ours / clock:>8.2f}{cpu_ours / cpu:>11.2f}"
    print(f"{what:<30}{len(files):>7,}{size / 1e6:>7,.0f}{rates}{ratios}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


HELD = memoryview(bytearray(PIECE))


def _hash(path: Path, held: memoryview = HELD) -> None:
    one, two = hashlib.sha256(), hashlib.sha512()
    with open(path, "rb", buffering=0) as stream:
        while count := stream.readinto(held):
            one.update(held[:count])
            two.update(held[:count])
    one.hexdigest(), two.hexdigest()


def _verify(root: Path) -> None:
    found = verify(root)
    assert not found.problems, found.problems[:3]


if __name__ == "__main__":
    main()
