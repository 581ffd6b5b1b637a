"""This script makes months.tsv out of CLDR: how languages print the months and weekdays.

Needs Babel (CLDR, Unicode licence). Run: `python months.py`.

months.tsv   language, kind (month or weekday), number (1-12; 1 is Monday), forms joined by `|`
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from babel import Locale, __version__

OUT = Path(__file__).parents[1] / "months.tsv"
LANGUAGES = (
    "bg ca cs cy da de el en es et eu fi fr ga gl hr hu id is it lb lt lv mk mt nb nl nn pl pt ro"
    " ru sk sl sq sr sv tr uk"
).split()


def main() -> None:
    rows = [row for language in LANGUAGES for row in language_rows(language)]
    text = "".join("\t".join(row) + "\n" for row in rows)
    OUT.write_text(text, "utf-8")
    print(f"{len(LANGUAGES)} languages, {len(rows)} rows, Babel {__version__}")


def language_rows(language: str) -> list[tuple[str, str, str, str]]:
    locale = Locale.parse(language)
    months = [
        (language, "month", str(number), "|".join(forms(locale.months, number)))
        for number in range(1, 13)
    ]
    days = [
        (language, "weekday", str(number + 1), "|".join(forms(locale.days, number)))
        for number in range(7)
    ]
    return [row for row in months + days if row[3]]


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
