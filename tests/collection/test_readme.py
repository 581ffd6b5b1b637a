"""Whoever has only a shell can read a bag: each command of its README.txt does what it says."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles

TOOLS = ("bash", "zcat", "grep", "sed", "sha256sum", "tail", "head", "unzip")
NOT_FOUND = "a word of"  # what the reader puts in himself


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return articles(tmp_path_factory.mktemp("readme") / "in", 120)


@pytest.fixture(scope="module")
def bag(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    collection = tmp_path_factory.mktemp("readme") / "kept"
    formats = ("--to", "jsonld,nquads,newsml-g2")
    done = archivist("archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF, *formats)
    assert done.returncode == 0, done.stderr
    return collection / "accession-0001"


def commands(bag: Path) -> list[str]:
    """The indented lines that are commands; lists of files are none."""
    lines = re.findall(r"^    (\S.*)$", (bag / "data" / "README.txt").read_text("utf-8"), re.M)
    return [line for line in lines if line.split()[0] in TOOLS]


def run(command: str, bag: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", command], cwd=bag, capture_output=True, check=False)


def one(bag: Path, start: str, *, holding: str = "") -> bytes:
    """What the one command that begins so prints."""
    (command,) = (c for c in commands(bag) if c.startswith(start) and holding in c)
    return run(command, bag).stdout


def test_every_command_runs(bag: Path) -> None:
    found = commands(bag)
    assert {command.split()[0] for command in found} == {*TOOLS} - {"bash", "head"}
    for command in found:
        done = run(command, bag)
        assert done.stderr == b"", command
        assert done.returncode == (1 if NOT_FOUND in command else 0), command
        assert (done.stdout == b"") == ("sha256sum" in command or NOT_FOUND in command), command


def test_the_digests_tell_a_change(bag: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / "bag"))
    with (copy / "data" / "reports" / "report.csv").open("ab") as ledger:
        ledger.write(b"x")
    done = run("sha256sum --quiet -c manifest-sha256.txt", copy)
    assert done.returncode == 1
    assert b"data/reports/report.csv: FAILED" in done.stdout


def test_records_and_exports_are_shown(bag: Path) -> None:
    packed = bag / "data" / "records" / "000001.jsonl.gz"
    lines = gzip.decompress(packed.read_bytes()).splitlines()
    assert len(lines) == 120
    assert int(one(bag, "zcat data/records/000001", holding="grep -c")) == 120
    assert one(bag, "zcat data/records/000001", holding="sed -n 1p").strip() == lines[0]
    assert one(bag, "tail -c", holding="data/records/").strip() == lines[0]
    assert b".newsml.xml" in one(bag, "unzip", holding="newsml-g2")
    assert one(bag, "zcat data/exports/nquads").startswith(b"<")


def test_a_record_beyond_the_first_member_is_had_by_offset_and_line(bag: Path) -> None:
    (command,) = (c for c in commands(bag) if c.startswith("tail") and "data/records/" in c)
    with (bag / "data" / "reports" / "report.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in (rows[99], rows[100], rows[-1]):
        seek, print_line = command.replace("0 + 1", "%s + 1").split("| sed")
        asked = f"{seek % row['offset']}| sed{print_line % row['line']}"
        assert json.loads(run(asked, bag).stdout)["id"] == row["id"]


def test_an_original_is_had_byte_for_byte(bag: Path, inputs: Path) -> None:
    with (bag / "data/originals/originals.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert one(bag, "tail -c", holding="originals") == (inputs / rows[0]["path"]).read_bytes()
    (command,) = (c for c in commands(bag) if c.startswith("tail") and "originals" in c)
    asked = command.replace(f"({rows[0]['offset']} +", f"({rows[77]['offset']} +")
    asked = asked.replace(f"-c {rows[0]['bytes']}", f"-c {rows[77]['bytes']}")
    assert run(asked, bag).stdout == (inputs / rows[77]["path"]).read_bytes()


def test_every_file_it_names_is_there(bag: Path) -> None:
    text = (bag / "data" / "README.txt").read_text("utf-8")
    named = set(re.findall(r"data/[\w./-]*\w", text))
    assert {"data/records/000001.jsonl.gz", "data/premis/premis.xml"} <= named
    named.remove("data/originals/files")  # of inputs that are kept as files: here none
    assert [name for name in sorted(named) if not (bag / name).exists()] == []
    assert zipfile.is_zipfile(bag / "data/exports/newsml-g2/000001.zip")
