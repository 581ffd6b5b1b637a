"""This script measures a whole shard of articles: our way, the usual way, and the floor.

    python tests/bench/bench_collection.py [--articles 200] [--rounds 7] [FILE-OR-FOLDER…]

Without a file, the plain texts of examples/ are numbered and repeated. All take turns on the same
articles in one process; figures are medians of CPU time (user and system), and only their ratios
are worth quoting. JSON-LD and N-Quads are at detail `compact`, the record and NewsML-G2 are whole.

- floor: read, hash, write and flush; into loose files, into one file, into one file of gzip
  members, or (products) with all that our shard holds, packed as there.
- usual: a competent script. It reads, validates with jsonschema (one validator for all), writes the
  record and the JSON-LD with json, reads, checks (RELAX NG) and writes the news item with lxml,
  N-Quads and Turtle with rdflib (which reads the JSON-LD), into loose files. Lean: the item is not
  checked, and rdflib is given the statements and writes N-Triples only.
- ours: read, JSON Schema and all checks, canonical record, JSON-LD, NewsML-G2 and its RELAX NG
  profile, N-Quads; all of it and the originals packed, digested (SHA-256, SHA-512) and flushed to
  the disk. Extraction is apart: the records were made before. As archived: the same through the
  code of `archivist archive`, which keeps a ledger and looks for near duplicates as well.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import jsonschema
import rdflib
from lxml import etree

from archivist import checks, disk, exporters, pipeline, readers, schema
from archivist.collection import packing
from archivist.collection.shard import make
from archivist.collection.task import Entry, Task, Wanted, payload
from archivist.exporters.graph import quads
from archivist.exporters.rdf import to_graph
from archivist.record import Record, Source
from archivist.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z", detail="compact")
FORMATS = ("record", "jsonld", "newsml-g2", "nquads")


class Article(NamedTuple):
    """One file and what was extracted from it; `usual` is what the usual way is given."""

    path: Path
    record: Record
    value: dict[str, Any]
    jsonld: dict[str, Any]
    newsml: bytes


Shard = list[Article]


def main() -> None:
    """Print the whole ways and our stages, in milliseconds an article."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("paths", nargs="*", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [file for path in given.paths for file in _files(path)] or _numbered(folder)
        shard = [_article(path) for path in files[: given.articles]]
        gc.freeze()  # what is held for the contenders is no garbage of theirs
        _print(shard, _measured(contenders(shard, folder), given.rounds, len(shard)))


def _files(path: Path) -> Iterable[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _numbered(folder: Path) -> list[Path]:
    """The examples again and again, each copy with a last line of its own."""
    examples = sorted(EXAMPLES.glob("*.txt"))
    made = []
    for number in range(1000):
        example = examples[number % len(examples)]
        made.append(folder / f"{number:04}-{example.name}")
        made[-1].write_bytes(example.read_bytes() + f"\n\n{number}\n".encode())
    return made


def _article(path: Path) -> Article:
    record = next(pipeline.convert(path, settings=SETTINGS)).record
    assert record is not None, path
    jsonld = json.loads(exporters.BY_NAME["jsonld"].write(record, SETTINGS))
    newsml = exporters.BY_NAME["newsml-g2"].write(record, SETTINGS)
    return Article(path, record, record.to_json(), jsonld, newsml)


def _measured(ways: dict[str, Callable[[], Any]], rounds: int, articles: int) -> dict[str, float]:
    """Milliseconds of CPU an article, medians of rounds in which all take turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            begun = time.process_time()
            way()
            if number:  # the first round compiles schemas and fills caches
                times[name].append(time.process_time() - begun)
    return {name: statistics.median(taken) / articles * 1000 for name, taken in times.items()}


def _print(shard: Shard, taken: dict[str, float]) -> None:
    ours, floor = taken["ours"], taken["floor: packed"]
    sizes = [article.path.stat().st_size for article in shard]
    statements = [len(quads(article.record, SETTINGS)) for article in shard]
    print(
        f"\n{len(shard)} articles of {statistics.median(sizes):,.0f} bytes (median),"
        f" {statistics.median(statements):.0f} statements at compact\n"
    )
    print("| way | ms an article | against the packed floor | ours is faster |\n|---|---|---|---|")
    for name, took in taken.items():
        faster = f"{took / ours:.1f}×" if name.startswith("usual") else ""
        print(f"| {name} | {took:.2f} | {took / floor:.1f}× | {faster} |")


# ------------------------------------------------------------------ who takes turns


def contenders(shard: Shard, folder: Path) -> dict[str, Callable[[], Any]]:
    """Name → one way, or one of our stages, through the whole shard."""
    originals = [article.path.read_bytes() for article in shard]
    written = {name: [_write(name, article) for article in shard] for name in FORMATS}
    ways: dict[str, Callable[[], Any]] = {
        "floor: loose": lambda: _floor(shard, folder, None),
        "floor: packed": lambda: _floor(shard, folder, bytes),
        "floor: packed, gzip members": lambda: _floor(shard, folder, packing.member),
        "floor: packed, products": lambda: _floor_of_products(shard, folder, written),
        "usual": lambda: _usual(shard, folder),
        "usual, lean": lambda: _usual(shard, folder, lean=True),
        "ours": lambda: _ours(shard, folder),
        "ours, as archived": lambda: _archived(shard, folder, extracting=False),
        "ours, as archived, extracting": lambda: _archived(shard, folder, extracting=True),
        "ours: read": _each(_read, shard),
        "ours: checks": _each(_check, shard),
        **{f"ours: {name}": _each(functools.partial(_write, name), shard) for name in FORMATS},
    }
    ways["ours: pack, digest"] = lambda: _pack(originals, written, folder)
    return ways


def _each(step: Callable[[Article], object], shard: Shard) -> Callable[[], object]:
    return lambda: [step(article) for article in shard]


def _floor(shard: Shard, folder: Path, packed: Callable[[bytes], bytes] | None) -> None:
    content = []
    for article in shard:
        data = article.path.read_bytes()
        hashlib.sha256(data).hexdigest()
        if packed is None:
            (folder / "loose").write_bytes(data)
        else:
            content.append(packed(data))
    disk.write(folder / "packed", b"".join(content), force=True)


def _floor_of_products(shard: Shard, folder: Path, written: dict[str, list[bytes]]) -> None:
    originals = [article.path.read_bytes() for article in shard]
    for data in originals:
        hashlib.sha256(data).hexdigest()
    _pack(originals, written, folder)


# ------------------------------------------------------------------ ours


def _ours(shard: Shard, folder: Path) -> None:
    """Article by article, as the usual way does it, too."""
    originals: list[bytes] = []
    written: dict[str, list[bytes]] = {name: [] for name in FORMATS}
    for article in shard:
        originals.append(_read(article))
        _check(article)
        for name in FORMATS:
            written[name].append(_write(name, article))
    _pack(originals, written, folder)


def _archived(shard: Shard, folder: Path, *, extracting: bool) -> None:
    """The shard as the collection makes it; a record from memory where it would be extracted."""
    records = {article.path.name: article.record for article in shard}
    known = mock.patch.object(
        pipeline, "_record", lambda document, _: (records[document.source.name], ())
    )
    with contextlib.nullcontext() if extracting else known:
        made = make(_task(shard))
    assert made.counts.written == len(shard), made.problems
    for file, content in made.files:
        disk.write(folder / file.path, content, force=True)


def _task(shard: Shard) -> Task:
    entries = (
        Entry(
            no=number,
            name=article.path.name,
            path=str(article.path),
            size=article.record.source.size,
            sha256=article.record.source.sha256,
            wanted=(Wanted(0),),
            keep=True,
        )
        for number, article in enumerate(shard)
    )
    return Task("accession-0001", "000001", tuple(entries), FORMATS[1:], SETTINGS)


def _read(article: Article) -> bytes:
    data = article.path.read_bytes()
    source = Source(article.path.name, article.path.name, data)
    assert source.digest() == article.record.source.sha256
    assert readers.read(source, SETTINGS)[0] is not None
    return data


def _check(article: Article) -> None:
    assert not checks.validate_record(article.record, article.path.name)


def _write(name: str, article: Article) -> bytes:
    return exporters.BY_NAME[name].write(article.record, SETTINGS)


def _pack(originals: list[bytes], written: dict[str, list[bytes]], folder: Path) -> None:
    files = {"originals": b"".join(map(packing.member, originals))}
    for name, items in written.items():
        if name in ("record", "nquads"):
            files[name] = packing.lines(items)[0]
        else:
            files[name] = packing.folder((f"{at}", item) for at, item in enumerate(items))
    for name, content in files.items():
        payload(name, content)
        disk.write(folder / name, content, force=True)


# ------------------------------------------------------------------ the usual way


def _usual(shard: Shard, folder: Path, *, lean: bool = False) -> None:
    validator = jsonschema.Draft202012Validator(schema.record_schema())
    profile = etree.RelaxNG(etree.fromstring(schema.read("newsml-profile.rng")))
    for article in shard:
        hashlib.sha256(article.path.read_bytes()).hexdigest()
        validator.validate(article.value)
        item = etree.fromstring(article.newsml)
        assert lean or profile.validate(item)
        jsonld = json.dumps(article.jsonld, indent=1).encode()
        files = {
            "json": json.dumps(article.value, indent=1).encode(),
            "jsonld": jsonld,
            "xml": etree.tostring(item, encoding="UTF-8"),
        }
        if lean:
            files["nt"] = to_graph(article.record, SETTINGS).serialize(format="nt").encode()
        else:
            graph = rdflib.Dataset()
            graph.parse(data=jsonld, format="json-ld")
            files["nq"] = graph.serialize(format="nquads").encode()
            files["ttl"] = graph.default_graph.serialize(format="turtle").encode()
        for suffix, data in files.items():
            (folder / f"usual.{suffix}").write_bytes(data)


if __name__ == "__main__":
    main()
