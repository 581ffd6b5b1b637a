"""This module reads lists of checksums: of coreutils, of BSD, manifests of a bag, CSV.

`digest  name`, `digest *name`, `\\digest  na\\nme`; `SHA256 (name) = digest`; a table with a column
for the name and one for the digest. The algorithm is known by its name, else by the length.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO, NamedTuple

from archivist.errors import UsageError
from archivist.text.cells import Rows

# Length of the hexadecimal digest → algorithm.
BY_LENGTH: Mapping[int, str] = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
LENGTHS: Mapping[str, int] = {name: length for length, name in BY_LENGTH.items()}
HINT = "wanted lines such as sha256sum prints, a bag's manifest, or CSV with columns path,sha256"


class Line(NamedTuple):
    """One checksum: the line it stands on, md5/sha1/sha256/sha512, hexadecimal, of which file."""

    number: int
    algorithm: str
    digest: str
    file: str


class Fault(NamedTuple):
    """A line that is no checksum: line and column from 1, what was found."""

    number: int
    column: int
    message: str
    hint: str = HINT


class _Bad(Exception):
    """What a line or a cell has that no checksum has."""

    def __init__(self, message: str, hint: str = HINT) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read(stream: BinaryIO, name: str, where: str) -> Iterator[Line]:
    """The checksums of a list, one at a time. `name` of the file may tell the algorithm.

    Raises UsageError that begins with `where` and the line for the first bad line.
    """
    for found in look(stream, name):
        if isinstance(found, Fault):
            raise UsageError(f"{where}:{found.number}: {found.message}", hint=found.hint)
        yield found


def look(stream: BinaryIO, name: str) -> Iterator[Line | Fault]:
    """The checksums of a list and what is wrong in it, in its order."""
    broken: list[Fault] = []
    found = _decoded(stream, broken)
    head = next(found, "")
    whole = chain([head], found)
    yield from _table(head, whole) if is_table(head) else _lines(whole, name)
    yield from broken


def is_list(head: str, name: str) -> bool:
    """Whether the first lines of a file are of a list of checksums."""
    lines = [line for line in head.splitlines() if line.strip() and line[0] not in "#;"][:20]
    listed = sum(bool(_BSD.fullmatch(line) or _COREUTILS.fullmatch(line)) for line in lines)
    named = listed and _named_after(name) is not None
    return is_table(head.partition("\n")[0]) or bool(named) or 0 < len(lines) <= listed * 2


def _decoded(stream: BinaryIO, broken: list[Fault]) -> Iterator[str]:
    """The lines as text with their ends, without the byte order mark; until one is no UTF-8."""
    for number, raw in enumerate(stream, 1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            column = len(raw[: error.start].decode("utf-8")) + 1
            broken.append(Fault(number, column, "found a byte that is not UTF-8"))
            return


_MANIFEST = re.compile(
    r"(?:tag)?manifest-([a-z0-9]+)\.txt|(?:.*[._-])?([a-z0-9-]+?)(?:sums?)?(?:\.txt)?"
)


def _named_after(name: str) -> str | None:
    """The algorithm that the file's name tells: `manifest-md5.txt`, `SHA256SUMS`, `a.sha1`."""
    match = _MANIFEST.fullmatch(name.lower())
    found = (match[1] or match[2]).replace("-", "") if match else ""
    return found if found in LENGTHS else None


_BSD = re.compile(r"(\\?)([A-Za-z0-9/-]+) ?\((.*)\) ?= ?([0-9A-Fa-f]+)")
_COREUTILS = re.compile(r"(\\?)([0-9A-Fa-f]{32,128})(?: [ *](?=.)|[ \t]+\*?(?=\S))(.+)")
_OTHER_NAMES = {"sha2256": "sha256", "sha2512": "sha512"}  # OpenSSL 3: SHA2-256(a.txt)= …


def _lines(found: Iterable[str], name: str) -> Iterator[Line | Fault]:
    """Of a list with a file a line."""
    named = _named_after(name)
    manifest = _IS_MANIFEST.fullmatch(name) is not None
    for number, raw in enumerate(found, 1):
        line = raw.removesuffix("\n").removesuffix("\r")
        if not line.strip() or line.startswith(("#", ";")):
            continue
        try:
            yield _line(line, number, named, manifest)
        except _Bad as bad:
            yield Fault(number, 1, bad.message, bad.hint)


def _line(line: str, number: int, named: str | None, manifest: bool) -> Line:
    if match := _BSD.fullmatch(line):
        escaped, kind, file, value = match.groups()
        kind = kind.lower().replace("-", "").replace("/", "")
        kind = _checked(_OTHER_NAMES.get(kind, kind), value)
        return Line(number, kind, value, _unescaped(file, escaped != "", False))
    if match := _COREUTILS.fullmatch(line):
        escaped, value, file = match.groups()
        kind = _checked(named, value)
        return Line(number, kind, value, _unescaped(file, escaped != "", manifest))
    raise _Bad(f"found {line[:60]!r}, no checksum")


_IS_MANIFEST = re.compile(r"(?:tag)?manifest-[a-z0-9]+\.txt")


def _unescaped(name: str, escaped: bool, manifest: bool) -> str:
    r"""A name as it is: coreutils writes `\n`, `\r` and `\\`, a bag `%0A`, `%0D` and `%25`."""
    if escaped:
        return re.sub(r"\\([nr\\])", lambda found: {"n": "\n", "r": "\r"}.get(found[1], "\\"), name)
    if manifest:
        name = re.sub(r"(?i)%(0A|0D|25)", lambda found: chr(int(found[1], 16)), name)
        return name.removeprefix("data/")
    return name


def _checked(kind: str | None, value: str) -> str:
    """The algorithm of a digest. Raises _Bad when its length is another's, or nobody's."""
    by_length = BY_LENGTH.get(len(value))
    if kind is not None and kind not in LENGTHS:
        raise _Bad(f"found {kind}, which is not read", f"wanted {', '.join(LENGTHS)}")
    if by_length is None or (kind is not None and LENGTHS[kind] != len(value)):
        wanted = f"{LENGTHS[kind]} for {kind}" if kind else "32, 40, 64 or 128"
        raise _Bad(f"found a digest of {len(value)} characters, wanted {wanted}")
    return kind or by_length


# ------------------------------------------------------------------ CSV

_FILE_COLUMNS = ("path", "file", "filename", "name", "filepath", "file_path", "file_name")
_DIGEST_COLUMNS = ("digest", "checksum", "hash", "hashvalue", "fixity", "message_digest")


def is_table(head: str) -> bool:
    """Whether the first line names columns: a list has a digest in it."""
    return ("," in head or "\t" in head or ";" in head) and _columns(_cells(head)) is not None


def _cells(head: str) -> list[str]:
    return next(csv.reader([head.rstrip("\r\n")], delimiter=_delimiter(head)), [])


def _delimiter(head: str) -> str:
    return max(",\t;", key=head.count)


def _columns(cells: Iterable[str]) -> tuple[int, tuple[tuple[int, str | None], ...]] | None:
    """(place of the name, ((place of a digest, its algorithm), …)), None without one of them."""
    names = [re.sub(r"[^a-z0-9_]", "", cell.strip().lower()) for cell in cells]
    file = next((at for at, name in enumerate(names) if name in _FILE_COLUMNS), None)
    found: list[tuple[int, str | None]] = [
        (at, name if name in LENGTHS else None)
        for at, name in enumerate(names)
        if name in LENGTHS or name in _DIGEST_COLUMNS
    ]
    return (file, tuple(found)) if file is not None and found else None


def _table(head: str, found: Iterable[str]) -> Iterator[Line | Fault]:
    columns = _columns(_cells(head))
    assert columns is not None  # _is_table looked
    file, digests = columns
    lines, delimiter = Rows(found), _delimiter(head)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in rows:
            line = rows.line_num
            if line > 1 and any(cell.strip() for cell in row):
                if len(row) <= max(file, *(at for at, _ in digests)) or not row[file]:
                    place = lines.place(min(file, len(row)), delimiter)
                    yield Fault(*place, "found a row without file or digest")
                else:
                    for at, kind in digests:
                        yield from _cell(row, at, kind, file, line, lines, delimiter)
            lines.done()
    except csv.Error as broken:
        yield Fault(rows.line_num, 1, str(broken))


def _cell(
    row: list[str],
    at: int,
    kind: str | None,
    file: int,
    line: int,
    lines: Rows,
    delimiter: str,
) -> Iterator[Line | Fault]:
    value = row[at].strip()
    try:
        if value:
            yield _digest(value, kind, row[file], line)
    except _Bad as bad:
        yield Fault(*lines.place(at, delimiter), bad.message, bad.hint)


def _digest(value: str, kind: str | None, file: str, line: int) -> Line:
    """A digest in a cell, perhaps with its algorithm before it: `sha256:9dae…`."""
    named, colon, bare = value.rpartition(":")
    if colon:
        kind, value = named.lower().replace("-", ""), bare
    if not re.fullmatch(r"[0-9A-Fa-f]+", value):
        raise _Bad(f"found {value[:60]!r}, wanted a digest")
    return Line(line, _checked(kind, value), value, file)
