"""This module checks the patches in a record's history (JSON Patch, RFC 6902)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.checks.finding import Finding, found
from archivist.record import PatchOperation, Record

_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*+)*+")  # RFC 6901 section 3
_WITH_FROM = ("move", "copy")
_WITH_VALUE = ("add", "replace", "test")


def check(record: Record) -> Iterator[Finding]:
    """V027 an operation that is no operation."""
    for index, entry in enumerate(record.history):
        for number, operation in enumerate(entry.patch):
            yield from operation_check(f"/history/{index}/patch/{number}", operation)


def operation_check(path: str, operation: PatchOperation) -> Iterator[Finding]:
    """V027 of one operation, which stands at `path`."""
    right = "empty, or / before each part, ~0 for ~ and ~1 for /"
    if not _POINTER.fullmatch(operation.path):
        yield found("V027", f"{path}/path", "not a JSON Pointer", operation.path, right)
    if operation.op in _WITH_FROM:
        if operation.from_ is None or not _POINTER.fullmatch(operation.from_):
            yield found("V027", f"{path}/from", "not a JSON Pointer", operation.from_, right)
    elif operation.from_ is not None:
        what = f"{operation.op} has no use for from"
        yield found("V027", f"{path}/from", what, operation.from_, "null")
    if operation.op not in _WITH_VALUE and operation.value is not None:
        what = f"{operation.op} has no use for a value"
        yield found("V027", f"{path}/value", what, operation.value, "null")
