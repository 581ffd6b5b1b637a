"""This module lists the originals of an accession: where the bytes of each kept input lie.

`data/originals/originals.csv`: the path below the input, bytes, sha256, the file of the bag that
holds them, and the byte offset of the gzip member when that is a WARC file of many.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Original:
    """One input in the bag; `offset` None: it is a file of its own."""

    path: str
    bytes: int
    sha256: str
    file: str
    offset: int | None


HEADER = tuple(field.name for field in fields(Original))


def write(originals: Iterable[Original]) -> Iterator[bytes]:
    """The list in pieces: UTF-8, LF."""
    yield _line(HEADER)
    for original in originals:
        yield _line(astuple(original))


def _line(cells: tuple[object, ...]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow("" if cell is None else cell for cell in cells)
    return line.getvalue().encode("utf-8", "surrogatepass")


def read(path: Path) -> Iterator[Original]:
    """The originals of a list; nothing where there is none. Raises OSError."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
        for row in csv.DictReader(opened):
            offset = int(row["offset"]) if row["offset"] else None
            yield Original(row["path"], int(row["bytes"]), row["sha256"], row["file"], offset)
