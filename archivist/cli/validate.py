"""This module is `archivist validate`: records and exports checked, all problems listed."""

from __future__ import annotations

import json
from typing import Any

import click

from archivist import pipeline
from archivist.cli import console, exits, options
from archivist.cli.export import RECORD_SIZE
from archivist.cli.inputs import Found, Input, find, named_inputs, unreadable
from archivist.cli.layout import count
from archivist.cli.outputs import exports
from archivist.cli.talk import problem_lines
from archivist.problems import Location, Problem, problem
from archivist.readers.parts import too_large

Checked = tuple[int, tuple[Problem, ...]]


@click.command("validate")
@options.inputs
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text, or json as in `archivist schema problem`.",
)
@options.max_size
@options.manners
def command(**given: Any) -> int:
    """Check records, JSON Lines of records, NewsML-G2, JSON-LD and RDF that archivist wrote.

    INPUT is a file, a folder, a quoted pattern, or - for standard input. In a folder only files
    named as our exports are checked. All problems are listed, with line and column.
    """
    found = find(named_inputs(given["named"], given["files_from"]), keep=exports)
    report = Report(given)
    report.add_missing(found)
    for item in found.inputs:
        if report.add(*_check(item, given["max_size"] or RECORD_SIZE)):
            break
    return report.finish(found)


def _check(item: Input, most: int) -> Checked:
    """The problems of one file. A bug in a check is a problem too: the other files go on."""
    try:
        stream = item.stream()
        source, size = stream.whole(most), stream.size()
    except OSError as refused:
        return 0, (unreadable(item.location, refused),)
    if not source.data:
        what = "found 0 bytes, wanted a record or an export"
        hint = "often a copy that broke off: make it again, or leave it out"
        return 0, (problem("R001", what, Location(item.location), hint=hint),)
    if len(source.data) > most:
        return 0, (too_large(item.location, size, most),)
    try:
        return pipeline.validate_bytes(source.data, item.location)
    except Exception as bug:  # noqa: BLE001 - the other files go on, and 70 tells of it
        from archivist.cli.run import bug_problem

        return 0, (bug_problem(item.location, bug),)


class Report:
    """What `validate` says: problems as they come (text), or everything at the end (json)."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._problems: list[Problem] = []
        self._checked = 0
        self._told: set[str] = set()  # codes whose help was said

    def add_missing(self, found: Found) -> None:
        self.add(0, found.missing)

    def add(self, checked: int, problems: tuple[Problem, ...]) -> bool:
        """Whether --fail-fast wants no more."""
        self._checked += checked
        self._problems.extend(problems)
        if self._given["layout"] == "text":
            for found in problems:
                if found.severity == "error" or not self._given["quiet"]:
                    console.out("\n".join(problem_lines(found, self._told)))
                    self._told.add(found.code)
        return bool(self._given["fail_fast"] and self._number("error"))

    def finish(self, found: Found) -> int:
        """Print what is left to print; the exit code."""
        if self._given["layout"] == "json":
            console.out(json.dumps(self._json(), ensure_ascii=False, indent=2))
        nothing = not found.inputs and not found.missing and not self._given["allow_empty"]
        if nothing:
            hint = (
                "records end with .record.json, exports with .jsonld, .newsml.xml, .ttl and so on"
            )
            console.error("no input matched: found no record or export", hint)
        console.say(self._account())
        return exits.NOTHING if nothing else self._exit_code()

    def _json(self) -> dict[str, Any]:
        return {
            "checked": self._checked,
            "errors": self._number("error"),
            "warnings": self._number("warning"),
            "problems": [found.to_json() for found in self._problems],
        }

    def _account(self) -> str:
        errors, warnings = self._number("error"), self._number("warning")
        verdict = (
            f"{self._checked:,} checked: {count(errors, 'error')}, {count(warnings, 'warning')}"
        )
        return console.styled(verdict, fg="red" if errors else "green", bold=True)

    def _number(self, severity: str) -> int:
        return sum(found.severity == severity for found in self._problems)

    def _exit_code(self) -> int:
        worst = {"error": exits.INVALID}
        if self._given["strict"]:
            worst["warning"] = exits.INVALID
        special = {"R007": exits.WORLD, "R009": exits.BUG}
        return exits.worst(
            special.get(found.code, worst.get(found.severity, exits.DONE))
            for found in self._problems
        )
