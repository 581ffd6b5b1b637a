"""Runs the command line and kills it, hard, at the k-th moment that matters.

python killing.py K ARGUMENT…: a moment is before and after each change of a name on the disk, each
flush, and each commitment of the journal. With K = 0 nothing is killed, and the number of moments
goes to stderr as the last line.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from archivist.cli.group import archivist
from archivist.collection import archive
from archivist.collection.journal import Journal


class Moments:
    """Counts moments, and kills at one of them."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self.passed = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with a moment before and one after."""

        def guarded(*given: Any, **named: Any) -> Any:
            self()
            result = function(*given, **named)
            self()
            return result

        return guarded


def run(fatal: int, arguments: list[str]) -> None:
    moments = Moments(fatal)
    for name in ("replace", "link", "fsync", "unlink", "rename"):
        setattr(os, name, moments.around(getattr(os, name)))
    for name in ("commit", "note", "keep"):
        setattr(Journal, name, moments.around(getattr(Journal, name)))
    archive.discard = moments.around(archive.discard)
    try:
        archivist.main(args=arguments)
    finally:
        if not fatal:
            sys.stderr.write(f"{moments.passed}\n")


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2:])
