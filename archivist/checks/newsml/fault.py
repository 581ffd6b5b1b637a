"""This module is what a rule says of an element, before its line and column are looked up."""

from __future__ import annotations

from typing import Any, NamedTuple

from archivist.checks.finding import shown


class Fault(NamedTuple):
    """One problem of `element`, or of its `attribute` where one is named (without namespace)."""

    code: str
    element: Any
    message: str
    attribute: str | None = None
    hint: str | None = None


def fault(
    code: str,
    element: Any,
    what: str,
    value: object,
    right: str,
    *,
    attribute: str | None = None,
    hint: str | None = None,
) -> Fault:
    """With the message form of the house; `value` None: there is nothing."""
    found = "nothing" if value is None else shown(value)
    message = f"{what}: found {found}, would be right: {right}"
    return Fault(code, element, message, attribute, hint)
