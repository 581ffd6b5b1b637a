"""This module reads a patch: whose record it corrects, who says so, and its operations.

The contract is `schemas/patch.schema.json`; operations are those of RFC 6902, which begin with
tests that name the values by surface or span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from archivist.checks.finding import shown
from archivist.corrections.operations import MOST_OPERATIONS, WITH_FROM, WITH_VALUE, is_pointer
from archivist.errors import InvalidRecord
from archivist.jsontext import canonical, load, places
from archivist.jsontext.walk import short
from archivist.problems import Location, Problem, problem
from archivist.record import PatchOperation

MOST = 8 * 1024 * 1024  # bytes of one patch

REQUIRED = ("id", "sourceSha256", "contentDigest", "by", "operations")
KEYS = (*REQUIRED, "reason")
_FORMS = {
    "id": (re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "urn:uuid:…"),
    "sourceSha256": (re.compile(r"[0-9a-f]{64}"), "64 hexadecimal digits"),
    "contentDigest": (re.compile(r"sha256:[0-9a-f]{64}"), "sha256: and 64 hexadecimal digits"),
    "by": (re.compile(r"(?s).+"), "who says so"),
}


@dataclass(frozen=True, slots=True)
class Patch:
    """A correction of one record. `digest`: `sha256:` of the whole patch in canonical form."""

    id: str
    source_sha256: str
    content_digest: str
    by: str
    reason: str | None
    operations: tuple[PatchOperation, ...]
    digest: str
    file: str = field(compare=False)
    line: int | None = field(compare=False)
    data: bytes = field(compare=False, repr=False)

    def problem(self, code: str, message: str, path: str = "", hint: str | None = None) -> Problem:
        """What is wrong with it, at its place in its file. `path`: a pointer into the patch."""
        return problem(code, message, self.location(path), path=path, hint=hint)

    def location(self, path: str) -> Location:
        """Line and column of the value at a pointer, or of the nearest around it."""
        return _location(self.file, self.line, self.data, path)


def digest_of(value: dict[str, Any]) -> str:
    """`sha256:` of the canonical form of a patch."""
    return f"sha256:{sha256(canonical(value)).hexdigest()}"


def read(data: bytes, file: str, line: int | None = None) -> Patch:
    """The patch in a file, or on a line of one. Raises InvalidRecord with every problem."""
    if len(data) > MOST:
        what = f"patch too large: found more than {MOST:,} bytes, wanted at most that"
        raise InvalidRecord((problem("C083", what, Location(file, line)),))
    try:
        value = load(data, file)
    except InvalidRecord as error:
        raise InvalidRecord(tuple(_on_line(item, line) for item in error.problems)) from None
    wrong = tuple(
        problem(found.code, found.message, _location(file, line, data, found.path), path=found.path)
        for found in _faults(value)
    )
    if wrong:
        raise InvalidRecord(wrong)
    return Patch(
        value["id"],
        value["sourceSha256"],
        value["contentDigest"],
        value["by"],
        value.get("reason"),
        tuple(_operation(item) for item in value["operations"]),
        digest_of(value),
        file,
        line,
        data,
    )


def _operation(item: dict[str, Any]) -> PatchOperation:
    """Members an operation has no use for are ignored (RFC 6902, section 4)."""
    op = item["op"]
    return PatchOperation(
        op,
        item["path"],
        item["from"] if op in WITH_FROM else None,
        item["value"] if op in WITH_VALUE else None,
    )


# ------------------------------------------------------------------ what is wrong with a patch


class _Fault(NamedTuple):
    code: str
    path: str
    message: str


def _fault(path: str, what: str, value: object, right: str, code: str = "C070") -> _Fault:
    return _Fault(code, path, f"{what}: found {shown(value)}, would be right: {right}")


def _faults(value: Any) -> Iterator[_Fault]:
    if not isinstance(value, dict):
        yield _fault("", "not a patch", value, "an object with " + ", ".join(REQUIRED))
        return
    for key in value:
        if key not in KEYS:
            yield _fault("", "no key of a patch", key, "one of " + ", ".join(KEYS))
    for key in REQUIRED:
        if key not in value:
            found = short(", ".join(value), 80) or "none"
            message = f"a key is missing: found {found}, would be right: {key} too"
            yield _Fault("C070", "", message)
    for key, (form, right) in _FORMS.items():
        if key in value and not (isinstance(value[key], str) and form.fullmatch(value[key])):
            yield _fault(f"/{key}", f"not a {key}", value[key], right)
    if not isinstance(value.get("reason", ""), str):
        yield _fault("/reason", "not a reason", value["reason"], "a string, or no such key")
    if "operations" in value:
        yield from _of_operations(value["operations"])


def _of_operations(operations: Any) -> Iterator[_Fault]:
    if not isinstance(operations, list) or not operations:
        yield _fault("/operations", "no operations", operations, "a list of them")
        return
    if len(operations) > MOST_OPERATIONS:
        right = f"at most {MOST_OPERATIONS:,}"
        yield _fault("/operations", "too many operations", len(operations), right, "C083")
        return
    wrong = [
        found for number, item in enumerate(operations) for found in _of_operation(number, item)
    ]
    yield from wrong
    if not wrong:
        yield from _untested(operations)


def _of_operation(number: int, item: Any) -> Iterator[_Fault]:
    path = f"/operations/{number}"
    if not isinstance(item, dict):
        yield _fault(path, "not an operation", item, "an object with op and path")
        return
    op = item.get("op")
    if op not in ("add", "remove", "replace", "move", "copy", "test"):
        yield _fault(path, "not an op", op, "add, remove, replace, move, copy or test")
        return
    for key in ("path", *(("from",) if op in WITH_FROM else ())):
        if not is_pointer(item.get(key)):
            right = "a JSON Pointer such as /credits/0/names/0/name"
            yield _fault(path, f"{key} is no JSON Pointer", item.get(key), right)
    if op in WITH_VALUE and "value" not in item:
        yield _fault(path, f"{op} without a value", "none", "a value")


def _untested(operations: list[dict[str, Any]]) -> Iterator[_Fault]:
    """Tests come first, and each value that goes away is named by one of them."""
    if operations[0]["op"] != "test":
        right = "a test of what the value is now"
        yield _fault("/operations/0", "no test first", operations[0]["op"], right, "C071")
        return
    if all(item["op"] == "test" for item in operations):
        yield _fault("/operations", "only tests", "no change", "an operation that changes", "C071")
        return
    tested: list[str] = []
    for number, item in enumerate(operations):
        if item["op"] == "test":
            tested.append(item["path"])
            continue
        gone = {"remove": item["path"], "replace": item["path"], "move": item.get("from")}
        pointer = gone.get(item["op"])
        if pointer is not None and not any(_meet(pointer, path) for path in tested):
            right = f"a test at {pointer} before it"
            yield _fault(f"/operations/{number}", "value not tested", item["op"], right, "C071")


def _meet(one: str, other: str) -> bool:
    """Whether one pointer is the other, or leads into it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _location(file: str, line: int | None, data: bytes, path: str) -> Location:
    where = places(data)
    while path not in where:
        path = path.rpartition("/")[0]
    row, column = where[path]
    return Location(file, row if line is None else line, column)


def _on_line(found: Problem, line: int | None) -> Problem:
    from dataclasses import replace

    if line is None:
        return found
    return replace(found, location=replace(found.location, line=line))
