"""This module finds how a table is written: encoding, delimiter, quotes, line ends, header.

Every likely way is tried on the first rows; the one that cuts most of them into the same number of
fields is it. Nothing is taken from the name of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archivist import text as texts
from archivist.problems import Problem
from archivist.readers import fields
from archivist.readers.parts import Stream, empty
from archivist.readers.tables.lines import Line, lines
from archivist.readers.tables.rows import Row, Syntax, rows
from archivist.record import Value
from archivist.settings import Settings

SAMPLE = 262144  # bytes looked at
ROWS = 500  # rows looked at
ENOUGH = 0.6  # share of rows that must have as many fields as the others
MARKS = (b"\xef\xbb\xbf",)
ALONE = b"\0"  # the delimiter of a table with one column: none
_DELIMITERS = (b",", b";", b"\t", b"|")
_QUOTES = (b'"', b"'", None)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. `wide`: the codec where a character has two or four bytes.

    `first`: number of the first line that is a row; `header`: the names of the columns as printed,
    None where there is none (the first row then is an article); `width`: fields in a row.
    """

    encoding: Value
    wide: str | None
    line_end: bytes
    syntax: Syntax
    first: int
    header: tuple[str, ...] | None
    width: int

    def names(self) -> tuple[str, ...]:
        """The columns by name, else by number from 1."""
        return self.header or tuple(str(at + 1) for at in range(self.width))


@dataclass(frozen=True, slots=True)
class Sample:
    """The dialect of a table and its first rows, decoded, the header not among them.

    `whole`: these are all its rows, and none is broken.
    """

    dialect: Dialect
    rows: tuple[tuple[str, ...], ...]
    whole: bool = False


def look(stream: Stream, settings: Settings) -> Sample | Problem:
    """The dialect and first rows, R002 for a binary file, R003 when no encoding fits.

    Raises OSError.
    """
    data = stream.head(SAMPLE)
    if not data:
        return empty(stream.location)
    cut = len(data) == SAMPLE
    encoding = _encoding(data, stream, settings, cut)
    if isinstance(encoding, Problem):
        return encoding
    name = encoding.value
    wide = name if name.startswith(("utf-16", "utf-32", "utf_16", "utf_32")) else None
    return sample(narrow(data, wide), encoding, wide, cut)


def sample(data: bytes, encoding: Value, wide: str | None, cut: bool) -> Sample:
    """The dialect and first rows of the first bytes, which are `cut` off somewhere."""
    end = b"\n" if b"\n" in data or b"\r" not in data else b"\r"
    if cut and end in data:
        data = data[: data.rindex(end) + 1]
    found = list(lines([data.removeprefix(MARKS[0])], end, len(data)))
    stated = _stated(found)
    found = found[1:] if stated else found
    syntax = _best(found, data, (stated,) if stated else _DELIMITERS, cut)
    cut_rows = _rows(found, syntax, cut)
    name = "utf-8" if wide else encoding.value
    decoded = [_decoded(row, name) for row in cut_rows]
    width = _modal(cut_rows)
    header = _header(decoded, width)
    width = len(header) if header else width
    first = 2 if stated else 1
    dialect = Dialect(encoding, wide, end, syntax, first, header, width)
    body = decoded[1:] if header else decoded
    whole = not cut and all(row.fault is None and len(row.fields) == width for row in cut_rows)
    return Sample(dialect, tuple(row for row in body if len(row) == width), whole)


def narrow(data: bytes, wide: str | None) -> bytes:
    """Bytes of UTF-16 or UTF-32 as UTF-8, half a character at the end left out."""
    if wide is None:
        return data
    size = 4 if "32" in wide else 2
    text = data[: len(data) // size * size].decode(wide, "replace")
    return text.removeprefix("\ufeff").encode("utf-8", "replace")


def _encoding(data: bytes, stream: Stream, settings: Settings, cut: bool) -> Value | Problem:
    if cut:  # not in the middle of a character
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1] or data[:-4]
        data = data[: len(data) // 4 * 4] if b"\0" in data[:64] else data
    where = stream.location
    decoded, problems = texts.decode_stated(
        data, where, stream.charset, "charset", encoding=settings.encoding
    )
    return decoded.encoding if decoded else problems[0]


# ------------------------------------------------------------------ delimiter and quotes


def _stated(found: list[Line]) -> bytes | None:
    """`sep=;` on the first line, as Excel understands it."""
    match = re.fullmatch(rb"sep=([,;\t|])", found[0].data) if found else None
    return match[1] if match else None


def _best(found: list[Line], data: bytes, delimiters: tuple[bytes, ...], cut: bool) -> Syntax:
    """The syntax that cuts most rows alike; a comma and double quotes where nothing tells."""
    ranked = [
        (rank, syntax)
        for syntax in _candidates(data, delimiters)
        if (rank := _rank(found, syntax, data, cut)) is not None
    ]
    if not ranked:
        return _by_header(found, delimiters)
    (_, _, quoted, _, _), best = max(ranked, key=lambda item: item[0])  # of equals the first
    bare = best.delimiter == b"\t" and not quoted
    return Syntax(b"\t", None, b"\\") if bare and _DUMP.search(data) else best


def _by_header(found: list[Line], delimiters: tuple[bytes, ...]) -> Syntax:
    """What parts the first line into names of columns, where most rows do not fit."""
    for delimiter in delimiters:
        names = found[0].data.split(delimiter) if found else []
        if len(names) > 1 and any(map(_is_name, (name.strip(b'" ') for name in names))):
            return Syntax(delimiter)
    return Syntax(ALONE)


_DUMP = re.compile(rb"(?:\t|^)\\N(?:\t|\r?$)|\\n\\n|[.!?]\\n", re.MULTILINE)


def _candidates(data: bytes, delimiters: tuple[bytes, ...]) -> Iterator[Syntax]:
    for delimiter in delimiters:
        if delimiter not in data:
            continue
        for quote in _QUOTES:
            yield Syntax(delimiter, quote)
            if quote and b"\\" + quote in data:
                yield Syntax(delimiter, quote, b"\\")


def _rank(
    found: list[Line], syntax: Syntax, data: bytes, broken_off: bool
) -> tuple[float, bool, bool, bool, int] | None:
    """Share of rows with the usual number of fields; whether the delimiter is no comma of prose,
    whether fields are quoted so, whether marks are escaped with a backslash, and that number."""
    cut = _rows(found, syntax, broken_off)
    width = _modal(cut)
    if width < 2 or (len(cut[0].fields) == 1 and _is_name(cut[0].fields[0])):
        return None
    alike = sum(_alike(row, width, syntax) for row in cut) / len(cut)
    if alike < ENOUGH:
        return None
    spaced = data.count(syntax.delimiter + b" ") * 2 > data.count(syntax.delimiter)
    escaped = syntax.escape is not None and syntax.quote == b'"' and b'""' not in data
    return round(alike, 3), not spaced, _is_quoted(cut, syntax), escaped, width


def _is_name(field: bytes) -> bool:
    return fields.key_of(field.decode("utf-8", "replace").strip()) is not None


def _alike(row: Row, width: int, syntax: Syntax) -> float:
    """1 for a row as the others are, less where quotation marks speak against the syntax."""
    if len(row.fields) != width:
        return 0
    if syntax.quote != b'"' and any(_OUTER.fullmatch(field) for field in row.fields):
        return 0
    return 0.9 if row.loose else 1


_OUTER = re.compile(rb' *"[^"].*" *', re.DOTALL)


def _is_quoted(cut: list[Row], syntax: Syntax) -> bool:
    if syntax.quote is None:
        return False
    opening = re.compile(
        b"(?:^|" + re.escape(syntax.delimiter) + b") *" + re.escape(syntax.quote), re.MULTILINE
    )
    return any(opening.search(row.data) for row in cut)


def _rows(found: list[Line], syntax: Syntax, broken_off: bool) -> list[Row]:
    cut: list[Row] = []
    for row in rows(found, syntax, SAMPLE * 4, sample=broken_off):
        cut.append(row)
        if len(cut) == ROWS:
            break
    return cut


def _modal(cut: list[Row]) -> int:
    """The usual number of fields; of equally usual ones the larger."""
    counted = Counter(len(row.fields) for row in cut if row.fault is None)
    return max(counted, key=lambda width: (counted[width], width), default=0)


def _decoded(row: Row, name: str) -> tuple[str, ...]:
    return tuple(field.decode(name, "replace").strip() for field in row.fields)


# ------------------------------------------------------------------ header

NAME = 60  # letters that the name of a column has at most
_VALUE = re.compile(r"[-+]?[\d.,:/%€$ -]+|\d{4}-\d\d.*|https?://.*|[^@\s]+@[^@\s]+", re.DOTALL)


def _header(decoded: list[tuple[str, ...]], width: int) -> tuple[str, ...] | None:
    """The first row if it names columns: short, no values, other than the rest."""
    if not decoded:
        return None
    first, *rest = decoded
    filled = [name for name in first if name]
    if not filled or len(first) - len(filled) > max(1, len(first) // 2):
        return None
    if any(len(name) > NAME or "\n" in name or _VALUE.fullmatch(name) for name in filled):
        return None
    if len(first) == width - 1 and all(row[0].isdecimal() for row in rest if len(row) == width):
        first = ("", *first)  # R does not name the column of row numbers
    if any(fields.key_of(name) for name in filled):
        return first
    alike = len(set(filled)) < len(filled) or len(filled) < len(first) - 1
    return first if len(first) == width and not alike and _differs(first, rest) else None


def _differs(first: tuple[str, ...], rest: list[tuple[str, ...]]) -> bool:
    """Whether some column holds values (figures, dates, long texts) but for the first row."""
    for at in range(len(first)):
        column = [row[at] for row in rest if at < len(row) and row[at]]
        odd = sum(len(cell) > 2 * NAME or bool(_VALUE.fullmatch(cell)) for cell in column)
        if column and odd * 10 >= len(column) * 9:
            return True
    return False
