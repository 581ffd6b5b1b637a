"""This module writes the graph as RDF/XML (RDF 1.1 XML Syntax), one description a subject.

XML has no way to write most control characters, U+FFFE and U+FFFF: a record that holds one is
refused here and goes out in another syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from archivist.errors import InvalidRecord
from archivist.exporters.graph.lines import grouped
from archivist.exporters.graph.statements import Literal, Statement, statement
from archivist.namespaces import PREFIXES, RDF, XSD
from archivist.problems import Location, problem
from archivist.record import Record
from archivist.settings import Settings

# Everything but the production Char of XML 1.0.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A parser turns a bare carriage return into a line feed (XML 1.0, section 2.11).
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def write(record: Record, settings: Settings) -> bytes:
    """UTF-8, ends with a newline. Raises InvalidRecord (X010)."""
    statements = [statement(line) for line in grouped(record, settings, named=False)]
    text = "".join(_document(statements))
    if bad := _UNWRITABLE.search(text):
        message = f"XML cannot write U+{ord(bad[0]):04X}, which the record holds"
        hint = "Export it as turtle, ntriples, nquads, trig or jsonld."
        raise InvalidRecord((problem("X010", message, Location(record.source.name), hint=hint),))
    return text.encode("utf-8")


def _document(statements: list[Statement]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF'
    for prefix, namespace in sorted({**PREFIXES, "rdf": RDF}.items()):
        yield f'\n  xmlns:{prefix}="{namespace}"'
    yield ">\n"
    for subject, group in groupby(statements, key=lambda one: one.subject):
        yield f'<rdf:Description rdf:about="{_escaped(subject)}">\n'
        for one in group:
            yield f"  {_property(one)}\n"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(one: Statement) -> str:
    name = _qualified(one.predicate)
    if not isinstance(one.object, Literal):
        return f'<{name} rdf:resource="{_escaped(one.object)}"/>'
    value, datatype, language = one.object
    attribute = ""
    if language:
        attribute = f' xml:lang="{language}"'
    elif datatype != XSD + "string":
        attribute = f' rdf:datatype="{datatype}"'
    return f"<{name}{attribute}>{_escaped(value)}</{name}>"


def _qualified(predicate: str) -> str:
    if predicate.startswith(RDF):
        return "rdf:" + predicate[len(RDF) :]
    for prefix, namespace in PREFIXES.items():
        if predicate.startswith(namespace):
            return f"{prefix}:{predicate[len(namespace) :]}"
    raise ValueError(predicate)


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)
