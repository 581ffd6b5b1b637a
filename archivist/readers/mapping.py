"""This module reads mappings: small TOML files that say what the columns of a table mean.

`[columns]` has a key of `fields.FIELDS` and the name or number (from 1) of a column, or several;
`[values]` what holds for every row; `[catalogue]` the columns of a `--metadata` file.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from archivist.errors import UsageError, WorldRefused
from archivist.readers.fields import FIELDS, FILE, TITLE
from archivist.text import printable

SECTIONS = ("columns", "values", "catalogue")
HINT = "archivist formats TABLE --propose prints a mapping to begin with"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a mapping: the key it states, its name as given (`2` is also a number)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns mean; `file` is the name of the mapping, "" for one found by ourselves."""

    columns: tuple[Column, ...]
    values: tuple[tuple[str, str], ...] = ()
    catalogue: tuple[Column, ...] = ()
    file: str = ""


def load(path: str) -> Mapping:
    """The mapping in a file. Raises WorldRefused (unreadable) or UsageError (no mapping)."""
    try:
        return _loaded(path, Path(path).stat().st_mtime_ns)
    except OSError as refused:
        raise WorldRefused(f"{printable(path)}: {refused.strerror or refused}", hint=HINT) from None


@functools.lru_cache(8)
def _loaded(path: str, changed: int) -> Mapping:
    return parsed(Path(path).read_bytes(), printable(path))


def parsed(content: bytes, file: str) -> Mapping:
    """The mapping in the bytes of a TOML file. Raises UsageError."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: found no TOML: {error}", hint=HINT) from None
    _known(file, "section", data, SECTIONS)
    for name in SECTIONS:
        if not isinstance(data.get(name, {}), dict):
            raise UsageError(f"{file}: {name}: wanted a section: [{name}]", hint=HINT)
    columns = tuple(_columns(file, "columns", data.get("columns", {}), tuple(FIELDS)))
    catalogue = tuple(
        _columns(
            file,
            "catalogue",
            data.get("catalogue", {}),
            (FILE, TITLE, *(key for key in FIELDS if key != "text")),
        )
    )
    values = data.get("values", {})
    _known(file, "key in [values]", values, tuple(FIELDS))
    for key, value in values.items():
        if key == "text" or not isinstance(value, str) or not value.strip():
            raise UsageError(f"{file}: values.{key}: wanted a string for every row", hint=HINT)
    return Mapping(columns, tuple(values.items()), catalogue, Path(file).name)


def _columns(file: str, section: str, found: dict[str, Any], keys: tuple[str, ...]) -> Any:
    _known(file, f"key in [{section}]", found, keys)
    for key, value in found.items():
        names = value if isinstance(value, list) else [value]
        for name in names:
            if isinstance(name, bool) or not isinstance(name, str | int) or str(name) == "":
                what = "wanted the name or the number of a column, or a list of them"
                raise UsageError(f"{file}: {section}.{key}: {what}", hint=HINT)
            yield Column(key, str(name))


def _known(file: str, what: str, found: dict[str, Any], known: tuple[str, ...]) -> None:
    for name in found:
        if name not in known:
            close = get_close_matches(name, known, 1, 0.5)
            meant = f"did you mean {close[0]}? " if close else ""
            hint = f"{meant}there are: {', '.join(known)}"
            raise UsageError(f"{file}: no {what} is called {name!r}", hint=hint)


def place(name: str, names: tuple[str, ...]) -> int | None:
    """Which column is meant: by its name, as printed or whatever its case, or by its number."""
    if name in names:
        return names.index(name)
    folded = [item.strip().casefold() for item in names]
    if name.strip().casefold() in folded:
        return folded.index(name.strip().casefold())
    if name.isdecimal() and len(name) < 6 and 1 <= int(name) <= len(names):
        return int(name) - 1
    return None
