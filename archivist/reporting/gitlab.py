"""This module writes a report as GitLab Code Quality takes it (a subset of Code Climate's).

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from archivist.problems import Problem
from archivist.reporting.identity import Fingerprints, relative
from archivist.reporting.report import Report, sentence

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(report: Report) -> Iterator[bytes]:
    """A JSON list, one object a problem, each with a fingerprint of its own."""
    fingerprints = Fingerprints()
    mark = "[\n"
    for found in report.problems():
        item = json.dumps(_item(found, fingerprints), ensure_ascii=False)
        yield f"{mark}  {item}".encode("utf-8", "backslashreplace")
        mark = ",\n"
    yield b"[]\n" if mark == "[\n" else b"\n]\n"


def _item(found: Problem, fingerprints: Fingerprints) -> dict[str, object]:
    where = found.location
    # A line is demanded; what has none is shown at the head of its file.
    place: dict[str, object] = {"path": relative(where.file), "lines": {"begin": where.line or 1}}
    if where.column:
        place["positions"] = {"begin": {"line": where.line, "column": where.column}}
    return {
        "description": sentence(found),
        "check_name": found.code,
        "fingerprint": fingerprints.of(found),
        "severity": SEVERITIES[found.severity],
        "location": place,
    }
