"""Every format of a report says the same, is well-formed whatever the problems, and escapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archivist import schema
from archivist.problems import CODES, Location, Problem, problem
from archivist.reporting import FORMATS, github, written
from archivist.reporting.baseline import Baseline, Writing
from archivist.reporting.excerpt import Excerpt, drawn, excerpts
from archivist.reporting.identity import Fingerprints, fingerprint
from archivist.reporting.report import Checked, Report
from archivist.reporting.spool import Spool

HERE = Path(__file__).parent
SARIF = jsonschema.Draft202012Validator(json.loads((HERE / "sarif-part.schema.json").read_bytes()))
JUNIT = etree.RelaxNG(etree.parse(HERE / "junit-10.rng"))
PROBLEM = json.loads(schema.read("problem.schema.json"))
REGISTRY = referencing.Registry().with_resource(
    PROBLEM["$id"], referencing.Resource.from_contents(PROBLEM)
)
JSON = jsonschema.Draft202012Validator(
    json.loads(schema.read("report.schema.json")), registry=REGISTRY
)

NASTY = "a, b: 100% <b>&\"'|`*_[x](y)\x1b[31m\u202e\x00\ufffe\r\n::error::@x ]]> 日本 👩‍🚀"


def report(*problems: Problem, strict: bool = False) -> Report:
    by_file: dict[tuple[str, int | None], list[Problem]] = {}
    for found in problems:
        by_file.setdefault((found.location.file, found.location.line), []).append(found)
    results = [Checked(file, line, 1, tuple(found)) for (file, line), found in by_file.items()]
    counts = [sum(p.severity == s for p in problems) for s in ("error", "warning", "note")]
    return Report(len(results), *counts, lambda: iter(results), strict=strict)


def text_of(given: Report, format: str) -> str:
    return b"".join(written(given, format)).decode("utf-8")


def simple(line: int = 3, code: str = "V013", message: str = "what: found 1") -> Problem:
    return problem(code, message, Location("in/a.record.json", line, 5), path="/title/value")


# ------------------------------------------------------------------ any problem, any format


locations = st.builds(
    Location,
    st.text(min_size=1, max_size=12) | st.just("a/b c%.record.json") | st.just("C:\\x\\y.ttl"),
    st.none() | st.integers(1, 10**6),
    st.none() | st.integers(1, 10**6),
)
words = st.text(min_size=1, max_size=40) | st.just(NASTY)
problems = st.builds(
    Problem,
    st.sampled_from(sorted(CODES)),
    st.sampled_from(["error", "warning", "note"]),
    words,
    locations,
    st.sampled_from(["", "/a~1b/0", "/text"]),
    st.none() | words,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(problems, max_size=14), st.booleans())
def test_any_problems_make_well_formed_reports(found: list[Problem], strict: bool) -> None:
    made = report(*found, strict=strict)
    data = json.loads(text_of(made, "json"))
    JSON.validate(data)
    quality = json.loads(text_of(made, "gitlab"))
    log = json.loads(text_of(made, "sarif"))
    SARIF.validate(log)
    (run,) = log["runs"]
    tree = etree.fromstring(text_of(made, "junit").encode())
    assert JUNIT.validate(tree), JUNIT.error_log
    ordered = list(made.problems())
    codes = [item.code for item in ordered]
    assert [item["code"] for item in data["problems"]] == codes
    assert [item["check_name"] for item in quality] == codes
    assert len({item["fingerprint"] for item in quality}) == len(codes)
    assert [item["ruleId"] for item in run["results"]] == codes
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[item["ruleIndex"]] for item in run["results"]] == codes
    said = sorted(re.findall(r": ([A-Z]\d{3}) (?:error|warning|note): ", said_in(tree)))
    assert said == sorted(codes) or any(re.search(r"[A-Z]\d{3}", p.message) for p in ordered)
    assert int(tree.get("tests")) == len(tree.findall(".//testcase"))
    assert int(tree.get("failures")) == len(tree.findall(".//failure"))
    lines = text_of(made, "github").split("\n")
    assert all(re.match(r"::(error|warning|notice) ", line) for line in lines[:-1])
    assert len(github.summary(made)) < github.LIMIT


def said_in(tree: Any) -> str:
    return "\n".join(node.text or "" for node in tree.iter("failure", "system-out"))


def test_lone_surrogates_of_file_names_stop_no_format() -> None:
    for format in FORMATS:
        assert text_of(report(problem("R007", "x\udcff", Location("a\udcff"))), format)


# ------------------------------------------------------------------ each format


def test_github_escapes_and_says_how_many_more() -> None:
    nasty = problem("V013", "50% off, really: yes\nno", Location("a,b:c%.json", 1, 2))
    (line,) = text_of(report(nasty), "github").splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.json,line=1,col=2,title=V013 surface differs")
    assert "50%25 off, really: yes no" in line
    many = [simple(n) for n in range(1, 13)] + [simple(n, "E001") for n in range(1, 15)]
    lines = text_of(report(*many), "github").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert lines[-1] == "::notice title=archivist::and 6 more, all in the summary"
    assert len(lines) == 21


def test_the_summary_is_a_table_that_fits() -> None:
    made = report(*(simple(n, message=f"<b>|`x`| @you {n}") for n in range(1, 200)))
    whole = github.summary(made).decode()
    assert whole.count("\n| in/") == 199
    assert "&lt;b&gt;\\|\\`x\\`\\| \\@you 7" in whole
    cut = github.summary(made, 4000).decode()
    assert len(cut.encode()) <= 4000
    rows = cut.count("\n| in/")
    assert cut.endswith(f"\nand {199 - rows} more\n")
    assert github.summary(made, 10) == b""


def test_sarif_places_files_and_helps() -> None:
    there = problem("V020", "x: found y", Location("a b/ü:1.json", 2, 7), hint="do so")
    away = problem("R007", "gone", Location("/elsewhere/a b.ttl"))
    (run,) = json.loads(text_of(report(there, away), "sarif"))["runs"]
    first, second = run["results"]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20b/%C3%BC%3A1.json"
    assert physical["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    assert physical["region"] == {"startLine": 2, "startColumn": 7}
    assert first["properties"] == {"hint": "do so"}
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "file:///elsewhere/a%20b.ttl"
    )
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == "https://www.loc.gov/standards/datetime/"
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_junit_fails_what_fails() -> None:
    warned = report(simple(code="E001"))
    assert etree.fromstring(text_of(warned, "junit").encode()).get("failures") == "0"
    strict = report(simple(code="E001"), strict=True)
    assert etree.fromstring(text_of(strict, "junit").encode()).get("failures") == "1"
    bell = text_of(report(problem("V013", "a\x07b\ufffe", Location("a\x01"))), "junit")
    assert "a\\x07b\\ufffe" in bell
    assert 'name="a\\x01"' in bell


# ------------------------------------------------------------------ which problem is which


def test_fingerprints_survive_shifted_lines_and_tell_apart() -> None:
    again = 'duplicate key: found "a" again (first at 12:3)'
    moved = again.replace("12:3", "14:9")
    assert fingerprint(simple(3)) == fingerprint(simple(30))
    assert fingerprint(simple(message=again)) == fingerprint(simple(message=moved))
    others = [
        simple(code="V010"),
        simple(message="what: found 2"),
        problem("V013", "what: found 1", Location("in/b.record.json", 3), path="/title/value"),
        problem("V013", "what: found 1", Location("in/a.record.json", 3), path="/title"),
    ]
    assert len({fingerprint(found) for found in (simple(), *others)}) == 5
    prints = Fingerprints()
    assert len({prints.of(simple()) for _ in range(5)}) == 5


def test_fingerprints_do_not_hang_on_where_the_folder_is() -> None:
    here = problem("V013", "x", Location(str(Path.cwd() / "a.json")))
    assert fingerprint(here) == fingerprint(problem("V013", "x", Location("a.json")))
    assert fingerprint(here) == fingerprint(problem("V013", "x", Location("./a.json")))


def test_a_baseline_knows_each_problem_as_often_as_it_was_there() -> None:
    writing = Writing()
    for found in (simple(1), simple(2), simple(code="V010")):
        writing.add(found)
    known = Baseline.read(writing.content())
    assert [known.has(simple(n)) for n in (10, 20, 30)] == [True, True, False]
    assert [(entry["code"], entry["count"]) for entry in known.gone()] == [("V010", 1)]
    assert len(writing) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"profile": "archivist baseline", "version": 2, "problems": []}',
        b'{"profile": "archivist baseline", "version": 1, "problems": [{"count": 1}]}',
    ],
)
def test_what_is_no_baseline_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Baseline.read(content)


def test_a_spool_gives_back_what_it_was_given() -> None:
    spool = Spool()
    given = [Checked("a", None, 1, ()), Checked("b", 7, 1, (simple(), simple(4)))]
    for result in given:
        spool.add(result)
    first, second = spool.results(), spool.results()
    assert list(both(first, second)) == [(result, result) for result in given]
    spool.close()


def both(one: Iterator[Checked], other: Iterator[Checked]) -> Iterator[tuple[Checked, Checked]]:
    yield from zip(one, other, strict=True)


# ------------------------------------------------------------------ excerpts


@pytest.mark.parametrize(
    ("line", "at", "shown", "caret"),
    [
        ("abc", 1, "abc", 1),
        ("\tabc", 1, "    abc", 4),
        ("a\tbc", 2, "a   bc", 4),
        ("日本語x", 3, "日本語x", 6),
        ("ＡＢx", 2, "ＡＢx", 4),
        ("e\u0301x", 2, "e\u0301x", 1),
        ("a\x1b[0mx", 5, "a\\x1b[0mx", 8),
        ("a\u202ex", 2, "a\\u202ex", 7),
        ("ab", 2, "ab", 2),
    ],
)
def test_a_caret_stands_below_its_column(line: str, at: int, shown: str, caret: int) -> None:
    printed, pointer = drawn(Excerpt(1, line, at), 80)
    assert printed == f"    1 | {shown}"
    assert pointer == " " * 6 + "| " + " " * caret + "^"


@given(st.text(min_size=1, max_size=600), st.integers(1, 600), st.integers(40, 140))
def test_a_long_line_is_cut_around_the_caret(text: str, column: int, width: int) -> None:
    line = re.split("\r\n|\r|\n", text)[0]
    column = min(column, len(line) + 1)
    (excerpt,) = excerpts([problem("V013", "x", Location("a", 1, column))], text.encode())
    assert excerpt is not None
    printed, pointer = drawn(excerpt, width)
    assert "^" in pointer
    assert len(pointer) <= width + 12  # the caret's own character may be an escape
    if column <= len(line) and line[column - 1].isascii() and line[column - 1].isalnum():
        ascii_only = line.isascii() and line.isprintable()
        assert not ascii_only or printed[len(pointer) - 1] == line[column - 1]


def test_excerpts_are_of_the_right_lines() -> None:
    data = b"one\r\ntwo\rthree\nfour"
    found = excerpts([simple(4), simple(2), simple(9)], data)
    assert [item and item.text for item in found] == ["four", "two", None]
    (line,) = excerpts([simple(40)], b'{"a": 1}', 40)
    assert line is not None
    assert (line.line, line.text) == (40, '{"a": 1}')
