"""This module holds parcels between the plan and the sending, on the disk, packed.

So that what will be sent can be counted before the first graph goes out, in memory that does not
grow. N-Triples repeat themselves: they take a twentieth of their size.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterator

from archivist.publishing.graphs import Parcel


class Spool:
    """Use as a context: the file has no name, and is gone with the process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, one: Parcel) -> None:
        """Raises OSError, as when the disk is full."""
        packed = zlib.compress(one.body, 1)
        head = [one.graph, one.digest, one.quads, one.location, len(packed)]
        self._file.write(json.dumps(head).encode("ascii") + b"\n" + packed)

    def __iter__(self) -> Iterator[Parcel]:
        """The parcels in the order in which they came."""
        self._file.seek(0)
        while head := self._file.readline():
            graph, digest, quads, location, size = json.loads(head)
            body = zlib.decompress(self._file.read(size))
            yield Parcel(graph, digest, body, quads, location)
