"""A file is there as it was or whole; a name that is taken is not taken over."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from cli.calling import files

from archivist import disk as written
from archivist.errors import OutputExists


def test_the_folder_is_made_and_nothing_else_stays(tmp_path: Path) -> None:
    written.write(tmp_path / "a" / "b" / "c.txt", b"new", force=False)
    assert files(tmp_path) == {"a/b/c.txt": b"new"}


def test_a_taken_name_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(OutputExists):
        written.write(path, b"new", force=False)
    assert files(tmp_path) == {"a.txt": b"old"}
    written.write(path, b"new", force=True)
    assert files(tmp_path) == {"a.txt": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_a_link_in_the_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"source")
    (tmp_path / "a.txt").symlink_to("source")
    with pytest.raises(OutputExists):
        written.write(tmp_path / "a.txt", b"new", force=False)
    written.write(tmp_path / "a.txt", b"new", force=True)
    assert files(tmp_path) == {"a.txt": b"new", "source": b"source"}


@pytest.mark.parametrize("force", [True, False])
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "a.txt").write_bytes(b"old")
    with pytest.raises(OSError, match="No space left"):
        written.write(tmp_path / "a.txt", b"new", force=force)
    assert files(tmp_path) == {"a.txt": b"old"}


def test_a_disk_without_links_is_renamed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    written.write(tmp_path / "a.txt", b"new", force=False)
    with pytest.raises(OutputExists):
        written.write(tmp_path / "a.txt", b"newer", force=False)
    assert files(tmp_path) == {"a.txt": b"new"}


def test_windows_refuses_by_its_rename_and_syncs_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """os.rename fails there when the name is taken; here it is made to."""
    real = os.rename

    def rename(old: Path, new: Path) -> None:
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        real(old, new)

    monkeypatch.setattr(written, "WINDOWS", True)
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.delattr(os, "link")
    written.write(tmp_path / "a.txt", b"new", force=False)
    with pytest.raises(OutputExists):
        written.write(tmp_path / "a.txt", b"newer", force=False)
    written.sync_folder(tmp_path / "no such folder")
    assert files(tmp_path) == {"a.txt": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_a_new_file_has_the_rights_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        written.write(tmp_path / "a.txt", b"new", force=False)
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
