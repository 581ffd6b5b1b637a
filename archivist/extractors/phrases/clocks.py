"""This module reads the time of day beside a date: `ore 14.30`, `14h03`, `2:03 p.m. EDT`.

EDTF (level 0) and ISO 8601 know complete times only. What is printed to the minute is an instant of
that minute and is written with `:00` seconds: the day alone would lose what the page says. The
printed form stays beside the value. An hour without minutes (`14 Uhr`) is not written at all.
Names of zones count only where they mean one shift (`CEST`); with `ET`, `IST`, `BST` the time stays
local.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from archivist import edtf, languages
from archivist.extractors.phrases.words import SHARED, base, listed, rows
from archivist.extractors.wording import fold


class Clock(NamedTuple):
    """Hour 0-24, minutes None where only the hour is printed, `Z`, `+02:00` or nothing."""

    hour: int
    minute: str | None
    second: str | None
    shift: str


_SIGN = r"[:.]|\s?[hH]\s?|時|时|點|点|시\s?"
_EDGES = " ,;|•·-\t"


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The time with minutes, and the hour alone, in one language."""
    code = base(language)
    before = _any_of(("T", *listed(code, "time"), *listed("en", "time")))
    unit = _any_of((*listed(code, "hour"), "h", "Uhr", "uur", "分", "분"))
    half = _any_of((*_halves(code), *_halves("en")))
    zone = _any_of(listed(SHARED, "zone"))
    tail = (
        rf"\s*(?P<half>{half})?\.?\s?(?P<unit>{unit})?\.?"
        rf"\s*(?:\((?P<named>{zone})\)|(?P<shift>[+-]\d{{1,2}}:?(?:\d\d)?)(?:\s\((?:{zone})\))?|(?P<zone>{zone}))?"
        rf"(?:\s(?:{_any_of(listed(code, 'time'))}|time))?\.?(?![\w:])"
    )
    start = rf"(?<![\w.:/+-])(?:(?P<before>{before})\.?,?\s*)?(?P<first>{half})?\s?"
    clock = rf"(?P<hour>\d{{1,2}})(?P<sign>{_SIGN})(?P<minute>\d\d|\d(?=\s?[分분]))"
    second = r"(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    flags = re.IGNORECASE
    hour = rf"{start}(?P<hour>\d{{1,2}})(?:\s?(?P<half>{half})\.?|\s?(?P<unit>{unit})\.?)(?!\w)"
    return re.compile(start + clock + second + tail, flags), re.compile(hour, flags)


def _halves(code: str) -> tuple[str, ...]:
    return (*listed(code, "morning"), *listed(code, "afternoon"))


def _any_of(forms: tuple[str, ...]) -> str:
    """The longest first; never empty, so that no group matches nothing."""
    escaped = [re.escape(form) for form in dict.fromkeys(forms) if form]
    return "|".join(sorted(escaped, key=lambda form: (-len(form), form))) or r"(?!)"


def cut(text: str, language: str) -> tuple[str, Clock | None]:
    """The text without its time of day, and the time; the text as it was where there is none."""
    minutes, hours = _patterns(language)
    for match in minutes.finditer(text):
        if _is_clock(match):
            return _without(text, match), _clock(match, language)
    hour = hours.search(text) or _announced(language).search(text)
    if hour:
        return _without(text, hour), _clock(hour, language)
    return text, None


def end_after(text: str, at: int, language: str | None) -> int:
    """Where the time of day ends that stands behind a date, `at` where there is none."""
    start = _BETWEEN.match(text, at)
    where = start.end() if start else at
    own = (language,) if language else ()
    for code in (*own, "en", *languages.codes()):
        match = _patterns(code)[0].match(text, where)
        if match and _is_clock(match):
            return match.end()
    return at


_BETWEEN = re.compile(r"[\s,;|•·–—-]{1,4}(?:\([^()]{1,12}\)\s?)?")


def _is_clock(match: re.Match[str]) -> bool:
    """`14.30` is one beside a word that says so: `ore`, `Uhr`, `p.m.`, `CEST`."""
    signs = ("before", "unit", "half", "zone", "named", "shift")
    return match["sign"].strip() != "." or any(match[name] for name in signs)


@functools.cache
def _announced(language: str) -> re.Pattern[str]:
    """`ore 9` at the end; not `à 5`, which could be the end of a range."""
    code = base(language)
    known = {form for kind in ("to", "from", "and", "until") for form in listed(code, kind)}
    toml = languages.section(code, "phrases")
    known.update(form for kind in ("to", "from", "and", "until") for form in toml.get(kind, ()))
    before = tuple(form for form in listed(code, "time") if len(form) > 1 and form not in known)
    pattern = rf"(?<!\w)(?:{_any_of(before)})\.?\s(?P<hour>\d{{1,2}})(?P<half>)(?P<unit>)$"
    return re.compile(pattern, re.IGNORECASE)


def _without(text: str, match: re.Match[str]) -> str:
    left = text[: match.start()].rstrip(_EDGES) + " " + text[match.end() :].lstrip(_EDGES)
    return left.strip(_EDGES)


def _clock(match: re.Match[str], language: str) -> Clock:
    part = match.groupdict()
    hour = int(part["hour"])
    half = part.get("half") or part.get("first")
    if half:
        hour = _of_half(hour, _is_afternoon(half, language))
    zone = part.get("named") or part.get("zone")
    shift = _shift(part["shift"]) if part.get("shift") else _named(zone)
    minute = part.get("minute")
    return Clock(hour, minute and minute.zfill(2), part.get("second"), shift)


def _is_afternoon(half: str, language: str) -> bool:
    forms = (*listed(base(language), "afternoon"), *listed("en", "afternoon"))
    return fold(half).rstrip(".") in {fold(form) for form in forms}


def _of_half(hour: int, afternoon: bool) -> int:
    """12 a.m. is midnight, 12 p.m. noon; 25 for what no such clock shows. `午後14時` is 14."""
    if 12 < hour <= 23 and afternoon:
        return hour
    if not 1 <= hour <= 12:
        return 0 if hour == 0 and not afternoon else 25
    return hour % 12 + (12 if afternoon else 0)


def _shift(printed: str) -> str:
    """`+0200`, `+02`, `-4` as EDTF writes a shift; -00:00 says that the zone is not known."""
    match = re.fullmatch(r"([+-])(\d{1,2}?):?(\d{2})?", printed)
    found = f"{match[1]}{match[2]:0>2}:{match[3] or '00'}" if match else ""
    return "" if found == "-00:00" else found


@functools.cache
def _zones() -> dict[str, int]:
    found = rows(SHARED, "zone")
    return {fold(form): int(number) for number, forms in found if number for form in forms}


def _named(zone: str | None) -> str:
    minutes = _zones().get(fold(zone)) if zone else None
    if minutes is None:
        return ""
    if minutes == 0:
        return "Z"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def with_time(value: str, clock: Clock) -> str | None:
    """`2024-10-25T14:03:00+02:00`; None for a time that no clock shows. Only a day has a time."""
    if clock.hour > 24:
        return None
    if clock.minute is None or len(value) != 10 or not value.replace("-", "").isdigit():
        return value
    full = f"{value}T{clock.hour:02}:{clock.minute}:{clock.second or '00'}{clock.shift}"
    return full if edtf.is_valid(full) else None
