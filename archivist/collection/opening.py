"""This module opens inputs: files of this machine, what fsspec reaches, originals kept before."""

from __future__ import annotations

import glob
import io
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from archivist.collection import fetch
from archivist.errors import MissingPart, UsageError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(::|://)")
_PACKED = "packed:"
_WILD = re.compile(r"[*?\[]")


def is_address(path: str) -> bool:
    """Whether it is something like `s3://bucket/x.warc.gz`, not a path."""
    return _ADDRESS.match(path) is not None


def packed(path: Path, offset: int) -> str:
    """The path of an original that lies in a WARC file of a collection."""
    return f"{_PACKED}{offset}:{path}"


def open_input(path: str) -> BinaryIO:
    """The input, for reading; seekable.

    Raises OSError, MissingPart without fsspec, WorldRefused for an original that is damaged.
    """
    if path.startswith(_PACKED):
        offset, _, file = path.removeprefix(_PACKED).partition(":")
        return io.BytesIO(fetch.block(Path(file), int(offset)))
    if not is_address(path):
        return open(path, "rb")
    return cast("BinaryIO", _fsspec(path).open(path, "rb").open())


def expand(address: str) -> Iterator[tuple[str, str]]:
    """(name, address) of the files an address means, in the order of their names.

    A name is the last part of the address; of a pattern, and of a folder (it ends with `/`), the
    part below what is fixed. Raises OSError, MissingPart, UsageError.
    """
    storage, path = _storage(address)
    before, place, after = _place(address)
    if glob.has_magic(path):
        base = posixpath.dirname(_WILD.split(path, maxsplit=1)[0])
        fixed = _WILD.split(place, maxsplit=1)[0].rpartition("/")[0]
        found = [item for item in storage.glob(path) if storage.isfile(item)]
    elif place.endswith("/"):
        base, fixed, found = path, place.removesuffix("/"), storage.find(path)
    elif storage.exists(path):
        yield posixpath.basename(path.partition("?")[0].partition("#")[0]), address
        return
    else:
        raise FileNotFoundError(2, "no such file")
    for item in sorted(found):
        name = _below(item, base)
        yield name, f"{before}{fixed}/{name}{after}"


def _place(address: str) -> tuple[str, str, str]:
    """What stands before, in and after the part of an address that says where, not how.

    `simplecache::` and `s3://bucket/a/`; `zip://d/` and `::file:///x.zip`.
    """
    parts = address.split("::")
    at = next((at for at, part in enumerate(parts) if "://" in part), 0)
    before, after = parts[:at], parts[at + 1 :]
    return "".join(f"{part}::" for part in before), parts[at], "".join(f"::{p}" for p in after)


def _below(item: str, base: str) -> str:
    """The path below a folder of the same storage; some begin paths with a slash, some do not."""
    base = base.strip("/")
    return item.lstrip("/").removeprefix(f"{base}/" if base else "")


def _storage(address: str) -> tuple[Any, str]:
    """What fsspec reads an address with, and the path in it."""
    try:
        storage, path = _fsspec(address).core.url_to_fs(address)
    except ImportError as missing:  # the storage needs a package of its own: s3fs, gcsfs, aiohttp
        raise MissingPart(f"{address}: {missing}", hint="install what it names") from missing
    except ValueError as unknown:
        hint = "for example s3://bucket/articles/*.txt, or file:///folder/x.warc.gz"
        raise UsageError(f"{address}: {unknown}", hint=hint) from unknown
    return storage, cast("str", path)


def _fsspec(address: str) -> Any:
    try:
        import fsspec
    except ImportError as missing:
        hint = "pip install 'archivist[cluster]'"
        raise MissingPart(f"{address}: fsspec is not installed", hint=hint) from missing
    return fsspec
