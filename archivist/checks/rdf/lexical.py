"""This module knows how the values of datatypes are written: XML Schema 1.1 part 2, EDTF, RDF.

A datatype that is not listed here is nobody's business: its literals are taken as they are.
"""

from __future__ import annotations

import calendar
import functools
import json
import re
from collections.abc import Callable, Mapping

from archivist import edtf
from archivist.jsontext.walk import short
from archivist.namespaces import EDTF, PREFIXES, RDF, SCHEMA, XSD

Check = Callable[[str], bool]

_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_YEARS = r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?"
_DAYS = r"(?:[0-9]+D)?(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_BASE64 = (
    r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
    r"|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_NAME = r"[^\W\d][\w.\-\u00b7]*"
# ISO 8601 to any precision, as schema.org asks: calendar, week and ordinal dates.
_ISO_DATE = (
    r"[+-]?[0-9]{4,6}(?:-?(?:[01][0-9](?:-?[0-3][0-9])?|W[0-5][0-9](?:-?[1-7])?|[0-3][0-9]{2}))?"
)
_ISO_TIME = (
    r"[0-2][0-9](?::?[0-5][0-9](?::?[0-6][0-9](?:[.,][0-9]+)?)?)?"
    r"(?:Z|[+-][0-2][0-9](?::?[0-5][0-9])?)?"
)

_PATTERNS: Mapping[str, str] = {
    "boolean": "true|false|0|1",
    "decimal": _NUMBER,
    "float": _DOUBLE,
    "double": _DOUBLE,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE.removesuffix('?')}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "duration": f"{_YEARS}{_DAYS}",
    "yearMonthDuration": _YEARS,
    "dayTimeDuration": f"-?P(?=.){_DAYS}",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": _BASE64,
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": rf"(?:{_NAME}|:)(?:[\w.\-:\u00b7]*)",
    "NCName": _NAME,
    "NMTOKEN": r"[\w.\-:\u00b7]+",
}
# What an integer type allows: the smallest and the largest, None without end.
_RANGES: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
# How a value of a datatype looks, for the message.
_EXAMPLES: Mapping[str, str] = {
    "boolean": "true or false",
    "decimal": "digits such as 0.95",
    "float": "a number such as 9.5E-1",
    "double": "a number such as 9.5E-1",
    "date": "a day such as 2024-10-11",
    "time": "a time such as 08:30:00",
    "dateTime": "an instant such as 2024-10-11T08:30:00Z",
    "dateTimeStamp": "an instant with its zone such as 2024-10-11T08:30:00Z",
    "gYear": "a year such as 2024",
    "gYearMonth": "a month such as 2024-10",
    "gMonth": "a month such as --10",
    "gMonthDay": "a day such as --10-11",
    "gDay": "a day such as ---11",
    "duration": "a duration such as P1DT2H",
    "yearMonthDuration": "a duration such as P1Y2M",
    "dayTimeDuration": "a duration such as P1DT2H",
    "hexBinary": "pairs of hexadecimal digits",
    "base64Binary": "base64 such as YXJjaA==",
    "anyURI": "an address without blanks",
}
JSON = RDF + "JSON"
EDTF_TYPE = EDTF + "EDTF"
# How else the datatype of EDTF is written, level by level.
_EDTF_TYPES = frozenset({EDTF_TYPE, *(f"{EDTF}EDTF-level{level}" for level in range(3))})
_ISO: Mapping[str, str] = {
    SCHEMA + "Date": f"{_ISO_DATE}(?:T{_ISO_TIME})?",
    SCHEMA + "DateTime": f"{_ISO_DATE}(?:[T ]{_ISO_TIME})?",
    SCHEMA + "Time": f"T?{_ISO_TIME}",
}


def is_edtf(datatype: str) -> bool:
    """Whether a datatype is that of EDTF."""
    return datatype in _EDTF_TYPES


@functools.lru_cache(maxsize=4096)
def fault(value: str, datatype: str) -> str | None:
    """What is wrong with a literal, as `found …, wanted …`; None when nothing is.

    `datatype`: an absolute IRI.
    """
    check = _check(datatype)
    if check is None or check(value):
        return None
    return f"found {written(value, datatype)}, wanted {_wanted(value, datatype)}"


def written(value: str, datatype: str) -> str:
    """A literal as Turtle writes it, shortened."""
    return f'"{short(value)}"^^{_compact(datatype)}'


def _compact(iri: str) -> str:
    for prefix, namespace in (*PREFIXES.items(), ("rdf", RDF)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{short(iri, 90)}>"


def _wanted(value: str, datatype: str) -> str:
    if is_edtf(datatype):
        return _edtf_fault(value)
    if datatype in _ISO:
        return "a date as ISO 8601 writes it, such as 2024-10-11"
    if datatype == JSON:
        return "JSON"
    local = datatype.removeprefix(XSD)
    if local in _RANGES:
        low, high = _RANGES[local]
        ends = f" from {low}" if low is not None else ""
        ends += f" up to {high}" if high is not None else ""
        return f"digits{ends}"
    return _EXAMPLES.get(local, f"a value of xsd:{local}")


def _edtf_fault(value: str) -> str:
    try:
        edtf.parse(value)
    except edtf.EdtfError as error:
        return short(f"EDTF: {error}".replace(f"{value!r} is not EDTF: ", ""), 120)
    return "EDTF"


@functools.lru_cache(maxsize=64)
def _check(datatype: str) -> Check | None:
    """The check of a datatype, None for one that is not known."""
    if is_edtf(datatype):
        return edtf.is_valid
    if datatype in _ISO:
        return _fitting(_ISO[datatype])
    if datatype == JSON:
        return _is_json
    if not datatype.startswith(XSD):
        return None
    local = datatype.removeprefix(XSD)
    if local in _RANGES:
        return functools.partial(_is_integer, *_RANGES[local])
    if local == "anyURI":
        return lambda value: not re.search(r'[\s<>"{}|\\^`]', _collapsed(value))
    return _fitting(_PATTERNS[local]) if local in _PATTERNS else None


def _collapsed(value: str) -> str:
    """White space around a value is nothing (XML Schema 1.1, whiteSpace=collapse)."""
    return " ".join(value.split(" ")).strip(" \t\n\r")


def _fitting(pattern: str) -> Check:
    compiled = re.compile(pattern, re.ASCII if "\\w" not in pattern else 0)

    def check(value: str) -> bool:
        found = compiled.fullmatch(_collapsed(value))
        return found is not None and _is_day(found.groupdict())

    return check


def _is_day(parts: Mapping[str, str | None]) -> bool:
    """Whether the calendar has the day; the year 0 is 1 BC (XML Schema 1.1)."""
    day, month = parts.get("day"), parts.get("month")
    if day is None or month is None:
        return True
    year = parts.get("year")
    if int(month) == 2:
        leap = year is None or calendar.isleap(int(year))
        return int(day) <= (29 if leap else 28)
    return int(day) <= (30 if int(month) in (4, 6, 9, 11) else 31)


def _is_integer(low: int | None, high: int | None, value: str) -> bool:
    text = _collapsed(value)
    if not re.fullmatch(r"[+-]?[0-9]+", text) or len(text) > 1000:
        return bool(re.fullmatch(r"[+-]?[0-9]+", text))
    number = int(text)
    return (low is None or number >= low) and (high is None or number <= high)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True
