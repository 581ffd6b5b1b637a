"""This module checks the shape of a record against `schemas/record.schema.json` (2020-12).

jsonschema-rs decides, because it is a hundred times faster; the reference validator, jsonschema,
explains a refusal. Where jsonschema-rs is not installed the reference decides as well.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from archivist import migration, schema
from archivist.checks.finding import Finding
from archivist.migration import Contract
from archivist.record import SCHEMA_VERSION

Verdict = Callable[[Any], bool]


def check(data: Any, version: str | None = None) -> tuple[Finding, ...]:
    """V001 for each deviation, V002 when the two validators disagree; empty when valid.

    `data` is JSON as the strict loader gives it; `version` is that of its schema, the current one
    where none is given.
    """
    versions = migration.known()
    rules = versions.contract, version or versions.current
    if decide(*rules)(data):
        return ()
    from archivist.checks import explain  # jsonschema costs 60 ms to import: only on a failure

    return explain.deviations(data, *rules) or (_disagreement(),)


@functools.cache
def decide(contract: Contract = schema.frozen, version: str = SCHEMA_VERSION) -> Verdict:
    """The verdict of jsonschema-rs, compiled once; of the reference where it is missing."""
    try:
        import jsonschema_rs
    except ImportError:
        from archivist.checks import explain

        return explain.validator(contract, version).is_valid
    verdict: Verdict = jsonschema_rs.Draft202012Validator(contract(version)).is_valid
    return verdict


def _disagreement() -> Finding:
    message = "refused by jsonschema-rs: found nothing wrong by jsonschema"
    hint = "this is a bug of archivist or of a validator: please report the record"
    return Finding("V002", "", message + ", would be right: one verdict", hint)
