"""This module opens inputs: files of this machine, and what fsspec reaches for a cluster."""

from __future__ import annotations

import re
from typing import BinaryIO, cast

from archivist.errors import MissingPart

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(::|://)")


def is_address(path: str) -> bool:
    """Whether it is something like `s3://bucket/x.warc.gz`, not a path."""
    return _ADDRESS.match(path) is not None


def open_input(path: str) -> BinaryIO:
    """The input, for reading; seekable. Raises OSError, MissingPart without fsspec."""
    if not is_address(path):
        return open(path, "rb")
    try:
        import fsspec
    except ImportError as missing:
        hint = "pip install 'archivist[cluster]'"
        raise MissingPart(f"{path}: fsspec is not installed", hint=hint) from missing
    return cast("BinaryIO", fsspec.open(path, "rb").open())
