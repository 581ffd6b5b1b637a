"""This module checks what an accession means, apart from its checksums: `verify --deep`.

Every record parses and passes all checks, its source is there with the digest it names, the
ledger says where things lie, exports that read back are the record, the catalog is the ledgers'.
Everything is streamed; what is held at a time is one shard.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path

from archivist.collection import index, layout
from archivist.collection.deep_accession import Accession
from archivist.collection.deep_account import DAMAGES, Deep, Tell, place, said
from archivist.collection.survey import Scope
from archivist.problems import Problem

__all__ = ["Deep", "check", "expected"]


def expected(scope: Scope) -> int:
    """How many records the accessions say they have."""
    total = 0
    for bag in scope.bags:
        try:
            counts = json.loads((bag.root / layout.REPORT_JSON).read_bytes())["counts"]
            total += int(counts["written"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return total


def check(scope: Scope, tell: Tell, done: Deep) -> Deep:
    """The meaning of every accession of archivist in the scope; others have none to check.

    `done` counts on the way, and is what is returned.
    """

    def told(found: Problem) -> None:
        done.errors += found.severity == "error"
        tell(found)

    ours = [bag for bag in scope.bags if bag.is_ours]
    if scope.collection is None:
        for bag in ours:
            Accession(bag, done, told, None).check()
        return done
    with tempfile.TemporaryDirectory(prefix="archivist-") as folder:
        known = _index(scope.collection, Path(folder), scope.label, told)
        for bag in ours:
            Accession(bag, done, told, known).check()
        if known is not None:
            if len(ours) == len(scope.bags) and scope.label != ours[0].label:
                _catalog(scope, known, told)
            known.sql.close()
    return done


def _index(collection: Path, folder: Path, label: str, tell: Tell) -> index.Index | None:
    """Where every record lies, by the ledgers; None, and a problem, when one cannot be read."""
    try:
        return index.Index(collection, folder / "index.sqlite")
    except DAMAGES as damaged:
        tell(place("C028", label, f"found {said(damaged)}, wanted ledgers that can be read"))
        return None


# ------------------------------------------------------------------ the catalog


def _catalog(scope: Scope, known: index.Index, tell: Tell) -> None:
    """catalog.csv has the lines that the ledgers give."""
    assert scope.collection is not None
    path, label = scope.collection / layout.CATALOG, f"{scope.label}/{layout.CATALOG}"
    hint = "archivist reindex makes it anew from the accessions"
    try:
        with path.open("rb") as opened:
            wanted = (line for piece in index.catalog(known) for line in piece.splitlines(True))
            pairs = itertools.zip_longest(opened, wanted)
            for number, (found, right) in enumerate(pairs, start=1):
                if found != right:
                    what = f"found {_shown(found)}, wanted {_shown(right)}"
                    tell(place("C028", label, what, number, hint))
                    return
    except DAMAGES as damaged:
        tell(place("C028", label, f"found {said(damaged)}, wanted the catalog", None, hint))


def _shown(line: bytes | None) -> str:
    if line is None:
        return "no such line"
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return repr(text if len(text) < 80 else text[:79] + "…")
