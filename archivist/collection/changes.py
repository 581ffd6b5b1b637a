"""This module tells what a superseding accession changed: records before and after, by field.

`data/reports/changes.csv` has a row for each record that is not as it was: its id, the path of its
source, and the fields of the record that differ.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# How it was made and what was done to it differs from run to run; that is no change of the record.
_OF_THE_RUN = frozenset(("generator", "history", "schemaVersion"))


@dataclass(frozen=True, slots=True)
class Change:
    """One record that differs: `fields` are keys of the record, sorted; () for one that is new."""

    id: str
    path: str
    fields: tuple[str, ...]


def fields_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the JSON record whose values differ, sorted; the run's own keys aside."""
    names = (set(before) | set(after)) - _OF_THE_RUN
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def write(changes: Iterable[Change]) -> Iterator[bytes]:
    """changes.csv: UTF-8, LF, fields parted by blanks."""
    yield b"id,path,fields\n"
    for change in changes:
        line = io.StringIO()
        # The default line end of CSV, so that a lone CR is put in quotes.
        csv.writer(line).writerow((change.id, change.path, " ".join(change.fields)))
        yield (line.getvalue()[:-2] + "\n").encode("utf-8", "surrogatepass")
