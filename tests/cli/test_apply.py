"""`archivist apply`: patches to records, what is in the way, and the patch of an edited record."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from cli.calling import ARTICLE, OTHER, Call, Process, files

from archivist import Record, Settings, convert
from archivist.corrections import content_digest

AS_OF = "2026-11-22T10:00:00Z"


def record_of(text: str, name: str = "a.txt") -> Record:
    from archivist import Source

    (found,) = convert(Source(name, name, text.encode()), settings=Settings(as_of=AS_OF))
    assert found.record is not None
    return found.record


def line(record: Record) -> str:
    return json.dumps(record.to_json(), ensure_ascii=False)


def headline(record: Record, value: str, was: object = None) -> str:
    return json.dumps(
        {
            "id": record.id,
            "sourceSha256": record.source.sha256,
            "contentDigest": content_digest(record),
            "by": "Ada",
            "operations": [
                {"op": "test", "path": "/headline", "value": was},
                {"op": "replace", "path": "/headline", "value": {"value": value}},
            ],
        }
    )


@pytest.fixture
def mill(folder: Path) -> Record:
    """A record and its correction, in files."""
    record = record_of(ARTICLE)
    (folder / "a.txt.record.json").write_text(line(record), "utf-8")
    (folder / "fix.patch.json").write_text(headline(record, "The mill"), "utf-8")
    return record


def test_a_record_is_corrected_on_standard_output(call: Call, mill: Record) -> None:
    done = call("apply", "fix.patch.json", "a.txt.record.json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["headline"]["value"] == "The mill"
    assert json.loads(done.stdout)["revision"] == 2
    assert "applied 1 of 1 patch" in done.stderr


def test_records_go_into_a_folder_corrected_or_not(call: Call, mill: Record, folder: Path) -> None:
    (folder / "b.txt.record.json").write_text(line(record_of(OTHER, "b.txt")), "utf-8")
    before = files(folder)
    words = ["apply", "fix.patch.json", "a.txt.record.json", "b.txt.record.json"]
    done = call(*words, "-o", "out", "--to", "record,turtle")
    assert done.exit_code == 0
    made = files(folder / "out")
    assert sorted(made) == [f"{n}.txt{end}" for n in "ab" for end in (".record.json", ".ttl")]
    assert json.loads(made["a.txt.record.json"])["headline"]["value"] == "The mill"
    assert json.loads(made["b.txt.record.json"])["headline"] is None
    assert {name: data for name, data in files(folder).items() if name in before} == before
    assert call("validate", "out").exit_code == 0
    again = call("apply", "fix.patch.json", "out/a.txt.record.json")
    assert again.exit_code == 0
    assert again.stdout.encode() == made["a.txt.record.json"]
    assert "applied 0 of 1 patch; 1 there already" in again.stderr


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_inputs_are_never_written(
    call: Call, mill: Record, folder: Path, force: tuple[str, ...]
) -> None:
    before = files(folder)
    (folder / "below").mkdir()
    for words in (
        ("a.txt.record.json", "-o", "."),
        (str(folder / "a.txt.record.json"), "-o", folder),
        ("a.txt.record.json", "-o", "below/.."),
        (".", "-o", "."),
    ):
        assert call("apply", "fix.patch.json", *words, *force).exit_code in (2, 4)
        assert files(folder) == before


def test_a_conflict_is_said_and_the_rest_goes_on(call: Call, mill: Record, folder: Path) -> None:
    other = record_of(OTHER, "b.txt")
    (folder / "all.jsonl").write_text(f"{line(mill)}\n{line(other)}\n", "utf-8")
    patches = [
        headline(mill, "x", was={"value": "y"}),
        "{]",
        headline(other, "The ferry"),
        headline(record_of("Nobody came.\n"), "z"),
    ]
    (folder / "p.patch.jsonl").write_text("\n".join(patches) + "\n", "utf-8")
    done = call("apply", "p.patch.jsonl", "all.jsonl")
    assert done.exit_code == 1
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["headline"], second["headline"]["value"]) == (None, "The ferry")
    assert "p.patch.jsonl:1:" in done.stderr
    for code, row in (("C075", 1), ("R021", 2), ("C072", 4)):
        assert [
            part for part in done.stderr.splitlines() if code in part and f"jsonl:{row}:" in part
        ]
    assert "1 with conflicts" in done.stderr
    assert "applied 1 of 3 patches" in done.stderr


def test_a_record_made_anew_wants_again(call: Call, mill: Record, folder: Path) -> None:
    data = mill.to_json()
    data["generator"]["version"] = "99"
    (folder / "new.record.json").write_text(json.dumps(data), "utf-8")
    done = call("apply", "fix.patch.json", "new.record.json")
    assert done.exit_code == 1
    assert "C074" in done.stderr
    assert "--again" in done.stderr
    done = call("apply", "--again", "fix.patch.json", "new.record.json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["headline"]["value"] == "The mill"


def test_convert_applies_what_is_kept(call: Call, mill: Record, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    done = call("convert", "a.txt", "--corrections", "fix.patch.json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["headline"]["value"] == "The mill"
    (folder / "archivist.toml").write_text('corrections = "fix.patch.json"\n', "utf-8")
    assert call("convert", "a.txt").stdout == done.stdout.replace(
        json.loads(done.stdout)["generator"]["asOf"],
        json.loads(call("convert", "a.txt").stdout)["generator"]["asOf"],
    )
    (folder / "archivist.toml").unlink()
    stale = headline(mill, "x", was={"value": "y"})
    (folder / "stale.patch.json").write_text(stale, "utf-8")
    done = call("convert", "a.txt", "--corrections", "stale.patch.json")
    assert done.exit_code == 1
    assert "C075" in done.stderr
    assert json.loads(done.stdout)["headline"] is None
    assert call("convert", "a.txt", "--corrections", "a.txt").exit_code == 2
    assert call("convert", "a.txt", "--corrections", "none").exit_code == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("a.txt.record.json",), 2),
        (("fix.patch.json",), 2),
        (("fix.patch.json", "none.record.json"), 5),
        (("none.patch.json", "a.txt.record.json"), 5),
        (("fix.patch.json", "a.txt.record.json", "--by", "Ada"), 2),
        (("--propose", "a.txt.record.json"), 2),
        (("--propose", "a.txt.record.json", "a.txt.record.json"), 2),
        (("--propose", "a.txt.record.json", "a.txt.record.json", "--by", "Ada"), 2),
        (("--propose", "a.txt.record.json", "none", "--by", "Ada"), 5),
        (("--propose", "fix.patch.json", "a.txt.record.json", "--by", "Ada"), 1),
    ],
)
def test_exit_codes(call: Call, mill: Record, words: tuple[str, ...], code: int) -> None:
    done = call("apply", *words)
    assert done.exit_code == code
    assert "Traceback" not in done.stderr


def test_an_edited_copy_becomes_a_patch(call: Call, mill: Record, folder: Path) -> None:
    data = mill.to_json()
    data["status"] = "withheld"
    (folder / "new.json").write_text(json.dumps(data, indent=2), "utf-8")
    words = ("apply", "--propose", "a.txt.record.json", "new.json", "--by", "Ada")
    done = call(*words, "--reason", "by request")
    assert done.exit_code == 0
    patch = json.loads(done.stdout)
    assert (patch["by"], patch["reason"], patch["id"]) == ("Ada", "by request", mill.id)
    (folder / "made.json").write_text(done.stdout, "utf-8")
    made = call("apply", "made.json", "a.txt.record.json")
    assert json.loads(made.stdout)["status"] == "withheld"
    data["language"] = {"value": "no tag!", "evidence": {}}
    (folder / "new.json").write_text(json.dumps(data), "utf-8")
    wrong = call(*words)
    assert wrong.exit_code == 1
    assert "V021" in wrong.stderr
    assert wrong.stdout == ""


def test_ten_thousand_records_in_little_memory(process: Process, folder: Path) -> None:
    record = record_of(ARTICLE)
    data = line(record)
    with (folder / "all.jsonl").open("w", encoding="utf-8") as lines:
        for _ in range(10_000):
            lines.write(data + "\n")
    (folder / "fix.patch.json").write_text(headline(record, "The mill"), "utf-8")
    program = (
        "import resource, subprocess, sys;"
        "done = subprocess.run([sys.executable, '-m', 'archivist.cli', *sys.argv[1:]],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.PIPE);"
        "sys.stderr.buffer.write(done.stderr);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    import sys

    words = [sys.executable, "-c", program, "apply", "fix.patch.json", "all.jsonl"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "read 10,000 = written 10,000" in done.stderr
    assert int(done.stdout) < 200 * 1024  # KiB; the file has some 20 MB


def test_archive_keeps_the_record_and_reports_the_conflict(
    call: Call, mill: Record, folder: Path
) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(ARTICLE, "utf-8")
    (folder / "in" / "b.txt").write_text(OTHER, "utf-8")
    stale = headline(record_of(OTHER, "b.txt"), "x", was={"value": "y"})
    (folder / "kept.jsonl").write_text(headline(mill, "The mill") + "\n" + stale + "\n", "utf-8")
    done = call("archive", "in", "-o", "kept", "-j1", "--corrections", "kept.jsonl")
    assert done.exit_code == 1
    assert "kept.jsonl:2:" in done.stderr
    report = (folder / "kept/accession-0001/data/reports/report.csv").read_text("utf-8")
    assert [row for row in report.splitlines() if "b.txt" in row and ",written,C075," in row]
    assert not [row for row in report.splitlines() if row.startswith("a.txt") and "C07" in row]
    assert call("verify", "kept", "--deep").exit_code == 0
    again = call("archive", "in", "-o", "kept", "-j1", "--corrections", "kept.jsonl")
    assert again.exit_code == 0
    assert "unchanged 2" in again.stderr
