"""This module says when two problems of two runs are the same one.

The same: code, file, place in the record and message. Lines are not part of it: they shift when
something above is edited. Problems that are alike in all this are told apart by their number.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

from archivist.problems import Problem

# `found "x" again (first at 12:3)`, `line 2 has it`: lines in messages shift as well.
_LINES = re.compile(r"\b(first at |line )\d+(:\d+)?")


class Fingerprints:
    """Fingerprints of problems in the order in which they are found, each its own."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, found: Problem) -> str:
        """32 hexadecimal digits, the same in every run in which the problem is found."""
        base = fingerprint(found)
        number = self._seen[base]
        self._seen[base] += 1
        return base if not number else _digest(base, str(number))


def fingerprint(found: Problem) -> str:
    """32 hexadecimal digits; the same for problems that are alike."""
    message = _LINES.sub(r"\1N", found.message)
    return _digest(found.code, relative(found.location.file), found.path, message)


def relative(file: str) -> str:
    """The file below the working folder where it lies there, with `/`, on every system."""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix() if file else file


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "backslashreplace")
    return sha256(joined).hexdigest()[:32]
