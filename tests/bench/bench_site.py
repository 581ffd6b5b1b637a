"""This script measures a site: time and most memory for 1,000 and for 10,000 articles.

    python tests/bench/bench_site.py [--articles 1000 10000] [--again]

The articles are made up: some 280 words and ten names each, over 35 years. Memory is the largest
resident set of the process that builds; `--again` builds each site twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archivist import Settings, convert
from archivist.jsontext import canonical
from archivist.record import Source

AS_OF = "2026-01-02T03:04:05Z"
FIRST = (
    "Anna Ben Carla David Elena Fatima Georg Helen Ivan Julia Karim Lucia Maria Nora Omar".split()
)
LAST = "Moor Velden Santos Okafor Lindqvist Haddad Kowalski Moreau Ferrante Tanaka Nilsen".split()
TOWNS = ("Velgrad", "Porto Sarno", "Mill Haven", "Altendorf", "Sainte-Orse", "Kesterby", "Norrvik")
THINGS = "ferry bridge council budget harbour school water storm union strike market museum".split()
DONE = "opened closed delayed rebuilt approved rejected sold bought painted flooded".split()


def article(number: int) -> bytes:
    """One made-up article, always the same for its number."""
    pick = random.Random(number)

    def person() -> str:
        return f"{pick.choice(FIRST)} {pick.choice(LAST)}{pick.choice(('', 'son', 'berg'))}"

    def sentence() -> str:
        thing, other, town = pick.choice(THINGS), pick.choice(THINGS), pick.choice(TOWNS)
        return (
            f"The {thing} of {town} was {pick.choice(DONE)} after {other} {pick.randint(1, 5000)}."
        )

    town = pick.choice(TOWNS)
    said = f'"We waited {pick.randint(2, 90)} weeks," said {person()}, director of the port.'
    opening = f"{person()}, mayor of {town}, said that the {pick.choice(THINGS)} would be sold."
    more = [" ".join(sentence() for _ in range(5)) for _ in range(5)]
    day = f"{pick.randint(1990, 2024)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"
    value = {
        "title": f"{pick.choice(THINGS).title()} of {town} {pick.choice(DONE)} again, {number}",
        "author": person(),
        "date": day if pick.random() > 0.2 else day[:7],
        "text": "\n\n".join([opening, said, *more]),
    }
    return json.dumps(value).encode() + b"\n"


def records(path: Path, number: int) -> Path:
    """So many records in a file."""
    with path.open("wb") as out:
        for at in range(number):
            source = Source(f"{at}.jsonl", f"{at}.jsonl", article(at))
            (conversion,) = convert(source, settings=Settings(as_of=AS_OF))
            assert conversion.record is not None
            out.write(canonical(conversion.record.to_json()) + b"\n")
    return path


def measured(lines: Path, out: Path) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of CPU, megabytes of memory of one build."""
    command = [sys.executable, "-m", "archivist.cli", "site", str(lines), "-o", str(out), "-q"]
    begun = time.perf_counter()
    started = subprocess.Popen([*command, "--base-iri", "https://archive.example.org/"])
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0
    clock = time.perf_counter() - begun
    return clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number in given.articles:
            lines = records(Path(folder, f"{number}.jsonl"), number)
            for run in ("first", "again") if given.again else ("first",):
                clock, cpu, memory = measured(lines, Path(folder, f"site-{number}"))
                print(
                    f"{number:>7,} articles, {run}: {clock:6.1f} s, {cpu:6.1f} s of CPU,"
                    f" {memory:5.0f} MB"
                )


if __name__ == "__main__":
    main()
