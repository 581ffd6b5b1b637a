"""This module writes a report as GitHub Actions takes it: annotations, and a summary in Markdown.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import heapq
import html
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

from archivist.problems import Problem
from archivist.reporting.identity import relative
from archivist.reporting.report import Report, meaning, sentence
from archivist.reporting.visible import visible

MOST = 10  # annotations of a kind that GitHub shows for a step; more are dropped without a word
LIMIT = 1024 * 1024  # bytes of a step's summary; a longer one is not shown at all
COMMANDS = {"error": "error", "warning": "warning"}


def write(report: Report) -> Iterator[bytes]:
    """The worst 10 errors and 10 warnings as workflow commands, then how many more there are."""
    for severity in COMMANDS:
        for found in _worst(report, severity):
            yield f"{_command(found)}\n".encode("utf-8", "backslashreplace")
    more = max(0, report.errors - MOST) + max(0, report.warnings - MOST) + report.notes
    if more:
        yield f"::notice title=archivist::and {more:,} more, all in the summary\n".encode()


def _worst(report: Report, severity: str) -> list[Problem]:
    """The few that are shown: each code once before one is shown twice; of these, what could not
    be read and what has no shape before the rest, then in the order of the inputs."""
    seen: Counter[str] = Counter()

    def ranked() -> Iterator[tuple[int, int, int, Problem]]:
        for number, found in enumerate(report.problems()):
            if found.severity == severity:
                seen[found.code] += 1
                yield seen[found.code], _rank(found.code), number, found

    return [item[-1] for item in heapq.nsmallest(MOST, ranked(), key=itemgetter(0, 1, 2))]


def _rank(code: str) -> int:
    """0: nothing of it could be read; 1: it has not its shape; 2: anything else."""
    return 0 if code.startswith("R0") else 1 if code in ("V001", "V002", "V003") else 2


def _command(found: Problem) -> str:
    where = found.location
    given = {
        "file": relative(where.file),
        "line": where.line,
        "col": where.column,
        "title": f"{found.code} {meaning(found.code).title}",
    }
    named = ",".join(f"{name}={_property(str(v))}" for name, v in given.items() if v is not None)
    hint = f"\nhelp: {visible(found.hint)}" if found.hint else ""
    return f"::{COMMANDS[found.severity]} {named}::{_data(sentence(found) + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(report: Report, room: int = LIMIT) -> bytes:
    """The whole table in Markdown for `$GITHUB_STEP_SUMMARY`, at most `room` bytes.

    Where it does not fit, the last line says how many rows are missing.
    """
    known = f", {report.known:,} known" if report.known else ""
    head = (
        f"### archivist validate\n\n{report.checked:,} checked: {report.errors:,} errors,"
        f" {report.warnings:,} warnings, {report.notes:,} notes{known}\n\n"
    )
    total = report.errors + report.warnings + report.notes
    table = "| where | code | severity | what |\n|---|---|---|---|\n" if total else ""
    pieces, used = [(head + table).encode()], len((head + table).encode())
    for number, found in enumerate(report.problems()):
        row = _row(found).encode("utf-8", "backslashreplace")
        tail = f"\nand {total - number:,} more\n".encode()
        if used + len(row) + len(tail) + 8 > room:  # 8: the tail of a later row may be longer
            pieces.append(tail)
            break
        pieces.append(row)
        used += len(row)
    content = b"".join(pieces)
    return content if len(content) <= room else b""


def _row(found: Problem) -> str:
    where = visible(str(found.location))
    hint = f"<br>help: {_cell(visible(found.hint))}" if found.hint else ""
    what = f"{_cell(sentence(found))}{hint}"
    return f"| {_cell(where)} | {found.code} | {found.severity} | {what} |\n"


def _cell(text: str) -> str:
    """Nothing in it is Markdown, HTML, a mention or a link."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~@:])", r"\\\1", html.escape(text, quote=False))
