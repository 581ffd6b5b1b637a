"""The same sources and the same instant: the same bytes, wherever, however and in what order."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zipfile
from pathlib import Path

import bagit
import pytest
from collection.keeping import AS_OF, archivist, articles, contents
from warcio.archiveiterator import ArchiveIterator

SAMPLES = Path(__file__).parent.parent.parent / "samples"
ALL = ("--to", "jsonld,newsml-g2,nquads,turtle")


def rows(collection: Path, number: int = 1) -> list[dict[str, str]]:
    """The ledger of an accession."""
    path = collection / f"accession-{number:04d}" / "data" / "reports" / "report.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def record(collection: Path, row: dict[str, str]) -> dict[str, object]:
    """The record a row points to, as somebody with a gzip library would fetch it."""
    path = collection / row["accession"] / "data" / "records" / f"{row['shard']}.jsonl.gz"
    member = path.read_bytes()[int(row["offset"]) :]
    lines = gzip.GzipFile(fileobj=io.BytesIO(member)).read().splitlines()
    found: dict[str, object] = json.loads(lines[int(row["line"])])
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample, and articles beside them."""
    folder = tmp_path_factory.mktemp("same") / "in"
    shutil.copytree(SAMPLES, folder)
    return articles(folder, 30).parent / "in"


@pytest.fixture(scope="module")
def usual(everything: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    collection = tmp_path_factory.mktemp("usual") / "kept"
    done = archivist("archive", everything, "-o", collection, "-j1", "--as-of", AS_OF, *ALL)
    assert done.returncode == 1, done.stderr
    return collection


@pytest.mark.parametrize(
    ("env", "umask", "arguments"),
    [
        ({}, "022", ("-j2",)),
        ({"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "99"}, "022", ()),
        ({}, "077", ("-j1",)),
    ],
    ids=["two workers", "elsewhere", "umask"],
)
def test_the_same_bytes(
    everything: Path,
    usual: Path,
    tmp_path: Path,
    env: dict[str, str],
    umask: str,
    arguments: tuple[str, ...],
) -> None:
    command = ["archive", everything, "-o", tmp_path / "kept", "--as-of", AS_OF, *ALL, *arguments]
    assert archivist(*command, env=env, umask=int(umask, 8)).returncode == 1
    assert contents(tmp_path / "kept") == contents(usual)


def test_the_same_bytes_from_another_place_and_in_another_order(
    everything: Path, usual: Path, tmp_path: Path
) -> None:
    found = [path.name for path in everything.iterdir() if path.suffix != ".toml"]
    names = sorted(found, key=lambda name: name[::-1])
    command = ["archive", *names, "-o", tmp_path / "kept", "--as-of", AS_OF, *ALL]
    assert archivist(*command, cwd=everything).returncode == 1
    assert contents(tmp_path / "kept") == contents(usual)


def test_every_unit_has_one_outcome(usual: Path) -> None:
    accession = usual / "accession-0001"
    bagit.Bag(str(accession)).validate()
    found = rows(usual)
    report = json.loads((accession / "data" / "reports" / "report.json").read_text("utf-8"))
    outcomes = [row["outcome"] for row in found]
    counts = {name: outcomes.count(name) for name in set(outcomes)}
    assert sum(counts.values()) == len(found)
    assert counts["written"] == sum(
        gzip.decompress(path.read_bytes()).count(b"\n")
        for path in (accession / "data/records").iterdir()
    )
    assert str(counts["written"]) in json.dumps(report)


def test_every_row_points_to_its_record(usual: Path) -> None:
    for row in rows(usual):
        if row["outcome"] != "written":
            continue
        found = record(usual, row)
        source = found["source"]
        assert isinstance(source, dict)
        assert (found["id"], source["sha256"]) == (row["id"], row["sha256"])
        assert (source["name"], source["part"] or "") == (row["path"], row["part"])


def test_every_original_comes_back(everything: Path, usual: Path) -> None:
    listed = usual / "accession-0001" / "data" / "originals" / "originals.csv"
    back: dict[str, bytes] = {}
    with listed.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            path = usual / "accession-0001" / row["file"]
            back[row["path"]] = (
                _block(path, int(row["offset"])) if row["offset"] else path.read_bytes()
            )
    quarantined = {row["path"] for row in rows(usual) if row["outcome"] == "quarantined"}
    for path in everything.iterdir():
        if path.suffix != ".toml" and path.name not in quarantined:
            assert back[path.name] == path.read_bytes(), path.name


def _block(path: Path, offset: int) -> bytes:
    """The block of the WARC record at an offset, as warcio reads it."""
    with path.open("rb") as opened:
        opened.seek(offset)
        record = next(iter(ArchiveIterator(opened, check_digests="raise")))
        assert record.rec_type == "resource"
        content: bytes = record.content_stream().read()
        return content


def test_exports_are_what_convert_writes(everything: Path, usual: Path, tmp_path: Path) -> None:
    name = "ferry-00007.txt"
    row = next(row for row in rows(usual) if row["path"] == name)
    archivist("convert", everything / name, "-o", tmp_path, "--as-of", AS_OF, *ALL,
              "--detail", "compact")  # fmt: skip
    folder = usual / "accession-0001" / "data" / "exports"
    uuid = row["id"].rpartition(":")[2]
    for format, suffix in (("jsonld", ".jsonld"), ("newsml-g2", ".newsml.xml"), ("turtle", ".ttl")):
        with zipfile.ZipFile(folder / format / "000001.zip") as box:
            assert box.read(f"{uuid}{suffix}") == (tmp_path / f"{name}{suffix}").read_bytes()
    quads = gzip.decompress((folder / "nquads" / "000001.nq.gz").read_bytes())
    assert (tmp_path / f"{name}.nq").read_bytes() in quads


# ------------------------------------------------------------------ what is there already


def test_what_is_new_is_added_and_nothing_else(tmp_path: Path) -> None:
    folder, collection = articles(tmp_path / "in", 5), tmp_path / "kept"
    archivist("archive", folder, "-o", collection, "--as-of", AS_OF)
    before = contents(collection)
    articles(folder, 1, start=5)
    shutil.copy(folder / "ferry-00002.txt", folder / "again.txt")
    done = archivist("archive", folder, "-o", collection, "--as-of", AS_OF)
    assert "read 7 = written 1 + unchanged 6" in done.stderr
    after = contents(collection)
    assert {k: v for k, v in after.items() if k in before and k != "catalog.csv"} == {
        k: v for k, v in before.items() if k != "catalog.csv"
    }
    moved = next(row for row in rows(collection, 2) if row["path"] == "again.txt")
    assert (moved["outcome"], moved["accession"]) == ("unchanged", "accession-0001")
    assert record(collection, moved)["id"] == moved["id"]
    third = archivist("archive", folder, "-o", collection)
    assert "nothing new was kept" in third.stderr


def test_other_rules_supersede_and_keep_no_bytes_twice(tmp_path: Path) -> None:
    folder, collection = articles(tmp_path / "in", 3), tmp_path / "kept"
    shutil.copy(SAMPLES / "news.zip", folder)
    archivist("archive", folder, "-o", collection, "--as-of", AS_OF)
    archivist("archive", folder, "-o", collection, "--as-of", AS_OF, "--lang", "it")
    info = (collection / "accession-0002" / "bag-info.txt").read_text("utf-8")
    assert "Archivist-Supersedes: accession-0001\n" in info
    second = collection / "accession-0002" / "data"
    assert sorted(p.name for p in (second / "originals").rglob("*")) == ["originals.csv"]
    changed = (second / "reports" / "changes.csv").read_text("utf-8").splitlines()
    assert len(changed) == 1 + sum(row["outcome"] == "written" for row in rows(collection, 2))
    assert all("language" in line for line in changed[1:])
    with (collection / "catalog.csv").open(encoding="utf-8", newline="") as opened:
        assert {row["accession"] for row in csv.DictReader(opened)} == {"accession-0002"}


def test_originals_are_read_again_by_other_rules(tmp_path: Path) -> None:
    """The sources may be gone: the collection has them."""
    folder, collection = articles(tmp_path / "in", 3), tmp_path / "kept"
    for name in ("news.zip", "articles.csv"):
        shutil.copy(SAMPLES / name, folder)
    archivist("archive", folder, "-o", collection, "--as-of", AS_OF)
    shutil.rmtree(folder)
    same = archivist("archive", "--renew", "-o", collection)
    assert same.returncode == 0, same.stderr
    assert "nothing new was kept" in same.stderr
    done = archivist("archive", "--renew", "-o", collection, "--as-of", AS_OF, "--lang", "it")
    assert done.returncode == 0, done.stderr
    before, after = (
        [(row["path"], row["part"], row["sha256"], row["outcome"]) for row in rows(collection, at)]
        for at in (1, 2)
    )
    assert before == after
    for row in rows(collection, 2):
        if row["outcome"] == "written":
            assert record(collection, row)["language"]["value"] == "it"  # type: ignore[index]
    assert archivist("verify", "--deep", collection).returncode == 0
    assert archivist("archive", "x.txt", "--renew", "-o", collection).returncode == 2
    assert archivist("archive", "--renew", "-o", tmp_path / "none").returncode == 3


def test_equal_bytes_are_kept_once_with_all_their_places(tmp_path: Path) -> None:
    folder, collection = articles(tmp_path / "in", 2), tmp_path / "kept"
    (folder / "sub").mkdir()
    for name in ("copy.txt", "sub/copy.txt"):
        shutil.copy(folder / "ferry-00001.txt", folder / name)
    with zipfile.ZipFile(folder / "two.zip", "w") as box:
        for name in ("one.txt", "two.txt"):
            box.write(folder / "ferry-00001.txt", name)
    done = archivist("archive", folder, "-o", collection, "-j1")
    assert "read 6 = written 2 + unchanged 0 + set aside 4 + quarantined 0" in done.stderr
    first = next(row for row in rows(collection) if row["path"] == "copy.txt")
    source = record(collection, first)["source"]
    assert isinstance(source, dict)
    assert sorted([source["name"], *source["places"]]) == [
        "copy.txt", "ferry-00001.txt", "sub/copy.txt", "two.zip!/one.txt", "two.zip!/two.txt",
    ]  # fmt: skip
    twins = [row for row in rows(collection) if row["reason"] == "duplicate"]
    assert {row["id"] for row in twins} == {first["id"]}


# ------------------------------------------------------------------ names and sizes


NAMES = (
    "with space.txt",
    "a,b.txt",
    'quote".txt',
    "per%cent.txt",
    "line\nbreak.txt",
    "dot..txt",
    "cafe\u0301.txt",
    "caf\u00e9.txt",
    "con.txt",
    "colon:.txt",
    "=1+1.txt",
    "\u202egnp.txt",
    "n" * 240 + ".txt",
)


def test_hostile_names(tmp_path: Path) -> None:
    folder, collection = tmp_path / "in", tmp_path / "kept"
    folder.mkdir()
    for at, name in enumerate(NAMES):
        (folder / name).write_text(f"Ferry {at} sails\n\nThe ferry number {at} sailed.\n", "utf-8")
    (folder / "caf\udce9.txt").write_text("Latin\n\nA name that is no UTF-8.\n", "utf-8")
    done = archivist("archive", folder, "-o", collection, "--to", "jsonld")
    assert done.returncode == 0, done.stderr
    assert len(rows(collection)) == len(NAMES) + 1
    assert {row["path"] for row in rows(collection)} == {*NAMES, "caf%E9.txt"}
    bagit.Bag(str(collection / "accession-0001")).validate()


def test_a_long_box_is_cut_into_shards(tmp_path: Path) -> None:
    lines = [
        json.dumps({"title": f"Ferry {at}", "text": f"The ferry number {at} to Velgrad sailed."})
        for at in range(1203)
    ]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(lines) + "\n", "utf-8")
    command = ("archive", source, "--as-of", AS_OF)
    assert archivist(*command, "-o", tmp_path / "one", "-j1").returncode == 0
    assert archivist(*command, "-o", tmp_path / "two", "-j2").returncode == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    folder = tmp_path / "one" / "accession-0001" / "data"
    assert sorted(path.name for path in (folder / "records").iterdir()) == [
        "000001.jsonl.gz", "000002.jsonl.gz", "000003.jsonl.gz",
    ]  # fmt: skip
    assert [row["part"] for row in rows(tmp_path / "one")] == [f":{n + 1}" for n in range(1203)]


def test_a_large_accession_is_split(tmp_path: Path) -> None:
    folder, collection = articles(tmp_path / "in", 1010), tmp_path / "kept"
    done = archivist("archive", folder, "-o", collection, "--bag-size", "60K", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in collection.glob("accession-*"))
    assert names == ["accession-0001", "accession-0002", "accession-0003"]
    infos = [bagit.Bag(str(collection / name)).info for name in names]
    assert [info["Bag-Count"] for info in infos] == ["1 of 3", "2 of 3", "3 of 3"]
    assert len({info["Bag-Group-Identifier"] for info in infos}) == 1
    assert sum(len(rows(collection, number)) for number in (1, 2, 3)) == 1010


def test_originals_by_reference(tmp_path: Path) -> None:
    folder, collection = articles(tmp_path / "in", 3), tmp_path / "kept"
    done = archivist("archive", folder, "-o", collection, "--originals", "reference")
    assert done.returncode == 0, done.stderr
    accession = collection / "accession-0001"
    assert not (accession / "data" / "originals").exists()
    assert "Archivist-Originals: reference\n" in (accession / "bag-info.txt").read_text("utf-8")
    assert all(row["sha256"] and not row["original"] for row in rows(collection))


def test_nothing_worth_keeping_makes_no_accession(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    done = archivist("archive", folder, "-o", tmp_path / "kept")
    assert done.returncode == 1
    assert "quarantined 1" in done.stderr
    assert not list((tmp_path / "kept").glob("accession-*"))


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 5)
    done = archivist("archive", folder, "-n", "-o", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    assert "5 inputs" in done.stdout
    assert "to write 5" in done.stderr
    assert not (tmp_path / "kept").exists()
