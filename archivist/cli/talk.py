"""This module puts problems into the words of the command line."""

from __future__ import annotations

from collections.abc import Collection

from archivist.cli import console
from archivist.problems import CODES, Problem

COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def problem_lines(found: Problem, told: Collection[str] = ()) -> list[str]:
    """`file:line:col: CODE severity: what: found, wanted` and a `help:` line.

    `told`: codes of which there was talk before; `archivist explain CODE` is said once.
    """
    where = console.styled(console.visible(str(found.location)), bold=True)
    severity = console.styled(found.severity, fg=COLORS[found.severity], bold=True)
    line = f"{where}: {found.code} {severity}: {_what(found)}"
    hint = found.hint or ("" if found.code in told else f"archivist explain {found.code}")
    return [line, f"  {console.styled('help:', fg='cyan')} {console.visible(hint)}"][
        : 1 + bool(hint)
    ]


def _what(found: Problem) -> str:
    """The title of the code, the place in the record, and the message, nothing twice."""
    title = CODES[found.code].title if found.code in CODES else ""
    message = found.message.removeprefix(f"{title}: ")
    pointer = f" at {found.path}" if found.path else ""
    return console.visible(f"{title}{pointer}: {message}" if title else message)
