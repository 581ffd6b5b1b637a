"""This module tells what happened to an accession as PREMIS events, from the facts of its seal.

The types are those of the Library of Congress, id.loc.gov/vocabulary/preservation/eventType.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archivist.collection.facts import Accession

EventType = Literal[
    "accession",
    "deaccession",
    "exporting",
    "fixity check",
    "information package creation",
    "ingestion",
    "message digest calculation",
    "metadata extraction",
    "metadata modification",
    "quarantine",
    "validation",
]
# Label → code at id.loc.gov/vocabulary/preservation/eventType.
EVENT_CODES: Mapping[EventType, str] = {
    "accession": "acc",
    "deaccession": "dea",
    "exporting": "exp",
    "fixity check": "fix",
    "information package creation": "ipc",
    "ingestion": "ing",
    "message digest calculation": "mes",
    "metadata extraction": "mee",
    "metadata modification": "mem",
    "quarantine": "qua",
    "validation": "val",
}


@dataclass(frozen=True, slots=True)
class Event:
    """What was done, to which objects (`urn:uuid:…`, beside the accession), and how it ended."""

    type: EventType
    detail: str
    outcome: str
    notes: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


def events_of(accession: Accession) -> tuple[Event, ...]:
    """The events that the facts of an accession tell, in the order in which they happened."""
    found = [*_checked(accession)]
    if accession.kind == "articles":
        found += [*_of_articles(accession)]
    found.append(
        Event("message digest calculation", "SHA-256 and SHA-512 of every payload file", "success")
    )
    part = f", bag {accession.part} of {accession.of}" if accession.of > 1 else ""
    found.append(
        Event("information package creation", f"BagIt 1.0 bag {accession.name}{part}", "success")
    )
    return tuple(found)


def _checked(accession: Accession) -> Iterator[Event]:
    checked = accession.checked
    if checked is None:
        return
    notes = [f"{checked.held} held", f"{len(checked.failed)} failed"]
    notes += [f"{checked.unlisted} sources not listed"] if checked.unlisted else []
    notes += [f"failed: {name}" for name in checked.failed]
    outcome = "failure" if checked.failed else "success"
    detail = f"checksums supplied with the sources: {checked.source}"
    yield Event("fixity check", detail, outcome, tuple(notes))


def _of_articles(accession: Accession) -> Iterator[Event]:
    counts = accession.counts
    kept = "kept" if accession.originals == "kept" else "referenced by path and SHA-256, not kept"
    yield Event(
        "ingestion",
        f"{accession.inputs} inputs of {accession.input_bytes} bytes; originals {kept}",
        "success" if not counts.quarantined else "success, with units in quarantine",
        (
            f"read {counts.read} = written {counts.written} + unchanged {counts.unchanged}"
            f" + set aside {counts.set_aside} + quarantined {counts.quarantined}",
            *(f"set aside, {reason}: {n}" for reason, n in sorted(accession.reasons.items())),
        ),
    )
    if counts.quarantined:
        notes = tuple(f"{code}: {n}" for code, n in sorted(accession.codes.items()))
        detail = f"{counts.quarantined} units kept out, listed in data/reports/report.csv"
        yield Event("quarantine", detail, "success", notes)
    if counts.written:
        detail = f"{counts.written} records from the sources, fingerprint {accession.fingerprint}"
        yield Event("metadata extraction", detail, "success")
        if accession.corrections:
            detail = "corrections by patches (RFC 6902), as the history of each record says"
            yield Event("metadata modification", detail, "success", accession.corrections)
        warned = (f"{counts.warned} with warnings",) if counts.warned else ()
        detail = "records against record.schema.json and the checks of archivist"
        yield Event("validation", detail, "pass", warned)
    if counts.written and accession.formats:
        detail = f"{', '.join(accession.formats)}, detail {accession.detail}"
        yield Event("exporting", detail, "success")
