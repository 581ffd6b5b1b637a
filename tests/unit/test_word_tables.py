"""The tables of words hold what can be found: known kinds, forms not too long, no row twice."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from archivist.extractors.phrases.words import KINDS, LONGEST, NUMBERED, TOKEN
from archivist.extractors.wording import LABEL, fold

DATA = files("archivist").joinpath("data")
DATE_WORDS = [line.split("\t") for line in DATA.joinpath("date-words.tsv").read_text().splitlines()]
PRESS = [line.split("\t") for line in DATA.joinpath("press-words.tsv").read_text().splitlines()]

# Beside the kinds of tokens: words of clocks, labels of date lines, the order of figures.
OTHERS = {
    "time",
    "hour",
    "morning",
    "afternoon",
    "zone",
    "published",
    "modified",
    "full_stops",
}
SECTIONS = {
    "bylines": {"before", "after", "desks", "roles"},
    "credits": {
        *("image", "photographer", "illustrator", "author", "editor", "translator", "source"),
        *("contributor", "generic", "and", "for"),
    },
    "notices": {"rights", "correction", "notice", "caption", "end"},
    "datelines": {"kickers"},
}


def test_date_words_are_of_known_kinds() -> None:
    assert {row[1] for row in DATE_WORDS} <= {*KINDS, *NUMBERED, *OTHERS}
    assert all(len(row) == 4 for row in DATE_WORDS)
    assert all(re.fullmatch(r"[a-z]{2,3}", row[0]) for row in DATE_WORDS)
    numbered = [row for row in DATE_WORDS if row[1] in NUMBERED]
    assert all(re.fullmatch(r"-?\d{1,2}", row[2]) for row in numbered)
    assert all(row[2] == "" for row in DATE_WORDS if row[1] in KINDS)


def test_date_words_are_short_enough_to_be_found() -> None:
    found = [row for row in DATE_WORDS if row[1] in KINDS or row[1] in NUMBERED]
    long = [form for row in found for form in row[3].split("|") if _tokens(form) > LONGEST]
    assert long == []


def _tokens(form: str) -> int:
    return len(TOKEN.findall(fold(form)))


def test_press_words_have_their_place() -> None:
    assert all(len(row) == 4 for row in PRESS)
    assert [row[:3] for row in PRESS if row[2] not in SECTIONS.get(row[1], ())] == []
    long = [form for row in PRESS for form in row[3].split("|") if len(form) > LABEL]
    assert long == []


@pytest.mark.parametrize("rows", [[row[:3] for row in DATE_WORDS], [row[:3] for row in PRESS]])
def test_each_row_stands_once_and_in_order(rows: list[list[str]]) -> None:
    keys = [(row[0], row[1]) for row in rows]
    assert keys == sorted(keys)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_twenty_languages_know_the_words_of_phrases() -> None:
    wanted = {"circa", "before", "after", "century", "undated", "relative"}
    kinds: dict[str, set[str]] = {}
    for language, kind, *_ in DATE_WORDS:
        kinds.setdefault(language, set()).add(kind)
    assert sum(wanted <= found for found in kinds.values()) >= 20
