"""This module keeps what was wrong once, so that only what is new makes a run fail.

A baseline is JSON: for each problem its code, file, place in the record and message, and how often
it was there. Lines are not in it: they shift.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from archivist.problems import Problem
from archivist.reporting.identity import fingerprint, relative

PROFILE = "archivist baseline"
VERSION = 1


class Baseline:
    """Known problems, which are told apart from new ones as they come."""

    def __init__(self, known: dict[str, dict[str, Any]]) -> None:
        self._known = known
        self._left = Counter({name: entry["count"] for name, entry in known.items()})

    @classmethod
    def read(cls, data: bytes) -> Baseline:
        """Raises ValueError for what is no baseline, saying why."""
        value = json.loads(data)
        if not isinstance(value, dict) or value.get("profile") != PROFILE:
            raise ValueError(f'found no "profile": "{PROFILE}" in it')
        if value.get("version") != VERSION:
            raise ValueError(f"found version {value.get('version')!r}, wanted {VERSION}")
        entries = value.get("problems")
        if not isinstance(entries, list) or not all(map(_is_entry, entries)):
            raise ValueError("found no list of problems with fingerprint and count in it")
        return cls({entry["fingerprint"]: entry for entry in entries})

    def has(self, found: Problem) -> bool:
        """Whether the problem is known; each is, as often as it was there."""
        name = fingerprint(found)
        if self._left[name] <= 0:
            return False
        self._left[name] -= 1
        return True

    def gone(self) -> list[dict[str, Any]]:
        """Entries not met, in the order of the file, with the count that is left."""
        return [
            {**entry, "count": self._left[name]}
            for name, entry in self._known.items()
            if self._left[name] > 0
        ]


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("fingerprint"), str)
        and type(entry.get("count")) is int
        and entry["count"] > 0
        and all(isinstance(entry.get(name), str) for name in ("code", "file", "path", "message"))
    )


class Writing:
    """A baseline in the making."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Any]] = {}

    def add(self, found: Problem) -> None:
        """One more problem that is known from now on."""
        entry = self._entries.setdefault(
            fingerprint(found),
            {
                "code": found.code,
                "file": relative(found.location.file),
                "path": found.path,
                "message": found.message,
                "count": 0,
            },
        )
        entry["count"] += 1

    def __len__(self) -> int:
        return sum(entry["count"] for entry in self._entries.values())

    def content(self) -> bytes:
        """The file: UTF-8, sorted, one problem a line, so that it merges well."""
        rows = [{"fingerprint": name, **entry} for name, entry in self._entries.items()]
        rows.sort(key=lambda row: (row["file"], row["code"], row["path"], row["fingerprint"]))
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        head = f'{{"profile": "{PROFILE}", "version": {VERSION}, "problems": ['
        return f"{head}\n{lines}\n]}}\n".encode("utf-8", "backslashreplace")
