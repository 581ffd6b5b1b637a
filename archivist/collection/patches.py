"""This module keeps the files of corrections in the bag: a record can be made again from it alone.

`data/corrections/001-<name>`: each file as it was given, numbered in the order in which they were
applied.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from archivist.collection import layout
from archivist.text import safe_name

SHOWN = 16  # digits of a digest that the options of a run say


def kept(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(path in the bag, path that was given) of each file."""
    return tuple(
        (f"{layout.CORRECTIONS}/{at:03}-{safe_name(Path(path).name)}", path)
        for at, path in enumerate(given, start=1)
    )


def files(bag: Path) -> list[Path]:
    """The files of corrections that a bag has, in their order. Raises OSError."""
    folder = bag / layout.CORRECTIONS
    return sorted(folder.iterdir()) if folder.is_dir() else []


def marks(id: str, digest: str) -> Iterator[bytes]:
    """What a patch of a record has in it: the UUID, the SHA-256 of its source."""
    yield id.rpartition(":")[2].encode()
    if digest:
        yield digest.encode()


def without(content: bytes, marks: Collection[bytes]) -> bytes:
    """What is left of a file when the patches with one of the marks are gone.

    One patch a line, or all is one.
    """
    if not any(mark in content for mark in marks):
        return content
    lines = content.splitlines(keepends=True)
    if not all(map(_is_patch, filter(bytes.strip, lines))):
        return b""
    return b"".join(line for line in lines if not any(mark in line for mark in marks))


def _is_patch(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def faults(bag: Path, options: str) -> Iterator[str]:
    """Where the files are not those that the options of the run name. Raises OSError."""
    said = dict(item.partition("=")[::2] for item in options.split(";") if item)
    wanted = [item for item in said.get("corrections", "").split("|") if item]
    found = [f"sha256:{sha256(path.read_bytes()).hexdigest()[:SHOWN]}" for path in files(bag)]
    if found != wanted:
        yield f"found {', '.join(found) or 'none'}, wanted {', '.join(wanted) or 'none'}"
