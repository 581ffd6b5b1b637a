"""This module holds statements of RDF as values: subject, predicate, object."""

from __future__ import annotations

import re
from typing import NamedTuple

from archivist.exporters.graph.lines import literal
from archivist.namespaces import RDF, XSD

_STRING = XSD + "string"
_LANG_STRING = RDF + "langString"

_LINE = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@([^ ]+)|\^\^<([^>]*)>)?) \.',
    re.DOTALL,
)
_ESCAPE = re.compile(r'\\(?:u([0-9A-F]{4})|([btnfr"\\]))')
_CHARACTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


class Literal(NamedTuple):
    """A literal of RDF 1.1: lexical form, datatype IRI, language tag or None."""

    value: str
    datatype: str = _STRING
    language: str | None = None


class Statement(NamedTuple):
    """Subject and predicate are IRIs, the object is an IRI or a Literal."""

    subject: str
    predicate: str
    object: str | Literal


def line(statement: Statement) -> str:
    """The canonical N-Triples line, without line end."""
    subject, predicate, found = statement
    return f"<{subject}> <{predicate}> {_object(found)} ."


def _object(found: str | Literal) -> str:
    if isinstance(found, str):
        return f"<{found}>"
    if found.language:
        return f"{literal(found.value)}@{found.language.lower()}"
    ending = "" if found.datatype == _STRING else f"^^<{found.datatype}>"
    return literal(found.value) + ending


def statement(written: str) -> Statement:
    """The statement of a line that `lines` wrote."""
    match = _LINE.fullmatch(written)
    if not match:
        raise ValueError(written)
    subject, predicate, iri, escaped, language, datatype = match.groups()
    if iri is not None:
        return Statement(subject, predicate, iri)
    value = _ESCAPE.sub(_character, escaped)
    kind = datatype or (_LANG_STRING if language else _STRING)
    return Statement(subject, predicate, Literal(value, kind, language))


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _CHARACTERS[match[2]]
