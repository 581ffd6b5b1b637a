"""How much of the main text of real pages is found, and how much of what is not: floors.

The pages and what is right about them are those of the shared corpora; `score_articles.py` beside
them counts. Floors lie within three points of what was reached, and only rise.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archivist import readers
from archivist.record import Document, Source
from archivist.settings import Settings

SETTINGS = Settings(articles="all")
ROLES = ("paragraph", "list-item", "subhead")

# Corpus, every n-th page, floor of the mean F1 of the words of the body.
BODIES = (
    ("html_fundus", 1, 0.965),
    ("html_aeb", 1, 0.945),
    ("html_mozilla", 1, 0.945),
    ("html_newspaper4k", 1, 0.97),
    ("wikinews_fr", 1, 0.97),
)
KEPT, LEAKED = 0.94, 0.075  # of the segments that are, and are not, main text
PAGES = 2  # every second of the 301


@pytest.fixture(scope="module")
def corpora(shared: Path) -> Path:
    return shared / "corpora" / "articles"


@pytest.fixture(scope="module")
def scorer(corpora: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_articles", corpora / "score_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(corpora: Path, name: str, step: int) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The gold of each page, and its bytes."""
    gold = (corpora / name / "dev.gold.jsonl").read_text("utf-8").splitlines()
    for item in map(json.loads, gold[::step]):
        path = corpora / name / "dev" / item["file"]
        packed = path.with_name(path.name + ".gz")
        yield item, gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()


def main_text(data: bytes) -> str:
    found, _ = readers.read(Source("a.html", "a.html", data), SETTINGS)
    if not isinstance(found, Document):
        return ""
    return "\n".join(block.span.of(found.text) for block in found.blocks if block.role in ROLES)


@pytest.mark.parametrize(("name", "step", "floor"), BODIES)
def test_words_of_the_body(
    corpora: Path, scorer: ModuleType, name: str, step: int, floor: float
) -> None:
    found = [
        scorer.bag(gold["body"], main_text(data))[0]
        for gold, data in pages(corpora, name, step)
        if gold.get("body")
    ]
    assert found
    assert 0.0 not in found  # no article without text
    assert sum(found) / len(found) >= floor


def test_wanted_and_unwanted_segments(corpora: Path, scorer: ModuleType) -> None:
    kept: list[bool] = []
    leaked: list[bool] = []
    for gold, data in pages(corpora, "html_trafilatura", PAGES):
        text = scorer.flat(main_text(data))
        assert text, gold["file"]
        kept += [scorer.flat(part) in text for part in gold.get("must_contain") or ()]
        leaked += [scorer.flat(part) in text for part in gold.get("must_not_contain") or ()]
    assert sum(kept) / len(kept) >= KEPT
    assert sum(leaked) / len(leaked) <= LEAKED
