"""What `convert` and `export` leave on the disk, and the account of it."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cli.calling import ARTICLE, OTHER, Call, account, files
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import minimal_record, rich_record

from archivist import jsontext, pipeline
from archivist.cli import journey
from archivist.cli.group import archivist

SUFFIXES = [".record.json", ".jsonld", ".newsml.xml", ".ttl"]


def record_bytes(record: object) -> bytes:
    return pipeline.export(record, "record")  # type: ignore[arg-type]


@pytest.fixture
def newsroom(folder: Path) -> Path:
    """A folder with what a folder has."""
    for name, content in {
        "a.txt": ARTICLE.encode(),
        "it/b.txt": OTHER.encode(),
        "it/c.md": b"---\ntitle: [\n---\n\nThe ferry runs again.\n",
        "empty.txt": b"",
        "photo.jpg": b"\xff\xd8\xff",
        "scan.txt": b"\xff\xd8\xff\x00\x00",
        ".hidden": b"x",
    }.items():
        path = folder / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "news"


def test_files_mirror_the_folder_and_the_sources_stay(
    call: Call, folder: Path, newsroom: Path
) -> None:
    before = files(newsroom)
    done = call("convert", "news", "-o", "out")
    expected = {name + end for name in ("a.txt", "it/b.txt", "it/c.md") for end in SUFFIXES}
    assert set(files(folder / "out")) == expected
    assert files(newsroom) == before
    assert done.exit_code == 1
    assert done.stdout == ""
    assert account(done.stderr) == (
        "read 5 = written 3 + unchanged 0 + set aside 0 + quarantined 2; 1 with warnings"
    )


def test_a_second_run_changes_nothing(call: Call, folder: Path, newsroom: Path) -> None:
    call("convert", "news", "-o", "out", "--as-of", "2024-01-01T00:00:00Z")
    first = files(folder / "out")
    done = call("convert", "news", "-o", "out", "--as-of", "2025-01-01T00:00:00Z")
    assert files(folder / "out") == first
    assert "written 0 + unchanged 3 + set aside 0 + quarantined 2" in account(done.stderr)


def test_a_run_that_was_stopped_is_completed(call: Call, folder: Path, newsroom: Path) -> None:
    call("convert", "news", "-o", "out", "--as-of", "2024-01-01T00:00:00Z")
    whole = files(folder / "out")
    (folder / "out" / "it" / "b.txt.ttl").unlink()
    (folder / "out" / "a.txt.jsonld").unlink()
    done = call("convert", "news", "-o", "out", "--as-of", "2024-01-01T00:00:00Z")
    assert "written 2 + unchanged 1" in account(done.stderr)
    assert files(folder / "out") == whole


def test_the_output_folder_may_lie_in_the_input(call: Call, folder: Path, newsroom: Path) -> None:
    for _ in range(2):
        done = call("convert", ".", "-o", "out")
        assert account(done.stderr).startswith("read 5 = ")
    assert not list(folder.rglob("*.record.json.*"))


def test_a_format_more_is_added_to_what_is_there(call: Call, folder: Path, newsroom: Path) -> None:
    call("convert", "news", "-o", "out", "--to", "record")
    (folder / "news" / "new.txt").write_text(OTHER)
    done = call("convert", "news", "-o", "out", "--to", "record,turtle")
    assert account(done.stderr).startswith("read 6 = written 4 + unchanged 0 ")
    assert done.stderr.count("R010 w") == done.stderr.count("R001 e") == 1
    (folder / "news" / "newer.txt").write_text(OTHER)
    done = call("convert", "news", "-o", "out", "--to", "record,turtle")
    assert account(done.stderr).startswith("read 7 = written 1 + unchanged 4 ")
    assert done.stderr.count("R010 w") == done.stderr.count("R001 e") == 1


def test_force_replaces_what_differs(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    call("convert", "a.txt", "-o", "out", "--as-of", "2024-01-01")
    (folder / "a.txt").write_text(OTHER)
    assert call("convert", "a.txt", "-o", "out").exit_code == 4
    done = call("convert", "a.txt", "-o", "out", "--force")
    assert done.exit_code == 0
    assert OTHER.strip() in json.loads((folder / "out/a.txt.record.json").read_text())["text"]


def test_one_input_goes_to_stdout_as_the_file_would_be(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    formats = "record,jsonld,newsml-g2,turtle,ntriples,nquads,trig,rdfxml"
    fixed = ("--as-of", "2024-01-01T00:00:00Z")
    assert call("convert", "a.txt", "-o", "out", "--to", formats, *fixed).exit_code == 0
    for name in formats.split(","):
        path = folder / "out" / ("a.txt" + journey.BY_NAME[name].suffix)
        done = call("convert", "a.txt", "--to", name, *fixed)
        assert done.stdout_bytes == path.read_bytes()
    assert (
        call("convert", "a.txt", *fixed).stdout_bytes
        == (folder / "out" / "a.txt.record.json").read_bytes()
    )


def test_source_date_epoch_is_the_instant(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    record = json.loads(call("convert", "-", stdin=ARTICLE.encode()).stdout)
    assert record["generator"]["asOf"] == "1970-01-01T00:00:00Z"


def test_a_dry_run_says_what_it_would_write(call: Call, folder: Path, newsroom: Path) -> None:
    done = call("convert", "news", "-o", "out", "-n", "--to", "record,turtle")
    assert done.stdout.splitlines() == [
        str(Path("out") / (name + end))
        for name in ("a.txt", "it/b.txt", "it/c.md")
        for end in (".record.json", ".ttl")
    ]
    assert not (folder / "out").exists()
    assert "read 5 = to write 3 " in account(done.stderr)


@pytest.mark.parametrize("names", [("a/x.txt", "b/x.txt"), ("a/x.txt", "b/X.TXT")])
def test_a_collision_is_found_before_the_first_write(
    call: Call, folder: Path, names: tuple[str, str]
) -> None:
    for name in names:
        (folder / name).parent.mkdir()
        (folder / name).write_text(ARTICLE)
    done = call("convert", *names, "-o", "out")
    assert done.exit_code == 4
    assert "would both be written to" in done.stderr
    assert not (folder / "out").exists()


def test_an_output_is_never_an_input(call: Call, folder: Path) -> None:
    (folder / "a.txt.record.json").write_bytes(record_bytes(rich_record()))
    (folder / "a.txt").write_text("---")
    before = files(folder)
    done = call("convert", "a.txt", "a.txt.record.json", "-o", ".", "--force")
    assert done.exit_code == 4
    assert files(folder) == before


def test_what_gave_no_record_goes_to_quarantine(call: Call, folder: Path, newsroom: Path) -> None:
    call("convert", "news", "-o", "out", "--quarantine", "bad")
    found = files(folder / "bad")
    assert list(found) == [
        "empty.txt",
        "empty.txt.problems.json",
        "scan.txt",
        "scan.txt.problems.json",
    ]
    assert found["scan.txt"] == files(newsroom)["scan.txt"]
    assert [p["code"] for p in json.loads(found["scan.txt.problems.json"])] == ["R002"]


def test_the_quarantine_may_lie_in_the_input(call: Call, folder: Path, newsroom: Path) -> None:
    for _ in range(2):
        done = call("convert", ".", "-o", "out", "--quarantine", "bad")
        assert account(done.stderr).startswith("read 5 = ")


def test_of_a_source_that_is_too_large_only_the_problem_is_kept(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    call("convert", "a.txt", "-o", "out", "--quarantine", "bad", "--max-size", "10")
    assert list(files(folder / "bad")) == ["a.txt.problems.json"]


def test_fail_fast_stops_at_the_first_error(call: Call, folder: Path) -> None:
    for name, text in {"a.txt": ARTICLE, "b.txt": "", "c.txt": OTHER}.items():
        (folder / name).write_text(text)
    done = call("convert", "a.txt", "b.txt", "c.txt", "-o", "out", "--fail-fast")
    assert done.exit_code == 1
    assert account(done.stderr).endswith("quarantined 1; 1 not reached")
    assert not (folder / "out" / "c.txt.ttl").exists()


def test_every_account_adds_up(call: Call, folder: Path, newsroom: Path) -> None:
    for extra in ((), ("-n",), ("--fail-fast",), ("--force",), ("--to", "nquads", "-q")):
        line = account(call("convert", "news", "gone.txt", "-o", "out", *extra).stderr)
        read, *columns = (int(number) for number in re.findall(r"\d+", line.partition(";")[0]))
        assert read == sum(columns)


def test_many_articles_are_told_only_where_something_is_wrong(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey, "LINES_SHOWN", 2)
    for number in range(5):
        (folder / f"{number}.txt").write_text(ARTICLE)
    told = call("convert", ".", "-o", "out", "--to", "record").stderr
    assert len([line for line in told.splitlines() if line.startswith("✓")]) == 2
    told = call("convert", ".", "-o", "out", "--to", "record", "-v").stderr
    assert len([line for line in told.splitlines() if line.startswith("=")]) == 5
    assert call("convert", ".", "-o", "out", "--to", "record", "-q").stderr.count("\n") == 1


@settings(max_examples=40)
@given(st.binary(max_size=300) | st.text(max_size=120).map(str.encode))
def test_any_bytes_are_written_or_quarantined(data: bytes) -> None:
    everything = ",".join(journey.BY_NAME)
    with TemporaryDirectory() as place, contextlib.chdir(place):
        Path("a").write_bytes(data)
        done = CliRunner().invoke(archivist, ["convert", "a", "-o", "out", "--to", everything])
        written = set(files(Path("out")))
    assert "archivist failed" not in done.stderr
    carried = {"a" + item.suffix for item in journey.EXPORTERS}
    if written:
        assert account(done.stderr).startswith("read 1 = written 1 + ")
        missing = {"a.rdf"} if done.exit_code else set()  # RDF/XML alone cannot carry a control
        assert written == carried - missing
    else:
        assert done.exit_code == 1
        assert account(done.stderr).endswith("quarantined 1")
    if done.exit_code:
        assert re.match(r"a(:\d+)*: [A-Z]\d{3} error: ", done.stderr)


# ------------------------------------------------------------------ records in


def test_every_export_is_exported_again(call: Call, folder: Path) -> None:
    original = record_bytes(rich_record())
    (folder / "a.txt.record.json").write_bytes(original)
    call("export", "a.txt.record.json", "-o", "out", "--to", "jsonld,newsml-g2,turtle,nquads")
    for path in sorted((folder / "out").iterdir()):
        done = call("export", path)
        assert done.stdout_bytes == original, path.name
        assert call("convert", path).stdout_bytes == original


def test_export_takes_one_of_each_articles_exports(call: Call, folder: Path) -> None:
    (folder / "a.txt.record.json").write_bytes(record_bytes(rich_record()))
    call("export", "a.txt.record.json", "-o", "all", "--to", "record,turtle,jsonld")
    done = call("export", "all", "-o", "out", "--to", "nquads")
    assert account(done.stderr).startswith("read 1 = written 1 ")
    assert list(files(folder / "out")) == ["a.txt.nq"]


def test_export_reads_no_article(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = call("export", "a.txt")
    assert done.exit_code == 1
    assert "R008 error" in done.stderr
    assert "archivist convert reads articles" in done.stderr


def test_lines_of_records_become_numbered_files(call: Call, folder: Path) -> None:
    records = [rich_record(), minimal_record()]
    lines = b"".join(jsontext.canonical(item.to_json()) + b"\n" for item in records)
    (folder / "all.jsonl").write_bytes(lines)
    done = call("export", "all.jsonl", "-o", "out", "--to", "record")
    assert account(done.stderr).startswith("read 2 = written 2 ")
    assert list(files(folder / "out")) == ["all.jsonl#1.record.json", "all.jsonl#2.record.json"]
    assert call("export", "all.jsonl", "-o", "out", "--to", "record").exit_code == 0
    assert call("export", "all.jsonl").stdout_bytes == lines
    assert call("export", "all.jsonl", "--to", "turtle").exit_code == 2


def test_a_broken_record_is_refused_with_its_place(call: Call, folder: Path) -> None:
    broken = rich_record().to_json()
    broken["dates"][0]["value"] = "2024-13-45"
    (folder / "a.record.json").write_text(json.dumps(broken, indent=2))
    done = call("export", "a.record.json", "-o", "out")
    assert done.exit_code == 1
    assert re.search(r"^a\.record\.json:\d+:\d+: V020 error: ", done.stderr, re.MULTILINE)
    assert not (folder / "out").exists()


def test_a_format_that_cannot_carry_it_leaves_the_others(call: Call, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(ARTICLE + "A bell \x07 rang.\n")
    (folder / "in" / "b.txt").write_text(OTHER)
    done = call("convert", "in", "-o", "out", "--to", "record,rdfxml,turtle")
    assert done.exit_code == 1
    assert "in/a.txt: X010 error: " in done.stderr
    assert account(done.stderr) == (
        "read 2 = written 2 + unchanged 0 + set aside 0 + quarantined 0; 1 not in every format"
    )
    assert set(files(folder / "out")) == {
        *("a.txt.record.json", "a.txt.ttl", "b.txt.record.json", "b.txt.ttl", "b.txt.rdf"),
    }
    again = call("convert", "in", "-o", "out", "--to", "record,rdfxml,turtle")
    assert again.exit_code == 1
    assert "unchanged 2 " in account(again.stderr)
    alone = call("convert", "in/a.txt", "--to", "rdfxml")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "quarantined 1" in alone.stderr
