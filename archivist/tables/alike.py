"""This module finds which articles have nearly the same text, and names each such cluster."""

from __future__ import annotations

import binascii
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from archivist.collection import layout, near, sketches
from archivist.collection.sketches import Sketch


def line(id: str, text: str) -> bytes:
    """What is kept of a text until all are there; b"" for one of fewer than three words."""
    bins = sketches.sketch(text)
    return (
        json.dumps([id, binascii.b2a_base64(bins, newline=False).decode()]).encode()
        if bins
        else b""
    )


def clusters(lines: Iterable[bytes], folder: Path) -> dict[str, str]:
    """Id → the first id of its cluster, for articles that do not stand alone.

    Two texts are in a cluster when they, or others between them, are alike in at least
    `near.LEAST` percent of their rows of three words, as reports of collections estimate it.
    `lines`: in the order of ids. `folder`: for scratch files. Raises OSError, sqlite3.Error.
    """
    kept = folder / layout.SKETCHES
    kept.parent.mkdir(parents=True)
    with gzip.open(kept, "wb", compresslevel=1) as written:
        written.write(sketches.HEADER.encode() + b"\n")
        for one in lines:
            id, bins = json.loads(one)
            written.write(sketches.line(Sketch(id, "", binascii.a2b_base64(bins))))
    parents: dict[str, str] = {}
    for pair in near.find(folder, (), folder / "near.sqlite", lambda _: False):
        first, second = _first(parents, pair.id), _first(parents, pair.other)
        low, high = (first, second) if first < second else (second, first)
        parents[low] = parents[high] = low
    return {id: _first(parents, id) for id in parents}


def _first(parents: dict[str, str], id: str) -> str:
    """The first id of a cluster; the way there is shortened."""
    way = []
    while (above := parents.get(id, id)) != id:
        way.append(id)
        id = above
    for passed in way:
        parents[passed] = id
    return id
