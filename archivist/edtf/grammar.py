"""Parses EDTF strings, levels 0-2, and refuses dates that the calendar does not have.

Library of Congress, Extended Date/Time Format (EDTF) Specification, 4 February 2019; the same
profile as ISO 8601-2:2019, annex A. Where the specification leaves a question open:

* `-0000` and the shift `-00:00` are refused: ISO 8601 has neither.
* `24:00:00`, the end of a day, is allowed, `23:59:60` is where a leap second can be.
* A shift is at most 14 hours, as in XML Schema; seconds have no decimals ("complete").
* An interval or range that ends before it can begin is refused; an end that contains the start is
  not (`2004-06-11/2004-06` ends some time in June).
* `/`, with neither start nor end, is refused: it says nothing.
* In sets stand dates of any kind and ranges of them, but no intervals and no time of day; `..`
  stands before the first date, between two, or after the last.
* `Y` wants more than four digits, except before an exponent (`Y20E2`).
"""

from archivist.edtf.dates import DateTime
from archivist.edtf.faults import EdtfError
from archivist.edtf.single import parse_single
from archivist.edtf.spans import Bound, Dated, Interval, Range, Set
from archivist.edtf.values import Edtf


def parse(text: str) -> Edtf:
    """The value that an EDTF string means; `str()` of it is the string again.

    Raises EdtfError for whatever is no EDTF, in form or because there is no such day.
    """
    if text[:1] in ("[", "{"):
        return _set(text)
    if "/" in text:
        return _interval(text)
    return parse_single(text)


def is_valid(text: str) -> bool:
    """Whether the text is EDTF of level 0, 1 or 2."""
    try:
        parse(text)
    except EdtfError:
        return False
    return True


def _interval(text: str) -> Interval:
    start_text, _, end_text = text.partition("/")
    if "/" in end_text:
        raise EdtfError(text, text.index("/", len(start_text) + 1), "one slash only")
    if text == "/":
        raise EdtfError(text, 0, "a start or an end: '..' if open, empty if unknown")
    start, end = _end(text, start_text, 0), _end(text, end_text, len(start_text) + 1)
    _check_order(text, start, end, len(start_text) + 1)
    return Interval(start, end)


def _end(text: str, part: str, offset: int) -> Dated | Bound:
    if part in ("", ".."):
        return Bound.OPEN if part else Bound.UNKNOWN
    return _part(text, part, offset)


def _part(text: str, part: str, offset: int) -> Dated:
    try:
        return _dated(part)
    except EdtfError as error:
        raise error.within(text, offset) from None


def _check_order(text: str, start: Dated | Bound, end: Dated | Bound, position: int) -> None:
    if isinstance(start, Bound) or isinstance(end, Bound):
        return
    if end.latest() < start.earliest():
        raise EdtfError(text, position, f"an end that is not before {start}", str(end))


def _set(text: str) -> Set:
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing or len(text) == 1:
        raise EdtfError(text, len(text), f"{closing!r} at the end")
    members: list[Dated | Range] = []
    parts = text[1:-1].split(",")
    offset = 1
    for number, part in enumerate(parts):
        members.append(_member(text, part, offset, number == 0, number == len(parts) - 1))
        offset += len(part) + 1
    return Set(tuple(members), closing == "}")


def _member(text: str, part: str, offset: int, is_first: bool, is_last: bool) -> Dated | Range:
    first, dots, last = part.partition("..")
    if not dots:
        return _part(text, part, offset)
    behind = offset + len(first) + 2
    if not first and (not is_first or not last):
        raise EdtfError(text, offset, "a date; '..' may only begin the whole list, before a date")
    if not last and not is_last:
        raise EdtfError(text, behind, "a date; '..' may only end the whole list")
    start = _part(text, first, offset) if first else None
    end = _part(text, last, behind) if last else None
    if start is not None and end is not None:
        _check_alike(text, start, end, behind)
        _check_order(text, start, end, behind)
    return Range(start, end)


def _check_alike(text: str, start: Dated, end: Dated, position: int) -> None:
    """Set representation, 7: what a double-dot stands between has the same precision."""
    if start.unit != end.unit:
        raise EdtfError(text, position, f"the same precision as {start} ({start.unit})", str(end))


def _dated(text: str) -> Dated:
    """A date without time of day: what can stand in intervals and sets."""
    value = parse_single(text)
    if isinstance(value, DateTime):
        raise EdtfError(text, text.index("T"), "a date without time of day in intervals and sets")
    return value
