"""This module knows the words of dates: months, weekdays, seasons, about, between, century.

Each word or phrase of the tables becomes one token with a kind; a word that no table has makes the
whole phrase unread. Months and weekdays come from `data/months.tsv` (CLDR), the rest from
`data/date-words.tsv` and from `[dates]` and `[phrases]` of the language tables.
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

# Key of the tables → kind. `n` number, `y` year and `R` roman numeral are made by the tokeniser.
KINDS: dict[str, str] = {
    "fillers": "_",
    "circa": "~",
    "maybe": "?",
    "before": "<",
    "until": "u",
    "after": ">",
    "since": "s",
    "earliest": "E",
    "between": "b",
    "between_after": "B",
    "and": "&",
    "from": "f",
    "to": "t",
    "or": "|",
    "century": "c",
    "decade": "k",
    "decade_endings": "K",
    "hundreds": "z",
    "bc": "e",
    "ad": "a",
    "undated": "0",
    "ordinals": "o",
    "ago": "G",
    "last": "l",
}
NUMBERED: dict[str, str] = {
    "month": "m",
    "weekday": "w",
    "ordinal": "n",
    "part": "q",
    "unit": "j",
    "decades": "d",
    "named_decades": "D",
    "seasons": "S",
    "centuries": "C",
    "relative": "r",
}
LONGEST = 6  # words in the longest phrase of the tables
SHARED = "und"  # the rows of date-words.tsv that are of no language

# Vowel signs of Devanagari, Bengali and Thai are letters of their words.
TOKEN = re.compile(r"\d+|(?:[^\W\d_]|[\u0900-\u0963\u0981-\u09e3\u0e31-\u0e4e])+['’]?|[^\w\s]")

Row = tuple[str, tuple[str, ...]]  # number as printed in the table, forms


class Token(NamedTuple):
    """A kind and its number (`m` 10 is October, `y` 1998, `n` 3), with the digits as printed."""

    kind: str
    number: int
    printed: str


@functools.cache
def cldr() -> dict[str, dict[str, list[tuple[str, int]]]]:
    """language → `month` and `weekday` → (form folded, number)."""
    table: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for language, rows in _table("months.tsv").items():
        found = table.setdefault(language, {"month": [], "weekday": []})
        for kind, items in rows.items():
            found[kind].extend(
                (fold(form), int(number)) for number, forms in items for form in forms
            )
    return table


@functools.cache
def _table(name: str) -> dict[str, dict[str, list[Row]]]:
    """language → kind → rows, of a table with the columns language, kind, number, forms."""
    found: dict[str, dict[str, list[Row]]] = {}
    for line in files("archivist").joinpath("data", name).read_text("utf-8").splitlines():
        language, kind, number, forms = line.split("\t")
        row = (number, tuple(forms.split("|")))
        found.setdefault(language, {}).setdefault(kind, []).append(row)
    return found


def listed(language: str, kind: str) -> tuple[str, ...]:
    """The forms that date-words.tsv has for a kind in one language."""
    return tuple(form for _, forms in rows(language, kind) for form in forms)


def rows(language: str, kind: str) -> list[Row]:
    return _table("date-words.tsv").get(language, {}).get(kind, [])


def base(language: str) -> str:
    """The language that the tables name: Norwegian is Bokmål where nothing else is said."""
    code = language.split("-")[0].lower()
    return {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}.get(code, code)


@functools.cache
def all_languages() -> tuple[str, ...]:
    """Every language that has months or phrases, sorted."""
    found = {*cldr(), *languages.codes(), *_table("date-words.tsv")} - {SHARED}
    return tuple(sorted(found))


@functools.cache
def months(language: str | None) -> dict[str, int]:
    """Form (folded) → month; without a language the forms that mean one month everywhere."""
    if language is not None:
        code = base(language)
        found = dict(cldr().get(code, {}).get("month", ()))
        extra = languages.section(code, "dates").get("months", {})
        found.update((fold(form), number) for form, number in extra.items())
        for number, forms in rows(code, "month"):
            found.update((fold(form), int(number)) for form in forms)
        return found
    seen: dict[str, set[int]] = {}
    for code in all_languages():
        for form, month in months(code).items():
            seen.setdefault(form, set()).add(month)
    return {form: min(numbers) for form, numbers in seen.items() if len(numbers) == 1}


@functools.cache
def weekdays(language: str | None) -> frozenset[str]:
    """The weekday names of a language (folded), or of all."""
    codes = [base(language)] if language else all_languages()
    return frozenset(form for code in codes for form, _ in _weekdays(code))


def _weekdays(code: str) -> list[tuple[str, int]]:
    found = list(cldr().get(code, {}).get("weekday", ()))
    for number, forms in rows(code, "weekday"):
        found.extend((fold(form), int(number)) for form in forms)
    return found


@functools.cache
def full_stops(language: str | None) -> Order | None:
    """How the language reads `03.05.2024`, None where it could be either way."""
    if language is None:
        return None
    found: Order | None = languages.section(base(language), "dates").get("full_stops")
    return found or ("dmy" if listed(base(language), "full_stops") else None)


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Wording (folded tokens joined by a blank) → its meanings in one language."""
    found: dict[str, dict[Meaning, None]] = {}
    code = base(language)
    for form, number in months(code).items():
        _add(found, form, ("m", number))
    for form, number in _weekdays(code):
        _add(found, form, ("w", number))
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
    "،": ((",", 0),),
    "、": ((",", 0),),
    "°": (("o", 0),),
    "º": (("o", 0),),
    "ª": (("o", 0),),
    "'": (("'", 0),),
}


def _add_phrases(found: dict[str, dict[Meaning, None]], code: str) -> None:
    section = languages.section(code, "phrases")
    for key, kind in KINDS.items():
        for form in (*section.get(key, ()), *listed(code, key)):
            _add(found, form, (kind, 0))
    for key, kind in NUMBERED.items():
        for form, number in section.get(key, {}).items():
            _add(found, form, (kind, number))
        for printed, forms in rows(code, key):
            for form in forms:
                _add(found, form, (kind, int(printed)))


def _add(found: dict[str, dict[Meaning, None]], form: str, meaning: Meaning) -> None:
    tokens = " ".join(TOKEN.findall(fold(form)))
    if tokens:
        found.setdefault(tokens, {})[meaning] = None
