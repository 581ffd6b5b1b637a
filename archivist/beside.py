"""This module checks what is supplied beside sources: mappings, tables of identifiers, checksums.

Each is known by what stands in it and read by the module that uses it; here all that is wrong in
it is told, with line and column. Also the catalogue of `--metadata` and authority files in CSV.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from archivist.errors import UsageError
from archivist.extractors import authority
from archivist.jsontext.walk import Lines
from archivist.problems import Location, Problem, problem
from archivist.readers import catalogue, checksum_lists, identifiers, mapping
from archivist.record import Source

Check = Callable[[Source], Iterator[Problem]]
HEAD = 65536  # bytes by which it is known what a file is
_PLACED = re.compile(r".*?:(\d+)(?::(\d+))?: (.*)", re.DOTALL)


def check(source: Source) -> tuple[Problem, ...] | None:
    """All that is wrong with what is supplied, in its order; None when it is nothing of that."""
    known = _known(source)
    if known is None:
        return None
    found = dict.fromkeys(known(source))
    return tuple(
        sorted(found, key=lambda item: (item.location.line or 0, item.location.column or 0))
    )


def _known(source: Source) -> Check | None:
    """The check of what a file is."""
    try:
        head = source.data[:HEAD].decode(
            "utf-8-sig", "strict" if len(source.data) < HEAD else "ignore"
        )
    except UnicodeDecodeError as error:
        head = source.data[: error.start].decode("utf-8-sig", "ignore")
    if source.name.lower().endswith(".toml"):
        return _mapping if re.search(r"(?m)^\s*\[?(?:columns|values|catalogue)\b", head) else _toml
    if head.lstrip()[:1] in ("", "{", "[", "<", "@"):
        return None
    first = head.splitlines()[0] if head else ""
    if identifiers.is_table(first):
        return _identifiers
    if checksum_lists.is_list(head, source.name):
        return _checksums
    return _table(first)


def _table(first: str) -> Check | None:
    """Of a table whose first line names its columns."""
    delimiter = max(",;\t", key=first.count)
    names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if "name" in names and {"type", "id", "forms", "sameAs", "lang"} & set(names):
        return _authority
    return _catalogue if catalogue.is_table(names) else None


# ------------------------------------------------------------------ one check each


def _toml(source: Source) -> Iterator[Problem]:
    what = "found TOML without [columns], [values] or [catalogue], wanted a mapping"
    yield problem("R008", what, Location(source.location), hint=mapping.HINT)


def _mapping(source: Source) -> Iterator[Problem]:
    text = source.data.decode("utf-8-sig", "replace")
    for fault in mapping.faults(source.data, {}):
        place = _syntax(fault.message) if not fault.keys else _key(text, fault.keys)
        message = re.sub(r" \(at [^)]*\)$", "", fault.message)
        yield problem("C043", message, Location(source.location, *place), hint=fault.hint)


def _syntax(message: str) -> tuple[int, int | None]:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return (int(found[1]), int(found[2])) if found else (1, None)


def _key(text: str, keys: tuple[str, ...]) -> tuple[int, int]:
    """Where a key of TOML stands: its section's header, or `key =` below it."""
    lines, section = Lines(text), ""
    spelled = re.compile(
        r"\s*(?:\[\s*(?P<section>[^\]]*?)\s*\]|(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*')\s*=)"
    )
    start = 0
    for line in text.splitlines(keepends=True):
        if match := spelled.match(line):
            section = match["section"] if match["section"] is not None else section
            named = (
                (section,) if match["section"] is not None else (section, match["key"].strip("\"'"))
            )
            if tuple(name for name in named if name) == keys:
                return lines.place(start + match.start("section" if match["section"] else "key"))
        start += len(line)
    return (1, 1) if len(keys) < 2 else _key(text, keys[:1])


def _identifiers(source: Source) -> Iterator[Problem]:
    try:
        yield from identifiers.parsed(source.data, source.location).problems
    except UsageError as refused:
        yield _refused("C040", refused, source)


def _checksums(source: Source) -> Iterator[Problem]:
    listed: dict[tuple[str, str], tuple[int, str]] = {}
    name = source.name.rpartition("/")[2]
    for found in checksum_lists.look(io.BytesIO(source.data), name):
        if isinstance(found, checksum_lists.Fault):
            where = Location(source.location, found.number, found.column)
            yield problem("C044", found.message, where, hint=found.hint)
            continue
        key = (found.algorithm, found.file)
        first, digest = listed.setdefault(key, (found.number, found.digest.lower()))
        if digest != found.digest.lower():
            message = f"found a second {found.algorithm} for {found.file}: line {first} has another"
            yield problem("C044", message, Location(source.location, found.number, 1))


def _authority(source: Source) -> Iterator[Problem]:
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Lines(source.data[: error.start].decode("utf-8-sig")).place(10**9)
        where = Location(source.location, place[0])
        yield problem("C048", "found a byte that is not UTF-8", where, hint="save it as CSV UTF-8")
        return
    for found in authority.look(text):
        if isinstance(found, authority.Fault):
            where = Location(source.location, found.number, found.column)
            yield problem("C048", found.message, where, hint=found.hint)


def _catalogue(source: Source) -> Iterator[Problem]:
    try:
        for found in catalogue.look(source.data, source.location):
            if isinstance(found, catalogue.Fault):
                where = Location(source.location, found.number)
                yield problem("C049", found.message, where, hint=found.hint)
    except UsageError as refused:
        yield _refused("C049", refused, source)


def _refused(code: str, refused: UsageError, source: Source) -> Problem:
    """What a reader refuses as a whole, with the place that it says."""
    said = _PLACED.fullmatch(str(refused))
    message = said[3] if said else str(refused).removeprefix(f"{source.location}: ")
    line = int(said[1]) if said else 1
    column = int(said[2]) if said and said[2] else None
    return problem(code, message, Location(source.location, line, column), hint=refused.hint)
