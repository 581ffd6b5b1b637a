"""This module reads the identifiers that a library has given its articles; it makes none.

CSV in UTF-8 with a line of column names: `path`, `sha256` or `id` says which unit; then either
`scheme` and `value`, or a column for each scheme (`ark`, `shelfmark`, …), or both. Every value is
checked by the rules of its scheme, and none of those that name one thing may stand for two.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archivist.errors import UsageError, WorldRefused
from archivist.problems import Location, Problem, problem
from archivist.readers import schemes
from archivist.record import Declared, Source, record_id
from archivist.settings import Settings
from archivist.text import printable
from archivist.text.cells import Rows

HINT = "wanted columns such as: path,scheme,value or sha256,ark,shelfmark"
RULE = "identifiers.column"
SHOWN = 3  # names in a message
KEYS = ("path", "sha256", "id")
_KEY_NAMES = {"file": "path", "filename": "path", "name": "path", "uuid": "id", "urn": "id"}
# A scheme that says: the ARKs in this table end in the check character of NOID.
CHECKED_ARK = "ark+noid"
Where = tuple[int, int]  # line and column, from 1


_TABLE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE entry (
  no INTEGER PRIMARY KEY, owner TEXT, line INTEGER, place TEXT, scheme TEXT, value TEXT,
  spelled TEXT UNIQUE, used INTEGER DEFAULT 0
);
CREATE INDEX of_owner ON entry (owner);
"""


class Identifiers:
    """The rows by what they speak of: path and place inside, digest, or id of the record.

    They lie in a temporary file, not in memory: a table of a whole library has millions.
    `problems`: all that is wrong in the table, C040 and C041.
    """

    def __init__(self, file: str, shown: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._shown = shown
        self._sql = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._sql.executescript(_TABLE)
        self._sql.execute("BEGIN")

    def facts(self, source: Source) -> tuple[Declared, ...]:
        """What the rows of a unit say, in the order of the table."""
        query = "SELECT line, place, scheme, value FROM entry WHERE owner IN (?, ?, ?) ORDER BY no"
        name = f"{source.name}{source.part or ''}"
        found = self._sql.execute(query, keys_of(name, source.digest()))
        return tuple(
            Declared(f"identifier.{scheme}", value, f"{self.file}:{line}#{place}", RULE, True)
            for line, place, scheme, value in found
        )

    def unused(self, units: Iterable[tuple[str, str]]) -> Iterator[Problem]:
        """C042 for rows that speak of nothing: `units` are (path and place inside, sha256).

        One problem, with the first of them.
        """
        self._sql.execute("UPDATE entry SET used = 0")
        for name, digest in units:
            self._sql.execute(
                "UPDATE entry SET used = 1 WHERE owner IN (?, ?, ?)", keys_of(name, digest)
            )
        query = "SELECT owner, min(line) FROM entry WHERE NOT used GROUP BY owner ORDER BY min(no)"
        left = self._sql.execute(query).fetchall()
        if left:
            names = ", ".join(printable(owner.partition(":")[2]) for owner, _ in left[:SHOWN])
            more = f" and {len(left) - SHOWN:,} more" if len(left) > SHOWN else ""
            where = Location(self.file, left[0][1])
            yield problem("C042", f"found nothing called {names}{more}", where)

    def wrong(self, code: str, message: str, where: Where) -> None:
        """Book what is wrong at a place."""
        self.problems.append(problem(code, message, Location(self._shown, *where)))

    def add(self, owner: str, line: int, place: str, scheme: str, value: str, where: Where) -> None:
        """Book an identifier; C041 for one that names one thing and is there already."""
        one = scheme in schemes.OF_ONE
        spelled = f"{scheme}:{schemes.same(scheme, value)}" if one else None
        written = "urn" if scheme == "urn:newsml" else scheme
        insert = (
            "INSERT OR IGNORE INTO entry (owner, line, place, scheme, value, spelled)"
            " VALUES (?, ?, ?, ?, ?, ?)"
        )
        if self._sql.execute(insert, (owner, line, place, written, value, spelled)).rowcount:
            return
        query = "SELECT line, owner FROM entry WHERE spelled = ?"
        first, of = self._sql.execute(query, (spelled,)).fetchone()
        message = f"found {value[:80]!r} again, wanted it once: line {first} has it"
        message += "" if of == owner else f" for {printable(of.partition(':')[2])[:60]}"
        self.wrong("C041", message, where)


def keys_of(name: str, digest: str) -> tuple[str, str, str]:
    """How a table can speak of a unit."""
    return f"path:{_normal(name)}", f"sha256:{digest}", f"id:{record_id(digest) if digest else ''}"


def load(settings: Settings) -> Identifiers | None:
    """The table of `--identifiers`, read once; None when there is none.

    Raises WorldRefused when it cannot be read, UsageError for the first thing that is wrong.
    """
    if settings.identifiers is None:
        return None
    found = look(settings.identifiers)
    if not found.problems:
        return found
    first, *others = found.problems
    more = f" (and {len(others)} more)" if others else ""
    raise UsageError(
        f"{first.location}: {first.code} {first.message}{more}", hint=first.hint or HINT
    )


def look(path: str) -> Identifiers:
    """The table with all that is wrong in it. Raises WorldRefused, UsageError."""
    try:
        stat = Path(path).stat()
        return _looked(path, stat.st_mtime_ns, stat.st_size, os.getpid())
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or refused
        raise WorldRefused(f"{printable(path)}: {why}", hint=HINT) from None


@functools.lru_cache(2)
def _looked(path: str, changed: int, size: int, process: int) -> Identifiers:
    """By process: a forked one must not share the connection of its parent."""
    with Path(path).open("rb") as opened:
        return _read(opened, printable(Path(path).name), printable(path))


def parsed(content: bytes, name: str) -> Identifiers:
    """The table in bytes; `name` is what evidence and messages call it."""
    return _read(io.BytesIO(content), name, name)


def _normal(path: str) -> str:
    """`./Año/a.txt` → `Año/a.txt`, in one normal form."""
    parts = [part for part in path.strip().split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(parts))


# ------------------------------------------------------------------ the table


def _read(stream: BinaryIO, name: str, where: str) -> Identifiers:
    found = Identifiers(name, where)
    lines = _decoded(stream, where)
    head = next(lines, "")
    delimiter = max(",;\t", key=head.count)
    kept = Rows(chain([head], lines))
    rows = csv.reader(kept, delimiter=delimiter, strict=True)
    line = 1
    try:
        plan = _plan(next(rows, []), where)
        line = rows.line_num + 1
        kept.done()
        for row in rows:
            if any(cell.strip() for cell in row):
                _row(found, plan, row, line, lambda at: kept.place(at, delimiter))
            line = rows.line_num + 1
            kept.done()
    except csv.Error as broken:
        raise UsageError(f"{where}:{line}: found no CSV: {broken}", hint=HINT) from None
    return found


def is_table(head: str) -> bool:
    """Whether a first line names what identifiers are of, and nothing but identifiers."""
    delimiter = max(",;\t", key=head.count)
    names = next(csv.reader([head.strip("\ufeff\r\n")], delimiter=delimiter), [])
    try:
        plan = _plan(names, "")
    except UsageError:
        return False
    known = len({*(at for _, at in plan.keys), *(plan.pair or ())}) + len(plan.columns)
    return known * 2 > len(names)


def _decoded(stream: BinaryIO, where: str) -> Iterator[str]:
    """The lines as text with their ends, without the byte order mark."""
    for number, raw in enumerate(stream, 1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            found = "found a byte that is not UTF-8"
            raise UsageError(f"{where}:{number}: {found}", hint=HINT) from None


@dataclass(frozen=True, slots=True)
class _Plan:
    """Places of the columns: (key, place), scheme and value if there are, (scheme, place, name)."""

    width: int
    keys: tuple[tuple[str, int], ...]
    pair: tuple[int, int] | None
    columns: tuple[tuple[str, int, str], ...]


def _plan(head: list[str], where: str) -> _Plan:
    names = [name.strip().lower() for name in head]
    said = {_KEY_NAMES.get(name, name): at for at, name in reversed(list(enumerate(names)))}
    keys = tuple((key, said[key]) for key in KEYS if key in said)
    pair = (said["scheme"], said["value"]) if "scheme" in said and "value" in said else None
    taken = {at for _, at in keys} | set(pair or ())
    columns = tuple(
        (scheme, at, head[at].strip())
        for at, name in enumerate(names)
        if at not in taken and (scheme := _scheme(name)) is not None
    )
    if not keys or not (pair or columns):
        listed = ", ".join(name.strip() for name in head[:12]) or "none"
        raise UsageError(f"{where}:1: found the columns {printable(listed)}", hint=HINT)
    return _Plan(len(head), keys, pair, columns)


def _scheme(name: str) -> str | None:
    return CHECKED_ARK if name.strip().lower() == CHECKED_ARK else schemes.scheme_of(name)


def _row(
    found: Identifiers, plan: _Plan, row: list[str], line: int, place: Callable[[int], Where]
) -> None:
    """Books a row that starts on `line`; `place` says where its cells stand."""
    if len(row) != plan.width:
        message = f"found {len(row)} fields, wanted {plan.width} as in the first line"
        found.wrong("C040", message, place(min(len(row), plan.width)))
        return
    key = next(((kind, row[at].strip()) for kind, at in plan.keys if row[at].strip()), None)
    if key is None:
        names = " or ".join(kind for kind, _ in plan.keys)
        found.wrong("C040", f"found no {names}, wanted what it names", place(plan.keys[0][1]))
        return
    owner = _owner(*key)
    for name, column, value, at in _given(plan, row):
        scheme = _scheme(name)
        if scheme is None:
            known = ", ".join(schemes.schemes())
            message = f"found the scheme {name[:40]!r}, wanted {known}"
            found.wrong("C040", message, place(plan.pair[0] if plan.pair else at))
        elif fault := _fault(scheme, value):
            found.wrong("C040", fault, place(at))
        else:
            bare = "ark" if scheme == CHECKED_ARK else scheme
            found.add(owner, line, column, bare, value, place(at))


def _given(plan: _Plan, row: list[str]) -> Iterator[tuple[str, str, str, int]]:
    """(scheme as written, column, value, its place) of a row; empty cells say nothing."""
    for scheme, at, name in plan.columns:
        if row[at].strip():
            yield scheme, name, row[at].strip(), at
    if plan.pair and (row[plan.pair[0]].strip() or row[plan.pair[1]].strip()):
        yield row[plan.pair[0]], "value", row[plan.pair[1]].strip(), plan.pair[1]


def _owner(kind: str, value: str) -> str:
    if kind == "path":
        return f"path:{_normal(value)}"
    if kind == "id":
        bare = value.lower().removeprefix("urn:uuid:")
        return f"id:urn:uuid:{bare}"
    bare = value.lower().removeprefix("sha256:")
    return f"sha256:{bare}"


def _fault(scheme: str, value: str) -> str | None:
    """What is wrong with an identifier, after its scheme; None when nothing is."""
    told = scheme == CHECKED_ARK
    bare = "ark" if told else scheme
    fault = schemes.fault(bare, value)
    if fault is None and told and not schemes.noid_holds(value):
        fault = f"found {value[:80]!r}, whose check character is wrong: wanted it as assigned"
    return f"{bare}: {fault}" if fault else None
