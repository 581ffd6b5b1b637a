"""This module counts years as everywhere else: Thai and Persian ones are converted, years of the
lunar and of the Jewish calendar are refused.

The Persian year is that of the Iranian civil calendar (since 1925, AP 1304); its leap years follow
the 33-year rule, which agrees with the equinox from AP 1178 to 1633.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

PERSIAN_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
_NOWRUZ = date(2021, 3, 21)  # 1 Farvardin 1400
_IN_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}}) ?({'|'.join(PERSIAN_MONTHS)})(?: ماه)? ?،? ?(1[34]\d\d)(?!\d)"
)
_IN_FIGURES = re.compile(r"(?<![\d/-])(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_PERSIAN = re.compile(r"[\u06f0-\u06f9\u067e\u0686\u0698\u06af\u06cc\u06a9]")


def in_christian_years(text: str, language: str | None) -> str | None:
    """The text with Thai years and Persian days counted as everywhere else; None where a year is of
    a calendar that is not converted: 1445 in Arabic, 5785 in Hebrew, Thai years before 1941.

    `text` still has the digits of its script: Persian ones tell the calendar.
    """
    code = (language or "").split("-")[0].lower()
    plain = in_our_digits(text)
    if code in ("fa", "prs") or _PERSIAN.search(text):
        plain = _IN_WORDS.sub(_of_words, plain)
        plain = _IN_FIGURES.sub(_of_figures, plain)
    years = [int(match.group()) for match in _YEAR.finditer(plain)]
    if _ARABIC.search(text) or code in HIJRI_LANGUAGES:
        return None if any(year in _HIJRI for year in years) else plain
    if _HEBREW.search(text) or code == "he":
        return None if any(5400 <= year <= 6000 for year in years) else plain
    if not _THAI.search(text) and code != "th":
        return plain
    if any(2300 <= year < 2484 for year in years):
        return None
    return _YEAR.sub(lambda match: str(_christian(int(match.group()))), plain)


def in_our_digits(text: str) -> str:
    """`٢٥ أكتوبر ٢٠٢٤`, `２０２４`: the digits of all scripts mean the same."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


BUDDHIST = 543  # Thailand: 2567 is 2024; the year begins in January since 2484 (1941)
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HEBREW = re.compile(r"[\u0590-\u05ff]")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# Years of the lunar and of the Persian calendar of the last centuries, in figures
_HIJRI = range(1200, 1500)
HIJRI_LANGUAGES = frozenset(("ar", "fa", "ur", "ps", "ckb", "ug", "dv", "prs", "sd"))


def _christian(year: int) -> int:
    return year - BUDDHIST if 2484 <= year < 2700 else year


# ------------------------------------------------------------------ Persian days


def _of_words(match: re.Match[str]) -> str:
    month = PERSIAN_MONTHS.index(match[2]) + 1
    return _day(int(match[3]), month, int(match[1])) or match.group()


def _of_figures(match: re.Match[str]) -> str:
    return _day(int(match[1]), int(match[3]), int(match[4])) or match.group()


def _day(year: int, month: int, number: int) -> str | None:
    """ISO 8601 of a Persian day; None for one that the calendar has not."""
    if not 1304 <= year <= 1500 or not 1 <= month <= 12:
        return None
    if not 1 <= number <= (31 if month <= 6 else 30 if month < 12 else 29 + _is_leap(year)):
        return None
    days = (month - 1) * 31 - max(0, month - 7) + number - 1
    return (_new_year(year) + timedelta(days)).isoformat()


def _new_year(year: int) -> date:
    """1 Farvardin."""
    if year >= 1400:
        return _NOWRUZ + timedelta(sum(365 + _is_leap(each) for each in range(1400, year)))
    return _NOWRUZ - timedelta(sum(365 + _is_leap(each) for each in range(year, 1400)))


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8
