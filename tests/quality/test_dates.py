"""What is read of printed and declared dates and authors in real articles; the floors only rise.

Front matter is read by the reader and the extractors alone; a day that only the name of the file
says is left out.
"""

from __future__ import annotations

import functools
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archivist import edtf
from archivist.extractors import chronology, datelines, declared, language, layout
from archivist.extractors.phrases import phrase_to_edtf
from archivist.readers import markdown, plain
from archivist.record import Source
from archivist.settings import Settings

SHARED = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "corpora" / "articles"
FILES = 200  # of each corpus

Found = dict[str, Any]


def rows(path: Path) -> list[Found]:
    if not path.exists():
        pytest.skip(f"no {path}: set ARCHIVIST_SHARED")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@functools.cache
def corpus(name: str) -> tuple[Found, ...]:
    """Published dates and authors of the first files of a corpus, beside what is right."""
    gold = rows(ARTICLES / name / "dev.gold.jsonl")
    gold.sort(key=lambda row: str(row["file"]))
    return tuple(_read(ARTICLES / name / "dev" / row["file"], row) for row in gold[:FILES])


def _read(path: Path, gold: Found) -> Found:
    reader = markdown if path.suffix.startswith(".md") else plain
    document, _ = reader.read(Source(path.name, path.name, path.read_bytes()), Settings())
    assert document
    spoken = language.decide(document, Settings()).tables
    blocks = layout.arrange(document.text, document.blocks, spoken)
    line = datelines.parts(document.text, blocks, spoken)
    found = chronology.read(document, blocks, line, spoken, Settings())
    people = declared.credits(document.declared, spoken)
    return {
        "gold": gold,
        "dates": [item.value for item in found.dates if item.role == "published"],
        "datelines": [item.value for item in found.dates if item.role == "dateline"],
        "problems": [item.code for item in found.problems],
        "authors": [n.name for item in people if item.role == "author" for n in item.names],
    }


def test_days_and_instants_of_front_matter() -> None:
    """Every date that front matter declares, with its precision; midnight there is a day."""
    posts = corpus("markdown_posts")
    found = [item for item in posts if item["dates"] and item["gold"].get("date")]
    assert len(found) >= 180
    wrong = [
        (item["gold"]["file"], item["dates"][0], item["gold"]["date"])
        for item in found
        if not _same(item["dates"][0], item["gold"]["date"])
    ]
    assert len(wrong) * 100 <= len(found), wrong


def _same(ours: str, theirs: str) -> bool:
    """The same instant or the same day, whatever the zone it is written in."""
    if "T" not in theirs or "T" not in ours:
        return ours == theirs
    return ours.rstrip("Z") == theirs.rstrip("Z").partition(".")[0]


def test_authors_of_front_matter() -> None:
    """All of the words that stand there, but for handles, addresses and `and`."""
    wrong = []
    for item in corpus("markdown_posts"):
        if item["gold"].get("authors") and item["authors"]:
            theirs = {word for name in item["gold"]["authors"] for word in _words(name)}
            ours = {word for name in item["authors"] for word in _words(name)}
            if not ours <= theirs or len(theirs - ours) > 2:
                wrong.append((item["gold"]["authors"], item["authors"]))
    assert wrong == []


def _words(name: str) -> list[str]:
    return name.replace(",", " ").split()


def test_a_text_without_a_year_gets_none() -> None:
    found = [item["datelines"][0] for item in corpus("reuters21578_txt") if item["datelines"]]
    assert len(found) >= 190
    assert all(value.startswith("XXXX-") for value in found)
    assert all(not item["dates"] for item in corpus("reuters21578_txt"))


def test_the_day_of_a_dateline_is_the_gold_day() -> None:
    found = [item for item in corpus("reuters21578_txt") if item["datelines"]]
    wrong = [
        (item["gold"]["file"], item["datelines"], item["gold"]["date"])
        for item in found
        if not -1 <= _days_later(item["datelines"][0], item["gold"]["date"]) <= 2
    ]
    assert wrong == []


def _days_later(dateline: str, published: str) -> int:
    day = date.fromisoformat(published[:4] + dateline[4:])
    return (date.fromisoformat(published[:10]) - day).days


@pytest.mark.parametrize("name", ["wikinews_en"])
def test_date_lines_of_articles(name: str) -> None:
    assert [item["dates"] for item in corpus(name)] == [
        [item["gold"]["date"]] for item in corpus(name)
    ]


@pytest.mark.parametrize("name", ["bbc_txt", "dice_it"])
def test_running_text_has_no_dates_of_the_article(name: str) -> None:
    for item in corpus(name):
        assert item["dates"] == []
        assert item["problems"] == []


def test_phrases_of_catalogues_are_right_or_refused() -> None:
    """Of those that other libraries read, by what they mean: bounded days, not notation."""
    right = refused = 0
    table = rows(SHARED / "corpora" / "edtf" / "natural_dates.jsonl")
    known = [row for row in table if row["edtf"] and edtf.is_valid(row["edtf"])]
    for row in known:
        found = phrase_to_edtf(row["text"], row["lang"])
        value = found.value if found else None
        if value is None:
            refused += 1
        elif _bounds(value) == _bounds(row["edtf"]):
            right += 1
    assert right >= 169
    assert right + refused >= len(known) - 5  # conventions, see test_phrases


def _bounds(value: str) -> tuple[object, object]:
    when = edtf.parse(value)
    return when.earliest(), when.latest()
