"""This module writes the files of a validation: reports, the baseline, GitHub's summary.

What is there already is replaced when it is one of ours, and else only with --force.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from archivist import reporting
from archivist.errors import OutputExists, UsageError, WorldRefused
from archivist.reporting.baseline import PROFILE, Baseline, Writing
from archivist.reporting.report import Report
from archivist.reporting.spool import Spool

HEAD = 65536  # bytes by which a report is known
CHUNK = 65536


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One --report: where, and in which format."""

    path: Path
    format: str


def planned(given: dict[str, Any]) -> list[ReportFile]:
    """The files of --report. Raises UsageError for an unknown format, OutputExists (exit 4)."""
    files = [_planned(name, given["report_format"]) for name in given["reports"]]
    if given["report_format"] and not files:
        raise UsageError("--report-format is of --report", hint="add --report FILE")
    paths = [os.path.realpath(file.path) for file in files]
    if len(set(paths)) < len(paths):
        raise UsageError("two reports have one name", hint="give each --report its own")
    for file in files:
        _ensure_ours(file.path, reporting.FORMATS[file.format].signs, force=given["force"])
    return files


def _planned(name: str, format: str | None) -> ReportFile:
    before, equals, after = name.partition("=")
    if equals and before in reporting.FORMATS and after:
        return ReportFile(Path(after), before)
    format = format or reporting.BY_SUFFIX.get(Path(name).suffix.lower())
    if format is None:
        hint = f"--report-format {'|'.join(reporting.FORMATS)}, or a name with .sarif, .xml, .json"
        raise UsageError(f"{name}: no format of a report ends so", hint=hint)
    return ReportFile(Path(name), format)


def _ensure_ours(path: Path, signs: Iterable[bytes], *, force: bool) -> None:
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD)
    except FileNotFoundError:
        return
    except OSError as refused:
        raise WorldRefused(f"{path}: {refused.strerror}", hint="name another file") from None
    if head and not force and not any(sign in head for sign in signs):
        hint = "name another file, or --force"
        raise OutputExists(f"{path}: found a file that is no such report", hint=hint)


def spool(*, wanted: bool) -> Spool | None:
    """Where results are kept until the end, where a format wants them then."""
    return Spool() if wanted else None


def save(file: ReportFile, report: Report) -> None:
    """Write one report. Raises WorldRefused."""
    _save(file.path, reporting.written(report, file.format))


def _save(path: Path, pieces: Iterable[bytes]) -> None:
    """Under a temporary name first: a reader finds the old file or the whole new one."""
    temporary = path.parent / f".archivist-{uuid4().hex[:12]}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as opened:
            opened.writelines(chunks(pieces))
        os.replace(temporary, path)
    except OSError as refused:
        from archivist.cli.run import world

        message, hint = world(path, refused)
        raise WorldRefused(message, hint=hint) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


# ------------------------------------------------------------------ the baseline


def baseline(file: str | None, given: dict[str, Any]) -> tuple[Baseline | None, Writing | None]:
    """What is known, and what will be. Raises UsageError for a file that is no baseline."""
    if given["write_baseline"]:
        if file is None:
            raise UsageError("--write-baseline is of --baseline", hint="add --baseline FILE")
        _ensure_ours(Path(file), (PROFILE.encode(),), force=given["force"])
        return None, Writing()
    if file is None:
        return None, None
    hint = "the same command with --write-baseline makes it"
    try:
        return Baseline.read(Path(file).read_bytes()), None
    except OSError as refused:
        raise WorldRefused(f"{file}: {refused.strerror or refused}", hint=hint) from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: no baseline: {error}", hint=hint) from None


def save_baseline(file: str, writing: Writing) -> None:
    """Write the baseline. Raises WorldRefused."""
    _save(Path(file), [writing.content()])


# ------------------------------------------------------------------ GitHub


def add_summary(report: Report) -> None:
    """Add the table to the summary of the step, where there is one. Raises WorldRefused."""
    from archivist.reporting import github

    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        there = os.path.getsize(file) if os.path.exists(file) else 0
        with open(file, "ab") as opened:
            opened.write(github.summary(report, github.LIMIT - there))
    except OSError as refused:
        hint = "GITHUB_STEP_SUMMARY names it"
        raise WorldRefused(f"{file}: {refused.strerror}", hint=hint) from None
