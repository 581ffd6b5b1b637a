"""This module reads what the library already knows: a table with a row for each source.

The layout is Archivematica's `metadata.csv` (a column `filename` with `objects/…`, then Dublin
Core: `dc.title`, `dc.date`, `dc.creator`, …), or any table with a mapping that has `[catalogue]`.
Values enter as supplied by the archivist: `metadata.csv:17#dc.date`.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archivist.errors import UsageError, WorldRefused
from archivist.problems import Problem
from archivist.readers import fields, mapping
from archivist.readers.parts import Stream
from archivist.readers.statements import Cell, facts
from archivist.readers.tables import dialect, table_rows
from archivist.record import Declared
from archivist.settings import Settings
from archivist.text import printable

HINT = "wanted a table such as: filename,dc.title,dc.date,dc.creator"
RULE = "catalogue.column"
LONGEST = 64 * 1024 * 1024  # bytes: the whole catalogue is kept
# What a catalogue says of a box, a table or a dump does not hold for each article in it.
_OF_ONE = ("title", "headline", "summary", "date.", "identifier.", "credit.author")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the line where it starts, the file it speaks of, what it says."""

    line: int
    file: str
    facts: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of a catalogue; `named` finds them by whole paths, `short` by names that are once.

    `file` is the name that evidence shows.
    """

    file: str
    entries: tuple[Entry, ...]
    named: dict[str, tuple[int, ...]]
    short: dict[str, tuple[int, ...]]

    def facts(self, name: str, part: str | None = None) -> tuple[Declared, ...]:
        """What the rows of a source say, and those of its folder if it has none.

        `name`: its path with `/`; `part`: its place inside.
        """
        found = self._places(name, part)
        if found or part is not None:
            return tuple(fact for at in found for fact in self.entries[at].facts)
        folder = _normal(name)
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            if folder in self.named:
                rows = (self.entries[at].facts for at in self.named[folder])
                return of_box(tuple(fact for row in rows for fact in row))
        return ()

    def _places(self, name: str, part: str | None) -> tuple[int, ...]:
        if part is None:
            return self._of_path(_normal(name))
        whole = self._of_path(_normal(name + part))
        if whole or not part.startswith("!/"):
            return whole
        return self._of_path(_normal(part.rpartition("!/")[2]))

    def _of_path(self, path: str) -> tuple[int, ...]:
        """By the whole path, then without its first folders, then by the name alone if it is once;
        the same without the extension."""
        for name in (path, _stem(path)):
            tail = name
            while True:
                if tail in self.named:
                    return self.named[tail]
                _, parted, tail = tail.partition("/")
                if not parted:
                    break
            if name.rpartition("/")[2] in self.short:
                return self.short[name.rpartition("/")[2]]
        return ()


def of_box(found: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """What is said of a box and holds for all that lies in it: publisher, rights, language, …"""
    return tuple(item for item in found if not item.field.startswith(_OF_ONE))


def load(settings: Settings) -> Catalogue | None:
    """The catalogue of `--metadata`, read once; None when there is none.

    Raises WorldRefused when it cannot be read, UsageError when it is no catalogue.
    """
    path = settings.metadata
    if path is None:
        return None
    given = mapping.load(settings.mapping) if settings.mapping else None
    try:
        stat = Path(path).stat()
        return _loaded(path, stat.st_mtime_ns, stat.st_size, given.catalogue if given else ())
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or refused
        raise WorldRefused(f"{printable(path)}: {why}", hint=HINT) from None


@functools.lru_cache(4)
def _loaded(path: str, changed: int, size: int, columns: tuple[mapping.Column, ...]) -> Catalogue:
    shown = printable(path)
    if size > LONGEST:
        raise UsageError(f"{shown}: found {size:,} bytes, wanted at most {LONGEST:,}", hint=HINT)
    entries = []
    for found in look(Path(path).read_bytes(), shown, columns):
        if isinstance(found, Fault):
            raise UsageError(f"{shown}:{found.number}: {found.message}", hint=found.hint)
        entries.append(found)
    return _indexed(Path(shown).name, tuple(entries))


class Fault(NamedTuple):
    """A row that does not fit: the line where it starts, and what would help."""

    number: int
    message: str
    hint: str


def look(
    content: bytes, shown: str, columns: tuple[mapping.Column, ...] = ()
) -> Iterator[Entry | Fault]:
    """The rows of a catalogue and what is wrong in it. Raises UsageError when it is none."""
    stream = Stream(shown, Path(shown).name, lambda: io.BytesIO(content))
    settings = Settings()
    found = dialect.look(stream, settings)
    if isinstance(found, Problem):
        raise UsageError(f"{shown}: {found.message}", hint=HINT)
    plan = _plan(found.dialect, columns, shown)
    yield from _entries(stream, found.dialect, plan, settings)


def _indexed(file: str, entries: tuple[Entry, ...]) -> Catalogue:
    named: dict[str, tuple[int, ...]] = {}
    counted = Counter(entry.file.rpartition("/")[2] for entry in entries)
    stems = Counter(_stem(entry.file) for entry in entries)
    short: dict[str, tuple[int, ...]] = {}
    for at, entry in enumerate(entries):
        named[entry.file] = (*named.get(entry.file, ()), at)
        base = entry.file.rpartition("/")[2]
        if counted[base] == 1:
            short[base] = (at,)
    for at, entry in enumerate(entries):
        stem = _stem(entry.file)
        if stems[stem] == 1:
            named.setdefault(stem, (at,))
    return Catalogue(file, entries, named, short)


def _normal(path: str) -> str:
    """`objects/Año/a.txt`, `.\\Año\\a.txt` → `Año/a.txt`, in one normal form."""
    parts = [part for part in path.strip().replace("\\", "/").split("/") if part not in ("", ".")]
    while parts and parts[0] in ("objects", "data"):
        parts = parts[1:]
    return unicodedata.normalize("NFC", "/".join(parts))


def _stem(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    base, dot, suffix = name.rpartition(".")
    return f"{folder}{slash}{base}" if dot and base and 0 < len(suffix) <= 5 else path


# ------------------------------------------------------------------ columns


@dataclass(frozen=True, slots=True)
class _Plan:
    """The column of the file names, and (key, place, name) of the others."""

    file: int
    columns: tuple[tuple[str, int, str], ...]


def _plan(written: dialect.Dialect, columns: tuple[mapping.Column, ...], shown: str) -> _Plan:
    """By the mapping, else by the names of the columns; the file names may be the first column."""
    names = written.names()
    if columns:
        return _mapped(columns, names, shown)
    if written.header is None:
        raise UsageError(f"{shown}: found no line with the names of the columns", hint=HINT)
    found: list[tuple[str, int, str]] = []
    file: int | None = None
    for at, name in enumerate(names):
        known = _key(name)
        if known == fields.FILE:
            file = at if file is None else file
        elif known is not None:
            found.append((known, at, name))
    if file is None:
        listed = ", ".join(names[:12])
        raise UsageError(
            f"{shown}: found the columns {listed}, and none called filename", hint=HINT
        )
    return _Plan(file, tuple(found))


def _key(name: str) -> str | None:
    known = fields.key_of(name)
    if known is None or known[0] == "text":
        return None
    return "title" if known[0] == "headline" and fields.normal(name) != "headline" else known[0]


def is_table(names: Sequence[str]) -> bool:
    """Whether columns are those of a catalogue: a file name, something known, and no text."""
    known = [key[0] for key in map(fields.key_of, names) if key is not None]
    return fields.FILE in known and len(known) > 1 and "text" not in known


def _mapped(columns: tuple[mapping.Column, ...], names: tuple[str, ...], shown: str) -> _Plan:
    file: int | None = None
    found: list[tuple[str, int, str]] = []
    for column in columns:
        at = mapping.place(column.name, names)
        if at is None:
            listed = ", ".join(names[:20])
            message = f"{shown}: found no column {column.name!r}"
            raise UsageError(message, hint=f"the columns are: {listed}")
        if column.key == fields.FILE:
            file = at
        else:
            found.append((column.key, at, names[at]))
    if file is None:
        hint = 'say which column names the source: [catalogue] file = "…"'
        raise UsageError(f"{shown}: the mapping has no file in [catalogue]", hint=hint)
    return _Plan(file, tuple(found))


def _entries(
    stream: Stream, written: dialect.Dialect, plan: _Plan, settings: Settings
) -> Iterator[Entry | Fault]:
    """The rows that name a file, and those that do not fit the columns."""
    name = "utf-8" if written.wide else written.encoding.value
    for row in table_rows(stream, written, settings.max_size):
        spare = any(item.strip() for item in row.fields[written.width :])
        if row.fault or len(row.fields) < written.width or spare:
            found = "a row that breaks off" if row.fault else f"{len(row.fields)} fields"
            message = f"found {found}, wanted {written.width} fields as in the other rows"
            yield Fault(row.line, message, "put values that hold the delimiter in quotes")
            continue
        values = [field.decode(name, "replace") for field in row.fields]
        file = _normal(values[plan.file])
        if file:
            cells = [
                Cell(key, values[at], f"{stream.name}:{row.line}#{column}", column)
                for key, at, column in plan.columns
            ]
            yield Entry(row.line, file, tuple(facts(cells, RULE, supplied=True)))
