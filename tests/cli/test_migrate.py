"""`archivist migrate`, and what `validate` says of a set of several versions."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.calling import Call, files
from strategies import minimal_record, rich_record, sample
from unit.test_versions import TO_COME

from archivist import checks, jsontext, migration
from archivist.record import SCHEMA_VERSION, record_id


def of(version: str, record: Any = None, **changed: Any) -> bytes:
    value = {**(record or rich_record()).to_json(), "schemaVersion": version, **changed}
    return jsontext.canonical(value) + b"\n"


def numbered(number: int, record: Any = None) -> Any:
    """The record of other bytes: of an id that no other record has."""
    made = record or rich_record()
    digest = f"{number:064x}"
    source = dataclasses.replace(made.source, sha256=digest)
    return dataclasses.replace(made, id=record_id(digest), source=source)


@pytest.fixture
def old(folder: Path) -> Path:
    """Records of 0.1 and 1.0, in files and lines."""
    (folder / "in" / "deep").mkdir(parents=True)
    (folder / "in" / "a.record.json").write_bytes(of("0.1", numbered(1)))
    (folder / "in" / "deep" / "b.record.json").write_bytes(of("1.0", numbered(2)))
    lines = of("0.1", numbered(3, minimal_record())) + b"\n"
    lines += of("1.0", numbered(4, sample(3))) + of("0.1", numbered(5, sample(4)))
    (folder / "in" / "all.jsonl").write_bytes(lines)
    (folder / "in" / "note.txt").write_text("an article")
    return folder / "in"


def test_older_records_become_current_ones(call: Call, old: Path) -> None:
    before = files(old)
    done = call("migrate", "in", "-o", "out")
    assert done.exit_code == 0, done.output
    assert done.stderr == ("read 5 = migrated 3 (3 of 0.1) + unchanged 2 + refused 0; schema 1.0\n")
    assert files(old) == before
    new = files(Path("out"))
    assert list(new) == ["a.record.json", "all.jsonl", "deep/b.record.json"]
    assert new["deep/b.record.json"] == before["deep/b.record.json"]
    lines = new["all.jsonl"].split(b"\n")
    assert lines[1] == b""
    assert lines[2] == before["all.jsonl"].split(b"\n")[2]
    assert {json.loads(line)["schemaVersion"] for line in lines if line} == {"1.0"}
    assert call("validate", "out").stderr == "5 checked: 0 errors, 0 warnings\n"


def test_nothing_of_a_record_is_lost(call: Call, old: Path) -> None:
    shown = json.loads(call("migrate", "in/a.record.json").stdout)
    before = json.loads((old / "a.record.json").read_bytes())
    assert {**shown, "schemaVersion": "0.1", "history": before["history"]} == before
    *kept, added = shown["history"]
    assert kept == before["history"]
    assert added["action"] == "migrated"
    assert [step["value"] for step in added["patch"]] == ["0.1", "1.0"]


def test_again_is_unchanged_and_other_files_stay(call: Call, old: Path) -> None:
    call("migrate", "in", "-o", "out")
    again = call("migrate", "in", "-o", "out")
    assert (again.exit_code, again.stderr.endswith("; 3 of the files there already\n")) == (0, True)
    Path("out/a.record.json").write_text("mine")
    refused = call("migrate", "in", "-o", "out")
    assert refused.exit_code == 4
    assert Path("out/a.record.json").read_text() == "mine"
    assert call("migrate", "in", "-o", "out", "--force").exit_code == 0
    assert b'"1.0"' in Path("out/a.record.json").read_bytes()
    assert not list(Path().rglob(".archivist-*"))
    assert call("migrate", "out", "-o", "second").stderr.startswith("read 5 = migrated 0 + unch")
    assert files(Path("second")) == files(Path("out"))


def test_a_dry_run_writes_nothing(call: Call, old: Path) -> None:
    done = call("migrate", "in", "-o", "out", "-n")
    assert not Path("out").exists()
    assert done.stdout == "in/a.record.json: 1 of 0.1\nin/all.jsonl: 2 of 0.1\n"
    assert "to migrate 3" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (of("1.1"), "V003"),
        (of("0.1", status="lost"), "V001"),
        (of("0.1", revision=0), "V001"),
        (of("0.1", language={**rich_record().to_json()["language"], "value": "x!"}), "V021"),
        (b"{", "R021"),
        (b'{"a": 1}', "V001"),
    ],
)
def test_what_cannot_be_migrated_is_refused(
    call: Call, folder: Path, content: bytes, code: str
) -> None:
    (folder / "a.record.json").write_bytes(content)
    done = call("migrate", "a.record.json", "-o", "out")
    assert done.exit_code == 1
    assert re.search(rf"^a\.record\.json:\d+:\d+: {code} error: ", done.stderr, re.M)
    assert not Path("out").exists()
    (folder / "all.jsonl").write_bytes(of("0.1") + content.strip() + b"\n" + of("1.0"))
    lines = call("migrate", "all.jsonl")
    assert lines.exit_code == 1
    assert re.search(rf"^all\.jsonl:2:\d+: {code} error: ", lines.stderr, re.M)
    kept = lines.stdout_bytes.split(b"\n")
    assert kept[1] == content.strip()  # as it was: nothing is lost
    assert b'"1.0"' in kept[0]


def test_exports_are_for_export(call: Call, folder: Path) -> None:
    (folder / "a.record.json").write_bytes(of("1.0"))
    made = call("export", "a.record.json", "--to", "jsonld,turtle", "-o", "out")
    assert made.exit_code == 0, made.output
    for name in ("out/a.jsonld", "out/a.ttl"):
        done = call("migrate", name)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "R008 error" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["in"], 2),
        (["in", "-o", "in"], 2),
        (["none/*.json"], 3),
        (["none/*.json", "--allow-empty"], 0),
        (["gone.record.json", "-o", "out"], 5),
        ([], 2),
    ],
)
def test_exit_codes(call: Call, old: Path, arguments: list[str], code: int) -> None:
    done = call("migrate", *arguments)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output


def test_standard_input(call: Call, folder: Path) -> None:
    done = call("migrate", "-", stdin=of("0.1") * 2)
    assert done.stdout.count("\n") == 2
    assert json.loads(done.stdout.splitlines()[1])["schemaVersion"] == SCHEMA_VERSION


# ------------------------------------------------------------------ a version to come


@pytest.fixture
def to_come() -> Iterator[None]:
    """For the time of a test there is a 1.1, in which a record says its editions."""
    with migration.knowing(TO_COME):
        yield


@pytest.mark.usefixtures("to_come")
def test_a_later_version_reads_and_migrates_all_before(call: Call, old: Path) -> None:
    assert call("validate", "in").exit_code == 0
    done = call("migrate", "in", "-o", "out")
    assert done.stderr == (
        "read 5 = migrated 5 (3 of 0.1, 2 of 1.0) + unchanged 0 + refused 0; schema 1.1\n"
    )
    new = json.loads(Path("out/a.record.json").read_bytes())
    assert (new["schemaVersion"], new["editions"]) == ("1.1", [])
    assert [entry["action"] for entry in new["history"]][-2:] == ["migrated", "migrated"]
    assert call("validate", "out").stderr == "5 checked: 0 errors, 0 warnings\n"


def test_today_refuses_what_is_to_come(call: Call, folder: Path) -> None:
    with migration.knowing(TO_COME):
        later = jsontext.canonical(migration.migrated(rich_record().to_json()))
    (folder / "a.record.json").write_bytes(later)
    for command in ("validate", "migrate"):
        done = call(command, "a.record.json")
        assert done.exit_code == 1
        assert 'V003 error: unknown version at /schemaVersion: found "1.1"' in done.output
        assert "help: a newer archivist wrote it: update archivist to read it" in done.output
    assert checks.validate_bytes(later, "a")[0] is None


# ------------------------------------------------------------------ a set of several versions


def test_a_set_of_several_versions_is_said_in_every_format(
    call: Call, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(old.parent / "summary.md"))
    said = "found 3 of 0.1 and 2 of 1.0, would be right: 1.0"
    for format in ("text", "json", "gitlab", "sarif", "junit"):
        done = call("validate", "in", "--format", format)
        assert done.exit_code == 0
        assert said in done.stdout
        assert done.stderr == "5 checked (3 of 0.1 and 2 of 1.0): 0 errors, 0 warnings, 1 note\n"
    call("validate", "in", "--format", "github")
    summary = Path("summary.md").read_text("utf-8").replace("\\", "")
    assert f"| V004 | note | older versions: {said}" in summary
    report = json.loads(call("validate", "in", "--format", "json").stdout)
    assert report["versions"] == {"0.1": 3, "1.0": 2}
    assert [(p["code"], p["file"]) for p in report["problems"]] == [("V004", "in/a.record.json")]


def test_one_version_is_nothing_to_speak_of(call: Call, folder: Path) -> None:
    (folder / "a.record.json").write_bytes(of("1.0"))
    assert call("validate", ".").stderr == "1 checked: 0 errors, 0 warnings\n"
    (folder / "b.jsonl").write_bytes(of("1.0", minimal_record()) * 2)
    report = json.loads(call("validate", ".", "--format", "json").stdout)
    assert report["versions"] == {"1.0": 3}
    assert report["problems"] == []
