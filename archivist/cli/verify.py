"""This module is `archivist verify`: is everything that is kept still there, as it was?"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archivist.cli import console, exits, options
from archivist.cli.layout import count
from archivist.cli.progress import Progress
from archivist.cli.talk import problem_lines
from archivist.cli.verify_words import age, share, table
from archivist.collection import fixity
from archivist.collection.bag_digests import Read, default_jobs
from archivist.collection.rounds import Order, Round
from archivist.collection.survey import Scope, survey
from archivist.errors import UsageError
from archivist.problems import Problem
from archivist.text import printable, size_words

if TYPE_CHECKING:
    from archivist.collection.deep import Deep

_WORLD = ("C025",)  # codes of what the world refuses to show


@click.command("verify")
@click.argument("named", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option("--deep", "meaning", is_flag=True, help="Check what is meant too: records, spans.")
@click.option("--sample", metavar="N|N%", callback=share, help="Read only so many files.")
@click.option("--seed", type=int, metavar="N", help="Which sample; the same N, the same files.")
@click.option(
    "--older-than", "age", metavar="AGE", callback=age, help="Read what was not for 90d, 1y."
)
@click.option("--fresh", is_flag=True, help="Begin anew where a pass was interrupted.")
@click.option("--history", is_flag=True, help="List earlier passes; read nothing.")
@click.option("--log", metavar="FILE", help="Add this pass to FILE too, a line of JSON.")
@click.option("--no-log", is_flag=True, help="Write nothing into the collection.")
@click.option("--operator", metavar="NAME", help="Who verifies, for the log.")
@click.option("--as-of", metavar="INSTANT", help="The time of the log, instead of the clock.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), metavar="N", help="Files read at once.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text")
@click.option("--strict", is_flag=True, help="Warnings count as errors (exit 1).")
@options.talking
def command(**given: Any) -> int:
    """Read everything that a collection or a BagIt bag keeps, and compare it with its checksums.

    PATH is a collection, one accession of it, or a bag that any program made (BagIt 0.93 to 1.0).
    All faults are listed, each with its file, what was found and what was wanted. A collection
    remembers each pass in fixity.jsonl; a pass that is interrupted goes on with the same command.
    """
    if given["seed"] is not None and given["sample"] is None:
        raise UsageError("--seed chooses a sample", hint="add --sample, e.g. --sample 10%")
    when = fixity.now(given["as_of"])
    report = _Report(given)
    for name in given["named"]:
        _Verify(given, when, report, name).run()
        if report.codes & {exits.INTERRUPTED, exits.TERMINATED}:
            break
    return report.finish()


class _Report:
    """What is said, as it comes (text) or at the end (json); and the exit code."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._told: set[str] = set()
        self.codes: set[int] = set()
        self.paths: list[dict[str, Any]] = []
        self.problems: Counter[str] = Counter()

    @property
    def is_text(self) -> bool:
        return bool(self._given["layout"] == "text")

    def book(self, found: Problem) -> list[str]:
        """The lines of a problem, and what it does to the exit code."""
        self.problems[found.severity] += 1
        if found.severity == "error":
            self.codes.add(exits.WORLD if found.code in _WORLD else exits.INVALID)
        elif found.severity == "warning" and self._given["strict"]:
            self.codes.add(exits.INVALID)
        if not self.is_text or (found.severity != "error" and self._given["quiet"]):
            return []
        lines = problem_lines(found, self._told)
        self._told.add(found.code)
        return lines

    def finish(self) -> int:
        if not self.is_text:
            console.out(json.dumps({"paths": self.paths}, ensure_ascii=False, indent=2))
        return exits.worst(self.codes)


class _Counts:
    """What the progress shows: MiB read of MiB, and files."""

    def __init__(self, report: _Report) -> None:
        self.done = 0
        self.bytes = 0
        self.files = 0
        self._report = report

    def add(self, read: Read) -> None:
        self.bytes += read.size
        self.done = self.bytes >> 20
        self.files += 1

    def brief(self) -> str:
        return f"MiB · {self.files:,} files · errors {self._report.problems['error']:,}"


class _Meant:
    """What the progress shows while meaning is checked."""

    def __init__(self, account: Deep) -> None:
        self._account = account

    @property
    def done(self) -> int:
        return self._account.records

    def brief(self) -> str:
        return f"records · errors {self._account.errors:,}"


class _Verify:
    """One PATH."""

    def __init__(self, given: dict[str, Any], when: str, report: _Report, name: str) -> None:
        self._given = given
        self._when = when
        self._report = report
        self._name = name
        self._found: list[Problem] = []
        self._deep: Deep | None = None

    def run(self) -> None:
        scope = self._scope()
        if scope is None:
            return
        if self._given["history"]:
            self._history(scope)
            return
        if not scope.bags:
            self._tell(scope.problems)
            self._nothing("found no sealed accession yet, wanted one to verify")
            return
        order = self._order()
        counts = _Counts(self._report)
        note = not self._given["no_log"]
        pass_ = Round(scope, order, counts.add, note=note and self._writable(scope))
        self._verify(scope, pass_, counts)

    def _scope(self) -> Scope | None:
        path = Path(self._name)
        try:
            if not path.exists():
                raise FileNotFoundError(2, "No such file or directory")
            scope = survey(path, self._name.rstrip("/") or "/") if path.is_dir() else None
        except OSError as refused:
            console.error(f"{self._name}: {refused.strerror or refused}", None)
            self._report.codes.add(exits.WORLD)
            return None
        if scope is None:
            what = "a folder without bagit.txt" if path.is_dir() else "a file"
            hint = "a bag that was packed (.zip, .tar) is unpacked first"
            self._nothing(f"found {what}, wanted a collection or a BagIt bag", hint)
        return scope

    def _nothing(self, message: str, hint: str | None = None) -> None:
        console.error(f"{self._name}: {message}", hint)
        self._report.codes.add(exits.NOTHING)

    def _order(self) -> Order:
        given = self._given
        seed = given["seed"]
        if given["sample"] is not None and seed is None:
            seed = secrets.randbelow(1 << 31)
        return Order(
            when=self._when,
            jobs=given["jobs"] or default_jobs(),
            sample=given["sample"],
            seed=seed or 0,
            age=given["age"],
            fresh=given["fresh"],
            operator=given["operator"],
        )

    def _writable(self, scope: Scope) -> bool:
        """Whether the pass can be remembered; a collection on a read-only disk is verified too."""
        if scope.collection is None:
            return False
        try:
            with (scope.collection / fixity.FILES).open("ab"):
                return True
        except OSError as refused:
            said = f"{scope.collection}: {refused.strerror or refused}: this pass is not noted"
            console.say(f"{said}; --log FILE keeps it elsewhere")
            self._given = {**self._given, "no_log": True}
            return False

    # -------------------------------------------------------------- the pass

    def _verify(self, scope: Scope, round_: Round, counts: _Counts) -> None:
        self._announce(round_)
        quiet = self._given["quiet"]
        progress = Progress(counts, round_.total >> 20, quiet=quiet, of="MiB read")
        result = "interrupted"
        try:
            self._tell(scope.problems, progress)
            for verdict in round_.run():
                self._tell(verdict.problems, progress)
            if self._given["meaning"]:
                progress.stop()
                progress = self._meaning(scope)
            result = self._result()
        except (KeyboardInterrupt, exits.Terminated) as stopped:
            progress.stop()
            self._interrupted(scope, stopped)
        finally:
            progress.stop()
            self._log(scope, round_, result)
        self._account(round_, result)

    def _meaning(self, scope: Scope) -> Progress:
        """Check what is meant; the progress that was shown."""
        from archivist.collection import deep  # knows every format: only when asked for

        done = deep.Deep()
        quiet, total = self._given["quiet"], deep.expected(scope)
        progress = Progress(_Meant(done), total, quiet=quiet, of="records checked")
        try:
            deep.check(scope, lambda found: self._tell((found,), progress), done)
        finally:
            progress.stop()
        self._deep = done
        return progress

    def _announce(self, round_: Round) -> None:
        if round_.resumed is not None:
            seen = round_.checked
            console.say(
                f"going on with the pass begun {round_.resumed}: {count(seen, 'file')}"
                " found as listed then; --fresh begins anew"
            )
        number, latest = round_.ahead
        if number:
            console.say(
                f"{count(number, 'file')} verified at times that have not come, up to {latest}:"
                f" not believed; it is {round_.order.when} by the clock"
            )

    def _tell(self, problems: Any, progress: Progress | None = None) -> None:
        for found in problems:
            self._found.append(found)
            for line in self._report.book(found):
                if progress is None:
                    console.out(line)
                else:
                    progress.out(line)

    def _result(self) -> str:
        return "failed" if any(found.severity == "error" for found in self._found) else "ok"

    def _interrupted(self, scope: Scope, stopped: BaseException) -> None:
        code = exits.INTERRUPTED if isinstance(stopped, KeyboardInterrupt) else exits.TERMINATED
        again = scope.collection is not None and not self._given["no_log"]
        hint = "the same command goes on: what was found as listed is noted" if again else None
        console.error("interrupted", hint)
        self._report.codes.add(code)

    def _log(self, scope: Scope, round_: Round, result: str) -> None:
        given = self._given
        until = self._when if given["as_of"] else fixity.now()
        entry = round_.entry(result, until, None if self._deep is None else self._deep.result)
        logs = [Path(given["log"])] if given["log"] else []
        if scope.collection is not None and not given["no_log"]:
            logs.append(scope.collection / fixity.LOG)
        for path in logs:
            try:
                fixity.log(path, entry)
            except OSError as refused:
                console.error(f"{path}: {refused.strerror or refused}", "this pass is not noted")
                self._report.codes.add(exits.WORLD)

    # -------------------------------------------------------------- the account

    def _account(self, round_: Round, result: str) -> None:
        entry = round_.entry(result, self._when)
        errors = sum(found.severity == "error" for found in self._found)
        warnings = sum(found.severity == "warning" for found in self._found)
        self._report.paths.append(self._json(round_, result, errors, warnings))
        what = count(len(round_.verdicts), "bag")
        if round_.scope.collection is not None:
            what = count(len(round_.verdicts), "accession")
        share = 100 * entry.checked / entry.files if entry.files else 100.0
        files = f"{entry.checked:,} of {count(entry.files, 'payload file')}"
        part = f" ({share:.1f} %, {entry.selection})" if entry.selection != "full" else ""
        verdict = "all as listed" if result == "ok" else result
        line = (
            f"verified {what}: {files}{part}, {size_words(entry.bytes)} read: {verdict};"
            f" {count(errors, 'error')}, {count(warnings, 'warning')}"
        )
        good = result == "ok"
        console.say(console.styled(line, fg="green" if good else "red", bold=True))
        if self._deep is not None:
            console.say(console.styled(str(self._deep), fg="green" if good else "red", bold=True))

    def _json(self, round_: Round, result: str, errors: int, warnings: int) -> dict[str, Any]:
        entry = round_.entry(result, self._when)
        return {
            "path": printable(self._name),
            "when": entry.when,
            "result": result,
            "selection": entry.selection,
            "resumed": entry.resumed,
            "files": entry.files,
            "checked": entry.checked,
            "bytes": entry.bytes,
            "errors": errors,
            "warnings": warnings,
            "bags": [
                {
                    "path": printable(verdict.bag.label),
                    "result": "failed" if verdict.errors else "ok",
                    "version": ".".join(map(str, verdict.bag.version)),
                    "algorithms": sorted({m.algorithm for m in verdict.bag.manifests}),
                    "files": verdict.payload,
                    "checked": verdict.payload - verdict.passed_over,
                    "errors": verdict.errors,
                    "warnings": verdict.warnings,
                }
                for verdict in round_.verdicts
            ],
            "deep": None if self._deep is None else self._deep.to_json(),
            "problems": [found.to_json() for found in self._found],
        }

    # -------------------------------------------------------------- history

    def _history(self, scope: Scope) -> None:
        path = Path(self._given["log"]) if self._given["log"] else None
        if scope.collection is not None and path is None:
            path = scope.collection / fixity.LOG
        entries = fixity.history(path) if path is not None else []
        if not entries:
            self._nothing("found no earlier pass", "archivist verify makes the first")
            return
        if not self._report.is_text:
            listed = [fixity.as_json(entry) for entry in entries]
            self._report.paths.append({"path": printable(self._name), "history": listed})
            return
        for line in table(entries):
            console.out(line)
