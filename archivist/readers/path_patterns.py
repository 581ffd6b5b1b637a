"""This module reads what the folders and names of sources say: `{paper}/{year}/{month}/{day}/*`.

A pattern stands for the end of a path. `*` is any name or part of one, `**` any folders, `{…}` a
value; a date has the precision that the pattern has.
"""

from __future__ import annotations

import functools
import re
from difflib import get_close_matches

from archivist.errors import UsageError
from archivist.record import Declared

RULE = "path.pattern"
# Name in braces → the field it states, and what it may look like.
_DATES = {
    "year": r"(?:1[5-9]|20)\d\d",
    "month": r"0?[1-9]|1[0-2]|[^\W\d_]{3,12}",
    "day": r"0?[1-9]|[12]\d|3[01]",
    "date": r"\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{8}",
}
_NAMES = {
    "paper": "credit.publisher",
    "newspaper": "credit.publisher",
    "publisher": "credit.publisher",
    "agency": "credit.agency",
    "source": "credit.source",
    "author": "credit.author",
    "lang": "language",
    "language": "language",
    "section": "topic",
    "topic": "topic",
    "id": "identifier.path",
}
_WORD = re.compile(r"\{([^{}]*)\}|(\*\*/?)|(\*)|(\?)")


def facts(name: str, patterns: tuple[str, ...]) -> tuple[Declared, ...]:
    """What the first pattern that fits says of a source. `name`: its path with `/`."""
    for pattern in patterns:
        found = compiled(pattern).search(name)
        if found:
            return tuple(_facts(found.groupdict(), pattern))
    return ()


@functools.lru_cache(64)
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression of a pattern. Raises UsageError for a name in braces that nobody knows."""
    pattern = re.sub(r"/(?:…|\.\.\.)?$", "/**", pattern.strip())
    made, at = "", 0
    seen: set[str] = set()
    for found in _WORD.finditer(pattern):
        made += re.escape(pattern[at : found.start()])
        at = found.end()
        if found[1] is not None:
            made += _group(found[1].strip().lower(), pattern, seen)
        elif found[2]:
            made += ".*"
        else:
            made += "[^/]*" if found[3] else "[^/]"
    made += re.escape(pattern[at:])
    return re.compile(rf"(?:\A|/){made.removeprefix('/')}\Z", re.DOTALL)


def _group(name: str, pattern: str, seen: set[str]) -> str:
    known = (*_DATES, *_NAMES)
    if name in ("", "any", "_"):
        return "[^/]+?"
    if name not in known or name in seen:
        close = get_close_matches(name, known, 1, 0.5)
        meant = f"did you mean {{{close[0]}}}? " if close and name not in seen else ""
        what = "twice" if name in seen else "which means nothing"
        hint = f"{meant}there are: {', '.join(f'{{{item}}}' for item in known)}, * and **"
        raise UsageError(f"path {pattern!r}: found {{{name}}} {what}", hint=hint)
    seen.add(name)
    return f"(?P<{name}>{_DATES.get(name, '[^/]+?')})"


def _facts(values: dict[str, str], pattern: str) -> list[Declared]:
    found: list[Declared] = []
    date = _date(values)
    if date:
        found.append(Declared("date.published", date, f"path {pattern}", RULE, True))
    for name, value in values.items():
        if name in _NAMES and value.strip():
            place = f"path {pattern}"
            found.append(Declared(_NAMES[name], value.strip(), place, RULE, True))
    return found


def _date(values: dict[str, str]) -> str | None:
    """As far as the pattern goes: `1987`, `1987-03`, `1987-03-05`; `5 marzo 1987` in words."""
    if values.get("date"):
        date = values["date"]
        return f"{date[:4]}-{date[4:6]}-{date[6:]}" if date.isdecimal() else date
    year, month, day = values.get("year"), values.get("month"), values.get("day")
    if not year:
        return None
    if month is None:
        return year
    if not month.isdecimal():
        return f"{day} {month} {year}" if day else f"{month} {year}"
    date = f"{year}-{int(month):02}"
    return f"{date}-{int(day):02}" if day else date
