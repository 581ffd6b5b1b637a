"""This module goes through records wherever they lie: in collections, or in files of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from archivist.cli import options
from archivist.cli.export import RECORD_SIZE, exported
from archivist.cli.inputs import Found, Input, find, named_inputs
from archivist.cli.kept import keep_out
from archivist.cli.outputs import records
from archivist.cli.run import Run
from archivist.collection import fetch, layout
from archivist.collection.index import Index
from archivist.collection.tombstones import Tombstone
from archivist.jsontext import load
from archivist.pipeline import Conversion
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import Stream
from archivist.record import Aside, Record, Source

NOTHING = Found((), (), (), ())


@dataclass(frozen=True, slots=True)
class Held:
    """A record and its canonical JSON, one line that ends with a newline; `location` is where it
    lies, for messages; `problems` of reading it are said already; `place` names the bytes of a
    record that a collection keeps for good, and is empty for one in a file."""

    record: Record
    line: bytes
    location: str
    problems: tuple[Problem, ...] = ()
    place: str = ""

    @property
    def digest(self) -> str:
        """The sha256 of the canonical JSON without its newline, in hex."""
        return _digest(self.line)


class Holdings:
    """The records that a command line names, each article once. Use as a context: it ends with
    the account.

    Of a collection they are the newest record of every article that is not withdrawn, in the
    order of its ledgers; of files those that `export` takes. When they are to be `published`,
    those that are not usable are set aside. Who takes one books it in `run.account`, as written
    or unchanged. Raises UsageError for a command line without inputs, and where what is made
    would go `into` one of the collections.
    """

    def __init__(
        self,
        given: dict[str, Any],
        *,
        made: str,
        into: str | None = None,
        published: bool = False,
    ) -> None:
        named = named_inputs(given["named"], given["files_from"])
        self.collections = tuple(Path(name) for name in named if layout.is_collection(Path(name)))
        keep_out(into, self.collections)
        others = [name for name in named if Path(name) not in self.collections]
        found = find(others, keep=records) if others else NOTHING
        kept = tuple(Input(str(path), str(path), path.name) for path in self.collections)
        self._found = replace(found, inputs=(*kept, *found.inputs))
        self._published = published
        settings = options.settings_of(given, max_size=RECORD_SIZE)
        self._settings = replace(settings, without_text=False)  # which is of what is made of them
        self._place = ""
        self._is_known: Callable[[str, str], bool] = lambda id, place: False
        self._seen: dict[str, tuple[str, str]] = {}  # id → digest and place
        total = len(found.inputs) + sum(map(_number, self.collections))
        self.run = Run(self._found, options.manner_of(given), made=made, total=total)

    def alone(self) -> Path | None:
        """The collection, when it is the only input."""
        return (
            self.collections[0] if len(self._found.inputs) == len(self.collections) == 1 else None
        )

    def passing(self, is_known: Callable[[str, str], bool]) -> Holdings:
        """Leave out, unread, what a collection alone has at an (id, place) that is known."""
        if self.alone() is not None:
            self._is_known = is_known
        return self

    def __enter__(self) -> Holdings:
        self.run.__enter__()
        return self

    def __exit__(self, *raised: Any) -> bool:
        return self.run.__exit__(*raised)

    def __iter__(self) -> Iterator[Held]:
        for _, _, conversion in self.run.articles(self._found.inputs, self._read):
            if conversion.record is not None:
                ((_, line),) = conversion.exports
                location, problems = conversion.source.location, conversion.problems
                yield Held(conversion.record, line, location, problems, self._place)

    def withdrawn(self) -> Iterator[Tombstone]:
        """What the collections withdrew, each record once."""
        for collection in self.collections:
            with Index(collection) as index:
                yield from index.gone()

    def _read(self, stream: Stream) -> Iterator[Conversion]:
        collection = Path(stream.location)
        if collection in self.collections:
            found = self._of_collection(collection)
        else:
            self._place = ""
            found = exported(stream, ["record"], self._settings)
        if len(self._found.inputs) > 1 or collection not in self.collections:
            found = map(self._once, found)
        return map(_if_usable, found) if self._published else found

    def _of_collection(self, collection: Path) -> Iterator[Conversion]:
        with Index(collection) as index:
            for row in index.current():
                self.run.account.done += 1
                place = f"{row.accession} {row.shard} {row.offset} {row.line}"
                if row.status != "withdrawn" and self._is_known(row.id, place):
                    self.run.account.unchanged += 1
                elif row.status != "withdrawn":
                    line = fetch.record(collection, row)
                    location = f"{collection}!/{row.path}{row.part}"
                    record = Record.from_json(load(line, location))
                    source = Source(location, row.path, b"")
                    self._place = place
                    yield Conversion(source, record, (), (("record", line),))
        self.run.account.done -= 1  # which the run counts when a whole input is read

    def _once(self, conversion: Conversion) -> Conversion:
        """The record, unless it was there before: in the same words, or in others (R100)."""
        if conversion.record is None:
            return conversion
        source, id = conversion.source, conversion.record.id
        digest, where = _digest(conversion.exports[0][1]), source.location
        first, place = self._seen.setdefault(id, (digest, where))
        if place == where:
            return conversion
        if first == digest:
            return Conversion(source, None, (), set_aside=Aside("duplicate", f"{id}, as {place}"))
        what = f"found another record of {id} than in {place}, wanted one of them"
        hint = "name the one that counts, and leave the other out"
        return Conversion(source, None, (problem("R100", what, Location(where), hint=hint),))


def _if_usable(conversion: Conversion) -> Conversion:
    record = conversion.record
    if record is None or record.status == "usable":
        return conversion
    aside = Aside("not-usable", f"status {record.status}")
    return Conversion(conversion.source, None, (), set_aside=aside)


def _number(collection: Path) -> int:
    """How many records a collection has, with those withdrawn."""
    with Index(collection) as index:
        return index.number()


def _digest(line: bytes) -> str:
    return sha256(line.rstrip(b"\n")).hexdigest()
