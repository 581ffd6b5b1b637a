"""This module writes a report as JSON, of `schemas/report.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archivist.reporting.report import Report


def write(report: Report) -> Iterator[bytes]:
    """One document, UTF-8, ends with a newline; problems one by one."""
    counts = ("checked", "errors", "warnings", "notes", "known", "gone")
    head = "".join(f'  "{name}": {getattr(report, name)},\n' for name in counts)
    versions = json.dumps(dict(report.versions))
    yield f'{{\n{head}  "versions": {versions},\n  "problems": ['.encode()
    mark = "\n"
    for found in report.problems():
        text = json.dumps(found.to_json(), ensure_ascii=False, indent=2)
        shown = mark + "\n".join(f"    {line}" for line in text.split("\n"))
        yield shown.encode("utf-8", "backslashreplace")
        mark = ",\n"
    yield b"]\n}\n" if mark == "\n" else b"\n  ]\n}\n"
