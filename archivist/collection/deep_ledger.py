"""This module checks that the ledger of an accession and its records tell the same.

A part of `verify --deep` that needs neither originals nor exports: `archivist validate` uses it
beside its own check of every record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archivist import checks
from archivist.collection import bag
from archivist.collection.deep_accession import Accession, Shards
from archivist.collection.deep_account import Deep
from archivist.problems import Problem
from archivist.record import Record


def check(accession: Path, label: str) -> Iterator[Problem]:
    """All that the ledger says and its records do not, or the other way round."""
    found: list[Problem] = []
    _Ledger(bag.read(accession, label), Deep(), found.append, None).check()
    yield from found


class _Ledger(Accession):
    """The check of an accession whose records are checked apart."""

    def check(self) -> None:
        shards = Shards(self.bag)
        if self._rows(shards, None):
            self._leftover(shards)
            self._counted()
        self._withdrawn()

    def _valid(self, id: str, file: str, content: bytes, number: int) -> Record | None:
        return checks.validate_bytes(content, file)[0]  # told where the records are checked

    def _say(self, code: str, path: str, message: str, line: int | None = None) -> None:
        if code != "C027":  # told as well
            super()._say(code, path, message, line)
