"""A sealed accession, damaged in each way in each kind of its files: what verify says of it.

It names the file, the kind of damage, and blames nothing else; the pass goes on to its end.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from collection import sealing
from collection.keeping import AS_OF, archivist, articles

from archivist.collection.verify import Verdict, verify

KINDS = {
    "originals": "data/originals/000001.warc.gz",
    "original file": "data/originals/files/box.zip",
    "list of originals": "data/originals/originals.csv",
    "records": "data/records/000001.jsonl.gz",
    "exports in a zip": "data/exports/jsonld/000001.zip",
    "exports in lines": "data/exports/nquads/000001.nq.gz",
    "ledger": "data/reports/report.csv",
    "report": "data/reports/report.json",
    "page": "data/reports/report.html",
    "premis": "data/premis/premis.xml",
    "schema": "data/schema/record.schema.json",
    "guide": "data/README.txt",
}
TAGS = {
    "declaration": "bagit.txt",
    "metadata": "bag-info.txt",
    "manifest": "manifest-sha256.txt",
    "other manifest": "manifest-sha512.txt",
}
TAG_MANIFESTS = ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")
PACKED = tuple(kind for kind, path in KINDS.items() if path.endswith(".gz"))
LINES = tuple(kind for kind, path in KINDS.items() if not path.endswith((".gz", ".zip")))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An accession of two members of records, with a box beside loose articles."""
    folder = tmp_path_factory.mktemp("corruption")
    inputs = articles(folder / "in", 120)
    with zipfile.ZipFile(inputs / "box.zip", "w") as box:
        for path in sorted(articles(folder / "boxed", 3, start=500).iterdir()):
            box.write(path, path.name)
    done = archivist("archive", inputs, "-o", folder / "kept", "--as-of", AS_OF,
                     "--to", "jsonld,nquads", "-j", 1)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "kept" / "accession-0001"


@pytest.fixture
def bag(sealed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sealed, tmp_path / "bag", symlinks=True)


def said(found: Verdict) -> set[tuple[str, str]]:
    return {(item.code, item.location.file.removeprefix("bag/")) for item in found.problems}


def message(found: Verdict, file: str) -> str:
    return next(item.message for item in found.problems if item.location.file == f"bag/{file}")


def test_what_is_sealed_holds(bag: Path) -> None:
    found = verify(bag, "bag")
    assert found.problems == []
    assert len(found.held) == found.payload == found.read - 4


# ------------------------------------------------------------------ payload

Damage = Callable[[Path], object]
EACH: dict[str, tuple[Damage, str]] = {
    "flip": (sealing.flip, "C003"),
    "cut": (sealing.cut, "C004"),
    "cut by one byte": (sealing.cut_one, "C004"),
    "empty": (sealing.empty, "C005"),
    "delete": (sealing.delete, "C001"),
    "byte-order mark": (sealing.mark, "C003"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", EACH)
def test_damage_to_one_file(kind: str, damage: str, bag: Path) -> None:
    path = KINDS[kind]
    spoil, code = EACH[damage]
    spoil(bag / path)
    found = verify(bag, "bag")
    assert said(found) == {(code, path)}
    assert len(found.held) == found.payload - (damage != "delete")
    assert "wanted sha256 " in message(found, path)


@pytest.mark.parametrize("kind", PACKED)
def test_cut_at_the_edge_of_a_member(kind: str, bag: Path) -> None:
    path = KINDS[kind]
    sealing.cut_at_member(bag / path)
    found = verify(bag, "bag")
    assert said(found) == {("C004", path)}
    assert "between two gzip members" in (found.problems[0].hint or "")


@pytest.mark.parametrize("kind", LINES)
def test_line_ends_rewritten(kind: str, bag: Path) -> None:
    path = KINDS[kind]
    sealing.crlf(bag / path)
    found = verify(bag, "bag")
    assert said(found) == {("C003", path)}
    assert found.problems[0].hint == "its line ends became CR LF"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_more(kind: str, bag: Path) -> None:
    path = bag / KINDS[kind]
    shutil.copy(path, path.with_name("new-" + path.name))
    new = path.with_name("new-" + path.name).relative_to(bag).as_posix()
    assert said(verify(bag, "bag")) == {("C002", new)}


@pytest.mark.parametrize("kind", KINDS)
def test_two_files_swapped(kind: str, bag: Path) -> None:
    other = "ledger" if kind != "ledger" else "report"
    sealing.swap(bag / KINDS[kind], bag / KINDS[other])
    found = verify(bag, "bag")
    assert {file for _, file in said(found)} == {KINDS[kind], KINDS[other]}
    assert {code for code, _ in said(found)} <= {"C003", "C004"}
    for item in found.problems:
        assert item.code == "C004" or "these are the bytes of " in (item.hint or "")


@pytest.mark.parametrize("kind", KINDS)
def test_another_case(kind: str, bag: Path) -> None:
    sealing.other_case(bag / KINDS[kind])
    assert said(verify(bag, "bag")) == {("C006", KINDS[kind])}


@pytest.mark.parametrize("kind", KINDS)
def test_renamed(kind: str, bag: Path) -> None:
    path = bag / KINDS[kind]
    path.rename(path.with_name("moved"))
    moved = path.with_name("moved").relative_to(bag).as_posix()
    found = verify(bag, "bag")
    assert said(found) == {("C001", KINDS[kind]), ("C002", moved)}
    assert f"its bytes are in {moved}" in [item.hint for item in found.problems]


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_out(kind: str, bag: Path, tmp_path: Path) -> None:
    sealing.link_out(bag / KINDS[kind], tmp_path / "outside")
    assert said(verify(bag, "bag")) == {("C023", KINDS[kind])}


@pytest.mark.skipif(sys.platform == "darwin", reason="names are always of form D there")
def test_a_copy_by_way_of_a_mac_only_warns(bag: Path) -> None:
    name = "data/originals/files/Ærøskøbing é.zip"
    shutil.copy(bag / KINDS["original file"], bag / name)
    sealing.reseal(bag)
    assert said(verify(bag, "bag")) == set()
    form_d = unicodedata.normalize("NFD", name)
    (bag / name).rename(bag / form_d)
    found = verify(bag, "bag")
    assert said(found) == {("C008", form_d)}
    assert found.errors == 0


def test_everything_at_once_is_all_named(bag: Path) -> None:
    sealing.flip(bag / KINDS["records"])
    sealing.cut(bag / KINDS["ledger"])
    sealing.empty(bag / KINDS["guide"])
    sealing.delete(bag / KINDS["premis"])
    (bag / "data/new").write_bytes(b"x")
    (bag / "data/.DS_Store").write_bytes(b"x")
    found = said(verify(bag, "bag"))
    assert found - {("C004", KINDS["ledger"]), ("C003", KINDS["ledger"])} == {
        ("C003", KINDS["records"]),
        ("C005", KINDS["guide"]),
        ("C001", KINDS["premis"]),
        ("C002", "data/new"),
        ("C022", "data/.DS_Store"),
    }
    assert KINDS["ledger"] in {file for _, file in found}


# ------------------------------------------------------------------ tag files

TAG_DAMAGE: dict[str, tuple[Damage, set[str]]] = {
    # What a changed line does not say any more is named too, of the same file.
    "flip": (sealing.flip, {"C003"}),
    "cut": (sealing.cut, {"C004"}),
    "cut by one byte": (sealing.cut_one, {"C004"}),
    "empty": (sealing.empty, {"C005"}),
    "delete": (sealing.delete, {"C001"}),
    "byte-order mark": (sealing.mark, {"C003"}),
    "line ends": (sealing.crlf, {"C003"}),
}


@pytest.mark.parametrize("kind", TAGS)
@pytest.mark.parametrize("damage", TAG_DAMAGE)
def test_damage_to_a_tag_file(kind: str, damage: str, bag: Path) -> None:
    spoil, codes = TAG_DAMAGE[damage]
    spoil(bag / TAGS[kind])
    found = verify(bag, "bag")
    assert {file for _, file in said(found)} == {TAGS[kind]}
    assert codes <= {code for code, _ in said(found)}
    assert len(found.held) == found.payload, "no payload file is blamed"


@pytest.mark.parametrize("file", TAG_MANIFESTS)
@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (sealing.flip, {"C010", "C015"}),
        (sealing.cut, {"C010", "C015"}),
        (sealing.empty, {"C005", "C015"}),
        (sealing.delete, {"C013"}),
        (sealing.mark, {"C014"}),
        (sealing.crlf, {"C018"}),
    ],
)
def test_damage_to_a_tag_manifest(file: str, damage: Damage, codes: set[str], bag: Path) -> None:
    damage(bag / file)
    found = said(verify(bag, "bag"))
    assert {name for _, name in found} == {file}
    assert {code for code, _ in found} <= codes
    assert found


@pytest.mark.parametrize("file", [*list(TAGS.values())[2:], *TAG_MANIFESTS])
def test_every_bit_of_a_line_counts(file: str, bag: Path) -> None:
    """Each byte of a manifest's first line changed: the manifest is blamed, never what it lists."""
    whole = (bag / file).read_bytes()
    for at in range(0, whole.index(b"\n") + 1, 7):
        (bag / file).write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        found = verify(bag, "bag")
        assert {name for _, name in said(found)} == {file}, (at, found.problems)
        assert found.errors


@pytest.mark.parametrize("file", [*list(TAGS.values())[2:], *TAG_MANIFESTS])
@pytest.mark.parametrize(
    ("line", "code"),
    [
        (None, "C009"),  # its first line again
        ("../../outside", "C011"),
        ("/etc/hosts", "C011"),
        ("C:\\outside", "C011"),
        ("data\\x", "C011"),
    ],
)
def test_a_line_more_in_a_manifest(file: str, line: str | None, code: str, bag: Path) -> None:
    data = (bag / file).read_bytes()
    first = data[: data.index(b"\n") + 1]
    more = first if line is None else first.split()[0] + f"  {line}\n".encode()
    (bag / file).write_bytes(data + more)
    found = said(verify(bag, "bag"))
    assert (code, file) in found
    assert {name for _, name in found} == {file}


@pytest.mark.parametrize("pair", [("manifest-sha256.txt", "manifest-sha512.txt"), TAG_MANIFESTS])
def test_manifests_swapped(pair: tuple[str, str], bag: Path) -> None:
    sealing.swap(bag / pair[0], bag / pair[1])
    assert {name for _, name in said(verify(bag, "bag"))} == set(pair)


def test_a_tag_file_more_only_warns(bag: Path) -> None:
    (bag / "notes.txt").write_bytes(b"x")
    found = verify(bag, "bag")
    assert said(found) == {("C021", "notes.txt")}
    assert found.errors == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do all reads all")
def test_what_may_not_be_read(bag: Path) -> None:
    (bag / KINDS["records"]).chmod(0)
    assert said(verify(bag, "bag")) == {("C025", KINDS["records"])}
