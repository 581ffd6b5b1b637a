"""This module names the files of a collection: nothing else knows where they lie."""

from __future__ import annotations

import re
from pathlib import Path

DATA = "data"
RECORDS = f"{DATA}/records"
ORIGINALS = f"{DATA}/originals"
KEPT_FILES = f"{ORIGINALS}/files"
ORIGINALS_LIST = f"{ORIGINALS}/originals.csv"
CORRECTIONS = f"{DATA}/corrections"
EXPORTS = f"{DATA}/exports"
REPORTS = f"{DATA}/reports"
LEDGER = f"{REPORTS}/report.csv"
REPORT_JSON = f"{REPORTS}/report.json"
REPORT_HTML = f"{REPORTS}/report.html"
CHANGES = f"{REPORTS}/changes.csv"
CONTAINERS = f"{REPORTS}/containers.csv"
WITHDRAWN = f"{REPORTS}/withdrawn.csv"
NEAR = f"{REPORTS}/near-duplicates.csv"
SKETCHES = f"{REPORTS}/sketches.csv.gz"  # by which later accessions know what is nearly the same
PREMIS = f"{DATA}/premis/premis.xml"
README = f"{DATA}/README.txt"
SCHEMAS = f"{DATA}/schema"

DECLARATION = "bagit.txt"  # written last: the bag is sealed
INFO = "bag-info.txt"
CATALOG = "catalog.csv"
FIXITY = "fixity.jsonl"

WORK = ".work"  # of the collection: may be deleted when nothing is in the making
LOCK = f"{WORK}/lock"
JOURNAL = f"{WORK}/journal.sqlite"
INDEX = f"{WORK}/index.sqlite"
NEAR_WORK = f"{WORK}/near.sqlite"
QUARANTINE = f"{WORK}/quarantine"
PURGE = f"{WORK}/purge.json"  # what a purge is about, while it goes on
MAKING = f"{WORK}/making"  # bags that take their place as a whole, and those that left it

_ACCESSION = re.compile(r"accession-[0-9]{4,}")


def accessions(collection: Path) -> list[Path]:
    """The sealed accessions, in the order of their numbers. Raises OSError."""
    return [path for path in _folders(collection) if (path / DECLARATION).is_file()]


def unsealed(collection: Path) -> list[Path]:
    """Accessions in the making, or broken off. Raises OSError."""
    return [path for path in _folders(collection) if not (path / DECLARATION).is_file()]


def _folders(collection: Path) -> list[Path]:
    found = [p for p in collection.iterdir() if _ACCESSION.fullmatch(p.name) and p.is_dir()]
    return sorted(found, key=lambda path: number_of(path.name))


def number_of(name: str) -> int:
    """7 of `accession-0007`."""
    return int(name.rpartition("-")[2])


def next_number(collection: Path) -> int:
    """The number no accession has had. Raises OSError."""
    return max((number_of(path.name) for path in _folders(collection)), default=0) + 1


def is_collection(folder: Path) -> bool:
    """Whether a folder holds accessions, or the beginnings of one."""
    return folder.is_dir() and (bool(_folders(folder)) or (folder / WORK).is_dir())


def shard_name(number: int) -> str:
    """`000001`; six digits or more."""
    return f"{number:06d}"


def records_of(shard: str) -> str:
    """Where a shard's records lie."""
    return f"{RECORDS}/{shard}.jsonl.gz"


def originals_of(shard: str) -> str:
    """Where a shard's loose originals lie."""
    return f"{ORIGINALS}/{shard}.warc.gz"
