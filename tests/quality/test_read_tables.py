"""How much of tables and of Reuters-21578 is read right: rows of the shared corpora.

A row is right when headline, day, topics, places and nine of ten words of the text are. Floors lie
within 3 points of what is reached, and only rise.

    python -m pytest tests/quality/test_read_tables.py -s       prints the figures
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archivist import Record, Settings, convert
from archivist.readers import Stream, choose

Gold = dict[str, Any]

TABLES = {"gnad_de_csv": 99.0, "kurdistan_csv": 99.0, "wikinews_en_csv": 99.0}
WIRES = {"headline": 99.9, "date": 99.9, "topics": 99.9, "places": 99.9, "text": 99.0}


def gold_of(folder: Path, name: str) -> dict[str, Gold]:
    lines = (folder / "dev.gold.jsonl").read_text("utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return {item["file"]: item for item in found if item["file"].startswith(f"{name}#")}


def is_right(gold: Gold, record: Record | None) -> dict[str, bool]:
    """Each field that the gold has: whether it is right."""
    checks = {
        "headline": lambda: headline(record) == " ".join(gold["headline"].split()),
        "date": lambda: first_date(record) == gold["date"],
        "topics": lambda: topics(record, None, "reuters-topics") == sorted(gold["topics"]),
        "places": lambda: topics(record, "reuters-places") == sorted(gold["places"]),
        "body": lambda: covers(record, gold["body"]),
    }
    names = [name for name in checks if gold.get(name) is not None]
    return {
        {"body": "text"}.get(name, name): record is not None and checks[name]() for name in names
    }


def headline(record: Record | None) -> str | None:
    return record.headline.value if record and record.headline else None


def first_date(record: Record | None) -> str | None:
    dates = record.dates if record else ()
    return next((date.value for date in dates if date.role == "published"), None)


def topics(record: Record | None, *schemes: str | None) -> list[str | None]:
    found = record.topics if record else ()
    return sorted((t.code or t.name for t in found if t.scheme in schemes), key=str)


def covers(record: Record | None, body: str) -> bool:
    """Whether nine of ten words are there, and not half as many others."""
    words = Counter(re.findall(r"\w+", body))
    found = Counter(re.findall(r"\w+", record.text if record else ""))
    common = sum((words & found).values())
    return common >= 0.9 * sum(words.values()) and sum(found.values()) <= 1.5 * common + 30


def rows(path: Path) -> Iterator[Record | None]:
    for found in convert(path, settings=Settings(as_of="2026-01-01")):
        yield found.record


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_tables(name: str, shared: Path) -> None:
    folder = shared / "corpora" / "articles" / name
    path = sorted((folder / "dev").glob("*.csv"))[-1]
    gold = gold_of(folder, path.name)
    read = list(rows(path))
    assert len(read) == len(gold)
    right = [
        all(is_right(gold[f"{path.name}#{number}"], record).values())
        for number, record in enumerate(read, start=1)
    ]
    share = 100 * sum(right) / len(right)
    print(f"{name}: {share:.1f} % of {len(right)} rows")
    assert share >= TABLES[name]


def test_documents_of_reuters(shared: Path) -> None:
    folder = shared / "corpora" / "articles" / "reuters21578_sgml"
    counted: dict[str, list[bool]] = {name: [] for name in WIRES}
    for path in sorted((folder / "dev").glob("*.sgm"))[:1]:
        gold = gold_of(folder, path.name)
        read = list(rows(path))
        assert len(read) == len(gold)
        for item, record in zip(gold.values(), read, strict=True):
            for name, right in is_right(item, record).items():
                counted[name].append(right)
    for name, floor in WIRES.items():
        share = 100 * sum(counted[name]) / len(counted[name])
        print(f"reuters {name}: {share:.2f} % of {len(counted[name])}")
        assert share >= floor, name


FORMATS = ("csv", "json", "sgml")
STEP = 40


def test_files_of_other_corpora_are_nonsense_and_no_trouble(shared: Path) -> None:
    paths = [path for path in sorted((shared / "corpora").rglob("*")) if path.is_file()][::STEP]
    assert len(paths) > 50
    for path in paths:
        if path.stat().st_size > 3_000_000:
            continue
        stream = Stream(path.name, path.name, lambda path=path: path.open("rb"))  # type: ignore[misc]
        for name in FORMATS:
            settings = Settings(format=name)
            reader = choose(stream, settings).reader
            if reader is not None and reader.split is not None and reader.name == name:
                assert all(
                    p.document or p.aside or p.problems for p in reader.split(stream, settings)
                )
