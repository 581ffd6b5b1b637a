"""This module knows the collection that a command means, what to say when there is none, and that
nothing but its own commands writes into one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from archivist.collection import layout
from archivist.errors import UsageError, WorldRefused


def named(words: Sequence[str], collection: str | None) -> tuple[Path, list[str]]:
    """The collection, and the words that are not it.

    It is `--collection`, else the first word, else the folder we are in. Raises UsageError,
    WorldRefused.
    """
    if collection is not None:
        return there(collection), list(words)
    if words and layout.is_collection(Path(words[0])):
        return Path(words[0]), list(words[1:])
    if layout.is_collection(Path()):
        return Path(), list(words)
    if words and Path(words[0]).is_dir():
        return there(words[0]), []
    hint = "name it first, or go into it: archivist COMMAND COLLECTION …"
    raise UsageError("found no collection, wanted the folder of one", hint=hint)


def there(name: str) -> Path:
    """The collection in a folder. Raises WorldRefused where there is none."""
    path = Path(name)
    if not layout.is_collection(path):
        what = "found no accession in it" if path.is_dir() else "found no such folder"
        hint = "archivist archive INPUT… -o COLLECTION makes a collection"
        raise WorldRefused(f"{path}: {what}, wanted a collection", hint=hint)
    return path


def keep_out(output: str | None, collections: Iterable[Path]) -> None:
    """Raises UsageError for an output that lies in a collection that is read."""
    for collection in collections if output is not None else ():
        if Path(output or "").resolve().is_relative_to(collection.resolve()):
            raise UsageError(
                f"{output} lies in the collection {collection}, which is an input",
                hint="nothing is written among what is kept: name another place with -o",
            )
