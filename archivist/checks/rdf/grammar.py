"""This module asks the parser about the grammar of a syntax, and keeps what it says and where."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archivist.checks.rdf.iris import BASE
from archivist.checks.rdf.marks import Mark
from archivist.jsontext.walk import short
from archivist.namespaces import SYNTAXES

if TYPE_CHECKING:
    import pyoxigraph

LINES = ("ntriples", "nquads")  # a statement a line: after a bad one the next is read
MOST = 1000  # errors told of one file
_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
# What is wrong with one term lets the parser go on with the statement.
_OF_A_TERM = re.compile(r"(?i)\bIRI\b|language|escape|prefix .* has not been declared")


class Grammar:
    """The statements of a file, and what the parser refuses in it: `errors`, after the last one."""

    def __init__(self, data: bytes, syntax: str) -> None:
        self._syntax = syntax
        self._source: Any = _Steps(data) if syntax == "rdfxml" else io.BytesIO(data)
        self.errors: list[Mark] = []

    def __iter__(self) -> Iterator[pyoxigraph.Quad]:
        import pyoxigraph as ox

        base = None if self._syntax in LINES else BASE
        form = getattr(ox.RdfFormat, SYNTAXES[self._syntax][1])
        quads = iter(ox.parse(self._source, format=form, base_iri=base))
        while len(self.errors) < MOST:
            try:
                yield next(quads)
            except StopIteration:
                return
            except (SyntaxError, ValueError) as error:
                self.errors.append(self._mark(error))
                if not self._goes_on(error):
                    return

    def _goes_on(self, error: Exception) -> bool:
        if self._syntax == "rdfxml":
            return False
        return self._syntax in LINES or bool(_OF_A_TERM.search(oneline(error)))

    def _mark(self, error: Exception) -> Mark:
        line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
        if isinstance(self._source, _Steps):
            line, column = self._source.place()
        message = oneline(error)
        code = "R030"
        if re.search("(?i)language|subtag", message):
            code = "L002"
        elif re.search("IRI code point|in an absolute IRI|parsing IRI|percent encoding", message):
            code = "L004"
        return Mark(code, line, column, f"{message}; wanted {SYNTAXES[self._syntax][0]}")


def oneline(error: Exception) -> str:
    """What a parser says, in one line and without the place."""
    said = str(getattr(error, "msg", None) or error)
    return short(" ".join(_PLACE.sub("", said).split()), 200)


class _Steps(io.RawIOBase):
    """Bytes handed out tag by tag: what was handed out last is where the parser stands."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data
        self._start = self._end = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        end = self._data.find(b">", self._end) + 1 or len(self._data)
        end = end if size < 0 else min(end, self._end + size)
        self._start, self._end = self._end, end
        return self._data[self._start : end]

    def readinto(self, buffer: Any) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def place(self) -> tuple[int, int]:
        """Line and column of the tag that was handed out last."""
        tag = self._data.find(b"<", self._start, self._end)
        before = self._data[: tag if tag >= 0 else self._start].decode("utf-8", "replace")
        ends = [match.end() for match in re.finditer("\r\n|\r|\n", before)]
        return len(ends) + 1, len(before) - (ends[-1] if ends else 0) + 1
