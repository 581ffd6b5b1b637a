"""This module compares what a store has with what would be sent, and says what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archivist.problems import Location, Problem, problem
from archivist.publishing import asking
from archivist.publishing.endpoint import Endpoint
from archivist.publishing.graphs import Parcel

AGAIN = "archivist publish --force sends it again"


@dataclass(slots=True)
class Findings:
    """What a comparison found, in graphs."""

    equal: int = 0
    differ: int = 0
    lacking: int = 0
    withdrawn: int = 0

    @property
    def is_well(self) -> bool:
        return not (self.differ or self.lacking or self.withdrawn)

    def __str__(self) -> str:
        said = f"{self.equal:,} as sent, {self.differ:,} differ, {self.lacking:,} lacking"
        return f"in the store: {said}, {self.withdrawn:,} withdrawn and still there"


def of_article(endpoint: Endpoint, parcel: Parcel, found: Findings) -> tuple[Problem, ...]:
    """P003 when the graph is another, P004 when there is none. Raises Refused, NetworkFailed."""
    other = asking.difference(endpoint, parcel)
    if other is None:
        found.equal += 1
        return ()
    if other.lacking == parcel.quads and not other.surplus:
        found.lacking += 1
        what = f"found nothing in {parcel.graph}, wanted {parcel.quads:,} statements"
        return (
            problem("P004", what, Location(parcel.location), hint="archivist publish sends it"),
        )
    found.differ += 1
    what = f"found another graph in {parcel.graph}: {other}"
    return (problem("P003", what, Location(parcel.location), hint=AGAIN),)


def of_withdrawn(endpoint: Endpoint, graphs: Sequence[str], found: Findings) -> tuple[Problem, ...]:
    """P005 for each that is still there. Raises Refused, NetworkFailed."""
    said: list[Problem] = []
    for at in range(0, len(graphs), asking.BATCH):
        for graph in asking.present(endpoint, graphs[at : at + asking.BATCH]):
            found.withdrawn += 1
            what = f"found {graph}, wanted nothing of what was withdrawn"
            said.append(problem("P005", what, Location(graph), hint="archivist publish deletes it"))
    return tuple(said)
