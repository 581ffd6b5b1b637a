"""EDTF through its public door: what is read, what it means, what is refused and how."""

import copy
import doctest
import json
import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from linear import assert_linear

from archivist import edtf

SHARED = Path(os.environ.get("ARCHIVIST_SHARED") or Path(__file__).parents[3] / "shared")
CORPUS = SHARED / "corpora" / "edtf"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no EDTF corpus at {CORPUS}")


# One example or more for every feature: string, level, precision, first day, last day.
MEANINGS = [
    # Level 0
    ("1929-10-24", 0, "day", "1929-10-24", "1929-10-24"),
    ("1929-02", 0, "month", "1929-02-01", "1929-02-28"),
    ("1928-02", 0, "month", "1928-02-01", "1928-02-29"),
    ("1929", 0, "year", "1929-01-01", "1929-12-31"),
    ("0000", 0, "year", "0000-01-01", "0000-12-31"),
    ("0000-02-29", 0, "day", "0000-02-29", "0000-02-29"),
    ("9999-12-31", 0, "day", "9999-12-31", "9999-12-31"),
    ("1929-10-24T09:30:00", 0, "second", "1929-10-24", "1929-10-24"),
    ("1929-10-24T23:59:59-11", 0, "second", "1929-10-24", "1929-10-24"),
    ("1929-10-24T00:00:00+05:45", 0, "second", "1929-10-24", "1929-10-24"),
    ("1929-10-24T24:00:00Z", 0, "second", "1929-10-24", "1929-10-24"),
    ("2016-12-31T23:59:60Z", 0, "second", "2016-12-31", "2016-12-31"),
    ("2017-01-01T05:29:60+05:30", 0, "second", "2017-01-01", "2017-01-01"),
    ("2017-01-01T05:29:60", 0, "second", "2017-01-01", "2017-01-01"),
    ("1914-07/1918-11-11", 0, "undefined", "1914-07-01", "1918-11-11"),
    ("1914/1918", 0, "year", "1914-01-01", "1918-12-31"),
    ("1929-10-24/1929-10-24", 0, "day", "1929-10-24", "1929-10-24"),
    ("1929-10-24/1929-10", 0, "undefined", "1929-10-24", "1929-10-31"),
    # Level 1
    ("Y12026", 1, "year", "12026-01-01", "12026-12-31"),
    ("Y-12026", 1, "year", "-12026-01-01", "-12026-12-31"),
    ("1968-21", 1, "season", "1968-03-01", "1968-11-30"),
    ("1968-22", 1, "season", "1967-12-01", "1969-02-28"),
    ("1968-23", 1, "season", "1968-03-01", "1968-11-30"),
    ("1967-24", 1, "season", "1966-12-01", "1968-02-29"),
    ("1911?", 1, "year", "1911-01-01", "1911-12-31"),
    ("1911-03~", 1, "month", "1911-03-01", "1911-03-31"),
    ("1911-03-25%", 1, "day", "1911-03-25", "1911-03-25"),
    ("194X", 1, "decade", "1940-01-01", "1949-12-31"),
    ("18XX", 1, "century", "1800-01-01", "1899-12-31"),
    ("-01XX", 1, "century", "-0199-01-01", "-0100-12-31"),
    ("-000X", 1, "decade", "-0009-01-01", "-0001-12-31"),
    ("194X~", 1, "decade", "1940-01-01", "1949-12-31"),
    ("1944-XX", 1, "month", "1944-01-01", "1944-12-31"),
    ("1944-02-XX", 1, "day", "1944-02-01", "1944-02-29"),
    ("1943-02-XX", 1, "day", "1943-02-01", "1943-02-28"),
    ("1944-XX-XX", 1, "day", "1944-01-01", "1944-12-31"),
    ("1944-06-06/..", 1, "day", "1944-06-06", None),
    ("1944-06/", 1, "month", "1944-06-01", None),
    ("../1944", 1, "year", None, "1944-12-31"),
    ("/1944", 1, "year", None, "1944-12-31"),
    ("../..", 1, "undefined", None, None),
    ("../", 1, "undefined", None, None),
    ("1944-21/1945?", 1, "undefined", "1944-03-01", "1945-12-31"),
    ("-0044", 1, "year", "-0044-01-01", "-0044-12-31"),
    ("-0004-02-29", 1, "day", "-0004-02-29", "-0004-02-29"),
    ("-0044-03-15T10:00:00", 1, "second", "-0044-03-15", "-0044-03-15"),
    ("-0500/-0449", 1, "year", "-0500-01-01", "-0449-12-31"),
    # Level 2
    ("Y-46E8", 2, "year", "-4600000000-01-01", "-4600000000-12-31"),
    ("Y2E3", 2, "year", "2000-01-01", "2000-12-31"),
    ("1630S2", 2, "year", "1600-01-01", "1699-12-31"),
    ("-1630S2", 2, "year", "-1699-01-01", "-1600-12-31"),
    ("1630S4", 2, "year", "1630-01-01", "1630-12-31"),
    ("1630S9", 2, "year", "1630-01-01", "1630-12-31"),
    ("0163S2", 2, "year", "0160-01-01", "0169-12-31"),
    ("Y12345S2", 2, "year", "12000-01-01", "12999-12-31"),
    ("Y4512E2S3", 2, "year", "451000-01-01", "451999-12-31"),
    ("1630S2~", 2, "year", "1600-01-01", "1699-12-31"),
    ("1968-25", 2, "season", "1968-03-01", "1968-05-31"),
    ("1968-26", 2, "season", "1968-06-01", "1968-08-31"),
    ("1968-27", 2, "season", "1968-09-01", "1968-11-30"),
    ("1968-28", 2, "season", "1967-12-01", "1969-02-28"),
    ("1968-29", 2, "season", "1968-09-01", "1968-11-30"),
    ("1968-30", 2, "season", "1967-12-01", "1969-02-28"),
    ("1968-31", 2, "season", "1968-03-01", "1968-05-31"),
    ("1968-32", 2, "season", "1968-06-01", "1968-08-31"),
    ("1968-33", 2, "quarter", "1968-01-01", "1968-03-31"),
    ("1968-34", 2, "quarter", "1968-04-01", "1968-06-30"),
    ("1968-35", 2, "quarter", "1968-07-01", "1968-09-30"),
    ("1968-36", 2, "quarter", "1968-10-01", "1968-12-31"),
    ("1968-37", 2, "quadrimester", "1968-01-01", "1968-04-30"),
    ("1968-38", 2, "quadrimester", "1968-05-01", "1968-08-31"),
    ("1968-39", 2, "quadrimester", "1968-09-01", "1968-12-31"),
    ("1968-40", 2, "semester", "1968-01-01", "1968-06-30"),
    ("1968-41", 2, "semester", "1968-07-01", "1968-12-31"),
    ("196X-21", 2, "season", "1960-03-01", "1969-11-30"),
    ("1911?-03", 2, "month", "1911-03-01", "1911-03-31"),
    ("?1911", 2, "year", "1911-01-01", "1911-12-31"),
    ("1911-~03-25", 2, "day", "1911-03-25", "1911-03-25"),
    ("?1911-03-25~", 2, "day", "1911-03-25", "1911-03-25"),
    ("?-0300-10%", 2, "month", "-0300-10-01", "-0300-10-31"),
    ("XXXX", 2, "year", "0000-01-01", "9999-12-31"),
    ("1XXX", 2, "millennium", "1000-01-01", "1999-12-31"),
    ("1X5X", 2, "year", "1050-01-01", "1959-12-31"),
    ("XXXX-10-25", 2, "day", "0000-10-25", "9999-10-25"),
    ("XXXX-02-29", 2, "day", "0000-02-29", "9996-02-29"),
    ("19X0-02-29", 2, "day", "1920-02-29", "1980-02-29"),
    ("-19X0-02-29", 2, "day", "-1980-02-29", "-1920-02-29"),
    ("187X-10-25", 2, "day", "1870-10-25", "1879-10-25"),
    ("1943-X2-30", 2, "day", "1943-12-30", "1943-12-30"),
    ("1943-XX-31", 2, "day", "1943-01-31", "1943-12-31"),
    ("1943-02-2X", 2, "day", "1943-02-20", "1943-02-28"),
    ("1943-1X", 2, "month", "1943-10-01", "1943-12-31"),
    ("1943-1X-XX", 2, "day", "1943-10-01", "1943-12-31"),
    ("1943-10-XX/1943-12", 2, "undefined", "1943-10-01", "1943-12-31"),
    ("193X/194X", 2, "decade", "1930-01-01", "1949-12-31"),
    ("1943-10-~08/1943-12-~20", 2, "day", "1943-10-08", "1943-12-20"),
    ("[1901,1905,1910..1912]", 2, "year", "1901-01-01", "1912-12-31"),
    ("[1905,1901]", 2, "year", "1901-01-01", "1905-12-31"),
    ("{1901,1905-03}", 2, "undefined", "1901-01-01", "1905-03-31"),
    ("[..1901-03]", 2, "month", None, "1901-03-31"),
    ("{1901..}", 2, "year", "1901-01-01", None),
    ("[..1901,1905,1910..]", 2, "year", None, None),
    ("{1901-21..1901-23,1905~}", 2, "undefined", "1901-03-01", "1905-12-31"),
]


@pytest.mark.parametrize(("text", "level", "precision", "first", "last"), MEANINGS)
def test_string_means(
    text: str, level: int, precision: str, first: str | None, last: str | None
) -> None:
    value = edtf.parse(text)
    days = [None if day is None else str(day) for day in (value.earliest(), value.latest())]
    assert (value.level, value.precision, *days) == (level, precision, first, last)
    assert str(value) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1929", ("1929", "gYear")),
        ("0001", ("0001", "gYear")),
        ("1929-10", ("1929-10", "gYearMonth")),
        ("1929-10-24", ("1929-10-24", "date")),
        ("1929-10-24T09:30:00", ("1929-10-24T09:30:00", "dateTime")),
        ("1929-10-24T09:30:00Z", ("1929-10-24T09:30:00Z", "dateTime")),
        ("1929-10-24T09:30:00-04", ("1929-10-24T09:30:00-04:00", "dateTime")),
        ("1929-10-24T09:30:00+04:30", ("1929-10-24T09:30:00+04:30", "dateTime")),
        ("1929-10-24T09:30:00+00:00", ("1929-10-24T09:30:00Z", "dateTime")),
        ("1929-10-24T09:30:00+00", ("1929-10-24T09:30:00Z", "dateTime")),
        *[
            (text, None)
            for text in (
                *("0000", "-0044", "-0044-03-15", "Y12026", "1630S2", "Y2E3"),
                *("1929?", "1929-10~", "1929-10-24%", "1929?-10-24", "%1929"),
                *("192X", "1929-XX", "1929-10-XX", "XXXX-10-24", "1929-21", "1929-34"),
                *("1929/1930", "1929/..", "[1929]", "{1929,1930}", "-0044-03-15T10:00:00"),
                *("2016-12-31T23:59:60Z", "2016-12-31T24:00:00Z"),
            )
        ],
    ],
)
def test_xml_schema_form_is_given_only_if_it_says_the_same(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert edtf.parse(text).to_xsd() == expected


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("1911-03-25", "", "", ""),
        ("1911-03-25%", "%", "%", "%"),
        ("1911-03~-25", "~", "~", ""),
        ("1911?-03-25", "?", "", ""),
        ("?1911-03-~25", "?", "", "~"),
        ("1911-%03-25", "", "%", ""),
        ("?1911-03-25~", "%", "~", "~"),
        ("1911?-03~-25", "%", "~", ""),
        ("1911?-03?-25?", "?", "?", "?"),
    ],
)
def test_sign_applies_to_its_components(text: str, year: str, month: str, day: str) -> None:
    value = edtf.parse(text)
    assert isinstance(value, edtf.Date)
    said = [value.qualification(part) for part in ("year", "month", "day")]
    assert said == [year, month, day]
    assert value.uncertain == ("?" in text or "%" in text)
    assert value.approximate == ("~" in text or "%" in text)


def test_interval_and_set_are_uncertain_if_a_part_is() -> None:
    assert edtf.parse("1914?/1918").uncertain
    assert edtf.parse("[1914,1916..1918~]").approximate
    assert not edtf.parse("1914/1918").uncertain
    assert edtf.parse("1914/191X").unspecified


def test_parts_can_be_read() -> None:
    assert edtf.parse("1911-03-XX") == edtf.Date("1911", "03", "XX")
    assert edtf.parse("1911-34") == edtf.Season("1911", 34)
    assert edtf.parse("Y-46E8S1") == edtf.Year("-46", True, 8, 1)
    assert edtf.parse("1630S2?") == edtf.Year("1630", False, 0, 2, "", "?")
    when = edtf.parse("1911-03-25T16:40:00-05")
    assert when == edtf.DateTime(edtf.Date("1911", "03", "25"), "16", "40", "00", "-05")
    assert edtf.parse("1911/..") == edtf.Interval(edtf.Date("1911"), edtf.Bound.OPEN)
    assert edtf.parse("/1911") == edtf.Interval(edtf.Bound.UNKNOWN, edtf.Date("1911"))
    members = (edtf.Range(None, edtf.Date("1905")), edtf.Date("1911", "03"))
    assert edtf.parse("{..1905,1911-03}") == edtf.Set(members, every=True)


@pytest.mark.parametrize("text", [row[0] for row in MEANINGS])
def test_value_is_frozen_hashable_and_can_be_sent(text: str) -> None:
    value = edtf.parse(text)
    assert {value: 1}[edtf.parse(text)] == 1
    assert copy.deepcopy(value) == value == pickle.loads(pickle.dumps(value))
    assert not hasattr(value, "__dict__")


def test_equal_meanings_in_different_writing_stay_apart() -> None:
    assert edtf.parse("1911-03-25%") != edtf.parse("%1911-%03-%25")
    assert edtf.parse("1911-03-25T16:40:00Z") != edtf.parse("1911-03-25T16:40:00+00:00")


FILED = """
    Y-46E8 -0500/-0449 -0044-03-15 0000 17XX
    ../1911 [..1911] 1911 1911-22 1911-24 1911?
    1911-01 1911-01-01 1911-01-01T08:00:00 1911-01-01T16:40:00
    1911-21 1911-25 1911-03 1911-03-25/.. 1911-03-25/1912 1911-03-25 1911-12-31
    {1912,1920} [1912,1913-05] 1912 Y12026
    ../.. XXXX XXXX-12-25
"""


def test_values_are_filed_as_in_a_chronological_list() -> None:
    filed = FILED.split()
    values = [edtf.parse(text) for text in reversed(filed)]
    assert [str(value) for value in sorted(values, key=edtf.Edtf.sort_key)] == filed


# Refused: string, where (from 0), a word of what would be right.
REFUSED = [
    ("", 0, "a year of four digits"),
    ("29", 0, "a year of four digits"),
    ("29-10-24", 0, "a year of four digits"),
    ("12345", 0, "a year of four digits"),
    ("24/10/1929", 5, "one slash only"),
    ("10/1929", 0, "a year of four digits"),
    ("1929-1", 5, "a month of two digits"),
    ("1929-", 5, "a month of two digits"),
    ("1929-123", 5, "a month of two digits"),
    ("1929-10-", 8, "a day of two digits"),
    ("1929-10-2", 8, "a day of two digits"),
    ("1929-00", 5, "a month from 01 to 12"),
    ("1929-13", 5, "a month from 01 to 12 or a season from 21 to 41"),
    ("1929-20", 5, "a season from 21 to 41"),
    ("1929-42", 5, "a season from 21 to 41"),
    ("1929-2X", 5, "a month from 01 to 12"),
    ("1929-4X", 5, "a month from 01 to 12"),
    ("1929-21-05", 5, "as a day follows"),
    ("1929-21-XX", 5, "as a day follows"),
    ("1929-10-00", 8, "from 01 to 31"),
    ("1929-10-32", 8, "from 01 to 31"),
    ("1929-04-31", 8, "from 01 to 30"),
    ("1929-02-29", 8, "from 01 to 28"),
    ("1900-02-29", 8, "from 01 to 28"),
    ("1928-02-30", 8, "from 01 to 29"),
    ("-0001-02-29", 9, "from 01 to 28"),
    ("-0100-02-29", 9, "from 01 to 28"),
    ("1929-02-29?", 8, "a day that 1929-02 can have"),
    ("1929-02-3X", 8, "a day that 1929-02 can have"),
    ("1929-10-4X", 8, "a day that"),
    ("1929-0X-00", 8, "a day that"),
    ("XXX1-02-29", 8, "a day that"),
    ("19X1-02-29", 8, "a day that"),
    ("1929-10-24-05", 10, "T and a time of day, or the end"),
    ("19291024", 0, "hyphens"),
    ("1929–10", 4, "hyphen-minus"),
    ("1929 ", 4, "no blank"),
    ("1929\n", 4, "no blank"),
    ("+1929", 0, "without a plus"),
    ("-0000", 0, "0000"),
    ("-0000-01", 0, "0000"),
    ("?-0000", 1, "0000"),
    ("-0000S2", 0, "0000"),
    ("１９２９", 0, "a year of four digits"),
    ("١٩٢٩", 0, "a year of four digits"),
    ("192u", 3, "upper-case 'X'"),
    ("192x", 3, "upper-case 'X'"),
    ("1929?~", 4, "'%'"),
    ("(1929)?", 0, "2019 syntax"),
    ("1929/open", 5, "'..'"),
    ("1929/unknown", 5, "nothing at all"),
    ("1929??", 5, "or the end"),
    ("1929-10-24T9:30:00", 11, "an hour of two digits"),
    ("1929-10-24T09:30", 16, "the whole time"),
    ("1929-10-24T09:30Z", 16, "the whole time"),
    ("1929-10-24T09:30:00.5Z", 19, "without decimals"),
    ("1929-10-24 09:30:00", 10, "no blank"),
    ("1929-10-24t09:30:00", 10, "upper-case"),
    ("1929-10T09:30:00", 7, "a hyphen and a day"),
    ("1929-10-24?T09:30:00", 10, "without ?"),
    ("1929-10-24T09:30:00?", 19, "or the end"),
    ("1929-10-XXT09:30:00", 8, "without ?"),
    ("1929-10-24T24:61:00", 11, "an hour from 00 to 23, or 24:00:00"),
    ("1929-10-24T24:00:01", 11, "an hour from 00 to 23"),
    ("1929-10-24T25:00:00", 11, "an hour from 00 to 23"),
    ("1929-10-24T09:60:00", 14, "minutes from 00 to 59"),
    ("1929-10-24T09:30:61", 17, "seconds from 00 to 59"),
    ("1929-10-24T09:30:60Z", 17, "seconds from 00 to 59"),
    ("2016-12-31T23:59:60+01:00", 17, "seconds from 00 to 59"),
    ("1929-10-24T09:30:00+14:01", 19, "at most 14:00"),
    ("1929-10-24T09:30:00+15", 19, "at most 14:00"),
    ("1929-10-24T09:30:00+02:60", 19, "minutes from 00 to 59"),
    ("1929-10-24T09:30:00-00:00", 19, "+00:00 or Z"),
    ("1929-10-24T09:30:00+0200", 19, "a shift such as"),
    ("1929-10-24T09:30:00Z02:00", 20, "the end"),
    ("1929/1928", 5, "not before 1929"),
    ("1929-10-24/1929-10-23", 11, "not before 1929-10-24"),
    ("1929-10-24T09:30:00/1930", 10, "without time of day"),
    ("1929/1930-13", 10, "a month from 01 to 12"),
    ("1929//1930", 5, "one slash only"),
    ("/", 0, "a start or an end"),
    ("1929/[1930]", 5, "a year of four digits"),
    ("Y1929", 1, "more than four digits"),
    ("Y-1929", 1, "more than four digits"),
    ("Y012026", 1, "without leading zeros"),
    ("-Y12026", 0, "Y before the sign"),
    ("Y12026-10", 6, "the end"),
    ("Y12026E0", 6, "an exponent from 1"),
    ("Y12026S0", 6, "significant digits from 1"),
    ("1929S0", 4, "S and a number from 1"),
    ("192XS2", 4, "a hyphen and a month"),
    ("Y1E1000", 1, "at most 1000 digits"),
    ("Y1E99999999999999999999", 3, "at most 1000 digits"),
    ("Y1" + "0" * 1000, 1, "at most 1000 digits"),
    ("[]", 1, "a year of four digits"),
    ("[", 1, "']' at the end"),
    ("{1929]", 6, "'}' at the end"),
    ("[1929,]", 6, "a year of four digits"),
    ("[1929, 1930]", 6, "no blank"),
    ("[..]", 1, "'..' may only begin the whole list"),
    ("[1929,..1930]", 6, "'..' may only begin the whole list"),
    ("[1929..,1930]", 7, "'..' may only end the whole list"),
    ("[1929..1930..1931]", 11, "or the end"),
    ("[1930..1929]", 7, "not before 1930"),
    ("[1929..1930-10]", 7, "the same precision as 1929 (year)"),
    ("[1929-10..1929-24]", 10, "the same precision as 1929-10 (month)"),
    ("[1929/1930]", 5, "a hyphen and a month"),
    ("[1929-10-24T09:30:00]", 11, "without time of day"),
    ("[1929,{1930}]", 6, "a year of four digits"),
    ("1929\x00", 4, "or the end"),
    ("\ud800", 0, "a year of four digits"),
]


@pytest.mark.parametrize(("text", "position", "expected"), REFUSED)
def test_fault_is_explained(text: str, position: int, expected: str) -> None:
    with pytest.raises(edtf.EdtfError) as caught:
        edtf.parse(text)
    error = caught.value
    assert (error.text, error.position) == (text, position)
    assert expected in error.expected
    assert error.found == text[position : position + len(error.found)]
    assert f"at character {position + 1} found " in str(error)
    assert len(str(error)) < 250
    assert not edtf.is_valid(text)


def test_fault_in_a_late_member_keeps_its_place() -> None:
    with pytest.raises(edtf.EdtfError, match="at character 16 found '31'") as caught:
        edtf.parse("[1929..1930-04-31]")
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


@pytest.mark.parametrize("part", ["X", "1929-", "1929/", "[..", "Y1", "9", "?", "1929,", "T", " "])
def test_long_text_is_refused_at_once(part: str) -> None:
    assert not edtf.is_valid(part * 100_000)
    assert_linear(lambda size: edtf.is_valid(part * size), 100_000)


def test_docstring_example_runs() -> None:
    assert doctest.testmod(edtf).failed == 0
    assert doctest.testmod(edtf).attempted >= 5


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _verdict(text: str) -> int | None:
    """The level, None if refused."""
    return edtf.parse(text).level if edtf.is_valid(text) else None


@needs_corpus
def test_specification_examples_are_exact() -> None:
    rows = list(_rows("loc_spec_examples.jsonl"))
    wanted = {row["value"]: row["level"] if row["valid"] else None for row in rows}
    assert {text: _verdict(text) for text in wanted} == wanted
    assert len(rows) == 64


# Where other implementations claim what the specification does not say: the form of the string, our
# level (None: refused), and the section that decides.
DISAGREEMENTS = [
    (r"-\d{4}.*", 1, "level 1, Negative calendar year: it is no feature of level 0"),
    (r"-?\d{2,3}[%~]?", None, "level 0, Date: four digits; centuries and decades are not in EDTF"),
    (r".*\u2212.*", None, "level 0, Date and Time: the hyphen of the examples, not U+2212"),
    (r".*T\d\d:\d\d:\d\d\.\d+.*", None, "level 0, Date and Time: complete, without decimals"),
    (r".*T\d\d:\d\dZ", None, "level 0, Date and Time: complete representation, with seconds"),
    (r"\d{4}-\d{2}", 0, "level 0, Date: reduced precision needs no higher level"),
    (r"X{4}", 2, "level 1, Unspecified digit(s): one or two of the year; level 2: anywhere"),
    (r"\{.* .*\}", None, "level 2, Set representation, 4: no spaces"),
    (
        r"0000-01-03/0000-01",
        0,
        "level 0, Time Interval: ends some time in January, so can be later",
    ),
    (r"2004-06-11%/2004-06~", 1, "level 0, Time Interval: ends some time in June"),
    (r"2004-06-11%/2004-%06", 2, "level 0, Time Interval: ends some time in June"),
]


@needs_corpus
def test_other_implementations_agree_but_for_the_listed_reasons() -> None:
    unused = {reason for *_, reason in DISAGREEMENTS}
    for row in _rows("edtf_strings.jsonl"):
        text, ours = row["value"], _verdict(row["value"])
        if row["valid"] == (ours is not None) and row["level"] in (None, ours):
            continue
        reasons = {
            reason
            for form, level, reason in DISAGREEMENTS
            if level == ours and re.fullmatch(form, text)
        }
        assert reasons, f"{text}: claimed {row['valid']}, {row['level']}; ours {ours}"
        unused -= reasons
    assert not unused


@needs_corpus
@pytest.mark.parametrize("name", ["archivist_phrases.jsonl", "natural_dates.jsonl"])
def test_results_of_phrases_can_be_read(name: str) -> None:
    refused = {
        text
        for row in _rows(name)
        if row.get("syntax", "2019") == "2019"
        for text in (row["edtf"], *row.get("accept", ()))
        if text and not edtf.is_valid(text)
    }
    # A season takes the place of the month and has no day (level 1, Seasons).
    assert {text for text in refused if not re.fullmatch(r"\d{4}-2\d-XX", text)} == set()
