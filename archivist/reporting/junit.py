"""This module writes a report as JUnit XML: a suite for each file, a case for each record.

The format has no standard; this is what Jenkins' junit-10.xsd, GitLab and GitHub's readers share.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from archivist.problems import Problem
from archivist.reporting.report import Checked, Report, sentence
from archivist.reporting.visible import escaped, visible

# XML 1.0, section 2.2: what is no Char cannot be written, not even as a reference.
_NO_CHAR = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report) -> Iterator[bytes]:
    """One document, UTF-8; suites one by one, in the order of the inputs."""
    cases = failures = 0
    for result in report.results():
        cases += 1
        failures += _fails(result, report)
    counts = f'tests="{cases}" failures="{failures}" errors="0"'
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="archivist" {counts}>\n'.encode()
    suites = itertools.groupby(report.results(), key=lambda result: result.file)
    sizes = itertools.groupby(report.results(), key=lambda result: result.file)
    for (file, results), (_, again) in zip(suites, sizes, strict=True):
        yield from _suite(file, results, again, report)
    yield b"</testsuites>\n"


def _fails(result: Checked, report: Report) -> bool:
    return any(report.fails(found) for found in result.problems)


def _suite(
    file: str, results: Iterator[Checked], again: Iterator[Checked], report: Report
) -> Iterator[bytes]:
    """`again`: the same results, to be counted first."""
    tests = failures = 0
    for result in again:
        tests += 1
        failures += _fails(result, report)
    yield (
        f'<testsuite name={_attribute(file)} tests="{tests}" failures="{failures}" errors="0"'
        ' skipped="0" time="0">\n'
    ).encode("utf-8", "backslashreplace")
    for result in results:
        yield _case(result, report).encode("utf-8", "backslashreplace")
    yield b"</testsuite>\n"


def _case(result: Checked, report: Report) -> str:
    name = f"line {result.line}" if result.line else "record"
    start = f'<testcase name="{name}" classname={_attribute(result.file)} time="0"'
    failed = [found for found in result.problems if report.fails(found)]
    others = [found for found in result.problems if not report.fails(found)]
    if not result.problems:
        return start + "/>\n"
    inside = ""
    if failed:
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        message = f"{failed[0].code} {sentence(failed[0])}{more}"
        kind = _attribute(failed[0].code)
        text = "\n".join(map(_said, failed))
        inside = f"<failure message={_attribute(message)} type={kind}>{_text(text)}</failure>\n"
    if others:
        inside += f"<system-out>{_text(chr(10).join(map(_said, others)))}</system-out>\n"
    return f"{start}>\n{inside}</testcase>\n"


def _said(found: Problem) -> str:
    where = visible(str(found.location))
    hint = f"\n  help: {visible(found.hint)}" if found.hint else ""
    return f"{where}: {found.code} {found.severity}: {sentence(found)}{hint}"


def _text(text: str) -> str:
    return escape(_NO_CHAR.sub(escaped, text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_CHAR.sub(escaped, visible(text)))
