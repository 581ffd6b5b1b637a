"""This module puts problems into the words of the command line."""

from __future__ import annotations

from collections.abc import Collection

from archivist.cli import console
from archivist.problems import Problem
from archivist.reporting.excerpt import Excerpt, drawn
from archivist.reporting.report import sentence

COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def problem_lines(found: Problem, told: Collection[str] = ()) -> list[str]:
    """`file:line:col: CODE severity: what: found, wanted` and a `help:` line.

    `told`: codes of which there was talk before; `archivist explain CODE` is said once.
    """
    where = console.styled(console.visible(str(found.location)), bold=True)
    severity = console.styled(found.severity, fg=COLORS[found.severity], bold=True)
    line = f"{where}: {found.code} {severity}: {sentence(found)}"
    hint = found.hint or ("" if found.code in told else f"archivist explain {found.code}")
    return [line, f"  {console.styled('help:', fg='cyan')} {console.visible(hint)}"][
        : 1 + bool(hint)
    ]


def excerpt_lines(excerpt: Excerpt) -> list[str]:
    """The line of the file, and a caret below the column."""
    line, caret = drawn(excerpt, console.columns())
    return [line, console.styled(caret, fg="red", bold=True)] if "^" in caret else [line]
