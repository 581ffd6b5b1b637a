"""This module writes the exports of articles below the output folder, and keeps what is equal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from archivist.cli import console, exits, files
from archivist.cli.inputs import Input
from archivist.cli.outputs import target
from archivist.cli.run import Run, world
from archivist.errors import OutputExists
from archivist.pipeline import equal_but_for_as_of
from archivist.settings import Settings

Exports = Sequence[tuple[str, bytes]]


class Writer:
    """Files below one folder. `counts`: how many of each format lie there after the run."""

    def __init__(self, folder: Path, settings: Settings, *, force: bool, dry_run: bool) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._as_of = settings.as_of or ""
        self._force = force
        self._dry_run = dry_run
        self._folders: dict[Path, None] = {}

    def holds(self, item: Input, formats: Sequence[str]) -> bool:
        """Whether any file of the input is there already; several articles are numbered."""
        place = target(item, self.folder)
        return any(os.path.lexists(place.path(name)) for name in formats) or any(
            os.path.lexists(place.path(name, "#1")) for name in formats
        )

    def different(self, item: Input, part: str, exports: Exports) -> Iterator[Path]:
        """The files that are there and say something else."""
        for name, content in exports:
            path = target(item, self.folder).path(name, part)
            if os.path.lexists(path) and not self._equal(path, content):
                yield path

    def write(self, run: Run, item: Input, part: str, exports: Exports) -> str:
        """Write what is not there yet, book the article once; `written`, `unchanged`, `failed`."""
        place = target(item, self.folder)
        states = [self._write(run, place.path(name, part), name, data) for name, data in exports]
        if "failed" in states:
            run.account.failed += 1
            return "failed"
        if "written" in states:
            run.account.written += 1
            return "written"
        run.account.unchanged += 1
        return "unchanged"

    def finish(self) -> None:
        """Make the names of this run survive a power cut."""
        for folder in self._folders:
            files.sync_folder(folder)

    def _write(self, run: Run, path: Path, name: str, content: bytes) -> str:
        """`written`, `unchanged` or `failed`; what failed is said."""
        try:
            if os.path.lexists(path) and self._equal(path, content):
                self.counts[name] += 1
                return "unchanged"
            if self._dry_run:
                return self._announce(run, path)
            files.write(path, content, force=self._force)
        except OutputExists as taken:
            run.refuse(str(taken), taken.hint, exits.REFUSED)
            return "failed"
        except OSError as refused:
            run.refuse(*world(path, refused), exits.WORLD)
            return "failed"
        self.counts[name] += 1
        self._folders[path.parent] = None
        return "written"

    def _announce(self, run: Run, path: Path) -> str:
        """Say what would be written; a file that differs would be refused."""
        taken = os.path.lexists(path) and not self._force
        if taken:
            run.codes.add(exits.REFUSED)
        run.out(console.visible(str(path)) + ("  exists and differs" if taken else ""))
        return "failed" if taken else "written"

    def _equal(self, path: Path, content: bytes) -> bool:
        """Whether the file says the same; another instant of the run is no difference."""
        if not path.is_file() or path.stat().st_size != len(content):
            return False
        return equal_but_for_as_of(content, path.read_bytes(), self._as_of)
