"""What holds of every EDTF string, and of every text that is none."""

import datetime
import string
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import edtf
from archivist.edtf.days import is_leap, month_length

SIGNS = st.sampled_from(["", "", "", "?", "~", "%"])
EDTF_SIGNS = string.digits + "X?~%-/.,[]{}TYSEZ:+"
MANY = settings(max_examples=300, deadline=None)


def _year(number: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number):04d}"


@st.composite
def days(draw: st.DrawFn) -> tuple[str, str, str]:
    """A day of the calendar as written, leap days more often than by chance."""
    year = draw(st.integers(-9999, 9999) | st.integers(1800, 2100) | st.sampled_from([0, -4, 1900]))
    month = draw(st.integers(1, 12) | st.just(2))
    length = month_length(year, month)
    day = draw(st.integers(1, length) | st.just(length))
    return _year(year), f"{month:02d}", f"{day:02d}"


@st.composite
def masked(draw: st.DrawFn, text: str) -> str:
    hidden = draw(st.sets(st.integers(0, 3)))
    body = text.lstrip("-")
    digits = "".join("X" if place in hidden else digit for place, digit in enumerate(body))
    return "-" * text.startswith("-") + digits


@st.composite
def dates(draw: st.DrawFn, *, most: int = 3, least: int = 1) -> tuple[str, edtf.Day]:
    """A date with some digits unspecified and some signs, and a day that it can mean."""
    parts = draw(days())
    kept = parts[: draw(st.integers(least, most))]
    if draw(st.booleans()):
        kept = tuple(draw(masked(part)) for part in kept)
    text = "-".join(draw(SIGNS) + part + draw(SIGNS) for part in kept)
    return text, edtf.Day(*map(int, parts))


@st.composite
def times(draw: st.DrawFn) -> str:
    clock = draw(st.times()).strftime("%H:%M:%S") if draw(st.booleans()) else "24:00:00"
    size = draw(st.integers(0, 14 * 60))
    sign = draw(st.sampled_from("+-")) if size else "+"
    whole = f"{sign}{size // 60:02d}"
    hours_only = "+00" if whole == "-00" else whole
    shift = draw(st.sampled_from(["", "Z", hours_only, f"{whole}:{size % 60:02d}"]))
    return "-".join(draw(days())) + "T" + clock + shift


@st.composite
def seasons(draw: st.DrawFn) -> str:
    year = draw(masked(draw(days())[0])) if draw(st.booleans()) else draw(days())[0]
    code = draw(st.integers(21, 41))
    return f"{draw(SIGNS)}{year}{draw(SIGNS)}-{draw(SIGNS)}{code}{draw(SIGNS)}"


@st.composite
def long_years(draw: st.DrawFn) -> str:
    exponent = draw(st.sampled_from(["", "E1", "E9", "E120"]))
    number = draw(st.integers(1 if exponent else 10_000, 10**12))
    sign = draw(st.sampled_from(["", "-"]))
    significant = draw(st.sampled_from(["", "S1", "S3", "S14"]))
    return f"{draw(SIGNS)}Y{sign}{number}{exponent}{significant}{draw(SIGNS)}"


@st.composite
def significant_years(draw: st.DrawFn) -> str:
    return f"{draw(SIGNS)}{draw(days())[0]}S{draw(st.integers(1, 12))}{draw(SIGNS)}"


PLAIN_DATES = dates().map(lambda pair: pair[0])
DATED = PLAIN_DATES | seasons() | long_years() | significant_years()


def _in_order(first: str, last: str) -> tuple[str, str]:
    begins, ends = edtf.parse(first).earliest(), edtf.parse(last).latest()
    assert begins is not None
    assert ends is not None
    return (first, last) if begins <= ends else (last, first)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start, end = _in_order(draw(DATED), draw(DATED))
    open_ends = [("..", end), ("", end), (start, ".."), (start, ""), ("..", ".."), ("", "..")]
    return "/".join(draw(st.sampled_from([(start, end), *open_ends, ("..", "")])))


@st.composite
def ranges(draw: st.DrawFn) -> str:
    size = draw(st.integers(1, 3))
    alike = dates(most=size, least=size).map(lambda pair: pair[0])
    return "..".join(_in_order(draw(alike), draw(alike)))


@st.composite
def sets(draw: st.DrawFn) -> str:
    members = draw(st.lists(DATED | ranges(), min_size=1, max_size=5))
    if ".." not in members[0]:
        members[0] = draw(st.sampled_from(["", ".."])) + members[0]
    if ".." not in members[-1]:
        members[-1] += draw(st.sampled_from(["", ".."]))
    brackets = draw(st.sampled_from(["[]", "{}"]))
    return brackets[0] + ",".join(members) + brackets[1]


VALID = DATED | times() | intervals() | sets()


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """A valid string with some characters replaced, added or taken away."""
    text = draw(VALID)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        added = draw(st.sampled_from(["", *EDTF_SIGNS, " ", "u", "٣", "\n", "\ud800"]))
        text = text[:place] + added + text[place + draw(st.integers(0, 2)) :]
    return text


@MANY
@given(VALID)
def test_every_production_is_read_and_written_back(text: str) -> None:
    value = edtf.parse(text)
    assert str(value) == text
    assert edtf.parse(str(value)) == value
    assert value.level in (0, 1, 2)
    assert value.unspecified == ("X" in text)
    assert value.uncertain == ("?" in text or "%" in text)
    assert value.approximate == ("~" in text or "%" in text)


@MANY
@given(VALID)
def test_first_day_is_not_after_last_day_and_both_exist(text: str) -> None:
    value = edtf.parse(text)
    first, last = value.earliest(), value.latest()
    for day in (first, last):
        if day is not None:
            assert 1 <= day.month <= 12
            assert 1 <= day.day <= month_length(day.year, day.month)
    if first is not None and last is not None:
        assert first <= last


@MANY
@given(dates())
def test_a_day_lies_within_every_date_that_can_mean_it(pair: tuple[str, edtf.Day]) -> None:
    text, day = pair
    value = edtf.parse(text)
    first, last = value.earliest(), value.latest()
    assert first is not None
    assert last is not None
    assert first <= day <= last


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 998), st.data())
def test_bounds_of_unspecified_digits_are_those_of_all_days_that_fit(
    decade: int, data: st.DataObject
) -> None:
    masks = st.sampled_from("0X"), st.sampled_from("012X"), st.sampled_from("0123X")
    month = data.draw(masks[0] | st.just("1")) + data.draw(st.sampled_from("0129X"))
    day = data.draw(masks[2]) + data.draw(st.sampled_from("0189X"))
    year = f"{decade:03d}" + data.draw(st.sampled_from("0479X"))
    fitting = [each for each in _days_of_decade(decade) if _fits(each, f"{year}-{month}-{day}")]
    text = f"{year}-{month}-{day}"
    assert edtf.is_valid(text) == bool(fitting)
    if fitting:
        value = edtf.parse(text)
        assert [str(value.earliest()), str(value.latest())] == [fitting[0], fitting[-1]]


def _days_of_decade(decade: int) -> list[str]:
    first = datetime.date(decade * 10, 1, 1).toordinal()
    after = datetime.date(decade * 10 + 10, 1, 1).toordinal()
    return [datetime.date.fromordinal(number).isoformat() for number in range(first, after)]


def _fits(day: str, mask: str) -> bool:
    return all(sign in ("X", digit) for sign, digit in zip(mask, day, strict=True))


@MANY
@given(st.text(max_size=40) | st.text(EDTF_SIGNS, max_size=25) | nearly_valid())
def test_any_text_is_a_value_or_an_explained_fault(text: str) -> None:
    value = _value_or_fault(text)
    if isinstance(value, edtf.Edtf):
        assert str(value) == text
        value.sort_key()
        value.earliest()
        value.latest()
    else:
        assert 0 <= value.position <= len(text)
        assert text.startswith(value.found, value.position)
        assert value.found or value.position == len(text)
        assert value.expected
        assert str(value)


def _value_or_fault(text: str) -> edtf.Edtf | edtf.EdtfError:
    try:
        return edtf.parse(text)
    except edtf.EdtfError as error:
        return error


@settings(max_examples=150, deadline=None)
@given(st.lists(VALID, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_order_is_total_whatever_the_order_before(texts: list[str], random: Random) -> None:
    values = [edtf.parse(text) for text in texts]
    filed = sorted(values, key=edtf.Edtf.sort_key)
    random.shuffle(values)
    assert sorted(values, key=edtf.Edtf.sort_key) == filed
    keys = [value.sort_key() for value in filed]
    assert all(one < next_one for one, next_one in pairwise(keys))


@MANY
@given(st.dates(), st.integers(1, 3))
def test_plain_dates_agree_with_the_standard_library(day: datetime.date, components: int) -> None:
    text = "-".join(day.isoformat().split("-")[:components])
    value = edtf.parse(text)
    assert value.level == 0
    assert value.to_xsd() == (text, ("gYear", "gYearMonth", "date")[components - 1])
    assert str(value.earliest()) == (text + "-01-01")[:10]
    last = value.latest()
    assert last is not None
    if day.year < 9999:
        following = datetime.date(last.year, last.month, last.day) + datetime.timedelta(1)
        wanted = day.isoformat()[: len(text)]
        assert following.isoformat()[: len(text)] > wanted == str(last)[: len(text)]


@MANY
@given(times())
def test_xml_schema_time_is_the_same_instant(text: str) -> None:
    form = edtf.parse(text).to_xsd()
    if text.startswith(("-", "0000")) or "T24" in text:
        assert form is None
    else:
        assert form is not None
        assert form[1] == "dateTime"
        assert datetime.datetime.fromisoformat(form[0]) == datetime.datetime.fromisoformat(text)


@MANY
@given(st.integers(-9999, 9999))
def test_leap_years_repeat_every_400_years(year: int) -> None:
    assert is_leap(year) == is_leap(year + 400) == is_leap(year % 400 + 2000)
    assert edtf.is_valid(f"{_year(year)}-02-29") == is_leap(year)


@MANY
@given(st.sampled_from(["", "-"]), st.integers(1000, 10**9), st.integers(1, 12))
def test_significant_digits_stay_within_the_bounds(sign: str, number: int, digits: int) -> None:
    letter = "Y" if number > 9999 else ""
    value = edtf.parse(f"{letter}{sign}{number}S{digits}")
    first, last = value.earliest(), value.latest()
    assert first is not None
    assert last is not None
    kept = str(number)[:digits]
    for year in (first.year, last.year):
        assert str(abs(year)).startswith(kept)
        assert len(str(abs(year))) == len(str(number))
    assert last.year - first.year + 1 == 10 ** max(len(str(number)) - digits, 0)
    assert first.year <= int(f"{sign}{number}") <= last.year
