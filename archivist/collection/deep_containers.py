"""This module checks the list of containers of an accession against its ledger and originals."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from archivist.collection import containers, layout, ledger, originals
from archivist.collection.containers import Container

_NONE: tuple[str | None, Iterator[Container]] = None, iter(())


def faults(bag: Path, *, whole: bool) -> Iterator[str]:
    """What is wrong with containers.csv, in words.

    `whole`: the accession is one bag; of a split one the units may lie in the next. Both lists
    and the ledger are in one order, and gone through side by side. Raises OSError, ValueError,
    KeyError, DamagedLedger.
    """
    listed = itertools.groupby(
        containers.read(bag / layout.CONTAINERS), key=lambda container: container.path
    )
    name, same = next(listed, _NONE)
    with (bag / layout.LEDGER).open("rb") as opened:
        for path, rows in itertools.groupby(ledger.read(opened), key=lambda row: row.path):
            if path == name:
                units = sum(container.units for container in same)
                found = sum(1 for _ in rows)
                if whole and found != units:
                    yield f"{path}: found {units:,} units, wanted {found:,} as in the ledger"
                name, same = next(listed, _NONE)
    if name is not None:
        yield f"found {name}, wanted one that the ledger has, in its order"
    yield from _others(bag)


def _others(bag: Path) -> Iterator[str]:
    """Containers that are kept here with another digest."""
    kept = originals.read(bag / layout.ORIGINALS_LIST)
    original = next(kept, None)
    for container in containers.read(bag / layout.CONTAINERS):
        while original is not None and original.path < container.path:
            original = next(kept, None)
        if original is not None and _differ(container, original):
            wanted = f"wanted sha256 {original.sha256} as {layout.ORIGINALS_LIST} says"
            yield f"{container.path}: found sha256 {container.sha256}, {wanted}"


def _differ(container: Container, original: originals.Original) -> bool:
    return original.path == container.path and original.sha256 != container.sha256
