"""This module compares the versions of items of news agencies, among all files that are checked."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.checks.finding import shown
from archivist.checks.newsml import documents
from archivist.checks.newsml.versions import Difference, Version, differences
from archivist.cli.inputs import Input
from archivist.problems import Location, Problem, problem

Editions = tuple[Version, ...]  # of a file; `where` is which of its items


def editions(data: bytes) -> Editions:
    """The versions of items in a file; none for what is no NewsML-G2."""
    return documents.editions(data) if documents.NAMESPACE in data else ()


class Shelf:
    """The versions of a run, some 500 bytes each."""

    def __init__(self) -> None:
        self._inputs: list[Input] = []
        self._versions: list[Version] = []

    def add(self, item: Input, found: Editions) -> None:
        at = len(self._inputs)
        self._inputs.append(item)
        self._versions += [version._replace(where=(at, version.where)) for version in found]

    def problems(self) -> Iterator[Problem]:
        """G011 and G016 for versions in several files, in the order of the inputs."""
        found = [
            difference
            for difference in differences(self._versions, equals=False)
            if difference.version.where[0] != difference.other.where[0]  # else it was told
        ]
        for difference in sorted(found, key=lambda one: one.version.where):
            yield self._problem(difference)

    def _problem(self, found: Difference) -> Problem:
        other = self._inputs[found.other.where[0]].location
        message = f"{found.what}: found {shown(found.value)}, would be right: {found.right}"
        hint = f"the other version is in {other}"
        return problem(found.code, message, self._place(found.version), hint=hint)

    def _place(self, version: Version) -> Location:
        """Of the item; the file is read again for it."""
        at, number = version.where
        item = self._inputs[at]
        try:
            data = item.stream().whole(None).data if item.path is not None else b""
        except OSError:
            data = b""
        return documents.place_of(data, number, item.location)
