"""This module reads days counted from another: `yesterday`, `3 days ago`, `last Monday`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from archivist.extractors.phrases.words import Token

MOST = 400  # days that anybody counts

# Kinds: r yesterday; n j G `3 days ago`, G n j `il y a 3 jours`, < n j `vor 3 Tagen`;
# l w `last Monday`, w l `lunedì scorso`
_COUNTED = frozenset({"njG", "Gnj", "<nj", "nj<"})
_LAST = frozenset({"lw", "wl"})


def days(reading: Sequence[Token]) -> Callable[[date], timedelta] | None:
    """How far the day is from a reference day; None for what is no such phrase."""
    kinds = "".join(token.kind for token in reading)
    if kinds == "r":
        return lambda _: timedelta(reading[0].number)
    if kinds in _COUNTED:
        number, unit = (token.number for token in reading if token.kind in "nj")
        return (lambda _: timedelta(-number * unit)) if 1 <= number * unit <= MOST else None
    if kinds in _LAST:
        weekday = next(token.number for token in reading if token.kind == "w")
        return lambda reference: timedelta(-((reference.isoweekday() - weekday - 1) % 7 + 1))
    return None
