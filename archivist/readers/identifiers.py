"""This module reads the identifiers that a library has given its articles; it makes none.

CSV in UTF-8 with a line of column names: `path`, `sha256` or `id` says which unit; then either
`scheme` and `value`, or a column for each scheme (`ark`, `shelfmark`, …), or both. Every value is
checked by the rules of its scheme, and none of those that name one thing may stand for two.
"""

from __future__ import annotations

import csv
import functools
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archivist.errors import UsageError, WorldRefused
from archivist.problems import Location, Problem, problem
from archivist.readers import schemes
from archivist.record import Declared, Source, record_id
from archivist.settings import Settings
from archivist.text import printable

HINT = "wanted columns such as: path,scheme,value or sha256,ark,shelfmark"
RULE = "identifiers.column"
LONGEST = 256 * 1024 * 1024  # bytes: the whole table is kept
SHOWN = 3  # names in a message
KEYS = ("path", "sha256", "id")
_KEY_NAMES = {"file": "path", "filename": "path", "name": "path", "uuid": "id", "urn": "id"}
# A scheme that says: the ARKs in this table end in the check character of NOID.
CHECKED_ARK = "ark+noid"

_Entry = tuple[int, str, str, str]  # line, column, scheme, value


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The rows by what they speak of: `path` + place inside, digest, or id of the record."""

    file: str
    found: dict[tuple[str, str], list[_Entry]]
    problems: tuple[Problem, ...] = ()

    def facts(self, source: Source) -> tuple[Declared, ...]:
        """What the rows of a unit say, in the order of the table."""
        digest = source.digest()
        entries = sorted(
            entry for key in keys_of(_name(source), digest) for entry in self.found.get(key, ())
        )
        return tuple(
            Declared(f"identifier.{scheme}", value, f"{self.file}:{line}#{column}", RULE, True)
            for line, column, scheme, value in entries
        )

    def unused(self, units: Iterable[tuple[str, str]]) -> Iterator[Problem]:
        """C042 for rows that speak of nothing: `units` are (path and place inside, sha256).

        One problem, with the first of them: a table of a whole library names thousands.
        """
        left = dict.fromkeys(self.found)
        for name, digest in units:
            for key in keys_of(name, digest):
                left.pop(key, None)
        if left:
            names = ", ".join(printable(value) for _, value in list(left)[:SHOWN])
            more = f" and {len(left) - SHOWN:,} more" if len(left) > SHOWN else ""
            line = self.found[next(iter(left))][0][0]
            yield problem("C042", f"found nothing called {names}{more}", Location(self.file, line))


def keys_of(name: str, digest: str) -> tuple[tuple[str, str], ...]:
    """How a table can speak of a unit."""
    return ("path", _normal(name)), ("sha256", digest), ("id", record_id(digest) if digest else "")


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
    """The table with all that is wrong in it, C040 and C041. Raises WorldRefused, UsageError."""
    try:
        stat = Path(path).stat()
        if stat.st_size > LONGEST:
            message = f"found {stat.st_size:,} bytes, wanted at most {LONGEST:,}"
            raise UsageError(f"{printable(path)}: {message}", hint=HINT)
        return _looked(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or refused
        raise WorldRefused(f"{printable(path)}: {why}", hint=HINT) from None


@functools.lru_cache(2)
def _looked(path: str, changed: int, size: int) -> Identifiers:
    return parsed(Path(path).read_bytes(), printable(Path(path).name), printable(path))


def _name(source: Source) -> str:
    return f"{source.name}{source.part or ''}"


def _normal(path: str) -> str:
    """`./Año/a.txt` → `Año/a.txt`, in one normal form."""
    parts = [part for part in path.strip().split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(parts))


# ------------------------------------------------------------------ the table


@dataclass(slots=True)
class _Reading:
    """The rows so far, with what each identifier that names one thing stands for."""

    shown: str
    found: dict[tuple[str, str], list[_Entry]] = field(default_factory=dict)
    owners: dict[tuple[str, str], tuple[int, tuple[str, str]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parsed(content: bytes, name: str, shown: str | None = None) -> Identifiers:
    """The table in bytes; `name` is what evidence calls it, `shown` what messages do."""
    where = shown or name
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise UsageError(f"{where}:{line}: found a byte that is not UTF-8", hint=HINT) from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    reading = _Reading(where)
    line = 1
    try:
        plan = _plan(next(rows, []), where)
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                _row(reading, plan, row, line)
            line = rows.line_num + 1
    except csv.Error as broken:
        raise UsageError(f"{where}:{line}: found no CSV: {broken}", hint=HINT) from None
    return Identifiers(name, reading.found, tuple(reading.problems))


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


def _row(reading: _Reading, plan: _Plan, row: list[str], line: int) -> None:
    where = Location(reading.shown, line)
    if len(row) != plan.width:
        message = f"found {len(row)} fields, wanted {plan.width} as in the first line"
        reading.problems.append(problem("C040", message, where))
        return
    key = next(((kind, row[at].strip()) for kind, at in plan.keys if row[at].strip()), None)
    if key is None:
        message = f"found no {' or '.join(kind for kind, _ in plan.keys)}, wanted what it names"
        reading.problems.append(problem("C040", message, where))
        return
    owner = _owner(*key)
    for name, column, value in _given(plan, row):
        scheme = _scheme(name)
        if scheme is None:
            message = f"found the scheme {name[:40]!r}, wanted {', '.join(schemes.schemes())}"
            reading.problems.append(problem("C040", message, where))
        else:
            _add(reading, owner, (line, column, scheme, value), where)


def _given(plan: _Plan, row: list[str]) -> Iterator[tuple[str, str, str]]:
    """(scheme as written, column, value) of a row; empty cells say nothing."""
    if plan.pair and (row[plan.pair[0]].strip() or row[plan.pair[1]].strip()):
        yield row[plan.pair[0]], "value", row[plan.pair[1]].strip()
    for scheme, at, name in plan.columns:
        if row[at].strip():
            yield scheme, name, row[at].strip()


def _owner(kind: str, value: str) -> tuple[str, str]:
    if kind == "path":
        return kind, _normal(value)
    if kind == "id":
        bare = value.lower().removeprefix("urn:uuid:")
        return kind, f"urn:uuid:{bare}"
    return kind, value.lower().removeprefix("sha256:")


def _add(reading: _Reading, owner: tuple[str, str], entry: _Entry, where: Location) -> None:
    """Book an identifier, or what is wrong with it."""
    line, column, scheme, value = entry
    told = scheme == CHECKED_ARK
    scheme = "ark" if told else scheme
    fault = schemes.fault(scheme, value)
    if fault is None and told and not schemes.noid_holds(value):
        fault = f"found {value[:80]!r}, whose check character is wrong: wanted it as assigned"
    if fault is not None:
        reading.problems.append(problem("C040", f"{scheme}: {fault}", where))
        return
    if scheme in schemes.OF_ONE:
        spelled = (scheme, schemes.same(scheme, value))
        first, of = reading.owners.setdefault(spelled, (line, owner))
        if first != line:
            message = f"found {value[:80]!r} again, wanted it once: line {first} has it"
            message += "" if of == owner else f" for {printable(of[1])[:60]}"
            reading.problems.append(problem("C041", message, where))
            return
    written = "urn" if scheme == "urn:newsml" else scheme
    reading.found.setdefault(owner, []).append((line, column, written, value))
