"""The language of real articles: right for whole texts, unknown rather than wrong for lines.

The texts stay where they are; of each corpus the first files in order of name are read, of web
pages the main text as their annotators have it. The floors only rise.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivist.extractors.identification import identify

SHARED = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "corpora" / "articles"
FILES = 250  # of each corpus

# Codes of one language, as the gold or the record writes them.
SAME = {"ckb": "ku", "nb": "no", "nn": "no"}
OWN = {"bbc_txt": "en", "wikinews_en": "en", "gnad_de_csv": "de", "wikinews_fr": "fr"}

Case = tuple[str, str]  # language, text


@functools.cache
def gold(corpus: str) -> tuple[dict[str, str], ...]:
    path = ARTICLES / corpus / "dev.gold.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}: set ARCHIVIST_SHARED")
    rows = sorted(map(json.loads, path.read_text("utf-8").splitlines()), key=lambda r: r["file"])
    return tuple(row for row in rows if row.get("language") or corpus in OWN)[:FILES]


def texts(corpus: str) -> Iterator[Case]:
    """The main text of each article; pages of newspapers as the file holds them."""
    for row in gold(corpus):
        language = row.get("language") or OWN[corpus]
        path = ARTICLES / corpus / "dev" / row["file"]
        if row.get("body"):
            yield language, row["body"]
        elif path.suffix == ".txt" and path.exists():
            yield language, path.read_text("utf-8", "replace")


def lines(corpus: str) -> Iterator[Case]:
    """Headlines, and the first lines of each text."""
    for row in gold(corpus):
        if row.get("headline"):
            yield row.get("language") or OWN[corpus], row["headline"]
    for language, text in texts(corpus):
        yield from ((language, line) for line in text.splitlines()[:10] if line.strip())


def shares(cases: Iterator[Case]) -> tuple[float, float]:
    """Percent right and percent wrong; the rest is unknown."""
    found = [(_same(language), _same(identify(text) or "")) for language, text in cases]
    assert found
    right = sum(one == other for one, other in found)
    unknown = sum(not other for _, other in found)
    return 100 * right / len(found), 100 * (len(found) - right - unknown) / len(found)


def _same(tag: str) -> str:
    code = tag.split("-")[0]
    return SAME.get(code, code)


# Pages of old Dutch newspapers print French decrees beside the Dutch ones; the table of the
# universities of Kurdistan calls articles Kurdish that are in Arabic.
@pytest.mark.parametrize(
    ("corpus", "right", "wrong"),
    [
        ("html_fundus", 100, 0),
        ("bbc_txt", 100, 0),
        ("wikinews_en", 100, 0),
        ("wikinews_fr", 100, 0),
        ("wikinews_ja", 100, 0),
        ("dice_it", 100, 0),
        ("wikinews_it_kind", 99, 0),
        ("gnad_de_csv", 100, 0),
        ("kurdistan_csv", 91, 1.5),
        ("ocr_newspapers", 95, 1),
    ],
)
def test_whole_texts(corpus: str, right: float, wrong: float) -> None:
    found = shares(texts(corpus))
    assert found[0] >= right
    assert found[1] <= wrong


@pytest.mark.parametrize(
    ("corpus", "right", "wrong"),
    [
        ("html_fundus", 81, 0),
        ("bbc_txt", 78, 0),
        ("wikinews_en", 68, 0),
        ("wikinews_fr", 91, 0),
        ("wikinews_ja", 96, 0),
        ("dice_it", 99, 0),
        ("wikinews_it_kind", 85, 0.2),
        ("gnad_de_csv", 99, 0),
        ("ocr_newspapers", 44, 0.5),
    ],
)
def test_single_lines(corpus: str, right: float, wrong: float) -> None:
    found = shares(lines(corpus))
    assert found[0] >= right
    assert found[1] <= wrong
