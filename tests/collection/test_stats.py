"""What a collection holds: counted, in bounded memory, as words, numbers and a picture."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archivist.collection.charts import Dashboard, Panel, svg
from archivist.collection.stats import Ranking, Stats, to_json

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = articles(tmp_path_factory.mktemp("stats") / "in", 12)
    (folder / "undated.txt").write_text("A note\n\nNobody knows when the ferry sank.\n", "utf-8")
    (folder / "copy.txt").write_bytes((folder / "ferry-00003.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    collection = folder.parent / "kept"
    done = archivist("archive", folder, "-o", collection, "-j1", "--as-of", AS_OF)
    assert done.returncode == 1, done.stderr
    return collection


def told(*arguments: object) -> dict[str, object]:
    done = archivist("stats", *arguments, "--format", "json", "-q")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_collection_in_numbers(kept: Path) -> None:
    data = told(kept)
    assert data["records"] == 13
    assert data["dates"] == {
        "years": {"2024": 12},
        "months": {"2024-03": 12},
        "spanningYears": 0,
        "undated": 1,
    }
    assert data["quotes"]["speakers"]["top"] == [{"name": "Anna Moor", "count": 12}]
    assert data["collection"]["setAside"] == {"duplicate": 1}
    assert data["collection"]["quarantined"] == {"R001": 1}
    measured = data["confidence"]["mentions"]
    assert measured["measured"] + measured["notMeasured"] > 12


def test_records_in_a_file_are_counted_alike(kept: Path, tmp_path: Path) -> None:
    shards = sorted(kept.glob("*/data/records/*.gz"))
    lines = b"".join(gzip.decompress(path.read_bytes()) for path in shards)
    (tmp_path / "records.jsonl").write_bytes(lines)
    from_file, from_collection = told(tmp_path / "records.jsonl"), told(kept)
    assert from_file.pop("collection") is None
    from_collection.pop("collection")
    assert from_file == from_collection


def test_what_was_withdrawn_is_left_out(kept: Path, tmp_path: Path) -> None:
    import shutil

    copied = shutil.copytree(kept, tmp_path / "kept")
    (line, *_) = (copied / "catalog.csv").read_text().splitlines()[1:]
    id = next(cell for cell in line.split(",") if cell.startswith("urn:uuid:"))
    done = archivist("withdraw", "--collection", copied, id, "--reason", "asked for")
    assert done.returncode == 0, done.stderr
    data = told(copied)
    assert data["records"] == 12
    assert data["collection"]["withdrawnLeftOut"] == 1


def test_the_table_is_plain_in_a_pipe(kept: Path) -> None:
    done = archivist("stats", kept)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    said = " ".join(done.stdout.split())  # however it is cut into lines
    for words in ("13 records", "1 without a date", "Anna Moor 12", "duplicate 1", "R001 1"):
        assert words in said, words
    assert "nothing is merged" in done.stdout


def test_a_picture_goes_to_a_file_and_never_over_another(kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "stats.svg"
    for _ in range(2):
        done = archivist("stats", kept, "--format", "svg", "-o", target)
        assert done.returncode == 0, done.stderr
    root = etree.parse(target).getroot()
    assert root.find(f"{SVG}title").text == "kept"
    assert "13 records" in root.find(f"{SVG}desc").text
    assert "Anna Moor" in [text.text for text in root.iter(f"{SVG}text")]
    assert b"prefers-color-scheme:dark" in target.read_bytes()
    target.write_text("mine")
    done = archivist("stats", kept, "--format", "svg", "-o", target)
    assert done.returncode == 4
    assert target.read_text() == "mine"


def test_a_missing_collection_is_one_line(tmp_path: Path) -> None:
    done = archivist("stats", tmp_path / "none")
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# ------------------------------------------------------------------ counting in bounded memory


@given(st.lists(st.integers(0, 30).map(str), max_size=400), st.integers(1, 10))
def test_a_ranking_is_never_too_high_and_too_low_by_its_error_at_most(
    names: list[str], kept: int
) -> None:
    ranking = Ranking(kept)
    for name in names:
        ranking.add([name])
    truth = Counter(names)
    found = dict(ranking.top(1000))
    assert len(found) <= 2 * kept + 1
    assert ranking.error <= len(names) / kept
    for name, count in truth.items():
        assert count - ranking.error <= found.get(name, 0) <= count
    if ranking.distinct is not None:
        assert found == truth


def test_nothing_is_counted_of_nothing() -> None:
    data = to_json(Stats(), 10)
    assert data["records"] == 0
    assert data["dates"]["years"] == {}


# ------------------------------------------------------------------ the picture


@given(
    st.lists(st.tuples(st.text(), st.integers(0, 10**9)), max_size=4),
    st.dictionaries(st.integers(0, 9999), st.integers(1, 10**7), max_size=5),
)
def test_any_names_make_a_sound_picture(bars: list[tuple[str, int]], years: dict[int, int]) -> None:
    name = bars[0][0] if bars else "<b>&\x00\u202e"
    picture = svg(Dashboard(name, name, [("records", "1")], years, name, [Panel(name, "", bars)]))
    root = etree.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter("script"))
    for text in root.iter(f"{SVG}text"):
        assert "\u202e" not in "".join(text.itertext())
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("width")) >= 0
        assert float(rect.get("height")) >= 0
