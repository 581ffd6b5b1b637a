"""This module keeps the official schemas of IPTC in a cache: never fetched unless asked for.

`data/official-schemas.tsv` pins each file by its sha256, counted with LF line ends, as those of a
copy differ. A file of the cache that has another digest is none.
"""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from archivist import disk

CACHE = "ARCHIVIST_CACHE"
FETCH = "archivist schema fetch"


@dataclass(frozen=True, slots=True)
class Official:
    """One file: `family` newsml-g2, ninjs, nitf, newsml-1 or xml; `needs` names what it includes.

    `level` is core or power in NewsML-G2, `part` for what other files include, else empty.
    """

    name: str
    family: str
    version: str
    level: str
    sha256: str
    address: str
    needs: tuple[str, ...]

    def accepts(self, data: bytes) -> bool:
        """Whether it is this file, whatever its line ends."""
        return sha256(_with_lf(data)).hexdigest() == self.sha256


@functools.cache
def schemas() -> tuple[Official, ...]:
    """All files, by family, version and level."""
    table = (files("archivist") / "data/official-schemas.tsv").read_text("utf-8")
    return tuple(_official(*line.split("\t")) for line in table.splitlines())


def _official(
    name: str, family: str, version: str, level: str, digest: str, address: str, needs: str = ""
) -> Official:
    return Official(name, family, version, level, digest, address, tuple(needs.split()))


@functools.cache
def by_name() -> dict[str, Official]:
    return {item.name: item for item in schemas()}


def chosen(wanted: str | None) -> tuple[Official, ...]:
    """What a person means: all, a family, a family and version, or a file; with what these need.

    Empty when nothing is called so.
    """
    named = [item for item in schemas() if wanted is None or _is_meant(item, wanted)]
    needed = {name for item in named for name in item.needs}
    return tuple(item for item in schemas() if item in named or item.name in needed)


def _is_meant(item: Official, wanted: str) -> bool:
    family, _, version = wanted.lower().partition("/")
    if item.name.lower() == wanted.lower():
        return True
    return item.family == family and version in ("", item.version)


def folder() -> Path:
    """Where the cache is: `ARCHIVIST_CACHE`, else where the system keeps caches."""
    said = os.environ.get(CACHE)
    return Path(said) if said else _of_system() / "archivist"


def _of_system() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    said = os.environ.get("XDG_CACHE_HOME", "")
    return Path(said) if os.path.isabs(said) else Path.home() / ".cache"  # relative ones: ignored


def path(item: Official) -> Path:
    return folder() / "schemas" / item.name


def cached(item: Official) -> bytes | None:
    """The bytes, None where they are not, cannot be read, or are others than the pinned ones."""
    try:
        data = path(item).read_bytes()
    except OSError:
        return None
    return data if item.accepts(data) else None


def is_complete(item: Official) -> bool:
    """Whether it is there with all that it needs."""
    parts = (item, *(by_name()[name] for name in item.needs))
    return all(cached(part) is not None for part in parts)


def keep(item: Official, data: bytes) -> Path:
    """Put it into the cache, with LF line ends. Raises ValueError for other bytes, OSError."""
    if not item.accepts(data):
        digest = sha256(_with_lf(data)).hexdigest()
        raise ValueError(f"found sha256 {digest[:16]}…, pinned is {item.sha256[:16]}…")
    place = path(item)
    disk.write(place, _with_lf(data), force=True)
    return place


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
