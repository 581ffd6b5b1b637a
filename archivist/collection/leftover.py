"""This module reads the pieces of a bag of ours, and gives them without what is gone from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from archivist.collection import deep_sources, layout, packing
from archivist.collection.changes import Change
from archivist.collection.facts import PayloadFile
from archivist.collection.tombstones import Tombstone


class Manifests:
    """The payload files of a bag of ours, by its manifests."""

    def __init__(self, bag: Path) -> None:
        self._bag = bag
        self._sha512 = dict(_listed(bag / "manifest-sha512.txt"))

    def paths(self) -> list[str]:
        return list(self._sha512)

    def files(self) -> Iterator[PayloadFile]:
        for path, digest in _listed(self._bag / "manifest-sha256.txt"):
            size = (self._bag / path).stat().st_size
            yield PayloadFile(path, size, digest, self._sha512[path])


def _listed(manifest: Path) -> Iterator[tuple[str, str]]:
    with manifest.open(encoding="utf-8", newline="\n") as opened:
        for line in opened:
            digest, _, path = line.rstrip("\n").partition("  ")
            yield path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"), digest


def members(path: Path) -> Iterator[tuple[int, bytes, bytes]]:
    """(offset, packed, content) of each gzip member. Raises OSError, ValueError, zlib.error."""
    with path.open("rb") as opened:
        last: tuple[int, bytes] | None = None
        for offset, content in deep_sources.members(path):
            if last is not None:
                yield last[0], opened.read(offset - last[0]), last[1]
            last = offset, content
        if last is not None:
            yield last[0], opened.read(), last[1]


def shard_of(path: str) -> str | None:
    """`000001` for a file of a shard, None for another."""
    folder, _, name = path.rpartition("/")
    first = name.partition(".")[0]
    ours = folder in (layout.RECORDS, layout.ORIGINALS) or folder.startswith(f"{layout.EXPORTS}/")
    return first if ours and first.isdigit() else None


def changes_of(bag: Path) -> Iterator[Change]:
    """What a bag says of changed records; nothing where it says nothing. Raises OSError."""
    path = bag / layout.CHANGES
    if path.is_file():
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
            for row in csv.DictReader(opened):
                yield Change(row["id"], row["path"], tuple(row["fields"].split()))


def sketches_without(path: Path, gone: Mapping[str, Tombstone]) -> Iterator[bytes]:
    """The sketches without those that are gone, members untouched where they can be."""
    for _, packed, content in members(path):
        text = io.StringIO(content.decode("utf-8", "surrogatepass"), newline="")
        cells = list(csv.reader(text))
        if not any(row[0] in gone for row in cells):
            yield packed
            continue
        out = io.StringIO()
        for row in cells:
            if row[0] not in gone:
                line = io.StringIO()
                csv.writer(line).writerow(row)
                out.write(line.getvalue()[:-2] + "\n")
        kept = out.getvalue().encode("utf-8", "surrogatepass")
        yield packing.member(kept) if kept else b""


def without_objects(path: Path, names: set[str]) -> Iterator[bytes]:
    """A PREMIS file of ours without the objects of some payload files."""
    wanted = {f"<originalName>{_xml(name)}</originalName>\n".encode() for name in names}
    block: list[bytes] = []
    with path.open("rb") as opened:
        for line in opened:
            if block or line.startswith(b'<object xsi:type="file"'):
                block.append(line)
            else:
                yield line
            if block and line.startswith(b"</object>"):
                if not any(item.strip() + b"\n" in wanted for item in block):
                    yield b"".join(block)
                block = []
    yield b"".join(block)


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
