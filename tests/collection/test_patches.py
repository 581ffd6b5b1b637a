"""Corrections are kept in the bag: what they made can be made again from it alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import bagit
import pytest
from collection import sealing
from collection.desk import call, done
from collection.keeping import AS_OF, contents
from lxml import etree

STORIES = {
    "ferry": "The ferry runs again\n\nIts engine was replaced over the winter.\n",
    "mill": "The old mill burned\n\nNobody was hurt, said the mayor, Lia Bruni.\n",
    "school": "The school has a roof\n\nIt took three winters.\n",
}
WHY = ("--reason", "asked by the author")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def patch(source: Path, name: str) -> bytes:
    """A line that puts a full stop behind the title of a story, as `apply --propose` says it."""
    work = source.parent / "work"
    done("convert", source / f"{name}.txt", "-o", work, "--to", "record", "--as-of", AS_OF)
    (path,) = work.glob(f"{name}.txt*.json")
    record = json.loads(path.read_bytes())
    record["title"]["value"] += "."
    edited = work / "edited.json"
    edited.write_text(json.dumps(record), "utf-8")
    proposed = done("apply", "--propose", path, edited, "--by", "Ada").stdout
    shutil.rmtree(work)
    return json.dumps(json.loads(proposed)).encode() + b"\n"


@pytest.fixture
def fixes(source: Path, tmp_path: Path) -> list[Path]:
    """A file of two patches, and one that is one patch, over many lines."""
    lines, one = tmp_path / "fixes.patch.jsonl", tmp_path / "desk" / "fixes.patch.json"
    lines.write_bytes(patch(source, "ferry") + patch(source, "mill"))
    one.parent.mkdir()
    one.write_text(json.dumps(json.loads(patch(source, "school")), indent=1), "utf-8")
    return [lines, one]


def archive(source: Path, kept: Path, fixes: list[Path], *more: object) -> str:
    named = [word for path in fixes for word in ("--corrections", path)]
    return done("archive", source, "-o", kept, "-j1", "--as-of", AS_OF, *named, *more).stderr


def titles(kept: Path) -> list[str]:
    lines = (kept / "catalog.csv").read_text("utf-8").splitlines()[1:]
    return sorted(line.split(",")[16] for line in lines)


def test_the_files_are_in_the_bag_as_they_were(
    source: Path, fixes: list[Path], tmp_path: Path
) -> None:
    archive(source, tmp_path / "kept", fixes)
    bag = tmp_path / "kept" / "accession-0001"
    bagit.Bag(str(bag)).validate()
    names = ["001-fixes.patch.jsonl", "002-fixes.patch.json"]
    assert sorted(path.name for path in (bag / "data/corrections").iterdir()) == names
    for name, given in zip(names, fixes, strict=True):
        assert (bag / "data/corrections" / name).read_bytes() == given.read_bytes()
    paths = [f"data/corrections/{name}" for name in names]
    assert json.loads((bag / "data/reports/report.json").read_bytes())["corrections"] == paths
    assert "data/corrections/" in (bag / "data/README.txt").read_text("utf-8")
    premis = etree.parse(bag / "data/premis/premis.xml")
    space = {"p": "http://www.loc.gov/premis/v3"}
    assert premis.xpath("//p:event[p:eventType='metadata modification']", namespaces=space)
    found = premis.xpath("//p:object/p:originalName/text()", namespaces=space)
    assert set(paths) <= set(found)
    done("verify", "--deep", tmp_path / "kept")


def test_records_are_made_again_from_the_bag_alone(
    source: Path, fixes: list[Path], tmp_path: Path
) -> None:
    archive(source, tmp_path / "kept", fixes)
    assert all(title.endswith(".") for title in titles(tmp_path / "kept"))
    before = contents(tmp_path / "kept")
    shutil.rmtree(source)
    for path in fixes:
        path.unlink()
    held = sorted((tmp_path / "kept/accession-0001/data/corrections").iterdir())
    out = tmp_path / "out"
    done("extract", tmp_path / "kept", "ferry.txt", "-o", out)
    words = [word for path in held for word in ("--corrections", path)]
    done("convert", out / "ferry.txt", "-o", tmp_path / "again", "--as-of", AS_OF,
         "--to", "record", *words)  # fmt: skip
    (again,) = (tmp_path / "again").iterdir()
    (record,) = out.glob("*.json")
    assert json.loads(again.read_bytes()) == json.loads(record.read_bytes())
    renewed = done("archive", "--renew", "-o", tmp_path / "kept", *words)
    assert "written 0 + unchanged 3" in renewed.stderr
    assert contents(tmp_path / "kept") == before


def test_a_purge_takes_the_patches_of_what_is_gone(
    source: Path, fixes: list[Path], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    archive(source, kept, fixes)
    (source / "bridge.txt").write_text("The bridge is closed\n\nFor a year, it is said.\n", "utf-8")
    archive(source, kept, fixes, "--lang", "it")  # another accession with the same patches
    for name in ("ferry.txt", "school.txt"):
        done("withdraw", kept, name, "--purge", *WHY)
    for word in (b"ferry", b"roof"):
        holding = [path for path in kept.rglob("*") if path.is_file() and word in path.read_bytes()]
        assert not holding, word
    bags = sorted(kept.glob("accession-*"))
    assert len(bags) == 2
    for bag in bags:
        bagit.Bag(str(bag)).validate()
        (left,) = (bag / "data/corrections").iterdir()
        assert left.read_bytes() == patch(source, "mill")
        said = json.loads((bag / "data/reports/report.json").read_bytes())["corrections"]
        assert said == ["data/corrections/001-fixes.patch.jsonl"]
    done("verify", "--deep", kept)


def test_patches_of_what_lies_elsewhere_are_purged_too(
    source: Path, fixes: list[Path], tmp_path: Path
) -> None:
    kept, other = tmp_path / "kept", tmp_path / "other"
    archive(source, kept, [])
    other.mkdir()
    (other / "bridge.txt").write_text("The bridge is closed\n\nFor a year, it is said.\n", "utf-8")
    refused = call("archive", other, "-o", kept, "-j1", "--corrections", fixes[0])
    assert refused.exit_code == 0, refused.stderr
    done("withdraw", kept, "mill.txt", "--purge", *WHY)
    for path in kept.rglob("*"):
        assert not path.is_file() or b"old mill" not in path.read_bytes(), path
    done("verify", "--deep", kept)


def test_a_file_that_is_another_is_found(source: Path, fixes: list[Path], tmp_path: Path) -> None:
    archive(source, tmp_path / "kept", fixes)
    bag = tmp_path / "kept" / "accession-0001"
    path = bag / "data/corrections/001-fixes.patch.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    sealing.reseal(bag)
    found = call("verify", "--deep", "--no-log", tmp_path / "kept")
    assert found.exit_code == 1
    assert "data/corrections: C028 error" in found.stdout
