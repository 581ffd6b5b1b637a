"""This module puts problems into the words of the command line."""

from __future__ import annotations

from archivist.cli import console
from archivist.problems import CODES, Problem

COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def problem_lines(found: Problem) -> list[str]:
    """`file:line:col: CODE severity: what: found, wanted` and a `help:` line."""
    where = console.styled(console.visible(str(found.location)), bold=True)
    severity = console.styled(found.severity, fg=COLORS[found.severity], bold=True)
    pointer = f" at {found.path}" if found.path else ""
    title = CODES[found.code].title if found.code in CODES else ""
    what = console.visible(f"{title}{pointer}: {found.message}" if title else found.message)
    hint = found.hint or f"archivist explain {found.code}"
    return [
        f"{where}: {found.code} {severity}: {what}",
        f"  {console.styled('help:', fg='cyan')} {console.visible(hint)}",
    ]
