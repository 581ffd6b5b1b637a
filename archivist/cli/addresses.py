"""This module finds inputs by their addresses (`s3://bucket/*.txt`), beside those by path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archivist.cli.inputs import Input, Take, unreadable
from archivist.collection.opening import expand, is_address
from archivist.problems import Problem
from archivist.text import printable, record_name


def parted(named: Iterable[str]) -> tuple[list[str], list[str]]:
    """(paths, addresses) of what was named."""
    paths: list[str] = []
    addresses: list[str] = []
    for name in named:
        (addresses if is_address(name) else paths).append(name)
    return paths, addresses


def walk_addresses(addresses: Sequence[str], take: Take) -> tuple[Problem, ...]:
    """Hands each input that the addresses give to `take`; what is not there is returned.

    Raises MissingPart, UsageError.
    """
    missing: list[Problem] = []
    for address in addresses:
        try:
            for name, where in expand(address):
                take(Input(where, printable(where), record_name(name)))
        except OSError as refused:
            missing.append(unreadable(printable(address), refused))
    return tuple(missing)
