"""This script measures `archivist validate` beside the reference validator, in one run.

python tests/bench/bench_validate.py [--rounds 20] [--records 1000,100000] [FILE…]

Contenders take turns on the same records, so that a noisy machine is noisy for all of them; the
figures are medians of process CPU time, and only their ratios are worth quoting.

- reference: jsonschema.Draft202012Validator, made once, on values that are loaded.
- verdict: ours on the same values (jsonschema-rs decides).
- usual: json.loads and the reference, from the bytes.
- shape: the strict loader and our verdict, from the bytes.
- whole: shape, record, and all checks of meaning, with the record as the result.
- glance: what the command does with a record that is fine, and no rules of a house: all of that
  at a glance, from the bytes, without the record.

Memory is VmHWM of `archivist validate` on JSON Lines of so many records, one of 100 with a fault.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import jsonschema

from archivist import checks, jsontext, schema
from archivist.checks import quick, shape
from archivist.record import record_id

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.record.json"))
PROGRAM = """
import sys
from archivist.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(next(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""


def main() -> None:
    """Print milliseconds a round over all records, ratios, and memory by number of records."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--records", default="1000,100000")
    options.add_argument("files", nargs="*", type=Path, default=EXAMPLES)
    given = options.parse_args()
    speed([path.read_bytes() for path in given.files], given.rounds)
    memory(
        _smallest(given.files).read_bytes(), [int(number) for number in given.records.split(",")]
    )


def _smallest(files: list[Path]) -> Path:
    return min(files, key=lambda path: path.stat().st_size)


def speed(records: list[bytes], rounds: int) -> None:
    """Each contender on all records, in turns."""
    reference = jsonschema.Draft202012Validator(schema.record_schema())
    decide = shape.decide()
    values = {data: json.loads(data) for data in records}
    assert all(map(quick.is_fine, records)), "a record that is not valid, or older"
    contenders: dict[str, Callable[[bytes], object]] = {
        "reference": lambda data: list(reference.iter_errors(values[data])),
        "verdict": lambda data: decide(values[data]),
        "usual": lambda data: list(reference.iter_errors(json.loads(data))),
        "shape": lambda data: decide(jsontext.load(data, "a")),
        "whole": lambda data: checks.validate_bytes(data, "a"),
        "glance": quick.is_fine,
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, check in contenders.items():
            start = time.process_time()
            for data in records:
                check(data)
            times[name].append(time.process_time() - start)
    print(f"{len(records)} valid records, {rounds} rounds, median of CPU time")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        beside = "reference" if name in ("reference", "verdict") else "usual"
        ratio = statistics.median(times[beside]) / median
        print(f"  {name:9} {median * 1000:8.1f} ms  {ratio:6.1f} x as fast as {beside}")


def memory(record: bytes, numbers: list[int]) -> None:
    """VmHWM for files of that many records, each of its own id, one of 100 with a fault."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "all.jsonl")
            with file.open("wb") as opened:
                for at in range(number):
                    opened.write(_numbered(record.strip(), at))
            for format in ("text", "sarif"):
                command = [sys.executable, "-c", PROGRAM, "validate", str(file), "--format", format]
                start = time.perf_counter()
                done = subprocess.run(
                    command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
                )
                seconds = time.perf_counter() - start
                said = " ".join(done.stderr.decode().split())
                print(f"  {number:>7,} records, {format}: {said}, {seconds:.1f} s")


def _numbered(record: bytes, number: int) -> bytes:
    """The same record of other bytes, so to speak: every record of a file has its own id."""
    digest = sha256(str(number).encode()).hexdigest()
    line = re.sub(rb'"sha256":"[0-9a-f]{64}"', b'"sha256":"%s"' % digest.encode(), record)
    line = re.sub(rb'"urn:uuid:[0-9a-f-]{36}"', b'"%s"' % record_id(digest).encode(), line)
    if number % 100 == 99:
        line = line.replace(b'"revision":1', b'"revision":0')
    return line + b"\n"


if __name__ == "__main__":
    main()
