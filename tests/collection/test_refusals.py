"""A world that refuses: a full disk, a read-only one, sources that change or vanish."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles, contents
from disks import remount


def test_a_full_disk_is_said_and_gone_on_from(small: Path, tmp_path: Path) -> None:
    """The disk is made a little larger each time: it gives out at another place."""
    inputs = articles(tmp_path / "in", 40)
    command = ("archive", inputs, "-j1", "--as-of", AS_OF, "--to", "jsonld")
    assert archivist(*command, "-o", tmp_path / "kept").returncode == 0
    wanted = contents(tmp_path / "kept")
    refused = 0
    for size in range(96, 1200, 96):
        remount(small, f"size={size}k")
        done = archivist(*command, "-o", small / "kept")
        assert "Traceback" not in done.stderr
        if done.returncode == 0:
            break
        assert done.returncode == 5, done.stderr
        assert "full" in done.stderr
        assert "the same command goes on" in done.stderr
        refused += 1
    assert refused > 2
    assert contents(small / "kept") == wanted


def test_a_read_only_disk(small: Path, tmp_path: Path) -> None:
    inputs = articles(tmp_path / "in", 2)
    remount(small, "ro")
    try:
        done = archivist("archive", inputs, "-j1", "-o", small / "kept")
    finally:
        remount(small, "rw")
    assert done.returncode == 5, done.stderr
    assert "read-only" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may write everywhere")
def test_a_folder_one_may_not_write_to(tmp_path: Path) -> None:
    inputs = articles(tmp_path / "in", 2)
    (tmp_path / "kept").mkdir(mode=0o500)
    done = archivist("archive", inputs, "-j1", "-o", tmp_path / "kept")
    assert done.returncode == 5


def test_sources_that_vanish_or_change_in_mid_run(tmp_path: Path) -> None:
    """What is not as it was planned is quarantined, and the rest goes on."""
    inputs = articles(tmp_path / "in", 600)
    collection = tmp_path / "kept"
    running = subprocess.Popen(
        [sys.executable, "-c", _SLOW.format(inputs=str(inputs), collection=str(collection))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "planned\n"
    (inputs / "ferry-00590.txt").unlink()
    (inputs / "ferry-00591.txt").write_text("Something else\n\nNow.\n", "utf-8")
    _, said = running.communicate(input="go\n", timeout=120)
    assert running.returncode == 1, said
    assert "ferry-00590.txt: R007" in said
    assert "ferry-00591.txt: C030" in said
    assert "written 598 + unchanged 0 + set aside 0 + quarantined 2" in said


# The command, waiting between plan and making until it is told to go on.
_SLOW = """
import sys
from archivist.cli.group import archivist
from archivist.collection import archive
making = archive._Run._make
def waiting(self, *given):
    print("planned", flush=True)
    sys.stdin.readline()
    yield from making(self, *given)
archive._Run._make = waiting
archivist.main(args=["archive", "-j1", {inputs!r}, "-o", {collection!r}])
"""


def test_nothing_is_written_among_the_sources(tmp_path: Path) -> None:
    inputs = articles(tmp_path / "in", 2)
    done = archivist("archive", inputs, "-j1", "-o", inputs)
    assert done.returncode == 2
    assert sorted(path.name for path in inputs.iterdir()) == ["ferry-00000.txt", "ferry-00001.txt"]


def test_a_collection_inside_the_inputs_is_not_read(tmp_path: Path) -> None:
    inputs = articles(tmp_path / "in", 2)
    assert archivist("archive", inputs, "-j1", "-o", inputs / "kept").returncode == 0
    again = archivist("archive", inputs, "-j1", "-o", inputs / "kept")
    assert "read 2 = written 0 + unchanged 2" in again.stderr
