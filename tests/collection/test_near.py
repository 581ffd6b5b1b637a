"""Records whose texts are nearly the same are reported, and kept."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, contents
from hypothesis import given
from hypothesis import strategies as st

from archivist.collection import near, sketches
from archivist.collection.sketches import Sketch, bands, similarity, sketch

WORDS = [f"{one}{two}" for one in "balmersintoka" for two in ("ar", "el", "in", "os", "ut", "ey")]


def words(seed: int, number: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(number)]


def truth(one: list[str], two: list[str]) -> float:
    first, second = (set(zip(w, w[1:], w[2:], strict=False)) for w in (one, two))
    return 100 * len(first & second) / len(first | second)


@pytest.mark.parametrize("length", [30, 200, 2000])
@pytest.mark.parametrize("changed", [0, 2, 5, 10, 40])
def test_the_estimate_is_near_the_truth(length: int, changed: int) -> None:
    errors = []
    for seed in range(20):
        text = words(seed, length)
        other = list(text)
        for at in random.Random(seed).sample(range(length), length * changed // 100):
            other[at] = "Xx"
        found = similarity(sketch(" ".join(text)), sketch("  ".join(other).upper()))
        errors.append(found - truth(text, [w.lower() for w in other]))
    assert abs(sum(errors) / len(errors)) < 4
    assert max(map(abs, errors)) < 18


@given(st.text(), st.text())
def test_any_two_texts_have_a_similarity(one: str, two: str) -> None:
    first, second = sketch(one), sketch(two)
    assert len(first) in (0, 128)
    assert sketch(one) == first
    if first and second:
        assert 0 <= similarity(first, second) == similarity(second, first) <= 100
        assert similarity(first, first) == 100
        assert 0 not in first or len(bands(first)) == 128


def test_a_script_without_blanks_is_compared_by_letters() -> None:
    text = "駅前の古い橋は来年の春に新しくなると市長が火曜日に語った。" * 3
    assert similarity(sketch(text), sketch(text + "終わり。")) > 80


@given(st.text(max_size=20), st.binary(min_size=128, max_size=128))
def test_a_sketch_in_the_bag_is_read_back(path: str, bins: bytes) -> None:
    kept = Sketch("urn:uuid:1", path, bins)
    line = sketches.line(kept).decode("utf-8", "surrogatepass")
    assert list(sketches._parsed([line])) == [kept]


# ------------------------------------------------------------------ in a collection


def article(folder: Path, name: str, text: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [" ".join(text[at : at + 40]) + "." for at in range(0, len(text), 40)]
    (folder / name).write_text("Ferry of the day\n\n" + "\n\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two accessions; in each a text that is nearly one of the first."""
    folder = tmp_path_factory.mktemp("near")
    for at in range(6):
        article(folder / "in", f"{at}.txt", words(at, 400))
    article(folder / "in", "near.txt", words(3, 400)[:360])
    article(folder / "later", "far.txt", words(3, 400)[:100] + words(99, 300))
    article(folder / "later", "late, again.txt", words(5, 400)[40:])
    for name in ("in", "later"):
        done = archivist("archive", folder / name, "-o", folder / "kept", "-j1", "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr
    return folder / "kept"


def pairs(collection: Path, accession: int) -> list[tuple[str, str]]:
    report = collection / f"accession-{accession:04d}/data/reports/near-duplicates.csv"
    with report.open(newline="") as opened:
        return [(row["path"], row["other_path"]) for row in csv.DictReader(opened)]


def test_pairs_are_found_within_an_accession_and_with_earlier_ones(kept: Path) -> None:
    assert pairs(kept, 1) == [("near.txt", "3.txt")]
    assert pairs(kept, 2) == [("late, again.txt", "5.txt")]
    reports = kept / "accession-0002/data/reports"
    assert json.loads((reports / "report.json").read_text())["nearDuplicates"] == {
        "pairs": 1,
        "records": 1,
    }
    assert "Nearly the same" in (reports / "report.html").read_text()


def test_nothing_is_dropped_and_records_say_nothing_of_it(kept: Path) -> None:
    report = json.loads((kept / "accession-0001/data/reports/report.json").read_text())
    assert report["counts"]["written"] == 7
    for record in near_records(kept):
        assert record["relations"] == []


def near_records(collection: Path) -> list[dict[str, object]]:
    import gzip

    shards = sorted(collection.glob("*/data/records/*.gz"))
    return [json.loads(line) for shard in shards for line in gzip.open(shard)]


def test_without_the_work_folder_and_without_sketches_the_same_is_found(
    kept: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "kept"
    shutil.copytree(kept, copied)
    shutil.rmtree(copied / ".work")
    (copied / "accession-0001/data/reports/sketches.csv.gz").unlink()
    found = near.find(
        copied / "accession-0002", [copied / "accession-0001"], tmp_path / "db", lambda id: False
    )
    assert [(pair.path, pair.other_path) for pair in found] == pairs(kept, 2)
    assert not (tmp_path / "db").exists()


def test_withdrawn_records_are_not_named(kept: Path, tmp_path: Path) -> None:
    arguments = (kept / "accession-0002", [kept / "accession-0001"], tmp_path / "db")
    assert list(near.find(*arguments, lambda id: True)) == []


def test_a_large_family_is_chained_not_multiplied(tmp_path: Path) -> None:
    for at in range(60):
        article(tmp_path / "in", f"{at:02}.txt", [*words(1, 400), f"number{at}"])
    done = archivist("archive", tmp_path / "in", "-o", tmp_path / "kept", "-j1", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    found = pairs(tmp_path / "kept", 1)
    assert {one for one, _ in found} == {f"{at:02}.txt" for at in range(1, 60)}
    assert len(found) <= 60 * near.WINDOW * 2
    again = archivist("archive", tmp_path / "in", "-o", tmp_path / "two", "-j2", "--as-of", AS_OF)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path / "two") == contents(tmp_path / "kept")
