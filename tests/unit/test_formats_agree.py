"""Every format of a report says the same facts: file, line, column, code and severity."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archivist import reporting
from archivist.cli.talk import problem_lines
from archivist.problems import CODES, Location, Problem
from archivist.reporting import github
from archivist.reporting.report import Checked, Report

Fact = tuple[str, int | None, int | None, str, str]

_PRINTED = re.compile(r"^([^\s:]+)(?::(\d+))?(?::(\d+))?: ([A-Z]\d{3}) (\w+): ", re.M)


@st.composite
def problems(draw: st.DrawFn, file: str) -> Problem:
    code = draw(st.sampled_from(sorted(CODES)))
    line = draw(st.none() | st.integers(1, 10**6))
    column = draw(st.none() | st.integers(1, 10**4)) if line else None
    message = draw(st.text(max_size=30))
    hint = draw(st.none() | st.text(min_size=1, max_size=20))
    return Problem(code, CODES[code].severity, message, Location(file, line, column), "", hint)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    names = draw(
        st.lists(st.from_regex(r"[a-z]{1,5}/[a-zé]{1,5}\.json", fullmatch=True), max_size=5)
    )
    results = [
        Checked(name, None, 1, tuple(draw(st.lists(problems(name), max_size=6)))) for name in names
    ]
    return made(results)


def made(results: list[Checked]) -> Report:
    found = [item.severity for result in results for item in result.problems]
    counts = (found.count(name) for name in ("error", "warning", "note"))
    return Report(len(results), *counts, lambda: iter(results))


def number(text: str | None) -> int | None:
    return int(text) if text else None


def printed(text: str) -> list[Fact]:
    rows = _PRINTED.findall(text)
    return [
        (file, number(line), number(column), code, severity)
        for file, line, column, code, severity in rows
    ]


def of_text(report: Report) -> list[Fact]:
    lines = [line for found in report.problems() for line in problem_lines(found)]
    text = "\n".join(lines)
    return printed(re.sub(r"\x1b\[[0-9;]*m", "", text))


def of_json(report: Report) -> list[Fact]:
    data = json.loads(b"".join(reporting.written(report, "json")))
    keys = ("file", "line", "column", "code", "severity")
    return [tuple(item[key] for key in keys) for item in data["problems"]]


def of_sarif(report: Report) -> list[Fact]:
    (run,) = json.loads(b"".join(reporting.written(report, "sarif")))["runs"]
    facts = []
    for item in run["results"]:
        place = item["locations"][0]["physicalLocation"]
        region = place.get("region", {})
        file = place["artifactLocation"]["uri"].replace("%C3%A9", "é")
        where = (region.get("startLine"), region.get("startColumn"))
        facts.append((file, *where, item["ruleId"], item["level"]))
    return facts


def of_junit(report: Report) -> list[Fact]:
    tree = etree.fromstring(b"".join(reporting.written(report, "junit")))
    said = [node.text or "" for node in tree.iter("failure", "system-out")]
    return printed("\n".join(said))


def of_gitlab(report: Report) -> list[Fact]:
    severities = {"major": "error", "minor": "warning", "info": "note"}
    facts = []
    for item in json.loads(b"".join(reporting.written(report, "gitlab"))):
        place = item["location"]
        column = place.get("positions", {}).get("begin", {}).get("column")
        line = place["lines"]["begin"]
        facts.append(
            (place["path"], line, column, item["check_name"], severities[item["severity"]])
        )
    return facts


def of_github(report: Report) -> list[Fact]:
    """The summary of the step: the annotations are but a few."""
    facts = []
    for row in github.summary(report).decode().splitlines():
        cells = [cell.strip().replace("\\", "") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        if len(cells) == 4 and cells[1] in CODES:
            file, _, place = cells[0].partition(":")
            line, _, column = place.partition(":")
            facts.append((file, number(line), number(column), cells[1], cells[2]))
    return facts


FORMATS: dict[str, Callable[[Report], list[Fact]]] = {
    "text": of_text,
    "json": of_json,
    "sarif": of_sarif,
    "junit": of_junit,
    "gitlab": of_gitlab,
    "github": of_github,
}


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60)
@given(report=reports())
def test_every_format_has_the_same_facts(format: str, report: Report) -> None:
    wanted = []
    for found in report.problems():
        where = found.location
        # GitLab demands a line: what has none stands at the head of its file.
        line = where.line or (1 if format == "gitlab" else None)
        wanted.append((where.file, line, where.column, found.code, found.severity))
    key: Callable[[Fact], str] = repr
    assert sorted(FORMATS[format](report), key=key) == sorted(wanted, key=key)


def test_no_format_is_forgotten() -> None:
    assert set(FORMATS) == {"text", *reporting.FORMATS}


# ------------------------------------------------------------------ the few that GitHub shows


def found(code: str, line: int) -> Problem:
    return Problem(code, CODES[code].severity, "found x", Location("a.json", line, 1))


def annotations(report: Report) -> list[tuple[str, str, int]]:
    said = b"".join(reporting.written(report, "github")).decode()
    rows = re.findall(r"^::(\w+) file=a\.json,line=(\d+),col=1,title=(\w+)", said, re.M)
    return [(kind, code, int(line)) for kind, line, code in rows]


def test_the_worst_are_shown_and_the_rest_counted() -> None:
    rows = [found("V013", line) for line in range(1, 30)]
    rows += [found("V001", 40), found("R021", 41), found("V020", 42), found("E001", 43)]
    report = made([Checked("a.json", None, 1, tuple(rows))])
    shown = annotations(report)
    assert [(code, line) for _, code, line in shown[:4]] == [
        ("R021", 41),
        ("V001", 40),
        ("V013", 1),
        ("V020", 42),
    ]
    assert [line for _, code, line in shown[4:10]] == [2, 3, 4, 5, 6, 7]
    assert shown[10:] == [("warning", "E001", 43)]
    said = b"".join(reporting.written(report, "github")).decode()
    assert said.endswith("::notice title=archivist::and 22 more, all in the summary\n")


@settings(max_examples=40)
@given(st.lists(st.sampled_from(("V001", "V013", "R021", "E001", "E002", "V133")), max_size=60))
def test_never_more_than_github_shows(codes: list[str]) -> None:
    rows = tuple(found(code, line) for line, code in enumerate(codes, 1))
    report = made([Checked("a.json", None, 1, rows)])
    shown = annotations(report)
    for kind, total in (("error", report.errors), ("warning", report.warnings)):
        assert sum(1 for item in shown if item[0] == kind) == min(10, total)
    of_a_kind = {code for kind, code, _ in shown if kind == "error"}
    assert of_a_kind == {code for code in codes if CODES[code].severity == "error"}
