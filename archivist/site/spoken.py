"""This module says an EDTF date in words of seven languages, and how much of it is known.

`2024-10` is `October 2024`, month known. What the words do not cover stays as it is written.
"""

from __future__ import annotations

import re

from archivist import edtf
from archivist.pages.labels import label

_SIGNS = re.compile(r"[?~%]")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d(?::?\d\d)?)?)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")


def in_words(value: str, language: str) -> str:
    """`25 October 2024, 14:30 Z`; the value itself where there are no words for it."""
    if not edtf.is_valid(value):
        return value
    if "/" in value:
        return _interval(value, language)
    bare = _SIGNS.sub("", value)
    if found := _DAY.fullmatch(bare):
        year, month, day, clock, zone = found.groups()
        said = _form("day", language, y=_year(year), m=_name(month, language), d=str(int(day)))
        return said + (f", {clock}" + (f" {zone}" if zone else "") if clock else "")
    if found := _MONTH.fullmatch(bare):
        if int(found[2]) in range(21, 25):
            return label(f"site.season.{found[2]}", language).format(y=_year(found[1]))
        if int(found[2]) <= 12:
            return _form("month", language, y=_year(found[1]), m=_name(found[2], language))
    if found := _YEARLESS.fullmatch(bare):
        return _form("day-month", language, m=_name(found[1], language), d=str(int(found[2])))
    return bare if re.fullmatch(r"\d{4}", bare) else value


def known(value: str, language: str) -> str:
    """`month known`, `year known, uncertain`, `interval`, …"""
    if "/" in value:
        return label("site.known.interval", language)
    if value[:1] in ("[", "{"):
        return label(f"site.known.{'one-of' if value[0] == '[' else 'all-of'}", language)
    bare = _SIGNS.sub("", value)
    words = [label(f"site.known.{_precision(bare)}", language)]
    if bare.startswith("XXXX"):
        words.append(label("site.known.no-year", language))
    elif "X" in bare:
        words.append(label("site.known.digits", language))
    if "?" in value or "%" in value:
        words.append(label("site.uncertain", language))
    if "~" in value or "%" in value:
        words.append(label("site.approximate", language))
    return ", ".join(words)


def machine(value: str) -> str | None:
    """The value for `<time datetime>` (HTML): a date, a month, a year or a time; None for more."""
    try:
        typed = edtf.parse(value).to_xsd()
    except edtf.EdtfError:
        return None
    return typed[0] if typed else None


def month_name(month: int, language: str) -> str:
    return label(f"site.month.{month}", language)


def _interval(value: str, language: str) -> str:
    start, end = value.split("/", 1)
    a, b = in_words(start, language), in_words(end, language)
    match start, end:
        case _, "..":
            return _form("since", language, a=a)
        case "..", _:
            return _form("until", language, b=b)
        case _, "":
            return _form("unknown-end", language, a=a)
        case "", _:
            return _form("unknown-start", language, b=b)
    return _form("interval", language, a=a, b=b)


def _form(form: str, language: str, **parts: str) -> str:
    return label(f"site.form.{form}", language).format(**parts)


def _name(month: str, language: str) -> str:
    return month_name(int(month), language)


def _year(year: str) -> str:
    return year.lstrip("0") or "0"


def _precision(bare: str) -> str:
    if "T" in bare:
        return "time"
    parts = bare.lstrip("-").split("-")
    if len(parts) == 2 and parts[1].isdigit() and int(parts[1]) > 12:
        return "season"
    return {1: "year", 2: "month"}.get(len(parts), "day")
