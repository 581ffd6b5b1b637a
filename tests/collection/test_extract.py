"""What was kept comes back byte for byte, with its record, however it was kept."""

from __future__ import annotations

import gzip
import json
import shutil
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from collection.desk import FERRY, MILL, archive, call, catalog, done, inputs
from collection.keeping import contents
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.collection.extract import Names
from archivist.text import folded, safe_name


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles and boxes; a table of more rows than a shard has; a text too long for a shard."""
    folder = inputs(tmp_path_factory.mktemp("extract") / "in")
    rows = [f"Title {at},2024-03-05,The text of number {at} is about boats." for at in range(520)]
    (folder / "rows.csv").write_text("\n".join(["title,date,text", *rows, ""]), "utf-8")
    (folder / "long.txt").write_text("A long tale\n\n" + "Of the sea and ships. " * 60_000, "utf-8")
    return folder


@pytest.fixture(scope="module")
def kept(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(source, tmp_path_factory.mktemp("kept") / "kept")


@pytest.fixture
def collection(kept: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(kept, tmp_path / "kept"))


def test_all_comes_back_as_it_was(kept: Path, source: Path, tmp_path: Path) -> None:
    done("extract", kept, "--all", "-o", tmp_path)
    rows = catalog(kept)
    assert len(rows) > 530
    for place, row in rows.items():
        data = (tmp_path / safe_name(place)).read_bytes()
        assert (sha256(data).hexdigest(), len(data)) == (row["sha256"], int(row["bytes"]))
        if not row["part"]:
            assert data == (source / place).read_bytes()
        record = json.loads((tmp_path / f"{safe_name(place)}.record.json").read_bytes())
        assert (record["id"], record["source"]["sha256"]) == (row["id"], row["sha256"])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2 * len(rows)


def test_what_lay_in_a_box_is_what_others_find_there(kept: Path, source: Path) -> None:
    with zipfile.ZipFile(source / "news.zip") as box:
        assert done("extract", kept, "news.zip!/it/traghetto.txt").stdout_bytes == box.read(
            "it/traghetto.txt"
        )
    with tarfile.open(source / "letters.tar.gz") as tar:
        member = tar.extractfile("letters/bells.txt")
        assert member is not None
        found = done("extract", kept, "letters.tar.gz!/letters/bells.txt").stdout_bytes
        assert found == member.read()
    unpacked = gzip.decompress((source / "mill.txt.gz").read_bytes())
    (place,) = (place for place in catalog(kept) if place.startswith("mill.txt.gz"))
    assert done("extract", kept, place).stdout_bytes == unpacked


def test_an_article_is_known_by_many_names(kept: Path) -> None:
    row = catalog(kept)["fire.txt"]
    uuid = row["id"].rpartition(":")[2]
    for name in (row["id"], uuid, uuid.upper(), row["sha256"], f"sha256:{row['sha256']}"):
        assert done("extract", kept, name).stdout_bytes == MILL.encode()
    assert done("extract", "--collection", kept, "fire.txt").stdout_bytes == MILL.encode()
    record = json.loads(done("extract", kept, "--record", "fire.txt").stdout_bytes)
    assert record["id"] == row["id"]


def test_in_the_folder_of_a_collection_it_need_not_be_named(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kept)
    assert done("extract", "it/ferry.txt").stdout_bytes == FERRY.encode()


def test_a_box_and_a_picture_come_back_without_record(
    kept: Path, source: Path, tmp_path: Path
) -> None:
    for name in ("news.zip", "harbour.png", "rows.csv"):
        assert done("extract", kept, name).stdout_bytes == (source / name).read_bytes()
    done("extract", kept, "harbour.png", "-o", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.png"]
    refused = call("extract", kept, "--record", "harbour.png")
    assert refused.exit_code == 3
    assert "media" in refused.stderr


def test_what_is_not_there_is_said_with_what_may_be_meant(kept: Path, tmp_path: Path) -> None:
    result = call("extract", kept, "ferry.txt", "fire.txt", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "did you mean it/ferry.txt?" in result.stderr
    assert (tmp_path / "out" / "fire.txt").read_text("utf-8") == MILL  # the others are written
    assert call("extract", kept, "fire.txt", "it/ferry.txt").exit_code == 2  # one standard output
    assert call("extract", kept).exit_code == 2
    assert call("extract", tmp_path, "fire.txt").exit_code == 5


def test_nothing_is_overwritten(kept: Path, tmp_path: Path) -> None:
    done("extract", kept, "fire.txt", "-o", tmp_path)
    assert "there already" in done("extract", kept, "fire.txt", "-o", tmp_path).stderr
    (tmp_path / "fire.txt").write_text("mine", "utf-8")
    assert call("extract", kept, "fire.txt", "-o", tmp_path).exit_code == 4
    assert (tmp_path / "fire.txt").read_text("utf-8") == "mine"
    done("extract", kept, "fire.txt", "-o", tmp_path, "--force")
    assert (tmp_path / "fire.txt").read_text("utf-8") == MILL


def test_extracting_needs_no_right_to_write_and_changes_nothing(collection: Path) -> None:
    before = contents(collection)
    shutil.rmtree(collection / ".work")
    (collection / ".work").write_text("no folder can be made here")
    assert done("extract", collection, "fire.txt").stdout_bytes == MILL.encode()
    (collection / ".work").unlink()
    assert contents(collection) == before


def test_damage_is_never_given_out(collection: Path) -> None:
    (path,) = (collection / "accession-0001/data/originals").glob("*1.warc.gz")
    data = bytearray(path.read_bytes())
    offset = int(
        next(
            line.rsplit(",", 1)[1]
            for line in (path.parent / "originals.csv").read_text("utf-8").splitlines()
            if line.startswith("fire.txt,")
        )
    )
    data[offset + 250] ^= 0xFF
    path.write_bytes(data)
    result = call("extract", collection, "fire.txt")
    assert result.exit_code == 1, result.stderr
    assert result.stdout_bytes == b""
    assert "fire.txt" in result.stderr


def test_a_record_read_again_has_its_source_in_the_older_accession(collection: Path) -> None:
    source = collection.parent / "in"
    done("extract", collection, "--all", "-o", source)
    shutil.rmtree(source)
    inputs(source)
    archive(source, collection, "--lang", "en")
    row = catalog(collection)["fire.txt"]
    assert (row["accession"], row["original"]) == ("accession-0002", "")
    shutil.rmtree(source)
    assert done("extract", collection, "fire.txt").stdout_bytes == MILL.encode()
    part = "news.zip!/it/traghetto.txt"
    found = done("extract", collection, part).stdout_bytes
    assert sha256(found).hexdigest() == catalog(collection)[part]["sha256"]


def test_a_table_read_with_a_mapping_comes_back_without_it(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    table = "a;b;c\nMill burns;It was empty and nobody was hurt at all.;2024-03-05\n"
    (source / "table.csv").write_text(table, "utf-8")
    columns = '[columns]\nheadline = "a"\ntext = "b"\ndate = "c"\n'
    (tmp_path / "map.toml").write_text(columns, "utf-8")
    collection = tmp_path / "kept"
    archive(source, collection, "--map", tmp_path / "map.toml")
    (place,) = catalog(collection)
    found = done("extract", collection, place).stdout_bytes
    assert sha256(found).hexdigest() == catalog(collection)[place]["sha256"]


def test_what_is_only_referenced_is_taken_from_where_it_was(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in")
    collection = archive(source, tmp_path / "kept", "--originals", "reference")
    refused = call("extract", collection, "fire.txt")
    assert refused.exit_code == 1
    assert "--sources" in refused.stderr
    for place, row in catalog(collection).items():
        found = done("extract", collection, place, "--sources", source).stdout_bytes
        assert sha256(found).hexdigest() == row["sha256"]
    (source / "fire.txt").write_text("other bytes\n", "utf-8")
    refused = call("extract", collection, "fire.txt", "--sources", source)
    assert refused.exit_code == 1
    assert "other bytes" in refused.stderr


def test_two_articles_of_one_path_get_names_of_their_own(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in")
    collection = archive(source, tmp_path / "kept")
    (source / "fire.txt").write_text(FERRY.replace("ferry", "tram"), "utf-8")
    archive(source, collection)
    done("extract", collection, "--all", "-o", tmp_path / "out")
    assert (tmp_path / "out/fire.txt").read_text("utf-8") == MILL
    assert "tram" in (tmp_path / "out/fire~2.txt").read_text("utf-8")


def test_the_catalog_is_made_anew_from_the_bags(collection: Path) -> None:
    before = (collection / "catalog.csv").read_bytes()
    (collection / "catalog.csv").unlink()
    shutil.rmtree(collection / ".work")
    said = done("reindex", collection).stderr
    assert (collection / "catalog.csv").read_bytes() == before
    assert f"{len(catalog(collection)):,} records of 1 accession" in said


@settings(max_examples=200)
@given(
    st.lists(
        st.lists(st.sampled_from(["a", "A", "b.txt", "a~2", "..", "CON", "é", "é"]), min_size=1)
        .filter(lambda parts: len(parts) < 4)
        .map("/".join),
        max_size=12,
    )
)
def test_names_are_safe_and_given_out_once(asked: list[str]) -> None:
    names = Names()
    given_out = [names.take(name) for name in asked]
    assert len({folded(name) for name in given_out}) == len(asked)
    files = {folded(name) for name in given_out}
    for name in given_out:
        assert safe_name(name) == name
        folders = name.split("/")[:-1]
        assert ".." not in folders
        for end in range(1, len(folders) + 1):
            assert folded("/".join(folders[:end])) not in files
