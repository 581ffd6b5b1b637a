"""This module lists the containers of an accession: the inputs of which several articles came.

`data/reports/containers.csv`: the path below the input, the one part that was wanted of it, bytes,
sha256, how many units it was cut into, and how many bytes a part may have had (`--max-size`). It
says which file a part is of where only its path and digest are kept (`--originals reference`), and
the next run knows by it what need not be cut again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from archivist.collection.ledger import DamagedLedger


@dataclass(frozen=True, slots=True)
class Container:
    """One input that was cut; `part` is empty where all of it was wanted."""

    path: str
    part: str
    bytes: int
    sha256: str
    units: int
    limit: int


HEADER = tuple(field.name for field in fields(Container))


def write(containers: Iterable[Container]) -> Iterator[bytes]:
    """The list in pieces: UTF-8, LF."""
    yield _line(HEADER)
    for container in containers:
        yield _line(astuple(container))


def _line(cells: tuple[object, ...]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)  # the default line end, so that a lone CR is put in quotes
    return (line.getvalue()[:-2] + "\n").encode("utf-8", "surrogatepass")


def read(path: Path) -> Iterator[Container]:
    """The containers of a list; nothing where there is none. Raises OSError, DamagedLedger."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
        for at, row in enumerate(csv.DictReader(opened), start=2):
            try:
                size, units, limit = int(row["bytes"]), int(row["units"]), int(row["limit"])
                yield Container(row["path"], row["part"], size, row["sha256"], units, limit)
            except (KeyError, TypeError, ValueError) as damaged:
                hint = "`archivist verify` names what is damaged"
                wanted = f"{path}:{at}: found {damaged}, wanted {','.join(HEADER)}"
                raise DamagedLedger(wanted, hint=hint) from damaged
