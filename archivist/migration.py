"""This module knows the versions of the record's schema, and brings a record to the current one.

Each version that was published is frozen in `schemas/frozen/`: what was written once is read by
every later version. A step is a pure function from the JSON value of one version to that of the
next; to add one, freeze the new schema, and add its name and its step to `OURS`.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from archivist import __version__, schema
from archivist.record import SCHEMA_VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]
Contract = Callable[[str], dict[str, Any]]

_FORM = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions from the oldest to the current one, the step that leads away from each but the
    last, and the JSON Schema of each."""

    names: tuple[str, ...]
    steps: Mapping[str, Step]
    contract: Contract

    @property
    def current(self) -> str:
        return self.names[-1]

    @property
    def older(self) -> tuple[str, ...]:
        """Those that can be brought to the current one."""
        return self.names[:-1]

    def is_newer(self, name: str) -> bool:
        """Whether it is a version of the time to come."""
        return bool(_FORM.fullmatch(name)) and _numbers(name) > _numbers(self.current)


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(".")))


def same_shape(value: dict[str, Any]) -> dict[str, Any]:
    """A step between versions that say the same in the same way."""
    return value


# 0.1 was the draft: 1.0 froze what it was in the end.
OURS = Versions(("0.1", SCHEMA_VERSION), {"0.1": same_shape}, schema.frozen)

_KNOWN: ContextVar[Versions] = ContextVar("versions", default=OURS)


def known() -> Versions:
    """The versions that are read here and now."""
    return _KNOWN.get()


@contextlib.contextmanager
def knowing(versions: Versions) -> Iterator[None]:
    """Read by other versions for a while: what a version to come will do can be tried today."""
    token = _KNOWN.set(versions)
    try:
        yield
    finally:
        _KNOWN.reset(token)


def version_of(value: Any) -> str | None:
    """What a JSON value says it is of; None when it says nothing, or no string."""
    version = value.get("schemaVersion") if isinstance(value, dict) else None
    return version if isinstance(version, str) else None


def migrated(value: dict[str, Any]) -> dict[str, Any]:
    """A record of the current version with the same text, values and evidence.

    `value` follows the frozen schema of its version, and is not changed. Its history tells each
    step as a patch that leads from version to version. A current record is returned as it is.
    """
    versions = known()
    at = versions.names.index(value["schemaVersion"])
    for before, after in itertools.pairwise(versions.names[at:]):
        changed = versions.steps[before](value)
        history = [*changed["history"], _entry(before, after)]
        value = {**changed, "schemaVersion": after, "history": history}
    return value


def _entry(before: str, after: str) -> dict[str, Any]:
    said = {"path": "/schemaVersion", "from": None}
    return {
        "action": "migrated",
        "tool": "archivist",
        "version": __version__,
        "rules": None,
        "by": None,
        "patch": [
            {"op": "test", **said, "value": before},
            {"op": "replace", **said, "value": after},
        ],
    }
