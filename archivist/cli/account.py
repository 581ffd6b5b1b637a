"""This module keeps the account of a run: every article read ends in exactly one column."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.collection.facts import Counts


@dataclass(slots=True)
class Account:
    """Counts of articles. `read` is the sum of the others but `warned`, whatever happens.

    `made` is what this command does with an article: `written`, `to write`, `shown`.
    `failed` are articles the world did not let us write, `unread` inputs that never became one,
    `lacking` those of the written ones that a format could not carry.
    """

    made: str
    written: int = 0
    unchanged: int = 0
    set_aside: int = 0
    quarantined: int = 0
    failed: int = 0
    warned: int = 0
    lacking: int = 0
    conflicting: int = 0  # those of the written ones that a correction does not fit
    unread: int = 0
    not_reached: int = 0
    done: int = 0  # inputs finished, for the progress

    @property
    def read(self) -> int:
        return self.written + self.unchanged + self.set_aside + self.quarantined + self.failed

    def add(self, counts: Counts) -> None:
        """Book what a shard, or the plan of a collection, counted."""
        self.written += counts.written
        self.unchanged += counts.unchanged
        self.set_aside += counts.set_aside
        self.quarantined += counts.quarantined
        self.warned += counts.warned

    def __str__(self) -> str:
        columns = [f"{self.made} {self.written:,}"]
        if self.made != "shown":
            columns.append(f"unchanged {self.unchanged:,}")
        columns += [f"set aside {self.set_aside:,}", f"quarantined {self.quarantined:,}"]
        if self.failed:
            columns.append(f"not written {self.failed:,}")
        rest = [
            f"{self.warned:,} with warnings" if self.warned else "",
            f"{self.lacking:,} not in every format" if self.lacking else "",
            f"{self.conflicting:,} with conflicts" if self.conflicting else "",
            f"{self.unread:,} could not be read" if self.unread else "",
            f"{self.not_reached:,} not reached" if self.not_reached else "",
        ]
        return "; ".join([f"read {self.read:,} = {' + '.join(columns)}", *filter(None, rest)])

    def brief(self) -> str:
        """The counts beside a progress bar."""
        good = self.written + self.unchanged
        return (
            f"ok {good:,} · warned {self.warned:,} · set aside {self.set_aside:,}"
            f" · quarantined {self.quarantined:,}"
        )
