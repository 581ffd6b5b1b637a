"""This module finds records of one id that say different things, among all that is checked.

The ids lie in a temporary file, not in memory. Of lines, only where an id comes again is looked at
what they say: then the files are read a second time.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from archivist import own
from archivist.cli.collected import stream_of
from archivist.cli.inputs import Input
from archivist.jsontext import canonical, of_record
from archivist.problems import Location, Problem, problem
from archivist.record import Record

# A record as its canonical form has it; `history`, where a patch may hold anything, is between.
_ID = re.compile(rb'"id":\s*"urn:uuid:([0-9a-fA-F-]{36})",\s*"identifiers":')
_AS_OF = re.compile(rb'("generator":\{)"asOf":"[^"\\]*",')

_TABLE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -8000;
CREATE TABLE record (no INTEGER PRIMARY KEY, id TEXT, input INTEGER, line INTEGER, digest TEXT);
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record is called, and the digest of what it says, None for one that can be had."""

    id: str
    digest: str | None


def identity(data: bytes, record: Record | None, again: bool) -> Identity | None:
    """Of bytes that hold a record, or an export of it. `again`: they can be read again."""
    if record is not None:
        value, _ = of_record(record)
        return Identity(record.id, _digest(value))
    end = data.rfind(b'"identifiers":')
    found = _ID.search(data, max(0, end - 200), end + 14) if end >= 0 else None
    id = "urn:uuid:" + found[1].decode() if found is not None else _id(data)
    return None if id is None else Identity(id, None if again else digest_of(data))


def _id(data: bytes) -> str | None:
    """Of a record whose keys are in another order."""
    try:
        id = json.loads(data)["id"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return id if isinstance(id, str) else None


def digest_of(data: bytes) -> str | None:
    """The digest of the canonical record without `asOf`; None for what is no JSON."""
    line = data.rstrip(b"\r\n")
    bare, number = _AS_OF.subn(rb"\1", line, count=1)
    if number and line.startswith(b'{"blocks":'):
        return sha256(bare).hexdigest()
    try:
        return _digest(json.loads(data))
    except (ValueError, RecursionError, TypeError, KeyError):
        return None


def _digest(value: dict[str, object]) -> str:
    generator = value["generator"]
    assert isinstance(generator, dict)
    rest = {key: one for key, one in generator.items() if key != "asOf"}
    return sha256(canonical({**value, "generator": rest})).hexdigest()


class Twice:
    """The records of a run. Where a set of its own is named, ids are compared within it only."""

    def __init__(self) -> None:
        self._inputs: list[Input] = []
        self._sql = sqlite3.connect("", isolation_level=None)
        self._sql.executescript(_TABLE)
        self._sql.execute("BEGIN")

    def add(self, item: Input, line: int | None, found: Identity, of: str) -> None:
        """Book a record; `of`: the set it belongs to."""
        if not self._inputs or self._inputs[-1] is not item:
            self._inputs.append(item)
        row = (f"{of}\n{found.id}", len(self._inputs) - 1, line, found.digest)
        self._sql.execute("INSERT INTO record (id, input, line, digest) VALUES (?, ?, ?, ?)", row)

    def problems(self) -> Iterator[Problem]:
        """R100 for each record that says something else than the first of its id."""
        query = (
            "SELECT no, id, input, line, digest FROM record WHERE id IN"
            " (SELECT id FROM record GROUP BY id HAVING count(*) > 1) ORDER BY no"
        )
        self._sql.execute("CREATE INDEX of_id ON record (id)")
        rows = self._sql.execute(query).fetchall()
        digests = dict(self._read({(at, line) for _, _, at, line, digest in rows if not digest}))
        first: dict[str, tuple[str | None, str]] = {}
        for _, id, at, line, digest in rows:
            digest = digest or digests.get((at, line))
            where = Location(self._inputs[at].location, line)
            known, place = first.setdefault(id, (digest, str(where)))
            if digest != known:
                name = id.partition("\n")[2]
                message = f"found another record of {name} than in {place}, wanted one of them"
                hint = "keep the one that counts; relations of type revisionOf link versions"
                yield problem("R100", message, where, hint=hint)

    def _read(self, wanted: set[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str | None]]:
        """The digests of lines, each file read once."""
        for at in sorted({at for at, _ in wanted}):
            lines = {line for where, line in wanted if where == at}
            for number, source in own.lines(stream_of(self._inputs[at]), 1 << 30):
                if number in lines:
                    yield (at, number), digest_of(source.data)
