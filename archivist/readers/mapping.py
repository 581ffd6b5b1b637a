"""This module reads mappings: small TOML files that say what the columns of a table mean.

`[columns]` has a key of `fields.FIELDS` and the name or number (from 1) of a column, or several;
`[values]` what holds for every row; `[catalogue]` the columns of a `--metadata` file.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

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


class Fault(NamedTuple):
    """What is wrong in a mapping: section and key, as far as there are, and the message."""

    keys: tuple[str, ...]
    message: str
    hint: str = HINT


def parsed(content: bytes, file: str) -> Mapping:
    """The mapping in the bytes of a TOML file. Raises UsageError for the first fault."""
    data: dict[str, Any] = {}
    for fault in faults(content, data):
        raise UsageError(f"{file}: {fault.message}", hint=fault.hint)
    columns = tuple(_columns(data.get("columns", {})))
    catalogue = tuple(_columns(data.get("catalogue", {})))
    return Mapping(columns, tuple(data.get("values", {}).items()), catalogue, Path(file).name)


def faults(content: bytes, data: dict[str, Any]) -> Iterator[Fault]:
    """All that is wrong in the bytes of a mapping; `data` takes what they say."""
    try:
        data.update(tomllib.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        yield Fault((), f"found no TOML: {error}")
        return
    yield from _unknown("section", data, SECTIONS)
    for section, keys in _KEYS.items():
        found = data.get(section, {})
        if not isinstance(found, dict):
            yield Fault((section,), f"{section}: wanted a section: [{section}]")
            continue
        yield from _unknown(f"key in [{section}]", found, keys, section)
        for key, value in found.items():
            if key in keys and (wanted := _wanted(section, key, value)):
                yield Fault((section, key), f"{section}.{key}: {wanted}")


def _wanted(section: str, key: str, value: Any) -> str | None:
    """What a value should have been, None when it is that."""
    if section == "values":
        fits = key != "text" and isinstance(value, str) and bool(value.strip())
        return None if fits else "wanted a string for every row"
    names = value if isinstance(value, list) else [value]
    if all(isinstance(n, str | int) and not isinstance(n, bool) and str(n) for n in names):
        return None
    return "wanted the name or the number of a column, or a list of them"


_KEYS: dict[str, tuple[str, ...]] = {
    "columns": tuple(FIELDS),
    "values": tuple(FIELDS),
    "catalogue": (FILE, TITLE, *(key for key in FIELDS if key != "text")),
}


def _columns(found: dict[str, Any]) -> Iterator[Column]:
    for key, value in found.items():
        for name in value if isinstance(value, list) else [value]:
            yield Column(key, str(name))


def _unknown(
    what: str, found: dict[str, Any], known: tuple[str, ...], *section: str
) -> Iterator[Fault]:
    for name in found:
        if name not in known:
            close = get_close_matches(name, known, 1, 0.5)
            meant = f"did you mean {close[0]}? " if close else ""
            hint = f"{meant}there are: {', '.join(known)}"
            yield Fault((*section, name), f"no {what} is called {name!r}", hint)


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
