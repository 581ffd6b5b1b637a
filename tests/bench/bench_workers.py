"""This script measures what a second process brings `archivist archive`, beside what it can bring.

    python tests/bench/bench_workers.py [--articles 2000] [--rounds 3] [FOLDER]

Two busy loops side by side need the time of one on a machine with two free cores, and more on one
that is shared or throttled: their gain (twice one loop's time by both loops' time) is what there is
to have. Ours is the time with -j1 by that with -j2, the whole command: start, plan, shards, seal.
Loops and runs take turns; figures are medians of wall time, and only the last ratio is worth
quoting: 0.8 of the loops' gain is promised. Without FOLDER the articles are made by make_scale.py
of the shared corpora.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ARCHIVIST_SHARED", ROOT.parent / "shared"))
LOOP = "n = 0\nfor i in range({}):\n    n = (n * 31 + i) % 1000003"
AS_OF = "2026-01-02T03:04:05Z"


def seconds(*commands: list[str]) -> float:
    """Wall time until all the commands, begun at once, have ended."""
    start = time.perf_counter()
    begun = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    if any(process.wait() for process in begun):
        raise SystemExit("a command failed")
    return time.perf_counter() - start


def loop(rounds: int) -> list[str]:
    return [sys.executable, "-c", LOOP.format(rounds)]


def archived(articles: Path, work: Path, jobs: int) -> float:
    """Wall time of archiving the articles with so many processes."""
    target = work / f"kept-{jobs}"
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "archivist.cli", "archive", str(articles), "-q"]
    return seconds([*command, "-o", str(target), f"-j{jobs}", "--as-of", AS_OF])


def made(number: int, work: Path) -> Path:
    """Articles by the script that comes with the shared corpora."""
    script = SHARED / "corpora" / "articles" / "make_scale.py"
    if not script.is_file():
        raise SystemExit("shared data absent: set ARCHIVIST_SHARED, or name a FOLDER of articles")
    folder = work / "articles"
    options = ["-n", str(number), "--out", str(folder), "--no-manifest"]
    subprocess.run([sys.executable, str(script), *options], check=True, capture_output=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        measure(given.folder or made(given.articles, work), work, given.rounds)


def measure(articles: Path, work: Path, rounds: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in ("one", "two", "-j1", "-j2")}
    steps = 60_000_000  # some seconds: as long as a shard
    for _ in range(rounds):
        times["one"].append(seconds(loop(steps)))
        times["-j1"].append(archived(articles, work, 1))
        times["two"].append(seconds(loop(steps), loop(steps)))
        times["-j2"].append(archived(articles, work, 2))
    found = {name: statistics.median(values) for name, values in times.items()}
    loops, ours = 2 * found["one"] / found["two"], found["-j1"] / found["-j2"]
    print(
        f"two busy loops: {found['one']:.1f} s alone, {found['two']:.1f} s both: gain {loops:.2f}"
    )
    print(f"archive: {found['-j1']:.1f} s with -j1, {found['-j2']:.1f} s with -j2: gain {ours:.2f}")
    print(f"ours by theirs: {ours / loops:.2f} (promised: 0.80), median of {rounds}")


if __name__ == "__main__":
    main()
