"""This module packs the N-Quads of all articles into dumps, `dump/….nq.gz`, to load at once.

Cut by the first digits of ids, so that a change makes few of them anew.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from hashlib import sha256

from archivist.site.folder import Folder
from archivist.site.state import State

PER_FILE = 1_000  # articles a dump has at most, about


def write(state: State, folder: Folder) -> tuple[tuple[str, int], ...]:
    """(path, bytes) of each dump."""
    folder.flush()
    total = state.number("SELECT count(*) FROM articles")
    digits = next(n for n in range(5) if total <= PER_FILE * 16**n or n == 4)
    found = []
    for number in range(16**digits):
        prefix = f"{number:0{digits}x}" if digits else ""
        path = f"dump/articles{'-' + prefix if prefix else ''}.nq.gz"
        size = _dump(state, folder, path, f"urn:uuid:{prefix}")
        if size:
            found.append((path, size))
    return tuple(found)


def _dump(state: State, folder: Folder, path: str, prefix: str) -> int:
    """The bytes of one dump; 0 where it has no article."""
    query = (
        "SELECT f.path, f.digest FROM articles a JOIN files f ON f.owner=a.id"
        " WHERE a.id>=? AND a.id<? AND f.path LIKE '%.nq' ORDER BY a.id"
    )
    parts = list(state.rows(query, (prefix, prefix + "g")))
    if not parts:
        return 0
    made = sha256(repr(parts).encode()).hexdigest()
    known = state.one("SELECT size FROM files WHERE path=? AND owner=?", (path, f"dump {made}"))
    if known and folder.keeps(f"dump {made}"):
        return int(known[0])
    content = _packed(folder.root / name for name, _ in parts)
    folder.put(path, content, f"dump {made}")
    return len(content)


def _packed(paths: Iterator[object]) -> bytes:
    out = io.BytesIO()
    # No time and no name in it: the same quads are the same bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as packed:
        for path in paths:
            with open(str(path), "rb") as opened:
                while piece := opened.read(1 << 20):
                    packed.write(piece)
    return out.getvalue()
