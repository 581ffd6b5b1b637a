"""This module writes the exports of articles below the output folder, and keeps what is equal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archivist import disk
from archivist.cli import console, exits
from archivist.cli.inputs import Input
from archivist.cli.outputs import target
from archivist.cli.run import Run, world
from archivist.errors import OutputExists
from archivist.exporters import BY_NAME
from archivist.pipeline import equal_but_for_as_of
from archivist.settings import Settings

Exports = Sequence[tuple[str, bytes]]
Outcome = OSError | OutputExists | str  # what became of one file: refused, or its state


class Writer:
    """Files below one folder. `counts`: how many of each format lie there after the run."""

    def __init__(self, folder: Path, settings: Settings, *, force: bool, dry_run: bool) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._as_of = settings.as_of or ""
        self._force = force
        self._dry_run = dry_run
        self._folders: dict[Path, None] = {}
        self._before: dict[Path, list[str]] = {}
        self._pool = ThreadPoolExecutor(4)

    def is_complete(self, item: Input, formats: Sequence[str]) -> bool:
        """Whether all files of the input are there already."""
        place = target(item, self.folder)
        return all(os.path.lexists(place.path(name)) for name in formats)

    def is_begun(self, item: Input, formats: Sequence[str]) -> bool:
        """Whether any file of the input is there already, of whichever article in it."""
        place = target(item, self.folder).path(formats[0])
        stem = place.name[: -len(BY_NAME[formats[0]].suffix)]
        return any(name.startswith(stem) for name in self._names(place.parent))

    def _names(self, folder: Path) -> list[str]:
        """What lay in a folder when the run began."""
        if folder not in self._before:
            self._before[folder] = os.listdir(folder) if folder.is_dir() else []
        return self._before[folder]

    def different(self, item: Input, part: str, exports: Exports) -> list[Path]:
        """The files that are there and say something else."""
        place = target(item, self.folder)
        paths = [(place.path(name, part), content) for name, content in exports]
        return [p for p, content in paths if os.path.lexists(p) and not self._equal(p, content)]

    def keep(self, run: Run, item: Input, part: str, exports: Exports) -> str:
        """Book an article all of whose files are there: `unchanged`, or `failed` if one differs."""
        different = self.different(item, part, exports)
        for path in different:
            self.refuse(run, path)
        if different:
            run.account.failed += 1
            return "failed"
        run.account.unchanged += 1
        self.counts.update(name for name, _ in exports)
        return "unchanged"

    def refuse(self, run: Run, path: Path) -> None:
        """Say that a file is in the way."""
        hint = "--force replaces it; -o names another folder; nothing was written"
        run.refuse(f"{path}: a different file is there", hint, exits.REFUSED)

    def write(self, run: Run, item: Input, part: str, exports: Exports) -> str:
        """Write what is not there yet, book the article once; `written`, `unchanged`, `failed`."""
        place = target(item, self.folder)
        jobs = [(place.path(name, part), name, content) for name, content in exports]
        said: set[int | None] = set()
        states = [self._booked(run, said, *done) for done in self._pool.map(self._write, jobs)]
        state = next(state for state in ("failed", "written", "unchanged") if state in states)
        setattr(run.account, state, getattr(run.account, state) + 1)
        return state

    def finish(self) -> None:
        """Make the names of this run survive a power cut."""
        self._pool.shutdown()
        for folder in self._folders:
            disk.sync_folder(folder)

    def _write(self, job: tuple[Path, str, bytes]) -> tuple[Path, str, Outcome]:
        """What became of one file. In threads: a disk takes some 3 ms to confirm each."""
        path, name, content = job
        try:
            if os.path.lexists(path) and self._equal(path, content):
                return path, name, "unchanged"
            if not self._dry_run:
                disk.write(path, content, force=self._force)
        except (OutputExists, OSError) as refused:
            return path, name, refused
        return path, name, "written"

    def _booked(self, run: Run, said: set[int | None], path: Path, name: str, done: Outcome) -> str:
        """`written`, `unchanged` or `failed`; one cause is said once an article."""
        match done:
            case OutputExists():
                run.refuse(str(done), done.hint, exits.REFUSED)
                return "failed"
            case OSError():
                if done.errno not in said:
                    run.refuse(*world(path, done), exits.WORLD)
                said.add(done.errno)
                return "failed"
            case "written" if self._dry_run:
                return self._announce(run, path)
        self.counts[name] += 1
        self._folders[path.parent] = None
        return str(done)

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
