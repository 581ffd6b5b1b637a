"""This module knows the words of dates: months, weekdays, seasons, about, between, century.

Each word or phrase of the tables becomes one token with a kind; a word that no table has makes the
whole phrase unread. Months and weekdays of 39 languages come from `data/months.tsv` (CLDR), the
rest from `[dates]` and `[phrases]` of the language tables.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import NamedTuple

from archivist import languages
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.wording import fold

Meaning = tuple[str, int]  # kind (one letter or sign, see KINDS) and number
Lexicon = dict[str, tuple[Meaning, ...]]

# Key in [phrases] → kind. `n` number, `y` year and `x` unknown are made by the tokeniser.
KINDS: dict[str, str] = {
    "fillers": "_",
    "circa": "~",
    "maybe": "?",
    "before": "<",
    "until": "u",
    "after": ">",
    "since": "s",
    "between": "b",
    "and": "&",
    "from": "f",
    "to": "t",
    "or": "|",
    "century": "c",
    "decade": "k",
    "bc": "e",
    "ad": "a",
    "undated": "0",
    "ordinals": "o",
}
NUMBERED: dict[str, str] = {
    "decades": "d",
    "named_decades": "D",
    "seasons": "S",
    "centuries": "C",
    "relative": "r",
}
LONGEST = 6  # words in the longest phrase of the tables

TOKEN = re.compile(r"\d+|[^\W\d_]+['’]?|[^\w\s]")


class Token(NamedTuple):
    """A kind and its number (`m` 10 is October, `y` 1998, `n` 3), with the digits as printed."""

    kind: str
    number: int
    printed: str


@functools.cache
def cldr() -> dict[str, dict[str, list[tuple[str, int]]]]:
    """language → `month` and `weekday` → (form folded, number)."""
    table: dict[str, dict[str, list[tuple[str, int]]]] = {}
    text = files("archivist").joinpath("data", "months.tsv").read_text("utf-8")
    for line in text.splitlines():
        language, kind, number, forms = line.split("\t")
        found = table.setdefault(language, {"month": [], "weekday": []})[kind]
        found.extend((fold(form), int(number)) for form in forms.split("|"))
    return table


@functools.cache
def months(language: str | None) -> dict[str, int]:
    """Form (folded) → month; without a language the forms that mean one month everywhere."""
    if language is not None:
        base = language.split("-")[0].lower()
        found = dict(cldr().get(base, {}).get("month", ()))
        extra = languages.section(base, "dates").get("months", {})
        return {**found, **{fold(form): number for form, number in extra.items()}}
    seen: dict[str, set[int]] = {}
    for code in sorted({*cldr(), *languages.codes()}):
        for form, number in months(code).items():
            seen.setdefault(form, set()).add(number)
    return {form: min(numbers) for form, numbers in seen.items() if len(numbers) == 1}


@functools.cache
def weekdays(language: str | None) -> frozenset[str]:
    """The weekday names of a language (folded), or of all."""
    codes = [language.split("-")[0].lower()] if language else sorted(cldr())
    return frozenset(form for code in codes for form, _ in cldr().get(code, {}).get("weekday", ()))


@functools.cache
def full_stops(language: str | None) -> Order | None:
    """How the language reads `03.05.2024`, None where it could be either way."""
    found: Order | None = languages.section(language or "", "dates").get("full_stops")
    return found


@functools.cache
def lexicon(language: str | None) -> Lexicon:
    """Wording (folded tokens joined by a blank) → its meanings."""
    found: dict[str, dict[Meaning, None]] = {}
    for form, number in months(language).items():
        _add(found, form, ("m", number))
    for form in sorted(weekdays(language)):
        _add(found, form, ("w", 0))
    codes = [language.split("-")[0].lower()] if language else list(languages.codes())
    for code in codes:
        _add_phrases(found, code)
    for form, meanings in _UNIVERSAL.items():
        for meaning in meanings:
            _add(found, form, meaning)
    return {form: tuple(meanings) for form, meanings in found.items()}


# Signs that mean the same in every language.
_UNIVERSAL: Lexicon = {
    "?": (("?", 0),),
    "~": (("~", 0),),
    "≈": (("~", 0),),
    "-": (("-", 0),),
    "/": (("/", 0),),
    ";": ((";", 0),),
    "<": (("<", 0),),
    ">": ((">", 0),),
    ".": ((".", 0),),
    "°": (("o", 0),),
    "º": (("o", 0),),
    "ª": (("o", 0),),
    "'": (("'", 0),),
}


def _add_phrases(found: dict[str, dict[Meaning, None]], code: str) -> None:
    section = languages.section(code, "phrases")
    for key, kind in KINDS.items():
        for form in section.get(key, ()):
            _add(found, form, (kind, 0))
    for key, kind in NUMBERED.items():
        for form, number in section.get(key, {}).items():
            _add(found, form, (kind, number))


def _add(found: dict[str, dict[Meaning, None]], form: str, meaning: Meaning) -> None:
    tokens = " ".join(TOKEN.findall(fold(form)))
    if tokens:
        found.setdefault(tokens, {})[meaning] = None
