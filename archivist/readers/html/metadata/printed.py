"""This module finds dates that are printed in a line of a page, in any language of the tables.

`25. Oktober 2024, 14:03 Uhr`, `Oct 25, 2024`, `25/10/2024`, `2024年10月25日`: the line as printed
is what is handed on; the days are for comparing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from archivist import languages

LONGEST = 400  # code points of a line that are looked at


@dataclass(frozen=True, slots=True)
class Found:
    """A printed date: its words, where they stand in the line, and the days it may mean."""

    text: str
    start: int
    end: int
    days: frozenset[date]
    time: bool


_YEAR = r"(?P<year>(?:1[6-9]|20)\d{2})(?!\d)"
_DAY = r"(?<!\d)(?P<day>[0-3]?\d)"
_NTH = r"(?:\s?(?:st|nd|rd|th|er|º|ª|\.|-?(?:го|е)|일|日))?"
_OF = r"(?:\s*(?:\.|,|/|-)\s*|\s+(?:de|del|d[’']|of|di|da|ta['’]|al-|-)?\s*|(?<=\.))"
# A letter, or a mark on one: Indic and Thai vowels are no letters to `\\w`.
_LETTER = r"[^\s\d_.,:;/|()\[\]<>\"“”'’–—·•+*=#©-]"
_WORD = (
    rf"(?P<month>{_LETTER}{{2,16}}(?:(?:[ -]|\s?/\s?){_LETTER}{{3,12}})?\.?"
    rf"|{_LETTER}{{1,3}}\.{_LETTER}{{1,3}}\.?)"
)
_MDAY = r"(?P<day>[0-3]?\d)"
_NAME = rf"(?P<month>{_LETTER}{{3,16}}\.?)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # 25. Oktober 2024 · 25 de octubre de 2024 · 25 Oct 2024 · 25-Oct-2024
        rf"{_DAY}{_NTH}{_OF}{_WORD}{_OF}(?:года\s)?['’]?{_YEAR}",
        # October 25, 2024 · Oct 25th 2024
        rf"(?<!\w){_NAME}\s*{_MDAY}{_NTH}(?:\s*,\s*|\s+)(?:de\s+|of\s+)?{_YEAR}",
        # 2024. október 25. · 2024 m. spalio 25 d. · 2024/Oct/25
        rf"(?<!\d){_YEAR}(?:\s*[-./,]\s*|\s+(?:m\.|e\.|ko)?\s*|\.\s+){_NAME}"
        rf"(?:\s*[-./,]\s*|\s+){_MDAY}(?!\d)",
        # 2024年10月25日 · 2024년 10월 25일
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<number>[01]?\d)\s*[月월]\s*{_MDAY}\s*[日일]?",
        # 2024-10-25 · 2024.10.25
        rf"(?<![\d./-]){_YEAR}\s?(?P<mark>[-./])\s?(?P<number>[01]?\d)\s?(?P=mark)\s?{_MDAY}(?!\d)",
        # 25.10.2024 · 10/25/2024
        rf"(?<![\d./-])(?P<one>[0-3]?\d)\s?(?P<mark>[-./])\s?(?P<two>[0-3]?\d)\s?(?P=mark)\s?{_YEAR}",
        # 25.10.24
        r"(?<![\d./-])(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark)"
        r"(?P<short>[0-4]\d)(?![\d:./-])",
    )
)
_AT = r"\bum\b|\bat\b|\bà\b|\balle\b|\bore\b|\bàs\b|\ba las\b|\bkl\.?|\bo\b|\bу\b|\bв\b"
_TIME = re.compile(
    rf"(?:\s*(?:[,|•·–—-]|{_AT})\s*){{0,2}}\s*"
    r"(?<!\d)(?:[01]?\d|2[0-3])(?:[:.h]|\s?[时時시]\s?)[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"(?:\s?(?:[ap]\.?m\.?|Uhr|h|CES?T|GMT|UTC|E[SD]T|P[SD]T|B?ST|IST|WIB)\b)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def find(line: str) -> Iterator[Found]:
    """The dates of a line, in its order; each place once."""
    line = _ascii_digits(line[:LONGEST])
    if not _DIGIT.search(line):
        return
    taken: list[Found] = []
    for form in _FORMS:
        for match in form.finditer(line):
            days = _days(match.groupdict())
            if days and all(match.end() <= o.start or o.end <= match.start() for o in taken):
                time = _TIME.match(line, match.end())
                end = time.end() if time else match.end()
                text = line[match.start() : end].strip()
                taken.append(Found(text, match.start(), end, days, time is not None))
    yield from sorted(taken, key=lambda item: item.start)


def _ascii_digits(line: str) -> str:
    """`٢٠٢٤` and `২০২৪` as 2024."""
    if line.isascii():
        return line
    return "".join(
        str(unicodedata.digit(x)) if x.isdecimal() and not x.isascii() else x for x in line
    )


def _days(parts: dict[str, str | None]) -> frozenset[date]:
    """The days the parts may mean: none that the calendar lacks."""
    have = {name: int(value) for name, value in parts.items() if value and value.isdecimal()}
    year = have.get("year") or 2000 + have.get("short", 0)
    if parts.get("month"):
        pairs = [(month, have["day"]) for month in _months_of(parts["month"] or "")]
    elif "number" in have:
        pairs = [(have["number"], have["day"])]
    else:
        pairs = [(have["two"], have["one"])]
        if parts["mark"] != ".":  # 03/05/2024: the third of May, or the fifth of March
            pairs.append((have["one"], have["two"]))
    return frozenset(day for month, number in pairs if (day := _day(year, month, number)))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_of(word: str) -> tuple[int, ...]:
    names = _names()
    folded = _fold(word)
    if folded not in names:  # نيسان / أبريل: two names of one month
        folded = _PAIR.split(folded)[0]
    return names.get(folded, ())


_PAIR = re.compile(r"\s?/\s?|\s")


@functools.cache
def _names() -> dict[str, tuple[int, ...]]:
    """Name of a month in any language → its numbers; a few names mean two months."""
    found: dict[str, dict[int, None]] = {}
    for table in ("months.tsv", "date-words.tsv"):
        text = files("archivist").joinpath("data", table).read_text("utf-8")
        for line in text.splitlines():
            _, kind, number, forms = line.split("\t")
            for form in forms.split("|") if kind == "month" else ():
                found.setdefault(_fold(form), {})[int(number)] = None
    for code in languages.codes():  # `Jänner`, `Sept`: forms that a language's own table adds
        for form, month in languages.section(code, "dates").get("months", {}).items():
            found.setdefault(_fold(form), {})[month] = None
    return {name: tuple(numbers) for name, numbers in found.items()}


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip(". ")
