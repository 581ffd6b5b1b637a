"""This module judges the names of members: which are refused, which passed over, which are new."""

from __future__ import annotations

import re
from array import array
from hashlib import blake2b

from archivist.problems import Location, problem
from archivist.readers.parts import Part
from archivist.text import is_hidden

_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)
_SYSTEM = frozenset({"__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini"})
# What a location or a record cannot hold: controls, and halves of characters.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def is_passed(name: str) -> bool:
    """Hidden files, locks, and what systems leave in a folder: passed over as on the disk."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return any(is_hidden(part) or part.lower() in _SYSTEM for part in parts)


def refusal(name: str) -> str | None:
    """Why a member's name is not safe on some system; None when it is."""
    if name.startswith("/"):
        return "an absolute path"
    if _DRIVE.match(name):
        return "a drive letter"
    if "\\" in name:
        return "a backslash"
    parts = name.split("/")
    if ".." in parts:
        return "a way out of the box"
    if any(_DEVICE.match(part) for part in parts):
        return "the name of a device"
    return None if name.strip("/") else "no name"


def part_of(name: str) -> str:
    """The member's place in the box, harmless whatever the name: `!/a.txt`, `!/%2E%2E/a.txt`."""
    parts = ["%2E%2E" if part == ".." else part for part in name.split("/") if part != "."]
    path = "/".join(parts).replace("\\", "%5C")
    path = "%2F" + path[1:] if path.startswith("/") else path
    path = path[0] + "%3A" + path[2:] if _DRIVE.match(path) else path
    return "!/" + _UNWRITABLE.sub(_escaped, path)


def _escaped(found: re.Match[str]) -> str:
    data = found[0].encode("utf-8", "surrogateescape" if "\udc80" <= found[0] <= "\udcff" else
                           "surrogatepass")  # fmt: skip
    return "".join(f"%{byte:02X}" for byte in data)


class Numbering:
    """Gives the second `a.txt` of a box the place `!/a~2.txt`."""

    def __init__(self) -> None:
        self._seen = Digests()
        self._times: dict[str, int] = {}

    def unique(self, part: str) -> str:
        if self._seen.add(part.encode()):
            return part
        number = self._times.get(part, 1)
        start, name = part[: part.rfind("/") + 1], part[part.rfind("/") + 1 :]
        stem, dot, suffix = name.partition(".")
        while True:
            number += 1
            numbered = f"{start}{stem}~{number}{dot}{suffix}"
            if self._seen.add(numbered.encode()):
                self._times[part] = number
                return numbered


class Digests:
    """A set of what was seen, 12 to 24 bytes each whatever it is: a crawl has millions.

    Open addressing in an array of 64-bit digests; that two of a million things agree in one has
    a probability of 1 : 37,000,000.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * 1024))
        self._used = 0

    def __contains__(self, thing: bytes) -> bool:
        return self._slots[self._slot(_digest(thing))] != 0

    def add(self, thing: bytes) -> bool:
        """Whether it is new."""
        digest = _digest(thing)
        slot = self._slot(digest)
        if self._slots[slot]:
            return False
        self._slots[slot] = digest
        self._used += 1
        if 4 * self._used > 3 * len(self._slots):
            self._grow()
        return True

    def _slot(self, digest: int) -> int:
        mask = len(self._slots) - 1
        slot = digest & mask
        while self._slots[slot] not in (0, digest):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", bytes(16 * len(old)))
        for digest in old:
            if digest:
                self._slots[self._slot(digest)] = digest


def _digest(thing: bytes) -> int:
    return int.from_bytes(blake2b(thing, digest_size=8).digest()) or 1


def checked(part: Part, name: str) -> Part:
    """The part, or its refusal (R052) for a name that is not safe on some system."""
    found = refusal(name)
    if found is None:
        return part
    message = f"found {found} in {name!r}, wanted a name within the box"
    hint = "nothing is unpacked to the disk; rename the member to have it read"
    where = Location(part.source.location)
    return Part(part.source, problems=(problem("R052", message, where, hint=hint),))
