"""What the arguments find: files, folders, patterns, lists; each once, in order."""

from __future__ import annotations

import errno
import inspect
import json
import os
import sys
from pathlib import Path

import pytest
from cli.calling import ARTICLE, OTHER, Call, files

from archivist.cli.inputs import find
from archivist.cli.outputs import articles, exports, records
from archivist.disk import write
from archivist.errors import UsageError

POSIX = pytest.mark.skipif(os.name == "nt", reason="file names as POSIX has them")


def names(*named: str | Path, outside: tuple[Path, ...] = ()) -> list[str]:
    found = find(map(str, named), keep=articles, outside=outside)
    return [item.name for item in found.inputs]


def touch(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(ARTICLE)


@pytest.mark.usefixtures("folder")
class TestFinding:
    def test_a_file_has_its_own_name(self) -> None:
        touch("in/deep/a.txt")
        assert names("in/deep/a.txt") == ["a.txt"]

    def test_a_folder_gives_paths_below_it_in_order(self) -> None:
        touch("in/b.txt", "in/a/z.txt", "in/a/c.txt", "in/c")
        assert names("in") == ["a/c.txt", "a/z.txt", "b.txt", "c"]
        assert names("in/") == names("in")
        assert names(Path("in").absolute()) == names("in")

    def test_hidden_files_locks_and_backups_are_passed(self) -> None:
        touch("in/.a.txt", "in/.git/a.txt", "in/~$a.txt", "in/a.txt~", "in/a.lock", "in/b.txt")
        assert names("in") == ["b.txt"]
        assert names("in/.a.txt") == [".a.txt"]

    def test_the_output_folder_is_passed(self) -> None:
        touch("in/a.txt", "in/out/b.txt")
        assert names("in", outside=(Path("in/out"),)) == ["a.txt"]

    def test_a_pattern_is_expanded_by_us(self) -> None:
        touch("in/a.txt", "in/b.md", "in/deep/c.txt")
        assert names("in/*.txt") == ["a.txt"]
        assert names("in/**/*.txt") == ["a.txt", "deep/c.txt"]
        assert names("*/deep") == ["in/deep/c.txt"]

    def test_a_file_named_like_a_pattern_is_a_file(self) -> None:
        touch("a[1].txt", "a1.txt")
        assert names("a[1].txt") == ["a[1].txt"]

    def test_each_file_comes_once(self) -> None:
        touch("in/a.txt")
        assert names("in/a.txt", "in", "./in/a.txt", "in/*.txt") == ["a.txt"]

    @POSIX
    def test_links_to_folders_are_not_followed(self) -> None:
        touch("in/a.txt")
        Path("in/loop").symlink_to(".")
        Path("in/b.txt").symlink_to("a.txt")
        assert names("in") == ["a.txt", "b.txt"]

    @POSIX
    def test_pipes_and_devices_are_passed_in_a_folder(self) -> None:
        touch("in/a.txt")
        os.mkfifo("in/pipe")
        assert names("in") == names("in/*") == ["a.txt"]
        assert names("in/pipe") == ["pipe"]

    @POSIX
    def test_a_name_that_is_not_utf_8_is_escaped(self) -> None:
        Path("in").mkdir()
        try:
            Path(os.fsdecode(b"in/caf\xe9.txt")).write_text(ARTICLE)
        except OSError:
            pytest.skip("this file system wants UTF-8 names")
        (found,) = find(["in"], keep=articles).inputs
        assert (found.name, found.location) == ("caf%E9.txt", r"in/caf\xe9.txt")
        assert found.stream().whole(100).data == ARTICLE.encode()

    def test_exports_beside_their_article_are_passed(self) -> None:
        touch("in/a.txt", "in/a.txt.record.json", "in/a.txt.ttl", "in/b.txt.ttl", "in/b.txt.nq")
        assert names("in") == ["a.txt", "b.txt.ttl"]
        touch("lines/all.jsonl", "lines/b.txt")
        assert names("lines") == ["all.jsonl", "b.txt"]
        assert records(["a.txt", "a.txt.ttl", "a.txt.record.json"]) == ["a.txt.record.json"]
        assert exports(["a.txt", "a.txt.ttl", "a.jsonl"]) == ["a.txt.ttl", "a.jsonl"]

    def test_what_is_missing_is_said(self) -> None:
        found = find(["gone.txt", "*.gone"], keep=articles)
        assert [problem.location.file for problem in found.missing] == ["gone.txt"]
        assert found.inputs == ()

    def test_only_as_much_is_read_as_tells_that_it_is_too_large(self) -> None:
        with open("huge.txt", "wb") as huge:
            huge.truncate(200 * 1024 * 1024)
        (found,) = find(["huge.txt"], keep=articles).inputs
        assert len(found.stream().whole(1000).data) == 1001


def test_names_come_from_a_list(call: Call, folder: Path) -> None:
    touch("a b.txt", "c.txt")
    (folder / "list").write_text("a b.txt\n\nc.txt\n")
    for arguments, stdin in ((("list",), b""), (("-",), b"a b.txt\0c.txt\0")):
        done = call("convert", "-o", "out", "--files-from", *arguments, "--to", "record")
        if stdin:
            done = call("convert", "-o", "out", "--files-from", *arguments, stdin=stdin)
        assert done.exit_code == 0
        assert "read 2 = " in done.stderr
    assert {"a b.txt.record.json", "c.txt.record.json"} <= set(files(folder / "out"))
    assert call("convert", "-o", "out", "--files-from", "gone").exit_code == 5


def test_standard_input_is_an_article(call: Call, folder: Path) -> None:
    done = call("convert", "-", "-o", "out", "--to", "record", stdin=OTHER.encode())
    assert done.exit_code == 0
    assert list(files(folder / "out")) == ["stdin.record.json"]
    assert call("show", "-", stdin=b"").exit_code == 1


@POSIX
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (b"caf\xe9.txt", "caf%E9.txt"),
        (b"a\\b.txt", "a%5Cb.txt"),
        (b"c:/x.txt", "c%3A/x.txt"),
        (b"new\nline.txt", "new\nline.txt"),
        ("NUL 日本 %41.txt".encode(), "NUL 日本 %41.txt"),
    ],
)
def test_any_name_makes_a_valid_record(call: Call, folder: Path, name: bytes, kept: str) -> None:
    path = os.path.join(b"in", name)
    os.makedirs(os.path.dirname(path))
    try:
        Path(os.fsdecode(path)).write_text(ARTICLE)
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    done = call("convert", "in", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert call("validate", "out").exit_code == 0
    (record,) = (folder / "out").rglob("*.record.json")
    assert json.loads(record.read_bytes())["source"]["name"] == kept


@POSIX
def test_folders_nested_deeper_than_the_stack(folder: Path) -> None:
    here, usual = len(inspect.stack()), sys.getrecursionlimit()
    name = "/".join(["d"] * 200) + "/a.txt"
    sys.setrecursionlimit(here + 100)
    try:
        write(folder / "in" / name, ARTICLE.encode(), force=False)
        found = find(["in"], keep=articles)
        with pytest.raises(UsageError, match="nested too deeply"):
            find(["in/**/*.txt"], keep=articles)
    finally:
        sys.setrecursionlimit(usual)
    assert [item.name for item in found.inputs] == [name]


def test_a_file_that_looks_like_options_is_named(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "-news.txt").write_text(ARTICLE)
    monkeypatch.setattr(sys, "argv", ["archivist", "show", "-news.txt"])
    done = call("show", "-news.txt")
    assert done.exit_code == 2
    assert "./-news.txt" in done.stderr
    assert call("show", "./-news.txt").exit_code == 0


def test_an_empty_name_is_said(call: Call) -> None:
    assert call("show", "").stderr.startswith('"": R007 error: ')


def test_what_the_world_says_of_a_name_is_said(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    for name, said in (("a.txt/b.txt", os.strerror(errno.ENOTDIR)), ("x" * 5000, "too long")):
        done = call("show", name)
        assert done.exit_code == 5
        assert said in done.stderr
