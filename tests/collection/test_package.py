"""Packages pass a check of the documented rules of Archivematica, and appear only when complete.

The rules are those of its user manual (Import metadata, Transfer, Clean up names), and of what it
does with the files it finds: names it would change, lines of checksums it counts.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import shutil
from pathlib import Path

import pytest
from collection.desk import FERRY, MILL, archive, call, catalog, done, inputs
from collection.keeping import archivist, articles, contents, killed
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.collection import transfer

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
STATEMENT = "http://rightsstatements.org/vocab/InC/1.0/"
DUBLIN_CORE = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights", "created",
    "modified", "issued",
}  # fmt: skip
RIGHTS = {
    "file", "basis", "status", "determination_date", "jurisdiction", "start_date", "end_date",
    "terms", "citation", "note", "grant_act", "grant_restriction", "grant_start_date",
    "grant_end_date", "grant_note", "doc_id_type", "doc_id_value", "doc_id_role",
}  # fmt: skip
NAMES = (
    "Č & ß.txt",
    "metadata/a.txt",
    "Metadata/b.txt",
    "-x.txt",
    "con.txt",
    "falcon.txt",
    "dot..txt",
    "c a.txt",
    "c_a.txt",
    f"{'long' * 50}.txt",
    "Č/Č.txt",
)
BASES = {"copyright", "statute", "license", "other", "donor", "policy"}


def faults(root: Path) -> list[str]:
    """What Archivematica would refuse, change or not understand of a standard transfer."""
    found = []
    if {path.name for path in root.iterdir()} - {"objects", "metadata", "logs"}:
        found.append("other things than objects, metadata and logs")
    files = [path for path in root.rglob("*") if path.is_file()]
    if len(files) > 10_000:
        found.append(f"{len(files)} files")
    for path in root.rglob("*"):
        if re.search(r"[^a-zA-Z0-9\-_.()]", path.name):
            found.append(f"the name of {path} would be changed")
    objects = [p.relative_to(root).as_posix() for p in (root / "objects").rglob("*") if p.is_file()]
    if len({name.lower() for name in objects}) != len(objects):
        found.append("names that differ only in case")
    for name in ("metadata", "submissionDocumentation", "access", "service"):
        if (root / "objects" / name).exists():
            found.append(f"objects/{name} means something else")
    return [*found, *_checksums(root, objects), *_metadata(root, objects), *_rights(root, objects)]


def _checksums(root: Path, objects: list[str]) -> list[str]:
    """As `sha256sum -c --strict` does from the transfer; as many lines as objects."""
    data = (root / "metadata/checksum.sha256").read_bytes()
    found = ["a byte order mark or CR"] if data.startswith(b"\xef\xbb\xbf") or b"\r" in data else []
    lines = data.decode("ascii").splitlines()
    if len(lines) != len(objects):
        found.append(f"{len(lines)} checksums of {len(objects)} objects")
    for line in lines:
        match = re.fullmatch(r"([0-9a-f]{64})  (objects/.+)", line)
        if not match:
            found.append(f"no checksum: {line}")
        elif hashlib.sha256((root / match[2]).read_bytes()).hexdigest() != match[1]:
            found.append(f"{match[2]} has another checksum")
    return found


def _metadata(root: Path, objects: list[str]) -> list[str]:
    with (root / "metadata/metadata.csv").open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    found = ["filename is not the first column"] if header[0] != "filename" else []
    for column in header[1:]:
        prefix, dot, element = column.partition(".")
        if dot and (prefix not in ("dc", "dcterms") or element not in DUBLIN_CORE):
            found.append(f"no column of Dublin Core: {column}")
    if sorted(row[0] for row in rows) != sorted(objects):
        found.append("rows that are no objects, or objects without row")
    return found + [f"{row[0]}: a short row" for row in rows if len(row) != len(header)]


def _rights(root: Path, objects: list[str]) -> list[str]:
    path = root / "metadata/rights.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    found = [f"no column of rights: {name}" for name in rows[0].keys() - RIGHTS]
    found += [f"no object: {row['file']}" for row in rows if row["file"] not in objects]
    return found + [f"no basis: {row['basis']}" for row in rows if row["basis"] not in BASES]


def described(root: Path) -> dict[str, dict[str, list[str]]]:
    """metadata.csv by the name that a file had: column → values."""
    with (root / "metadata/metadata.csv").open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    told = {}
    for row in rows:
        fields: dict[str, list[str]] = {}
        for column, value in zip(header, row, strict=True):
            if value:
                fields.setdefault(column, []).append(value)
        told[fields["original_name"][0]] = fields
    return told


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection with names that few systems can hold."""
    folder = tmp_path_factory.mktemp("package")
    source = inputs(folder / "in")
    for number, name in enumerate(NAMES):
        path = source / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Story {number}\n\nThe story number {number} is told here.\n", "utf-8")
    return archive(source, folder / "kept", "--rights", STATEMENT)


@pytest.fixture
def collection(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "kept"))


def test_a_transfer_is_as_archivematica_wants_it(kept: Path, tmp_path: Path) -> None:
    done("package", kept, "--for", "archivematica", "-o", tmp_path, "--rights", LICENCE)
    (root,) = tmp_path.iterdir()
    assert faults(root) == []
    told = described(root)
    assert told.keys() == catalog(kept).keys()
    with (root / "metadata/rights.csv").open(encoding="utf-8", newline="") as opened:
        rights = list(csv.DictReader(opened))
    assert {(row["basis"], row["doc_id_value"]) for row in rights} == {("license", LICENCE)}
    assert len(rights) == len(told)


def test_every_object_is_its_source(kept: Path, tmp_path: Path) -> None:
    done("package", kept, "--for", "archivematica", "-o", tmp_path)
    root = tmp_path / "transfer-0001"
    assert faults(root) == []
    rows = catalog(kept)
    for place, fields in described(root).items():
        data = (root / fields["filename"][0]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == rows[place]["sha256"]
    lines = (root / "metadata/records.jsonl").read_bytes().splitlines()
    assert {json.loads(line)["id"] for line in lines} == {row["id"] for row in rows.values()}
    with (root / "metadata/rights.csv").open(encoding="utf-8", newline="") as opened:
        rights = list(csv.DictReader(opened))  # those that the accession was given
    assert {(row["basis"], row["note"]) for row in rights} == {("other", STATEMENT)}


def test_nothing_is_said_that_the_article_does_not_say(kept: Path, tmp_path: Path) -> None:
    done("package", kept, "--for", "archivematica", "-o", tmp_path)
    told = described(tmp_path / "transfer-0001")
    for place, row in catalog(kept).items():
        fields = told[place]
        formal = row["title_kind"] == "formal"
        assert fields.get("dc.title", []) == ([row["title"]] if formal else [])
        assert fields.get("devised_title", []) == ([] if formal else [row["title"]])
        assert fields["dc.identifier"][0] == row["id"]
        if not row["date"]:
            assert not {"dc.date", "dcterms.created", "dcterms.modified"} & fields.keys()
    mail = told["letters.mbox#1"]
    assert (mail["dc.creator"], mail["dc.date"]) == (["Anna Reed"], ["2024-10-25T14:03:00+01:00"])


def test_a_transfer_never_has_more_files_than_asked_for(kept: Path, tmp_path: Path) -> None:
    done("package", kept, "--for", "archivematica", "-o", tmp_path / "a", "--files", "9")
    roots = sorted((tmp_path / "a").iterdir())
    for root in roots:
        assert faults(root) == []
        assert sum(path.is_file() for path in root.rglob("*")) <= 9
    told = [place for root in roots for place in described(root)]
    assert sorted(told) == sorted(catalog(kept))
    done("package", kept, "--for", "loose", "-o", tmp_path / "l", "--files", "9")
    folders = sorted((tmp_path / "l").iterdir())
    assert all(sum(p.is_file() for p in folder.rglob("*")) <= 9 for folder in folders)


def test_loose_files_have_the_names_they_had(kept: Path, tmp_path: Path) -> None:
    done("package", kept, "--for", "loose", "-o", tmp_path)
    (root,) = tmp_path.iterdir()
    assert (root / "it/ferry.txt").read_text("utf-8") == FERRY
    assert (root / "Č/Č.txt").is_file()
    record = json.loads((root / "fire.txt.record.json").read_bytes())
    assert record["source"]["sha256"] == hashlib.sha256(MILL.encode()).hexdigest()
    lines = (root / "manifest-sha256.txt").read_text("utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    del files["manifest-sha256.txt"]
    assert listed == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }
    assert len(files) == 2 * len(catalog(kept))


def test_what_was_withdrawn_is_left_out(collection: Path, tmp_path: Path) -> None:
    done("withdraw", collection, "fire.txt", "news.zip!/it/traghetto.txt", "--reason", "asked")
    for kind in ("archivematica", "loose"):
        said = done("package", collection, "--for", kind, "-o", tmp_path / kind).stderr
        assert "2 articles left out" in said
        for path in (tmp_path / kind).rglob("*"):
            if path.is_file():
                assert b"old mill of Porto Sarno" not in path.read_bytes()
                assert b"traghetto" not in path.read_bytes()


def test_the_same_command_adds_what_lacks_and_nothing_else(kept: Path, tmp_path: Path) -> None:
    words = ("package", kept, "--for", "archivematica", "-o", tmp_path, "--files", "9")
    done(*words)
    before = contents(tmp_path)
    shutil.rmtree(tmp_path / "transfer-0002")
    said = done(*words).stderr
    assert said.count("there already") == len(list(tmp_path.iterdir())) - 1
    assert contents(tmp_path) == before
    refused = call("package", kept, "--for", "archivematica", "-o", tmp_path)
    assert refused.exit_code == 4
    assert contents(tmp_path) == before
    assert call("package", kept, "--for", "loose", "-o", kept / "out").exit_code == 2


def test_a_source_that_is_lost_makes_no_package(collection: Path, tmp_path: Path) -> None:
    (collection / "accession-0001/data/originals/files/news.zip").write_bytes(b"PK no more")
    result = call("package", collection, "--for", "loose", "-o", tmp_path / "out", "--files", "9")
    assert result.exit_code == 1
    assert "news.zip!/" in result.stderr
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made
    assert not any(name.startswith(".") for name in made)
    assert all((tmp_path / "out" / name / "manifest-sha256.txt").is_file() for name in made)


def test_killed_it_leaves_only_whole_packages(tmp_path: Path) -> None:
    collection = archive(articles(tmp_path / "in", 20), tmp_path / "kept")
    words = ("package", collection, "--for", "archivematica", "--files", "9")
    counted = killed(0, *words, "-o", tmp_path / "counted")
    last, expected = int(counted.stderr.splitlines()[-1]), contents(tmp_path / "counted")
    for moment in random.Random(last).sample(range(1, last + 1), 5):
        out = tmp_path / f"killed-{moment}"
        assert killed(moment, *words, "-o", out).returncode == -9
        for root in out.glob("transfer-*"):
            assert faults(root) == []
        assert archivist(*words, "-o", out).returncode == 0
        assert contents(out) == expected


@settings(max_examples=300)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=300).filter(lambda s: s.strip("/"))
)
def test_names_are_such_that_nothing_is_changed_on_arrival(path: str) -> None:
    name = transfer.name(path)
    for part in name.split("/"):
        assert re.fullmatch(r"[a-zA-Z0-9\-_.()]{1,130}", part)
        assert not part.startswith((".", "-"))
        assert part.lower() not in ("metadata", "access", "service", "submissiondocumentation")
    assert transfer.name(name) == name
