"""Statements for a Wikibase: dates as precise as they are, nothing cut, all else reported."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from collection.keeping import archivist
from hypothesis import given
from hypothesis import strategies as st
from reuse import hostile, library

from archivist import Record, Settings
from archivist.edtf import is_valid
from archivist.errors import UsageError
from archivist.problems import CODES
from archivist.record import EntityIdentifier, Evidence, Identifier
from archivist.tables import wikibase
from archivist.tables.quickstatements import QuickStatements, _Item

ROOT = Path(__file__).parents[1] / "problems"
CASES = sorted(ROOT.glob("Q0*"))
SAID = Evidence("declared", context="test")
WHOLE = """
[wikibase]
entity = "http://www.wikidata.org/entity/"
language = "en"

[properties]
instance_of = "P31"
record = "P6"
title = "P1476"
language = "P407"
published = "P577"
author = "P50"
author_name = "P2093"
agency = "P1"
mentions = "P2"
quote = "P7081"
speaker = "P823"
url = "P953"

[items]
article = "Q5707594"

[languages]
en = "Q1860"
it = "Q652"

[dates]
instants = "leave out"
"""


@pytest.fixture
def known(tmp_path: Path) -> wikibase.Map:
    (tmp_path / "wikibase.toml").write_text(WHOLE, "utf-8")
    return wikibase.load(tmp_path / "wikibase.toml")


@pytest.fixture(scope="module")
def found() -> dict[str, Record]:
    return library.records()


def said(record: Record, known: wikibase.Map) -> tuple[list[str], list[str]]:
    """The lines, and the codes of what cannot be said."""
    item = _Item(record, Settings(), known)
    lines = list(item.lines())
    return lines, [problem.code for problem in item.problems]


def test_an_article_is_an_item(found: dict[str, Record], known: wikibase.Map) -> None:
    ferry = found["ferry"]
    anna, *others = ferry.entities
    iri = EntityIdentifier("wikidata", "http://www.wikidata.org/entity/Q42", SAID)
    lines, codes = said(
        replace(ferry, entities=(replace(anna, identifiers=(iri,)), *others)), known
    )
    assert lines == [
        "CREATE",
        'LAST\tLen\t"Ferry sails again"',
        "LAST\tP31\tQ5707594",
        f'LAST\tP6\t"{ferry.id}"',
        'LAST\tP1476\ten:"Ferry sails again"',
        "LAST\tP407\tQ1860",
        "LAST\tP577\t+2024-03-03T00:00:00Z/11",
        'LAST\tP2093\t"Lena Brandt"',
        "LAST\tP2\tQ42",
        'LAST\tP7081\ten:"We waited two weeks for it,"\tP823\tQ42',
        'LAST\tP7081\ten:"The engine is new."',
    ]
    assert codes == ["Q003"] * 3  # Tom Reed and Jan Vos as mentioned, Tom Reed as speaker


def test_an_item_that_is_there_is_not_made_again(
    found: dict[str, Record], known: wikibase.Map
) -> None:
    there = Identifier("wikidata", "http://www.wikidata.org/entity/Q7", SAID)
    lines, _ = said(replace(found["ferry"], identifiers=(there,)), known)
    assert lines[0] == "Q7\tP31\tQ5707594"
    assert all(line.startswith("Q7\tP") for line in lines)


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2024-10-25", "+2024-10-25T00:00:00Z/11"),
        ("2024-10", "+2024-10-00T00:00:00Z/10"),
        ("1848", "+1848-00-00T00:00:00Z/9"),
        *((one, None) for one in ("2024-10~", "2024?", "199X", "2024-10-XX", "2024-21")),
        *((one, None) for one in ("2024-01/2024-03", "../2024", "[2023,2024]", "-0044", "0000")),
        *((one, None) for one in ("Y12024", "2024-10-25T10:00:00Z", "1950S2", "XXXX-12-25")),
    ],
)
def test_a_date_keeps_its_precision(
    value: str, time: str | None, found: dict[str, Record], known: wikibase.Map
) -> None:
    assert is_valid(value)
    ferry = found["ferry"]
    record = replace(ferry, dates=(replace(ferry.dates[0], value=value),))
    lines, codes = said(record, known)
    written = [line.split("\t")[2] for line in lines if "\tP577\t" in line]
    assert written == ([time] if time else [])
    assert ("Q001" in codes) == (time is None)


def test_the_time_of_day_goes_where_the_map_lets_it(
    found: dict[str, Record], known: wikibase.Map
) -> None:
    ferry = found["ferry"]
    instant = replace(ferry.dates[0], value="2024-03-03T23:30:00-05:00")
    lines, codes = said(replace(ferry, dates=(instant,)), replace(known, days=True))
    assert "LAST\tP577\t+2024-03-03T00:00:00Z/11" in lines
    assert "Q001" not in codes


@given(st.text(max_size=500))
def test_whatever_a_headline_says_lines_stay_lines(text: str) -> None:
    ferry = _FERRY
    headline = ferry.headline
    assert headline is not None
    record = replace(ferry, headline=replace(headline, value=text))
    lines, codes = said(record, _KNOWN)
    for line in lines:
        assert len(line.splitlines()) == 1
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", line)
        assert line == "CREATE" or 3 <= len(line.split("\t")) <= 5
    titles = [line.split("\t", 2)[2] for line in lines if "\tP1476\t" in line]
    assert titles == ([] if "Q002" in codes else [f'en:"{text}"'])


_FERRY = library.records({"ferry": library.ARTICLES["ferry"]})["ferry"]
_KNOWN = wikibase.Map(
    "http://www.wikidata.org/entity/", "en", {"title": "P1476", "published": "P577"}, {}, {}, False
)


def test_hostile_words_are_said_or_reported(known: wikibase.Map, tmp_path: Path) -> None:
    for record in hostile.records(long=True).values():
        lines, codes = said(record, known)
        assert all(not re.search("[\x00-\x08\x0a-\x1f]", line) for line in lines)
        assert codes


def test_any_order_gives_the_same_bytes(
    found: dict[str, Record], known: wikibase.Map, tmp_path: Path
) -> None:
    written = []
    for number, records in enumerate((list(found.values()), list(found.values())[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        statements = QuickStatements(folder, Settings(), known)
        for record in records:
            statements.add(record)
        counts = statements.write(folder)
        written.append((folder / "quickstatements.tsv").read_bytes())
    assert written[0] == written[1]
    assert counts["articles"] == 6
    assert written[0].count(b"\n") == counts["statements"]


def test_without_text_no_words_of_it_are_said(
    found: dict[str, Record], known: wikibase.Map
) -> None:
    for name in ("ferry", "undated"):
        item = _Item(found[name], Settings(without_text=True), known)
        written = "\n".join(item.lines())
        assert "waited" not in written
        assert "library" not in written


@pytest.mark.parametrize(
    ("old", "new", "said_"),
    [
        ('"P577"', '"577"', "a property such as P577"),
        ('"Q652"', '"P652"', "an item such as Q652"),
        ("author_name", "autor_name", "one of instance_of"),
        ("[dates]", "[date]", "one of the sections"),
        ('entity = "http://www.wikidata.org/entity/"', "", "entity"),
        ('"leave out"', '"round"', '"day"'),
        ("[items]", "[items", "no TOML"),
    ],
)
def test_a_wrong_map_is_refused(old: str, new: str, said_: str, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(WHOLE.replace(old, new), "utf-8")
    with pytest.raises(UsageError, match=re.escape(said_)):
        wikibase.load(tmp_path / "w.toml")


def test_the_map_on_the_page_is_one(tmp_path: Path) -> None:
    page = (ROOT.parents[1] / "docs" / "tables.md").read_text("utf-8")
    (written,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "w.toml").write_text(written.replace("P0000", "P1"), "utf-8")
    assert wikibase.load(tmp_path / "w.toml").properties["published"] == "P577"


def test_without_a_map_it_is_a_wrong_command(tmp_path: Path) -> None:
    done = archivist("export", tmp_path, "--to", "quickstatements", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "--map wikibase.toml" in done.stderr


# ------------------------------------------------------------------ each code, by an example


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, tmp_path: Path) -> None:
    made = archivist("convert", case / "article.jsonl", "--to", "record", "-o", tmp_path / "r")
    assert made.returncode == 0, made.stderr
    words = ("--to", "quickstatements", "--map", case / "wikibase.toml", "-o", tmp_path / "o")
    done = archivist("export", tmp_path / "r", *words, "-v")
    code = case.name[:4]
    lines = [line for line in done.stderr.splitlines() if f": {code} " in line]
    assert lines[0] + "\n" == (case / "said.txt").read_text("utf-8")
    assert f": {code} {CODES[code].severity}: " in lines[0]
    assert done.returncode == 0
    strict = archivist("export", tmp_path / "r", *words, "--strict")
    assert strict.returncode == int(CODES[code].severity == "warning")


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("Q")])
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
    assert json.loads((CASES[0] / "article.jsonl").read_text("utf-8"))
