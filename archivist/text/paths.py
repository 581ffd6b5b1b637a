"""This module writes the names of files as people and records can hold them: valid Unicode."""

from __future__ import annotations

import os
import re
import unicodedata


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


def safe_name(name: str) -> str:
    """A relative path that Windows can hold too; what it cannot is escaped as in a URL."""
    return "/".join(_safe_part(part) for part in name.split("/"))


def folded(name: str) -> str:
    """The name as the least able file system sees it: without case, in one normal form."""
    return unicodedata.normalize("NFC", name).casefold()


def _safe_part(part: str) -> str:
    escaped = _UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", part)
    escaped = _DEVICE.sub(lambda found: f"%{ord(found.group()[0]):02X}{found.group()[1:]}", escaped)
    if escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    return escaped


# What Windows cannot have in a name, and the controls; as an escape `%3A`.
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_DEVICE = re.compile(r"\A(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_FOREIGN = re.compile("[\\\\\udc80-\udcff]|(?<=\\A[A-Za-z]):(?=/)")


def _raw(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # Windows allows half a character
        return path.encode("utf-8", "surrogatepass")
