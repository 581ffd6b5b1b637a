"""This module writes the names of files as people and records can hold them: valid Unicode."""

from __future__ import annotations

import os
import re


def printable(path: str) -> str:
    """A path as valid Unicode for people: bytes that are not UTF-8 become `\\xE9`."""
    return _raw(path).decode("utf-8", "backslashreplace")


def record_name(path: str) -> str:
    """A path as a record can hold it: Unicode, with `/`, relative on every system.

    Bytes that are not UTF-8, and what Windows takes for a separator or a drive, are escaped as in
    a URL: `caf%E9.txt`, `a%5Cb.txt`, `c%3A/x.txt`. `path` is one of this system, as `os` gives it.
    """
    name = _raw(path.replace(os.sep, "/")).decode("utf-8", "surrogateescape")
    return _FOREIGN.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", name)


def is_hidden(name: str) -> bool:
    """Hidden files, and the locks and backups that editors leave beside a document."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".lock"))


_FOREIGN = re.compile("[\\\\\udc80-\udcff]|(?<=\\A[A-Za-z]):(?=/)")


def _raw(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # Windows allows half a character
        return path.encode("utf-8", "surrogatepass")
