"""This module reads the dates of a page so far that they can be compared; the words stay.

A moment knows the days it may mean (`03/05/2024` two of them, an instant with its zone the local
day and that of UTC) and how fine it is. What is handed on is what the page has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from archivist.readers.html.metadata.printed import Found, find

EARLIEST, LATEST = 1600, 2100  # years of a newspaper
_NEVER = date(1970, 1, 1)  # what programs write where a field is empty


@dataclass(frozen=True, slots=True)
class Moment:
    """`days`: what days it may mean; `fineness`: 0 day, 1 midnight, 2 time, 3 time with zone.

    `text` is the moment in ISO 8601 where the markup is for machines, else the printed words.
    """

    days: frozenset[date]
    fineness: int
    text: str


_ISO = re.compile(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:(?:\s*[T,]\s*|\s+|(?=\d{6}))(\d{1,2}):?(\d{2})(?::(\d)(?!\d)|:?(\d{2})(?:[.,:]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\s?\d{1,2}:?\d{2}|[+-]\d{1,2})?)?(?!\d)",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"-?\d{9,10}(?:\d{3})?(?:\.\d+)?")
_SCRIPTED = re.compile(  # Fri Oct 25 2024 14:03:00 GMT+0200 (CEST) · Fri Oct 25 14:03:00 CEST 2024
    r"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(?:(\d{4})\s+)?(\d{2}):(\d{2}):(\d{2})"
    r"\s*(?:(?:GMT|UTC)?([+-]\d{4})|(GMT|UTC)|[A-Z]{2,5})?(?:\s+\([^)]{0,60}\))?(?:\s+(\d{4}))?"
)
_MAIL = re.compile(  # Sat, 19 Oct 2019 00:04:00 +0200, RFC 5322
    r"(?:[A-Z][a-z]{2},?\s+)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d{2}:\d{2}(?::\d{2})?)"
    r"\s*(Z|GMT|UTC?|[+-]\d{4})?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(text: str) -> Moment | None:
    """The moment a value of markup means; None where it is no day."""
    text = text.strip()
    match = _ISO.match(text)
    if match:
        return _iso(match, text)
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    match = _SCRIPTED.match(text)
    if match:
        return _scripted(match)
    match = _MAIL.match(text)
    if match and match[2].lower() in _MONTHS:
        day, name, year, time, zone = match.groups()
        month = _MONTHS.index(name.lower()) + 1
        return read(f"{year}-{month:02}-{int(day):02}T{time}{'Z' if zone == 'UT' else zone or ''}")
    found = next(iter(find(text)), None)
    return None if found is None else of_printed(found)


def of_printed(found: Found) -> Moment:
    """The moment of a date found in running text."""
    return Moment(found.days, 2 if found.time else 0, found.text)


def same_instant(one: Moment, other: Moment) -> bool:
    """Whether two moments with zones are the same minute."""
    try:
        first, second = (datetime.fromisoformat(item.text) for item in (one, other))
    except ValueError:
        return False
    return abs((first - second).total_seconds()) < 60


def clock(text: str) -> datetime | None:
    """The local day and time that a line prints, where it may mean one only; seconds dropped."""
    moment = read(text)
    return None if moment is None else clock_of(moment, text)


def clock_of(moment: Moment, text: str) -> datetime | None:
    """The time printed behind a day that is known."""
    match = _CLOCK.search(text[-30:])
    if match is None or len(moment.days) > 1 or moment.fineness != 2:
        return None
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 if half == "p" else hour % 12 if half == "a" else hour
    day = min(moment.days)
    return datetime(day.year, day.month, day.day, hour, minute)


_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)(?:\s?([ap])\.?m)?", re.IGNORECASE)


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], text: str) -> Moment | None:
    year, month, day, hour, minute, digit, second, zone = match.groups()
    second = second or (f"0{digit}" if digit else None)
    whole = _day(int(year), int(month), int(day))
    if whole is None or whole == _NEVER:
        return None
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return Moment(frozenset({whole}), 0, f"{year}-{month}-{day}")
    shift = _shift(zone)
    days = {whole}
    if shift is not None:
        days.add(_utc(whole, int(hour), int(minute), shift))
    midnight = int(hour) == 0 and int(minute) == 0 and not int(second or 0)
    fineness = 1 if midnight else 3 if zone else 2
    printed = f"{year}-{month}-{day}T{hour:0>2}:{minute}"
    printed += f":{second}" if second else ""
    return Moment(frozenset(days), fineness, printed + _zone(zone, shift))


def _shift(zone: str | None) -> int | None:
    """Minutes from UTC."""
    if zone is None:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    digits = "".join(sign for sign in zone if sign.isdigit())
    hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    total = int(hours) * 60 + int(minutes)
    return None if total > 14 * 60 else -total if "-" in zone else total


def _zone(zone: str | None, shift: int | None) -> str:
    if zone is None or shift is None:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    sign = "-" if shift < 0 else "+"
    return f"{sign}{abs(shift) // 60:02}:{abs(shift) % 60:02}"


def _utc(day: date, hour: int, minute: int, shift: int) -> date:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return (moment - timedelta(minutes=shift)).date()


def _epoch(text: str) -> Moment | None:
    """Seconds or milliseconds since 1970; before 1990 it is some other number."""
    seconds = int(text.partition(".")[0])
    seconds = seconds // 1000 if seconds > 99_999_999_999 else seconds
    if not 631_152_000 <= seconds < 4_102_444_800:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return Moment(frozenset({moment.date()}), 3, moment.isoformat().replace("+00:00", "Z"))


def _scripted(match: re.Match[str]) -> Moment | None:
    name, day, year, hour, minute, second, zone, utc, late = match.groups()
    if name.lower() not in _MONTHS or not (year or late):
        return None
    month = _MONTHS.index(name.lower()) + 1
    printed = f"{year or late}-{month:02}-{int(day):02}T{hour}:{minute}:{second}"
    return read(printed + (zone or ("Z" if utc else "")))
