"""A site is built again: only what changed is written, and it is as if it were built at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles
from reuse import hostile
from sites import BASE, broken, build, contents, example_files, write_records


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Sixteen records in a file."""
    return write_records(tmp_path / "records.jsonl", hostile.records().values())


def test_the_same_again_writes_nothing(tmp_path: Path, lines: Path) -> None:
    build(tmp_path / "out", lines)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.html")}
    done = build(tmp_path / "out", lines)
    assert "0 files written" in done.stderr
    assert "written 0 + unchanged 16" in done.stderr
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.html")} == before


def test_bytes_depend_on_nothing_but_the_records(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "one", lines)
    for name, value in {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    build(Path("two"), lines.name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    changes = [(tmp_path / name / "changes-1.json").read_bytes() for name in ("one", "two")]
    assert changes[0] == changes[1]


def test_what_is_added_changed_and_taken_away_is_as_in_a_new_site(
    tmp_path: Path, lines: Path
) -> None:
    held = list(hostile.records().values())
    build(tmp_path / "out", lines)
    changed = replace(held[3], revision=2, language=None)
    write_records(lines, [*held[4:], changed])
    done = build(tmp_path / "out", lines, *example_files())
    build(tmp_path / "new", lines, *example_files())
    assert contents(tmp_path / "out") == contents(tmp_path / "new")
    assert "written 10 + unchanged 12" in done.stderr
    assert broken(tmp_path / "out") == []
    items = json.loads((tmp_path / "out" / "changes-1.json").read_bytes())["orderedItems"]
    what = [item["type"] for item in items]
    assert what.count("Create") == 16 + 9
    assert what.count("Update") == 1
    assert what.count("Delete") == 3
    (update,) = [item for item in items if item["type"] == "Update"]
    assert update["object"]["id"] == f"{BASE}article/{changed.id[-36:]}"


def test_a_page_somebody_changed_is_made_again(tmp_path: Path, lines: Path) -> None:
    build(tmp_path / "out", lines)
    before = contents(tmp_path / "out")
    path = min((tmp_path / "out" / "article").glob("*.html"))
    path.write_text("changed", "utf-8")
    path.with_suffix(".ttl").unlink()
    (tmp_path / "out" / "index.html").unlink()
    build(tmp_path / "out", lines)
    assert contents(tmp_path / "out") == before


def test_a_folder_of_others_is_refused_and_left_alone(tmp_path: Path, lines: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine", "utf-8")
    done = build(out, lines, code=4)
    assert "no site of archivist" in done.stderr
    assert [path.name for path in out.iterdir()] == ["index.html"]
    build(out, lines, force=True)
    assert (out / "index.html").read_text("utf-8") != "mine"


def test_files_of_others_in_a_site_stay(tmp_path: Path, lines: Path) -> None:
    out = tmp_path / "out"
    build(out, lines)
    (out / "person" / "portrait.png").write_bytes(b"mine")
    lines.write_bytes(lines.read_bytes().split(b"\n", 1)[0] + b"\n")
    done = build(out, lines)
    assert "0 removed" not in done.stderr
    assert (out / "person" / "portrait.png").read_bytes() == b"mine"
    assert len(list((out / "article").glob("*.html"))) == 1


def test_what_is_withdrawn_leaves_a_tombstone_and_nothing_else(tmp_path: Path) -> None:
    articles(tmp_path / "in", 5)
    kept, out = tmp_path / "kept", tmp_path / "out"
    command = ("archive", tmp_path / "in", "-o", kept, "-j1", "--as-of", AS_OF)
    assert not archivist(*command).returncode
    build(out, kept)
    (page,) = [p for p in (out / "article").glob("*.html") if "Ferry 3 to" in p.read_text("utf-8")]
    uuid = page.stem
    command = ("withdraw", kept, f"urn:uuid:{uuid}", "--reason", "court order 77", "--purge")
    done = archivist(*command)
    assert not done.returncode, done.stderr
    build(out, kept)
    said = page.read_text("utf-8")
    assert "Gone since" in said
    assert "Ferry" not in said
    assert "court" not in said
    assert [p.name for p in (out / "article").glob(f"{uuid}*")] == [f"{uuid}.html"]
    for path in out.rglob("*"):  # not a word of it anywhere, not in the state either
        if path.is_file():
            content = path.read_bytes()
            assert b"Ferry 3 to" not in content, path
            assert b"court order" not in content, path
    assert f"{uuid}" in (out / ".htaccess").read_text("utf-8")
    assert f"urn:uuid:{uuid},urn,{BASE}article/{uuid},410" in (out / "redirects.csv").read_text()
    assert uuid not in (out / "sitemap-1.xml").read_text("utf-8")
    last = json.loads((out / "changes-1.json").read_bytes())["orderedItems"][-1]
    assert (last["type"], last["object"]["type"]) == ("Delete", "Tombstone")
    assert broken(out) == []
    build(tmp_path / "new", kept)
    assert contents(out) == contents(tmp_path / "new")


def test_relations_link_to_what_is_there(tmp_path: Path) -> None:
    one, two, three, *_ = hostile.records().values()
    evidence = one.title.evidence
    from archivist.record import Relation

    related = replace(
        one,
        relations=(
            Relation("duplicateOf", two.id, evidence),
            Relation("translationOf", three.id, evidence),
        ),
    )
    lines = write_records(tmp_path / "records.jsonl", [related, two])
    build(tmp_path / "out", lines)
    page = (tmp_path / "out" / "article" / f"{one.id[-36:]}.html").read_text("utf-8")
    assert f'href="{two.id[-36:]}.html"' in page
    assert f'href="{three.id[-36:]}.html"' not in page
    write_records(lines, [related, two, three])
    build(tmp_path / "out", lines)
    page = (tmp_path / "out" / "article" / f"{one.id[-36:]}.html").read_text("utf-8")
    assert f'href="{three.id[-36:]}.html"' in page
    build(tmp_path / "new", lines)
    assert contents(tmp_path / "out") == contents(tmp_path / "new")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("moment", [0.35, 0.5, 0.7, 1.0])
def test_a_killed_build_is_finished_by_the_next(tmp_path: Path, lines: Path, moment: float) -> None:
    command = [sys.executable, "-m", "archivist.cli", "site", str(lines), "-o"]
    command += [str(tmp_path / "out"), "--base-iri", BASE, "-q"]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(moment)
    started.send_signal(signal.SIGKILL)
    started.wait(30)
    build(tmp_path / "out", lines)
    build(tmp_path / "new", lines)
    assert contents(tmp_path / "out") == contents(tmp_path / "new")
    assert not list((tmp_path / "out").rglob(".archivist-*.tmp"))


def test_nothing_is_taken_away_because_it_could_not_be_read(tmp_path: Path, lines: Path) -> None:
    out = tmp_path / "out"
    build(out, lines)
    before = contents(out)
    done = build(out, tmp_path / "missing.jsonl", code=5)
    assert contents(out) == before
    (tmp_path / "empty").mkdir()
    build(out, tmp_path / "empty", code=3)
    assert contents(out) == before
    held = lines.read_bytes().splitlines(keepends=True)
    lines.write_bytes(b"".join(held[:3]) + b"{}\n")
    done = build(out, lines, code=1)
    assert "what is on the site already stays there" in done.stderr
    assert contents(out) == before
    lines.write_bytes(b"".join(held[:3]))
    build(out, lines)
    assert len(list((out / "article").glob("*.html"))) == 3


def test_wrong_use_is_refused(tmp_path: Path, lines: Path) -> None:
    done = archivist("site", lines, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "--base-iri" in done.stderr
    assert not (tmp_path / "out").exists()
