"""This module says which tool made a record: name, version, and the digest of its rule tables."""

from __future__ import annotations

import functools
import json
import os
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

from archivist import __version__
from archivist.errors import UsageError
from archivist.record import Generator
from archivist.settings import Settings

NAME = "archivist"
VERSION = __version__


def generator(as_of: str, components: tuple[tuple[str, str], ...] = ()) -> Generator:
    """The generator of records made now; `components` are what a reader adds."""
    return Generator(NAME, VERSION, {"rules": rules_digest(), **dict(sorted(components))}, as_of)


def options(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The component `options`: what the caller set that can change a record, by name, sorted.

    Files stand by the digest of their content. Nothing where all is as it is by itself.
    """
    default = Settings()
    said = {
        name: getattr(settings, field)
        for name, field in _OPTIONS.items()
        if getattr(settings, field) != getattr(default, field)
    }
    said |= {name: _digest_of(said[name]) for name in _FILES if name in said}
    for name in ("authority", "corrections"):
        if name in said:
            said[name] = "|".join(map(_digest_of, said[name]))
    if "profiles" in said:
        said["profiles"] = _digest_of_folder(said["profiles"])
    if "path" in said:
        said["path"] = "|".join(said["path"])
    shown = ";".join(f"{name}={said[name]}" for name in sorted(said))
    return (("options", shown),) if shown else ()


# Long option → the field of the settings.
_OPTIONS = {
    "articles": "articles",
    "authority": "authority",
    "corrections": "corrections",
    "date-order": "date_order",
    "encoding": "encoding",
    "engine": "engine",
    "from": "format",
    "identifiers": "identifiers",
    "lang": "language",
    "map": "mapping",
    "metadata": "metadata",
    "min-confidence": "min_confidence",
    "path": "paths",
    "profiles": "profiles",
}


_FILES = ("identifiers", "map", "metadata")


def _digest_of(path: str) -> str:
    stat = os.stat(path)
    return _digested(path, stat.st_mtime_ns, stat.st_size)


def _digest_of_folder(path: str) -> str:
    """Of the names and contents of its TOML files, sorted."""
    found = [
        f"{name} {_digest_of(os.path.join(path, name))}\n"
        for name in (sorted(os.listdir(path)) if os.path.isdir(path) else ())
        if name.endswith(".toml")
    ]
    return f"sha256:{sha256(''.join(found).encode()).hexdigest()[:16]}"


@functools.lru_cache(8)
def _digested(path: str, changed: int, size: int) -> str:
    with open(path, "rb") as opened:
        return f"sha256:{sha256(opened.read()).hexdigest()[:16]}"


def of(settings: Settings) -> str:
    """`sha256:` of all that decides what a source becomes: two equal ones give equal records."""
    said = {**components(), "archivist": VERSION, **dict(options(settings))}
    return f"sha256:{sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()}"


def components() -> dict[str, str]:
    """Library or table → version or digest: what can change the text or the values of a record."""
    libraries = {name: found for name in _SHAPING if (found := _version_of(name))}
    return {"rules": rules_digest(), "unicode": unicodedata.unidata_version, **libraries}


# Distributions that turn bytes into text, or text into values.
_SHAPING = (
    "lxml",
    "trafilatura",
    "lxml_html_clean",
    "markdown-it-py",
    "PyYAML",
    "feedparser",
    "mwparserfromhell",
    "pypdfium2",
    "brotli",
    "spacy",
    "rdflib",
)


@functools.cache
def _version_of(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


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
