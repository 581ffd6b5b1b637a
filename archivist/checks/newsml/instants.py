"""This module checks dates and times: zone, blanks, and whether one comes after the other."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from archivist.checks.newsml.fault import Fault, fault
from archivist.checks.newsml.scope import Scope

# Elements whose text is a date or an instant (XML Schema: white space around it collapses).
DATED = (
    "born", "ceasedToExist", "contentCreated", "contentModified", "created", "died", "dissolved",
    "embargoed", "end", "exDate", "expires", "firstCreated", "founded", "rDate", "sent", "start",
    "timestamp", "versionCreated",
)  # fmt: skip
ZONED = ("embargoed", "firstCreated", "sent", "versionCreated")
_INSTANT = re.compile(
    r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?"
)
# A time without zone was somewhere on Earth (UTC-12 to UTC+14).
_EARLIER, _LATER = timedelta(hours=14), timedelta(hours=12)


class Between(NamedTuple):
    """The earliest and the latest instant that a date may mean."""

    first: datetime
    last: datetime


def dated(element: Any, scope: Scope) -> Iterator[Fault]:
    """G004 blanks around a date, G003 an instant without zone."""
    text = element.text or ""
    value = text.strip()
    name = str(element.tag).rpartition("}")[2]
    if value and value != text:
        yield fault("G004", element, name, text, f'"{value}", without blanks')
    if name in ZONED and "T" in value and not re.search(r"(?:Z|[+-]\d\d:?\d\d)$", value):
        yield fault("G003", element, name, value, "a zone at the end, such as Z or +01:00")


def out_of_order(scope: Scope) -> Iterator[Fault]:
    """G013: firstCreated and contentModified are not after versionCreated, and so on."""
    version = scope.child("itemMeta", "versionCreated")
    first = scope.child("itemMeta", "firstCreated")
    created = scope.child("contentMeta", "contentCreated")
    modified = scope.child("contentMeta", "contentModified")
    for earlier, later in (
        (first, version),
        (created, modified),
        (created, version),
        (modified, version),
    ):
        if earlier is not None and later is not None and _is_after(earlier.text, later.text):
            name = str(later.tag).rpartition("}")[2]
            right = f"not after {name}, {(later.text or '').strip()}"
            what = str(earlier.tag).rpartition("}")[2]
            yield fault("G013", earlier, what, (earlier.text or "").strip(), right)


def _is_after(earlier: str | None, later: str | None) -> bool:
    """Whether even the earliest meaning of the one is after the latest of the other."""
    one, other = between(earlier or ""), between(later or "")
    return one is not None and other is not None and one.first > other.last


def between(text: str) -> Between | None:
    """Of a year, month, day or instant; None for what is none."""
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        first = datetime(
            int(year), int(month or 1), int(day or 1),
            int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC,
        )  # fmt: skip
        last = first + _length(first, month, day, hour)
        if zone is None:
            return Between(first - _EARLIER, last + _LATER)
        return Between(first - _offset(zone), last - _offset(zone))
    except (ValueError, OverflowError):
        return None


def _length(first: datetime, month: str | None, day: str | None, hour: str | None) -> timedelta:
    """How long it lasts, less a moment."""
    if hour:
        return timedelta()
    if day:
        return timedelta(days=1, microseconds=-1)
    days = calendar.monthrange(first.year, first.month)[1] if month else 365
    return timedelta(days=days, microseconds=-1)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    amount = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -amount if zone[0] == "-" else amount
