"""This module writes a report as SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange).

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from archivist import __version__
from archivist.problems import Problem
from archivist.reporting.identity import Fingerprints, relative
from archivist.reporting.report import Report, meaning, sentence

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = "https://w3id.org/archivist/"


def write(report: Report) -> Iterator[bytes]:
    """One log with one run, UTF-8; results one by one."""
    codes, files = _used(report)
    driver = {
        "name": "archivist",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": "R009" not in codes}],
        "artifacts": [{"location": _artifact(file)} for file in files],
        "properties": {"checked": report.checked, "known": report.known, "gone": report.gone},
    }
    head = json.dumps(run, ensure_ascii=False, indent=1)[:-2]
    start = f'{{\n"version": "2.1.0",\n"$schema": "{SCHEMA}",\n"runs": [{head},\n "results": ['
    yield _bytes(start)
    fingerprints, mark = Fingerprints(), "\n"
    for found in report.problems():
        result = _result(found, codes, files, fingerprints)
        yield _bytes(mark + json.dumps(result, ensure_ascii=False))
        mark = ",\n"
    yield b"]\n}]\n}\n"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _used(report: Report) -> tuple[dict[str, int], dict[str, int]]:
    """Code → index and file → index, in the order of their first problem."""
    codes: dict[str, int] = {}
    files: dict[str, int] = {}
    for found in report.problems():
        codes.setdefault(found.code, len(codes))
        files.setdefault(relative(found.location.file), len(files))
    return codes, files


def _rule(code: str) -> dict[str, Any]:
    known = meaning(code)
    standard, _, address = known.source.partition(", http")
    text = f"{known.rule} ({standard or 'archivist'}) archivist explain {code} says more."
    rule = {
        "id": code,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", known.title)),
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.rule or known.title},
        "help": {"text": text},
        "defaultConfiguration": {"level": known.severity},
    }
    return {**rule, "helpUri": f"http{address}"} if address else rule


def _result(
    found: Problem, codes: dict[str, int], files: dict[str, int], fingerprints: Fingerprints
) -> dict[str, Any]:
    where = found.location
    physical: dict[str, Any] = {
        "artifactLocation": {**_artifact(where.file), "index": files[relative(where.file)]}
    }
    if where.line:
        column = {"startColumn": where.column} if where.column else {}
        physical["region"] = {"startLine": where.line, **column}
    location: dict[str, Any] = {"physicalLocation": physical}
    if found.path:
        location["logicalLocations"] = [{"fullyQualifiedName": found.path, "kind": "value"}]
    result = {
        "ruleId": found.code,
        "ruleIndex": codes[found.code],
        "level": found.severity,
        "message": {"text": sentence(found)},
        "locations": [location],
        "partialFingerprints": {"archivistProblem/v1": fingerprints.of(found)},
    }
    return {**result, "properties": {"hint": found.hint}} if found.hint else result


def _artifact(file: str) -> dict[str, str]:
    """A relative reference below %SRCROOT%, or a file: IRI of what lies elsewhere."""
    path = relative(file)
    if PurePosixPath(path).is_absolute():
        return {"uri": "file://" + _quoted(path, "/")}
    if PureWindowsPath(path).drive:
        return {"uri": "file:///" + _quoted(path.replace("\\", "/"), "/:")}
    # A colon in the first segment would be taken for a scheme (RFC 3986, section 4.2): quoted.
    return {"uri": _quoted(path, "/!@$&'()*+,;=~"), "uriBaseId": "%SRCROOT%"}


def _quoted(path: str, safe: str) -> str:
    return quote(path, safe=safe, errors="backslashreplace")
