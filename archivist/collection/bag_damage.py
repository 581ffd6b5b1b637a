"""This module says what happened to a file whose bytes are not those its bag lists."""

from __future__ import annotations

import codecs
import html
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from archivist.collection import bag_digests
from archivist.collection.bag import Bag
from archivist.collection.bag_manifests import new_digest
from archivist.collection.bag_names import sized

_SMALL = 1 << 24  # bytes of a text of which other forms are tried
_PREMIS = "data/premis/premis.xml"
_SIZE = re.compile(
    rb"<(?:\w+:)?size>([0-9]+)</(?:\w+:)?size>(?:(?!</(?:\w+:)?object>).)*?"
    rb"<(?:\w+:)?originalName>([^<]*)</",
    re.DOTALL,
)


class Damage(NamedTuple):
    """A code, and in words what was found of the file and what it should be."""

    code: str
    found: str
    wanted: str
    hint: str | None = None


class Claimed(NamedTuple):
    """What a bag says of a file: algorithm → digest; its size where anything says that.

    `ends_lines`: archivist wrote it, and ends every line with LF.
    """

    digests: Mapping[str, str]
    size: int | None
    ends_lines: bool = False


def damage(
    path: Path, read: bag_digests.Read, claimed: Claimed, owners: Mapping[str, str]
) -> Damage:
    """What happened to a file. `owners`: digest (`sha256:…`) → the path it is listed for."""
    name = shown(claimed.digests)
    found = f"{name} {read.digests[name]}, {sized(read.size)}"
    wanted = f"{name} {claimed.digests[name]}"
    if claimed.size is not None:
        wanted += f", {sized(claimed.size)}"
    if read.size == 0:
        return Damage("C005", "0 bytes", wanted)
    if claimed.size is not None and read.size < claimed.size:
        return Damage("C004", found, wanted, _cut(path, read.size))
    if ends_early(path):
        return Damage("C004", found, wanted, "the stream in it ends before its end")
    if claimed.ends_lines and not _ends_with_line(path):
        return Damage("C004", found, wanted, "its last line has no end")
    return Damage("C003", found, wanted, _changed(path, read, claimed, owners))


def shown(algorithms: Iterable[str]) -> str:
    """The algorithm whose digest stands in a message: SHA-256 is safe and fits a line."""
    names = list(algorithms)
    return "sha256" if "sha256" in names else names[0]


def _cut(path: Path, size: int) -> str | None:
    if path.suffix == ".gz" and not ends_early(path):
        return "it was cut off between two gzip members: what is left can be read"
    return None


def _changed(
    path: Path, read: bag_digests.Read, claimed: Claimed, owners: Mapping[str, str]
) -> str | None:
    """Why bytes differ, where that can be told."""
    for name, digest in read.digests.items():
        owner = owners.get(f"{name}:{digest}")
        if owner is not None:
            return f"these are the bytes of {owner}"
    if read.size <= _SMALL:
        return _rewritten(path, claimed.digests)
    return None


def _rewritten(path: Path, digests: Mapping[str, str]) -> str | None:
    """Whether a program that takes everything for text wrote it anew."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    bare = data.removeprefix(codecs.BOM_UTF8)
    forms = {
        "a byte-order mark was put before it": bare,
        "its line ends became CR LF": data.replace(b"\r\n", b"\n"),
        "its line ends became LF": data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        "its line ends became CR": data.replace(b"\r", b"\n"),
        "a line end was added at its end": data.removesuffix(b"\n").removesuffix(b"\r"),
        "the line end at its end is gone": data + b"\n",
    }
    for why, form in forms.items():
        if form != data and _is(form, digests):
            return why
    return None


def _is(data: bytes, digests: Mapping[str, str]) -> bool:
    known = {name: bag_digests.of_bytes(data, name) for name in digests}
    return any(known.values()) and all(known[n] in (None, d) for n, d in digests.items())


def _ends_with_line(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read() == b"\n"
    except OSError:
        return True


def ends_early(path: Path) -> bool:
    """Whether a gzip or ZIP file breaks off. What is neither cannot be known to."""
    try:
        if path.suffix == ".gz":
            return _gzip_ends_early(path)
        if path.suffix == ".zip":
            return not zipfile.is_zipfile(path)
    except (OSError, zlib.error):
        return False
    return False


def _gzip_ends_early(path: Path) -> bool:
    """RFC 1952: a member that has no end. Raises zlib.error for one that is damaged."""
    with path.open("rb") as stream:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        begun = False
        while piece := stream.read(1 << 16):
            while piece:
                begun = True
                member.decompress(piece)
                if not member.eof:
                    break
                piece = member.unused_data
                member, begun = zlib.decompressobj(zlib.MAX_WBITS | 16), False
        return begun


# ------------------------------------------------------------------ sizes


def sizes(bag: Bag, whole: Mapping[str, int], off: list[str]) -> dict[str, int]:
    """The sizes that files should have, where the bag says. `whole`: sizes of payload files that
    are as listed; `off`: payload paths that are not."""
    known = {path: hole.length for path, hole in bag.holes.items() if hole.length is not None}
    if _PREMIS in whole:
        known |= _of_premis(bag.root / _PREMIS)
    if bag.oxum is not None and len(off) == 1 and len(whole) + 1 == bag.oxum[1]:
        rest = bag.oxum[0] - sum(whole.values())
        if rest >= 0:
            known.setdefault(off[0], rest)
    return known


def of_manifests(bag: Bag) -> dict[str, int]:
    """The sizes of our own payload manifests, each by what the others list."""
    if not bag.is_ours:
        return {}
    listed = list(bag.of_payload())
    found: dict[str, int] = {}
    for manifest in listed:
        digest = new_digest(manifest.algorithm)
        width = 2 * digest.digest_size + 3 if digest else 0  # two blanks, LF
        for other in listed:
            if other is not manifest and width:
                paths = (path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
                         for path in other.entries)  # fmt: skip
                size = sum(len(p.encode("utf-8", "surrogateescape")) + width for p in paths)
                found[manifest.file] = max(size, found.get(manifest.file, 0))
    return found


def _of_premis(path: Path) -> dict[str, int]:
    try:
        found = _SIZE.finditer(path.read_bytes())
    except OSError:
        return {}
    return {html.unescape(item[2].decode("utf-8", "replace")): int(item[1]) for item in found}
