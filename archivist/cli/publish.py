"""This module is `archivist publish`: graphs of records into a store, one named graph a record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from archivist import pipeline
from archivist.cli import exits, options
from archivist.cli.held import Holdings
from archivist.cli.layout import count
from archivist.cli.parcels import Articles
from archivist.cli.run import Run, world
from archivist.collection import layout
from archivist.errors import NetworkFailed, UsageError
from archivist.problems import Location, problem
from archivist.publishing import bulk, credentials, sending, servers, verifying
from archivist.publishing.endpoint import Endpoint, Refused
from archivist.publishing.graphs import Parcel
from archivist.publishing.plan import Known, Plan
from archivist.publishing.sending import Outcome, Sleep
from archivist.publishing.state import State
from archivist.settings import Settings


@click.command("publish")
@options.inputs
@click.option("--to", "store", metavar="URL", help="The graph store, e.g. http://host:7878/store.")
@click.option(
    "--mode",
    type=click.Choice(["put", "update", "bulk-file"]),
    default="put",
    help="update: by SPARQL Update; bulk-file: no store, one N-Quads file for its loader.",
)
@click.option("-o", "--output", "file", metavar="FILE", help="With bulk-file: the file.")
@click.option("--query", metavar="URL", help="Where the store answers SPARQL, if not as usual.")
@click.option(
    "--state", metavar="FILE", help="Remember what was sent, in FILE; else ask the store."
)
@click.option("--verify", is_flag=True, help="Send nothing; compare what the store has.")
@click.option("-n", "--dry-run", is_flag=True, help="Send nothing; list what would be sent.")
@click.option("--force", is_flag=True, help="Send what is unchanged, too; replace a file.")
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 4, clamp=True),
    default=2,
    help="Connections, 1 to 4.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 3600),
    default=60.0,
    help="How long an answer may take.",
)
@click.option("--base-iri", metavar="IRI", callback=options.iri, help="Where your data will live.")
@click.option(
    "--detail",
    type=click.Choice(["core", "compact", "full"]),
    default="core",
    help="How much the graphs say.",
)
@options.reduced
@options.records
@options.manners
def command(**given: Any) -> int:
    """Put the graph of each record into a SPARQL 1.1 Graph Store, under its own name.

    INPUT is a collection, or records as export takes them. What the store has already is not sent
    again; what was withdrawn is deleted there. Who you are comes from the environment alone:
    ARCHIVIST_ENDPOINT_USER and _PASSWORD, or ARCHIVIST_ENDPOINT_TOKEN.
    """
    settings = pipeline.checked(options.settings_of(given))
    for file in (given["file"], given["state"]):
        if file is not None:
            _refuse_input(Path(file), given["named"])
    if given["mode"] == "bulk-file":
        return _to_file(given, settings)
    if not given["store"] or given["file"]:
        hint = "--to http://localhost:7878/store, or --mode bulk-file -o FILE.nq"
        raise UsageError(
            "found no store, wanted --to URL"
            if not given["store"]
            else "-o is for --mode bulk-file",
            hint=hint,
        )
    journey = _Journey(given, settings)
    return journey.compare() if given["verify"] else journey.publish()


class _Journey:
    """One run against a store."""

    def __init__(self, given: dict[str, Any], settings: Settings) -> None:
        self._given = given
        self._settings = settings
        updating = given["mode"] == "update"
        self._doors = servers.doors(given["store"], updating=updating, query=given["query"])
        self._credentials = credentials.of_environment()
        for url in (self._doors.graphs, self._doors.query, self._doors.update):
            if url:
                credentials.ensure_private(url, self._credentials)
        self._do = sending.update if updating else sending.put

    def publish(self) -> int:
        made = "to write" if self._given["dry_run"] else "written"
        with Holdings(self._given, made=made) as holdings, ExitStack() as stack:
            self._in(holdings, stack)
        return holdings.run.exit_code()

    def _in(self, holdings: Holdings, stack: ExitStack) -> None:
        state = self._state(stack)
        endpoint = self._connect()
        stack.callback(endpoint.close)
        known = Known(endpoint, state, must_answer=bool(self._given["query"]))
        plan = stack.enter_context(Plan(known, all_of_them=self._given["force"]))
        articles = Articles(holdings, self._settings)
        stack.callback(articles.book_the_rest)
        for parcel, due in plan.sort(articles.parcels()):
            if self._given["dry_run"]:
                holdings.run.out(_row(parcel, "send" if due else "unchanged"))
            if not due:
                articles.book("unchanged")
        plan.withdraw(articles.gone())
        if known.silence:
            holdings.run.say(f"the store was not asked what it has: {known.silence}")
        if self._given["dry_run"]:
            for graph in plan.gone:
                holdings.run.out(f"{graph}\t\t\tdelete")
            articles.book("written", plan.graphs)
        self._say(plan, holdings.run)
        if not self._given["dry_run"]:
            self._send(plan, state, articles)

    def _say(self, plan: Plan, run: Run) -> None:
        if self._given["quiet"]:
            return
        size = f"{count(plan.graphs, 'graph')}, {plan.quads:,} quads, {plan.bytes:,} bytes"
        said = [f"to send: {size}, detail {self._settings.detail}"]
        if self._settings.without_text:
            said[0] += " without text"
        if plan.gone:
            said.append(f"to delete: {count(len(plan.gone), 'graph')}")
        run.say(f"{'; '.join(said)}; to {self._given['store']}")

    def _send(self, plan: Plan, state: State | None, articles: Articles) -> None:
        run = articles.run
        articles.begin(plan.graphs + len(plan.gone))
        deleted = 0
        for outcome in sending.send(plan.tasks(), self._do, self._connect, self._given["jobs"]):
            run.account.done += 1
            if outcome.refused is not None:
                self._refuse(outcome, articles)
                continue
            parcel = outcome.task.parcel
            if parcel is None:
                deleted += 1
            else:
                articles.book("written")
            if state is not None:
                state.sent(outcome.task.graph, parcel.digest if parcel else "")
        if deleted:
            run.next_steps.append(f"{count(deleted, 'graph')} of withdrawn articles deleted")

    def _refuse(self, outcome: Outcome, articles: Articles) -> None:
        """P002: the store does not take a graph; the others go on, and the exit code is 6."""
        parcel = outcome.task.parcel
        where = parcel.location if parcel else outcome.task.graph
        what = f"{outcome.refused}, wanted it to take {outcome.task.graph}"
        articles.run.report((problem("P002", what, Location(where)),))
        articles.run.codes.add(exits.NETWORK)
        if parcel is not None:
            articles.book("failed")

    # -------------------------------------------------------------- --verify

    def compare(self) -> int:
        if self._doors.query is None:
            raise UsageError("found no address to ask", hint="--query URL")
        with Holdings(self._given, made="compared") as holdings, ExitStack() as stack:
            endpoint = self._connect()
            stack.callback(endpoint.close)
            articles = Articles(holdings, self._settings)
            stack.callback(articles.book_the_rest)
            try:
                self._compare(endpoint, articles)
            except Refused as refused:
                raise NetworkFailed(f"{self._doors.query}: {refused}") from refused
        return holdings.run.exit_code()

    def _compare(self, endpoint: Endpoint, articles: Articles) -> None:
        found, run = verifying.Findings(), articles.run
        for parcel in articles.parcels():
            run.report(verifying.of_article(endpoint, parcel, found))
            articles.book("written")
        run.report(verifying.of_withdrawn(endpoint, articles.gone(), found))
        run.next_steps.append(str(found))
        if not found.is_well:
            run.codes.add(exits.INVALID)

    # -------------------------------------------------------------- what it works with

    def _connect(self, sleep: Sleep | None = None) -> Endpoint:
        more = {"sleep": sleep} if sleep else {}
        return Endpoint(self._doors, self._credentials, timeout=self._given["timeout"], **more)

    def _state(self, stack: ExitStack) -> State | None:
        """What was sent; a dry run reads it, and makes none."""
        if self._given["state"] is None:
            return None
        path = Path(self._given["state"])
        if self._given["dry_run"] and not path.exists():
            return None
        return stack.enter_context(State(path, self._given["store"]))


def _row(parcel: Parcel, state: str) -> str:
    return f"{parcel.graph}\t{parcel.quads}\t{len(parcel.body)}\t{state}"


def _refuse_input(file: Path, named: Sequence[str]) -> None:
    """Nothing is written onto an input, into a folder of them, or into a collection."""
    target = os.path.realpath(file)
    for name in named:
        source = os.path.realpath(name)
        inside = layout.is_collection(Path(name)) and target.startswith(source + os.sep)
        if inside or source in (target, os.path.dirname(target)):
            hint = "name a file elsewhere"
            raise UsageError(f"{file}: found an input there, and inputs are not written", hint=hint)


# ------------------------------------------------------------------ --mode bulk-file


def _to_file(given: dict[str, Any], settings: Settings) -> int:
    if given["store"] or given["verify"] or not given["file"]:
        hint = "-o FILE.nq, and neither --to nor --verify"
        raise UsageError("--mode bulk-file writes a file", hint=hint)
    path = Path(given["file"])
    if path.is_dir():
        raise UsageError(f"{path}: found a folder, wanted a file", hint="e.g. -o all.nq")
    made = "to write" if given["dry_run"] else "written"
    with Holdings(given, made=made) as holdings:
        articles = Articles(holdings, settings)
        written = bulk.Bulk()
        try:
            kept = bulk.write(
                path,
                written.lines(articles.parcels()),
                force=given["force"],
                dry_run=given["dry_run"],
            )
            articles.book("unchanged" if kept else "written", written.graphs)
            size = f"{count(written.graphs, 'graph')}, {written.quads:,} quads"
            holdings.run.next_steps.append(f"{size}, {written.bytes:,} bytes: {path}")
        except OSError as refused:
            holdings.run.refuse(*world(path, refused), exits.WORLD)
        finally:
            articles.book_the_rest()
    return holdings.run.exit_code()
