"""This module asks a store in SPARQL 1.1: what may be asked, what was wrong, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from archivist.errors import UsageError
from archivist.namespaces import PREFIXES, RDF, XSD

# Known without a PREFIX line.
KNOWN: dict[str, str] = {**PREFIXES, "rdf": RDF}

# What is no keyword: strings, IRIs, comments, variables, names with a prefix (SPARQL 1.1, 19.8).
_NO_KEYWORD = re.compile(
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*"
    r"|[?$]\w+|[\w.-]*:[\w.:%-]*",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")  # 19.2: before all else
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
# What a terminal would obey, or a reader not see, in formats that have escapes of their own.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Answer:
    """What came of a query: `variables` and rows, a graph, or yes or no; each is read once."""

    def __init__(self, found: Any) -> None:
        import pyoxigraph as ox

        self._found = found
        self.is_graph = isinstance(found, ox.QueryTriples)
        self.is_yes_or_no = isinstance(found, ox.QueryBoolean)
        self.variables: tuple[str, ...] = ()
        if not self.is_graph and not self.is_yes_or_no:
            self.variables = tuple(variable.value for variable in found.variables)

    def __bool__(self) -> bool:
        """The answer to ASK."""
        return bool(self._found)

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """The rows as cells: numbers as they are written, IRIs without brackets, None: unbound."""
        with _Failing():
            for solution in self._found:
                yield tuple(map(_cell, solution))

    def json(self) -> bytes:
        """SPARQL 1.1 Query Results JSON."""
        import pyoxigraph as ox

        with _Failing():
            data = self._found.serialize(format=ox.QueryResultsFormat.JSON)
        return visible(data.decode("utf-8")).encode() + b"\n"

    def turtle(self) -> bytes:
        """The graph as Turtle, sorted."""
        import pyoxigraph as ox

        with _Failing():
            lines = sorted(set(map(_line, self._found)))
        triples = ox.parse("".join(lines).encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=KNOWN)
        return visible(bytes(data or b"").decode("utf-8")).encode("utf-8")


class Number(str):
    """The lexical form of a number: no text, whatever sign it begins with."""

    __slots__ = ()


def ask(graphs: Any, query: str) -> Answer:
    """The answer of a pyoxigraph.Store; all graphs together are the default graph.

    Raises UsageError for what is no query, and for SERVICE: nothing goes over the network.
    """
    refuse_service(query)
    try:
        found = graphs.query(query, prefixes=KNOWN, use_default_graph_as_union=True)
    except SyntaxError as wrong:
        _refuse(str(wrong))
    except (ValueError, OSError, RuntimeError) as wrong:
        raise UsageError(f"query: {wrong}", hint="archivist query --recipes shows some") from wrong
    return Answer(found)


def refuse_service(query: str) -> None:
    """Raises UsageError for a query that would ask another server."""
    read = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), query)
    if re.search(r"\bservice\b", _NO_KEYWORD.sub(" ", read), re.IGNORECASE):
        hint = "load what you need from there into a store of your own, and ask that"
        raise UsageError("query: SERVICE asks another server, and query has no network", hint=hint)


def _refuse(said: str) -> NoReturn:
    """One line with line and column of the query."""
    found = _PLACE.search(said)
    if found is None:
        raise UsageError(f"query: {' '.join(said.split())[:200]}")
    line, column, expected = found.groups()
    raise UsageError(f"query:{line}:{column}: {_expected(expected)}", hint=_hint(expected))


def _expected(said: str) -> str:
    """What the parser says in words, where it does; else the first of what it expected."""
    flat = " ".join(said.split())
    items = re.split(
        r", (?=[\[\"A-Z])", flat.removeprefix("expected one of ").removeprefix("expected ")
    )
    worded = [one for one in items if re.match(r"[A-Z][a-z]+ \w+|The ", one)]
    if worded:
        return worded[0]
    plain = [one for one in items if not one.startswith("[")] or items
    return "expected " + ", ".join(plain[:6]) + (", …" if len(plain) > 6 else "")


def _hint(said: str) -> str | None:
    if "Prefix not found" in said:
        return f"declare it: PREFIX name: <…>; known are {', '.join(KNOWN)}"
    return "archivist query --recipes shows queries that work"


def _cell(term: Any) -> str | None:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is not None and datatype.value in _NUMBERS:
        return Number(term.value)
    return str(term.value) if hasattr(term, "value") else str(term)


def _line(triple: Any) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object} .\n"


def visible(written: str) -> str:
    """JSON or Turtle with unseen characters as the escapes (backslash, u) that both have."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", written)


class _Failing:
    """Turns what fails while an answer is read into a line."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, raised: BaseException | None, trace: Any) -> None:
        if isinstance(raised, (OSError, ValueError, RuntimeError)):
            raise UsageError(f"query: {' '.join(str(raised).split())[:200]}") from raised
