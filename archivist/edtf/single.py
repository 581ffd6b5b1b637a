"""Parses one date: plain, with time of day, qualified, unspecified, a season, a long year."""

import re

from archivist.edtf.clock import timed
from archivist.edtf.dates import Date, DateTime
from archivist.edtf.days import first_match, month_length, months_of
from archivist.edtf.faults import EdtfError, fault_in
from archivist.edtf.qualifiers import UNQUALIFIED, Qualifiers
from archivist.edtf.seasons import SEASON_MONTHS, Season
from archivist.edtf.years import Year

# Groups: year, month, day, hour, minute, second, shift. Most strings are of this form.
_PLAIN = re.compile(
    r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?"
)
# Groups: each of year, month and day between its signs.
_MARKED = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
# Groups: sign, digits behind Y, exponent, digits without Y, significant digits, sign.
_YEAR = re.compile(
    r"([?~%]?)(?:Y(-?[1-9][0-9]*)(?:E([1-9][0-9]*))?|(-?[0-9]{4})(?=S))(?:S([1-9][0-9]*))?([?~%]?)"
)
# No date needs more (the specification's longest has nine), and a short text such as Y1E999999999
# must not fill the memory.
_MAX_YEAR_DIGITS = 1000


def parse_single(text: str) -> Date | Season | Year | DateTime:
    """One date, with or without time of day; EdtfError if the text is none."""
    if match := _PLAIN.fullmatch(text):
        return _plain(match)
    if match := _MARKED.fullmatch(text):
        return _marked_date(match)
    if match := _YEAR.fullmatch(text):
        return _year(match)
    raise fault_in(text)


def _plain(match: re.Match[str]) -> Date | Season | DateTime:
    year, month, day, hour, *_ = match.groups()
    if year == "-0000":
        raise EdtfError(match.string, 0, "0000, the year zero has no sign", year)
    if month is None:
        return Date(year)
    number = int(month)
    if not 1 <= number <= 12:
        return _season(match.string, year, month, day, match.start(2), UNQUALIFIED)
    if day is None:
        return Date(year, month)
    if day > "28" or day == "00":
        _check_day(match, int(year), number, day)
    date = Date(year, month, day)
    return date if hour is None else timed(match, date)


def _check_day(match: re.Match[str], year: int, month: int, day: str) -> None:
    length = month_length(year, month)
    if not 1 <= int(day) <= length:
        which = f"a day from 01 to {length}, as {match[1]}-{match[2]} has"
        raise EdtfError(match.string, match.start(3), which, day)


def _season(
    text: str, year: str, code: str, day: str | None, position: int, qualifiers: Qualifiers
) -> Season:
    if not code.isdecimal() or int(code) not in SEASON_MONTHS:
        raise EdtfError(text, position, "a month from 01 to 12 or a season from 21 to 41", code)
    if day is not None:
        raise EdtfError(text, position, "a month from 01 to 12, as a day follows", code)
    return Season(year, int(code), qualifiers)


def _marked_date(match: re.Match[str]) -> Date | Season:
    a, year, b, c, month, d, e, day, f = match.groups()
    if year == "-0000":
        raise EdtfError(match.string, match.start(2), "0000, the year zero has no sign", year)
    signs = Qualifiers(a, b, c or "", d or "", e or "", f or "")
    qualifiers = signs if any(signs) else UNQUALIFIED
    if month is None:
        return Date(year, qualifiers=qualifiers)
    if not months_of(month):
        return _season(match.string, year, month, day, match.start(5), qualifiers)
    if day is not None:
        _check_possible(match, year, month, day)
    return Date(year, month, day or "", qualifiers)


def _check_possible(match: re.Match[str], year: str, month: str, day: str) -> None:
    try:
        first_match(year, month, day)
    except LookupError:
        which = f"a day that {year}-{month} can have"
        raise EdtfError(match.string, match.start(8), which, day) from None


def _year(match: re.Match[str]) -> Year:
    before, lettered, exponent, digits, significant, after = match.groups()
    if lettered:
        _check_size(match, lettered.lstrip("-"), exponent)
    elif digits == "-0000":
        raise EdtfError(match.string, match.start(4), "0000, the year zero has no sign", digits)
    return Year(
        lettered or digits,
        lettered is not None,
        int(exponent or 0),
        _small(match, 5) if significant else 0,
        before,
        after,
    )


def _check_size(match: re.Match[str], digits: str, exponent: str | None) -> None:
    if exponent is None and len(digits) <= 4:
        wanted = "a year of more than four digits behind Y; shorter years have no Y"
        raise EdtfError(match.string, match.start(2), wanted, match[2])
    if len(digits) + _small(match, 3) > _MAX_YEAR_DIGITS:
        raise EdtfError(match.string, match.start(2), _SMALLER, match[2])


_SMALLER = f"a year of at most {_MAX_YEAR_DIGITS} digits"


def _small(match: re.Match[str], group: int) -> int:
    """The number in a group, 0 if absent, refused before conversion if it is absurdly long."""
    digits = match[group] or "0"
    if len(digits) > len(str(_MAX_YEAR_DIGITS)):
        raise EdtfError(match.string, match.start(group), _SMALLER, digits)
    return int(digits)
