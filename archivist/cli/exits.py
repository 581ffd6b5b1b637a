"""This module names the exit codes and says which one wins when a run earned several."""

from __future__ import annotations

from collections.abc import Iterable

DONE = 0
INVALID = 1  # records invalid, inputs quarantined; with --strict: warnings
USAGE = 2
NOTHING = 3
REFUSED = 4
WORLD = 5
NETWORK = 6
MISSING_PART = 7
BUG = 70
INTERRUPTED = 130  # 128 + SIGINT
TERMINATED = 143  # 128 + SIGTERM

# The first that occurred is the exit code: what the reader of the code must act on first.
PRECEDENCE = (
    BUG,
    INTERRUPTED,
    TERMINATED,
    NETWORK,
    WORLD,
    REFUSED,
    MISSING_PART,
    USAGE,
    NOTHING,
    INVALID,
)


class Terminated(BaseException):
    """SIGTERM, raised where the signal found us; like KeyboardInterrupt no `Exception`."""


def worst(codes: Iterable[int]) -> int:
    """The one exit code of a run that earned all of these; 0 for none."""
    earned = set(codes)
    return next((code for code in PRECEDENCE if code in earned), DONE)
