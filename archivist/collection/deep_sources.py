"""This module checks that the sources of an accession are there: byte for byte, by their digests.

An original lies in a WARC file (ISO 28500) or is a file of its own; a part of it, such as a row
of a table, is cut out of it again and compared.
"""

from __future__ import annotations

import base64
import csv
import io
import itertools
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from archivist import units
from archivist.collection import layout, originals
from archivist.collection.bag import Bag
from archivist.collection.index import Index
from archivist.collection.ledger import DamagedLedger, Row
from archivist.errors import ArchivistError
from archivist.readers import Stream
from archivist.settings import Settings

Say = Callable[[str, str], None]
PIECE = 1 << 18


def members(path: Path) -> Iterator[tuple[int, bytes]]:
    """(offset, content) of each gzip member. Raises OSError, zlib.error, EOFError as ValueError
    where the file breaks off."""
    with path.open("rb") as stream:
        offset, data = 0, b""
        while True:
            data = data or stream.read(PIECE)
            if not data:
                return
            content, used, data = _member(stream, data)
            yield offset, content
            offset += used


def _member(stream: BinaryIO, data: bytes) -> tuple[bytes, int, bytes]:
    """(content, packed bytes, what was read beyond) of the member that `data` begins."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces, used = [], 0
    while True:
        pieces.append(unpacker.decompress(data))
        used += len(data)
        if unpacker.eof:
            beyond = unpacker.unused_data
            return b"".join(pieces), used - len(beyond), beyond
        data = stream.read(PIECE)
        if not data:
            raise ValueError("a gzip member that breaks off")


def warc_payload(content: bytes) -> tuple[dict[str, str], bytes]:
    """The fields and the block of a WARC record. Raises ValueError for what is none."""
    head, parted, rest = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not parted or not first.startswith("WARC/1."):
        raise ValueError("found no WARC record")
    fields = {
        name.strip().lower(): value.strip()
        for name, colon, value in (line.partition(":") for line in lines)
        if colon
    }
    length = int(fields.get("content-length", "-1"))
    if length < 0 or len(rest) < length:
        raise ValueError(f"a WARC record of {len(rest):,} bytes, of {length:,} announced")
    return fields, rest[:length]


class Sources:
    """The check of one accession. `held`: units whose bytes are there; `untold`: parts that this
    version or these options do not cut again; `elsewhere`: units without original in the bag."""

    def __init__(
        self, bag: Bag, report: dict[str, Any], say: Say, known: Index | None = None
    ) -> None:
        self._bag = bag
        self._known = known
        self._say = say
        self._settings = _settings(str(report.get("options") or ""))
        self._digests: dict[tuple[str, int], str] = {}
        self._kept = bag.value("archivist-originals") != "reference"
        self.held = 0
        self.untold = 0
        self.elsewhere = 0

    def check(self, rows: Iterator[Row]) -> None:
        """The list of originals, then every row of the ledger."""
        self._originals()
        for _, group in itertools.groupby(rows, key=_input_of):
            same = iter(group)
            first = next(same)
            self._input(first, itertools.chain([first], same))

    def _originals(self) -> None:
        """Each original has the size and digest that the list gives."""
        try:
            listed = originals.read(self._bag.root / layout.ORIGINALS_LIST)
            for original in listed:
                data = self._open(original.file, original.offset)
                if data is None:
                    continue
                digest, size = _digest(data)
                if (digest, size) != (original.sha256, original.bytes):
                    found = f"{original.path}: found sha256 {digest}, {size:,} bytes"
                    wanted = f"wanted sha256 {original.sha256}, {original.bytes:,} bytes"
                    self._say(_at(original.file, original.offset), f"{found}, {wanted}")
        except (OSError, ValueError, KeyError, TypeError, csv.Error) as damaged:
            self._say(layout.ORIGINALS_LIST, f"found {damaged}, wanted a list of originals")

    def _input(self, row: Row, rows: Iterator[Row]) -> None:
        """The rows of one input, in the order in which it is cut; `row` is the first."""
        if not row.original:
            self._without(rows)
            return
        if row.part:
            self._parts(row, rows)
            return
        stream = self._open(row.original, row.original_offset)
        if stream is not None:
            digest, size = _digest(stream)
            for one in rows:
                if one.sha256 and not one.part:
                    self._compare(one, digest, size)

    def _without(self, rows: Iterator[Row]) -> None:
        """Units whose bytes are not here: only referenced, or with the record they repeat."""
        for row in rows:
            if row.outcome == "written":
                self.elsewhere += 1
                if self._kept and not self._is_elsewhere(row):
                    what = f"{row.path}{row.part}: found no original, wanted its bytes in the bag"
                    self._say(layout.LEDGER, what)

    def _is_elsewhere(self, row: Row) -> bool:
        """Whether an earlier accession has the original, or none may: it held what was purged."""
        if self._known is None:
            return True
        queries = (
            ("SELECT 1 FROM original WHERE sha256 = ?", row.sha256),
            ("SELECT 1 FROM row WHERE sha256 = ? AND original <> ''", row.sha256),
            ("SELECT 1 FROM original WHERE path = ?", row.path),
            ("SELECT 1 FROM row WHERE path = ? AND reason = 'withdrawn'", row.path),
        )
        ask = self._known.sql.execute
        return any(ask(f"{query} LIMIT 1", (what,)).fetchone() for query, what in queries)

    def _compare(self, row: Row, digest: str, size: int) -> None:
        if (row.sha256, row.bytes) == (digest, size):
            self.held += 1
            return
        found = f"{row.path}{row.part}: found sha256 {digest}, {size:,} bytes"
        wanted = f"wanted sha256 {row.sha256}, {row.bytes or 0:,} bytes as the ledger says"
        self._say(_at(row.original, row.original_offset), f"{found}, {wanted}")

    def _parts(self, row: Row, rows: Iterator[Row]) -> None:
        """Cut the input again, and compare part by part while both go side by side."""
        file, offset = row.original, row.original_offset
        there = None if self._settings is None else self._open(file, offset)
        if self._settings is None or there is None:
            self.untold += sum(1 for _ in rows)
            return
        there.close()
        stream = Stream(row.path, row.path, lambda: self._open(file, offset) or io.BytesIO())
        cut = units.cut(stream, self._settings)
        try:
            for one in rows:
                unit = next(cut, None)
                if unit is None or (unit.source.part or "") != one.part:
                    self.untold += 1 + sum(1 for _ in rows)
                    return
                if one.sha256:
                    self._compare(one, unit.source.digest(), len(unit.source.data))
        except DamagedLedger:
            raise
        except (OSError, ArchivistError) as refused:
            self._say(_at(file, offset), f"{row.path}: found {refused}, wanted its parts")

    def _open(self, file: str, offset: int | None) -> BinaryIO | None:
        """The bytes of an original; None, and a problem, when they are not there."""
        if file not in self._bag.files.sizes:  # nor is anything outside the bag ever opened
            self._say(layout.ORIGINALS_LIST, f"found no file {file!r} in the bag, wanted one")
            return None
        path = self._bag.root / file
        try:
            if offset is None:
                return path.open("rb")
            with path.open("rb") as opened:
                opened.seek(offset)
                content, _, _ = _member(opened, opened.read(PIECE))
            fields, block = warc_payload(content)
        except (OSError, ValueError, zlib.error) as damaged:
            why = getattr(damaged, "strerror", None) or str(damaged)
            self._say(_at(file, offset), f"found {why}, wanted the original")
            return None
        said = fields.get("warc-block-digest", "")
        right = f"sha256:{base64.b32encode(sha256(block).digest()).decode()}"
        if said != right:
            self._say(_at(file, offset), f"found WARC-Block-Digest {said!r}, wanted {right!r}")
        return io.BytesIO(block)


def _input_of(row: Row) -> tuple[str, str, int | None]:
    return row.path, row.original, row.original_offset


def _at(file: str, offset: int | None) -> str:
    return file if offset is None else f"{file}!{offset}"


def _digest(stream: BinaryIO) -> tuple[str, int]:
    digest, size = sha256(), 0
    with stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _settings(options: str) -> Settings | None:
    """The settings that a run had, by what report.json says of them; None where that is not
    enough: a mapping is only known by its digest."""
    said = dict(item.partition("=")[::2] for item in options.split(";") if item)
    if {"map", "profiles", "path"} & said.keys():
        return None
    return Settings(
        format=said.get("from"),
        encoding=said.get("encoding"),
        articles="all" if said.get("articles") == "all" else "auto",
    )
