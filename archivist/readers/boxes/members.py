"""This module makes parts of the members of a box: small ones as bytes, large ones as streams."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import BinaryIO

from archivist.problems import Location, problem
from archivist.readers.parts import HEAD, Part, Stream, Unpackable

MOST = 1_000_000  # members of one box


def part(
    stream: Stream, name: str, opened: BinaryIO, most: int, again: Callable[[], BinaryIO]
) -> Part:
    """The member that `opened` gives; one over `most` bytes is opened `again` when it is read.

    `name` is its place in the box, `!/a.txt`.
    """
    data = b""
    try:
        data = opened.read(most + 1)
        if len(data) <= most:
            opened.read(1)  # trouble after the last good byte is raised only now
    except Unpackable as trouble:
        return Part(stream.source(name, data), problems=(trouble.problem,))
    if len(data) <= most:
        return Part(stream.source(name, data))
    return large(stream, name, data[:HEAD], again)


def large(stream: Stream, name: str, head: bytes, again: Callable[[], BinaryIO]) -> Part:
    """A member that is opened when it is read; `head` is its beginning."""
    source = stream.source(name, head)
    return Part(source, stream=dataclasses.replace(Stream.of(source), open=again))


def refused(stream: Stream, name: str, data: bytes, code: str, message: str, hint: str) -> Part:
    """A member that is not read, and why."""
    source = stream.source(name, data)
    return Part(source, problems=(problem(code, message, Location(source.location), hint=hint),))
