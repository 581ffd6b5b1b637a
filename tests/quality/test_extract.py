"""What extraction finds in real articles of the shared corpora; the floors only rise.

The texts stay where they are; of each corpus the first files in order of name are read.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archivist.extractors import (
    chronology,
    credits,
    datelines,
    identification,
    language,
    layout,
    title,
)
from archivist.readers import plain
from archivist.record import Block, Credit, Date, Source, Value
from archivist.settings import Settings

SHARED = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "corpora" / "articles"
GOLD = SHARED / "corpora" / "gold" / "ner-dev"
FILES = 250  # of each corpus

Found = dict[str, Any]


@functools.cache
def corpus(name: str) -> tuple[Found, ...]:
    gold = ARTICLES / name / "dev.gold.jsonl"
    if not gold.exists():
        pytest.skip(f"no {gold}: set ARCHIVIST_SHARED")
    rows = sorted(map(json.loads, gold.read_text("utf-8").splitlines()), key=lambda r: r["file"])
    rows = [row for row in rows if row["file"].endswith(".txt")]
    return tuple(_read(ARTICLES / name / "dev" / row["file"], row) for row in rows[:FILES])


def _read(path: Path, gold: Found) -> Found:
    document, _ = plain.read(Source(path.name, path.name, path.read_bytes()), Settings())
    assert document
    tables = language.decide(document, Settings()).tables
    blocks: tuple[Block, ...] = layout.arrange(document.text, document.blocks, tables)
    line = datelines.parts(document.text, blocks, tables)
    dates: tuple[Date, ...] = chronology.read(document, blocks, line, tables, Settings()).dates
    headline: Value | None = title.headline(document.text, blocks, ())
    people: tuple[Credit, ...] = credits.read(document.text, blocks, tables)
    return {
        "gold": gold,
        "headline": headline.value if headline else None,
        "language": tables,
        "dateline": _one_line(line.block.of(document.text)) if line else None,
        "published": [date.value for date in dates if date.role == "published"],
        "authors": [n.name.casefold() for c in people if c.role == "author" for n in c.names],
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def share(hits: Iterator[bool]) -> float:
    """Percent of what was looked at."""
    found = list(hits)
    assert found
    return 100 * sum(found) / len(found)


@pytest.mark.parametrize(
    ("name", "floor"),
    [("bbc_txt", 100), ("reuters21578_txt", 100), ("wikinews_en", 100), ("wikinews_ja", 98.5)],
)
def test_headlines_printed_above_the_text(name: str, floor: float) -> None:
    found = corpus(name)
    right = (item["headline"] == _one_line(item["gold"]["headline"]) for item in found)
    assert share(right) >= floor
    wrong = [
        item["headline"]
        for item in found
        if item["headline"] not in (None, _one_line(item["gold"]["headline"]))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["dice_it", "ocr_newspapers"])
def test_no_headline_where_none_is_printed(name: str) -> None:
    assert [item["headline"] for item in corpus(name) if item["headline"]] == []


def test_datelines_of_a_wire_service() -> None:
    right = (
        item["dateline"] == _one_line(item["gold"]["dateline"])
        for item in corpus("reuters21578_txt")
    )
    assert share(right) == 100


def test_bylines_of_a_wire_service_and_no_others() -> None:
    for item in corpus("reuters21578_txt"):
        assert item["authors"] == [name.casefold() for name in item["gold"].get("authors", [])]


def test_the_date_line_below_the_headline() -> None:
    right = (item["published"] == [item["gold"]["date"]] for item in corpus("wikinews_en"))
    assert share(right) == 100


@pytest.mark.parametrize(
    ("name", "floor"),
    [("bbc_txt", 100), ("wikinews_en", 100), ("dice_it", 100), ("wikinews_it_kind", 98.7)],
)
def test_the_language_of_whole_articles(name: str, floor: float) -> None:
    found = corpus(name)
    code = "it" if "_it" in name else "en"
    assert share(item["language"] == code for item in found) >= floor
    assert {item["language"] for item in found} <= {code, None}


@pytest.mark.parametrize(
    ("code", "floor"),
    [("de", 95.5), ("en", 98), ("es", 92.5), ("fr", 99), ("it", 97), ("nl", 96), ("pt", 95)],
)
def test_the_language_of_single_sentences(code: str, floor: float) -> None:
    """Sentences of 13 words and more of Wikipedia; some of them quote another language."""
    path = GOLD / f"{code}-wikineural-val.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}: set ARCHIVIST_SHARED")
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()[:1200]]
    found = [identification.identify(text) for text in texts if len(text.split()) >= 13]
    assert share(item == code for item in found) >= floor
    assert share(item not in (code, None) for item in found) <= 0.6
