"""This module writes and reads the ledger of an accession: one row for every unit that was read.

CSV (RFC 4180) in UTF-8 with LF; the canonical form only: a cell stands in quotes when it holds a
comma, a quote, CR or LF, and never else. Values stand verbatim, whatever a spreadsheet makes of
them: the ledger is data. `csv` of the standard library reads the same rows; what is here also
keeps cells of any length without a setting of the process, and names the line of a damage.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from archivist.errors import ArchivistError

Outcome = Literal["written", "unchanged", "set-aside", "quarantined"]
CHUNK = 1 << 16  # characters of a written piece, about
LONGEST = 1 << 24  # bytes of a row: a stray quote shall not take the whole file into memory


@dataclass(frozen=True, slots=True)
class Row:
    """One unit and what became of it; columns as in the file, None or "" where a cell is empty.

    `path`, `part`: Source.name and its place inside. `reason`: why it is set aside, or the
    problem code of a quarantine. `id`: of the record that stands for it. `accession`, `shard`,
    `offset`, `line`: where that lies; byte offset of the gzip member, line from 0 within it.
    `original`, `original_offset`: payload path of the bytes, offset of the WARC record's member.
    """

    path: str
    part: str = ""
    bytes: int | None = None
    sha256: str = ""
    outcome: str = "written"
    reason: str = ""
    message: str = ""
    id: str = ""
    accession: str = ""
    shard: str = ""
    offset: int | None = None
    line: int | None = None
    original: str = ""
    original_offset: int | None = None
    language: str = ""
    date: str = ""
    title: str = ""
    title_kind: str = ""
    warnings: int | None = None
    status: str = ""


COLUMNS: tuple[str, ...] = tuple(Row.__slots__)
HEADER = ",".join(COLUMNS)
_VALUES = operator.attrgetter(*COLUMNS)
_NUMBERS = tuple(COLUMNS.index(name) for name in COLUMNS if "int" in str(Row.__annotations__[name]))


class DamagedLedger(ArchivistError):
    """A ledger that is not as archivist writes it; the message names file and line."""

    exit_code = 1


# ------------------------------------------------------------------ writing


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """The ledger in chunks of about 64 KiB; a lone surrogate as WTF-8 writes it."""
    lines, size = [HEADER], 0
    for row in rows:
        line = _line(row)
        lines.append(line)
        size += len(line)
        if size >= CHUNK:
            yield _encoded(lines)
            lines, size = [], 0
    if lines:
        yield _encoded(lines)


def _encoded(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def _line(row: Row) -> str:
    cells = ["" if value is None else str(value) for value in _VALUES(row)]
    line = ",".join(cells)
    if line.count(",") == len(COLUMNS) - 1 and not _BREAKING.search(line):
        return line
    return _joined(cells)


_BREAKING = re.compile(r'["\r\n]')
_SPECIAL = re.compile(r'[",\r\n]')


def _joined(cells: list[str]) -> str:
    special = _SPECIAL.search
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if special(cell) else cell for cell in cells
    )


# ------------------------------------------------------------------ reading


def read(stream: BinaryIO, name: str | None = None) -> Iterator[Row]:
    """The rows, one at a time. `name` is what messages call the file.

    Raises DamagedLedger at the first line that `write` would not have written.
    """
    name = name or str(getattr(stream, "name", "") or "report.csv")
    at = 0
    for at, line in _lines(stream, name):
        if at > 1:
            yield _row(line, name, at)
        elif line != HEADER:
            raise _damaged(name, 1, f"found the columns {line[:200]!r}, wanted {HEADER[:40]}…")
    if at == 0:
        raise _damaged(name, 1, "found an empty file, wanted a line with the columns")


def _lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """(line from 1, text without the LF); a line break in quotes does not end a line."""
    at = 0
    lines = iter(stream)
    for raw in lines:
        start = at = at + 1
        if raw.count(b'"') % 2:
            pieces = _rest(lines, len(raw))
            raw += b"".join(pieces)
            at += len(pieces)
            if raw.count(b'"') % 2:
                raise _damaged(name, start, "found a quote that is not closed")
        if raw[-1:] != b"\n":
            raise _damaged(name, start, "found no line end, wanted a whole row")
        try:
            yield start, raw[:-1].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise _damaged(name, start, "found bytes that are not UTF-8") from None


def _rest(lines: Iterator[bytes], size: int) -> list[bytes]:
    """The lines to the one that closes the quote."""
    pieces: list[bytes] = []
    for line in lines:
        pieces.append(line)
        size += len(line)
        if line.count(b'"') % 2 or size > LONGEST:
            break
    return pieces


_NUMBER = r"((?:0|[1-9][0-9]{0,18})?)"
# In quotes for a reason (a comma, a line break or a doubled quote follows), or without.
_CELL = r'("(?=[^",\r\n]*+(?:[,\r\n]|""))(?:[^"]++|"")*+"|[^",\r\n]*+)'
_WHOLE = re.compile(",".join(_NUMBER if at in _NUMBERS else _CELL for at in range(len(COLUMNS))))
_SOME = re.compile(f"{_CELL}(?:,{_CELL})*+")


def _row(line: str, name: str, at: int) -> Row:
    whole = _WHOLE.fullmatch(line)
    if whole is None:
        raise _damaged(name, at, _fault(line))
    cells: list[str | int | None] = list(whole.groups())
    if '"' in line:
        cells = list(map(_unquoted, whole.groups()))
    for place in _NUMBERS:
        cells[place] = int(cell) if (cell := cells[place]) else None
    return Row(*cells)  # type: ignore[arg-type]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell


def _fault(line: str) -> str:
    """What is wrong with a line that is no row."""
    if not _SOME.fullmatch(line):
        return "found a quote or a line break where none can be"
    cells = re.findall(f"(?:\\A|,){_CELL}", line)
    if len(cells) != len(COLUMNS):
        return f"found {len(cells)} cells, wanted {len(COLUMNS)}"
    place = next(at for at in _NUMBERS if not re.fullmatch(_NUMBER, cells[at]))
    return f"found {cells[place][:40]!r} in {COLUMNS[place]}, wanted a number"


def _damaged(name: str, line: int, found: str) -> DamagedLedger:
    return DamagedLedger(f"{name}:{line}: {found}", hint="`archivist verify` names what is damaged")
