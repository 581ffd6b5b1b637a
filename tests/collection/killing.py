"""Runs the command line and kills it, hard, at the k-th moment that matters.

python killing.py K ARGUMENT…: a moment is before and after each change of a name on the disk, each
flush, and each commitment of the journal. With K = 0 nothing is killed, and the number of moments
goes to stderr as the last line. CLOCK=2030-01-01 in the environment sets the clock;
CLOCK=2030-01-01,2001-01-01 sets it back after the first ten moments.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any

from archivist import fingerprint
from archivist.cli.group import archivist
from archivist.collection import archive, fixity
from archivist.collection.journal import Journal

JUMP = 10  # moments after which a clock that is set back is


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


def set_clock(said: list[str], moments: Moments) -> None:
    """What the clock says to whoever asks."""
    instants = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in said]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return instants[-1 if moments.passed > JUMP else 0].astimezone(tz)

    time.time = lambda: Clock.now(UTC).timestamp()
    fingerprint.datetime = fixity.datetime = Clock  # type: ignore[misc]


def run(fatal: int, arguments: list[str]) -> None:
    moments = Moments(fatal)
    if "CLOCK" in os.environ:
        set_clock(os.environ["CLOCK"].split(","), moments)
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
