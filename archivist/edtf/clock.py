"""Checks times of day and their shift from UTC.

EDTF 2019, level 0, "Date and Time": complete times of ISO 8601-1, `hh:mm:ss`, without decimals.
"""

import re

from archivist.edtf.dates import Date, DateTime
from archivist.edtf.faults import EdtfError

# XML Schema 1.1 part 2, 3.3.7, has the same limit; no clock of today is further from UTC.
_MAX_SHIFT = 14 * 60
_A_SHIFT = "a shift of at most 14:00, its minutes from 00 to 59"


def timed(match: re.Match[str], date: Date) -> DateTime:
    """The date with its time of day; groups 4 to 7 are hour, minute, second, shift or None.

    Raises EdtfError for a time that no clock shows.
    """
    hour, minute, second, shift = match.group(4, 5, 6, 7)
    if hour > "23" and (hour, minute, second) != ("24", "00", "00"):
        raise EdtfError(match.string, match.start(4), "an hour from 00 to 23, or 24:00:00", hour)
    if minute > "59":
        raise EdtfError(match.string, match.start(5), "minutes from 00 to 59", minute)
    minutes = _shift_minutes(match, shift) if shift else 0
    if second > "59" and not (second == "60" and _leaps(hour, minute, shift, minutes)):
        wanted = "seconds from 00 to 59, or 60 in the minute 23:59 of UTC"
        raise EdtfError(match.string, match.start(6), wanted, second)
    return DateTime(date, hour, minute, second, shift or "")


def _shift_minutes(match: re.Match[str], shift: str) -> int:
    """Minutes ahead of UTC of a shift `Z`, `+04` or `+04:30`."""
    if shift == "Z":
        return 0
    minutes = int(shift[4:] or 0)
    size = 60 * int(shift[1:3]) + minutes
    if minutes > 59 or size > _MAX_SHIFT:
        raise EdtfError(match.string, match.start(7), _A_SHIFT, shift)
    if size == 0 and shift[0] == "-":
        raise EdtfError(match.string, match.start(7), "+00:00 or Z, zero has no sign", shift)
    return size if shift[0] == "+" else -size


def _leaps(hour: str, minute: str, shift: str | None, ahead: int) -> bool:
    """Whether this minute can be 23:59 UTC; without a shift, the last of any quarter of an hour."""
    if shift is None:
        return int(minute) % 15 == 14
    return (60 * int(hour) + int(minute) - ahead) % 1440 == 1439
