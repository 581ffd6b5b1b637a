"""A box four times as large takes the memory of the small one: what is read is let go.

Each box is read in a process of its own, for the most memory a process had is never less again;
Linux counts it for the program (VmHWM), `getrusage` for the one that started it as well.
By hand with 1 GB: `python tests/bench/test_boxes_memory.py 1000`.
"""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # as a script, too
import boxes

SMALL, LARGE = 12, 48  # MB
NOISE = 12  # MB by which two runs of one thing may differ
READ = """
import re, sys
from archivist import convert
from archivist.settings import Settings
found = sum(1 for item in convert(sys.argv[1], to=["record"], settings=Settings()))
print(found, int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) // 1024)
"""


def members(size: int) -> Iterator[tuple[str, bytes]]:
    """Pictures of 400 kB that do not shrink, and an article after every tenth."""
    noise = random.Random(1).randbytes(400_000)
    for number in range(size * 1000 // 400):
        if number % 10 == 0:
            yield f"{number}.txt", f"{boxes.ARTICLE}\n{number}\n".encode()
        yield f"{number}.jpg", b"\xff\xd8\xff" + number.to_bytes(4) + noise


def warc(path: Path, size: int) -> None:
    with path.open("wb") as out:
        for number, (name, data) in enumerate(members(size)):
            kind = "image/jpeg" if name.endswith(".jpg") else boxes.TEXT
            record = boxes.record(
                number, boxes.http(data, content_type=kind), url=f"http://example.org/{name}"
            )
            out.write(gzip.compress(record, 1))


def tar(path: Path, size: int) -> None:
    with tarfile.open(path, "w:gz", compresslevel=1) as out:
        for name, data in members(size):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))


def zipped(path: Path, size: int) -> None:
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members(size):
            out.writestr(name, data)


MAKERS: dict[str, Callable[[Path, int], None]] = {
    "x.warc.gz": warc,
    "x.tar.gz": tar,
    "x.zip": zipped,
}


def most_memory(name: str, size: int) -> int:
    """MB that reading a box of so many MB takes at most."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        MAKERS[name](path, size)
        done = subprocess.run(
            [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
        )
    found, memory = map(int, done.stdout.split())
    assert found == sum(1 for _ in members(size))
    return memory


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux counts it so")
@pytest.mark.parametrize("name", MAKERS)
def test_memory_does_not_grow_with_the_box(name: str) -> None:
    assert most_memory(name, LARGE) - most_memory(name, SMALL) <= NOISE


if __name__ == "__main__":
    for name in MAKERS:
        print(name, most_memory(name, int(sys.argv[1])), "MB at most")
