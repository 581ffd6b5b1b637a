"""This script archives more and more articles, and says what memory and a second run take.

python tests/bench/bench_scale.py [--articles 10000 40000] [--jobs 1]

The articles are short and of our own making, a line each in one JSON Lines file; each run is a
process of its own. Memory is the peak of the largest process (VmHWM), times are CPU seconds of all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

WORDS = "ferry harbour mayor bridge council market road school river mill winter price vote".split()


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, nargs="+", default=[10_000, 40_000])
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    print("| articles | peak memory, MB | first run, s | second run, s | ratio |")
    print("|---|---|---|---|---|")
    for number in given.articles:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "articles.jsonl")
            write(source, number)
            command = ["archive", source, "-o", Path(folder, "kept"), "-q", f"-j{given.jobs}"]
            first, memory = run(*command)
            second, _ = run(*command)
        print(f"| {number:,} | {memory:.0f} | {first:.1f} | {second:.2f} | {first / second:.0f}× |")


def write(path: Path, number: int) -> None:
    """`number` short articles, a line each."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as opened:
        for at in range(number):
            words = " ".join(dice.choice(WORDS) for _ in range(14))
            article = {
                "title": f"Report {at} on the {dice.choice(WORDS)}",
                "date": f"2024-03-{1 + at % 28:02d}",
                "text": f"The {words} number {at}. Nobody said why.",
            }
            opened.write(json.dumps(article) + "\n")


def run(*arguments: object) -> tuple[float, float]:
    """(CPU seconds, MB of memory at its peak) of the command."""
    command = [sys.executable, "-m", "archivist.cli", *map(str, arguments)]
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    scale = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, KB here
    return used.ru_utime + used.ru_stime, used.ru_maxrss * scale / 1e6


if __name__ == "__main__":
    main()
