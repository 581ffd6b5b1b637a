"""The card: every field with the line it comes from, gaps in sight, in any width and language."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cli.calling import Call
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import minimal_record, records, rich_record

from archivist import pipeline
from archivist.cli.card import card
from archivist.cli.layout import cells
from archivist.cli.why import reasons, why
from archivist.cli.words import date_words, other_surfaces
from archivist.record import Block, Credit, CreditName, Date, Evidence, Record, Span

ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def plain(lines: list[str]) -> list[str]:
    return [ESCAPE.sub("", line) for line in lines]


def labels(record: Record) -> list[str]:
    lines = plain(card(record, 100))[1:]
    return [line[2:13].strip() for line in lines if line[2:13].strip()]


def test_gaps_are_left_in_sight() -> None:
    found = plain(card(minimal_record(), 100))
    for label in ("headline", "date", "credits", "quotes", "people", "bodies", "places"):
        assert any(line.startswith(f"  {label:<11}–") for line in found), label
    (rest,) = (line for line in found if line.startswith("  not there"))
    assert "summary · dateline · rights · topics · identifiers" in rest


def test_every_field_of_a_rich_record_is_there() -> None:
    record = rich_record()
    shown = "\n".join(plain(card(record, 140)))
    for value in (record.title, record.headline, record.summary):
        assert value is None or value.value[:30] in shown
    for date in record.dates:
        assert date.value in shown
    for credit in record.credits:
        assert all(name.name in shown for name in credit.names)
    for entity in record.entities[:3]:
        assert entity.name in shown
    assert "line 1" in shown or "lines 1" in shown
    assert {"date", "credits", "text", "quotes", "people"} <= set(labels(record))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_evidence_is_the_line_of_the_file(end: str) -> None:
    text = end.join(["Mill burns", "", "3 May 2024 -- Nobody was hurt.", "", "Photo: Anna Berg"])
    day, photo = text.index("3 May 2024"), text.index("Photo: ")
    spans = [Span(day, day + 10), Span(photo, len(text))]
    why_day, why_photo = (Evidence("test.rule", None, span=span) for span in spans)
    names = (CreditName("Anna Berg", Span(photo + 7, len(text)), None),)
    record = replace(
        minimal_record(),
        text=text,
        blocks=(Block("credit", spans[1], why_photo),),
        dates=(Date("published", "2024-05-03", "3 May 2024", why_day),),
        credits=(Credit("image", names, text[photo:], why_photo),),
    )
    shown = "\n".join(plain(card(record, 100)))
    assert re.search(r"date +2024-05-03 +day known +line 3  “3 May 2024”$", shown, re.MULTILINE)
    assert re.search(r"credits +Anna Berg +image +line 5  “Photo: Anna Berg”$", shown, re.MULTILINE)


@settings(max_examples=60)
@given(records(), st.sampled_from([40, 60, 80, 100, 140]))
def test_any_record_fits_any_terminal(record: Record, width: int) -> None:
    for line in plain(card(record, width)) + plain(why(record, width)):
        assert line.strip()
        assert cells(line) <= width
        assert line.isprintable() or not re.search("[\x00-\x1f\x7f-\x9f]", line)


@settings(max_examples=30)
@given(records())
def test_why_has_every_piece_of_evidence(record: Record) -> None:
    def evidences(value: object) -> int:
        if isinstance(value, list):
            return sum(map(evidences, value))
        if isinstance(value, dict):
            return ("evidence" in value) + sum(map(evidences, value.values()))
        return 0

    found = list(reasons(record))
    assert len(found) == evidences(record.to_json())
    value = record.to_json()
    for reason in found:
        place: object = value
        for token in reason.path.split("/")[1:]:
            place = place[int(token)] if isinstance(place, list) else place[token]  # type: ignore
        assert place["evidence"]["rule"] == reason.evidence.rule  # type: ignore[index]


def test_why_says_rule_confidence_and_place(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text("One.\n\nTwo words.\n")
    shown = call("show", "--why", "a.txt").stdout
    assert re.search(r"/source/encoding +utf-8 +declared in bytes +decode.utf-8 +100 %", shown)
    assert re.search(r"/blocks/1 .*3:1 \[6, 16\) +block\.\S+ +–", shown)


def test_several_inputs_have_several_cards(call: Call, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"Text of {name}.\n")
    shown = call("show", ".").stdout
    assert [line.split()[0] for line in shown.split("\n\n")] == ["a.txt", "b.txt"]


def test_json_is_an_array_and_jsonl_lines(call: Call, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"Text of {name}.\n")
    array = json.loads(call("show", "--format", "json", ".").stdout)
    lines = call("show", "--format", "jsonl", ".").stdout.splitlines()
    names = [record["source"]["name"] for record in array]
    assert names == [json.loads(line)["source"]["name"] for line in lines] == ["a.txt", "b.txt"]
    (folder / "a.txt").write_text("")
    assert json.loads(call("show", "--format", "json", "a.txt").stdout) == []


def test_a_record_and_its_exports_are_shown_as_the_article(call: Call, folder: Path) -> None:
    record = rich_record()
    expected = "\n".join(plain(card(record, 100))) + "\n"
    for name in ("record", "jsonld", "newsml-g2", "nquads"):
        (folder / name).write_bytes(pipeline.export(record, name))
        assert call("show", name).stdout == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024", "year known"),
        ("2024-10", "month known"),
        ("2024-10-25", "day known"),
        ("2024-10-25T10:00:00Z", "time known"),
        ("2024-10~", "month known, approximate"),
        ("2024?", "year known, uncertain"),
        ("XXXX-10-25", "day known, no year"),
        ("198X", "year known, digits missing"),
        ("2024-21", "spring of a year"),
        ("2024-01/2024-03", "interval"),
        ("-0044", "year known"),
    ],
)
def test_date_words(value: str, words: str) -> None:
    assert date_words(value) == words


def test_other_names_are_neither_parts_nor_repetitions() -> None:
    surfaces = ["Corea del Nord", "DPRK", "RPDC", "DPRK", "la Corea del Nord", "Corea"]
    assert other_surfaces("Corea del Nord", surfaces) == ["DPRK", "RPDC"]
