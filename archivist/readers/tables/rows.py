"""This module cuts the lines of a table into rows and fields (RFC 4180 and its many variants).

A row that does not follow the dialect is never guessed at: it is given back as a fault, and the
next line begins anew, so that one open quotation mark does not swallow the rest of the file.
"""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from archivist.readers.tables.lines import Line

Fault = Literal["quote", "open", "size"]


@dataclass(frozen=True, slots=True)
class Syntax:
    """How fields are parted; single bytes. No quote: nothing is quoted; no escape: doubling."""

    delimiter: bytes = b","
    quote: bytes | None = b'"'
    escape: bytes | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line where it starts (from 1), its bytes, its fields as printed inside quotes.

    `loose`: quotation marks inside a quoted field were not doubled. A fault has no fields.
    """

    line: int
    data: bytes
    fields: tuple[bytes, ...]
    loose: bool = False
    fault: Fault | None = None


def rows(
    lines: Iterable[Line], syntax: Syntax, most: int, *, sample: bool = False
) -> Iterator[Row]:
    """The rows, each of at most `most` bytes; empty lines are none.

    `sample`: the lines break off somewhere, and a row that is open at their end is none.
    """
    bare = syntax.escape is not None and syntax.quote is None
    cutter = _Cutter(_continued(lines, most) if bare else iter(lines), syntax, most)
    while (line := cutter.next()) is not None:
        if line.end is None:
            yield Row(line.number, line.data, (), fault="size")
        elif line.data.strip():
            row = cutter.row(line)
            if sample and row.fault == "open":
                return
            yield row


def _continued(lines: Iterable[Line], most: int) -> Iterator[Line]:
    """Lines of a table without quotes, whose line ends are escaped where they are text."""
    begun: Line | None = None
    for line in lines:
        if begun is not None:
            data = begun.data + (begun.end or b"") + line.data
            line = Line(begun.number, data, line.end if len(data) <= most else None)
        escapes = len(line.data) - len(line.data.rstrip(b"\\"))
        if line.end and escapes % 2:
            begun = line
        else:
            begun = None
            yield line
    if begun is not None:
        yield begun


@dataclass(slots=True)
class _Cutter:
    source: Iterator[Line]
    syntax: Syntax
    most: int
    waiting: deque[Line] = field(default_factory=deque)

    def next(self) -> Line | None:
        return self.waiting.popleft() if self.waiting else next(self.source, None)

    def row(self, first: Line) -> Row:
        """The row that begins with a line: what is quoted may go over several."""
        taken = [first]
        fields: list[bytes] = []
        size, at = len(first.data), 0
        open_parts: list[bytes] | None = None
        while True:
            line = taken[-1]
            at, open_parts, bad = self._fields(line.data, at, fields, open_parts)
            if bad:
                return self._given_back(taken)
            if open_parts is None:
                return Row(first.number, _joined(taken), tuple(fields))
            following = self.next()
            if following is None or following.end is None:
                if following:
                    self.waiting.appendleft(following)
                return self._given_back(taken, "quote" if following else "open")
            open_parts.append(line.end or b"")
            taken.append(following)
            size += len(following.data) + 2
            at = 0
            if size > self.most:
                return self._given_back(taken)

    def _fields(
        self, data: bytes, at: int, fields: list[bytes], parts: list[bytes] | None
    ) -> tuple[int, list[bytes] | None, bool]:
        """Adds the fields of a line; the parts of one that is still open; whether it is bad."""
        forms = _forms(self.syntax)
        while True:
            if parts is None:
                opening = forms.opening.match(data, at) if forms.opening else None
                if opening is None:
                    found = forms.bare.match(data, at)
                    assert found is not None  # it matches the empty field too
                    fields.append(self._plain(found[1]))
                    if not found[2]:
                        return at, None, False
                    at = found.end()
                    continue
                parts, at = [], opening.end()
            inside = forms.inside.match(data, at)
            assert inside is not None
            parts.append(inside[0])
            at = inside.end()
            if at >= len(data):
                return at, parts, False
            closing = forms.closing.match(data, at)
            if closing is None:
                return at, parts, True
            fields.append(self._quoted(b"".join(parts)))
            parts, at = None, closing.end()
            if not closing[1]:
                return at, None, False

    def _plain(self, data: bytes) -> bytes:
        return _unescaped(data) if self.syntax.escape else data

    def _quoted(self, data: bytes) -> bytes:
        quote = self.syntax.quote or b""
        if self.syntax.escape:
            data = _unescaped(data)
        return data.replace(quote * 2, quote)

    def _given_back(self, taken: list[Line], fault: Fault = "quote") -> Row:
        """The first line alone, if it can be read more loosely; the others begin anew."""
        first, *others = taken
        self.waiting.extendleft(reversed(others))
        fields = _loosely(first.data, self.syntax)
        if fields is None:
            return Row(first.number, first.data, (), fault=fault)
        return Row(first.number, first.data, fields, True, fault if fault == "open" else None)


def _joined(taken: list[Line]) -> bytes:
    """The bytes of the row without its last line end."""
    parts = [part for line in taken[:-1] for part in (line.data, line.end or b"")]
    return b"".join((*parts, taken[-1].data))


# ------------------------------------------------------------------ the forms of fields


@dataclass(frozen=True, slots=True)
class _Forms:
    opening: re.Pattern[bytes] | None
    inside: re.Pattern[bytes]
    closing: re.Pattern[bytes]
    bare: re.Pattern[bytes]


@functools.cache
def _forms(syntax: Syntax) -> _Forms:
    end, quote = re.escape(syntax.delimiter), re.escape(syntax.quote or b"")
    blank = b"" if syntax.delimiter == b"\t" else b" *"
    escaped = rb"|\\(?:.|\Z)" if syntax.escape else b""
    stop = rb"\\" if syntax.escape else b""
    bare = rb"((?:[^" + end + stop + b"]" + escaped + b")*+)(" + end + b")?"
    if not syntax.quote:
        return _Forms(None, re.compile(b""), re.compile(b""), re.compile(bare, re.DOTALL))
    return _Forms(
        re.compile((blank if quote == b'"' else b"") + quote),
        re.compile(b"(?:[^" + quote + stop + b"]|" + quote * 2 + escaped + b")*+", re.DOTALL),
        re.compile(quote + blank + b"(?:(" + end + rb")|\Z)"),
        re.compile(bare, re.DOTALL),
    )


_ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"N": b"", b"0": b""}
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def _unescaped(data: bytes) -> bytes:
    r"""`\"`, `\\`, `\n` as MySQL and PostgreSQL print them; `\N` is nothing."""
    if b"\\" not in data:
        return data
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), data)


def _loosely(data: bytes, syntax: Syntax) -> tuple[bytes, ...] | None:
    """The fields of one line where marks inside quoted fields are not doubled: `"a "b" c","d"`."""
    if not syntax.quote:
        return None
    end, quote = re.escape(syntax.delimiter), re.escape(syntax.quote)
    form = re.compile(
        quote + b"(?P<quoted>.*?)" + quote + b"(?:" + end + rb"|\Z)"
        b"|(?P<bare>(?!" + quote + b")[^" + end + b"]*)(?:" + end + rb"|\Z)",
        re.DOTALL,
    )
    found: list[bytes] = []
    at = 0
    while match := form.match(data, at):
        quoted = match["quoted"]
        found.append(
            match["bare"] if quoted is None else quoted.replace(syntax.quote * 2, syntax.quote)
        )
        at = match.end()
        if at >= len(data):
            if data.endswith(syntax.delimiter):
                found.append(b"")
            return tuple(found)
    return None
