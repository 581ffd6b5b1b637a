"""This module plans the files of a run: names that are safe on every system, and no collisions."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archivist.cli.inputs import Input
from archivist.exporters import BY_NAME, EXPORTERS
from archivist.text import folded, safe_name

# Lines of records: several articles in one file.
LINES = (".jsonl", ".ndjson")
# Names that say which standard of news agencies a file follows; most are called .xml like the rest.
OF_AGENCIES = (".newsml", ".nitf", ".ninjs", ".g2.xml", ".nitf.xml", ".ninjs.json")
# What tells programs how to work lies beside articles, and is none.
CONFIGURATION = (".toml", ".ini", ".cfg", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Target:
    """One article's files below the output folder: everything but the format's suffix."""

    folder: Path
    stem: str

    def path(self, format: str, part: str = "") -> Path:
        """Where the export goes; `part` tells articles of one source apart (`#2`)."""
        return self.folder / (safe_name(self.stem + part) + BY_NAME[format].suffix)


def target(found: Input, folder: Path) -> Target:
    """`it/x.txt` and `it/x.txt.record.json` are the same article: both give `it/x.txt.…`."""
    return Target(folder, stem(found.name))


def stem(name: str) -> str:
    """The name without the suffix of one of our formats: the source it was made from."""
    lower = name.lower()
    for item in EXPORTERS:
        if lower.endswith(item.suffix) and len(lower) > len(item.suffix):
            return name[: -len(item.suffix)]
    return name


def is_export_name(name: str) -> bool:
    """Whether a file is named as our exports are."""
    return name.lower().endswith(tuple(item.suffix for item in EXPORTERS)) or is_lines(name)


def is_lines(name: str) -> bool:
    return name.lower().endswith(LINES)


def collisions(
    inputs: Sequence[Input], formats: Sequence[str], folder: Path
) -> Iterator[tuple[str, str]]:
    """(message, hint) for each output that two inputs want, or that is itself an input.

    Compared as the least able file system would: without case, in one normal form.
    """
    sources = {os.path.realpath(item.path) for item in inputs if item.path}
    owners: dict[str, Input] = {}
    for item in inputs:
        for format in formats:
            path = target(item, folder).path(format, item.part or "")
            first = owners.setdefault(_folded(path), item)
            if first is not item:
                yield _wanted_twice(path, first, item)
                break
            if os.path.realpath(path) in sources and not is_export_name(item.name):
                yield f"{path} is an input, and inputs are never written", "name another -o"


def _wanted_twice(path: Path, first: Input, second: Input) -> tuple[str, str]:
    message = f"{first.location} and {second.location} would both be written to {path}"
    if os.path.dirname(first.location) != os.path.dirname(second.location):
        return message, "name the folder that holds both, or give each its own -o"
    if stem(first.name) == stem(second.name):
        return message, "they are exports of one article: name one of them"
    if unicodedata.normalize("NFC", first.name) == unicodedata.normalize("NFC", second.name):
        return message, "the names differ in how Unicode spells an accent: rename one"
    return message, "other systems take the two names for one: rename one, or give it its own -o"


def _folded(path: Path) -> str:
    return folded(os.path.abspath(path))


# ------------------------------------------------------------------ which files of a folder


def articles(names: list[str]) -> list[str]:
    """Inputs of `convert` and `show`: articles, and exports whose article is not beside them.

    Of several exports of one article the first of `EXPORTERS` stands for all.
    """
    present = set(names)
    plain = [name for name in names if not is_export_name(name) and not _is_no_article(name)]
    lone = [name for name in names if is_export_name(name) and stem(name) not in present - {name}]
    chosen = {*plain, *_one_each(lone)}
    return [name for name in names if name in chosen]


def _is_no_article(name: str) -> bool:
    from archivist.readers.media import is_media_name

    return is_media_name(name) or name.lower().endswith(CONFIGURATION)


def records(names: list[str]) -> list[str]:
    """Inputs of `export`: one export of each article."""
    chosen = set(_one_each(name for name in names if is_export_name(name)))
    return [name for name in names if name in chosen]


def exports(names: list[str]) -> list[str]:
    """Inputs of `validate`: files named as our exports are, or after a standard of agencies."""
    return [name for name in names if is_export_name(name) or name.lower().endswith(OF_AGENCIES)]


def _one_each(names: Iterable[str]) -> Iterator[str]:
    best: dict[str, str] = {}
    for name in names:
        other = best.setdefault(stem(name), name)
        if _rank(name) < _rank(other):
            best[stem(name)] = name
    yield from best.values()


def _rank(name: str) -> int:
    suffixes = [item.suffix for item in EXPORTERS]
    return next((at for at, end in enumerate(suffixes) if name.lower().endswith(end)), 99)
