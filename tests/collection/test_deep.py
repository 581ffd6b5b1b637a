"""`verify --deep`: fixity holds, and yet what is kept does not mean what it says.

Each accession is sealed again after it was changed, so that only meaning can tell.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from collection import sealing
from collection.keeping import AS_OF, archivist, articles

from archivist.cli.group import archivist as group
from archivist.collection import packing

FORMATS = "jsonld,newsml-g2,nquads,ntriples"
RECORDS = "data/records/000001.jsonl.gz"
LEDGER = "data/reports/report.csv"
REPORT = "data/reports/report.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Loose articles, a table, a box, an exact copy; then one more, and the rest again."""
    folder = tmp_path_factory.mktemp("deep")
    inputs = articles(folder / "in", 8)
    shutil.copy(inputs / "ferry-00001.txt", inputs / "copy.txt")
    table = (
        "id,title,text,date\n1,One,The ferry runs again.,2020-01-02\n2,Two,It runs.,2020-01-03\n"
    )
    (inputs / "t.csv").write_text(table)
    (inputs / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with zipfile.ZipFile(inputs / "box.zip", "w") as box:
        for path in sorted(articles(folder / "boxed", 2, start=500).iterdir()):
            box.write(path, path.name)
    options = ("-o", folder / "kept", "--as-of", AS_OF, "-j", 1)
    done = archivist("archive", inputs, *options, "--to", FORMATS, "--detail", "full")
    assert done.returncode == 0, done.stderr
    articles(inputs, 1, start=900)
    done = archivist("archive", inputs, *options, "--to", "jsonld")
    assert done.returncode == 0, done.stderr
    return folder / "kept"


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "kept")


def deep(path: Path) -> Result:
    return CliRunner().invoke(group, ["verify", str(path), "--deep", "--no-log"])


def codes(done: Result) -> list[str]:
    """The codes said, each with the file it was said of."""
    lines = (line for line in done.stdout.splitlines() if " error: " in line)
    said = (line.split(" error: ")[0].split(": ") for line in lines)
    return sorted({f"{code} {where.rpartition('/')[2]}" for where, code in said})


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


def rows(accession: Path) -> list[list[str]]:
    with (accession / LEDGER).open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def column(accession: Path, name: str, value: str, row: int = 1) -> None:
    """Change a cell of the ledger."""
    table = rows(accession)
    table[row][table[0].index(name)] = value
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(table)
    (accession / LEDGER).write_text(written.getvalue(), "utf-8", newline="")


def test_all_holds(kept: Path) -> None:
    done = deep(kept)
    assert done.stdout == ""
    assert done.exit_code == 0
    assert "meaning: 13 records, 14 sources, 49 exports: all hold" in done.stderr


def test_meaning_is_reported_apart_from_fixity(kept: Path) -> None:
    sealing.repack(
        kept / "accession-0001" / RECORDS, lambda data: data.replace(b"usable", b"unusable", 1)
    )
    done = deep(kept)
    assert {"C003", "C004"} & {said.split()[0] for said in codes(done)}
    assert "C027 error" in done.stdout
    assert "meaning: 12 records" not in done.stderr


# ------------------------------------------------------------------ what does not hold

Change = Callable[[Path], object]


def record(old: bytes, new: bytes) -> Change:
    return lambda accession: sealing.repack(
        accession / RECORDS, lambda data: data.replace(old, new, 1)
    )


def less(accession: Path) -> None:
    """The last record is gone."""
    sealing.repack(accession / RECORDS, lambda data: b"".join(data.splitlines(keepends=True)[:-1]))


def more(accession: Path) -> None:
    """A record that no row knows."""
    sealing.repack(accession / RECORDS, lambda data: data + data.splitlines(keepends=True)[-1])


def other_original(accession: Path) -> None:
    """The WARC record of an input holds other bytes, with a digest that is theirs."""
    path = accession / "data/originals/000001.warc.gz"
    at = next(int(row[13]) for row in rows(accession) if row[0] == "ferry-00002.txt")
    data = path.read_bytes()
    edges = [0, *sealing.member_edges(path), len(data)]
    end = edges[edges.index(at) + 1]
    forged = packing.resource("ferry-00002.txt", b"Another article.\n", None, AS_OF)
    path.write_bytes(data[:at] + forged + data[end:])


def exports(name: str, old: bytes, new: bytes) -> Change:
    def change(accession: Path) -> None:
        path = accession / "data/exports" / name / "000001.zip"
        with zipfile.ZipFile(path) as box:
            entries = [(item, box.read(item)) for item in box.namelist()]
        first, data = entries[0]
        assert old in data
        path.write_bytes(packing.folder([(first, data.replace(old, new)), *entries[1:]]))

    return change


def one_export_less(accession: Path) -> None:
    path = accession / "data/exports/jsonld/000001.zip"
    with zipfile.ZipFile(path) as box:
        entries = [(item, box.read(item)) for item in box.namelist()]
    path.write_bytes(packing.folder(entries[1:]))


def containers(accession: Path, change: Callable[[str], str]) -> None:
    path = accession / "data/reports/containers.csv"
    before = path.read_text("utf-8")
    assert change(before) != before
    path.write_text(change(before), "utf-8", newline="")


CHANGES: dict[str, tuple[Change, list[str]]] = {
    "record is no JSON": (record(b'{"blocks"', b'{"blocks'), ["C027 000001.jsonl.gz"]),
    "record is of no schema": (record(b'"usable"', b'"used"'), ["C027 000001.jsonl.gz"]),
    "surface of a span": (record(b"Ferry 0 to", b"Ferry 9 to"), ["C027 000001.jsonl.gz"]),
    "record is not canonical": (record(b'{"blocks":', b'{"blocks": '), ["C027 000001.jsonl.gz"]),
    "status": (
        record(b'"status":"usable"', b'"status":"withheld"'),
        ["C028 report.csv", "C029 "],
    ),
    "a record less": (less, ["C028 report.csv"]),
    "a record more": (more, ["C028 000001.jsonl.gz"]),
    "place of a record": (lambda a: column(a, "line", "77"), ["C028 000001.jsonl.gz",
                                                                "C028 report.csv"]),
    "title in the ledger": (lambda a: column(a, "title", "Another"), ["C028 report.csv"]),
    "language in the ledger": (lambda a: column(a, "language", "xx"), ["C028 report.csv"]),
    "digest in the ledger": (lambda a: column(a, "sha256", "0" * 64), ["C027 "]),
    "ledger is torn": (
        lambda a: (a / LEDGER).write_bytes((a / LEDGER).read_bytes()[:-9]),
        ["C028 "],
    ),
    "counts of the report": (
        lambda a: edited(a / REPORT, '"written": 12', '"written": 11'),
        ["C028 report.json"],
    ),
    "units of a container": (
        lambda a: containers(a, lambda text: text.replace(",2,8388608", ",3,8388608", 1)),
        ["C028 containers.csv"],
    ),
    "digest of a container": (
        lambda a: containers(a, lambda text: re.sub("[0-9a-f]{64}", "0" * 64, text, count=1)),
        ["C028 containers.csv"],
    ),
    "a container nobody knows": (
        lambda a: containers(a, lambda text: f"{text}z.zip,,1,{'0' * 64},1,8388608\n"),
        ["C028 containers.csv"],
    ),
    "containers are torn": (
        lambda a: containers(a, lambda text: text[:-9]),
        ["C028 "],
    ),
    "another original": (other_original, ["C027 "]),
    "text in an export": (exports("jsonld", b"sailed", b"sunk"), ["C029 "]),
    "item in an export": (exports("newsml-g2", b"sailed", b"sunk"), ["C029 "]),
    "an export less": (one_export_less, ["C029 000001.zip"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_does_not_hold_is_named(name: str, kept: Path) -> None:
    change, wanted = CHANGES[name]
    accession = kept / "accession-0001"
    change(accession)
    sealing.reseal(accession)
    done = deep(kept / "accession-0001")
    assert done.exit_code == 1
    found = codes(done)
    for start in wanted:
        assert any(said.startswith(start) for said in found), (found, done.stdout[:600])
    assert all(said.startswith(tuple(wanted)) for said in found), "nothing else is blamed"
    assert "errors" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("change", ["a cell", "a line less", "no file"])
def test_the_catalog_is_what_the_ledgers_give(change: str, kept: Path) -> None:
    path = kept / "catalog.csv"
    if change == "a cell":
        edited(path, ",usable", ",withheld")
    elif change == "a line less":
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    else:
        path.unlink()
    done = deep(kept)
    assert codes(done) == ["C028 catalog.csv"] or "catalog.csv:" in done.stdout
    assert "archivist reindex" in done.stdout
    assert done.stdout.count(" error: ") == 1


def test_a_row_whose_record_is_nowhere(kept: Path) -> None:
    shutil.rmtree(kept / "accession-0001")
    done = deep(kept / "accession-0002")
    assert done.exit_code == 1
    assert "C028 error: ledger does not hold: found no record urn:uuid:" in done.stdout


def test_originals_that_are_only_referenced(tmp_path: Path) -> None:
    inputs = articles(tmp_path / "in", 3)
    done = archivist("archive", inputs, "-o", tmp_path / "kept", "--originals", "reference")
    assert done.returncode == 0, done.stderr
    found = deep(tmp_path / "kept")
    assert found.exit_code == 0, found.stdout
    assert "3 sources are only referenced" in found.stderr


def test_json_has_the_account(kept: Path) -> None:
    words = ["verify", str(kept), "--deep", "--no-log", "--format", "json"]
    done = CliRunner().invoke(group, words)
    (said,) = json.loads(done.stdout)["paths"]
    assert said["deep"]["result"] == "ok"
    assert said["deep"]["records"] == 13


def test_nothing_is_written_but_the_log(kept: Path) -> None:
    before = sorted(path for path in kept.rglob("*"))
    deep(kept)
    assert sorted(path for path in kept.rglob("*")) == before


def test_a_bag_of_somebody_else_has_no_meaning_to_check(tmp_path: Path) -> None:
    from collection.bags import bag

    done = deep(bag(tmp_path / "bag"))
    assert done.exit_code == 0
    assert "meaning: 0 records" in done.stderr
