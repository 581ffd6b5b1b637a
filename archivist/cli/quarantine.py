"""This module keeps what gave no record in a folder of its own, with the problems beside it."""

from __future__ import annotations

import json
from pathlib import Path

from archivist import disk
from archivist.cli import exits
from archivist.cli.inputs import Input
from archivist.cli.run import Run, world
from archivist.errors import OutputExists
from archivist.pipeline import Conversion
from archivist.text import safe_name


class Quarantine:
    """Called with each conversion without record: copies its bytes and writes `.problems.json`.

    Of a source over --max-size only the problems are written: its bytes were not read.
    """

    def __init__(self, run: Run, folder: Path, *, force: bool) -> None:
        self._run = run
        self._folder = folder
        self._force = force

    def __call__(self, item: Input, conversion: Conversion) -> None:
        name = safe_name(item.name + (conversion.source.part or ""))
        problems = [found.to_json() for found in conversion.problems]
        report = json.dumps(problems, ensure_ascii=False, indent=2).encode() + b"\n"
        self._write(self._folder / f"{name}.problems.json", report)
        if all(found.code != "R004" for found in conversion.problems):
            self._write(self._folder / name, conversion.source.data)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            if path.is_file() and path.read_bytes() == content:
                return
            disk.write(path, content, force=self._force)
        except OutputExists as taken:
            self._run.refuse(str(taken), taken.hint, exits.REFUSED)
        except OSError as refused:
            self._run.refuse(*world(path, refused), exits.WORLD)
