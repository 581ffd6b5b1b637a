"""Precision from judgements: what counts, what is left out, and how sure the figure is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archivist.cli.group import archivist
from archivist.problems import CODES
from archivist.review.judgements import wilson

PROBLEMS = Path(__file__).parent.parent / "problems"
DESIGN = {"size": 200, "seed": "1", "of": 4860, "where": ["lang=it"]}


def line(id: str, values: list[tuple[str, str | None, str]], **more: object) -> dict[str, Any]:
    told = [
        {"field": field, "path": "/x", "rule": rule, "confidence": None, "verdict": verdict}
        for field, rule, verdict in values
    ]
    base = {"judgements": 1, "id": id, "contentDigest": "sha256:0", "by": "Ada", "language": "it"}
    return {**base, "checked": True, "design": DESIGN, "values": told, **more}


def write(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "a.judgements.jsonl"
    path.write_text("".join(f"{json.dumps(item)}\n" for item in lines), "utf-8")
    return path


def stats(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(archivist, ["stats", "--reviewed", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr


def counted(path: Path) -> dict[str, Any]:
    code, said, _ = stats(path, "--format", "json")
    assert code == 0
    return dict(json.loads(said))


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [  # Wilson 1927; the figures of Newcombe 1998, table I (method 3), and of R prop.test
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
        (29, 29, 88.30, 100.0),
        (1, 1, 20.65, 100.0),
    ],
)
def test_the_interval_is_that_of_wilson(right: int, n: int, low: float, high: float) -> None:
    found = wilson(right, n)
    assert (round(100 * found.low, 2), round(100 * found.high, 2)) == (low, high)


def test_right_wrong_and_missed_are_counted_by_field_and_rule(tmp_path: Path) -> None:
    values = [("quote", "quote.marks", "right")] * 7 + [("quote", "quote.marks", "wrong")]
    values += [("quote", None, "missed"), ("speaker", "speaker.colon", "right")]
    found = counted(
        write(tmp_path, line("a", values), line("b", [("quote", "quote.tag", "right")]))
    )
    assert found["fields"]["quote"] == {
        "judged": 9, "right": 8, "wrong": 1, "missed": 1, "articles": 2,
        "precision": 88.9, "low": 56.5, "high": 98.0,
    }  # fmt: skip
    rules = {item["rule"]: (item["right"], item["judged"]) for item in found["rules"]}
    assert rules == {"quote.marks": (7, 8), "quote.tag": (1, 1), "speaker.colon": (1, 1)}
    assert found["designs"] == [{**DESIGN, "articles": 2}]


def test_a_field_that_was_judged_in_part_is_left_out(tmp_path: Path) -> None:
    """Whoever marks only what is wrong would make any rule look bad."""
    part = [("mention", "entity.capital", "wrong"), ("mention", "entity.capital", "open")]
    whole = [("quote", "quote.marks", "right")]
    found = counted(write(tmp_path, line("a", [*part, *whole], checked=False)))
    assert "mention" not in found["fields"]
    assert found["notJudgedWhole"] == {"mention": 1}
    assert found["fields"]["quote"]["judged"] == 1
    assert found["checked"] == 0


def test_an_article_counts_as_last_judged(tmp_path: Path) -> None:
    first, last = ([("quote", "quote.marks", said)] for said in ("wrong", "right"))
    path = write(tmp_path, line("a", first), line("a", last), line("a", first, by="Tom"))
    found = counted(path)
    assert found["judgedAgain"] == 1
    assert found["readers"] == {"Ada": 1, "Tom": 1}
    assert (found["fields"]["quote"]["right"], found["fields"]["quote"]["wrong"]) == (1, 1)


def test_the_table_says_what_the_figures_speak_for(tmp_path: Path) -> None:
    chosen = {"size": None, "seed": None, "of": 3, "where": []}
    path = write(
        tmp_path,
        line("a", [("quote", "quote.marks", "right")]),
        line("b", [("quote", "quote.marks", "right")], design=chosen),
    )
    code, said, _ = stats(path)
    assert code == 0
    assert "of a random sample of 200 from 4,860 articles that meet lang=it, seed 1" in said
    assert "no sample, of 3 articles: they speak for themselves" in said
    assert "100.0 %" in said
    assert "34.2–100.0" in said


def test_a_name_does_nothing_on_the_terminal(tmp_path: Path) -> None:
    _, said, _ = stats(write(tmp_path, line("a", [], by="Ada\x1b[31m\u202e")))
    assert "\x1b" not in said
    assert "\u202e" not in said


# ------------------------------------------------------------------ what is no judgement


@pytest.mark.parametrize("case", sorted(PROBLEMS.glob("W*")), ids=lambda case: case.name)
def test_exactly_this_is_said(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    code, _, said = stats("input.jsonl")
    assert code == 1
    assert (case / "said.txt").read_text("utf-8").strip() in said


def test_each_code_of_reviewing_has_an_example() -> None:
    for code in (code for code in CODES if code.startswith("W")):
        assert list(PROBLEMS.glob(f"{code}-*"))
        assert CliRunner().invoke(archivist, ["explain", code]).exit_code == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"by": None},
        {"values": {}},
        {"values": [{"field": "quote", "rule": 3, "verdict": "right"}]},
        {"values": [{"field": "colour", "rule": None, "verdict": "right"}]},
        {"values": [{"field": "quote", "rule": None, "verdict": "perhaps"}]},
        {"checked": "yes"},
        {"judgements": 2},
    ],
    ids=str,
)
def test_what_is_no_judgement_is_told_with_its_line(broken: dict[str, Any], tmp_path: Path) -> None:
    code, _, said = stats(write(tmp_path, line("a", []), {**line("b", []), **broken}))
    assert code == 1
    assert "a.judgements.jsonl:2: W001" in said


def test_wrong_usage(tmp_path: Path) -> None:
    assert stats()[0] == 2
    assert stats(tmp_path / "none.jsonl")[0] == 5
    assert stats(write(tmp_path, line("a", [])), "--format", "svg")[0] == 2
