"""Real files of news standards: no word of the article lost, headline and dates as stated.

Counted here by a method of its own: all text nodes of the longest content, the first headline, the
instants of the management. The floors are of 2026-11; they only rise.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from archivist import Settings, convert
from archivist.pipeline import Conversion
from archivist.record import Record

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
STEP = 2  # every second file: half a minute for all
TEXT, HEADLINE, DATES = 98, 98, 98  # percent of the files
KEPT = 0.98  # share of the words of a file
LONG = 200  # characters of content that make a file text-bearing

INSTANTS = (
    *("versionCreated", "contentCreated", "firstCreated", "contentModified"),
    *("FirstCreated", "ThisRevisionCreated"),
)


@dataclass(frozen=True)
class Expected:
    """What a file holds, crudely: words, headlines, instants."""

    words: Counter[str]
    headlines: list[str]
    instants: list[str]


def name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def shown(element: etree._Element) -> str:
    """All text nodes but those of a page's head and of escaped markup's tags."""
    parts: list[str] = []
    for item in element.iter():
        hidden = any(name(above) == "head" for above in item.iterancestors())
        if not hidden and name(item) not in ("head", "style", "script"):
            parts.append(item.text or "")
        if not hidden:
            parts.append(item.tail or "" if item is not element else "")
    return re.sub(r"<[^<>]*>", " ", " ".join(parts))


def expected(path: Path) -> list[Expected]:
    """One for each item of the file that bears text."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(path.read_bytes().lstrip(), parser)
    if root is None:
        return []
    items = [item for item in root.iter() if name(item) in ("newsItem", "NewsItem")] or [root]
    found = [_expected(item) for item in items]
    return [item for item in found if item is not None]


def _expected(item: etree._Element) -> Expected | None:
    elements = list(item.iter())
    for kinds in (("inlineXML",), ("inlineData",), ("DataContent",), ("body.content",)):
        texts = [shown(e) for e in elements if name(e) in kinds]
        if texts:
            break
    text = max(texts, key=len, default="")
    if len(text.strip()) <= LONG:
        return None
    headlines = [e for e in elements if name(e) in ("headline", "HeadLine")]
    headlines = headlines or [e for e in elements if name(e) == "hl1"]
    instants = [
        "".join(e.itertext())
        for e in elements
        if name(e) in INSTANTS
        and name(e.getparent()) in ("itemMeta", "contentMeta", "NewsManagement")
    ]
    norms = [e.get("norm") or "" for e in elements if name(e) in ("date.issue", "date.release")]
    said = [" ".join("".join(e.itertext()).split()) for e in headlines]
    return Expected(
        words_of(text), [h for h in said if h], [i for i in (*instants, *norms) if i.strip()]
    )


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def judged(want: Expected, got: Record) -> Iterator[str]:
    """The things that are right."""
    kept = sum((want.words & words_of(got.text)).values())
    if kept >= KEPT * sum(want.words.values()):
        yield "text"
    if not want.headlines or (got.headline and got.headline.value in want.headlines):
        yield "headline"
    stated = {digits(date.verbatim or "") for date in got.dates}
    if all(digits(instant) in stated for instant in want.instants if digits(instant)):
        yield "dates"


def files(shared: Path) -> list[Path]:
    root = shared / "corpora" / "newsml"
    with (root / "INDEX.tsv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return [root / r["path"] for r in rows if r["format"] != "ninjs" and not r["duplicate_of"]]


def converted(path: Path) -> list[Conversion]:
    return list(convert(path, settings=SETTINGS))


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[Path, list[Conversion]]:
    return {path: converted(path) for path in files(shared)[::STEP]}


def test_nothing_real_is_lost(read: dict[Path, list[Conversion]]) -> None:
    right: Counter[str] = Counter()
    bearing = 0
    for path, found in read.items():
        wanted = expected(path)
        records = [item.record for item in found if item.record]
        if not wanted:
            continue
        bearing += 1
        pairs = zip(wanted, records, strict=False)
        each = [set(judged(want, got)) for want, got in pairs if len(records) >= len(wanted)]
        if each:
            right.update(set.intersection(*each))
    assert bearing > 100
    for what, floor in (("text", TEXT), ("headline", HEADLINE), ("dates", DATES)):
        assert right[what] * 100 >= floor * bearing, (what, right[what], bearing)


def test_hardly_any_file_is_quarantined(read: dict[Path, list[Conversion]]) -> None:
    parts = [item for found in read.values() for item in found]
    lost = [item for item in parts if item.record is None and item.set_aside is None]
    assert len(lost) * 100 <= len(parts)


def test_wires_and_nitf_of_superdesk(shared: Path) -> None:
    """Headlines of NITF as gold has them; every wire has text, headline and instant."""
    root = shared / "corpora" / "articles" / "wire_superdesk"
    for line in (root / "dev.gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        (found,) = converted(root / "dev" / gold["file"])
        if "headline" not in gold:
            continue
        assert found.record
        assert found.record.headline
        assert found.record.headline.value == gold["headline"]
        lost = words_of(gold["body"]) - words_of(found.record.text)
        assert lost.total() <= (1 - KEPT) * words_of(gold["body"]).total()
        assert digits(gold["date_norm_raw"]) in {
            digits(d.verbatim or "") for d in found.record.dates
        }
    for path in sorted((root / "dev").iterdir()):
        if path.suffix in (".tst", ".txt"):
            (found,) = converted(path)
            assert found.record
            assert found.record.headline
            assert [d for d in found.record.dates if d.role == "published" and "T" in d.value]
            assert found.record.blocks[0].role in ("header", "headline")
