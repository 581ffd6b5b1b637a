"""This module is `archivist validate`: records and exports checked, all problems listed."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from archivist import migration, reporting
from archivist.cli import console, exits, options, report_files
from archivist.cli.layout import count
from archivist.errors import UsageError
from archivist.problems import Location, Problem, problem
from archivist.reporting.report import Checked, Report

GONE = 10  # problems of a baseline that are named when they are gone
NEVER_KNOWN = ("R007", "R009")  # what the world or we failed at belongs in no baseline
_FORMATS = ["text", *reporting.FORMATS]


@click.command("validate")
@options.inputs
@click.option(
    "--format",
    "layout",
    type=click.Choice(_FORMATS),
    default="text",
    help="How problems are printed; every format says the same.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help="Write a report too: .sarif, .xml (JUnit), .json, or gitlab=FILE.",
)
@click.option(
    "--report-format",
    type=click.Choice(list(reporting.FORMATS)),
    help="The format of --report, whatever its suffix.",
)
@click.option(
    "--show",
    type=click.Choice(["failed", "all"]),
    default="failed",
    help="all: in text, name what is valid too.",
)
@click.option("--baseline", metavar="FILE", help="Only problems not in FILE count.")
@click.option("--write-baseline", is_flag=True, help="Make FILE of the problems there are.")
@click.option(
    "--require", multiple=True, metavar="NAME,...", help="Demand e.g. headline,author,date=day."
)
@click.option(
    "--schema", "own_schema", multiple=True, metavar="FILE", help="A JSON Schema beside ours."
)
@click.option("--shapes", "own_shapes", multiple=True, metavar="FILE", help="SHACL beside ours.")
@click.option(
    "--profile", type=click.Choice(["google"]), help="Warn of what search engines would miss."
)
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Processes.")
@click.option("--fix", is_flag=True, help="Put form and order right in the files; never content.")
@click.option("-n", "--dry-run", is_flag=True, help="With --fix: only say what would be done.")
@click.option("--init", is_flag=True, help="Write a commented archivist.toml; check nothing.")
@click.option("--force", is_flag=True, help="Replace files that are no reports.")
@click.option("--house", hidden=True, type=click.UNPROCESSED)
@options.max_size
@options.configured
@options.manners
def command(**given: Any) -> int:
    """Check records, collections, RDF, JSON-LD, NewsML-G2, ninjs, mappings, identifiers.

    INPUT is a file, a folder, a collection, a quoted pattern, or - for standard input. In a folder
    only files named as our exports are checked; what others wrote is checked by its standard.
    All problems are listed, with line and column. Rules of your own stand in [validate] of
    archivist.toml, which --init writes.
    """
    if given["init"]:
        from archivist.cli.house_init import write

        return write(given["named"])
    return _Validate(given).run()


class _Validate:
    """One run of the command."""

    def __init__(self, given: dict[str, Any]) -> None:
        from archivist.cli.house import House, with_options

        self._given = given
        if given["dry_run"] and not given["fix"]:
            raise UsageError("-n is of --fix: a check writes nothing", hint="add --fix")
        if given["house"] is not None and not isinstance(given["house"], House):
            raise UsageError("--house is none of the options", hint="rules stand in archivist.toml")
        self._house = with_options(given["house"] or House(), given)
        self._files = report_files.planned(given)
        self._known, self._writing = report_files.baseline(self._house.baseline, given)
        self._counts: Counter[str] = Counter()
        self._codes: set[int] = set()
        self._versions: Counter[str] = Counter()  # of the schema, by records
        self._first_older: str | None = None  # a file
        self._told: set[str] = set()  # codes whose help was said
        self._met: set[str] = set()  # files of which the baseline knows
        self._spool = report_files.spool(wanted=given["layout"] != "text" or bool(self._files))

    def run(self) -> int:
        """Check everything, say it, write the reports; the exit code."""
        try:
            self._check()
            return self._finish()
        finally:
            if self._spool is not None:
                self._spool.close()

    def _check(self) -> None:
        from archivist.cli.checking import Manner, check
        from archivist.cli.collected import expanded, set_of
        from archivist.cli.export import RECORD_SIZE
        from archivist.cli.fixing import Fixing
        from archivist.cli.inputs import find, named_inputs
        from archivist.cli.outputs import exports
        from archivist.cli.twice import Twice

        named = named_inputs(self._given["named"], self._given["files_from"])
        outside = [file.path for file in self._files]
        outside += [Path(self._house.baseline)] if self._house.baseline else []
        others, collections, kept = expanded(named)
        found = find(others, keep=exports, outside=outside)
        found = dataclasses.replace(found, inputs=(*kept, *found.inputs))
        manner = Manner(
            self._given["max_size"] or RECORD_SIZE, self._house, self._given["layout"] == "text"
        )
        if self._given["fix"]:
            fixing = Fixing(manner.most, dry_run=self._given["dry_run"])
            fixing.run(found.inputs)
            self._codes |= fixing.codes
        twice, shelf = Twice(), None
        for missing in found.missing:
            self._add(Checked(missing.location.file, None, 0, (missing,)), (None,))
        with closing(check(found.inputs, manner, self._given["jobs"])) as outcomes:
            for outcome in outcomes if not self._has_enough() else ():
                self._add(outcome.result, outcome.excerpts)
                if outcome.identity is not None and outcome.item is not None:
                    of = set_of(outcome.item)
                    twice.add(outcome.item, outcome.result.line, outcome.identity, of)
                if outcome.editions and outcome.item is not None:
                    shelf = shelf or _shelf()
                    shelf.add(outcome.item, outcome.editions)
                if self._has_enough():
                    break
        if not self._has_enough():
            for double in (*twice.problems(), *(shelf.problems() if shelf else ())):
                self._add_double(double)
            self._say_versions()
        for name in collections if not self._given["quiet"] else ():
            console.say(f"checksums were not checked: archivist verify {name}")
        if not found.inputs and not found.missing and not self._given["allow_empty"]:
            self._nothing()

    # ------------------------------------------------------------------ one result

    def _add(self, result: Checked, excerpts: tuple[Any, ...]) -> None:
        """Book a result: print it or keep it for the end."""
        kept, shown = [], []
        for found, excerpt in zip(result.problems, excerpts, strict=True):
            if not self._is_known(found):
                kept.append(found)
                shown.append(excerpt)
                self._book(found)
        result = dataclasses.replace(result, problems=tuple(kept))
        self._counts["checked"] += result.records
        self._note_version(result)
        if self._known is not None:
            self._met.add(result.file)
        if self._spool is not None:
            self._spool.add(result)
        if self._given["layout"] == "text":
            self._print(result, shown)

    def _add_double(self, double: Problem) -> None:
        """Book that a record is there twice, as severe as the house says."""
        where = double.location
        severity: Any = self._house.severities([where.file]).get(double.code, double.severity)
        if severity != "off":
            double = dataclasses.replace(double, severity=severity)
            self._add(Checked(where.file, where.line, 0, (double,)), (None,))

    def _note_version(self, result: Checked) -> None:
        if result.version is not None:
            self._versions[result.version] += 1
            if self._first_older is None and result.version != migration.known().current:
                self._first_older = result.file

    def _say_versions(self) -> None:
        """V004 where a record is of an older version: one of the set, not of each."""
        if self._first_older is not None:
            current = migration.known().current
            message = f"found {self._listed()}, would be right: {current}"
            hint = f"archivist migrate INPUT... -o DIR brings them to {current}"
            found = problem("V004", message, Location(self._first_older), hint=hint)
            self._add(Checked(self._first_older, None, 0, (found,)), (None,))

    def _listed(self) -> str:
        """`2 records of 0.1 and 3 of 1.0`."""
        held = sorted(self._versions.items(), key=lambda item: (len(item[0]), item[0]))
        first, *rest = (f"{number:,} of {name}" for name, number in held)
        return " and ".join([first, *rest])

    def _is_known(self, found: Problem) -> bool:
        if found.code in NEVER_KNOWN:
            return False
        if self._writing is not None:
            self._writing.add(found)
        elif self._known is None or not self._known.has(found):
            return False
        self._counts["known"] += 1
        return True

    def _book(self, found: Problem) -> None:
        self._counts[found.severity] += 1
        worst = {"error": exits.INVALID}
        if self._given["strict"]:
            worst["warning"] = exits.INVALID
        special = {"R007": exits.WORLD, "R009": exits.BUG}
        self._codes.add(special.get(found.code, worst.get(found.severity, exits.DONE)))

    def _has_enough(self) -> bool:
        return bool(self._given["fail_fast"] and self._counts["error"])

    def _print(self, result: Checked, excerpts: list[Any]) -> None:
        from archivist.cli.talk import excerpt_lines, problem_lines

        if not result.problems and result.records and self._given["show"] == "all":
            place = f"{result.file}:{result.line}" if result.line else result.file
            console.out(f"{console.visible(place)}: ok")
        for found, excerpt in zip(result.problems, excerpts, strict=True):
            if found.severity != "error" and self._given["quiet"]:
                continue
            first, *rest = problem_lines(found, self._told)
            middle = excerpt_lines(excerpt) if excerpt is not None else []
            console.out("\n".join([first, *middle, *rest]))
            self._told.add(found.code)

    def _nothing(self) -> None:
        hint = "records end with .record.json, exports with .jsonld, .newsml.xml, .ttl and so on"
        console.error("no input matched: found no record or export", hint)
        self._codes.add(exits.NOTHING)

    # ------------------------------------------------------------------ the end

    def _finish(self) -> int:
        gone = self._gone()
        report = Report(
            self._counts["checked"],
            self._counts["error"],
            self._counts["warning"],
            self._counts["note"],
            self._spool.results if self._spool is not None else _no_results,
            self._counts["known"],
            sum(entry["count"] for entry in gone),
            self._given["strict"],
            tuple(sorted(self._versions.items())),
        )
        if self._given["layout"] != "text":
            for piece in report_files.chunks(reporting.written(report, self._given["layout"])):
                console.data(piece)
        if self._given["layout"] == "github":
            report_files.add_summary(report)
        for file in self._files:
            report_files.save(file, report)
        if self._writing is not None and self._house.baseline:
            report_files.save_baseline(self._house.baseline, self._writing)
        self._tell_gone(gone)
        console.say(self._account(report))
        return exits.worst(self._codes)

    def _gone(self) -> list[dict[str, Any]]:
        """What the baseline has and is no more; of files not looked at nothing is said."""
        if self._known is None or self._has_enough():
            return []
        from archivist.reporting.identity import relative

        met = set(map(relative, self._met))
        return [
            entry
            for entry in self._known.gone()
            if entry["file"] in met or not os.path.lexists(entry["file"])
        ]

    def _tell_gone(self, gone: list[dict[str, Any]]) -> None:
        for entry in gone[:GONE]:
            place = f" at {entry['path']}" if entry["path"] else ""
            said = f"{entry['file']}: {entry['code']}{place}: {entry['message']}"
            console.say(f"gone from the baseline: {console.visible(said)}")
        if len(gone) > GONE:
            console.say(f"and {len(gone) - GONE:,} more are gone from the baseline")
        if gone and not self._given["quiet"]:
            console.say("  help: --write-baseline makes it anew without them")

    def _account(self, report: Report) -> str:
        older = f" ({self._listed()})" if self._first_older is not None else ""
        verdict = (
            f"{report.checked:,} checked{older}: {count(report.errors, 'error')},"
            f" {count(report.warnings, 'warning')}"
        )
        verdict += f", {count(report.notes, 'note')}" if report.notes else ""
        verdict += f"; {report.known:,} known" if report.known else ""
        verdict += f"; {report.gone:,} gone" if report.gone else ""
        return console.styled(verdict, fg="red" if report.errors else "green", bold=True)


def _no_results() -> Iterator[Checked]:
    return iter(())


def _shelf() -> Any:
    """For versions of items of news agencies: lxml is loaded for them only."""
    from archivist.cli.editions import Shelf

    return Shelf()
