"""This package reads tables of articles: CSV, TSV and what is alike, one article a row.

How the table is written is found from its first rows (`dialect`), what its columns mean from a
mapping or from their names and contents (`proposal`). Rows stream; a row that does not fit is
quarantined with the number of its line, and no other row is shifted by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import mapping, statements
from archivist.readers.mapping import Mapping
from archivist.readers.parts import Part, Stream, too_large
from archivist.readers.statements import Cell
from archivist.readers.tables import dialect, proposal
from archivist.readers.tables.dialect import Dialect, Sample
from archivist.readers.tables.lines import Line, chunks, lines
from archivist.readers.tables.rows import Row, rows
from archivist.record import Aside, Declared, Evidence, Value
from archivist.settings import Settings

MEDIA_TYPE = "text/csv"
RULE = "table.column"


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """One part a row, named `:17` after the line where it starts."""
    found = dialect.look(stream, settings)
    if isinstance(found, Problem):
        yield Part(stream.whole(settings.max_size), problems=(found,))
        return
    aside = _without_articles(found, stream, settings)
    plan = aside or _plan(found, stream, settings)
    if isinstance(plan, Aside):
        yield Part(stream.whole(settings.max_size), aside=plan)
        return
    if isinstance(plan, Problem):
        yield Part(stream.whole(settings.max_size), problems=(plan,))
        return
    for row in table_rows(stream, found.dialect, settings.max_size):
        yield plan.part(row, settings)


def proposed(stream: Stream, settings: Settings) -> str | None:
    """The mapping that the table's columns seem to need, as TOML; None when it is no table."""
    found = dialect.look(stream, settings)
    if isinstance(found, Problem) or not found.rows:
        return None
    guessed = proposal.propose(found.dialect.names(), found.dialect.header is not None, found.rows)
    return proposal.to_toml(guessed, stream.name)


def looks_like(head: bytes) -> bool:
    """Whether first bytes are a table of articles beyond doubt: a header with known names."""
    if b"\0" in head[:1000] or head[:1] in (b"{", b"[", b"<"):
        return False
    encoding = Value("utf-8", Evidence("decode.utf-8"))
    found = dialect.sample(head, encoding, None, len(head) >= 65536)
    if found.dialect.header is None or found.dialect.width < 3 or len(found.rows) < 2:
        return False
    guessed = proposal.propose(found.dialect.names(), True, found.rows)
    return guessed.certain and sum(item.sure for item in guessed.guesses) >= 3


def table_rows(stream: Stream, written: Dialect, most: int) -> Iterator[Row]:
    """The rows of the whole stream, without the header."""
    end = written.line_end
    with stream.open() as opened:
        found = _unmarked(lines(chunks(opened, written.wide), end, most), written.first)
        read = rows(found, written.syntax, most)
        if written.header is not None:
            next(read, None)
        yield from read


def _unmarked(found: Iterator[Line], first: int) -> Iterator[Line]:
    """The lines from the first that counts, without the byte order mark."""
    for line in found:
        if line.number == 1:
            line = line._replace(data=line.data.removeprefix(dialect.MARKS[0]))
        if line.number >= first:
            yield line


# ------------------------------------------------------------------ what the columns mean


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one table become parts."""

    stream: Stream
    dialect: Dialect
    columns: tuple[tuple[str, int, str], ...]  # key, place in the row, path
    supplied: tuple[Declared, ...]

    def part(self, row: Row, settings: Settings) -> Part:
        """The document of a row, or what is wrong with it."""
        name = f":{row.line}"
        data = row.data
        if self.dialect.wide:
            data = data.decode("utf-8", "surrogatepass").encode(self.dialect.wide, "surrogatepass")
        source = self.stream.source(name, data, media_type=MEDIA_TYPE, declared=self.supplied)
        where = Location(self.stream.location, row.line)
        wrong = _fault(row, self.dialect, where, settings)
        if wrong:
            return Part(source, problems=(wrong,))
        cells, encoding, problems = self.cells(row, where)
        if encoding is None:
            return Part(source, problems=problems)
        document, more = statements.document(source, MEDIA_TYPE, encoding, cells, RULE)
        loose = (_loose(where),) if row.loose else ()
        return Part(source, document, problems=(*loose, *problems, *more))

    def cells(
        self, row: Row, where: Location
    ) -> tuple[list[Cell], Value | None, tuple[Problem, ...]]:
        """The mapped cells, decoded; bytes that are no letters as in any other source."""
        encoding = self.dialect.encoding
        problems: tuple[Problem, ...] = ()
        name, errors = "utf-8" if self.dialect.wide else encoding.value, "strict"
        try:
            row.data.decode(name)
        except UnicodeError:
            decoded, problems = texts.decode_stated(row.data, str(where), None, "bytes")
            if decoded is None:
                return [], None, problems
            encoding, name, errors = decoded.encoding, decoded.encoding.value, "replace"
        names = self.dialect.names()
        cells = [
            Cell(key, row.fields[at].decode(name, errors), path, names[at])
            for key, at, path in self.columns
        ]
        return cells, encoding, problems


def _without_articles(found: Sample, stream: Stream, settings: Settings) -> Aside | None:
    """A table that is only a header; in a box also one that has nothing like a text."""
    names = found.dialect.names()
    shown = ", ".join(names[:8])
    if found.dialect.header and not found.rows and found.whole:
        return Aside("no-article", f"a header and no rows: {shown}")
    if stream.part is None or settings.mapping:
        return None
    guessed = proposal.propose(names, found.dialect.header is not None, found.rows)
    if any(item.key in ("text", "headline") for item in guessed.guesses):
        return None
    return Aside("other-type", f"a table without a column of texts: {shown}")


def _plan(found: Sample, stream: Stream, settings: Settings) -> Plan | Problem:
    written = found.dialect
    names = written.names()
    if settings.mapping:
        given = mapping.load(settings.mapping)
    else:
        guessed = proposal.propose(names, written.header is not None, found.rows)
        if not guessed.certain:
            return _uncertain(names, written, stream)
        given = guessed.mapping()
    columns = []
    for column in given.columns:
        at = mapping.place(column.name, names)
        if at is None:
            return _no_column(column, names, given, stream)
        columns.append((column.key, at, f"column[{names[at] or at + 1}]"))
    if not any(key in ("text", "headline") for key, _, _ in columns):
        return _uncertain(names, written, stream)
    return Plan(stream, written, tuple(columns), statements.constants(given))


# ------------------------------------------------------------------ problems


def _uncertain(names: tuple[str, ...], written: Dialect, stream: Stream) -> Problem:
    shown = ", ".join(names[:8]) if written.header else f"{written.width} without names"
    message = f"found the columns {shown}, wanted to know which one holds the text"
    hint = (
        f"archivist formats {stream.name} --propose > columns.toml; correct it; --map columns.toml"
    )
    return problem("R062", message, Location(stream.location), hint=hint)


def _no_column(
    column: mapping.Column, names: tuple[str, ...], given: Mapping, stream: Stream
) -> Problem:
    message = f"found no column {column.name!r}, which {given.file} has for {column.key}"
    hint = f"the columns are: {', '.join(names[:20])}"
    return problem("R063", message, Location(stream.location), hint=hint)


def _fault(row: Row, written: Dialect, where: Location, settings: Settings) -> Problem | None:
    if row.fault == "size":
        return too_large(str(where), len(row.data), settings.max_size)
    if row.fault:
        message = "found a quotation mark that is not closed as the others are"
        hint = (
            "double marks inside quoted fields, or take a lone one away; only this line is left out"
        )
        return problem("R061", message, where, hint=hint)
    fields = row.fields
    spare = fields[written.width :]
    if len(fields) < written.width or any(item.strip() for item in spare):
        message = f"found {len(fields)} fields, wanted {written.width} as in the other rows"
        hint = "put fields that hold the delimiter in quotes; only this row is left out"
        return problem("R060", message, where, hint=hint)
    return None


def _loose(where: Location) -> Problem:
    message = "found quotation marks inside a quoted field that are not doubled"
    return problem("R064", message, where, hint="the row was read all the same; have a look at it")
