"""This module reads the paths that stand in manifests and fetch.txt (RFC 8493, 2.1.3 and 5.1).

A path that stands in a bag is never opened: files are found by walking the bag, and a path is
only compared with what was found. What could lead out of the bag on any system is refused.
"""

from __future__ import annotations

import re
import unicodedata

Version = tuple[int, int]
V1: Version = (1, 0)

_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE = r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *"
# One for each character before a name: a pattern that begins with it finds it at once.
_DEVICE_FIRST = re.compile(rf"{_DEVICE}(?:[.:/]|\Z)", re.IGNORECASE)
_DEVICE_BELOW = re.compile(rf"/{_DEVICE}(?:[.:/]|\Z)", re.IGNORECASE)
_DEVICE_LISTED = tuple(
    re.compile(rf"{before}{_DEVICE}(?:[.:/\r\n]|\Z)", re.IGNORECASE)
    for before in ("/", " ", "\t", r"\*")
)
# RFC 8493, 2.1.3: CR, LF and % are written so, and nothing else; before 1.0 only CR and LF.
_ESCAPED = re.compile(r"%(0[AaDd]|25)")
_ESCAPED_BEFORE = re.compile(r"%(0[AaDd])")
# What systems leave in folders they show to people.
_LEFT = frozenset(
    {
        ".ds_store",
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        ".directory",
        ".spotlight-v100",
        ".trashes",
        ".fseventsd",
        ".appledouble",
        ".temporaryitems",
        "__macosx",
        "$recycle.bin",
        "system volume information",
    }
)


def decoded(path: str, version: Version) -> str:
    """The path with `%0A`, `%0D` and, from 1.0 on, `%25` read as the characters they stand for."""
    if "%" not in path:
        return path
    escaped = _ESCAPED if version >= V1 else _ESCAPED_BEFORE
    return escaped.sub(lambda found: chr(int(found[1], 16)), path)


def bare_percent(path: str, version: Version) -> bool:
    """Whether a percent sign stands in a path of 1.0 that encodes nothing."""
    return version >= V1 and "%" in _ESCAPED.sub("", path)


def plain(path: str) -> str:
    """The path without `./` and doubled slashes: `data/a.txt` for `./data//a.txt`."""
    if "//" not in path and "./" not in path and not path.endswith("/."):
        return path
    start = "/" if path.startswith("/") else ""
    end = "/" if path.endswith("/") else ""
    return start + "/".join(part for part in path.split("/") if part not in ("", ".")) + end


def leads_out(path: str) -> str | None:
    """Why a path could lead out of the bag on some system; None when it cannot.

    Both `/` and `\\` part it, whatever the system is that asks.
    """
    if "\0" in path:
        return "a NUL"
    if path.startswith(("/", "\\")):
        return "an absolute path"
    if path.startswith("~"):
        return "a home folder"
    if _DRIVE.match(path):
        return "a drive letter"
    if ".." in re.split(r"[/\\]", path):
        return "a way out of the bag"
    return None


def unsafe_elsewhere(path: str) -> str | None:
    """Why a path means another file, or a device, on some system; None when it does not."""
    if "\\" in path:
        return "a backslash"
    if _DEVICE_FIRST.match(path) or _DEVICE_BELOW.search(path):
        return "the name of a device"
    return None


def is_harmless(text: str) -> bool:
    """Whether nothing in a manifest needs a second look: no escape, no device in any path."""
    if "\\" in text or "%" in text:
        return False
    return not any(device.search(text) for device in _DEVICE_LISTED)


def is_left_by_system(path: str) -> bool:
    """Whether Finder, Explorer or a desktop left the file: `.DS_Store`, `Thumbs.db`, `._a.txt`."""
    parts = path.lower().split("/")
    return parts[-1].startswith("._") or any(part in _LEFT for part in parts)


def normal(path: str) -> str:
    """The path in Unicode normal form C: what a Mac and a Linux machine agree on."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def folded(path: str) -> str:
    """The path as a system sees it that takes `A` for `a`."""
    return path.lower() if path.isascii() else normal(path.casefold())


def sized(size: int) -> str:
    """`1 byte`, `4,096 bytes`."""
    return "1 byte" if size == 1 else f"{size:,} bytes"
