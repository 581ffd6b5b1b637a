"""This module reads what stands around points in time: about, between, from-to, before, or.

`after 1920` is one day somewhere from 1921 on, `[1921..]`, `not before 1920` one from 1920 on,
`[1920..]`; `since 1999` is a time that lasts, `1999/..`; `not after 1920` is `[..1920]` and never
the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from archivist import edtf
from archivist.extractors.phrases import points
from archivist.extractors.phrases.words import Token

Tokens = Sequence[Token]
Rule = Callable[[Tokens], str | None]
FEW = 10  # years that `1931-33` may span
COMPLETE = "#yhkdDCcz"  # a part with one of these needs nothing of its neighbour
JOINED = re.compile(r"(?:n-m-y|n/m/y|y-m-n|m-y|m/y|qn/y|nq/y)w?")  # `25-Oct-2024`: no range


def read(tokens: Tokens) -> str | None:
    """The EDTF value of the whole, None when it is none. Raises points.Impossible."""
    if JOINED.fullmatch(_kinds(tokens)):
        return points.read(tokens)
    rules: tuple[Rule, ...] = (_alternatives, _interval, _bounded, _qualified)
    for rule in rules[1:] if _kinds(tokens).endswith("B") else rules:
        value = rule(tokens)
        if value:
            return value
    return None


def _kinds(tokens: Tokens) -> str:
    return "".join(token.kind for token in tokens)


def _split(tokens: Tokens, kind: str) -> list[Tokens]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def _qualified(tokens: Tokens) -> str | None:
    """A point with `about` or `perhaps` at its start or end: `~`, `?`, both `%`."""
    signs = [token.kind for token in tokens if token.kind in "~?"]
    if not signs:
        return points.read(tokens)
    body = tuple(token for token in tokens if token.kind not in "~?")
    if _kinds(body) not in _kinds(tokens):
        return None  # a sign between the words: nobody knows what it is about
    value = points.read(body)
    sign = "%" if len(set(signs)) == 2 else signs[0]
    return value + sign if value else None


# ------------------------------------------------------------------ one of several, all of several


def _alternatives(tokens: Tokens) -> str | None:
    """`A or B` → [A,B]; `A; B` and `A and B` → {A,B}."""
    for kind, marks in (("|", "[]"), (";", "{}"), ("&", "{}")):
        parts = _split(tokens, kind)
        if len(parts) > 1 and all(parts):
            values = [_qualified(part) for part in _completed(parts)]
            if all(values):
                return marks[0] + ",".join(map(str, values)) + marks[1]
    return None


def _completed(parts: Sequence[Tokens]) -> list[Tokens]:
    """`1 and 2 April 2015`, `June to July 1964`: a part takes from the last what it lacks."""
    last = parts[-1]
    return [*(_with_rest(part, last) for part in parts[:-1]), _with_start(parts[0], last)]


def _with_rest(part: Tokens, last: Tokens) -> Tokens:
    kinds, tail = _without_weekday(part), _without_weekday(last)
    if any(kind in COMPLETE for kind in kinds):
        return part
    if kinds == "n" and tail in ("nmy", "nm", "nc", "nce"):
        return (*part, *_from(last, tail[1]))
    if kinds == "R" and tail in ("Rc", "Rce"):  # `XVIII-XIX secolo`
        return (*part, *_from(last, tail[1]))
    if kinds in ("m", "nm", "mn", "S") and tail.endswith("y"):
        return (*part, *_from(last, "y"))
    return part


def _without_weekday(tokens: Tokens) -> str:
    return _kinds(tokens).replace("w", "")


def _from(tokens: Tokens, kind: str) -> Tokens:
    """The tokens from the first of that kind on."""
    return tokens[_kinds(tokens).index(kind) :]


def _with_start(first: Tokens, last: Tokens) -> Tokens:
    """`1975 March-August`, `March 17-20, 1906`: the last part takes from the first."""
    kinds, head = _without_weekday(last), _without_weekday(first)
    if kinds in ("m", "mn") and head.startswith("ym"):
        return (*_only(first, "y"), *last)
    if kinds == "ny" and head == "mn":
        return (*_only(first, "m"), *last)
    if kinds in ("n", "R") and head == f"c{kinds}":  # `sec. XVII-XVIII`
        return (*_only(first, "c"), *last)
    if kinds == "n" and head in ("mn", "ymn"):  # `October 25-27`, `2024. október 25–27.`
        return (*_only(first, "ym"), *last)
    return last


def _only(tokens: Tokens, kinds: str) -> Tokens:
    return tuple(token for token in tokens if token.kind in kinds)


# ------------------------------------------------------------------ from A to B


def _interval(tokens: Tokens) -> str | None:
    kinds = _kinds(tokens)
    if kinds.startswith("b"):
        return _between(_split(tokens[1:], "&"), shared=False)
    if kinds.endswith("B"):  # `1914 és 1918 között`
        return _between(_split(tokens[:-1], "&"), shared=False) or _interval(tokens[:-1])
    if kinds.count("s") == 1 and kinds.endswith("u"):  # `1914-től 1918-ig`
        return _between(_split(tokens[:-1], "s"), shared=False)
    body = tokens[1:] if kinds.startswith("f") else tokens
    if "t" in kinds:
        return _between(_split(body, "t"), shared=False)
    for dash in ("-", "/"):
        value = _short_range(body, dash) or _between(_split(body, dash), shared=True)
        if value:
            return value
    return None


def _between(parts: Sequence[Tokens], *, shared: bool) -> str | None:
    """A/B; `circa 1870-1879` is about both ends when a dash joins them (`shared`)."""
    if len(parts) != 2 or not all(parts):
        return None
    start, end = _completed(parts)
    if shared and start[0].kind in "~?" and end[0].kind not in "~?":
        end = (start[0], *end)
    if shared and end[-1].kind == "~" and start[0].kind not in "~?":
        start = (end[-1], *start)  # `1890-1895 circa`
    first, last = _qualified(start), _qualified(end)
    return f"{first}/{last}" if first and last and _follow(first, last, shared) else None


def _follow(first: str, last: str, dashed: bool) -> bool:
    """Whether the ends are of one kind: both with a year, joined by a dash also as fine.

    `winter 1998-1999` is one winter, `May 1945/1946` and `1890s-1900` could be anything;
    `from May 1945 to 1946` is not.
    """
    start, end = edtf.parse(first), edtf.parse(last)
    if ("X" in first) != ("X" in last) or first.startswith("XXXX") != last.startswith("XXXX"):
        return False
    ends = (str(start.precision), str(end.precision))
    if ends[0] == ends[1]:
        return True
    if "season" in ends:
        return "year" not in ends
    if not dashed:
        return True
    return all(end in _FINER for end in ends) and _FINER.index(ends[0]) < _FINER.index(ends[1])


_FINER = ("century", "decade", "year", "month", "day", "second")


def _short_range(tokens: Tokens, dash: str) -> str | None:
    """`1914-18`, `1998/99`: the last two digits of a later year; `1908-12` could be a month.

    `1931-33` is a quarter of 1931 for EDTF, three years in print; `2001-21` could be either.
    """
    signs = [token for token in tokens if token.kind in "~?"]
    body = [token for token in tokens if token.kind not in "~?"]
    if _kinds(body) != f"y{dash}n" or len(body[2].printed) != 2:
        return None
    year, last = body[0].number, body[2].number
    if last <= year % 100 or (dash == "-" and last <= 12):
        return None
    if dash == "-" and 21 <= last <= 41 and last - year % 100 > FEW:
        return None
    sign = signs[0].kind if signs and tokens[0].kind in "~?" else ""
    if signs and not sign:
        return f"{year:04}/{year // 100:02}{last:02}{signs[0].kind}"
    return f"{year:04}{sign}/{year // 100:02}{last:02}{sign}"


# ------------------------------------------------------------------ before A, after A


def _bounded(tokens: Tokens) -> str | None:
    """The word stands before the date (`not after 1920`) or after it (`1984 or earlier`)."""
    if len(tokens) < 2:
        return None
    first, last = tokens[0].kind, tokens[-1].kind
    if first in BOUNDS:
        return _bound(BOUNDS[first], tokens[1:])
    return _bound(BOUNDS[last], tokens[:-1]) if last in BOUNDS else None


def _bound(write: Callable[[str], str | None], tokens: Tokens) -> str | None:
    value = points.read(tokens)
    return write(value) if value and "X" not in value else None


def _before(value: str) -> str | None:
    earlier = _step(value, -1)
    return f"[..{earlier}]" if earlier else None


def _after(value: str) -> str | None:
    later = _step(value, 1)
    return f"[{later}..]" if later else None


def _step(value: str, by: int) -> str | None:
    """The year, month or day before or after; None for seasons and other values."""
    when = edtf.parse(value)
    if not isinstance(when, edtf.Date) or when.precision not in ("year", "month", "day"):
        return None
    if when.precision == "year":
        return f"{int(value) + by:04}" if 0 < int(value) + by <= 9999 else None
    day = when.latest() if by > 0 else when.earliest()
    if day is None:
        return None
    from datetime import date, timedelta

    if not 1 < day.year < 9999:
        return None
    return (date(day.year, day.month, day.day) + timedelta(by)).isoformat()[: len(value)]


BOUNDS: dict[str, Callable[[str], str | None]] = {
    "<": _before,
    ">": _after,
    "u": lambda value: f"[..{value}]",
    "s": lambda value: f"{value}/..",
    "E": lambda value: f"[{value}..]",
}
