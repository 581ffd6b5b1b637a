"""Layouts of plain text that are not English ones: other scripts, wires, cuttings, old files."""

from __future__ import annotations

import pytest

from archivist import convert
from archivist import text as texts
from archivist.extractors import layout
from archivist.record import Block, Record, Source

BODY = "The old bridge over the stream opened again on Monday after a year of work, the mayor said."
JAPANESE = (
    "市長は、橋の工事はあと二か月かかると述べた。工事は昨年から続く。住民は早い完成を求める。"
)
CHINESE = "市长说，桥上的工程还需要两个月。工程从去年开始，居民要求尽快完工，市政府没有说明费用。"
THAI = "นายกเทศมนตรีกล่าวว่างานสะพานจะใช้เวลาอีกสองเดือน งานเริ่มตั้งแต่ปีที่แล้วและ" * 2
KOREAN = "시장은 다리 공사가 두 달 더 걸릴 것이라고 말했다. 주민은 빠른 완공을 바란다."
ARABIC = (
    "قال رئيس البلدية إن العمل على الجسر سيستمر شهرين آخرين، وأضاف أن السكان يطالبون بإنجاز العمل."
)


def record(text: str) -> Record:
    (found,) = convert(Source("a.txt", "a.txt", text.encode()))
    assert found.record
    return found.record


def arrange(text: str) -> tuple[Block, ...]:
    return layout.arrange(text, tuple(texts.paragraphs(text)), "en")


def roles(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.span.of(text)) for block in arrange(text)]


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("橋の工事、二か月延長へ", JAPANESE),
        ("「橋は渡れる」市長が発表", JAPANESE),
        ("桥梁工程延期两个月", CHINESE),
        ("งานสะพานล่าช้าสองเดือน", THAI),
        ("다리 공사 두 달 연장", KOREAN),
        ("العمل على الجسر يستمر شهرين", ARABIC),
    ],
)
def test_a_headline_in_any_script(headline: str, body: str) -> None:
    found = record(f"{headline}\n\n{body}\n")
    assert found.headline
    assert (found.headline.value, found.title.kind) == (headline, "formal")
    assert [block.role for block in found.blocks] == ["headline", "paragraph"]


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, THAI, KOREAN, ARABIC])
def test_a_text_without_a_headline_has_none_in_any_script(text: str) -> None:
    assert record(f"{text}\n\n{text}\n").headline is None


def test_a_blank_as_wide_as_a_sign_begins_a_paragraph() -> None:
    text = f"桥梁工程延期两个月\n\n\u3000\u3000{CHINESE}\n\u3000\u3000{CHINESE}\n"
    assert roles(text)[1:] == [("paragraph", CHINESE), ("paragraph", CHINESE)]


def test_a_code_above_the_headline_of_a_wire_is_a_header() -> None:
    text = f"eca062-4411\nOLD BRIDGE OPENS AGAIN\n    LEEDS, March 3 - {BODY}\n"
    assert roles(text) == [
        ("header", "eca062-4411"),
        ("headline", "OLD BRIDGE OPENS AGAIN"),
        ("dateline", "LEEDS, March 3 -"),
        ("paragraph", BODY),
    ]


@pytest.mark.parametrize(
    "line", ["COVID-19", "G20", "2024", "橋2001年に開通", "Bridge 45,000 lights"]
)
def test_a_headline_with_figures_is_no_code(line: str) -> None:
    assert "header" not in [role for role, _ in roles(f"{line}\n\n{BODY}\n")]


def test_a_headline_right_above_an_indented_text() -> None:
    text = f"Old bridge opens again\n   {BODY} {BODY}\n   {BODY} {BODY}\n"
    assert [role for role, _ in roles(text)] == ["headline", "paragraph", "paragraph"]


def test_first_words_in_capitals_are_no_headline() -> None:
    text = f"THE OLD BRIDGE OVER THE STREAM\nopened again on Monday. {BODY}\n"
    assert "headline" not in [role for role, _ in roles(text)]


def test_the_legend_of_a_map_may_stand_below_a_headline() -> None:
    legend = "\n\n".join(f"██ Party {name} - 8 seats" for name in "ABCDEFGHIJ")
    assert roles(f"Mayor wins the vote\n\n{legend}\n\n{BODY}\n")[0] == (
        "headline",
        "Mayor wins the vote",
    )


@pytest.mark.parametrize("below", ["\n\n", "   "])
def test_the_count_of_a_cutting_is_a_header_with_a_date(below: str) -> None:
    count = "Diario del Valle.    27/02/1968.  Páginas: 1. Párrafos: 42."
    text = "El alcalde dijo ayer que las obras del puente durarán todavía dos meses más."
    found = record(f"{count}{below}{text}\n")
    assert [(block.role, block.span.of(found.text)) for block in found.blocks] == [
        ("header", count),
        ("paragraph", text),
    ]
    assert [(date.role, date.value) for date in found.dates] == [("published", "1968-02-27")]


@pytest.mark.parametrize("end", ["\x1a", "\n\x1a", "\n\x03\x1a"])
def test_the_end_of_file_of_old_systems_is_no_text(end: str) -> None:
    text = BODY + end
    assert roles(text) == [("paragraph", BODY), ("end-mark", end.strip())]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\f", "\u2029"])
def test_whatever_ends_a_line_parts_headline_and_text(end: str) -> None:
    text = f"Old bridge opens again{end}{end}{BODY}{end}{end}{BODY}{end}"
    assert [role for role, _ in roles(text)] == ["headline", "paragraph", "paragraph"]


def test_no_break_spaces_make_a_line_blank() -> None:
    text = f"Old bridge opens again\n\u00a0\n\u00a0\u00a0{BODY}\n\u00a0\u00a0\n{BODY}\n"
    assert [role for role, _ in roles(text)] == ["headline", "paragraph", "paragraph"]


def test_letter_spaced_lines_are_noted_whole_and_kept() -> None:
    spaced = "R o m a , 2 9 s e t . - ( A G I )"
    found = record(f"{spaced} Il ponte riapre, ha detto il sindaco.\n")
    assert [(note.code, note.span.of(found.text)) for note in found.notes] == [
        ("letter-spaced", spaced)
    ]


def test_mojibake_is_noted_and_kept() -> None:
    found = record("PerchÃ© il ponte Ã¨ chiuso, la cittÃ\xa0 non lo sa.\n")
    codes = [note.span.of(found.text) for note in found.notes if note.code == "mojibake"]
    assert codes == ["Ã©", "Ã¨", "Ã\xa0"]
    assert found.text.startswith("PerchÃ©")


@pytest.mark.parametrize(
    "label", ["Title:", "HEADLINE :", "Titolo:", "Überschrift:", "Título:", "標題："]
)
def test_a_label_before_the_headline_is_no_part_of_it(label: str) -> None:
    found = record(f"{label} Old bridge opens again\nDate: March 3, 2024\n\n{BODY}\n")
    assert found.headline
    assert found.headline.value == "Old bridge opens again"
    assert [date.value for date in found.dates] == ["2024-03-03"]


def test_a_masthead_is_no_headline() -> None:
    top = "Leeds Post\nMonday, March 4, 2024\nPage 3\n\nOld bridge opens again"
    assert [role for role, _ in roles(f"{top}\n\nBy Ada Fenn\n\n{BODY}\n")] == [
        "header",
        "header",
        "header",
        "headline",
        "byline",
        "paragraph",
    ]


def test_a_short_headline_above_its_date_and_deck_stays_one() -> None:
    text = f"Mayor opens bridge\n\nMonday, March 4, 2024\n\nIt took a year\n\n{BODY}\n"
    assert ("headline", "Mayor opens bridge") in roles(text)


def test_a_page_of_a_paper_has_no_headline() -> None:
    text = f"Leeds Post\n\nMonday, March 4, 2024\n\nNo. 1865\n\nThe old bridge\n\n{BODY}\n"
    assert "headline" not in [role for role, _ in roles(text)]


def test_a_headline_right_above_a_column_or_a_long_line() -> None:
    column = (
        "The mayor said that the work on the bridge would take another\ntwo months, but not why."
    )
    for body in (column, f"{BODY} {BODY}"):
        assert roles(f"Old bridge opens again\n{body}\n") == [
            ("headline", "Old bridge opens again"),
            ("paragraph", body),
        ]


def test_a_finer_date_behind_the_pseudo_header_is_kept_beside_it() -> None:
    found = record(f" date 2023-04 25 April 2023 16:21 Facebook\n\n{BODY}\n")
    assert [date.value for date in found.dates] == ["2023-04", "2023-04-25T16:21:00"]
    assert [block.role for block in found.blocks] == ["header", "header", "paragraph"]


@pytest.mark.parametrize("kicker", ["POLITICS", "Kommunalpolitik", "https://example.org/a-b", "1."])
def test_what_stands_above_a_headline_is_not_it(kicker: str) -> None:
    text = f"{kicker}\n\nOld bridge opens again\n\n{BODY}\n"
    assert roles(text)[:2] == [("header", kicker), ("headline", "Old bridge opens again")]


def test_a_headline_of_two_rows_is_one() -> None:
    headline = "Old bridge opens again after a whole year,\nsays mayor of the town"
    found = record(f"{headline}\n\nBy Ada Fenn\n\n{BODY}\n")
    assert found.headline
    assert found.headline.value == headline.replace("\n", " ")


def test_two_short_rows_are_verse_or_a_list() -> None:
    assert "headline" not in [role for role, _ in roles(f"Old bridge\nnew bridge\n\n{BODY}\n")]


COLUMN = (
    "The mayor said that the work on the bridge would take",
    "another two months. He had no words for those who had",
    "asked him why it took so long, and went home by the",
    "back door of the hall.",
    "Nobody had expected that it would cost as much as that",
    "when the first stone was laid in the spring of the year",
    "before.",
)


def test_a_column_with_blank_lines_between_is_joined_to_paragraphs() -> None:
    text = "\n\n".join(("Old bridge opens again", *COLUMN, "Photo: Ada Fenn")) + "\n"
    assert roles(text) == [
        ("headline", "Old bridge opens again"),
        ("paragraph", "\n\n".join(COLUMN[:4])),
        ("paragraph", "\n\n".join(COLUMN[4:])),
        ("credit", "Photo: Ada Fenn"),
    ]


def test_short_paragraphs_are_no_column() -> None:
    sentences = [f"{line.rstrip('.').capitalize()}." for line in COLUMN]
    assert [text for _, text in roles("\n\n".join(sentences))] == sentences


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Leeds, 4 January 2019", "2019-01-04"),
        ("San Marino di Castrozza, 4 gennaio 2019", "2019-01-04"),
        ("Zürich, den 4. Januar 1850.", "1850-01-04"),
    ],
)
def test_a_place_and_a_day_alone_on_a_line(line: str, date: str) -> None:
    found = record(f"Old bridge opens again\n\n{line}\n\n{BODY} {BODY}\n")
    assert [block.role for block in found.blocks] == ["headline", "header", "paragraph"]
    assert [(item.role, item.value) for item in found.dates] == [("published", date)]


def test_a_headline_with_a_day_behind_a_comma_is_no_date_line() -> None:
    text = f"The bridge of the town, 4 January 2019 and after\n\n{BODY}\n"
    assert roles(text)[0][0] != "header"
