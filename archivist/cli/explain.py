"""This module is `archivist explain`: what a problem code means, and what a rule does."""

from __future__ import annotations

from difflib import get_close_matches

import click

from archivist.cli import console, options
from archivist.cli.layout import wrap
from archivist.cli.talk import COLORS
from archivist.errors import UsageError
from archivist.problems import CODES

STATIONS = {
    "R": "reading",
    "E": "extracting",
    "V": "checking",
    "X": "exporting",
    "C": "keeping",
    "L": "checking linked data",
    "G": "checking documents of news agencies",
    "P": "publishing",
    "Q": "writing statements for a Wikibase",
    "W": "reviewing",
}


@click.command("explain")
@click.argument("name", metavar="[CODE|RULE]", required=False)
@options.color
def command(name: str | None) -> int:
    """Say what a problem CODE means or what a RULE does; without one, list all codes.

    Rules are what `archivist show --why` prints, such as entity.given-name: what it does, an
    example, and how often it was right where it was measured.
    """
    if name is None:
        for code, entry in CODES.items():
            console.out(f"{code}  {_severity(entry.severity)}  {entry.title}")
        return 0
    if name.strip().upper() in CODES:
        _explain(name.strip().upper())
    elif not _explain_rule(name.strip().lower()):
        raise _unknown(name)
    return 0


def _explain_rule(name: str) -> bool:
    """Whether there is such a rule; what it does is printed."""
    from archivist.extractors.measured import table
    from archivist.extractors.rules import rules
    from archivist.readers import BY_NAME

    found, family = rules().get(name), name.partition(".")[0]
    if found is None and (family not in BY_NAME or "." not in name):
        return False
    console.out(console.styled(name, bold=True))
    if found is None:
        _row("does", f"Takes what the format states: {BY_NAME[family].title}.")
        return True
    _row("does", found.does)
    _row("example", found.example)
    measures = [(code, m) for (rule, code), m in sorted(table().items()) if rule == name]
    for code, measure in measures:
        said = f"{measure.precision} % right of {measure.n:,} in {code}"
        _row("measured", f"{said}  ({measure.set}, {measure.measured})")
    if not measures:
        _row("measured", "–  not measured")
    return True


def _row(label: str, text: str) -> None:
    for number, line in enumerate(wrap(text, console.columns() - 12, most=20)):
        console.out(f"  {console.styled(f'{label if not number else str():<10}', fg='cyan')}{line}")


def _explain(name: str) -> None:
    entry = CODES[name]
    station = STATIONS.get(name[0], "")
    console.out(f"{console.styled(name, bold=True)}  {_severity(entry.severity)}  {entry.title}")
    _row("found", f"when {station}")
    _row("rule", entry.rule)
    _row("source", entry.source)


def _severity(severity: str) -> str:
    return console.styled(f"{severity:<7}", fg=COLORS[severity])


def _unknown(name: str) -> UsageError:
    """The nearest by spelling, else the codes whose title has the word."""
    from archivist.extractors.rules import rules

    by_title = [code for code, entry in CODES.items() if name.lower() in entry.title.lower()]
    close = by_title or get_close_matches(name.upper(), CODES, 3, 0.5)
    listed = [f"{code} ({CODES[code].title})" for code in close[:5]]
    if "." in name:
        listed = get_close_matches(name.lower(), rules(), 3, 0.5) or listed
    hint = f"did you mean {', '.join(listed)}?" if listed else "archivist explain lists all codes"
    return UsageError(f"no code or rule is called {name!r}", hint=hint)
