"""What an input is called in a collection: the same, whoever names it from where."""

from __future__ import annotations

import csv
import os
import random
import zipfile
from pathlib import Path

import pytest
from collection.desk import call, done
from collection.keeping import AS_OF, contents

from archivist.collection.listing import Given, Listing


def story(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    where = " ".join(path.parts[-3:])
    path.write_text(f"The story of {path.stem}\n\nIt happened in {where}.\n", "utf-8")


@pytest.fixture
def desks(tmp_path: Path) -> Path:
    """Two desks with a story of one name each, and one that only one of them has."""
    for name in ("city/2024/one.txt", "sport/2024/one.txt", "sport/2024/two.txt"):
        story(tmp_path / "desks" / name)
    return tmp_path / "desks"


def names(kept: Path) -> list[str]:
    with (kept / "catalog.csv").open(encoding="utf-8", newline="") as opened:
        return [row["path"] for row in csv.DictReader(opened)]


def archive(kept: Path, *named: object) -> str:
    return done("archive", *named, "-o", kept, "-j1", "--as-of", AS_OF).stderr


def test_folders_with_files_of_one_name(desks: Path, tmp_path: Path) -> None:
    said = archive(tmp_path / "kept", desks / "sport", desks / "city")
    assert f"all are named by their paths below {desks}{os.sep}" in said
    assert names(tmp_path / "kept") == [
        "city/2024/one.txt", "sport/2024/one.txt", "sport/2024/two.txt",
    ]  # fmt: skip
    assert "written 0 + unchanged 3" in archive(tmp_path / "kept", desks / "city", desks / "sport")


def test_a_list_of_files_in_any_order_from_anywhere(
    desks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sorted(desks.rglob("*.txt"))
    collections = []
    for at, place in enumerate((tmp_path, desks / "city")):
        monkeypatch.chdir(place)
        named = [os.path.relpath(path, place) for path in found]
        random.Random(at).shuffle(named)
        (tmp_path / "list").write_text("\n".join(named), "utf-8")
        archive(tmp_path / f"kept-{at}", "--files-from", tmp_path / "list")
        collections.append(contents(tmp_path / f"kept-{at}"))
    assert collections[0] == collections[1]
    assert names(tmp_path / "kept-0")[0] == "city/2024/one.txt"


def test_names_that_differ_stay_as_they_are(desks: Path, tmp_path: Path) -> None:
    said = archive(tmp_path / "kept", desks / "city/2024/one.txt", desks / "sport/2024/two.txt")
    assert "one name" not in said
    assert names(tmp_path / "kept") == ["one.txt", "two.txt"]


def test_parts_of_one_box_are_no_clash(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as box:
        for name in ("a", "b"):
            box.writestr(f"{name}.txt", f"The story of {name}\n\nIt happened to {name}.\n")
    archive(tmp_path / "kept", tmp_path / "box.zip!/a.txt", tmp_path / "box.zip!/b.txt")
    assert names(tmp_path / "kept") == ["box.zip", "box.zip"]


def test_what_has_no_folder_in_common_is_refused(desks: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    address = f"file://{desks}/city/2024/one.txt"
    refused = call("archive", address, desks / "sport/2024/one.txt", "-o", tmp_path / "kept")
    assert refused.exit_code == 4
    assert "would both be called one.txt" in refused.stderr
    assert not list(tmp_path.glob("kept/accession-*"))


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        (["/a/x.txt", "/a/b/x.txt"], ["b/x.txt", "x.txt"]),
        (["/ab/x.txt", "/ac/x.txt"], ["ab/x.txt", "ac/x.txt"]),
        (["/a/x.txt", "/a/b.txt", "/a/c/x.txt"], ["b.txt", "c/x.txt", "x.txt"]),
        (["s3://one/a/x.txt", "s3://one/b/x.txt"], ["a/x.txt", "b/x.txt"]),
        (["s3://one/x.txt", "s3://two/x.txt"], ["one/x.txt", "two/x.txt"]),
        (["https://n.example/a/x.txt?v=1", "https://n.example/b/x.txt"], ["a/x.txt", "b/x.txt"]),
    ],
)
def test_names_are_told_apart(paths: list[str], wanted: list[str]) -> None:
    for order in (paths, paths[::-1]):
        listing = Listing(Given(path.rpartition("/")[2].partition("?")[0], path) for path in order)
        assert listing.tell_apart() is not None
        assert [item.name for item in listing] == wanted
        assert not list(listing.clashes())
