"""This module holds what is known of an accession when it is sealed: plain facts, no files.

Reports, PREMIS and the README of a bag are functions of these and of the ledger's rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Literal

Originals = Literal["kept", "reference"]
Kind = Literal["articles", "withdrawal", "replacement"]


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """One file of the bag: `path` below it with `/`, its size in bytes, digests in hexadecimal."""

    path: str
    size: int
    sha256: str
    sha512: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Units by outcome; each unit read is in exactly one column, `warned` are among `written`."""

    written: int = 0
    unchanged: int = 0
    set_aside: int = 0
    quarantined: int = 0
    warned: int = 0

    @property
    def read(self) -> int:
        return self.written + self.unchanged + self.set_aside + self.quarantined

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Shard:
    """What one shard left in the bag: its name (`000001`), files, and counts of its units."""

    name: str
    files: tuple[PayloadFile, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Checked:
    """Checksums supplied with the inputs: how many held, and the names of those that did not."""

    source: str
    held: int
    failed: tuple[str, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class Accession:
    """One run of `archive` as it is sealed. Instants are `YYYY-MM-DDThh:mm:ssZ`.

    `components`: library or table → version or digest, all that can change text or values.
    `reasons`: set-aside units by reason, `codes`: quarantined units by problem code.
    `replaces`: the accession whose place it takes; `replaced`: those whose place that had taken.
    `corrections`: payload paths of the files of patches that were applied.
    `part`, `of`: the how many-th bag of a group (1, 1 when it is not split).
    """

    number: int
    kind: Kind
    as_of: str
    version: str
    components: Mapping[str, str]
    fingerprint: str
    options: str
    formats: tuple[str, ...]
    detail: str
    originals: Originals
    operator: str | None
    organization: str | None
    rights: str | None
    inputs: int
    input_bytes: int
    counts: Counts
    reasons: Mapping[str, int]
    codes: Mapping[str, int]
    checked: Checked | None = None
    supersedes: tuple[str, ...] = ()
    replaces: str | None = None
    replaced: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    group: str | None = None
    part: int = 1
    of: int = 1

    @property
    def name(self) -> str:
        """The folder: `accession-0001`."""
        return accession_name(self.number)


def accession_name(number: int) -> str:
    """`accession-0001`; four digits or more."""
    return f"accession-{number:04d}"
