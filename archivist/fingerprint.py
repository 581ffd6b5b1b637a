"""This module says which tool made a record: name, version, and the digest of its rule tables."""

from __future__ import annotations

import functools
import os
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from archivist import __version__
from archivist.errors import UsageError
from archivist.record import Generator

NAME = "archivist"
VERSION = __version__


def generator(as_of: str, components: tuple[tuple[str, str], ...] = ()) -> Generator:
    """The generator of records made now; `components` are what a reader adds."""
    return Generator(NAME, VERSION, {"rules": rules_digest(), **dict(sorted(components))}, as_of)


@functools.cache
def rules_digest() -> str:
    """`sha256:` of the language tables and gazetteers, by name and content, sorted."""
    digest = sha256()
    for folder in ("languages", "data"):
        for item in sorted(_tables(folder), key=lambda item: item.name):
            content = item.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{folder}/{item.name}\0{sha256(content).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"


def _tables(folder: str) -> list[Traversable]:
    items = (files("archivist") / folder).iterdir()
    return [item for item in items if item.name.endswith((".toml", ".tsv"))]


def as_of(given: str | None) -> str:
    """The instant of the run: what was given, else SOURCE_DATE_EPOCH, else now, in UTC seconds.

    Accepts `YYYY-MM-DD`, `YYYY-MM-DDThh:mm:ssZ` and offsets. Raises UsageError.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given is not None:
            return _utc(datetime.fromisoformat(given))
        if epoch:
            return _utc(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError) as error:
        found = f"--as-of {given}" if given is not None else f"SOURCE_DATE_EPOCH={epoch}"
        hint = "give an instant such as 2026-11-22T10:00:00Z"
        raise UsageError(f"{found} is not an instant: {error}", hint=hint) from error
    return _utc(datetime.now(UTC))


def _utc(moment: datetime) -> str:
    """A time without a zone is taken as UTC: the same on every machine."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
