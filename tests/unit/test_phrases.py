"""Phrases of time become EDTF, or nothing: no day is padded, no order guessed."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from archivist import edtf
from archivist.extractors.phrases import phrase_to_edtf
from archivist.extractors.phrases.words import all_languages, cldr, months

PHRASES = [
    ("it", "giovedì 7 marzo 2024", "2024-03-07"),
    ("it", "1° GIUGNO 1971", "1971-06-01"),
    ("it", "sett. 1988", "1988-09"),
    ("it", "anni Sessanta", "196X"),
    ("it", "gli anni '30", "193X"),
    ("it", "Settecento", "17XX"),
    ("it", "XVI secolo", "15XX"),
    ("it", "autunno 1943", "1943-23"),
    ("it", "verso il 1911", "1911~"),
    ("it", "1911 circa", "1911~"),
    ("it", "prima del 1890", "[..1889]"),
    ("it", "dopo il 1890", "[1891..]"),
    ("it", "non dopo il 1890", "[..1890]"),
    ("it", "tra il 1903 e il 1907", "1903/1907"),
    ("it", "dal 1903 al 1907", "1903/1907"),
    ("it", "1903 o 1904", "[1903,1904]"),
    ("it", "12 dicembre", "XXXX-12-12"),
    ("en", "June 3rd, 1999", "1999-06-03"),
    ("en", "3 Sept. 1999", "1999-09-03"),
    ("en", "c. 1840", "1840~"),
    ("en", "c1840", "1840~"),
    ("en", "probably 1840", "1840?"),
    ("en", "ca. 1840?", "1840%"),
    ("en", "1730s", "173X"),
    ("en", "the eighties", "198X"),
    ("en", "late summer 1940", None),
    ("en", "Fall 1940", "1940-23"),
    ("en", "17th century", "16XX"),
    ("en", "3rd century BC", "-02XX"),
    ("en", "31 BCE", "-0030"),
    ("en", "AD 64", "0064"),
    ("en", "before 14 May 1803", "[..1803-05-13]"),
    ("en", "since March 2001", "2001-03/.."),
    ("en", "1803 or earlier", "[..1803]"),
    ("en", "June to August 1914", "1914-06/1914-08"),
    ("en", "28-30 June 1919", "1919-06-28/1919-06-30"),
    ("en", "1931-33", "1931/1933"),
    ("en", "1921-22", "1921/1922"),
    ("en", "1931/32", "1931/1932"),
    ("en", "ca. 1931-1933", "1931~/1933~"),
    ("en", "1931 and 1933", "{1931,1933}"),
    ("en", "[1931]", "1931"),
    ("en", "[193-?]", "193X?"),
    ("fr", "le 1er mai 1936", "1936-05-01"),
    ("fr", "MARS 1848", "1848-03"),
    ("fr", "les années 1930", "193X"),
    ("fr", "XVIIIe siècle", "17XX"),
    ("fr", "mar 1988", "1988-03"),
    ("fr", "vers 1789", "1789~"),
    ("fr", "avant 1789", "[..1788]"),
    ("fr", "52 av. J.-C.", "-0051"),
    ("fr", "18 brumaire an VIII", "1799-11-09"),
    ("de", "3. März 1933", "1933-03-03"),
    ("de", "Jänner 1934", "1934-01"),
    ("de", "um 1800", "1800~"),
    ("de", "18. Jh.", "17XX"),
    ("de", "1920er Jahre", "192X"),
    ("de", "vor 1648", "[..1647]"),
    ("de", "seit 1990", "1990/.."),
    ("de", "Frühjahr 1945", "1945-21"),
    ("es", "2 de mayo de 1808", "1808-05-02"),
    ("es", "siglo XVII", "16XX"),
    ("es", "los años treinta", "193X"),
    ("es", "hacia 1492", "1492~"),
    ("pt", "25 de abril de 1974", "1974-04-25"),
    ("pt", "cerca de 1500", "1500~"),
    ("pt", "século XIX", "18XX"),
    ("nl", "1 mrt. 1953", "1953-03-01"),
    ("nl", "de jaren dertig", "193X"),
    ("nl", "omstreeks 1650", "1650~"),
    ("nl", "17e eeuw", "16XX"),
    ("pl", "3 maja 1791", "1791-05-03"),
    ("cs", "28. října 1918", "1918-10-28"),
    ("uk", "24 серпня 1991", "1991-08-24"),
    ("ja", "昭和20年8月15日", "1945-08-15"),
    (None, "2023年5月", "2023-05"),
    (None, "15/08/1947", "1947-08-15"),
    (None, "08/15/1947", "1947-08-15"),
    (None, "12/12/1947", "1947-12-12"),
    (None, "13/12/1947", "1947-12-13"),
    (None, "1947/08/15", "1947-08-15"),
    (None, "19470815", "1947-08-15"),
    (None, "03/1988 - 2024/05/03", "1988-03/2024-05-03"),
    ("de", "03.05.2024", "2024-05-03"),
    ("de", "03. 05. 2024", "2024-05-03"),
    (None, "Mon, 4 Mar 2024 09:05:07 +0100", "2024-03-04T09:05:07+01:00"),
    (None, "4 Mar 2024 09:05", "2024-03-04T09:05:00"),
]


@pytest.mark.parametrize(("language", "phrase", "value"), PHRASES)
def test_a_phrase_says(language: str | None, phrase: str, value: str | None) -> None:
    found = phrase_to_edtf(phrase, language)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("language", "phrase", "why"),
    [
        ("it", "03/04/2024", "ambiguous"),
        ("it", "03.04.2024", "ambiguous"),
        ("it", "12/05/2024", "ambiguous"),
        ("it", "05/12/2024", "ambiguous"),
        ("de", "03/04/2024", "ambiguous"),
        ("en", "from 03/04/2024 to 05/06/2024", "ambiguous"),
        ("it", "31 giugno 2024", "impossible"),
        (None, "2023/02/29", "impossible"),
        ("de", "30. Februar", "impossible"),
        ("fr", "31 brumaire an II", "impossible"),
        ("it", "s.d.", "undated"),
        ("de", "ohne Jahr", "undated"),
        ("en", "sine die, undated", None),
        ("nl", "gisteren", "relative"),
        ("en", "5 Shawwal 1445", None),
        ("en", "1945s", None),
        ("en", "1900s", None),
        ("en", "early 1930s", None),
        ("en", "2001-21", None),
        ("it", "marzo", None),
        ("en", "12", None),
        ("en", "623", None),
        ("en", "10/11/24", None),
        ("en", "1954 Main Street", None),
        ("en", "", None),
        ("en", "1 May 1954 " * 40, None),
    ],
)
def test_nothing_is_guessed(language: str | None, phrase: str, why: str | None) -> None:
    found = phrase_to_edtf(phrase, language)
    assert (found.why if found else None) == why
    assert found is None or found.value is None


def test_the_order_is_the_callers_word() -> None:
    dmy = phrase_to_edtf("03/04/2024", "en", order="dmy")
    mdy = phrase_to_edtf("03/04/2024", "it", order="mdy")
    assert (dmy and dmy.value, mdy and mdy.value) == ("2024-04-03", "2024-03-04")


def test_yesterday_counts_from_a_reference_only() -> None:
    found = phrase_to_edtf("hier", "fr", reference=date(2024, 3, 1))
    assert found
    assert found.value == "2024-02-29"


# language, phrase, EDTF; `!` and a reason where nothing may be said
TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("date-phrases.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "phrase", "wanted"), TABLE)
def test_a_phrase_of_forty_languages_says(language: str, phrase: str, wanted: str) -> None:
    found = phrase_to_edtf(phrase, None if language == "und" else language)
    if wanted == "!":
        assert found is None or found.value is None
    elif wanted.startswith("!"):
        assert found
        assert (found.value, found.why) == (None, wanted[1:])
    else:
        assert found
        assert found.value == wanted


# Chinese, Japanese and Korean count their months: 10月
IN_FIGURES = {"ja", "ko", "zh"}


@pytest.mark.parametrize("language", sorted({*cldr()} - IN_FIGURES))
def test_every_language_of_cldr_names_twelve_months(language: str) -> None:
    forms = cldr()[language]["month"]
    assert {number for _, number in forms} == set(range(1, 13))


@pytest.mark.parametrize("language", all_languages())
def test_every_printed_month_is_that_month_or_none(language: str) -> None:
    """Also where nobody says which language it is: `listopad` is October or November."""
    for form, number in months(language).items():
        for spoken in (language, None):
            for phrase, value in ((f"13 {form} 1987", f"1987-{number:02}-13"),):
                found = phrase_to_edtf(phrase, spoken)
                assert found is None or found.value in (value, None), (phrase, spoken)
        assert phrase_to_edtf(f"13 {form} 87", language) is None


@pytest.mark.parametrize("language", sorted(cldr()))
def test_every_language_of_cldr_names_seven_weekdays(language: str) -> None:
    assert {number for _, number in cldr()[language]["weekday"]} == set(range(1, 8))


@pytest.mark.parametrize(
    ("language", "phrase", "value"),
    [
        ("en", "yesterday", "2024-10-24"),
        ("en", "3 days ago", "2024-10-22"),
        ("en", "2 weeks ago", "2024-10-11"),
        ("en", "last Monday", "2024-10-21"),
        ("en", "last Friday", "2024-10-18"),
        ("it", "lunedì scorso", "2024-10-21"),
        ("fr", "il y a 3 jours", "2024-10-22"),
        ("de", "vor 3 Tagen", "2024-10-22"),
        ("sv", "igår", "2024-10-24"),
        ("pl", "przedwczoraj", "2024-10-23"),
        ("ru", "3 дня назад", "2024-10-22"),
        ("ja", "昨日", "2024-10-24"),
        ("en", "3 hours ago", None),
        ("en", "Monday", None),
        ("en", "900 days ago", None),
    ],
)
def test_a_counted_day_needs_a_reference(language: str, phrase: str, value: str | None) -> None:
    found = phrase_to_edtf(phrase, language, reference=date(2024, 10, 25))
    assert (found.value if found else None) == value


def _shared(name: str) -> Path:
    root = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
    path = root / "corpora" / "edtf" / name
    if not path.exists():
        pytest.skip(f"no {path}: set ARCHIVIST_SHARED")
    return path


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in _shared(name).read_text("utf-8").splitlines()]


def test_phrases_that_archivists_meet_are_all_right() -> None:
    wrong = []
    for row in _rows("archivist_phrases.jsonl"):
        reference = date.fromisoformat(row["reference"]) if "reference" in row else None
        language = None if row["lang"] == "und" else row["lang"]
        found = phrase_to_edtf(row["text"], language, reference=reference)
        value = "" if found and found.why == "undated" else found and found.value
        if value not in row.get("accept", [row["edtf"]]):
            wrong.append((row["text"], row["edtf"], value))
    assert wrong == []


def test_other_collections_are_never_contradicted_by_more_than_convention() -> None:
    """The same days, where both give bounded days, whatever the notation."""
    wrong, read = [], 0
    for row in _rows("natural_dates.jsonl"):
        found = phrase_to_edtf(row["text"], row["lang"])
        if not found or not found.value or not row["edtf"] or not edtf.is_valid(row["edtf"]):
            continue
        read += 1
        ours, theirs = edtf.parse(found.value), edtf.parse(row["edtf"])
        if (ours.earliest(), ours.latest()) != (theirs.earliest(), theirs.latest()):
            wrong.append((row["text"], row["edtf"], found.value))
    # their "after 1928" begins in 1928, their "March 5" is the fifth year, their "1900; 1973" 1900
    assert {text for text, _, _ in wrong} <= {
        "after 1928",
        "earlier than 1928",
        "after 1930",
        "March 5",
        "1900; 1973",
    }
    assert read >= 170
