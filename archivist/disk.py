"""This module writes files so that a reader finds the old one or the whole new one, never less."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from archivist.errors import OutputExists

WINDOWS = os.name == "nt"


def write(path: Path, content: bytes, *, force: bool) -> None:
    """Write under a temporary name beside `path`, flush to the disk, then take the name.

    Raises OutputExists when the name is taken and `force` is not given, OSError when the world
    refuses; the temporary file is gone either way.
    """
    _make_folder(path.parent)
    temporary = path.parent / f".archivist-{uuid4().hex[:12]}.tmp"
    try:
        _write_through(temporary, content)
        if force:
            os.replace(temporary, path)
        else:
            _take_name(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    """The folder with those above it; `mkdir(parents=True)` recurses once a level."""
    missing = []
    while not folder.is_dir() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut. Windows has no such call and needs none."""
    if WINDOWS:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_through(path: Path, content: bytes) -> None:
    """O_EXCL and 0o666: never through somebody's link, and with the rights the umask gives."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _take_name(temporary: Path, path: Path) -> None:
    """Rename only if the name is free: a link fails when it is taken, a rename would replace."""
    try:
        if WINDOWS:
            os.rename(temporary, path)  # refuses a taken name there
        else:
            os.link(temporary, path)
    except FileExistsError as taken:
        raise exists(path) from taken
    except OSError:
        # A file system without hard links (FAT, some network shares).
        if os.path.lexists(path):
            raise exists(path) from None
        os.rename(temporary, path)


def exists(path: Path) -> OutputExists:
    """The refusal to overwrite."""
    return OutputExists(
        f"{path}: a different file is there, and nothing is overwritten",
        hint="--force replaces it; -o names another folder",
    )


def replace_streamed(path: Path, chunks: Iterable[bytes], *, like: Path | None = None) -> None:
    """Write what may be larger than memory, flushed to the disk, in place of what was there.

    `like`: a file whose rights it gets. Raises OSError, and what `chunks` raises; the temporary
    file is gone then.
    """
    _make_folder(path.parent)
    temporary = path.parent / f".archivist-{uuid4().hex[:12]}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o666), "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        if like is not None:
            shutil.copymode(like, temporary)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def rewrite(path: Path, content: bytes) -> None:
    """Write what can be made again, in place of what was there: whole, but not flushed to the disk.

    A killed process leaves the old file or the new one; a power cut can leave neither. Raises
    OSError; the temporary file is gone then.
    """
    temporary = path.parent / f".archivist-{uuid4().hex[:12]}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(temporary, flags, 0o666)
        except FileNotFoundError:
            _make_folder(path.parent)
            handle = os.open(temporary, flags, 0o666)
        with open(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def is_leftover(name: str) -> bool:
    """Whether a file is what a killed run left of a write."""
    return name.startswith(".archivist-") and name.endswith(".tmp")


@contextlib.contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when this process ends, however it ends.

    Raises OutputExists when another process holds it: the file says which, by host and number.
    """
    _make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _lock(handle):
            holder = os.read(handle, 200).decode("utf-8", "replace").strip() or "another process"
            hint = "wait for it to end; a lock of a process that is gone holds nothing"
            raise OutputExists(f"{what} is being written to by {holder}", hint=hint)
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether the lock was free."""
    try:
        if WINDOWS:
            import msvcrt

            os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond what is written: it can be read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
