"""This script makes months.tsv out of CLDR: how languages print the months and weekdays.

Needs Babel (CLDR, Unicode licence). Run: `python months.py`.

months.tsv   language, kind (month or weekday), number (1-12; 1 is Monday), forms joined by `|`
"""

from __future__ import annotations

import multiprocessing
import unicodedata
from pathlib import Path

from babel import Locale, __version__

OUT = Path(__file__).parents[1] / "months.tsv"
LANGUAGES = (
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it"
    " ja ka kk ko lb lt lv mk ms mt nb nl nn pl pt ro ru sk sl sq sr sv sw th tr uk ur uz vi zh"
).split()
# Arab months have other names from Beirut to Baghdad, in Algiers and Tunis, and in Rabat.
FURTHER = {"ar": ("ar_LB", "ar_DZ", "ar_MA"), "sr": ("sr_Latn",)}
# Written in figures, `10月`: numeric.py reads them.
IN_FIGURES = ("ja", "ko", "zh")


def main() -> None:
    # Babel keeps forms of one locale in another (Azerbaijani months in Turkish): one process each
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = pool.map(language_rows, LANGUAGES, chunksize=1)
    rows = [row for rows in found for row in rows]
    text = "".join("\t".join(row) + "\n" for row in rows)
    OUT.write_text(text, "utf-8")
    print(f"{len(LANGUAGES)} languages, {len(rows)} rows, Babel {__version__}")


def language_rows(language: str) -> list[tuple[str, str, str, str]]:
    locales = [Locale.parse(name) for name in (language, *FURTHER.get(language, ()))]
    months = [
        (language, "month", str(number), "|".join(all_forms([x.months for x in locales], number)))
        for number in range(1, 13)
        if language not in IN_FIGURES
    ]
    days = [
        (
            language,
            "weekday",
            str(number + 1),
            "|".join(all_forms([x.days for x in locales], number)),
        )
        for number in range(7)
    ]
    return [row for row in months + days if row[3]]


def all_forms(names: list[dict[str, dict[str, dict[int, str]]]], number: int) -> list[str]:
    return sorted({form for locale in names for form in forms(locale, number)})


def forms(names: dict[str, dict[str, dict[int, str]]], number: int) -> list[str]:
    """Every printed form, genitive and nominative, full and abbreviated, without its full stop."""
    found = {
        unicodedata.normalize("NFC", names[context][width][number]).lower().strip(". ")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        if width in names[context]
    }
    return sorted(form for form in found if form and not form.isdigit())


if __name__ == "__main__":
    main()
