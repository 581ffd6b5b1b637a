"""This module asks the journal how a run stands: what was decided, what was made, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archivist.collection.facts import Counts
from archivist.collection.journal import Journal
from archivist.problems import Location, Problem, problem


def decided(journal: Journal) -> Counts:
    query = "SELECT outcome, count(*) FROM unit WHERE outcome IS NOT NULL GROUP BY outcome"
    found = Counter(dict(journal.sql.execute(query)))
    return Counts(0, found["unchanged"], found["set-aside"], found["quarantined"])


def refused(journal: Journal) -> Iterator[Problem]:
    """What was quarantined while planning, as problems."""
    query = (
        "SELECT name, part, reason, message FROM unit JOIN input ON input.no = unit.input"
        " WHERE outcome = 'quarantined' ORDER BY unit.no LIMIT 1000"
    )
    for name, part, code, message in journal.sql.execute(query):
        yield problem(code, message, Location(f"{name}{part}"))


def is_something_new(journal: Journal) -> bool:
    """Whether anything is to be made, or is not as it was in the collection."""
    query = "SELECT 1 FROM unit WHERE outcome IS NULL OR (is_new AND twin IS NULL) LIMIT 1"
    return journal.sql.execute(query).fetchone() is not None


def is_worth_keeping(journal: Journal) -> bool:
    """Whether there is more than quarantine and what the collection has."""
    made = (done for bag in range(1, bags(journal) + 1) for done in journal.done(bag))
    if any(done.counts.written or done.counts.set_aside for done in made):
        return True
    query = (
        "SELECT 1 FROM unit WHERE outcome IN ('set-aside', 'unchanged') AND twin IS NULL"
        " AND is_new LIMIT 1"
    )
    return journal.sql.execute(query).fetchone() is not None


def counts(journal: Journal) -> Counts:
    """All that was decided or made."""
    counts = decided(journal)
    for bag in range(1, bags(journal) + 1):
        for done in journal.done(bag):
            counts += done.counts
    return counts


def bags(journal: Journal) -> int:
    found: int | None = journal.sql.execute("SELECT max(bag) FROM unit").fetchone()[0]
    return found or 0
