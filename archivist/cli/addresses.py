"""This module finds inputs by their addresses (`s3://bucket/*.txt`), beside those by path."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from archivist.cli.inputs import Found, Input, unreadable
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


def with_addresses(found: Found, addresses: Sequence[str]) -> Found:
    """What was found, and what the addresses give; what is not there is missing.

    Raises MissingPart, UsageError.
    """
    inputs: dict[str, Input] = {}
    missing: list[Problem] = []
    for address in addresses:
        try:
            for name, where in expand(address):
                inputs.setdefault(where, Input(where, printable(where), record_name(name)))
        except OSError as refused:
            missing.append(unreadable(printable(address), refused))
    return dataclasses.replace(
        found,
        inputs=(*found.inputs, *inputs.values()),
        missing=(*found.missing, *missing),
    )
