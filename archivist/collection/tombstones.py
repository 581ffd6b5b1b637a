"""This module writes and reads what was withdrawn: `data/reports/withdrawn.csv` of an accession.

A row for every record: why, who said so and when, and what was done: `withdrawn` (hidden, its
bytes kept), `purged` (its bytes are gone too) or `restored` (usable again). Of a record that is
gone nothing else is left: neither its name nor its title.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal

Action = Literal["withdrawn", "purged", "restored"]
GONE: tuple[Action, ...] = ("withdrawn", "purged")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One word on one record. `operator` may be empty; `sha256` is of its source."""

    id: str
    reason: str
    operator: str
    as_of: str
    action: Action
    sha256: str

    def __str__(self) -> str:
        """`purged 2026-01-01: by court order`."""
        return f"{self.action} {self.as_of[:10]}: {self.reason}"


HEADER = tuple(field.name for field in fields(Tombstone))


def write(tombstones: Iterable[Tombstone]) -> Iterator[bytes]:
    """The list in pieces: UTF-8, LF."""
    yield (",".join(HEADER) + "\n").encode()
    for tombstone in tombstones:
        line = io.StringIO()
        # The default line end of CSV, so that a lone CR is put in quotes.
        csv.writer(line).writerow(astuple(tombstone))
        yield (line.getvalue()[:-2] + "\n").encode("utf-8", "surrogatepass")


def read(path: Path) -> Iterator[Tombstone]:
    """The rows of a list; nothing where there is none. Raises OSError."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
        for row in csv.DictReader(opened):
            action = "withdrawn" if row["action"] not in ("purged", "restored") else row["action"]
            yield Tombstone(
                row["id"],
                row["reason"],
                row["operator"],
                row["as_of"],
                action,  # type: ignore[arg-type]
                row["sha256"],
            )
