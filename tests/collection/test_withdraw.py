"""What is withdrawn is out of sight and stays; what is purged is nowhere; both survive a kill."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest
from collection.desk import MILL, archive, call, catalog, done, inputs
from collection.keeping import archivist, articles, contents, killed
from lxml import etree

WHY = ("--reason", "asked by the author", "--operator", "A. Rossi")
WHEN = ("--as-of", "2026-02-03T04:05:06Z")
EXPORTS = ("--to", "jsonld,nquads,ntriples,turtle,newsml-g2")
PREMIS = {"p": "http://www.loc.gov/premis/v3"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withdraw")
    return archive(inputs(folder / "in"), folder / "kept", *EXPORTS)


@pytest.fixture
def source(kept: Path) -> Path:
    return kept.parent / "in"


@pytest.fixture
def collection(kept: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(kept, tmp_path / "kept"))


def whole(collection: Path) -> None:
    """Every bag is valid to another program, and means what it says to ours."""
    for accession in sorted(collection.glob("accession-*")):
        bagit.Bag(str(accession)).validate()
    checked = call("verify", collection, "--deep", "--no-log")
    assert checked.exit_code == 0, checked.stdout


def holding(collection: Path, *words: str) -> list[str]:
    """The places in a collection, unpacked to the last, that hold one of some words."""
    wanted = [word.encode() for word in words]
    return [
        place
        for path in sorted(collection.rglob("*"))
        if path.is_file()
        for place, data in _unpacked(path.relative_to(collection).as_posix(), path.read_bytes())
        if any(word in data or word in place.encode() for word in wanted)
    ]


def _unpacked(place: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield place, data
    if data.startswith(b"\x1f\x8b"):
        yield from _unpacked(f"{place}|", gzip.decompress(data))
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            for name in box.namelist():
                yield from _unpacked(f"{place}!{name}", box.read(name))


def tombstones(accession: Path) -> list[dict[str, str]]:
    with (accession / "data/reports/withdrawn.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


# ------------------------------------------------------------------ out of sight


def test_a_withdrawal_is_an_accession_that_says_why(collection: Path) -> None:
    before = contents(collection / "accession-0001")
    row = catalog(collection)["fire.txt"]
    done("withdraw", collection, "fire.txt", *WHY, *WHEN)
    after = catalog(collection)
    assert after["fire.txt"]["status"] == "withdrawn"
    assert after["it/ferry.txt"]["status"] == "usable"
    assert tombstones(collection / "accession-0002") == [
        {
            "id": row["id"],
            "reason": "asked by the author",
            "operator": "A. Rossi",
            "as_of": "2026-02-03T04:05:06Z",
            "action": "withdrawn",
            "sha256": row["sha256"],
        }
    ]
    assert contents(collection / "accession-0001") == before
    info = (collection / "accession-0002/bag-info.txt").read_text("utf-8")
    assert "Archivist-Kind: withdrawal\n" in info
    premis = etree.parse(collection / "accession-0002/data/premis/premis.xml")
    (event,) = premis.xpath("//p:event[p:eventType = 'deaccession']", namespaces=PREMIS)
    assert row["id"] in event.xpath(".//p:linkingObjectIdentifierValue/text()", namespaces=PREMIS)
    assert "A. Rossi" in premis.xpath("//p:agentName/text()", namespaces=PREMIS)
    whole(collection)


def test_what_is_withdrawn_is_not_given_out(collection: Path, tmp_path: Path) -> None:
    done("withdraw", collection, "fire.txt", *WHY, *WHEN)
    refused = call("extract", collection, "fire.txt")
    assert refused.exit_code == 4
    assert "withdrawn 2026-02-03: asked by the author" in refused.stderr
    assert done("extract", collection, "fire.txt", "--withdrawn").stdout_bytes == MILL.encode()
    said = done("extract", collection, "--all", "-o", tmp_path / "out").stderr
    assert "1 withdrawn left out" in said
    assert not (tmp_path / "out" / "fire.txt").exists()
    done("withdraw", collection, "news.zip!/it/traghetto.txt", *WHY, *WHEN)
    assert call("extract", collection, "news.zip").exit_code == 4  # the box holds it


def test_archiving_it_again_does_not_bring_it_back(collection: Path, source: Path) -> None:
    done("withdraw", collection, "fire.txt", *WHY, *WHEN)
    said = done("archive", source, "-o", collection, "-j1", *EXPORTS).stderr
    assert "written 0 +" in said
    assert catalog(collection)["fire.txt"]["status"] == "withdrawn"
    ledger = (collection / "accession-0003/data/reports/report.csv").read_text("utf-8")
    (line,) = (line for line in ledger.splitlines() if line.startswith("fire.txt,"))
    assert "set-aside,withdrawn,withdrawn 2026-02-03: asked by the author,urn:uuid:" in line
    said = done("archive", source, "-o", collection, "-j1", *EXPORTS).stderr
    assert "nothing new was kept" in said
    done("archive", source, "-o", collection, "-j1", "--lang", "en")  # nor by other rules
    assert catalog(collection)["fire.txt"]["status"] == "withdrawn"
    whole(collection)


def test_it_can_be_made_usable_again(collection: Path, source: Path) -> None:
    before = (collection / "catalog.csv").read_bytes()
    done("withdraw", collection, "fire.txt", *WHY, *WHEN)
    done("archive", source, "-o", collection, "-j1", *EXPORTS)
    assert "already" in done("withdraw", collection, "fire.txt", *WHY, *WHEN).stderr
    done("withdraw", collection, "fire.txt", "--undo", "--reason", "a mistake", *WHEN)
    assert (collection / "catalog.csv").read_bytes() == before
    assert done("extract", collection, "fire.txt").stdout_bytes == MILL.encode()
    said = done("archive", source, "-o", collection, "-j1", *EXPORTS).stderr
    assert "written 0 +" in said
    assert catalog(collection)["fire.txt"]["status"] == "usable"
    whole(collection)


def test_a_box_is_withdrawn_with_all_that_is_in_it(collection: Path) -> None:
    done("withdraw", collection, "news.zip", *WHY, *WHEN)
    for place, row in catalog(collection).items():
        assert row["status"] == ("withdrawn" if place.startswith("news.zip") else "usable")


def test_a_withdrawal_needs_a_reason_an_id_and_nobody_else(collection: Path) -> None:
    before = contents(collection)
    assert call("withdraw", collection, "fire.txt").exit_code == 2
    assert call("withdraw", collection, *WHY).exit_code == 2
    assert call("withdraw", collection, "fire.txt", "--undo", "--purge", *WHY).exit_code == 2
    assert call("withdraw", collection, "nothing.txt", *WHY).exit_code == 3
    (collection / "accession-0002" / "data").mkdir(parents=True)
    assert call("withdraw", collection, "fire.txt", "--purge", *WHY).exit_code == 4
    assert contents(collection) == before


# ------------------------------------------------------------------ out of the collection


def test_a_purge_leaves_nothing_but_a_tombstone(collection: Path, source: Path) -> None:
    row = catalog(collection)["fire.txt"]
    rest = {place: found for place, found in catalog(collection).items() if place != "fire.txt"}
    quarantined = collection / ".work/quarantine/accession-0001/mill.txt"
    quarantined.parent.mkdir(parents=True)
    quarantined.write_text(MILL, "utf-8")
    said = done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN).stderr
    assert "accession-0001 → accession-0002, without 1 record" in said
    assert "backups" in said
    assert not (collection / "accession-0001").exists()
    words = ("Nobody was hurt", "old mill of Porto Sarno", "Lia Bruni", "fire.txt")
    assert holding(collection, *words) == []
    (tombstone,) = tombstones(collection / "accession-0002")
    assert (tombstone["id"], tombstone["sha256"]) == (row["id"], row["sha256"])
    assert (tombstone["action"], tombstone["operator"]) == ("purged", "A. Rossi")
    after = catalog(collection)
    assert after.keys() == rest.keys()
    for place in rest:  # all others come back as they were
        found = done("extract", collection, place).stdout_bytes
        assert found == done("extract", source_of(collection), place).stdout_bytes
    refused = call("extract", collection, row["id"])
    assert refused.exit_code == 4
    assert "purged 2026-02-03" in refused.stderr
    info = (collection / "accession-0002/bag-info.txt").read_text("utf-8")
    assert "Archivist-Kind: replacement\n" in info
    assert "Archivist-Replaces: accession-0001\n" in info
    whole(collection)


def source_of(collection: Path) -> Path:
    """The collection as it was before."""
    return next(collection.parent.parent.glob("withdraw0/kept"))


def test_what_a_purge_need_not_touch_stays_byte_for_byte(collection: Path, kept: Path) -> None:
    done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN)
    old, new = contents(kept / "accession-0001"), contents(collection / "accession-0002")
    same = {path for path in old if old[path] == new.get(path)}
    assert {path for path in old if "/schema/" in path or "/originals/files/" in path} <= same
    left = _members(kept / "accession-0001/data/originals/000001.warc.gz")
    stay = _members(collection / "accession-0002/data/originals/000001.warc.gz")
    assert len(left) - len(stay) == 1
    assert [member for member in left if member in stay] == stay


def _members(path: Path) -> list[bytes]:
    """A WARC file cut where its gzip members begin, as archivist writes these."""
    mark = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return [mark + rest for rest in path.read_bytes().split(mark)[1:]]


def test_after_a_purge_the_same_bytes_are_not_kept_again(collection: Path, source: Path) -> None:
    done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN)
    done("archive", source, "-o", collection, "-j1", *EXPORTS)
    (source.parent / "other").mkdir(exist_ok=True)
    shutil.copy(source / "fire.txt", source.parent / "other" / "again.txt")
    with zipfile.ZipFile(source.parent / "other" / "box.zip", "w") as box:
        box.writestr("inside.txt", MILL)
        box.writestr("new.txt", MILL.replace("mill", "barn"))
    done("archive", source.parent / "other", "-o", collection, "-j1")
    assert holding(collection, "Nobody was hurt when", "old mill of Porto") == []
    assert catalog(collection)["box.zip!/new.txt"]["original"] == ""
    said = done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN).stderr
    assert "purged already" in said
    uuid = next(iter(tombstones(collection / "accession-0002")))["id"]
    done("withdraw", collection, uuid, "--undo", "--reason", "they agreed", *WHEN)
    done("archive", source, "-o", collection, "-j1", *EXPORTS)
    assert done("extract", collection, "fire.txt").stdout_bytes == MILL.encode()


def test_a_part_of_a_box_is_not_cut_out(collection: Path) -> None:
    before = contents(collection)
    place = "news.zip!/it/traghetto.txt"
    refused = call("withdraw", collection, place, "--purge", *WHY, *WHEN)
    assert refused.exit_code == 4
    assert "news.zip!/fr/verger.txt" in refused.stderr
    assert "--purge-container" in refused.stderr
    assert contents(collection) == before
    done("withdraw", collection, place, "--purge-container", *WHY, *WHEN)
    assert not [p for p in catalog(collection) if p.startswith("news.zip")]
    assert holding(collection, "Il traghetto", "verger communal", "Stadtbücherei") == []
    assert len(tombstones(collection / "accession-0002")) == 3
    whole(collection)


def test_a_box_of_one_article_goes_with_it(collection: Path) -> None:
    (place,) = (place for place in catalog(collection) if place.startswith("mill.txt.gz"))
    done("withdraw", collection, place, "--purge", *WHY, *WHEN)
    assert place not in catalog(collection)
    assert holding(collection, "mill.txt.gz") == []
    whole(collection)


def test_all_accessions_that_hold_it_are_replaced(collection: Path, source: Path) -> None:
    archive(source, collection, "--lang", "en", *EXPORTS)  # supersedes, without originals
    newest = {place: row["accession"] for place, row in catalog(collection).items()}
    done("withdraw", collection, "fire.txt", *WHY, *WHEN)
    said = done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN).stderr
    assert "accession-0001 → accession-0004" in said
    assert "accession-0002 → accession-0005" in said
    assert holding(collection, "Nobody was hurt", "old mill of Porto") == []
    moved = {"accession-0001": "accession-0004", "accession-0002": "accession-0005"}
    del newest["fire.txt"]
    now = {place: row["accession"] for place, row in catalog(collection).items()}
    assert now == {place: moved[name] for place, name in newest.items()}  # the order holds
    done("withdraw", collection, "it/ferry.txt", "--purge", *WHY, *WHEN)
    info = (collection / "accession-0006/bag-info.txt").read_text("utf-8")
    assert info.count("Archivist-Replaces: ") == 2  # the chain is known
    assert len(tombstones(collection / "accession-0006")) == 2
    for accession in sorted(collection.glob("accession-*")):
        bagit.Bag(str(accession)).validate()
    assert done("reindex", collection).exit_code == 0
    assert {p: row["accession"] for p, row in catalog(collection).items()}.keys() == (
        newest.keys() - {"it/ferry.txt"}
    )


def test_rows_that_point_to_a_replaced_accession_find_the_record(
    collection: Path, source: Path
) -> None:
    (source.parent / "more").mkdir(exist_ok=True)
    shutil.copy(source / "it" / "ferry.txt", source.parent / "more" / "ferry-again.txt")
    articles(source.parent / "more", 1)
    done("archive", source.parent / "more", "-o", collection, "-j1", *EXPORTS)
    done("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN)
    shutil.rmtree(collection / ".work")
    found = done("extract", collection, "--record", "ferry-again.txt").stdout
    assert '"Its engine' not in found
    assert "Its engine was replaced" in found
    done("archive", source.parent / "more", "-o", collection, "-j1", *EXPORTS)
    assert len(list(collection.glob("accession-*"))) == 2  # nothing new


def test_a_damaged_accession_is_not_replaced(collection: Path) -> None:
    path = collection / "accession-0001/data/originals/files/news.zip"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    before = contents(collection)
    refused = call("withdraw", collection, "fire.txt", "--purge", *WHY, *WHEN)
    assert refused.exit_code == 5
    assert "news.zip" in refused.stderr
    assert contents(collection) == before


def test_a_dry_run_changes_nothing(collection: Path) -> None:
    before = contents(collection)
    assert "to be purged" in done("withdraw", collection, "fire.txt", "--purge", "-n", *WHY).stderr
    done("withdraw", collection, "fire.txt", "-n", *WHY)
    assert contents(collection) == before


# ------------------------------------------------------------------ killed


def test_a_purge_killed_at_any_moment_goes_on(kept: Path, source: Path, tmp_path: Path) -> None:
    prepared = Path(shutil.copytree(kept, tmp_path / "prepared"))
    archive(source, prepared, "--lang", "en", "--to", "nquads")
    undisturbed = Path(shutil.copytree(prepared, tmp_path / "undisturbed"))
    words = ("fire.txt", "articles.csv:2", "--purge-container", *WHY, *WHEN)
    counted = killed(0, "withdraw", undisturbed, *words)
    last, expected = int(counted.stderr.splitlines()[-1]), contents(undisturbed)
    chosen = sorted(random.Random(last).sample(range(1, last + 1), 9))
    every = range(1, last + 1) if os.environ.get("ARCHIVIST_EVERY_KILL") else chosen
    for moment in every:
        collection = Path(shutil.copytree(prepared, tmp_path / f"killed-{moment}"))
        assert killed(moment, "withdraw", collection, *words).returncode == -9
        is_done = (
            contents(collection) == expected and not (collection / ".work/purge.json").exists()
        )
        again = archivist("withdraw", collection, *words)
        # When all is done the names are gone too, and nothing can be known by them.
        assert again.returncode == (3 if is_done else 0), again.stderr
        assert contents(collection) == expected, moment
        assert holding(collection, "Nobody was hurt", "old mill of Porto") == []
        shutil.rmtree(collection)
