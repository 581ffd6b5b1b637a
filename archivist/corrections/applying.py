"""This module applies patches to a record: whole and valid, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from archivist import __version__, checks
from archivist.corrections.marks import Before
from archivist.corrections.operations import Refused, run
from archivist.corrections.patch import Patch
from archivist.corrections.places import found_again
from archivist.jsontext import canonical
from archivist.problems import Problem
from archivist.record import HistoryEntry, PatchOperation, Record, to_json

TOOL = "archivist"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record with its corrections, those that were applied, and a problem for each other.

    A problem is an error for a conflict and a note for a patch that is in the record already.
    """

    record: Record
    problems: tuple[Problem, ...]
    applied: tuple[Patch, ...]


def content_digest(record: Record) -> str:
    """`sha256:` of the canonical record without the instant of its run (`generator.asOf`)."""
    data = record.to_json()
    del data["generator"]["asOf"]
    return f"sha256:{sha256(canonical(data)).hexdigest()}"


def correct(record: Record, patches: Iterable[Patch], *, again: bool = False) -> Corrected:
    """The record with its patches, in their order; one that is refused leaves it as it was.

    `patches` are of this record's id. `again`: of a record made anew, where the values of a patch
    are looked for; else its content must be what the patch was made for.
    """
    patches = tuple(patches)
    if not patches:
        return Corrected(record, (), ())
    first = content_digest(record)
    problems: list[Problem] = []
    applied: list[Patch] = []
    for patch in patches:
        try:
            record = _one(record, patch, first, again=again)
        except Refused as refused:
            path = "" if refused.code in _OF_THE_WHOLE else f"/operations/{refused.number}"
            message = f"{refused.message} (in {record.source.name})"
            problems.append(patch.problem(refused.code, message, path, refused.hint))
        except _NotValid as refused:
            problems += [_of_result(patch, found, record) for found in refused.problems]
        else:
            applied.append(patch)
    return Corrected(record, tuple(problems), tuple(applied))


_OF_THE_WHOLE = ("C073", "C074", "C078", "C079", "C081", "C082")


class _NotValid(Exception):
    """The patched record has errors."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems))
        self.problems = problems


def _of_result(patch: Patch, found: Problem, record: Record) -> Problem:
    where = f"{found.path} in {record.source.name}" if found.path else f"in {record.source.name}"
    what = f"result not valid: {found.code} {found.message} ({where})"
    return patch.problem("C080", what, "", found.hint)


def _one(record: Record, patch: Patch, first: str, *, again: bool) -> Record:
    """The record with one patch. Raises Refused, _NotValid."""
    _refuse_known(record, patch)
    if record.source.sha256 != patch.source_sha256:
        what = f"patch of other bytes: found {record.source.sha256[:12]}…"
        raise Refused("C073", f"{what}, wanted {patch.source_sha256[:12]}…")
    data = record.to_json()
    operations: tuple[PatchOperation, ...] = patch.operations
    digest = content_digest(record)
    if digest != patch.content_digest:
        if not again and first != patch.content_digest:
            what = f"record changed: found {digest[:19]}…, wanted {patch.content_digest[:19]}…"
            raise Refused("C074", what, hint="--again looks for its values in the record as it is")
        operations = found_again(data, operations)
    return _changed(record, data, patch, operations)


def _refuse_known(record: Record, patch: Patch) -> None:
    if any(entry.action == "corrected" and entry.rules == patch.digest for entry in record.history):
        raise Refused("C082", "nothing to correct: found it in the history, wanted a new patch")


def _changed(
    record: Record, data: dict[str, Any], patch: Patch, operations: Sequence[PatchOperation]
) -> Record:
    before, was = Before(data), canonical(data)
    run(data, operations)
    if canonical(data) == was:
        raise Refused("C082", "nothing to correct: found the values so already, wanted a change")
    before.mark(data, patch.by, patch.digest)
    before.relink(data)
    entry = HistoryEntry("corrected", TOOL, __version__, patch.digest, patch.by, tuple(operations))
    data["revision"] += 1
    data["history"].append(to_json(entry))
    result, problems = checks.validate_value(data, patch.file)
    if result is None:
        raise _NotValid(tuple(found for found in problems if found.severity == "error"))
    return result
