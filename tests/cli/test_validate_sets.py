"""Validation of collections, of what is supplied beside sources, of ids that come twice."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from cli.calling import Call
from strategies import minimal_record, rich_record

from archivist import jsontext, pipeline
from archivist.problems import CODES

ARTICLES = {
    "ferry.txt": "The ferry\n\nThe ferry sailed again on Monday, the harbour office said.\n",
    "tower.txt": "The tower\n\nThe tower opens in May, the town said.\n",
}


def found(call: Call, *arguments: str) -> list[tuple[str, str, int | None, int | None]]:
    report = json.loads(call("validate", *arguments, "--format", "json").stdout)
    keys = ("code", "file", "line", "column")
    return [tuple(item[key] for key in keys) for item in report["problems"]]


# ------------------------------------------------------------------ collections


@pytest.fixture
def collection(call: Call, folder: Path) -> Path:
    (folder / "in").mkdir()
    for name, text in ARTICLES.items():
        (folder / "in" / name).write_text(text)
    assert call("archive", "in", "-o", "kept", "-j1").exit_code == 0
    return folder / "kept"


def shard(collection: Path) -> Path:
    [path] = (collection / "accession-0001" / "data" / "records").iterdir()
    return path


def rewrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def test_a_collection_is_its_records_and_its_ledger(call: Call, collection: Path) -> None:
    done = call("validate", "kept", "--show", "all")
    assert done.exit_code == 0
    place = "kept/accession-0001/data/records/000001.jsonl.gz"
    assert done.stdout == f"{place}:1: ok\n{place}:2: ok\n"
    assert done.stderr == (
        "checksums were not checked: archivist verify kept\n2 checked: 0 errors, 0 warnings\n"
    )
    assert (
        call("validate", "kept/accession-0001", "-q").stderr == "2 checked: 0 errors, 0 warnings\n"
    )


def test_a_record_that_is_wrong_is_placed_in_its_shard(call: Call, collection: Path) -> None:
    path = shard(collection)
    first, second = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    second = second.replace(b'"usable"', b'"lost"')
    rewrite(path, gzip.compress(first + second))
    column = second.index(b'"lost"') + 1
    place = "kept/accession-0001/data/records/000001.jsonl.gz"
    assert found(call, "kept") == [("V001", place, 2, column)]
    assert found(call, "kept", "-j2") == [("V001", place, 2, column)]


def test_rules_of_a_house_hold_in_collections(call: Call, collection: Path) -> None:
    place = "kept/accession-0001/data/records/000001.jsonl.gz"
    assert [item[:3] for item in found(call, "kept", "--require", "dateline")] == [
        ("V107", place, 1),
        ("V107", place, 2),
    ]


def test_a_ledger_that_says_something_else(call: Call, collection: Path) -> None:
    ledger = collection / "accession-0001" / "data" / "reports" / "report.csv"
    text = ledger.read_text("utf-8")
    rewrite(ledger, text.replace("The tower", "The dower").encode())
    assert [item[:2] for item in found(call, "kept")] == [
        ("C028", "kept/accession-0001/data/reports/report.csv")
    ]
    lines = text.splitlines(keepends=True)
    rewrite(ledger, "".join(lines[:-1]).encode())
    codes = [item[0] for item in found(call, "kept")]
    assert codes == ["C028", "C028"]  # a record without a row, and the numbers of the report


def test_a_shard_that_breaks_off(call: Call, collection: Path) -> None:
    path = shard(collection)
    rewrite(path, path.read_bytes()[:-30])
    done = call("validate", "kept")
    assert done.exit_code == 1
    assert "000001.jsonl.gz: R059 error: box broke off" in done.stdout
    assert "Traceback" not in done.stderr


def test_packed_lines_of_anybody(call: Call, folder: Path) -> None:
    line = jsontext.canonical(minimal_record().to_json()) + b"\n"
    (folder / "all.jsonl.gz").write_bytes(gzip.compress(line + b"{}\n"))
    assert [item[:3] for item in found(call, "all.jsonl.gz")] == [("R008", "all.jsonl.gz", 2)]


def test_an_article_in_two_accessions_is_no_double(
    call: Call, collection: Path, folder: Path
) -> None:
    (folder / "in" / "ferry.txt").write_text(ARTICLES["ferry.txt"])
    assert call("archive", "in", "-o", "kept", "-j1", "--lang", "en").exit_code == 0
    assert found(call, "kept") == []


# ------------------------------------------------------------------ ids that come twice


def written(folder: Path, name: str, *records: dict[str, Any]) -> None:
    lines = [jsontext.canonical(record) + b"\n" for record in records]
    (folder / name).write_bytes(b"".join(lines))


def test_records_of_one_id_that_differ(call: Call, folder: Path) -> None:
    record = minimal_record().to_json()
    other = {**record, "status": "withheld"}
    later = {**record, "generator": {**record["generator"], "asOf": "2030-01-01T00:00:00Z"}}
    written(folder, "a.jsonl", record, later, other)
    written(folder, "b.record.json", record)
    (folder / "c.record.json").write_text(json.dumps(other, indent=2))
    expected = [("R100", "a.jsonl", 3, None), ("R100", "c.record.json", None, None)]
    names = ("a.jsonl", "b.record.json", "c.record.json")
    assert found(call, *names) == expected
    assert found(call, *names, "-j2") == expected
    (folder / "archivist.toml").write_text('[validate.severity]\nR100 = "off"\n')
    assert found(call, *names) == []


def test_exports_of_one_article_are_no_doubles(call: Call, folder: Path) -> None:
    record = rich_record()
    for name in ("record", "jsonld", "turtle", "nquads", "newsml-g2"):
        suffix = pipeline.exporter(name).suffix
        (folder / f"a{suffix}").write_bytes(pipeline.export(record, name))
    done = call("validate", ".")
    assert "R100" not in done.stdout
    assert done.exit_code == 0


def test_doubles_of_standard_input(call: Call, folder: Path) -> None:
    record = minimal_record().to_json()
    lines = [jsontext.canonical(one) for one in (record, {**record, "status": "withheld"})]
    done = call("validate", "-", "--format", "json", stdin=b"\n".join(lines))
    [problem] = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"]) == ("R100", 2)


# ------------------------------------------------------------------ beside sources

DIGEST = "5d41402abc4b2a76b9719d911017c592"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("m.toml", '[columns]\ntext = "t"\n[values]\nlanguage = "en"\n', []),
        ("m.toml", '[columns]\ntext = ""\n"headlin" = "x"\n', [("C043", 2, 1), ("C043", 3, 1)]),
        ("m.toml", "[columns]\ntext = \n", [("C043", 2, 8)]),
        ("m.toml", "columns = 5\n", [("C043", 1, 1)]),
        (
            "m.toml",
            '\ufeff# x\r\n[column]\r\nx = 1\r\n[values]\r\ntext = "a"\r\n',
            [("C043", 2, 2), ("C043", 5, 1)],
        ),
        ("ids.csv", "path;ark\nferry.txt;ark:12345/x\n", []),
        ("ids.csv", 'path,ark\n"a\nb",1\nc,2\n', [("C040", 3, 4), ("C040", 4, 3)]),
        ("ids.csv", '\ufeffpath\tisbn\r\n"\U0001d538\t"\t1\r\n', [("C040", 2, 6)]),
        ("sums.md5", f"{DIGEST}  a.txt\n{DIGEST} *b.txt\n", []),
        ("SHA256SUMS", f"{DIGEST}  a.txt\n", [("C044", 1, 1)]),
        ("sums.txt", f"MD5 (a) = {DIGEST}\nMD5 (b) = 12\nx\n", [("C044", 2, 1), ("C044", 3, 1)]),
        ("sums.csv", f'file,md5\n"a,b",{DIGEST}\nc,{DIGEST}0\n', [("C044", 3, 3)]),
        ("names.csv", "name,type,id\nAda,person,http://x.example/1\n", []),
        ("names.csv", "name,type,sameAs\nAda,,http://x.example/1 Q2\n", [("C048", 2, 6)]),
        ("metadata.csv", "filename,dc.title,dc.title\na.txt,A,B\n", []),
        ("metadata.csv", "filename,dc.title\na.txt,A,B\n", [("C049", 2, None)]),
    ],
)
def test_what_lies_beside_sources(
    call: Call, folder: Path, name: str, content: str, expected: list[tuple[str, int, int | None]]
) -> None:
    (folder / name).write_bytes(content.encode())
    assert [(code, line, column) for code, _, line, column in found(call, name)] == expected
    done = call("validate", name)
    assert done.exit_code == (1 if expected else 0)
    assert done.stderr.startswith("1 checked: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "title,text\nThe ferry,It sailed again.\n"),
        ("a.toml", "[tool]\nx = 1\n"),
        ("a.txt", "The ferry sailed again.\n"),
        ("a.csv", ""),
    ],
)
def test_what_is_nothing_of_that(call: Call, folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content)
    [(code, *_)] = found(call, name)
    assert code in ("R001", "R008")
    assert CODES[code].severity == "error"
