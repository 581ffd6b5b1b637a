"""This module says in plain words what the reference validator found (jsonschema, 2020-12)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import jsonschema

from archivist import schema
from archivist.checks import wording
from archivist.checks.finding import Finding
from archivist.jsontext.walk import escape
from archivist.migration import Contract
from archivist.record import SCHEMA_VERSION

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


def deviations(
    data: Any, contract: Contract = schema.frozen, version: str = SCHEMA_VERSION
) -> tuple[Finding, ...]:
    """Every deviation from a schema, each once, deepest cause first named; empty when valid."""
    errors = validator(contract, version).iter_errors(data)
    leaves = (leaf for error in errors for leaf in _leaves(error))
    findings = (finding for leaf in leaves for finding in _said(leaf))
    return tuple(dict.fromkeys(findings))


@functools.cache
def validator(contract: Contract, version: str) -> Validator:
    """The reference validator of the schema of a version."""
    return jsonschema.Draft202012Validator(contract(version))


# ------------------------------------------------------------------ which errors to tell


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """An `anyOf` only says that nothing fits: what a person needs is why the meant branch fails."""
    meant = [inner for inner in error.context or () if inner.schema_path[0] == 0]
    branches: Any = error.validator_value
    nullable = error.validator == "anyOf" and {"type": "null"} in branches
    if nullable and not _is_other_type(meant):
        for inner in meant:
            yield from _leaves(inner)
    else:
        yield error


def _is_other_type(meant: Iterable[ValidationError]) -> bool:
    """The value is neither null nor of the type of the branch."""
    return any(inner.validator == "type" and not inner.path for inner in meant)


def _said(error: ValidationError) -> Iterator[Finding]:
    path = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
    rule: Any = error.schema
    deviation = wording.Deviation(str(error.validator), error.validator_value, error.instance, rule)
    for place, message in wording.say(deviation):
        yield Finding("V001", path + place, message)
