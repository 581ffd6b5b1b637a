"""This script measures our pipeline beside the usual way and the floor, in one run.

python tests/bench/bench_pipeline.py [--rounds 20] [FILE…]

Contenders take turns on the same article, so that a noisy machine is noisy for all of them; the
figures are medians of process CPU time, and only their ratios are worth quoting.

- floor: read the bytes, hash them, write them.
- usual: validate with jsonschema, dump JSON, read the JSON-LD of the same level into rdflib and
  write Turtle and N-Triples with it, parse and write the NewsML-G2 with lxml, unchecked.
- ours: each stage by itself, then the whole; each with a copy of the record, for what was made of
  the last record is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import rdflib
from lxml import etree

from archivist import checks, exporters, extractors, jsontext, pipeline, readers, schema
from archivist.checks import shape
from archivist.record import Record, Source
from archivist.settings import Settings

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.txt"))
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
DETAILS = ("core", "compact", "full")
USUAL = ("usual: jsonschema", "usual: json.dumps", "usual: lxml")


def main() -> None:
    """Print one table for the article of median size, stage by stage and as a whole."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("files", nargs="*", type=Path, default=[_median(EXAMPLES)])
    given = options.parse_args()
    for path in given.files:
        report(path, given.rounds)


def _median(paths: list[Path]) -> Path:
    return sorted(paths, key=lambda path: path.stat().st_size)[len(paths) // 2]


def report(path: Path, rounds: int) -> None:
    """Run every contender in turns and print milliseconds and ratios."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        contenders = contenders_for(path, Path(folder))
        for step in contenders.values():
            step()  # compiled schemas, language tables
        for _ in range(rounds):
            for name, step in contenders.items():
                begun = time.process_time()
                step()
                times.setdefault(name, []).append(time.process_time() - begun)
    medians = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
    print(f"\n{path.name}: {path.stat().st_size:,} bytes, median of {rounds} rounds, CPU time\n")
    print("| step | ms | against the floor |\n|---|---|---|")
    for name, taken in medians.items():
        print(f"| {name} | {taken:.2f} | {taken / medians['floor: read, hash, write']:.1f}× |")
    shared = sum(taken for name, taken in medians.items() if name in USUAL)
    print("\n| level | usual way, ms | ours, ms | ours is faster |\n|---|---|---|---|")
    for detail in DETAILS:
        usual = shared + medians[f"usual: rdflib, {detail}"]
        ours = medians[f"ours: checked pipeline, {detail}"]
        print(f"| {detail} | {usual:.1f} | {ours:.1f} | {usual / ours:.1f}× |")


def contenders_for(path: Path, folder: Path) -> dict[str, Callable[[], Any]]:
    """Name → one step on the same article."""
    data = path.read_bytes()
    source = Source(path.name, path.name, data)
    document, _ = readers.read(source, SETTINGS)
    record = next(pipeline.convert(source, settings=SETTINGS)).record
    assert document is not None
    assert record is not None
    value = record.to_json()
    newsml = exporters.BY_NAME["newsml-g2"].write(record, SETTINGS)
    steps: dict[str, Callable[[], Any]] = {
        "floor: read, hash, write": lambda: _floor(path, folder),
        "usual: jsonschema": lambda: _usual_validation(value),
        "usual: json.dumps": lambda: json.dumps(value, indent=1),
        "usual: lxml": lambda: etree.tostring(etree.fromstring(newsml)),
        "ours: read": lambda: readers.read(source, SETTINGS),
        "ours: extract": lambda: extractors.extract(document, SETTINGS),
        "ours: JSON Schema": lambda: shape.check(value),
        "ours: all checks": lambda: checks.validate_record(replace(record), path.name),
        "ours: canonical JSON": lambda: jsontext.canonical(record.to_json()),
    }
    for detail in DETAILS:
        settings = replace(SETTINGS, detail=detail)  # type: ignore[arg-type]
        steps[f"usual: rdflib, {detail}"] = _usual_rdf(
            exporters.BY_NAME["jsonld"].write(record, settings)
        )
        for name in ("jsonld", "newsml-g2", "turtle", "nquads"):
            if name != "newsml-g2" or detail == "full":
                steps[f"ours: {name}, {detail}"] = _writer(name, record, settings)
        steps[f"ours: checked pipeline, {detail}"] = _whole(source, record, settings)
    return steps


def _writer(name: str, record: Record, settings: Settings) -> Callable[[], bytes]:
    return lambda: exporters.BY_NAME[name].write(replace(record), settings)


def _whole(source: Source, record: Record, settings: Settings) -> Callable[[], Any]:
    """What the usual way does, too: check, JSON, JSON-LD, NewsML-G2, Turtle, N-Quads."""
    formats = ("record", "jsonld", "newsml-g2", "turtle", "nquads")

    def run() -> None:
        new = replace(record)
        checks.validate_record(new, source.name)
        for name in formats:
            exporters.BY_NAME[name].write(new, settings)

    return run


def _floor(path: Path, folder: Path) -> None:
    data = path.read_bytes()
    hashlib.sha256(data).hexdigest()
    (folder / path.name).write_bytes(data)


def _usual_validation(value: dict[str, Any]) -> None:
    _reference().validate(value)


_VALIDATORS: list[Any] = []


def _reference() -> Any:
    if not _VALIDATORS:
        _VALIDATORS.append(jsonschema.Draft202012Validator(schema.record_schema()))
    return _VALIDATORS[0]


def _usual_rdf(jsonld: bytes) -> Callable[[], None]:
    def run() -> None:
        graph = rdflib.Graph()
        graph.parse(data=jsonld, format="json-ld")
        graph.serialize(format="turtle")
        graph.serialize(format="nt")

    return run


if __name__ == "__main__":
    main()
