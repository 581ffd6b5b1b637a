"""Same input, same version, same --as-of: same bytes, whatever the process around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from golden import EXAMPLES, SAMPLES

PROGRAM = """
import hashlib, pathlib, sys
from archivist import convert, Settings, Source
from archivist.exporters import EXPORTERS
digest = hashlib.sha256()
for path in map(pathlib.Path, sys.argv[1:]):
    name = path.name
    source = Source(name, name, path.read_bytes())
    settings = Settings(as_of="2026-01-01T00:00:00Z")
    for found in convert(source, to=[item.name for item in EXPORTERS], settings=settings):
        for format, export in found.exports:
            digest.update(f"{name} {format} {len(export)} ".encode() + export)
print(digest.hexdigest())
"""
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "77", "PYTHONUTF8": "0", "LC_ALL": "C", "TZ": "America/St_Johns"},
)


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    texts = sorted(path for path in EXAMPLES.iterdir() if path.name.count(".") == 1)
    paths = [str(path.resolve()) for path in (*texts, *SAMPLES)]
    digests = set()
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *paths],
            cwd=folder,
            env={**os.environ, **surroundings},
            capture_output=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1
