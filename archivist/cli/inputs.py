"""This module finds what the caller named: files, folders, globs, `-`, and lists of them."""

from __future__ import annotations

import errno
import glob
import io
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, BinaryIO

from archivist.cli import console
from archivist.errors import UsageError, WorldRefused
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream
from archivist.text import is_hidden, printable, record_name

SPOOLED = 8 * 1024 * 1024  # bytes of standard input kept in memory

# Names of one folder → those of them that are inputs (a command's own rule, e.g. exports only).
Keep = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read; `path` None: stdin. `name` is below the given input, with `/`.

    `part` is the place in it that was named (`box.zip!/a.txt`), None for all of it.
    """

    path: str | None
    location: str
    name: str
    part: str | None = None

    def stream(self) -> Stream:
        """The file, opened when it is read; standard input is kept until the run ends.

        Raises OSError.
        """
        path = self.path
        if path is None:
            return Stream(self.location, self.name, _spooled(_stdin()))
        return Stream(self.location, self.name, lambda: open(path, "rb"), only=self.part)


def _spooled(stream: IO[bytes]) -> Callable[[], BinaryIO]:
    """Opens what came from a pipe anew each time; what is long lies on the disk meanwhile."""
    start = stream.read(SPOOLED)
    rest = stream.read(SPOOLED) if len(start) == SPOOLED else b""
    if not rest:
        return lambda: io.BytesIO(start)
    file = tempfile.NamedTemporaryFile(prefix="archivist-")  # noqa: SIM115 - lives as long as the run
    for part in (start, rest):
        file.write(part)
    shutil.copyfileobj(stream, file)
    file.flush()
    return lambda: _reopened(file)


def _reopened(file: IO[bytes]) -> BinaryIO:
    return open(file.name, "rb")


@dataclass(frozen=True, slots=True)
class Found:
    """What the arguments gave; `missing` could not be found or entered, `passed` were skipped."""

    inputs: tuple[Input, ...]
    missing: tuple[Problem, ...]
    passed: tuple[str, ...]
    folders: tuple[str, ...]


# What is done with an input that is found; one that is named twice comes twice.
Take = Callable[[Input], None]


def find(named: Iterable[str], *, keep: Keep, outside: Sequence[Path] = ()) -> Found:
    """The inputs in the order named, folders in the order of their names; each file once.

    `outside`: folders this run writes to, which a walk does not enter, and files that say how to
    read, which it passes by.
    """
    inputs: dict[str, Input] = {}

    def take(item: Input) -> None:
        key = "-" if item.path is None else os.path.abspath(item.path) + (item.part or "")
        inputs.setdefault(key, item)

    found = walk(named, take, keep=keep, outside=outside)
    return replace(found, inputs=tuple(inputs.values()))


def walk(named: Iterable[str], take: Take, *, keep: Keep, outside: Sequence[Path] = ()) -> Found:
    """As `find`, for inputs too many to be held: each is handed to `take`, none is returned."""
    search = _Search(take, keep, {os.path.realpath(folder) for folder in outside})
    for argument in named:
        search.add(argument)
    return Found((), tuple(search.missing), tuple(search.passed), tuple(search.folders))


def refuse_sources(folder: Path, found: Found) -> None:
    """An input folder is never written to; a folder below it is, and is not read.

    Raises UsageError.
    """
    target = os.path.realpath(folder)
    for source in found.folders:
        if os.path.realpath(source) == target:
            raise UsageError(
                f"{folder} is an input, and nothing is written among the sources",
                hint="name another folder, e.g. -o out",
            )


def listed(files_from: str) -> list[str]:
    """The names in a list file (`-`: standard input): one a line, or ended by NUL bytes."""
    try:
        content = _stdin().read() if files_from == "-" else Path(files_from).read_bytes()
    except OSError as refused:
        hint = "--files-from wants a file with one name a line, or - for standard input"
        raise WorldRefused(f"{files_from}: {refused.strerror}", hint=hint) from refused
    names = content.split(b"\0") if b"\0" in content else content.splitlines()
    return [os.fsdecode(name) for name in names if name.strip()]


def _stdin() -> IO[bytes]:
    """The bytes of standard input. Raises OSError where there is none (`<&-`)."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed")
    if console.is_terminal(sys.stdin):
        console.say("reading from the terminal; end with Ctrl-D")
    return sys.stdin.buffer


def named_inputs(arguments: Sequence[str], files_from: str | None) -> list[str]:
    """Arguments and listed names in one list. Raises UsageError when there is neither."""
    names = [*arguments, *(listed(files_from) if files_from else ())]
    if files_from == "-" and "-" in arguments:
        hint = "put the list into a file: --files-from FILE"
        raise UsageError("standard input cannot be an article and the list of names", hint=hint)
    if not names and not files_from:
        hint = "name a file, a folder, a quoted pattern such as '*.txt', or - for standard input"
        raise UsageError("no input was named", hint=hint)
    return names


def unreadable(location: str, refused: OSError) -> Problem:
    """R007: what the world said about a file or folder, and what would help."""
    hint = {
        "FileNotFoundError": "check the spelling; a pattern such as '*.txt' is looked up by us",
        "PermissionError": "ask for the right to read it, or leave it out",
    }.get(type(refused).__name__, "its bytes are not touched; the other inputs go on")
    what = f"found {refused.strerror or refused}, wanted a file that can be read"
    return problem("R007", what, Location(location), hint=hint)


class _Search:
    """One walk over the arguments."""

    def __init__(self, take: Take, keep: Keep, outside: set[str]) -> None:
        self._hand_over = take
        self.missing: list[Problem] = []
        self.passed: list[str] = []
        self.folders: list[str] = []
        self._keep = keep
        self._outside = outside
        self._outside_names = {os.path.basename(path) for path in outside}

    def add(self, argument: str) -> None:
        if argument == "-":
            self._take(None, "stdin")
        elif not argument:
            self._miss('""', FileNotFoundError(2, "an empty name"))
        elif (refused := _refused(argument)) is None:
            self._add_path(argument, os.path.dirname(os.path.abspath(argument)))
        elif (place := _place(argument)) is not None:
            self._take(place[0], os.path.basename(place[0]), place[1])
        elif glob.has_magic(argument):
            self._add_pattern(argument)
        else:
            self._miss(argument, refused)

    def _add_pattern(self, pattern: str) -> None:
        """Matches in the order of their names; names are below the part before the first wildcard.

        A pattern without a match is no missing file: no input matched.
        """
        fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
        base = os.path.abspath(os.path.dirname(fixed) or ".")
        try:
            matches = sorted(glob.glob(pattern, recursive=True))
        except RecursionError:
            hint = "name the folder instead of a pattern"
            raise UsageError(f"{pattern}: folders nested too deeply for **", hint=hint) from None
        files = [match for match in matches if not _is_special(match)]
        kept = set(self._keep(files)) if len(files) > 1 else set(files)
        for match in matches:
            if os.path.isdir(match) and "**" not in pattern:
                self._walk(match, base)
            elif match in kept:
                self._add_path(match, base)
        self.passed.extend(file for file in files if file not in kept)

    def _add_path(self, path: str, base: str) -> None:
        if os.path.isdir(path):
            self._walk(path, os.path.abspath(path))
        else:
            self._take(path, os.path.relpath(os.path.abspath(path), base))

    def _walk(self, folder: str, base: str) -> None:
        self.folders.append(folder)
        for path in self._files_below(folder):
            named = os.path.basename(path) in self._outside_names
            if named and os.path.realpath(path) in self._outside:
                self.passed.append(path)
                continue
            self._take(path, os.path.relpath(os.path.abspath(path), base))

    def _files_below(self, folder: str) -> Iterator[str]:
        """Regular files (and links that may be), by name; links to folders are not followed.

        Without recursion: folders may be nested deeper than Python's stack.
        """
        open_folders = [self._entries(folder)]
        while open_folders:
            path, is_folder = next(open_folders[-1], ("", False))
            if not path:
                open_folders.pop()
            elif is_folder:
                open_folders.append(self._entries(path))
            else:
                yield path

    def _entries(self, folder: str) -> Iterator[tuple[str, bool]]:
        """(path, whether it is a folder) of what is to be read or entered in a folder."""
        try:
            with os.scandir(folder) as entries:
                found = sorted((e for e in entries if not is_hidden(e.name)), key=lambda e: e.name)
        except OSError as refused:
            self._miss(folder, refused)
            return
        kept = set(self._keep([e.name for e in found if _is_file(e)]))
        for entry in found:
            path = os.path.normpath(os.path.join(folder, entry.name))
            if entry.is_dir(follow_symlinks=False):
                if os.path.realpath(path) not in self._outside:
                    yield path, True
            elif entry.name in kept:
                yield path, False
            else:
                self.passed.append(path)

    def _take(self, path: str | None, name: str, part: str | None = None) -> None:
        location = "stdin" if path is None else printable(path)
        self._hand_over(Input(path, location, record_name(name), part))

    def _miss(self, path: str, refused: OSError) -> None:
        self.missing.append(unreadable(printable(path), refused))


def _place(argument: str) -> tuple[str, str] | None:
    """(file, place in it) of `box.zip!/a.txt`, `x.warc.gz!<urn:…>`, `reut2-000.sgm#5`."""
    for mark in re.finditer(r"[!#]|:(?=\d)", argument):
        path, place = argument[: mark.start()], argument[mark.start() :]
        if path and os.path.isfile(path):
            return path, place
    return None


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Pipes, sockets and devices would hang a walk; a dangling link is worth a message."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return entry.is_symlink()


def _refused(path: str) -> OSError | None:
    """Why the world does not show what is there; None when it does."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return FileNotFoundError(errno.ENOENT, "no such file")
    except OSError as refused:
        return refused
    return None


def _is_special(path: str) -> bool:
    """A folder, pipe, socket or device: a pattern that takes them all means none of these."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False
