"""This module takes the records of a run as parcels for a store, and keeps account of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archivist.cli import console, exits
from archivist.cli.held import Held, Holdings
from archivist.cli.run import Run
from archivist.exporters.graph.lines import iri_of
from archivist.publishing import graphs
from archivist.publishing.graphs import Parcel
from archivist.settings import Settings


@dataclass
class Articles:
    """The records of a run as parcels, and what became of each in the account."""

    holdings: Holdings
    settings: Settings
    _taken: int = 0
    _booked: int = 0
    _total: int | None = None
    _gone: dict[str, None] = field(default_factory=dict)  # ids that are not, or not any more

    @property
    def run(self) -> Run:
        return self.holdings.run

    def parcels(self) -> Iterator[Parcel]:
        """Those that can go; what cannot is said and booked."""
        self._gone = dict.fromkeys(tombstone.id for tombstone in self.holdings.withdrawn())
        for held in self.holdings:
            if held.record.status != "usable":
                self._hide(held)
                continue
            self._gone.pop(held.record.id, None)  # restored, or kept elsewhere
            parcel = graphs.parcel(held.record, self.settings, held.location)
            wrong = graphs.problems(parcel)
            if wrong:
                self.run.report(wrong)
                self.run.account.quarantined += 1
                self.run.codes.add(exits.INVALID)
                continue
            self._taken += 1
            yield parcel

    def _hide(self, held: Held) -> None:
        self._gone[held.record.id] = None
        self.run.account.set_aside += 1
        where = console.visible(held.location)
        self.run.say(f"{where}: set aside, not-usable: status {held.record.status}")

    def gone(self) -> list[str]:
        """The graphs of what was withdrawn, or is not usable any more."""
        return [iri_of(id, self.settings.base_iri) for id in self._gone]

    def book(self, column: str, number: int = 1) -> None:
        account = self.run.account
        setattr(account, column, getattr(account, column) + number)
        self._booked += number

    def begin(self, total: int) -> None:
        """Reading is over, sending begins."""
        self._total = total
        self.run.begin(total)
        self.run.account.done = 0

    def book_the_rest(self) -> None:
        """At the end, however it came: what was read, and did not go, was not written."""
        self.run.account.failed += self._taken - self._booked
        self._booked = self._taken
        if self._total is not None:
            self.run.account.done = self._total
