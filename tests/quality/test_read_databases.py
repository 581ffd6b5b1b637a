"""Real downloads of news databases: the number of articles is exact, and their fields are there.

How many articles a file holds was asserted by those who collected it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivist import convert, readers
from archivist.readers import Part, Stream
from archivist.settings import Settings

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")

# Articles with the field, in percent, over all files; floors only rise.
FLOORS = {"headline": 100, "date.published": 99, "credit.publisher": 79, "credit.author": 49}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    return shared / "corpora" / "articles" / "news_databases"


def counts(corpus: Path) -> dict[str, int]:
    lines = (corpus / "dev.counts.jsonl").read_text("utf-8").splitlines()
    return {item["file"]: item["articles"] for item in map(json.loads, lines)}


def parts(path: Path) -> Iterator[Part]:
    stream = Stream(str(path), path.name, lambda: path.open("rb"))
    reader = readers.choose(stream, SETTINGS).reader
    assert reader is not None
    assert reader.split is not None, reader.name
    return reader.split(stream, SETTINGS)


def test_the_number_of_articles_is_exact(corpus: Path) -> None:
    wanted = counts(corpus)
    found = {
        file: sum(part.document is not None for part in parts(corpus / "dev" / file))
        for file in wanted
    }
    assert found == wanted


def test_fields_of_the_articles(corpus: Path) -> None:
    made = [
        {fact.field for fact in part.document.declared}
        for file in counts(corpus)
        for part in parts(corpus / "dev" / file)
        if part.document is not None
    ]
    shares = {field: 100 * sum(field in fields for fields in made) // len(made) for field in FLOORS}
    assert all(shares[field] >= floor for field, floor in FLOORS.items()), shares


@pytest.mark.parametrize("file", ["lexis/guardian2.docx", "yomidasu/yomidasu_2018-01-01_001.html"])
def test_the_articles_are_records(corpus: Path, file: str) -> None:
    found = list(convert(corpus / "dev" / file, settings=SETTINGS))
    assert all(item.record is not None for item in found)
    assert len({item.record.id for item in found if item.record}) == len(found)


@pytest.mark.parametrize("name", ["nexis", "factiva", "europresse", "kikuzo", "integrum"])
def test_pages_of_the_web_are_no_downloads(shared: Path, name: str) -> None:
    reader = readers.BY_NAME[name]
    pages = sorted((shared / "corpora" / "articles").glob("html_*/dev/**/*.htm*"))
    assert len(pages) > 100
    for page in pages:
        with page.open("rb") as opened:
            assert not reader.signature(opened.read(65536)), page
