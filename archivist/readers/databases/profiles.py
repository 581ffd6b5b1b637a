"""This module holds the profiles of database downloads: patterns and labels, as TOML.

`archivist/data/database-<name>.toml` is ours; a file of that name, or `<name>.toml`, in the
folder of `--profiles` adds to its lists and replaces its single values, for interfaces in other
languages and versions to come.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any


class Unusable(Exception):
    """A profile of the user's that cannot be used: file and reason."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One product: `starts`, `ends`, … are lists of patterns or lines, tables map to such lists.

    `fields` looks the other way: table (or `ends`) → label, folded → field.
    `own`: the digest of the user's additions, None without them.
    """

    name: str
    lists: dict[str, tuple[str, ...]]
    tables: dict[str, dict[str, tuple[str, ...]]]
    fields: dict[str, dict[str, str]]
    own: str | None = None

    def all(self, name: str) -> tuple[str, ...]:
        """A list of the profile, empty where it has none of that name."""
        return self.lists.get(name, ())

    def field_of(self, table: str, printed: str) -> str | None:
        """Which field of a table a printed label or heading stands for."""
        return self.fields.get(table, {}).get(_folded(printed))

    def components(self) -> tuple[tuple[str, str], ...]:
        """What shaped the text beside our own tables."""
        return ((f"profile.{self.name}", f"sha256:{self.own}"),) if self.own else ()


def load(name: str, folder: str | None) -> Profile:
    """The profile of that name with the user's additions. Raises Unusable."""
    return _loaded(name, *_additions(name, folder))


@functools.lru_cache(maxsize=32)
def _loaded(name: str, file: str, added: str | None) -> Profile:
    ours = (files("archivist") / "data" / f"database-{name}.toml").read_text("utf-8")
    merged = tomllib.loads(ours)
    if added is not None:
        try:
            merged = _merged(merged, tomllib.loads(added))
            _check(merged)
        except (ValueError, TypeError, re.error, RecursionError) as error:
            raise Unusable(f"no profile in {file}: {error}") from error
    lists = {key: tuple(value) for key, value in merged.items() if isinstance(value, list)}
    tables = {
        key: {field: tuple(labels) for field, labels in value.items()}
        for key, value in merged.items()
        if isinstance(value, dict)
    }
    digest = sha256(added.encode()).hexdigest() if added is not None else None
    fields = {key: _lookup(table) for key, table in tables.items()}
    fields["ends"] = _lookup({"end": lists.get("ends", ())})
    return Profile(name, lists, tables, fields, digest)


def _additions(name: str, folder: str | None) -> tuple[str, str | None]:
    """The user's file of that name, and what it says; None where there is none."""
    for file in (f"database-{name}.toml", f"{name}.toml") if folder is not None else ():
        try:
            return file, (Path(folder or "") / file).read_text("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise Unusable(f"no profile in {file}: {error}") from error
    return "", None


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """The user's lists come first: their patterns lead."""
    merged = dict(ours)
    for key, value in theirs.items():
        held = merged.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            merged[key] = _merged(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            merged[key] = [*value, *(item for item in held if item not in value)]
        elif held is not None and type(held) is not type(value):
            wanted, found = type(held).__name__, type(value).__name__
            raise ValueError(f"{key}: found a {found}, wanted a {wanted}")
        else:
            merged[key] = value
    return merged


def _check(merged: dict[str, Any]) -> None:
    for key, value in merged.items():
        lists = value.values() if isinstance(value, dict) else [value]
        for held in lists:
            if isinstance(held, list) and not all(isinstance(item, str) for item in held):
                raise ValueError(f"{key}: found something else than strings")
    for key in PATTERNS:
        for pattern in merged.get(key, ()):
            re.compile(pattern)


PATTERNS = ("starts", "totals", "bookmarks", "noise")  # lists of regular expressions


def _lookup(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Label → field; the first that names a label leads."""
    pairs = [(_folded(label), field) for field, labels in table.items() for label in labels]
    return dict(reversed(pairs))


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
