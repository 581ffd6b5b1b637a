"""Whatever kills a run, and whenever: the next one goes on to the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import bagit
import pytest
from collection.keeping import AS_OF, archivist, articles, contents, killed

EXPORTS = ("--to", "jsonld,nquads")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Loose articles, a copy of one, an empty file, a picture, and boxes of articles."""
    folder = articles(tmp_path_factory.mktemp("survival") / "in", 12)
    shutil.copy(folder / "ferry-00003.txt", folder / "copy.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "harbour.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    samples = Path(__file__).parent.parent.parent / "samples"
    for name in ("news.zip", "pages.warc.gz", "letters.mbox", "articles.csv"):
        shutil.copy(samples / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The collection that nobody disturbed."""
    collection = tmp_path_factory.mktemp("undisturbed") / "kept"
    done = archivist("archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF, *EXPORTS)
    assert done.returncode == 1, done.stderr  # the empty file is quarantined
    bagit.Bag(str(collection / "accession-0001")).validate()
    return contents(collection)


def moments(inputs: Path, collection: Path) -> int:
    """How many moments a run has."""
    done = killed(0, "archive", inputs, "-o", collection, "-j1", "--as-of", AS_OF, *EXPORTS)
    return int(done.stderr.splitlines()[-1])


def test_killed_at_any_moment_it_resumes_to_the_same_bytes(
    inputs: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    last = moments(inputs, tmp_path / "counted")
    assert contents(tmp_path / "counted") == undisturbed
    chosen = random.Random(len(undisturbed)).sample(range(1, last + 1), 12)
    every = range(1, last + 1) if os.environ.get("ARCHIVIST_EVERY_KILL") else sorted(chosen)
    for moment in every:
        collection = tmp_path / f"killed-{moment}"
        command = ("archive", inputs, "-o", collection, "-j1", *EXPORTS)
        first = killed(moment, *command, "--as-of", AS_OF)
        assert first.returncode == -signal.SIGKILL
        again = archivist(*command, "--as-of", AS_OF)
        assert again.returncode == 1, again.stderr
        assert contents(collection) == undisturbed, f"killed at moment {moment} of {last}"
        assert not list((collection / ".work").glob("journal*"))
        shutil.rmtree(collection)
