"""This module finds what there is to verify at a path: a collection, one accession, any bag."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from archivist.collection import bag as bags
from archivist.collection import fixity, layout
from archivist.collection.bag import Bag
from archivist.problems import Location, Problem, problem
from archivist.text import printable


@dataclass(slots=True)
class Scope:
    """What was named. `collection`: the folder whose fixity.jsonl tells of it, None for a bag of
    somebody else. `names`: the bags, by the names of their folders; `problems`: of the collection.
    """

    label: str
    collection: Path | None
    bags: list[Bag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [bag.root.name or bag.root.resolve().name for bag in self.bags]


def survey(path: Path, label: str) -> Scope | None:
    """What lies at a path; None when it is neither collection nor bag. Raises OSError."""
    if _is_accession(path) or bags.is_bag(path):
        scope = Scope(label, _home(path))
        scope.bags = [bags.read(path, label)]
        return scope
    if not layout.is_collection(path):
        return None
    scope = Scope(label, path)
    for folder in layout.accessions(path):
        scope.bags.append(bags.read(folder, f"{label}/{folder.name}"))
    _unsealed(scope, path)
    _gaps(scope, path)
    return scope


def _is_accession(path: Path) -> bool:
    name = path.resolve().name
    return bool(re.fullmatch(r"accession-[0-9]{4,}", name)) and (path / "data").is_dir()


def _home(path: Path) -> Path | None:
    """The collection around an accession."""
    return path.resolve().parent if _is_accession(path) and bags.is_bag(path) else None


def _unsealed(scope: Scope, path: Path) -> None:
    """Accessions without bagit.txt: one is in the making, any other has lost it."""
    highest = max((layout.number_of(folder.name) for folder in layout.accessions(path)), default=0)
    known = fixity.state(path).held
    running = (path / layout.JOURNAL).exists()
    for folder in layout.unsealed(path):
        name = folder.name
        if running and layout.number_of(name) > highest and name not in known:
            hint = "the same `archivist archive` command goes on with it"
            what = "found no bagit.txt yet, wanted a sealed accession"
            scope.problems.append(_problem("C026", f"{scope.label}/{name}", what, hint))
        else:
            scope.bags.append(bags.read(folder, f"{scope.label}/{name}"))
    scope.bags.sort(key=lambda bag: layout.number_of(bag.root.name))


def _gaps(scope: Scope, path: Path) -> None:
    """Accessions whose folders are gone; what another accession replaced may be."""
    there = {layout.number_of(folder.name) for folder in layout.accessions(path)}
    there |= {layout.number_of(folder.name) for folder in layout.unsealed(path)}
    replaced = {name for bag in scope.bags for name in bag.values("archivist-replaces")}
    known = (layout.number_of(name) for name in fixity.state(path).held)
    for number in range(1, max([*there, *known], default=0) + 1):
        name = f"accession-{number:04d}"
        if number not in there and name not in replaced:
            what = "found no folder, wanted the accession"
            scope.problems.append(_problem("C013", f"{scope.label}/{name}", what, None))


def _problem(code: str, file: str, message: str, hint: str | None) -> Problem:
    return problem(code, message, Location(printable(file)), hint=hint)
