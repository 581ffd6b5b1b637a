"""Real pages with known answers: headline, authors, dates and language as the pages state them.

`score_articles.py` of the shared corpora counts. The floors are of 2026-11; they only rise.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archivist import Settings, Source, convert
from archivist.record import Record

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z", articles="all")

# Corpus, every how many-th page, and the least share of each measure in percent.
FLOORS = [
    (
        "html_fundus",
        2,
        {
            "headline_norm": 86,
            "authors_f1": 90.5,
            "date_day": 97.5,
            "date_strict": 92,
            "language": 99,
        },
    ),
    ("html_trafilatura", 5, {"headline_norm": 81.5, "authors_f1": 69.5, "date_day": 88}),
    ("html_htmldate", 1, {"date_day": 90}),
    ("wikinews_fr", 4, {"headline_exact": 99, "date_day": 99, "language": 99}),
]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    path = shared / "corpora" / "articles" / "score_articles.py"
    spec = importlib.util.spec_from_file_location("score_articles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page_bytes(path: Path) -> bytes:
    packed = path.with_name(f"{path.name}.gz")
    return gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()


def answer(record: Record) -> dict[str, Any]:
    published = [date.value for date in record.dates if date.role == "published"]
    authors = [item for item in record.credits if item.role == "author"]
    return {
        "headline": record.headline.value if record.headline else None,
        "date": published[0] if published else None,
        "authors": [name.name for item in authors for name in item.names],
        "language": record.language.value if record.language else None,
    }


@pytest.mark.parametrize(("corpus", "step", "floors"), FLOORS, ids=[item[0] for item in FLOORS])
def test_pages_of_others_reach_the_floors(
    corpus: str, step: int, floors: dict[str, float], shared: Path, scorer: ModuleType
) -> None:
    folder = shared / "corpora" / "articles" / corpus
    lines = (folder / "dev.gold.jsonl").read_text("utf-8").splitlines()[::step]
    gold = [json.loads(line) for line in lines]
    found: dict[str, dict[str, Any]] = {}
    for item in gold:
        data = page_bytes(folder / "dev" / item["file"])
        source = Source(item["file"], item["file"], data)
        for part in convert(source, settings=SETTINGS):
            if part.record is not None:
                found[scorer.key(item["file"])] = answer(part.record)
    result, misses = scorer.score(gold, found, 20)
    reached = {name: round(100 * result[name]["mean"], 1) for name in floors}
    below = {name: share for name, share in reached.items() if share < floors[name]}
    assert not below, (reached, [miss for miss in misses if miss[1] != "body"])
