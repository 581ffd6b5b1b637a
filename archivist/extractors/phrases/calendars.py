"""This module reads dates of calendars that convert exactly: French Republican, Minguo, Japanese,
Thai; and dates with the signs for year, month and day, `2024年10月25日`.

Dates of calendars that do not (`1 Ramadan 1445`: the day depends on the sighting of the moon) are
not read. DACS 2.4.5: the calendar is noted; the printed form stays beside the value.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from archivist import edtf
from archivist.extractors.phrases import numeric
from archivist.extractors.wording import fold

# First day of the years I-XIV of the Republic.
REPUBLICAN_YEARS = (
    date(1792, 9, 22),
    date(1793, 9, 22),
    date(1794, 9, 22),
    date(1795, 9, 23),
    date(1796, 9, 22),
    date(1797, 9, 22),
    date(1798, 9, 22),
    date(1799, 9, 23),
    date(1800, 9, 23),
    date(1801, 9, 23),
    date(1802, 9, 23),
    date(1803, 9, 24),
    date(1804, 9, 23),
    date(1805, 9, 23),
)
REPUBLICAN_MONTHS = (
    "vendemiaire",
    "brumaire",
    "frimaire",
    "nivose",
    "pluviose",
    "ventose",
    "germinal",
    "floreal",
    "prairial",
    "messidor",
    "thermidor",
    "fructidor",
)
_REPUBLICAN = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (?:de l')?an ([ivx]+|\d{1,2})")

# Era → (year before its first, last year of it or None): 民國113年 = 2024, 昭和20年 = 1945.
ERAS: dict[str, tuple[int, int | None]] = {
    "民國": (1911, None),
    "民国": (1911, None),
    "明治": (1867, 45),
    "大正": (1911, 15),
    "昭和": (1925, 64),
    "平成": (1988, 31),
    "令和": (2018, None),
}
# 2024年10月25日 · 令和6年10月 · 10月25日 · 2024년 10월 25일; not 2024年度, 1960年代, 1890年頃
_ERA = "|".join(ERAS)
_EAST_ASIAN = re.compile(
    rf"(?<![\d年년])(?:(?:中華|中华)?(?P<era>{_ERA}) ?(?P<number>元|\d{{1,3}}) ?年"
    r"|(?P<year>\d{4}) ?[年년])"
    r" ?(?:(?P<month>\d{1,2}) ?[月월](?: ?(?P<day>\d{1,2}) ?[日일号號])?)?(?!\w*[度代])"
)
_EAST_ASIAN_DAY = re.compile(r"(?<![\d年년] )(?<![\d年년])(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]")
# 2024年10月25日〜27日, 10月25日至11月2日: the second day takes from the first what it lacks
_TO_DAY = re.compile(
    r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日 ?"
    r"(?:[〜～~至到-]|から) ?(?:(\d{1,2}) ?月 ?)?(\d{1,2}) ?日"
)
# 二〇二四年十月二十五日, 十九世紀: figures in words, right before what they count
_COUNTED = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号號世時时點点分季])")
_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}


def read(text: str) -> numeric.Figures | None:
    """The Gregorian value of the whole text, a fault, or None when it is no such date."""
    return _republican(fold(text))


def _republican(text: str) -> numeric.Figures | None:
    match = _REPUBLICAN.fullmatch(text)
    if not match or match[2] not in REPUBLICAN_MONTHS:
        return None
    year = int(match[3]) if match[3].isdigit() else roman(match[3])
    number = int(match[1])
    if not 1 <= year <= len(REPUBLICAN_YEARS) or not 1 <= number <= 30:
        return numeric.Figures(None, "impossible")
    days = REPUBLICAN_MONTHS.index(match[2]) * 30 + number - 1
    return numeric.Figures((REPUBLICAN_YEARS[year - 1] + timedelta(days)).isoformat())


def replace(text: str) -> tuple[str, tuple[numeric.Figures, ...]]:
    """The text with each East Asian date as a placeholder, and their values."""
    if not _HAN_OR_HANGUL.search(text):
        return text, ()
    text = _COUNTED.sub(lambda match: str(_number(match.group())), text)
    text = _TO_DAY.sub(_both_days, text)
    found: list[numeric.Figures] = []

    def keep(match: re.Match[str]) -> str:
        value = _every_year(match) if match.re is _EAST_ASIAN_DAY else _east_asian(match)
        found.append(value)
        return f" {numeric.placeholder(len(found) - 1)} "

    text = _EAST_ASIAN.sub(lambda match: keep(match) if _holds(match) else match.group(), text)
    text = _EAST_ASIAN_DAY.sub(keep, text)
    return re.sub(r"(?<=年)(?=第)", " ", text), tuple(found)


_HAN_OR_HANGUL = re.compile("[年월月년世]")


def _number(words: str) -> int:
    """二〇二四 → 2024, 二十五 → 25."""
    if "十" not in words:
        return int("".join(str(_DIGITS[sign]) for sign in words))
    tens, _, ones = words.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def _both_days(match: re.Match[str]) -> str:
    year, month, first, other, last = match.groups()
    return f"{year}年{month}月{first}日 - {year}年{other or month}月{last}日"


def _holds(match: re.Match[str]) -> bool:
    """A year alone is left to the words: 1945年春, 1890年頃; an era's year is no number of ours."""
    return bool(match["era"] or match["month"])


def _east_asian(match: re.Match[str]) -> numeric.Figures:
    if match["era"]:
        number = 1 if match["number"] == "元" else int(match["number"])
        before, last = ERAS[match["era"]]
        if number < 1 or (last and number > last):
            return numeric.Figures(None, "impossible")
        year = before + number
    else:
        year = int(match["year"])
    if match["day"]:
        return numeric.day(year, int(match["month"]), int(match["day"]))
    return (
        numeric.month(year, int(match["month"]))
        if match["month"]
        else numeric.Figures(f"{year:04}")
    )


def _every_year(match: re.Match[str]) -> numeric.Figures:
    value = f"XXXX-{int(match[1]):02}-{int(match[2]):02}"
    return numeric.Figures(value) if edtf.is_valid(value) else numeric.Figures(None, "impossible")


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman(text: str) -> int:
    """The number of a lower-case roman numeral up to 399; 0 for what is none."""
    if not re.fullmatch(r"(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", text):
        return 0
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
