"""This module counts what a run did, and writes it for machines: `data/reports/report.json`.

One pass over the ledger; what is kept of it does not grow with the number of articles. The ledger
is counted apart from the facts of the seal: `adds_up` says whether both tell the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archivist import edtf
from archivist.collection.changes import Change
from archivist.collection.facts import Accession, Counts
from archivist.collection.ledger import Row
from archivist.collection.near import Pair

SHOWN = 500  # rows of a list on the page; report.csv has all
KINDS = 40  # kinds of files that are told apart

_YEAR = re.compile(r"([0-9]{4})(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reports say. Counters are by value, lists are the first `SHOWN` of the ledger.

    `years`: written records by the year of their date; `undated` have none, `spanning` one that
    is no single year. `files`: units by the end of their names. `changed`: fields of changed
    records, `changes` the first of them, `changed_records` how many. `near`: the first of the
    `near_pairs` of records that are nearly the same; `near_records` have an earlier one.
    """

    accession: Accession
    counted: Counts
    reasons: Counter[str]
    codes: Counter[str]
    set_aside: tuple[Row, ...]
    quarantined: tuple[Row, ...]
    languages: Counter[str]
    years: Counter[int]
    undated: int
    spanning: int
    titles: Counter[str]
    files: Counter[str]
    warnings: int
    bytes: int
    changed: Counter[str]
    changes: tuple[Change, ...]
    changed_records: int
    near: tuple[Pair, ...] = ()
    near_pairs: int = 0
    near_records: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether the ledger tells the same numbers as the seal."""
        said = self.accession
        return (self.counted, self.reasons, self.codes) == (
            said.counts,
            Counter(said.reasons),
            Counter(said.codes),
        )


def gather(
    accession: Accession,
    rows: Iterable[Row],
    changes: Iterable[Change] = (),
    near: Iterable[Pair] = (),
) -> Summary:
    """What the rows of the ledger come to, the changes of a superseding run, and near duplicates.

    Pairs of one record stand together.
    """
    tally = _Tally()
    for row in rows:
        tally.add(row)
    for change in changes:
        tally.add_change(change)
    for pair in near:
        tally.add_pair(pair)
    return tally.summary(accession)


class _Tally:
    """Counts while the rows go by."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.listed: dict[str, list[Row]] = {"set-aside": [], "quarantined": []}
        self.languages: Counter[str] = Counter()
        self.years: Counter[int | None] = Counter()
        self.titles: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self.warned = self.warnings = self.bytes = self.undated = 0
        self.changed: Counter[str] = Counter()
        self.changes: list[Change] = []
        self.changed_records = 0
        self.near: list[Pair] = []
        self.near_pairs = self.near_records = 0
        self.last = ""

    def add(self, row: Row) -> None:
        self.outcomes[row.outcome] += 1
        self.bytes += row.bytes or 0
        self._add_file(row)
        if row.outcome == "written":
            self._add_record(row)
        elif row.outcome in self.listed:
            (self.reasons if row.outcome == "set-aside" else self.codes)[row.reason] += 1
            if len(self.listed[row.outcome]) < SHOWN:
                self.listed[row.outcome].append(row)

    def _add_record(self, row: Row) -> None:
        self.languages[row.language] += 1
        self.titles[row.title_kind] += 1
        self.warnings += row.warnings or 0
        self.warned += bool(row.warnings)
        if row.date:
            self.years[year_of(row.date)] += 1
        else:
            self.undated += 1

    def _add_file(self, row: Row) -> None:
        name = (row.part if row.part.startswith("!") else row.path).rpartition("/")[2]
        _, dot, end = name.rpartition(".")
        kind = f".{end.lower()}" if dot and end.isalnum() and len(end) <= 8 else ""
        self.files[kind if kind in self.files or len(self.files) < KINDS else ""] += 1

    def add_change(self, change: Change) -> None:
        self.changed_records += 1
        self.changed.update(change.fields)
        if len(self.changes) < SHOWN:
            self.changes.append(change)

    def add_pair(self, pair: Pair) -> None:
        self.near_pairs += 1
        self.near_records += pair.id != self.last
        self.last = pair.id
        if len(self.near) < SHOWN:
            self.near.append(pair)

    def summary(self, accession: Accession) -> Summary:
        spanning = self.years.pop(None, 0)
        done = self.outcomes
        counted = Counts(
            written=done["written"],
            unchanged=done["unchanged"],
            set_aside=done["set-aside"],
            quarantined=done["quarantined"],
            warned=self.warned,
        )
        return Summary(
            accession=accession,
            counted=counted,
            reasons=self.reasons,
            codes=self.codes,
            set_aside=tuple(self.listed["set-aside"]),
            quarantined=tuple(self.listed["quarantined"]),
            languages=self.languages,
            years=Counter({year: n for year, n in self.years.items() if year is not None}),
            undated=self.undated,
            spanning=spanning,
            titles=self.titles,
            files=self.files,
            warnings=self.warnings,
            bytes=self.bytes,
            changed=self.changed,
            changes=tuple(self.changes),
            changed_records=self.changed_records,
            near=tuple(self.near),
            near_pairs=self.near_pairs,
            near_records=self.near_records,
        )


def year_of(date: str) -> int | None:
    """The one year of an EDTF value, None when it spans several or none is known."""
    plain = _YEAR.fullmatch(date)
    if plain:
        return int(plain[1])
    try:
        found = edtf.parse(date)
        first, last = found.earliest(), found.latest()
    except edtf.EdtfError:
        return None
    return first.year if first and last and first.year == last.year else None


# ------------------------------------------------------------------ for machines


def report_json(summary: Summary) -> bytes:
    """`report.json`: UTF-8, indented, ends with a newline."""
    said = summary.accession
    data = {
        "accession": said.name,
        "kind": said.kind,
        "asOf": said.as_of,
        "tool": {"name": "archivist", "version": said.version, "components": _sorted(said)},
        "fingerprint": said.fingerprint,
        "options": said.options,
        "exports": {"formats": list(said.formats), "detail": said.detail},
        "corrections": list(said.corrections),
        "originals": said.originals,
        "operator": said.operator,
        "organization": said.organization,
        "rights": said.rights,
        "bag": {"group": said.group, "part": said.part, "of": said.of},
        "supersedes": list(said.supersedes),
        "replaces": said.replaces,
        "inputs": said.inputs,
        "inputBytes": said.input_bytes,
        "counts": _counts(said.counts),
        "addsUp": summary.adds_up,
        "setAside": dict(sorted(said.reasons.items())),
        "quarantined": dict(sorted(said.codes.items())),
        "checksums": _checksums(said),
        "records": _records(summary),
        "files": dict(ranked(summary.files)),
        "changes": {
            "records": summary.changed_records,
            "fields": dict(sorted(summary.changed.items())),
        },
        "nearDuplicates": {"pairs": summary.near_pairs, "records": summary.near_records},
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _sorted(said: Accession) -> dict[str, str]:
    return dict(sorted(said.components.items()))


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "read": counts.read,
        "written": counts.written,
        "unchanged": counts.unchanged,
        "setAside": counts.set_aside,
        "quarantined": counts.quarantined,
        "warned": counts.warned,
    }


def _checksums(said: Accession) -> dict[str, Any] | None:
    checked = said.checked
    if checked is None:
        return None
    return {
        "source": checked.source,
        "held": checked.held,
        "failed": list(checked.failed),
        "unlisted": checked.unlisted,
    }


def _records(summary: Summary) -> dict[str, Any]:
    return {
        "languages": dict(ranked(summary.languages)),
        "years": {f"{year:04d}": n for year, n in sorted(summary.years.items())},
        "spanningYears": summary.spanning,
        "undated": summary.undated,
        "titles": dict(ranked(summary.titles)),
        "warnings": summary.warnings,
    }


def ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, equals by name: the same order on every machine."""
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
