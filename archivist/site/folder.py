"""This module writes the files of a site, and takes away those that it wrote and no longer wants.

A file is ours when the state says so, and the state says so before it is written: a run killed at
any moment leaves nothing behind that the next one would not know. A file that somebody else put
there is left alone, and refused where a page must stand.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from archivist import disk
from archivist.errors import OutputExists
from archivist.site.addresses import STATE
from archivist.site.state import State

WAITING = 400  # files that wait to be written together


class Folder:
    """The files of one site. `written`, `unchanged`, `removed`: how many of them."""

    def __init__(self, root: Path, state: State, *, force: bool = False) -> None:
        self.root = root
        self.written = self.unchanged = self.removed = 0
        self._state = state
        self._force = force
        self._waiting: list[tuple[str, bytes, str, str]] = []

    def put(self, path: str, content: bytes, owner: str = "") -> bool:
        """Have this content at a path; whether anything is to be written.

        It is written with others that wait, at the latest by `flush`. Raises OutputExists where
        a file that is not ours stands in the way, OSError.
        """
        digest = sha256(content).hexdigest()
        row = self._state.one("SELECT digest, size, mtime FROM files WHERE path=?", (path,))
        if row is not None and row[0] == digest and self._is_there(path, row[1], row[2]):
            self._state.say(
                "UPDATE files SET run=?, owner=? WHERE path=?", (self._state.run, owner, path)
            )
            self.unchanged += 1
            return False
        if row is None and not self._force:
            self._refuse_foreign(path, content)
        self._waiting.append((path, content, digest, owner))
        if len(self._waiting) >= WAITING:
            self.flush()
        return True

    def keeps(self, owner: str) -> bool:
        """Whether all files of an owner are as they were left; then they stay wanted."""
        rows = self._state.rows("SELECT path, size, mtime FROM files WHERE owner=?", (owner,))
        paths = [path if self._is_there(path, size, mtime) else "" for path, size, mtime in rows]
        if not paths or not all(paths):
            return False
        self.keep(owner)
        self.unchanged += len(paths)
        return True

    def keep(self, owner: str) -> None:
        """All files of an owner stay, as they are."""
        self._state.say("UPDATE files SET run=? WHERE owner=?", (self._state.run, owner))

    @property
    def written_or_waiting(self) -> int:
        """How many files this run has changed, with those that wait."""
        return self.written + len(self._waiting)

    def flush(self) -> None:
        """Write what waits. Raises OSError."""
        waiting, self._waiting = self._waiting, []
        run = self._state.run
        # Claimed first and kept: should this process be killed now, the next knows they are ours.
        self._state.add("files", [(p, None, None, None, who, run) for p, _, _, who in waiting])
        self._state.keep()
        for path, content, _, _ in waiting:
            disk.rewrite(self.root / path, content)
        rows = [(p, d, *self._size(p), who, run) for p, _, d, who in waiting]
        self._state.add("files", rows)
        self._state.keep()
        self.written += len(waiting)

    def sweep(self) -> None:
        """Take away the files that are ours and that this run did not want. Raises OSError."""
        self.flush()
        query = "SELECT path FROM files WHERE run<>? ORDER BY path"
        for (path,) in list(self._state.rows(query, (self._state.run,))):
            with suppress(FileNotFoundError):
                (self.root / path).unlink()
                self.removed += 1
            self._state.say("DELETE FROM files WHERE path=?", (path,))
            self._prune((self.root / path).parent)
        self._state.keep()

    def _prune(self, folder: Path) -> None:
        """Take a folder away that became empty, and those above it."""
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _is_there(self, path: str, size: int | None, mtime: int | None) -> bool:
        return size is not None and self._size(path) == (size, mtime)

    def _size(self, path: str) -> tuple[int | None, int | None]:
        try:
            found = os.stat(self.root / path)
        except (FileNotFoundError, NotADirectoryError):
            return None, None
        return found.st_size, found.st_mtime_ns

    def _refuse_foreign(self, path: str, content: bytes) -> None:
        place = self.root / path
        if os.path.lexists(place) and not (place.is_file() and place.read_bytes() == content):
            raise disk.exists(place)


def prepare(root: Path, *, force: bool) -> Path:
    """The path of the state file, its folder made.

    Raises OutputExists for a folder that holds something and is no site of ours, OSError.
    """
    home = root / STATE
    foreign = root.is_dir() and not home.is_dir() and any(_others(root))
    if (foreign and not force) or (root.exists() and not root.is_dir()):
        raise OutputExists(
            f"{root}: found files that are no site of archivist",
            hint="name an empty or a new folder with -o; --force writes between what is there",
        )
    home.mkdir(parents=True, exist_ok=True)
    for left in (f for below in ("", "*/", "*/*/") for f in root.glob(f"{below}.archivist-*.tmp")):
        left.unlink(missing_ok=True)
    return home / "state.sqlite"


def _others(root: Path) -> list[str]:
    return [name for name in os.listdir(root) if not disk.is_leftover(name)]
