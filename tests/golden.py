"""The examples and what comes out of them: `python tests/golden.py` writes the exports beside them.

Of the samples, one of each format, the parts are written as lines into `tests/samples/`.

Look at the difference before committing it: it is what users will see changed.
"""

from __future__ import annotations

from pathlib import Path

from strategies import rich_record

from archivist import jsontext, pipeline
from archivist.exporters import BY_NAME
from archivist.record import Record
from archivist.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
SAMPLES = sorted(
    path
    for path in (EXAMPLES.parent / "samples").iterdir()
    if path.suffix not in (".py", ".md", ".toml") and path.name != "metadata.csv"
)
ARTICLES = sorted(path for path in EXAMPLES.iterdir() if path.name.count(".") == 1)
FORMATS = ("record", "jsonld", "newsml-g2", "turtle")
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")


def conversion(path: Path) -> pipeline.Conversion:
    """The one conversion of an example article, with its four exports."""
    source = pipeline.Source(path.name, path.name, path.read_bytes())
    (found,) = pipeline.convert(source, to=FORMATS, settings=SETTINGS)
    return found


# A record made by hand, with every field filled: also those that no reader of this version fills.
EVERY_FIELD = EXAMPLES / "filled.html"


def every_field() -> tuple[Record, dict[str, bytes]]:
    """The record in which nothing is absent, and its four exports."""
    record = rich_record()
    return record, {name: BY_NAME[name].write(record, SETTINGS) for name in FORMATS}


def beside(path: Path, name: str) -> Path:
    """The golden file of an article in a format."""
    return path.with_name(path.name + BY_NAME[name].suffix)


def lines(sample: Path) -> bytes:
    """What becomes of each part of a sample, a line of JSON each."""
    found = pipeline.convert(sample, settings=SETTINGS)
    return b"".join(jsontext.canonical(_line(part)) + b"\n" for part in found)


def _line(part: pipeline.Conversion) -> dict[str, object]:
    said: dict[str, object] = {"part": part.source.part}
    if part.record:
        said["record"] = record = part.record.to_json()
        components = record["generator"]["components"]
        record["generator"]["components"] = dict.fromkeys(components, "as installed")
        record["history"] = []
    if part.set_aside:
        said["setAside"] = [part.set_aside.reason, part.set_aside.evidence]
    if part.problems:
        said["problems"] = [f"{item.code}: {item.message}" for item in part.problems]
    return said


def golden_lines(sample: Path) -> Path:
    return Path(__file__).parent / "samples" / f"{sample.name}.jsonl"


if __name__ == "__main__":
    for sample in SAMPLES:
        golden_lines(sample).write_bytes(lines(sample))
    for article in ARTICLES:
        for name, data in conversion(article).exports:
            beside(article, name).write_bytes(data)
    for name, data in every_field()[1].items():
        beside(EVERY_FIELD, name).write_bytes(data)
