"""This module is `archivist explain`: what a problem code means and where that is written."""

from __future__ import annotations

from difflib import get_close_matches

import click

from archivist.cli import console, options
from archivist.cli.layout import wrap
from archivist.cli.talk import COLORS
from archivist.errors import UsageError
from archivist.problems import CODES

STATIONS = {"R": "reading", "E": "extracting", "V": "checking", "X": "exporting"}


@click.command("explain")
@click.argument("code", required=False)
@options.color
def command(code: str | None) -> int:
    """Say what a problem CODE means; without one, list them all."""
    if code is None:
        for name, entry in CODES.items():
            console.out(f"{name}  {_severity(entry.severity)}  {entry.title}")
        return 0
    name = code.strip().upper()
    if name not in CODES:
        raise _unknown(code)
    _explain(name)
    return 0


def _explain(name: str) -> None:
    entry = CODES[name]
    station = STATIONS.get(name[0], "")
    console.out(f"{console.styled(name, bold=True)}  {_severity(entry.severity)}  {entry.title}")
    rows = [("found", f"when {station}"), ("rule", entry.rule), ("source", entry.source)]
    for label, text in rows:
        for number, line in enumerate(wrap(text, console.columns() - 10, most=20)):
            console.out(
                f"  {console.styled(f'{label if not number else str():<8}', fg='cyan')}{line}"
            )


def _severity(severity: str) -> str:
    return console.styled(f"{severity:<7}", fg=COLORS[severity])


def _unknown(code: str) -> UsageError:
    """The nearest codes by spelling, else those whose title has the word."""
    by_title = [name for name, entry in CODES.items() if code.lower() in entry.title.lower()]
    close = by_title or get_close_matches(code.upper(), CODES, 3, 0.5)
    listed = ", ".join(f"{name} ({CODES[name].title})" for name in close[:5])
    hint = f"did you mean {listed}?" if close else "archivist explain lists all codes"
    return UsageError(f"no code is called {code!r}", hint=hint)
