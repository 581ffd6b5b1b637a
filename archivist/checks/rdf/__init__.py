"""This package checks RDF of anybody, in six syntaxes: grammar, literals, languages, links.

What parsers let pass or drop without a word is said with its line: literals that are not of their
datatype, links with a blank or without a scheme, keys of JSON-LD that no term explains. Nothing is
ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from archivist.checks.rdf import tokens
from archivist.checks.rdf.grammar import Grammar
from archivist.checks.rdf.marks import Mark
from archivist.checks.rdf.markup import Markup
from archivist.problems import Problem

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

_BOM = b"\xef\xbb\xbf"
_LONE_CR = re.compile(rb"\r(?!\n)")


def check(data: bytes, file: str, syntax: str) -> tuple[Problem, ...]:
    """All that is wrong with a file, in its order. `syntax`: one of `namespaces.SYNTAXES`."""
    if syntax == "jsonld":
        from archivist.checks.rdf import jsonld

        return jsonld.check(data, file)
    found = _markup(data) if syntax == "rdfxml" else _text(data, syntax)
    ordered = sorted(found, key=lambda mark: (mark.line or 0, mark.column or 0, mark.code))
    return tuple(mark.problem(file) for mark in ordered)


def to_graph(data: bytes, syntax: str) -> rdflib.Graph | None:
    """The triples of a file in which `check` found no error, for shapes.

    None when it needs a JSON-LD context that is not known.
    """
    import rdflib

    from archivist.checks.rdf.triples import term

    found = quads(data, syntax)
    if found is None:
        return None
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in found:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def quads(data: bytes, syntax: str) -> Iterable[pyoxigraph.Quad] | None:
    """The statements of a file, as far as they can be read.

    None when it needs a JSON-LD context that is not known, or is not JSON-LD.
    """
    if syntax != "jsonld":
        return Grammar(_plain(data), syntax)
    from archivist.checks.rdf import jsonld

    try:
        return jsonld.quads_of(data)
    except (SyntaxError, ValueError, RecursionError):
        return None


def subjects(data: bytes, syntax: str, wanted: Collection[str]) -> dict[str, tuple[int, int]]:
    """Line and column of subjects by their IRIs, of those that are found."""
    if syntax == "jsonld":
        from archivist.checks.rdf import jsonld

        return jsonld.subjects(data, wanted)
    if syntax == "rdfxml":
        markup = Markup()
        markup.look(data)
        return {iri: markup.subjects[iri] for iri in sorted(wanted) if iri in markup.subjects}
    return tokens.subjects(_plain(data).decode("utf-8", "replace"), wanted)


def _text(data: bytes, syntax: str) -> list[Mark]:
    """Of a syntax whose terms are found a second time by their places."""
    from archivist.checks.rdf.statements import Statements, marks

    found = []
    if data.startswith(_BOM) and syntax != "rdfxml":
        message = "found a byte order mark, wanted UTF-8 without it"
        found.append(Mark("R030", 1, 1, message, "many parsers take it for a letter"))
    data = _plain(data)
    grammar, statements = Grammar(data, syntax), Statements()
    statements.look(grammar)
    found += grammar.errors
    return [*found, *marks(statements, data.decode("utf-8", "replace"))]


def _plain(data: bytes) -> bytes:
    """Without the byte order mark, and with lines that the parser counts."""
    return _LONE_CR.sub(b"\n", data.removeprefix(_BOM))


def _markup(data: bytes) -> list[Mark]:
    markup, grammar = Markup(), Grammar(data, "rdfxml")
    markup.look(data)
    for _ in grammar:
        pass
    said = {mark.code for mark in markup.marks}
    return [*markup.marks, *(mark for mark in grammar.errors if not _is_said(mark, said))]


def _is_said(mark: Mark, said: set[str]) -> bool:
    """The parser stops at the first error, which the other walk may have placed better.

    Of languages that one knows more: the parser refuses xml:lang="" (XML 1.0 section 2.12).
    """
    return mark.code in {*said, "L002"}
