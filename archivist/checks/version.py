"""This module checks that a record is of a version of the contract that is read here."""

from __future__ import annotations

from typing import Any

from archivist import migration
from archivist.checks.finding import Finding, found


def check(data: Any) -> tuple[Finding, ...]:
    """V003 for a version that nobody here knows; what is said in no string is a matter of shape."""
    versions = migration.known()
    said = migration.version_of(data)
    if said is None or said in versions.names:
        return ()
    right = f"{versions.current}, or {' or '.join(versions.older)}, which is older"
    finding = found("V003", "/schemaVersion", "unknown version", said, right)
    newer = versions.is_newer(said)
    hint = "a newer archivist wrote it: update archivist to read it" if newer else None
    return (finding._replace(hint=hint),)
