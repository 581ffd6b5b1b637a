"""Reports add up, tell what the ledger tells, and hold hostile names without harm."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
from accessions import HOSTILE, accession
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archivist.collection import changes, report_chart, report_markup, reports
from archivist.collection.changes import Change
from archivist.collection.facts import Checked, Counts
from archivist.collection.ledger import Row
from archivist.collection.report_page import report_html
from archivist.problems import CODES
from archivist.record import AsideReason

ROWS = (
    Row("a/1.txt", bytes=1, id="x", language="it", date="1998-05-11", title_kind="formal"),
    Row("a/2.txt", bytes=1, id="x", language="it", date="199X", title_kind="devised", warnings=3),
    Row("a/3.txt", bytes=1, id="x", language="", date="", title_kind="devised"),
    Row("a/4.html", bytes=1, id="x", language="de", date="2001~", title_kind="formal"),
    Row("a/5.html", outcome="unchanged"),
    Row("a/6.jpg", outcome="set-aside", reason="media", message="image/jpeg"),
    Row("a/7.html", outcome="set-aside", reason="duplicate", message="a/1.txt"),
    Row(HOSTILE, outcome="quarantined", reason="R002", message=HOSTILE),
    Row("a/9.bin", part="#3", outcome="quarantined", reason="R002", message="found a NUL"),
)


def page(summary: reports.Summary) -> etree._Element:
    return etree.HTML(report_html(summary).decode(), etree.HTMLParser(huge_tree=True))


def test_the_ledger_and_the_seal_are_counted_apart() -> None:
    assert reports.gather(accession(), ROWS).adds_up
    assert not reports.gather(accession(), ROWS[:-1]).adds_up
    assert not reports.gather(accession(reasons={"media": 2}), ROWS).adds_up
    shown = report_html(reports.gather(accession(), ROWS[:-1])).decode()
    assert "The ledger says otherwise" in shown


def test_json_tells_the_account() -> None:
    data = json.loads(reports.report_json(reports.gather(accession(), ROWS)))
    assert data["counts"] == {
        "read": 9,
        "written": 4,
        "unchanged": 1,
        "setAside": 2,
        "quarantined": 2,
        "warned": 1,
    }
    assert data["addsUp"] is True
    assert data["setAside"] == {"duplicate": 1, "media": 1}
    assert data["quarantined"] == {"R002": 2}
    assert data["records"] == {
        "languages": {"it": 2, "": 1, "de": 1},
        "years": {"1998": 1, "2001": 1},
        "spanningYears": 1,
        "undated": 1,
        "titles": {"devised": 2, "formal": 2},
        "warnings": 3,
    }
    assert data["files"] == {".html": 3, ".txt": 3, ".bin": 1, ".jpg": 1, "": 1}


def test_the_page_shows_every_unit_that_was_kept_out() -> None:
    text = " ".join(page(reports.gather(accession(), ROWS)).itertext())
    for row in ROWS[5:7]:
        assert row.path in text
        assert row.message in text
    assert "a/9.bin#3" in text
    assert "binary file" in text
    assert "read 9 = written 4 + unchanged 1 + set aside 2 + quarantined 2" in text


def test_hostile_names_are_words() -> None:
    tree = page(reports.gather(accession(operator=HOSTILE, rights=HOSTILE), ROWS))
    assert not tree.xpath("//script | //img | //link | //iframe | //@onclick | //@src | //@onerror")
    shown = report_html(reports.gather(accession(), ROWS)).decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u200b]", shown)
    for name in ("U+202E", "U+001B", "U+0000", "U+200B"):
        assert name in shown


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_inert(text: str) -> None:
    shown = report_markup.shown(text)
    assert not re.search("[\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    tree = etree.fromstring(f"<p>{shown.replace('&#x27;', '&#39;')}</p>")
    assert {item.tag for item in tree.iter()} <= {"p", "span"}


def test_what_is_not_shown_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "SHOWN", 3)
    many = [Row(f"{n}.jpg", outcome="set-aside", reason="media") for n in range(10)]
    counted = Counts(set_aside=10)
    summary = reports.gather(accession(counts=counted, reasons={"media": 10}, codes={}), many)
    assert summary.adds_up
    shown = report_html(summary).decode()
    assert "the first 3 of 10" in shown
    assert "report.csv" in shown
    assert "2.jpg" in shown
    assert "3.jpg" not in shown
    assert "x" * 301 not in report_markup.shown("x" * 999)
    assert "(699 more characters)" in report_markup.shown("x" * 999)


def test_the_page_is_whole_without_anything_else() -> None:
    content = report_html(reports.gather(accession(), ROWS)).decode()
    assert content.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "default-src 'none'" in content
    tree = page(reports.gather(accession(), ROWS))
    assert not tree.xpath("//*[@href][not(starts-with(@href, '#'))]")
    targets = set(tree.xpath("//@id"))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= targets
    assert len(tree.xpath("//@id")) == len(targets)
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    assert all(table.find("caption") is not None for table in tree.iter("table"))
    assert all(head.get("scope") for head in tree.iter("th"))
    assert all(svg.get("aria-label") for svg in tree.iter("svg"))


def test_the_page_is_well_nested() -> None:
    listed = [Change("urn:uuid:1", "a/1.txt", ("dates",))]
    content = report_html(reports.gather(accession(checked=Checked("s", 1, (), 0)), ROWS, listed))
    text = re.sub(r"<meta ([^>]*)>", r"<meta \1/>", content.decode().partition("\n")[2])
    tree = etree.fromstring(text)
    assert not tree.xpath("//p//*[self::p or self::dl or self::table or self::div or self::ul]")
    assert [child.tag for child in tree.find("body")] == ["a", "header", "nav", "main", "footer"]
    assert not tree.xpath("//section[not(@aria-labelledby)]")


def test_colours_can_be_told_apart() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text, on paper and on shade, by day and by night."""
    css = (files("archivist") / "data" / "report.css").read_text("utf-8")
    screens = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(screens) == 3  # light, dark, print
    for screen in screens:
        colours = dict(re.findall(r"--(\w+): (#\w+);", screen))
        for ground in ("paper", "shade"):
            for ink in ("ink", "soft", "accent", "bad"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, screen)


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * char for char in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_same_facts_give_the_same_bytes() -> None:
    one = reports.gather(accession(), ROWS)
    other = reports.gather(accession(components={"lxml": "5.2", "rules": "sha256:0"}), ROWS)
    assert report_html(one) == report_html(other)
    assert reports.report_json(one) == reports.report_json(other)


def test_supplied_checksums_are_told() -> None:
    checked = Checked("sums.md5", 7, ("a/b.txt",), 1)
    summary = reports.gather(accession(checked=checked), ROWS)
    text = " ".join(page(summary).itertext())
    assert "a/b.txt" in text
    assert "1 failed" in text
    assert json.loads(reports.report_json(summary))["checksums"] == {
        "source": "sums.md5",
        "held": 7,
        "failed": ["a/b.txt"],
        "unlisted": 1,
    }


def test_changes_of_a_superseding_run_are_told() -> None:
    listed = [Change("urn:uuid:1", "a/1.txt", ("dates", "quotes")), Change("urn:uuid:2", "b", ())]
    summary = reports.gather(accession(supersedes=("accession-0001",)), ROWS, listed)
    data = json.loads(reports.report_json(summary))
    assert data["changes"] == {"records": 2, "fields": {"dates": 1, "quotes": 1}}
    text = " ".join(page(summary).itertext())
    assert "Supersedes accession-0001" in text
    assert "dates quotes" in text


def test_a_run_that_wrote_nothing_has_a_page() -> None:
    counts = Counts(unchanged=3)
    rows = [Row("a", outcome="unchanged")] * 3
    summary = reports.gather(accession(counts=counts, reasons={}, codes={}), rows)
    assert summary.adds_up
    assert b"read 3 = written 0 + unchanged 3" in report_html(summary)


def test_a_withdrawal_has_a_page() -> None:
    said = accession(kind="withdrawal", counts=Counts(), reasons={}, codes={})
    shown = report_html(reports.gather(said, ())).decode()
    assert "withdrawn.csv" in shown
    assert "read 0" not in shown


def test_every_reason_has_its_words() -> None:
    from typing import get_args

    from archivist.collection.report_page import REASONS

    assert set(REASONS) == {*get_args(AsideReason), "withdrawn"}
    assert "R002" in CODES


# ------------------------------------------------------------------ years


@given(st.dictionaries(st.integers(-9999, 9999), st.integers(1, 9), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_bars_lose_no_record(years: dict[int, int]) -> None:
    bars = report_chart.binned(years)
    assert sum(bars.values()) == sum(years.values())
    assert len(bars) <= report_chart.MOST
    drawn = etree.fromstring(report_chart.histogram(years, "Records"))
    assert len(drawn.findall("rect")) == sum(1 for count in bars.values() if count)
    for bar in drawn.findall("rect"):
        assert 0 <= float(bar.get("x", "")) <= report_chart.WIDTH
        assert 2 <= float(bar.get("height", "")) <= report_chart.HEIGHT


def test_years_without_records_keep_their_place() -> None:
    assert report_chart.binned({1990: 2, 1993: 1}) == {1990: 2, 1991: 0, 1992: 0, 1993: 1}
    assert report_chart.binned({1900: 1, 1999: 1}, 10)[1950] == 0
    assert report_chart.histogram({}, "") == ""


# ------------------------------------------------------------------ changes


def test_the_run_itself_is_no_change_of_a_record() -> None:
    before = {"id": "x", "text": "a", "generator": {"asOf": "1"}, "dates": [1], "history": []}
    after = {"id": "x", "text": "a", "generator": {"asOf": "2"}, "dates": [2], "history": [1]}
    assert changes.fields_changed(before, after) == ("dates",)
    assert changes.fields_changed(before, before) == ()
    assert changes.fields_changed({}, {"notes": [1]}) == ("notes",)


def test_changes_are_a_table() -> None:
    listed = [Change("urn:uuid:1", 'a,"b"\r\n.txt', ("dates", "quotes"))]
    assert b"".join(changes.write(listed)) == (
        b'id,path,fields\nurn:uuid:1,"a,""b""\r\n.txt",dates quotes\n'
    )
